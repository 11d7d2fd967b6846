"""Read binary workbooks of Excel (.xlsb) as they are displayed: each visible sheet is a table.

The library gives the values of the cells. Number formats and merged areas are read from the records of the parts
([MS-XLSB] 2.3): a record has its type, its size, and its content.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from ..model import Document
from .archive import open_archive
from .builder import TextBuilder
from .grid import tidy
from .number_format import LOCAL_DATES, format_date, format_number
from .sheets import MAX_CELLS, Area, check_areas, lay_out, name_sheet
from .source_file import SourceFile, parsing
from .text import normalise_lines

__all__ = ["read"]

_KIND = "Excel (.xlsb)"
_ROW, _FIRST_CELL, _LAST_CELL = 0, 1, 11
_FORMAT, _STYLE, _BEGIN_STYLES, _END_STYLES = 44, 47, 617, 618
_MERGED = 176
_LARGEST = 64 * 1024 * 1024  # bytes of a sheet


@dataclass(slots=True)
class _Sheet:
    """What the library does not tell of a sheet: merged areas, and the style of each cell that is a number."""

    rows: int = 0
    columns: int = 0
    areas: list[Area] = field(default_factory=list)
    styles: dict[tuple[int, int], int] = field(default_factory=dict)


def read(source: SourceFile) -> Document:
    """Read the visible sheets in their order. Formulas count with the value that is stored for them.

    Args:
        source: The file.

    Returns:
        The document.

    Raises:
        SourceError: The file is encrypted, or a sheet is too large.
    """
    builder = TextBuilder()
    with parsing(source, _KIND, "python-calamine"):
        stream = open_archive(source, _KIND)
        with zipfile.ZipFile(stream) as archive:
            parts = _find_sheets(archive)
            codes = _read_codes(archive)
            if any(archive.getinfo(part).file_size > _LARGEST for part in parts.values()):
                raise source.error("office_too_large", n=_LARGEST >> 20)
            sheets = {name: _scan(archive.read(part)) for name, part in parts.items()}
        for name, sheet in sheets.items():
            # The library makes the whole rectangle between cells that are far apart, or ends the program.
            if sheet.rows * sheet.columns > MAX_CELLS:
                raise source.error("sheet_too_large", sheet=name, rows=sheet.rows, columns=sheet.columns)
        check_areas(source, (area for sheet in sheets.values() for area in sheet.areas))
        stream.seek(0)
        from python_calamine import CalamineWorkbook, SheetVisibleEnum

        with CalamineWorkbook.from_filelike(stream) as book:
            names = [each.name for each in book.sheets_metadata if each.visible == SheetVisibleEnum.Visible]
            for name in names:
                sheet = sheets[name]
                texts = {}
                for row, values in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False)):
                    for column, value in enumerate(values):
                        style = sheet.styles.get((row, column), 0)
                        if text := _show(value, codes[style] if style < len(codes) else "General"):
                            texts[row, column] = text
                if grid := lay_out(texts, sheet.areas):
                    builder.add_table(grid, name_sheet(name, len(names)))
    return builder.make_document(source, "application/vnd.ms-excel.sheet.binary.macroenabled.12")


def _find_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of each sheet by the name of the sheet."""
    from xml.etree import ElementTree

    targets = {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.bin.rels"))
    }
    found = {}
    for kind, content in _records(archive.read("xl/workbook.bin")):
        if kind == 156:  # a sheet: state, number, relation, name
            relation, rest = _take_text(content[8:])
            name, _ = _take_text(rest)
            target = targets.get(relation, "")
            found[name] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _read_codes(archive: zipfile.ZipFile) -> list[str]:
    """Return the number format of each style."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    codes = {**BUILTIN_FORMATS, **LOCAL_DATES}
    found: list[str] = []
    within = False
    if "xl/styles.bin" not in archive.namelist():
        return found
    for kind, content in _records(archive.read("xl/styles.bin")):
        if kind == _FORMAT:
            codes[_number(content[:2])] = _take_text(content[2:])[0]
        elif kind in (_BEGIN_STYLES, _END_STYLES):
            within = kind == _BEGIN_STYLES
        elif kind == _STYLE and within:
            found.append(codes.get(_number(content[2:4]), "General"))
    return found


def _scan(data: bytes) -> _Sheet:
    """Scan the records of a sheet."""
    sheet = _Sheet()
    row = 0
    for kind, content in _records(data):
        if kind == _ROW:
            row = _number(content[:4])
            sheet.rows = max(sheet.rows, row + 1)
        elif _FIRST_CELL <= kind <= _LAST_CELL:
            column = _number(content[:4])
            sheet.columns = max(sheet.columns, column + 1)
            if style := _number(content[4:7]):
                sheet.styles[row, column] = style
        elif kind == _MERGED:
            top, bottom, left, right = (_number(content[at : at + 4]) for at in (0, 4, 8, 12))
            sheet.areas.append((top, left, bottom, right))
    return sheet


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the type and the content of each record of a part."""
    at = 0
    while at < len(data):
        kind, at = _take_variable(data, at, 2)
        size, at = _take_variable(data, at, 4)
        yield kind, data[at : at + size]
        at += size


def _take_variable(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number of one byte or more, and where it ends; each byte has seven bits of it."""
    number = 0
    for place in range(most):
        byte = data[at] if at < len(data) else 0
        at += 1
        number |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            break
    return number, at


def _take_text(content: bytes) -> tuple[str, bytes]:
    """Return a text with its length before it, and what follows."""
    length = _number(content[:4])
    end = 4 + 2 * length
    return content[4:end].decode("utf-16-le", "replace"), content[end:]


def _number(content: bytes) -> int:
    return int.from_bytes(content, "little")


def _show(value: Any, code: str) -> str:
    """Return a value as the sheet shows it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date | time):
        return format_date(value, code)
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, int | float):
        return format_number(int(value) if float(value).is_integer() else value, code)
    return tidy(normalise_lines(str(value)))
