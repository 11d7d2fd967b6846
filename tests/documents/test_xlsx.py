from __future__ import annotations

import datetime
import io
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from policygraph import read
from policygraph.documents import read_bytes
from policygraph.errors import SourceError
from policygraph.model import Document

Make = Callable[..., bytes]


def cells(document: Document, table: int = 0) -> list[list[str]]:
    for row in (row for t in document.tables for row in t.rows):
        assert all(document.text[c.start : c.end] == c.text for c in row)
    return [[c.text for c in row] for row in document.tables[table].rows]


def test_merged_cells_title_and_values(make_xlsx: Make) -> None:
    day = datetime.date(2022, 10, 31)
    data = make_xlsx(
        {
            "Sheet1": [
                ["任务分解表", None, None, None],
                ["类别", "任务", "单位", "时限"],
                ["教育", "办学", "县教育局\n县财政局", day],
                [None, "助学", 3, 0.5],
                [None, None, None, None],
                [None, True, 2.0, "年底"],
            ]
        },
        merged=["A1:D1", "A3:A6"],
    )
    document = read_bytes(data, "plan.xlsx")
    assert document.tables[0].caption == "任务分解表"
    assert document.tables[0].header == ("类别", "任务", "单位", "时限")
    assert cells(document) == [
        ["教育", "办学", "县教育局\n县财政局", "2022-10-31"],
        ["教育", "助学", "3", "0.5"],
        ["教育", "", "", ""],
        ["教育", "TRUE", "2", "年底"],
    ]
    assert document.tables[0].rows[0][0] is document.tables[0].rows[1][0]


def formatted(make_xlsx: Make, values: list[tuple[object, str]]) -> bytes:
    """A workbook of one row of numbers below its header, each in its format."""
    import openpyxl

    rows = [[f"列{index}" for index in range(len(values))], [value for value, _ in values]]
    book = openpyxl.load_workbook(io.BytesIO(make_xlsx({"s": rows})))
    for cell, (_, code) in zip(book["s"][2], values, strict=True):
        cell.number_format = code
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_cells_are_read_as_the_sheet_shows_them(make_xlsx: Make) -> None:
    day = datetime.date(2022, 10, 1)
    shown = {
        "2025.10": (2025.1, "0.00"),
        "1.10": (1.1, "0.00"),
        "2025.1": (2025.1, "General"),
        "007": (7, "000"),
        "12,345": (12345, "#,##0"),
        "6.2%": (0.062, "0.0%"),
        "2022年10月": (day, 'yyyy"年"m"月"'),
        "10月1日": (day, 'm"月"d"日"'),
        "2022/10/1": (day, "yyyy/m/d"),
        "2025.60": ("2025.60", "@"),
    }
    (row,) = cells(read_bytes(formatted(make_xlsx, list(shown.values())), "plan.xlsx"))
    assert row == list(shown)


@pytest.mark.parametrize(("number", "shown"), [(31, "2025年6月30日"), (57, "2025年6月"), (58, "6月30日"), (1, "45838")])
def test_dates_in_formats_that_chinese_excel_only_numbers(make_xlsx: Make, number: int, shown: str) -> None:
    # Such a file names the format 31, 57 or 58 and does not say what it is; 45838 is the day's serial number.
    data = formatted(make_xlsx, [(45838, "0.000000"), ("任务", "General")])
    named = b'numFmtId="164"'

    def unnamed(part: bytes) -> bytes:
        assert named in part
        return re.sub(b"<numFmts.*</numFmts>", b"", part).replace(named, b'numFmtId="%d"' % number)

    given = rewritten(data, "xl/styles.xml", unnamed)
    assert cells(read_bytes(given, "plan.xlsx")) == [[shown, "任务"]]


def test_the_deadline_of_a_workbook_is_the_one_shown(shared: Path) -> None:
    policy = read(shared / "cases" / "xlsx-num.xlsx")
    assert [str(measure.deadline) for measure in policy.measures] == ["2025-10-31", "2025-12-31"]


def test_each_visible_sheet_is_a_table(make_xlsx: Make) -> None:
    import openpyxl

    rows = [["任务", "单位"], ["甲", "乙"]]
    book = openpyxl.load_workbook(io.BytesIO(make_xlsx({"教育": rows, "Sheet2": rows, "藏": rows, "空": []})))
    book["藏"].sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    document = read_bytes(stream.getvalue(), "plan.xlsx")
    assert [table.caption for table in document.tables] == ["教育", ""]
    assert document.text == "教育\n任务\t单位\n甲\t乙\n任务\t单位\n甲\t乙\n"


def test_what_is_no_workbook(make_xlsx: Make) -> None:
    whole = make_xlsx({"s": [["a", "b"], ["c", "d"]]})
    for data, words in [
        (b"", "is empty"),
        (whole[: len(whole) // 2], "is damaged or not a valid Excel"),
        (b"PK\x03\x04", "is damaged or not a valid Excel"),
        (b"a,b\n", "is damaged or not a valid Excel"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "damaged or not a valid Office 97 file"),
        (make_xlsx({"s": []}), "is empty"),
    ]:
        with pytest.raises(SourceError, match=words):
            read_bytes(data, "plan.xlsx")


def rewritten(data: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == member else old.read(name))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', "merged areas of"),
        (b'<row r="2"', b'<row r="1048570"><c r="XFC1048570"><v>1</v></c></row><row r="2"', "rows and 16,383 columns"),
        (b"<sheetData>", b"<sheetData><oops>", "is damaged or not a valid Excel"),
    ],
)
def test_traps_are_refused(make_xlsx: Make, old: bytes, new: bytes, words: str) -> None:
    data = make_xlsx({"s": [["a", "b"], ["c", "d"]]})
    with pytest.raises(SourceError, match=words):
        read_bytes(rewritten(data, "xl/worksheets/sheet1.xml", lambda part: part.replace(old, new)), "plan.xlsx")


def test_strict_open_xml_is_read(make_xlsx: Make) -> None:
    data = make_xlsx({"s": [["任务", "单位"], ["甲", "县教育局"]]})
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"):
        data = rewritten(data, part, strict)
    assert b"purl.oclc.org" in zipfile.ZipFile(io.BytesIO(data)).read("xl/workbook.xml")
    assert cells(read_bytes(data, "plan.xlsx")) == [["甲", "县教育局"]]


def strict(part: bytes) -> bytes:
    return re.sub(rb"http://schemas\.openxmlformats\.org/(spreadsheetml|officeDocument)/2006/", STRICT, part)


STRICT = rb"http://purl.oclc.org/ooxml/\1/"


def test_formulas_without_a_stored_value_are_named(make_xlsx: Make) -> None:
    data = make_xlsx({"s": [["任务", "单位", "时限"], ["甲", "=B9", "县教育局"], ["乙", '=C2&"、县财政局"', "=C9"]]})
    document = read_bytes(data, "plan.xlsx")
    assert cells(document) == [["甲", "", "县教育局"], ["乙", "", ""]]
    (missing,) = document.unread
    assert (missing.reason, missing.detail) == ("formula-without-value", "B2, B3, C3")
    assert missing.passage == ("", 0, 0)


@pytest.mark.parametrize(
    "stored", [b"<f>C2</f><v>2</v></c>", b"<f>C2</f><v>0</v></c>", b'<f t="shared" si="0"/><v>1</v></c>']
)
def test_formulas_with_a_stored_value_count_with_it(make_xlsx: Make, stored: bytes) -> None:
    data = make_xlsx({"s": [["任务", "单位"], ["甲", "=C2"]]})
    data = rewritten(
        data, "xl/worksheets/sheet1.xml", lambda part: re.sub(rb"<f>C2</f><v ?/?>(</v>)?</c>", stored, part)
    )
    assert read_bytes(data, "plan.xlsx").unread == ()


def test_a_formula_may_have_an_empty_text_for_its_value(make_xlsx: Make) -> None:
    data = make_xlsx({"s": [["任务", "单位"], ["甲", "=C2"], ["乙", "=C3"]]})
    empty = b'<c r="B2" t="str"><f>C2</f><v></v></c>'
    data = rewritten(data, "xl/worksheets/sheet1.xml", lambda part: re.sub(rb'<c r="B2">.*?</c>', empty, part))
    assert [entry.detail.count("B") for entry in read_bytes(data, "plan.xlsx").unread] == [1]


def test_a_sheet_of_nothing_but_formulas_without_values_is_refused(make_xlsx: Make) -> None:
    with pytest.raises(SourceError, match="A1, B1"):
        read_bytes(make_xlsx({"s": [["=B1", "=C1"]]}), "plan.xlsx")


def test_an_archive_that_unpacks_to_too_much(make_xlsx: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policygraph.documents.archive.MAX_UNPACKED", 1 << 20)
    data = make_xlsx({"s": [["a", "b"], ["c", "d"]]})
    bomb = rewritten(data, "docProps/app.xml", lambda part: part + b" " * (2 << 20))
    with pytest.raises(SourceError, match="is larger than 1 MB when unpacked"):
        read_bytes(bomb, "plan.xlsx")


def test_without_the_library(make_xlsx: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    data = make_xlsx({"s": [["a", "b"]]})
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(SourceError, match=r'openpyxl, .* pip install "policygraph\[formats\]"'):
        read_bytes(data, "plan.xlsx")


def test_one_cell_far_out_makes_no_empty_ones(make_xlsx: Callable[..., bytes]) -> None:
    # Found by fuzzing: the rectangle up to that cell was filled with millions of empty cells.
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(make_xlsx({"s": [["任务", "责任单位"], ["办学", "县教育局"]]})))
    book.worksheets[0].cell(9_000, 100, "备注")
    stream = io.BytesIO()
    book.save(stream)
    (table,) = read_bytes(stream.getvalue(), "plan.xlsx").tables
    assert [cell.text for cell in table.rows[0]][:2] == ["办学", "县教育局"]
