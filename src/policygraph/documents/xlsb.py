"""Read binary workbooks of Excel (.xlsb) as displayed: each visible sheet is a table.

The parts of such a file are records ([MS-XLSB] 2.3). The libraries for them ignore number formats and create the whole
rectangle between cells that are far apart.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from ..model import Document
from .archive import open_archive
from .builder import TextBuilder
from .grid import tidy
from .number_format import LOCAL_DATES, format_date, format_number
from .sheets import Area, check_areas, check_extent, lay_out, name_sheet
from .source_file import SourceFile, parsing
from .text import normalise_lines

__all__ = ["read"]

_KIND = "Excel (.xlsb)"
_LARGEST = 64 * 1024 * 1024  # bytes of a part
_ROW, _SHARED_TEXT, _FORMAT, _STYLE, _PROPERTIES, _SHEET, _MERGED = 0, 19, 44, 47, 153, 156, 176
_BEGIN_STYLES, _END_STYLES = 617, 618
#: The types of cells; a cell with a formula has the type of its value.
_RK, _ERROR, _BOOLEAN, _REAL, _TEXT, _SHARED = 2, 3, 4, 5, 6, 7
_CELLS = {**{kind: kind for kind in range(_RK, _SHARED + 1)}, 8: _TEXT, 9: _REAL, 10: _BOOLEAN, 11: _ERROR}
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass(slots=True)
class _Book:
    """The data shared by the cells of all sheets: texts, number formats, and the epoch of dates."""

    texts: list[str]
    codes: list[str]
    epoch_1904: bool = False


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
    with parsing(source, _KIND, "openpyxl"), zipfile.ZipFile(open_archive(source, _KIND)) as archive:
        if any(member.file_size > _LARGEST for member in archive.infolist() if member.filename.endswith(".bin")):
            raise source.error("office_too_large", n=_LARGEST >> 20)
        book = _Book(list(_shared_texts(archive)), list(_number_formats(archive)))
        sheets = list(_visible_sheets(archive, book))
        for name, part in sheets:
            texts, areas = _read_sheet(archive.read(part), book)
            check_extent(source, name, texts)
            check_areas(source, areas)
            if grid := lay_out(texts, areas):
                builder.add_table(grid, name_sheet(name, len(sheets)))
    return builder.make_document(source, "application/vnd.ms-excel.sheet.binary.macroenabled.12")


def _visible_sheets(archive: zipfile.ZipFile, book: _Book) -> Iterator[tuple[str, str]]:
    """Yield the name and the part of each visible sheet."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.bin.rels"))
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    for kind, content in _records(archive, "xl/workbook.bin"):
        if kind == _PROPERTIES:
            book.epoch_1904 = bool(_number(content[:4]) & 1)
        elif kind == _SHEET:
            relation, rest = _take_text(content[8:])
            target = targets.get(relation, "")
            if _number(content[:4]) == 0 and "worksheets/" in target:
                yield _take_text(rest)[0], target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _shared_texts(archive: zipfile.ZipFile) -> Iterator[str]:
    for kind, content in _records(archive, "xl/sharedStrings.bin"):
        if kind == _SHARED_TEXT:
            yield _take_text(content[1:])[0]


def _number_formats(archive: zipfile.ZipFile) -> Iterator[str]:
    """Yield the number format of each style."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    codes = {**BUILTIN_FORMATS, **LOCAL_DATES}
    within = False
    for kind, content in _records(archive, "xl/styles.bin"):
        if kind == _FORMAT:
            codes[_number(content[:2])] = _take_text(content[2:])[0]
        elif kind in (_BEGIN_STYLES, _END_STYLES):
            within = kind == _BEGIN_STYLES
        elif kind == _STYLE and within:
            yield codes.get(_number(content[2:4]), "General")


def _read_sheet(data: bytes, book: _Book) -> tuple[dict[tuple[int, int], str], list[Area]]:
    """Return the text of each cell, and the merged areas."""
    texts: dict[tuple[int, int], str] = {}
    areas: list[Area] = []
    row = 0
    for kind, content in _split(data):
        if kind == _ROW:
            row = _number(content[:4])
        elif kind in _CELLS and len(content) > 8:
            style = _number(content[4:7])
            code = book.codes[style] if style < len(book.codes) else "General"
            if text := _show(_CELLS[kind], content[8:], code, book):
                texts[row, _number(content[:4])] = text
        elif kind == _MERGED and len(content) >= 16:
            top, bottom, left, right = struct.unpack("<IIII", content[:16])
            areas.append((top, left, bottom, right))
    return texts, areas


def _show(kind: int, value: bytes, code: str, book: _Book) -> str:
    """Return a value as the sheet shows it."""
    if kind == _TEXT:
        return tidy(normalise_lines(_take_text(value)[0]))
    if kind == _SHARED:
        at = _number(value[:4])
        return tidy(normalise_lines(book.texts[at])) if at < len(book.texts) else ""
    if kind == _BOOLEAN:
        return "TRUE" if value[0] else "FALSE"
    if kind == _ERROR:
        return _ERRORS.get(value[0], "")
    if len(value) < (4 if kind == _RK else 8):
        return ""
    return _show_number(
        _unpack_rk(_number(value[:4])) if kind == _RK else struct.unpack("<d", value[:8])[0], code, book
    )


def _unpack_rk(packed: int) -> float:
    """Unpack a number of four bytes: an integer or the upper half of a float, perhaps to be divided by a hundred."""
    if packed & 2:
        number: float = (packed >> 2) - (1 << 30 if packed & 0x80000000 else 0)
    else:
        number = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return number / 100 if packed & 1 else number


def _show_number(number: float, code: str, book: _Book) -> str:
    from openpyxl.styles.numbers import is_date_format
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

    if is_date_format(code):
        try:
            return format_date(from_excel(number, MAC_EPOCH if book.epoch_1904 else WINDOWS_EPOCH), code)
        except (OverflowError, ValueError):
            pass
    return format_number(int(number) if number.is_integer() else number, code)


def _records(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part; empty if there is no such part."""
    return _split(archive.read(part) if part in archive.namelist() else b"")


def _split(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the type and the content of each record."""
    at = 0
    while at < len(data):
        kind, at = _take_number(data, at, 2)
        size, at = _take_number(data, at, 4)
        yield kind, data[at : at + size]
        at += size


def _take_number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number of one or more bytes, and where it ends; each byte has seven bits of it."""
    number = 0
    for place in range(most):
        byte = data[at] if at < len(data) else 0
        at += 1
        number |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            break
    return number, at


def _take_text(content: bytes) -> tuple[str, bytes]:
    """Return a text that is stored with its length, and the bytes behind it."""
    end = 4 + 2 * _number(content[:4])
    return content[4:end].decode("utf-16-le", "replace"), content[end:]


def _number(content: bytes) -> int:
    return int.from_bytes(content, "little")
