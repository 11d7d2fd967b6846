"""Task tables as offices lay them out, in every format alike: headers of two rows, tasks over several rows."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from policygraph.documents import read_bytes
from policygraph.extraction import extract

Rows = Sequence[Sequence[str]]
Duties = list[tuple[str, str, str, str]]

HEADER = [["序号", "工作任务", "责任单位", "", "完成时限"], ["", "", "牵头单位", "配合单位", ""]]
TASKS = [["1", "修路", "市交通运输局", "市财政局", "2025年"], ["2", "治水", "市水利局", "市林业局", "2026年"]]
READ = [
    ("1", "修路", "lead", "市交通运输局"),
    ("1", "修路", "support", "市财政局"),
    ("2", "治水", "lead", "市水利局"),
    ("2", "治水", "support", "市林业局"),
]


def duties(data: bytes, name: str) -> Duties:
    """Every duty of a file: number and title of its measure, role, name."""
    policy = extract(read_bytes(data, name), "case")
    assert not policy.unread
    return [
        (measure.number, measure.title, duty.role, duty.name)
        for measure in policy.measures
        for duty in measure.responsibilities
    ]


def csv(rows: Rows) -> bytes:
    return "".join(",".join(row) + "\n" for row in rows).encode()


def tabs(rows: Rows) -> bytes:
    return ("分工表\n" + "".join("\t".join(row) + "\n" for row in rows)).encode()


def html(rows: Rows, merged: bool = False) -> bytes:
    markup = "".join("<tr>" + "".join(f"<td>{text}" for text in row) for row in rows)
    if merged:
        markup = markup.replace("<td>责任单位<td>", "<td colspan=2>责任单位", 1)
    return f"<meta charset=utf-8><table>{markup}</table>".encode()


def xlsx(rows: Rows, *areas: str) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append([text or None for text in row])
    for area in areas:
        sheet.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def docx(rows: Rows, merge: str = "") -> bytes:
    import docx as library
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    word = library.Document()
    table = word.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    if merge == "gridSpan":
        table.cell(0, 2).merge(table.cell(0, 3))
    for column, value in ((2, "restart"), (3, None)) if merge == "hMerge" else ():
        mark = OxmlElement("w:hMerge")
        if value:
            mark.set(qn("w:val"), value)
        table.cell(0, column)._tc.get_or_add_tcPr().append(mark)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (csv, "t.csv"),
        (lambda rows: csv([["某市分工表", "", "", "", ""], *rows]), "t.csv"),
        (tabs, "t.txt"),
        (html, "t.html"),
        (lambda rows: html(rows, merged=True), "t.html"),
        (xlsx, "t.xlsx"),
        (lambda rows: xlsx(rows, "C1:D1"), "t.xlsx"),
        (lambda rows: xlsx(rows, "A1:A2", "B1:B2", "C1:D1", "E1:E2"), "t.xlsx"),
        (docx, "t.docx"),
        (lambda rows: docx(rows, "gridSpan"), "t.docx"),
        (lambda rows: docx(rows, "hMerge"), "t.docx"),
    ],
)
def test_a_header_of_two_rows_names_the_roles(write: Callable[[Rows], bytes], name: str) -> None:
    assert duties(write([*HEADER, *TASKS]), name) == READ


@pytest.mark.parametrize(
    "row",
    [
        ["1", "修路", "市交通运输局", "市财政局"],  # a task below a title over two columns
        ["", "", "市交通运输局", ""],  # one name does not name the parts of a title
        ["", "治水", "牵头单位", "配合单位"],  # a task beside them
    ],
)
def test_a_row_of_tasks_is_no_header(row: list[str]) -> None:
    header, last = ["序号", "工作任务", "责任单位", ""], ["2", "治水", "市水利局", "市林业局"]
    document = read_bytes(csv([header, row, last]), "t.csv")
    assert document.tables[0].header[2:] == ("责任单位", "")
    assert len(document.tables[0].rows) == 2


def test_a_row_that_holds_only_bodies_continues_the_row_above() -> None:
    rows = [["类别", "序号", "任务", "牵头单位", "配合单位", "时限"]]
    rows += [["交通", "1", "修路", "市交通运输局", "市财政局", "2025年"], ["", "", "", "", "市林业局", ""]]
    rows += [["", "", "", "市公安局", "市教育局", ""], ["交通", "2", "架桥", "市住建局", "", ""]]
    policy = extract(read_bytes(csv(rows), "t.csv"), "case")
    assert [(m.title, [d.name for d in m.responsibilities]) for m in policy.measures] == [
        ("修路", ["市交通运输局", "市财政局", "市林业局", "市公安局", "市教育局"]),
        ("架桥", ["市住建局"]),
    ]
    assert [category.title for category in policy.categories] == ["交通"]
    first = policy.measures[0]
    assert policy.document.text[first.span.start : first.span.end] == first.span.quote
    assert first.span.quote.endswith("市教育局")


def test_a_task_whose_bodies_stand_only_in_the_rows_below_it() -> None:
    rows = [["序号", "任务", "责任单位", "备注"], ["1", "修路", "市交通运输局", ""], ["2", "治水", "", ""]]
    rows += [["", "", "市水利局", ""], ["", "", "市林业局", ""]]
    assert [(title, name) for _, title, _, name in duties(csv(rows), "t.csv")] == [
        ("修路", "市交通运输局"),
        ("治水", "市水利局"),
        ("治水", "市林业局"),
    ]


def test_a_heading_in_the_column_of_bodies_stays_a_heading() -> None:
    rows = [["序号", "任务", "责任单位"], ["1", "修路", "市交通运输局"]]
    rows += [["", "", "二、治理水患"], ["2", "治水", "市水利局"]]
    policy = extract(read_bytes(csv(rows), "t.csv"), "case")
    assert [(m.title, m.category.title if m.category else "") for m in policy.measures] == [
        ("修路", ""),
        ("治水", "二、治理水患"),
    ]


MERGED = [["序号", "任务", "责任单位", "时限"], ["1", "修路", "市交通运输局", "2025年"]]
MERGED += [["", "", "市财政局", ""], ["2", "治水", "市水利局", "2026年"]]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (xlsx(MERGED, "A2:A3", "B2:B3", "D2:D3"), "t.xlsx"),
        (
            "<meta charset=utf-8><table><tr><td>序号<td>任务<td>责任单位<tr><td rowspan=2>1<td rowspan=2>修路"
            "<td>市交通运输局<tr><td>市财政局<tr><td>2<td>治水<td>市水利局</table>".encode(),
            "t.html",
        ),
    ],
)
def test_a_task_merged_over_two_rows_is_one_measure(data: bytes, name: str) -> None:
    policy = extract(read_bytes(data, name), "case")
    assert [(m.key, m.number, [d.name for d in m.responsibilities]) for m in policy.measures] == [
        ("1", "1", ["市交通运输局", "市财政局"]),
        ("2", "2", ["市水利局"]),
    ]


@pytest.mark.parametrize("head", ["完成时限", "时间", "整改时间", "时间进度", "进度要求", "计划完成时间", "推进节点"])
def test_a_column_of_deadlines_has_many_names(head: str) -> None:
    rows = [["序号", "工作任务", "责任单位", head], ["1", "修路", "市交通运输局", "2025年6月"]]
    (measure,) = extract(read_bytes(csv(rows), "tasks.csv"), "case").measures
    assert (measure.deadline_text, str(measure.deadline)) == ("2025年6月", "2025-06-30")


def test_a_task_with_two_deadlines_keeps_both() -> None:
    rows = [["序号", "任务", "责任单位", "时限"]]
    rows += [["1", "修路", "市交通运输局", "2025年6月"], ["", "", "市财政局", "2025年9月"]]
    policy = extract(read_bytes(csv(rows), "t.csv"), "case")
    assert [(m.number, m.title, m.deadline_text, m.responsibilities[0].name) for m in policy.measures] == [
        ("1", "修路", "2025年6月", "市交通运输局"),
        ("1", "修路", "2025年9月", "市财政局"),
    ]
