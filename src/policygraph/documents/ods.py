"""Read OpenDocument spreadsheets (.ods): the file contains the displayed text of each cell."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Document
from .builder import TextBuilder
from .grid import tidy
from .sheets import MAX_CELLS, Area, check_areas, check_extent, lay_out, name_sheet
from .source_file import SourceFile, parsing
from .xml_package import Element, XmlPackage, children, find, local_name

__all__ = ["read"]

_KIND = "OpenDocument (.ods)"
_CONTENT = "content.xml"
_LARGEST = 128 * 1024 * 1024  # bytes of XML
_GROUPS = ("table-row-group", "table-header-rows", "table-rows")
_MAX_REPEATED = 4096  # rows or columns with the same text: more of them fill the rest of the sheet


def read(source: SourceFile) -> Document:
    """Read the visible sheets in their order.

    Args:
        source: The file.

    Returns:
        The document.

    Raises:
        SourceError: The file is encrypted, or a sheet is too large.
    """
    builder = TextBuilder()
    with parsing(source, _KIND, "policygraph"):
        package = XmlPackage(source, _KIND, _CONTENT, _LARGEST)
        manifest = package.locate("", "META-INF/manifest.xml")
        if manifest and find(package.parse(manifest), "file-entry", "encryption-data") is not None:
            raise source.error("office_encrypted")
        root = package.parse(_CONTENT)
        hidden = {
            _attribute(style, "name")
            for style in children(root, "automatic-styles", "style")
            if _attribute(find(style, "table-properties"), "display") == "false"
        }
        tables = [
            table
            for table in children(root, "body", "spreadsheet", "table")
            if _attribute(table, "style-name") not in hidden
        ]
        for table in tables:
            sheet = _Sheet(source, table)
            check_extent(source, sheet.name, sheet.texts)
            check_areas(source, sheet.areas)
            if grid := lay_out(sheet.texts, sheet.areas):
                builder.add_table(grid, name_sheet(sheet.name, len(tables)))
    return builder.make_document(source, "application/vnd.oasis.opendocument.spreadsheet")


class _Sheet:
    """The texts and the merged areas of one sheet."""

    def __init__(self, source: SourceFile, table: Element) -> None:
        self.name = _attribute(table, "name")
        self.texts: dict[tuple[int, int], str] = {}
        self.areas: list[Area] = []
        row = 0
        for element in _rows(table):
            times = _count(element, "number-rows-repeated")
            for column, text, repeated, area in _cells(element):
                below, right = min(times, _MAX_REPEATED), min(repeated, _MAX_REPEATED)
                if len(self.texts) + below * right > MAX_CELLS:
                    raise source.error("sheet_too_large", sheet=self.name, rows=row + times, columns=column + repeated)
                places = ((r, c) for r in range(row, row + below) for c in range(column, column + right))
                self.texts.update(dict.fromkeys(places, text))
                if area != (1, 1):
                    self.areas.append((row, column, row + area[0] - 1, column + area[1] - 1))
            row += times


def _rows(table: Element) -> Iterator[Element]:
    """Yield the rows, also those in groups."""
    for child in table:
        name = local_name(child)
        if name == "table-row":
            yield child
        elif name in _GROUPS:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[tuple[int, str, int, tuple[int, int]]]:
    """Yield the cells with text: column, text, number of repetitions, and the number of covered rows and columns."""
    column = 0
    for cell in row:
        name = local_name(cell)
        if name not in ("table-cell", "covered-table-cell"):
            continue
        repeated = _count(cell, "number-columns-repeated")
        if name == "table-cell" and (text := tidy(_show(cell))):
            yield column, text, repeated, (_count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned"))
        column += repeated


def _show(cell: Element) -> str:
    """Return the displayed text of a cell, or its value if a program did not write the text."""
    lines = ["".join(_pieces(paragraph)) for paragraph in children(cell, "p")]
    if lines:
        return "\n".join(lines)
    names = ("string-value", "date-value", "time-value", "boolean-value", "value")
    return next(filter(None, (_attribute(cell, name) for name in names)), "")


def _pieces(element: Element) -> Iterator[str]:
    """Yield the text of a paragraph without notes to it."""
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name == "s":
            yield " "
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name not in ("annotation", "note", "ruby-text"):
            yield from _pieces(child)
        yield child.tail or ""


def _attribute(element: Element | None, local: str) -> str:
    """Return an attribute by its name without the namespace."""
    if element is None:
        return ""
    return next((value for name, value in element.attrib.items() if name.rpartition("}")[2] == local), "")


def _count(element: Element, local: str) -> int:
    """Return the number of repetitions or of covered rows or columns; at least 1."""
    value = _attribute(element, local)
    return max(1, int(value[:7])) if value.isascii() and value.isdigit() else 1
