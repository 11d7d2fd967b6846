"""Workbooks in other formats than .xlsx: .xls, .xlsb and .ods, as they are displayed."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from documents.office_writer import ods_file, save_as
from documents.test_twins import ROWS, TABLE_DUTIES, duties
from documents.xlsb_writer import xlsb_file
from policygraph.documents import read_bytes
from policygraph.errors import SourceError
from policygraph.model import Document

Make = Callable[..., bytes]


def grid(document: Document) -> list[list[str]]:
    (table,) = document.tables
    return [list(table.header), *[[cell.text for cell in row] for row in table.rows]]


def displayed() -> bytes:
    """A workbook with number formats, dates, merged cells, a formula and a hidden sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    rows: list[list[Any]] = [
        ["任务", "时限", "日期", "比例", "合计"],
        ["修路", 2025.1, date(2025, 6, 30), 0.062, "=1+1"],
        ["", 2025.11, date(2025, 7, 1), 1, True],
    ]
    for row in rows:
        sheet.append(row)
    for cells, code in [(("B2", "B3"), "0.00"), (("C2", "C3"), 'yyyy"年"m"月"d"日"'), (("D2", "D3"), "0.0%")]:
        for cell in cells:
            sheet[cell].number_format = code
    sheet.merge_cells("A2:A3")
    book.create_sheet("藏").append(["藏", "藏"])
    book.worksheets[1].sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


DISPLAYED = [
    ["任务", "时限", "日期", "比例", "合计"],
    ["修路", "2025.10", "2025年6月30日", "6.2%", "2"],
    ["修路", "2025.11", "2025年7月1日", "100.0%", "TRUE"],
]


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_cells_are_read_as_they_are_displayed(suffix: str) -> None:
    data = save_as({"a.xlsx": displayed()}, suffix)["a"]
    for name in (f"a.{suffix}", "a.et", "a.txt"):
        document = read_bytes(data, name)
        assert grid(document) == DISPLAYED
        assert "藏" not in document.text and document.steps == ()


def test_binary_workbooks_are_read_as_they_are_displayed() -> None:
    rows: list[list[str | float | bool]] = [
        ["任务", "时限", "月", "成"],
        ["修路", 2025.1, 45838, True],
        ["", 2025.2, 45839.5, 3],
    ]
    codes = {(1, 1): "0.00", (2, 1): "0.00", (1, 2): 'yyyy"年"m"月"', (2, 2): "yyyy-mm-dd"}
    document = read_bytes(xlsb_file(rows, formats=codes, merged=[(1, 0, 2, 0)], hidden=["藏"]), "a.xlsb")
    assert grid(document) == [
        ["任务", "时限", "月", "成"],
        ["修路", "2025.10", "2025年6月", "TRUE"],
        ["修路", "2025.20", "2025-07-01", "3"],
    ]


@pytest.mark.parametrize("make", [xlsb_file, lambda rows: ods_file({"Sheet1": rows})])
def test_a_task_table(make: Make) -> None:
    for name in ("a.xlsb", "a.ods", "a"):
        document = read_bytes(make(ROWS), name)
        assert grid(document) == ROWS and duties(document) == TABLE_DUTIES


def test_open_document_cells() -> None:
    cell = "<table:table-cell{}>{}</table:table-cell>".format
    notes = "<office:annotation><text:p>批注</text:p></office:annotation>"
    rows = [
        cell("", "<text:p>任务</text:p>") + cell("", "<text:p>责任<text:s/><text:span>单位</text:span></text:p>"),
        cell(' table:number-rows-spanned="2"', "<text:p>修路</text:p>") + cell("", f"{notes}<text:p>县水利局</text:p>"),
        "<table:covered-table-cell/>" + cell(' office:value-type="float" office:value="2"', ""),
    ]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    rest = '<table:table-cell table:number-columns-repeated="16384"/>'
    blank = f'<table:table-row table:number-rows-repeated="1048000">{rest}</table:table-row>'
    sheets = (
        f'<table:table table:name="任务"><table:table-header-rows>{body}</table:table-header-rows>{blank}</table:table>'
    )
    hidden = (
        '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    sheets += (
        '<table:table table:name="藏" table:style-name="h"><table:table-row>' + cell("", "<text:p>藏</text:p>") * 2
    )
    document = read_bytes(ods_file(content=f"{sheets}</table:table-row></table:table>", styles=hidden), "a.ods")
    assert grid(document) == [["任务", "责任 单位"], ["修路", "县水利局"], ["修路", "2"]]


def failure(data: bytes, name: str) -> str:
    with pytest.raises(SourceError) as caught:
        read_bytes(data, name)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_hostile_open_document_sheets() -> None:
    filled = '<table:table-cell table:number-columns-repeated="16384"><text:p>甲</text:p></table:table-cell>'
    rows = f'<table:table-row table:number-rows-repeated="1048576">{filled}</table:table-row>'
    assert "delete empty rows" in failure(ods_file(content=f"<table:table>{rows}</table:table>"), "a.ods")
    spans = 'table:number-columns-spanned="9999999" table:number-rows-spanned="9999999"'
    merged = f"<table:table-cell {spans}><text:p>甲</text:p></table:table-cell>"
    merged = f"<table:table><table:table-row>{merged}</table:table-row></table:table>"
    assert "merged areas" in failure(ods_file(content=merged), "a.ods")
    deep = "<text:p>" + "<text:span>" * 5000 + "甲" + "</text:span>" * 5000 + "</text:p>"
    deep = f"<table:table><table:table-row><table:table-cell>{deep}</table:table-cell></table:table-row></table:table>"
    failure(ods_file(content=deep), "a.ods")


def test_a_binary_sheet_with_cells_far_apart() -> None:
    data = xlsb_file([["甲", "乙"]])
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.bin"):
                part = part.replace(struct.pack("<IIHB", 0, 0, 300, 0), struct.pack("<IIHB", 1_000_000, 0, 300, 0))
                part = part.replace(struct.pack("<II", 1, 0), struct.pack("<II", 16_000, 0))
            new.writestr(name, part)
    assert read_bytes(stream.getvalue(), "a.xlsb").text == "甲\t乙\n"


@pytest.mark.parametrize("suffix", ["xlsb", "ods"])
def test_cells_on_a_diagonal_are_too_many(suffix: str) -> None:
    cell = "<table:table-cell><text:p>甲</text:p></table:table-cell>"
    gap = '<table:table-cell table:number-columns-repeated="{}"/>'.format
    rows = "".join(f"<table:table-row>{gap(n)}{cell}</table:table-row>" for n in range(1, 1501))
    data = ods_file(content=f'<table:table table:name="s">{rows}</table:table>')
    if suffix == "xlsb":
        data = xlsb_file([[*[""] * n, "甲"] for n in range(1500)])
    assert "1,500 rows and 1,500 columns" in failure(data, f"a.{suffix}")
