"""The same notices in every format that a free tool writes: born-digital files read exactly as plain text."""

from __future__ import annotations

import json
import plistlib
from collections.abc import Callable, Sequence
from email.message import EmailMessage

import pytest

from documents.conftest import excel_file, pdf_file, word_file
from documents.notices import EXAMPLE, LONG, TABLE, readings
from documents.ofd_writer import ofd_file
from documents.office_writer import ods_file, save_as
from documents.test_mail import mail
from documents.xlsb_writer import xlsb_file
from policygraph.documents import read_bytes

Lines = Sequence[str]
NOTICES = {"example": EXAMPLE, "long": LONG}


def page(lines: Lines) -> str:
    return "<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>"


def web_archive(lines: Lines) -> bytes:
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.set_content(page(lines), subtype="html", charset="gb18030", cte="base64")
    message.make_related()
    return message.as_bytes()


def safari_archive(lines: Lines) -> bytes:
    resource = {"WebResourceData": page(lines).encode(), "WebResourceMIMEType": "text/html"}
    return plistlib.dumps({"WebMainResource": resource}, fmt=plistlib.FMT_BINARY)


def by_libreoffice(suffix: str) -> Callable[[Lines], bytes]:
    return lambda lines: save_as({"a.docx": word_file(lines)}, suffix)["a"]


TEXTS: dict[str, Callable[[Lines], bytes]] = {
    "a.gb18030.txt": lambda lines: "\r\n".join(lines).encode("gb18030"),
    "a.html": lambda lines: page(lines).encode(),
    "a.md": lambda lines: "\n\n".join(lines).encode(),
    "a.json": lambda lines: json.dumps({"metadata": {}, "content": "\n".join(lines)}).encode(),
    "a.docx": word_file,
    "a.pdf": lambda lines: pdf_file(lines, numbered=True),
    "a.ofd": lambda lines: ofd_file(lines, numbered=True),
    "a.chars.ofd": lambda lines: ofd_file(lines, style="chars"),
    "a.mht": web_archive,
    "a.webarchive": safari_archive,
    "a.eml": lambda lines: mail("\n".join(lines), charset="gb18030").as_bytes(),
    "attached.eml": lambda lines: mail("见附件。", attachments={"通知.docx": word_file(lines)}).as_bytes(),
}
#: Formats that only LibreOffice writes and reads. The content of .doc stands for that of .wps.
CONVERTED = {f"a.{suffix}": by_libreoffice(suffix.replace("wps", "doc")) for suffix in ("doc", "wps", "rtf", "odt")}
TABLES: dict[str, Callable[[list[list[str]]], bytes]] = {
    "a.gb18030.csv": lambda rows: "\n".join(",".join(row) for row in rows).encode("gb18030"),
    "a.docx": lambda rows: word_file([rows]),
    "a.pdf": lambda rows: pdf_file([rows], widths=[30, 150, 100, 120, 100]),
    "a.ofd": lambda rows: ofd_file([rows], widths=[12, 50, 30, 34, 30]),
    "a.xlsx": lambda rows: excel_file({"Sheet1": rows}),
    "a.xlsb": xlsb_file,
    "a.ods": lambda rows: ods_file({"Sheet1": rows}),
    "a.eml": lambda rows: mail("见附件。", attachments={"表.xlsx": excel_file({"Sheet1": rows})}).as_bytes(),
}


def by_calc(suffix: str) -> Callable[[list[list[str]]], bytes]:
    return lambda rows: save_as({"a.xlsx": excel_file({"Sheet1": rows})}, suffix)["a"]


def by_writer(suffix: str) -> Callable[[list[list[str]]], bytes]:
    """A Word file ends with a paragraph, not with a table."""
    return lambda rows: save_as({"a.docx": word_file([rows, "（完）"])}, suffix)["a"]


#: The content of .xls stands for that of .et.
CONVERTED_TABLES: dict[str, Callable[[list[list[str]]], bytes]] = {
    **{f"a.{suffix}": by_writer(suffix) for suffix in ("doc", "rtf", "odt")},
    **{f"a.{suffix}": by_calc(suffix.replace("et", "xls")) for suffix in ("xls", "et", "ods")},
}


def check_text(name: str, notice: str, make: Callable[[Lines], bytes]) -> None:
    lines = NOTICES[notice]
    plain = readings(read_bytes("\n".join(lines).encode(), "a.txt"))
    assert len(plain) == {"example": 24, "long": 120}[notice]
    assert readings(read_bytes(make(lines), name)) == plain


def check_table(name: str, make: Callable[[list[list[str]]], bytes]) -> None:
    """The plain text of a table is CSV."""
    plain = readings(read_bytes("\n".join(",".join(row) for row in TABLE).encode(), "a.csv"))
    assert len(plain) == len(TABLE) - 1
    assert readings(read_bytes(make(TABLE), name)) == plain


@pytest.mark.parametrize("name", TEXTS)
def test_the_example(name: str) -> None:
    check_text(name, "example", TEXTS[name])


@pytest.mark.parametrize("name", TABLES)
def test_the_task_table(name: str) -> None:
    check_table(name, TABLES[name])


@pytest.mark.slow
@pytest.mark.full
@pytest.mark.parametrize("name", TEXTS)
def test_the_long_notice(name: str) -> None:
    check_text(name, "long", TEXTS[name])


@pytest.mark.slow
@pytest.mark.parametrize(
    "notice", [name if name == "example" else pytest.param(name, marks=pytest.mark.full) for name in NOTICES]
)
@pytest.mark.parametrize("name", CONVERTED)
def test_notices_by_way_of_libreoffice(name: str, notice: str) -> None:
    check_text(name, notice, CONVERTED[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", CONVERTED_TABLES)
def test_the_task_table_by_way_of_libreoffice(name: str) -> None:
    check_table(name, CONVERTED_TABLES[name])
