"""Excel workbooks: each visible sheet is a table; merged cells count in every place they cover."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from policygraph.documents.archive import open_archive, refusing
from policygraph.documents.builder import TextBuilder
from policygraph.documents.grid import Cell, square, tidy
from policygraph.documents.number_format import LOCAL_DATES, shown_date, shown_number
from policygraph.documents.source import Source
from policygraph.documents.text import normal_lines
from policygraph.model import Document

if TYPE_CHECKING:
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["read"]

_KIND = "Excel (.xlsx)"
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
# A formula whose result was not stored; an empty text that was stored has the type "str".
_UNSTORED = re.compile(
    rb"""<(?:\w+:)?c\s(?![^>]*\bt\s*=\s*["']str)[^>]*>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
_NAMED_CELLS = 20
_UNNAMED = re.compile(r"(?:Sheet|工作表|表)\s*\d*", re.IGNORECASE)
# The library makes an object for every cell of a sheet's extent and of its merged areas.
_MAX_CELLS = 2_000_000
_MAX_MERGED = 200_000


def read(source: Source) -> Document:
    """Read the visible sheets in their order. Formulas count with the value that Excel stored for them."""
    stream = open_archive(source, _KIND, "[Content_Types].xml")
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise source.missing("openpyxl") from error
    builder = TextBuilder()
    with refusing(source, _KIND), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and print areas, which are nothing to the reader of the cells
        _check_merged(source, stream)
        workbook = load_workbook(stream, data_only=True)
        # Loading a book again costs as much as loading it: only where a formula without a value may be in it.
        formulas = load_workbook(stream) if any(map(_UNSTORED.search, _parts(stream))) else None
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        for sheet in sheets:
            if sheet.max_row * sheet.max_column > _MAX_CELLS:
                raise source.error("sheet_too_large", sheet=sheet.title, rows=sheet.max_row, columns=sheet.max_column)
            grid = _grid(sheet)
            named = len(sheets) > 1 and not _UNNAMED.fullmatch(sheet.title)
            unstored = _unstored(sheet, formulas[sheet.title]) if formulas else []
            if unstored:
                if not grid:
                    raise source.error("sheet_without_values", cells=_listed(unstored))
                builder.unread("formula-without-value", _listed(unstored))
            if grid:
                builder.table(grid, tidy(sheet.title) if named else "")
    return builder.document(source, _MEDIA_TYPE)


def _parts(stream: BytesIO) -> Iterator[bytes]:
    """Yield the sheets as they are stored."""
    with zipfile.ZipFile(stream) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                yield archive.read(name)
    stream.seek(0)


def _check_merged(source: Source, stream: BytesIO) -> None:
    cells = 0
    for part in _parts(stream):
        for left, top, right, bottom in _MERGED.findall(part):
            cells += (int(bottom) - int(top) + 1) * (_column(right) - _column(left) + 1)
    if cells > _MAX_MERGED:
        raise source.error("sheet_merged_too_much", n=cells)


def _unstored(sheet: Worksheet, formulas: Worksheet) -> list[str]:
    """The cells of a sheet whose formula has no stored value."""
    return [
        cell.coordinate
        for place, cell in sorted(formulas._cells.items())
        if cell.data_type == "f" and sheet._cells[place].value is None and sheet._cells[place].data_type == "n"
    ]


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMED_CELLS
    return ", ".join(names[:_NAMED_CELLS]) + (f" (+{more})" if more > 0 else "")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _grid(sheet: Worksheet) -> list[list[Cell]]:
    merged: dict[tuple[int, int], Cell] = {}
    for area in sheet.merged_cells.ranges:
        cell = Cell(_text(sheet.cell(area.min_row, area.min_col)))
        merged.update(dict.fromkeys(area.cells, cell))
    # What the sheet holds, not the rectangle up to its last cell: one cell far out would make millions of empty ones.
    held = {place: Cell(_text(cell)) for place, cell in sheet._cells.items()} | merged
    columns = sorted({column for _, column in held})
    rows = sorted({row for row, _ in held})
    return square([[held.get((row, column)) or Cell("") for column in columns] for row in rows])


def _text(cell: SheetCell | MergedCell) -> str:
    """Return a cell's value as the sheet shows it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date | time):
        return shown_date(value, _format(cell))
    if isinstance(value, float | int):
        return _local_date(cell, value) or shown_number(value, _format(cell))
    return tidy(normal_lines(str(value)))


def _format(cell: SheetCell | MergedCell) -> str:
    return str(getattr(cell, "number_format", "") or "General")


def _local_date(cell: SheetCell | MergedCell, value: float) -> str:
    """A date in a format of Chinese Excel that the library takes for a number; nothing where there is none."""
    from openpyxl.utils.datetime import from_excel

    code = LOCAL_DATES.get(getattr(cell, "_style").numFmtId)  # noqa: B009 - the type stubs leave it out
    book = cell.parent.parent
    try:
        return shown_date(from_excel(value, book.epoch), code) if code and book else ""
    except (OverflowError, ValueError):
        return ""
