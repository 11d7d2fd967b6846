"""Tables without rulings in PDF and on scans."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from policygraph.documents import read_bytes
from policygraph.documents.page_gaps import split_at_gaps
from policygraph.documents.page_lines import PageLine
from policygraph.extraction import extract
from scans import need_recognition, scan_pdf

ROWS = [
    [["序号"], ["工作任务"], ["牵头单位"], ["配合单位"]],
    [["1"], ["新建改建农村公路，完善", "沿线安全设施"], ["市交通运输局"], ["市财政局"]],
    [["2"], ["扩大城镇学位供给"], ["市教育局"], ["市住房城乡建设局、", "市自然资源局"]],
    [["3"], ["建设社区日间照料中心"], ["市民政局"], ["市卫生健康委"]],
]


def unruled(ruled: bool = False) -> bytes:
    """A table whose columns only white space separates, below a paragraph."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842))
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(94, 760, "为推进各项重点任务落实，现将任务分工印发给你们，请认真贯彻执行，按时完成各项")
    canvas.drawString(70, 740, "工作任务。")
    y = 700.0
    for row in ROWS:
        for x, cell in zip((70, 110, 280, 400), row, strict=True):
            for i, line in enumerate(cell):
                canvas.drawString(x, y - 16 * i, line)
        y -= 16 * max(map(len, row)) + 8
    canvas.save()
    return stream.getvalue()


def roles(data: bytes) -> list[tuple[str, list[tuple[str, str]]]]:
    policy = extract(read_bytes(data, "a.pdf"), "x")
    return [
        (measure.title, [(duty.name, duty.role) for duty in measure.responsibilities]) for measure in policy.measures
    ]


EXPECTED = [
    ("新建改建农村公路，完善沿线安全设施", [("市交通运输局", "lead"), ("市财政局", "support")]),
    ("扩大城镇学位供给", [("市教育局", "lead"), ("市住房城乡建设局", "support"), ("市自然资源局", "support")]),
    ("建设社区日间照料中心", [("市民政局", "lead"), ("市卫生健康委", "support")]),
]


def test_a_table_without_rulings_is_read_by_its_columns() -> None:
    assert roles(unruled()) == EXPECTED


@pytest.mark.slow
def test_a_scan_of_a_table_without_rulings_is_read_by_its_columns(tmp_path: Path) -> None:
    need_recognition()
    assert roles(scan_pdf(unruled(), 200, degrees=1, noise=6, quality=75)) == EXPECTED


def line(at: float, *words: tuple[float, float, str]) -> PageLine:
    return PageLine(" ".join(text for _, _, text in words), words[0][0], words[-1][1], at, at + 10, 10, words=words)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # Two parts are a signature or a list of two columns, not a table.
        ([line(y, (0, 40, "联系人"), (80, 120, "张某")) for y in (0, 15, 30)], [(False, 3)]),
        # Prose that happens to have gaps in one line.
        (
            [
                line(0, (0, 40, "一二三"), (60, 100, "四五六"), (120, 160, "七八九")),
                line(15, (0, 160, "由市财政局负责落实资金保障")),
                line(30, (0, 160, "由市教育局负责落实学位保障")),
            ],
            [(False, 3)],
        ),
        (
            [
                line(0, (0, 160, "任务分工如下：")),
                *(line(y, (0, 40, "任务"), (60, 100, "单位"), (120, 160, "时限")) for y in (20, 35, 50)),
                line(90, (0, 160, "由市财政局负责落实资金保障")),
            ],
            [(False, 1), (True, 3), (False, 1)],
        ),
    ],
)
def test_only_white_space_from_top_to_bottom_makes_columns(
    lines: list[PageLine], expected: list[tuple[bool, int]]
) -> None:
    assert [(table, len(part)) for table, part in split_at_gaps(lines)] == expected
