"""Read the sheets of a returned ledger: its columns, the reporter, the day, and the rows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import SourceError, UsageError
from .columns import REPORTED
from .headings import find_headings, words_around
from .marks import CREATED, FORMAT, LISTED, META_SHEET
from .tasks import split_key

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["ReturnedFile", "ReturnedRow", "ReturnedSheet", "read_file"]

#: The most cells of a sheet.
_MAX_CELLS = 2_000_000
#: How files write the end of a line within a cell, beside a line feed: Excel escapes a carriage return.
_BREAK = re.compile(r"(?:_x000D_|\r)\n?")


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row of a returned sheet.

    Attributes:
        number: Its number in the sheet.
        values: The values by field, as the file holds them: texts, dates, numbers.
        cells: The name of the cell of each field: ``K7``.
    """

    number: int
    values: Mapping[str, Any]
    cells: Mapping[str, str]

    @property
    def key(self) -> str:
        """The key of the task; empty if it was lost."""
        return str(self.values.get("key") or "").strip()

    @property
    def is_filled(self) -> bool:
        """Whether anything is reported."""
        return any(self.values.get(name) not in (None, "") for name in REPORTED)


@dataclass(frozen=True, slots=True)
class ReturnedSheet:
    """A sheet with tasks.

    Attributes:
        name: The name of the sheet.
        rows: Its rows in order.
        reporter: The body that reports, if the sheet says so.
        day: The words of the day of the report, if the sheet says so.
        guessed: Columns that were recognised by their place alone: the heading and the field.
        missing: The fields that departments fill in and that no column was recognised for.
        is_of_one_body: Whether it is the list of one body: it has a column of roles, or keys that name a body.
    """

    name: str
    rows: Sequence[ReturnedRow]
    reporter: str = ""
    day: Any = None
    guessed: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    is_of_one_body: bool = False


@dataclass(frozen=True)
class ReturnedFile:
    """A returned ledger.

    Attributes:
        path: The file.
        sha256: The hash of its bytes.
        sheets: The sheets that have tasks.
        meta: The names and values of the hidden sheet; empty if it was deleted.
        modified: The day on which the file was last saved, by its own properties.
    """

    path: Path
    sha256: str
    sheets: Sequence[ReturnedSheet]
    meta: Mapping[str, str] = field(default_factory=dict)
    modified: date | None = None

    @cached_property
    def listed(self) -> Sequence[tuple[str, str, str]]:
        """The rows of lists as they were sent out: the sheet, the key, and the body whose list it is."""
        marks = ((name.removeprefix(LISTED), body) for name, body in self.meta.items() if name.startswith(LISTED))
        return [(*_split_mark(mark), body) for mark, body in marks]

    def listed_on(self, sheet: ReturnedSheet) -> set[str]:
        """Return the keys of the rows of a list as they were sent out, even if the sheet was renamed."""
        by_name = {key for name, key, _ in self.listed if name == sheet.name}
        by_body = {key for _, key, body in self.listed if body == sheet.reporter}
        of_one = {key for _, key, _ in self.listed} if len({name for name, _, _ in self.listed}) == 1 else set()
        return by_name or by_body or of_one


def _split_mark(mark: str) -> tuple[str, str]:
    sheet, _, key = mark.rpartition("!")
    return sheet, key


def read_file(path: Path) -> ReturnedFile:
    """Read a returned ledger.

    Args:
        path: An .xlsx file.

    Returns:
        Its sheets. Sheets without the headings of a ledger are left out.

    Raises:
        SourceError: The file cannot be read, is no .xlsx file, is protected by a password, was written by a later
            version, has no sheet of a ledger, or has a formula where a department reports; the message names file,
            sheet and cell.
        UsageError: The library that reads workbooks is not installed.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError("path_unreadable", path=path, reason=error) from error
    if path.suffix.lower() in (".ods", ".et", ".xls"):
        raise SourceError("status_other_format", path=path)
    workbook = _open(path, data)
    meta = _meta(workbook)
    if (form := meta.get("format", "")).isdecimal() and int(form) > FORMAT:
        raise SourceError("status_newer", path=path, program=meta.get("program", ""))
    sheets = [found for sheet in workbook.worksheets if sheet.title != META_SHEET and (found := _sheet(path, sheet))]
    if not sheets:
        raise SourceError("status_no_ledger", path=path)
    modified = workbook.properties.modified
    return ReturnedFile(
        path,
        hashlib.sha256(data).hexdigest(),
        sheets,
        meta,
        # A ledger that was never saved since has the fixed date of the program.
        modified.date() if isinstance(modified, datetime) and modified.year != CREATED.year else None,
    )


def _meta(workbook: Workbook) -> dict[str, str]:
    """Read the hidden sheet; the result is empty if the sheet was deleted."""
    if META_SHEET not in workbook.sheetnames:
        return {}
    rows = workbook[META_SHEET].iter_rows(max_col=2, values_only=True)
    return {str(name): str(value) for name, value in rows if name is not None}


def _open(path: Path, data: bytes) -> Workbook:
    import warnings

    try:
        from openpyxl import load_workbook
    except ImportError:
        raise UsageError("extra_missing", extra="ledger", library="openpyxl") from None
    # A workbook with a password is a compound file with this stream; so is one of Excel 97, without it.
    if data.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in data:
        raise SourceError("status_protected", path=path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and drop-downs, which do not matter for the cells
        try:
            return load_workbook(BytesIO(data))
        # openpyxl raises whatever the broken part of the file leads to: KeyError, BadZipFile, ParseError and others.
        except Exception as error:
            raise SourceError("status_damaged", path=path) from error


def _sheet(path: Path, sheet: Worksheet) -> ReturnedSheet | None:
    if sheet.max_row * sheet.max_column > _MAX_CELLS:
        raise SourceError(
            "sheet_of_ledger_too_large", path=path, sheet=sheet.title, rows=sheet.max_row, columns=sheet.max_column
        )
    place = find_headings(sheet)
    if place is None:
        return None
    heading_row, columns, guessed = place
    if not set(columns) & {"key", "task"} or not set(columns) & set(REPORTED):
        return None
    above = [cell for row in sheet.iter_rows(max_row=heading_row - 1) for cell in row if cell.value not in (None, "")]
    merged = _merged_values(sheet)
    rows = []
    for number in range(heading_row + 1, sheet.max_row + 1):
        cells = {name: sheet.cell(number, column) for name, column in columns.items()}
        values = {name: _value(path, sheet, cell, name, merged) for name, cell in cells.items()}
        if any(value not in (None, "") for value in values.values()):
            rows.append(ReturnedRow(number, values, {name: cell.coordinate for name, cell in cells.items()}))
    listed = "role" in columns or any(split_key(row.key)[1] for row in rows)
    missing = tuple(name for name in REPORTED if name not in columns)
    return ReturnedSheet(sheet.title, rows, _find_reporter(above), _find_day(above), guessed, missing, listed)


def _merged_values(sheet: Worksheet) -> dict[tuple[int, int], Any]:
    """Return the value of each cell that a merged cell covers."""
    return {
        place: sheet.cell(area.min_row, area.min_col).value
        for area in sheet.merged_cells.ranges
        for place in area.cells
    }


def _value(
    path: Path, sheet: Worksheet, cell: Cell | MergedCell, name: str, merged: Mapping[tuple[int, int], Any]
) -> Any:
    value = merged.get((cell.row or 0, cell.column or 0), cell.value)
    if cell.data_type == "f" and name in (*REPORTED, "key"):
        raise SourceError("status_formula", path=path, sheet=sheet.title, cell=cell.coordinate)
    if cell.data_type == "e":
        # An invalid number in a cell for days is read as an error value: it is reported, not dropped.
        return cell.value if name in ("state", "completed") else None
    if isinstance(value, float) and "%" in (cell.number_format or ""):
        return f"{value * 100:g}%"
    return _BREAK.sub("\n", value).strip() if isinstance(value, str) else value


# --- who and when -----------------------------------------------------------------------------------------------------


def _find_reporter(cells: Sequence[Cell | MergedCell]) -> str:
    """Find the body after 填报单位：, up to the next gap; else the body in the title of the list."""
    for words in _texts(cells):
        for label in words_around()["reporter"]:
            found = re.search(rf"{re.escape(label)}\s*[:：]\s*(\S(?:[^\s　]| (?! ))*)", words, re.IGNORECASE)
            if found:
                return found[1].strip()
    return ""


def _find_day(cells: Sequence[Cell | MergedCell]) -> Any:
    """Find the words after 填报日期：, in the same cell or in the next one."""
    filled = list(cells)
    for at, cell in enumerate(filled):
        if not isinstance(cell.value, str):
            continue
        for label in words_around()["day"]:
            found = re.search(rf"{re.escape(label)}\s*[:：]\s*(\S.*)?$", cell.value, re.IGNORECASE)
            if found and found[1]:
                return found[1].strip()
            if found and at + 1 < len(filled):
                return filled[at + 1].value
    return None


def _texts(cells: Sequence[Cell | MergedCell]) -> Iterator[str]:
    return (cell.value for cell in cells if isinstance(cell.value, str))
