"""Write a ledger as a Word document: a table with merged headings and lines for signatures, or an office's template."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from ..texts import text
from .cells import clean, find_runs
from .columns import COLUMNS
from .marks import CREATED
from .packages import repack
from .printing import choose_columns
from .rows import Row

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

__all__ = ["add_paragraph", "save_document", "write_document"]

#: Fonts of official documents (GB/T 9704): title 小标宋, headings 黑体, text 仿宋.
_FONTS = {"title": ("方正小标宋简体", 22), "heading": ("黑体", 10.5), "text": ("仿宋_GB2312", 10.5)}


def write_document(title: str, rows: Sequence[Row], lang: str = "zh", template: Path | None = None) -> bytes:
    """Write a Word document.

    Args:
        title: The title.
        rows: The rows.
        lang: The language of headings.
        template: An office's own .docx file with the fields of docxtpl: ``title``, ``headings`` (by field) and
            ``rows``, a list of mappings from fields to texts (``number``, ``task``, ``lead`` …).

    Returns:
        The bytes of the .docx file.

    Raises:
        UsageError: The template cannot be read or has a field that there is not; the extra is missing.
    """
    if template is not None:
        return _fill_template(template, title, rows, lang)
    try:
        import docx
        from docx.enum.section import WD_ORIENT
        from docx.shared import Mm
    except ImportError:
        raise UsageError("extra_missing", extra="ledger", library="python-docx") from None
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(20)
    add_paragraph(document, clean(title), _FONTS["title"], lang, centred=True)
    if source := choose_columns(rows)[1]:
        words = clean(f"{text('ledger_source', lang)}{text('colon', lang)}{source}")
        add_paragraph(document, words, _FONTS["text"], lang)
    _table(document, rows, lang)
    add_paragraph(document, text("ledger_signatures", lang), _FONTS["text"], lang)
    document.core_properties.title = clean(title)
    return save_document(document)


def save_document(document: Document) -> bytes:
    """Save a document.

    Args:
        document: The document.

    Returns:
        The bytes of the .docx file; the same content gives the same bytes.
    """
    document.core_properties.created = document.core_properties.modified = CREATED
    buffer = io.BytesIO()
    document.save(buffer)
    return repack(buffer.getvalue())


def _table(document: Document, rows: Sequence[Row], lang: str) -> None:
    from docx.shared import Mm

    columns = [*choose_columns(rows)[0], *(column for column in COLUMNS if column.field == "note")]
    unit = 261 / sum(column.width for column in columns)
    table = document.add_table(rows=1 + len(rows), cols=len(columns))
    table.style = "Table Grid"
    table.autofit = False
    # Table.cell searches all rows before the cell, so the cells of each row are listed once.
    grid = [list(row.cells) for row in table.rows]
    for place, column in enumerate(columns):
        _write(grid[0][place], column.heading.of(lang), "heading", lang)
        for at, row in enumerate(rows, 1):
            _write(grid[at][place], _words(row.values.get(column.field), lang), "text", lang)
        table.columns[place].width = Mm(column.width * unit)
        for line in grid:
            line[place].width = Mm(column.width * unit)
        if column.field in ("source", "category"):
            for first, last, words in find_runs(rows, column.field):
                if last > first:
                    _write(grid[first + 1][place].merge(grid[last + 1][place]), words, "text", lang)
    _repeat_headings(table)


def _repeat_headings(table: Table) -> None:
    """Repeat the first row on each page, and keep rows in one piece."""
    from docx.oxml import OxmlElement

    for at, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))


def _write(cell: _Cell, words: str, kind: str, lang: str) -> None:
    cell.text = clean(words)
    for paragraph in cell.paragraphs:
        for run in paragraph.runs:
            _set_font(run, _FONTS[kind], lang, kind == "heading")


def add_paragraph(
    document: Document,
    words: str,
    font: tuple[str, float],
    lang: str,
    *,
    bold: bool = False,
    centred: bool = False,
) -> Paragraph:
    """Add a paragraph.

    Args:
        document: The document.
        words: The words, without characters that XML cannot hold.
        font: The font for Chinese, and the size in points.
        lang: The language of the words, ``zh`` or ``en``.
        bold: Whether the words are bold in English; a Chinese heading has a font of its own.
        centred: Whether the paragraph is centred.

    Returns:
        The paragraph.
    """
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.add_paragraph()
    _set_font(paragraph.add_run(words), font, lang, bold)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _set_font(run: Any, font: tuple[str, float], lang: str, bold: bool) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    name, size = font
    run.font.size = Pt(size)
    run.bold = bold and lang == "en"
    if lang == "zh":
        run.font.name = name
        # python-docx sets the font of Latin letters alone.
        run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _fill_template(template: Path, title: str, rows: Sequence[Row], lang: str) -> bytes:
    try:
        from docxtpl import DocxTemplate
        from jinja2 import StrictUndefined, TemplateError
        from jinja2.sandbox import SandboxedEnvironment
    except ImportError:
        raise UsageError("extra_missing", extra="ledger", library="docxtpl") from None
    context = {
        "title": clean(title),
        "headings": {column.field: column.heading.of(lang) for column in COLUMNS},
        "rows": [
            {column.field: _words(row.values.get(column.field), lang) for column in COLUMNS} | {"key": row.key}
            for row in rows
        ],
    }
    buffer = io.BytesIO()
    try:
        document = DocxTemplate(str(template))
        document.render(context, SandboxedEnvironment(undefined=StrictUndefined, autoescape=True), autoescape=True)
        document.save(buffer)
    except TemplateError as error:
        raise UsageError("template_invalid", path=template, reason=error) from error
    # docxtpl opens the template when it renders it, and raises what the file leads to: KeyError, BadZipFile and others.
    except Exception as error:
        raise UsageError("template_unreadable", path=template, reason=error) from error
    return repack(buffer.getvalue())


def _words(value: object, lang: str) -> str:
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日" if lang == "zh" else value.isoformat()
    return "" if value is None else clean(value)
