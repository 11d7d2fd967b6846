"""Read workbooks of Excel 97 and WPS (.xls, .et) as displayed: each visible sheet is a table."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..model import Document
from .builder import TextBuilder
from .grid import tidy
from .number_format import LOCAL_DATES, format_date, format_number
from .sheets import MAX_CELLS, Area, check_areas, lay_out, name_sheet
from .source_file import SourceFile, parsing
from .text import normalise_lines

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

__all__ = ["read"]

_KIND = "Excel 97 (.xls)"
_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR, _BLANK = range(7)


def read(source: SourceFile) -> Document:
    """Read the visible sheets in their order. Formulas count with their stored value.

    Args:
        source: The file.

    Returns:
        The document.

    Raises:
        SourceError: The file is encrypted, or a sheet is too large.
    """
    builder = TextBuilder()
    with parsing(source, _KIND, "xlrd"):
        import xlrd
        from xlrd.biffh import XLRDError

        try:
            book = xlrd.open_workbook(
                file_contents=_take_stream(source),
                formatting_info=True,
                ragged_rows=True,
                on_demand=True,
                logfile=io.StringIO(),
            )
        except XLRDError as error:
            if "encrypted" in str(error):
                raise source.error("office_encrypted") from error
            raise
        tables = []
        for n in range(book.nsheets):
            sheet = book.sheet_by_index(n)
            if sheet.nrows * sheet.ncols > MAX_CELLS:
                raise source.error("sheet_too_large", sheet=sheet.name, rows=sheet.nrows, columns=sheet.ncols)
            areas = list(_areas(sheet))
            check_areas(source, areas)
            texts = {place: text for place, text in _texts(book, sheet) if text}
            if sheet.visibility == 0:
                tables.append((sheet.name, lay_out(texts, areas)))
            book.unload_sheet(n)
        for name, grid in tables:
            if grid:
                builder.add_table(grid, name_sheet(name, len(tables)))
    return builder.make_document(source, "application/vnd.ms-excel")


def _take_stream(source: SourceFile) -> bytes:
    """Extract the workbook from its compound file: the other library loops forever in the chain of a damaged one."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(source.data)) as compound:
        name = next((name for name in ("Workbook", "Book") if compound.exists(name)), None)
        if name is None:
            raise ValueError("no workbook in it")
        with compound.openstream(name) as stream:
            return stream.read()


def _areas(sheet: Sheet) -> Iterator[Area]:
    for top, bottom, left, right in sheet.merged_cells:
        yield top, left, bottom - 1, right - 1


def _texts(book: Book, sheet: Sheet) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the place of each cell and its value as the sheet shows it."""
    for row in range(sheet.nrows):
        kinds, values = sheet.row_types(row), sheet.row_values(row)
        for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            if kind not in (_EMPTY, _BLANK):
                yield (row, column), _show(book, kind, value, sheet.cell_xf_index(row, column))


def _show(book: Book, kind: int, value: str | float, style: int) -> str:
    if kind == _TEXT:
        return tidy(normalise_lines(str(value)))
    if kind == _BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == _ERROR:
        from xlrd.biffh import error_text_from_code

        return str(error_text_from_code.get(int(value), ""))
    key = book.xf_list[style].format_key
    code = LOCAL_DATES.get(key) or book.format_map[key].format_str or "General"
    number = float(value)
    if kind == _DATE or key in LOCAL_DATES:
        from xlrd.xldate import XLDateError, xldate_as_datetime

        try:
            return format_date(xldate_as_datetime(number, book.datemode), code)
        except (XLDateError, OverflowError, ValueError):
            pass
    return format_number(int(number) if number.is_integer() else number, code)
