"""Feeds broken files of each format to readers and extraction for a given time; tells what escapes or takes too long.

    python tests/documents/fuzz.py [--seconds 60] [--seed 1] [FORMAT ...]

What it finds is fixed and becomes a test. The finding itself is written to the folder that ``--keep`` names.
"""

from __future__ import annotations

import argparse
import io
import json
import plistlib
import random
import re
import signal
import sys
import time
import traceback
import zipfile
from collections.abc import Sequence
from pathlib import Path

from policygraph.documents import read_bytes
from policygraph.documents.libreoffice import find_program
from policygraph.errors import PolicyGraphError
from policygraph.extraction import extract

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import documents.test_twins as twins
from documents.conftest import excel_file, pdf_file, word_file
from documents.ofd_writer import ofd_file
from documents.office_writer import ods_file, save_as
from documents.test_mail import mail
from documents.test_webarchive import archive
from documents.xlsb_writer import xlsb_file

#: Seconds of processor time, so that a busy machine raises no false alarm.
SLOW = 10
BOX = "┌──┬──┐\n│任务│单位│\n├──┼──┤\n│办学│教局│\n│    ├──┤\n│    │财局│\n├──┴──┤\n│附注      │\n└─────┘\n"
TOKENS = {
    "html": "<table>|</table>|<tr>|<td rowspan=9>|<td colspan=7>|<th>|<p>|</p>|<pre>|&#0;|&#xD800;|<svg>|<!--|-->",
    "md": "|:-|---|# |> |```|1. |<br>|\\||    |![](x)|[a]: b\n|&amp;|<table>|\n\n",
    "json": '{|}|[|]|"|:|,|null|1e999|\\ud800|"content":|"metadata":|true|-',
    "csv": ',|;|\t|"|""|\n|\r|sep=;\n|，',
    "eml": "Content-Type: |multipart/mixed; boundary=b\n\n|\n--b\n|message/rfc822\n\n|=?gb2312?B?|?=|charset=x\n",
    "txt": "责任单位：|牵头，|（|）|各|、|等|一、|（一）|1.|负责|下同|2022年底前|"
    "┌|┬|┐|├|┼|┤|└|┴|┘|│|─|━|║|\n|甲| |\u3000",
}


def seeds() -> dict[str, list[bytes]]:
    """Sound files to begin from."""
    text = "\n".join(twins.LINES)
    rows = [dict(zip(twins.ROWS[0], row, strict=True)) for row in twins.ROWS[1:]]
    return {
        "txt": [text.encode(), text.encode("gb18030"), text.encode("utf-16"), BOX.encode()],
        "html": [(twins.html_rows() + "".join(f"<p>{line}</p>" for line in twins.LINES)).encode()],
        "md": [(twins.markdown_rows() + "\n\n" + "\n\n".join(twins.LINES)).encode()],
        "json": [json.dumps(rows).encode(), json.dumps({"metadata": {"title": "甲"}, "content": text}).encode()],
        "csv": [twins.csv_rows().encode(), twins.csv_rows().encode("gb18030")],
        "docx": [word_file([*twins.LINES, twins.ROWS])],
        "xlsx": [excel_file({"s": twins.ROWS, "t": twins.ROWS}, ["A2:A4"])],
        "ofd": [
            ofd_file([*twins.LINES, twins.ROWS], numbered=True, attachments={"a.xlsx": excel_file({"s": twins.ROWS})}),
            ofd_file([twins.ROWS], style="chars"),
        ],
        "xlsb": [xlsb_file(twins.ROWS, formats={(1, 0): "0.00"}, merged=[(1, 1, 2, 1)])],
        "ods": [ods_file({"s": twins.ROWS, "t": twins.ROWS})],
        **old_workbooks(),
        "eml": [mail(text, twins.html_rows(), {"a.xlsx": excel_file({"s": twins.ROWS})}).as_bytes()],
        "webarchive": [archive(plistlib.FMT_BINARY), archive(plistlib.FMT_XML)],
        "pdf": [
            pdf_file([*twins.LINES, twins.ROWS], numbered=True),
            pdf_file([twins.ROWS], spans=[("SPAN", (0, 1), (0, 2))]),
        ],
    }


def old_workbooks() -> dict[str, list[bytes]]:
    """A workbook of Excel 97, if LibreOffice is here to write it; LibreOffice itself is too slow to be fed."""
    if find_program() is None:
        return {}
    return {"xls": [save_as({"a.xlsx": excel_file({"s": twins.ROWS}, ["A2:A4"])}, "xls")["a"]]}


def broken(data: bytes, chance: random.Random, tokens: Sequence[bytes]) -> bytes:
    """Change bytes, cut, double and insert a few times."""
    data = bytes(data)
    for _ in range(chance.choice([1, 1, 2, 4, 8, 30])):
        a = chance.randrange(len(data) + 1)
        b = min(len(data), a + chance.choice([0, 1, 1, 2, 8, 100]))
        kind = chance.randrange(5)
        if kind == 0:
            data = data[:a] + chance.randbytes(b - a) + data[b:]
        elif kind == 1:
            data = data[:a] + data[b:]
        elif kind == 2:
            data = data[:b] + data[a:b] * chance.choice([1, 2, 50]) + data[b:]
        elif kind == 3 and tokens:
            data = data[:a] + chance.choice(tokens) * chance.choice([1, 1, 3, 300]) + data[a:]
        else:
            c = chance.randrange(len(data) + 1)
            data = data[:c] + data[a:b] + data[c:]
    return data


def broken_archive(data: bytes, chance: random.Random) -> bytes:
    """Break the members of an archive rather than the archive, four times in five."""
    if chance.random() < 0.2:
        return broken(data, chance, [])
    stream = io.BytesIO()
    tokens = [
        b"<w:p>",
        b"</w:tc>",
        b'w:val="-1"',
        b'w:val="99999999999"',
        b"&x;",
        b"<w:tbl>",
        b'<c r="ZZ9"/>',
        b"9e99",
        b'r="A"',
        b"<ofd:PageBlock>",
        b'DeltaX="g 999999999 1"',
        b'Boundary="0 0 1e308 1"',
        b"M 0 0 L 1e308 0 C",
        b"<!DOCTYPE a>",
        b'table:number-columns-repeated="16384"',
        b'table:number-rows-spanned="9999999"',
        b"\xb0\x01\x10",
    ]
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = chance.sample(names, chance.choice([1, 1, 2]))
        for name in names:
            if name in chosen and chance.random() < 0.05:
                continue
            part = old.read(name)
            new.writestr(
                name,
                numbers(part, chance)
                if name in chosen and chance.random() < 0.3
                else broken(part, chance, tokens)
                if name in chosen
                else part,
            )
    return stream.getvalue()


def numbers(data: bytes, chance: random.Random) -> bytes:
    """Change the value of attributes, which keeps the XML well formed."""
    values = [b"0", b"-1", b"2147483648", b"A1:ZZ999", b"x", b"", b"true", b"rId99"]
    return re.sub(rb'(?<==")[^"]*(?=")', lambda m: chance.choice(values) if chance.random() < 0.03 else m.group(), data)


class TooLong(BaseException):
    """Raised by the alarm; no reader may catch it."""


def alarm(*_: object) -> None:
    """Break off a reading that hangs."""
    raise TooLong


def check(data: bytes, name: str) -> None:
    """Read and extract, and see that what came out is whole."""
    try:
        document = read_bytes(data, name)
        policy = extract(document, "fuzz")
    except PolicyGraphError as error:
        assert "\n" not in str(error)
        return
    for measure in policy.measures:
        for duty in measure.responsibilities:
            assert document.text[duty.evidence.start : duty.evidence.end] == duty.evidence.quote
    document.text.encode()
    for row in (row for table in document.tables for row in table.rows):
        for cell in row:
            assert document.text[cell.start : cell.end] == cell.text


#: Where a run of one thing may stand in a file of each kind.
RUNS = {
    "txt": "（一）修路。责任单位：省财政厅{run}，省教育厅\n（二）架桥。（省财政厅{run}负责）\n",
    "csv": '工作任务,责任单位\n修路{run},"省财政厅{run}"\n',
    "md": "# 一、修路\n责任单位：省财政厅{run}\n",
    "html": "<table><tr><td>工作任务<td>责任单位<tr><td>修路{run}<td>省财政厅{run}</table>",
}
#: What it may be a run of; a rule that begins anew at each of them takes the square of their number.
UNITS = (
    " ", "\n", "\t", "\n \n", "、", ",", ";", "。", "(", ")", "（一）", "(牵头)", "(一)", "《", "<",
    "<td>", "<b>", "#", "\n# a", "*", "`", "'", "&", "&amp;", "{", "[", "-", "—", "年", "月", "1", "1.",
    "\n1.", "\n一、", "的", "市", "各", "各市、", "区", "县", "省财政厅", "省财政厅、", "1月底前,",
    "2023年内,", "责任单位:", "责任单位:\n", "牵头", "牵头,", "以上", "按照", "负责", "由", "由省", "会同",
    "来源:", "第", "等", "等、", "及", "和",
)  # fmt: skip


def tried(data: bytes, name: str) -> tuple[float, str]:
    """Seconds of processor time that a file takes, and what went wrong."""
    started, trouble = time.process_time(), ""
    signal.setitimer(signal.ITIMER_PROF, SLOW)
    try:
        check(data, name)
    except (Exception, TooLong):
        trouble = traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - started, trouble


def long_runs(kind: str) -> int:
    """Read a file of each run; return how many took too long or got through what a reader may do."""
    slowest, found = 0.0, 0
    for unit in UNITS:
        data = RUNS[kind].replace("{run}", unit * (100_000 // len(unit))).encode()
        taken, trouble = tried(data, f"runs.{kind}")
        slowest = max(slowest, taken)
        if trouble:
            found += 1
            print(f"{kind}, a run of {unit!r}: {trouble}", flush=True)
    print(f"{kind}: {len(UNITS)} long runs, slowest {slowest:.2f} s of processor time, {found} findings", flush=True)
    return found


def run(kind: str, files: list[bytes], seconds: float, chance: random.Random, keep: Path | None) -> int:
    """Fuzz one format; return how many inputs got through what a reader may do."""
    tokens = [token.encode() for token in TOKENS.get(kind, "").split("|")]
    found, count, slowest = 0, 0, 0.0
    seen: set[str] = set()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seed = chance.choice(files)
        data = broken_archive(seed, chance) if seed.startswith(b"PK") else broken(seed, chance, tokens)
        taken, trouble = tried(data, f"fuzz.{kind}")
        slowest = max(slowest, taken)
        count += 1
        if trouble and trouble not in seen:
            seen.add(trouble)
            found += 1
            print(f"{kind}: {trouble}", flush=True)
            if keep:
                (keep / f"{kind}-{count}.{kind}").write_bytes(data)
    print(f"{kind}: {count} inputs, slowest {slowest:.2f} s of processor time, {found} findings", flush=True)
    return found


def main() -> int:
    """Read the arguments and fuzz the formats in turn."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("--seconds", type=float, default=60)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--keep", type=Path)
    ask.add_argument("formats", nargs="*")
    given = ask.parse_args()
    signal.signal(signal.SIGPROF, alarm)
    chance = random.Random(given.seed)
    total = sum(long_runs(kind) for kind in RUNS if kind in (given.formats or RUNS))
    total += sum(
        run(kind, files, given.seconds, chance, given.keep)
        for kind, files in seeds().items()
        if kind in (given.formats or seeds())
    )
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
