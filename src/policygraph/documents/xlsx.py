"""Read Excel workbooks: each visible sheet is a table; merged cells are in every place that they cover."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from ..model import Document
from .archive import open_archive
from .builder import TextBuilder
from .grid import Cell, tidy
from .number_format import LOCAL_DATES, format_date, format_number
from .sheets import MAX_CELLS, check_areas, lay_out, name_cells, name_sheet
from .source_file import SourceFile, parsing
from .text import normalise_lines

if TYPE_CHECKING:
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["read", "write_sheets"]

_KIND = "Excel (.xlsx)"
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})["']""")
# A formula whose result was not stored; an empty text that was stored has the type "str".
_UNSTORED = re.compile(
    rb"""<(?:\w+:)?c\s(?![^>]*\bt\s*=\s*["']str)[^>]*>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)


def read(source: SourceFile) -> Document:
    """Read the visible sheets in their order. Formulas count with the value that Excel stored.

    Args:
        source: The file.

    Returns:
        The document.

    Raises:
        SourceError: A sheet is too large, or has only formulas without stored values.
    """
    builder = TextBuilder()
    with parsing(source, _KIND, "openpyxl"):
        write_sheets(source, builder)
    return builder.make_document(source, _MEDIA_TYPE)


def write_sheets(source: SourceFile, builder: TextBuilder) -> None:
    """Write the visible sheets of a workbook.

    Args:
        source: The file.
        builder: Receives the tables.

    Raises:
        SourceError: A sheet is too large, or has only formulas without stored values.
    """
    with warnings.catch_warnings():
        stream = open_archive(source, _KIND)
        from openpyxl import load_workbook

        warnings.simplefilter("ignore")  # about styles and print areas, which do not matter for the cells
        _check_merged(source, stream)
        workbook = load_workbook(stream, data_only=True)
        # Load the book again only if it may have a formula without a value: it takes as long as the first time.
        formulas = load_workbook(stream) if any(map(_UNSTORED.search, _parts(stream))) else None
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        for sheet in sheets:
            if sheet.max_row * sheet.max_column > MAX_CELLS:
                raise source.error("sheet_too_large", sheet=sheet.title, rows=sheet.max_row, columns=sheet.max_column)
            grid = _grid(sheet)
            if formulas and (unstored := _list_unstored(sheet, formulas[sheet.title])):
                if not grid:
                    raise source.error("sheet_without_values", cells=unstored)
                builder.add_unread("formula-without-value", unstored)
            if grid:
                builder.add_table(grid, name_sheet(sheet.title, len(sheets)))


def _parts(stream: BytesIO) -> Iterator[bytes]:
    """Yield the XML of each sheet."""
    with zipfile.ZipFile(stream) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                yield archive.read(name)
    stream.seek(0)


def _check_merged(source: SourceFile, stream: BytesIO) -> None:
    """Refuse a workbook whose merged areas would fill the memory."""
    from openpyxl.utils import range_boundaries

    found = (range_boundaries(area.decode("ascii")) for part in _parts(stream) for area in _MERGED.findall(part))
    check_areas(source, ((top or 0, left or 0, bottom or 0, right or 0) for left, top, right, bottom in found))


def _list_unstored(sheet: Worksheet, formulas: Worksheet) -> str:
    """List the first cells of a sheet whose formula has no stored value, and the number of further ones."""
    names = [
        cell.coordinate
        for place, cell in sorted(formulas._cells.items())
        if cell.data_type == "f" and sheet._cells[place].value is None and sheet._cells[place].data_type == "n"
    ]
    return name_cells(names)


def _grid(sheet: Worksheet) -> list[list[Cell]]:
    """Return the cells of a sheet without empty rows and columns."""
    areas = [(area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges]
    texts = {place: _show(cell) for place, cell in sheet._cells.items()}
    return lay_out(texts, areas)


def _show(cell: SheetCell | MergedCell) -> str:
    """Return a cell's value as the sheet shows it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    code = str(getattr(cell, "number_format", "") or "General")
    if isinstance(value, datetime | date | time):
        return format_date(value, code)
    if isinstance(value, float | int):
        return _show_local_date(cell, value) or format_number(value, code)
    return tidy(normalise_lines(str(value)))


def _show_local_date(cell: SheetCell | MergedCell, value: float) -> str:
    """Return a date in a format of Chinese Excel that the library reads as a number; empty if it is not such a date."""
    from openpyxl.utils.datetime import from_excel

    code = LOCAL_DATES.get(getattr(cell, "_style").numFmtId)  # noqa: B009 - the type stubs leave it out
    book = cell.parent.parent
    try:
        return format_date(from_excel(value, book.epoch), code) if code and book else ""
    except (OverflowError, ValueError):
        return ""
