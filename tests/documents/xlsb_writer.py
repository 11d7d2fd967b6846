"""Writes binary workbooks of Excel ([MS-XLSB]); no free program does."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EXCEL = "application/vnd.ms-excel"


def xlsb_file(
    rows: Sequence[Sequence[str | float | bool]],
    *,
    formats: Mapping[tuple[int, int], str] | None = None,
    merged: Sequence[tuple[int, int, int, int]] = (),
    name: str = "Sheet1",
    hidden: Sequence[str] = (),
) -> bytes:
    """Write rows to a sheet.

    Args:
        rows: The values.
        formats: The number formats of cells by row and column.
        merged: The merged areas: top, left, bottom, right.
        name: The name of the sheet.
        hidden: The names of hidden sheets with the same content.
    """
    formats = formats or {}
    codes = list(dict.fromkeys(formats.values()))
    sheet = _sheet(rows, {place: codes.index(code) + 1 for place, code in formats.items()}, merged)
    names = [name, *hidden]
    bundle = b"".join(
        _record(156, struct.pack("<II", int(n > 0), n + 1) + _text(f"rId{n + 1}") + _text(each))
        for n, each in enumerate(names)
    )
    relations = "".join(
        f'<Relationship Id="rId{n + 1}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n + 1}.bin"/>'
        for n in range(len(names))
    )
    styles = f'<Relationship Id="rId99" Type="{_OFFICE}/styles" Target="styles.bin"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="bin" ContentType="{_EXCEL}.sheet.binary.macroEnabled.main"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.bin" ContentType="{_EXCEL}.worksheet"/>'
            f'<Override PartName="/xl/styles.bin" ContentType="{_EXCEL}.styles"/></Types>'
        ),
        "_rels/.rels": _relations(
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.bin"/>'
        ),
        "xl/workbook.bin": _record(131) + _record(143) + bundle + _record(144) + _record(132),
        "xl/_rels/workbook.bin.rels": _relations(relations + styles),
        "xl/styles.bin": _styles(codes),
        **{f"xl/worksheets/sheet{n + 1}.bin": sheet for n in range(len(names))},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return stream.getvalue()


def _relations(content: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{content}</Relationships>'


def _sheet(
    rows: Sequence[Sequence[str | float | bool]],
    styles: Mapping[tuple[int, int], int],
    merged: Sequence[tuple[int, int, int, int]],
) -> bytes:
    width = max(map(len, rows))
    data = [_record(129), _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1)), _record(145)]
    for r, row in enumerate(rows):
        data.append(_record(0, struct.pack("<IIHBBBI", r, 0, 300, 0, 0, 0, 0)))
        for c, value in enumerate(row):
            head = struct.pack("<II", c, styles.get((r, c), 0))
            if isinstance(value, bool):
                data.append(_record(4, head + struct.pack("<B", value)))
            elif isinstance(value, str):
                data += [_record(6, head + _text(value))] if value else []
            else:
                data.append(_record(5, head + struct.pack("<d", value)))
    data.append(_record(146))
    if merged:
        data.append(_record(177, struct.pack("<I", len(merged))))
        data += [_record(176, struct.pack("<IIII", top, bottom, left, right)) for top, left, bottom, right in merged]
        data.append(_record(178))
    return b"".join([*data, _record(130)])


def _styles(codes: Sequence[str]) -> bytes:
    formats = b"".join(_record(44, struct.pack("<H", 164 + n) + _text(code)) for n, code in enumerate(codes))
    own = b"".join(
        _record(47, struct.pack("<HHHHHBBHH", 0, number, 0, 0, 0, 0, 0, 0, 0))
        for number in [0, *range(164, 164 + len(codes))]
    )
    return (
        _record(278)
        + (_record(615, struct.pack("<I", len(codes))) + formats + _record(616) if codes else b"")
        + _record(626, struct.pack("<I", 1))
        + _record(47, struct.pack("<HHHHHBBHH", 0xFFFF, 0, 0, 0, 0, 0, 0, 0, 0))
        + _record(627)
        + _record(617, struct.pack("<I", len(codes) + 1))
        + own
        + _record(618)
        + _record(279)
    )


def _record(kind: int, content: bytes = b"") -> bytes:
    return _variable(kind) + _variable(len(content)) + content


def _variable(number: int) -> bytes:
    made = b""
    while True:
        number, low = number >> 7, number & 0x7F
        made += bytes([low | (0x80 if number else 0)])
        if not number:
            return made


def _text(text: str) -> bytes:
    coded = text.encode("utf-16-le")
    return struct.pack("<I", len(coded) // 2) + coded
