"""Makes the files that the tests read: nothing binary is kept in the repository."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

Block = str | list[list[str]]


def word_file(blocks: Sequence[Block]) -> bytes:
    """Write paragraphs and tables to a Word file."""
    import docx

    word = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            word.add_paragraph(block)
            continue
        table = word.add_table(len(block), len(block[0]))
        for row, texts in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def excel_file(sheets: Mapping[str, Sequence[Sequence[object]]], merged: Sequence[str] = ()) -> bytes:
    """Write rows to sheets, and merge areas in each."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for area in merged:
            sheet.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def pdf_file(
    blocks: Sequence[Block],
    *,
    spans: Sequence[Any] = (),
    widths: Sequence[float] | None = None,
    indent: int = 2,
    numbered: bool = False,
    password: str | None = None,
    height: float = 800,
) -> bytes:
    """Set paragraphs and ruled tables on pages, as Chinese official documents are set; the font is not embedded."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    font = "STSong-Light"
    pdfmetrics.registerFont(UnicodeCIDFont(font))
    style = ParagraphStyle("body", fontName=font, fontSize=14, leading=22, wordWrap="CJK", firstLineIndent=14 * indent)
    cell = ParagraphStyle("cell", fontName=font, fontSize=10, leading=13, wordWrap="CJK")
    story: list[Any] = []
    for block in blocks:
        if isinstance(block, str):
            story.append(Paragraph(block, style))
        else:
            rows = [[Paragraph(text.replace("\n", "<br/>"), cell) for text in row] for row in block]
            grid = [("GRID", (0, 0), (-1, -1), 0.5, "black"), *spans]
            story.append(Table(rows, colWidths=widths, style=grid))

    def number(canvas: Any, document: Any) -> None:
        if numbered:
            canvas.setFont(font, 10)
            canvas.drawCentredString(300, 30, f"— {document.page} —")

    stream = io.BytesIO()
    template = SimpleDocTemplate(stream, pagesize=(600, height), encrypt=password)
    template.build(story, onFirstPage=number, onLaterPages=number)
    return stream.getvalue()


@pytest.fixture(scope="session")
def make_docx() -> Callable[..., bytes]:
    """Give ``word_file``."""
    return word_file


@pytest.fixture(scope="session")
def make_xlsx() -> Callable[..., bytes]:
    """Give ``excel_file``."""
    return excel_file


@pytest.fixture(scope="session")
def make_pdf() -> Callable[..., bytes]:
    """Give ``pdf_file``."""
    return pdf_file
