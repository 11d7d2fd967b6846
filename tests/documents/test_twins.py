"""One document in every format reads the same."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from documents.ofd_writer import ofd_file
from policygraph.documents import read_bytes
from policygraph.extraction import extract
from policygraph.model import Document

Make = Callable[..., bytes]

LINES = [
    "某某县人民政府关于加强河长制工作的通知",
    "某政发〔2022〕3号",
    "各乡（镇）人民政府，县直各有关单位：",
    "一、加强组织领导",
    "（一）健全体系。进一步健全河长制湖长制组织体系、责任体系、制度体系、监督检查和考核评估，确保工作落到实处。",
    "牵头单位：县水利局",
    "责任单位：县财政局、县生态环境局、各乡（镇）人民政府",
    "（二）落实资金。（县财政局负责）",
]
ROWS = [
    ["序号", "工作任务", "责任单位", "完成时限"],
    ["1", "健全河长制湖长制组织体系和制度体系，落实资金", "县水利局、县财政局\n各乡镇", "2022年10月底前"],
    ["2", "推进水质不达标河库治理", "县生态环境局", "年底前"],
    ["3", "加强保洁", "县水利局", ""],
]


#: Number, measure, role, name, level, deadline: the same from every format.
NOTICE_DUTIES = [
    ("（一）", "健全体系", "lead", "县水利局", "county", None),
    ("（一）", "健全体系", "responsible", "县财政局", "county", None),
    ("（一）", "健全体系", "responsible", "县生态环境局", "county", None),
    ("（一）", "健全体系", "responsible", "乡（镇）人民政府", "township", None),
    ("（二）", "落实资金", "responsible", "县财政局", "county", None),
]
TABLE_DUTIES = [
    ("1", ROWS[1][1], "responsible", "县水利局", "county", "2022-10-31"),
    ("1", ROWS[1][1], "responsible", "县财政局", "county", "2022-10-31"),
    ("1", ROWS[1][1], "responsible", "乡镇", "township", "2022-10-31"),
    ("2", ROWS[2][1], "responsible", "县生态环境局", "county", None),
    ("3", ROWS[3][1], "responsible", "县水利局", "county", None),
]


def duties(document: Document) -> list[tuple[str, str, str, str, str, str | None]]:
    return [
        (
            measure.number,
            measure.title,
            duty.role,
            duty.name,
            duty.body.level,
            measure.deadline.isoformat() if measure.deadline else None,
        )
        for measure in extract(document, "twin").measures
        for duty in measure.responsibilities
    ]


def html_rows() -> str:
    rows = ("".join(f"<td>{text.replace(chr(10), '<br>')}</td>" for text in row) for row in ROWS)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def csv_rows() -> str:
    return "\n".join(",".join(f'"{text}"' for text in row) for row in ROWS)


def markdown_rows() -> str:
    lines = ["| " + " | ".join(text.replace("\n", "<br>") for text in row) + " |" for row in ROWS]
    return "\n".join([lines[0], "|---" * 4 + "|", *lines[1:]])


@pytest.mark.parametrize("suffix", ["txt", "html", "md", "docx", "pdf", "ofd", "json"])
def test_a_notice(suffix: str, make_docx: Make, make_pdf: Make) -> None:
    data = {
        "txt": lambda: "\r\n".join(LINES).encode("gb18030"),
        "html": lambda: "".join(f"<p>&nbsp; {line}</p>\n" for line in LINES).encode(),
        "md": lambda: "\n\n".join(LINES).encode(),
        "docx": lambda: make_docx(LINES),
        "pdf": lambda: make_pdf(LINES, numbered=True),
        "ofd": lambda: ofd_file(LINES, numbered=True),
        "json": lambda: json.dumps({"metadata": {}, "content": "\n".join(LINES)}).encode(),
    }[suffix]()
    document = read_bytes(data, f"notice.{suffix}")
    assert document.text.splitlines() == LINES
    assert duties(document) == NOTICE_DUTIES


@pytest.mark.parametrize("suffix", ["csv", "tsv", "html", "md", "docx", "pdf", "ofd", "xlsx", "json"])
def test_a_task_table(suffix: str, make_docx: Make, make_pdf: Make, make_xlsx: Make) -> None:
    data = {
        "csv": lambda: csv_rows().encode("utf-8-sig"),
        "tsv": lambda: csv_rows().replace('","', '"\t"').encode("gb18030"),
        "html": lambda: html_rows().encode(),
        "md": lambda: markdown_rows().encode(),
        "docx": lambda: make_docx([ROWS]),
        "pdf": lambda: make_pdf([ROWS], widths=[40, 170, 120, 90]),
        "ofd": lambda: ofd_file([ROWS], widths=[14, 60, 45, 35]),
        "xlsx": lambda: make_xlsx({"Sheet1": ROWS}),
        "json": lambda: json.dumps([dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]).encode(),
    }[suffix]()
    document = read_bytes(data, f"plan.{suffix}")
    (table,) = document.tables
    assert [list(table.header), *[[cell.text for cell in row] for row in table.rows]] == ROWS
    assert document.text == "\n".join("\t".join(row).rstrip("\t") for row in ROWS) + "\n"
    assert duties(document) == TABLE_DUTIES


#: Every form of statement in one notice.
RICH = [
    "某某市人民政府办公室关于印发公路养护方案的通知",
    "某政办〔2022〕3号",
    "各县（市、区）人民政府，市直各有关单位：",
    "一、主要任务",
    "（一）修路。加快推进农村公路建设，提升路网密度，改善群众出行条件。（市交通运输局牵头，市财政局、发展改革委按职责分工负责，各县（市、区）人民政府落实；2022年9月底前完成）",
    "（二）架桥。完善管养机制。",
    "牵头单位：市交通运输局",
    "责任单位：市水利局、市自然资源局（市林业局），各乡镇、街道",
    "完成时限：2022年12月底",
    "（三）养护。落实养护资金。（市财政局、市审计局，列第一位者为牵头单位，下同）",
    "（四）执法。〔责任单位：市公安局、市城管局、国网某某供电公司、高新区管委会〕",
    "（五）宣传。由市委宣传部牵头，会同市文化和旅游局、团市委开展宣传。",
    "二、职责分工",
    "市司法局：负责审查文件。",
    "市教育局、市卫健委：牵头负责校园周边道路。",
]


@pytest.mark.parametrize("suffix", ["html", "md", "docx", "pdf", "ofd", "json"])
def test_a_rich_notice(suffix: str, make_docx: Make, make_pdf: Make) -> None:
    data = {
        "html": lambda: "".join(f"<p>　　{line}</p>\n" for line in RICH).encode("gb18030"),
        "md": lambda: "\n\n".join(RICH).encode(),
        "docx": lambda: make_docx(RICH),
        "pdf": lambda: make_pdf(RICH, numbered=True),
        "ofd": lambda: ofd_file(RICH, numbered=True),
        "json": lambda: json.dumps({"metadata": {}, "content": "\n".join(RICH)}).encode(),
    }[suffix]()
    plain = duties(read_bytes("\n".join(RICH).encode(), "notice.txt"))
    assert duties(read_bytes(data, f"notice.{suffix}")) == plain
    assert len(plain) == 21
    assert {row[2] for row in plain} == {"lead", "responsible", "joint", "support"}
    assert {row[5] for row in plain} == {None, "2022-09-30", "2022-12-31"}
