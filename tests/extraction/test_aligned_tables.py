"""Tables aligned by spaces: invented ones are drawn in several layouts and read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

import pytest

from drawn_tables import AREAS, HEADS, SHAPES, drawn, duties_of
from policygraph.extraction import extract
from policygraph.extraction.layout import restore
from policygraph.extraction.text.page_lines import measure_width
from statement_cases import document


def placed(lines: Sequence[str], height: int, place: str) -> list[str]:
    """The lines of a cell in a row of a height."""
    free = height - len(lines)
    above = {"top": 0, "middle": free // 2, "bottom": free}[place]
    return ["" for _ in range(above)] + list(lines) + ["" for _ in range(free - above)]


def aligned(
    shape: Mapping[str, int],
    rows: Sequence[Sequence[list[str]]],
    place: str = "top",
    number: str = "",
    measure: str = "terminal",
    blank: bool = False,
    page: int = 1000,
    headings: bool = False,
) -> str:
    """The text of a table: cells stand at the top, in the middle or at the bottom of their rows, numbers elsewhere.

    ``measure``: a terminal gives Chinese characters two columns, ``pdftotext`` one. ``blank``: an empty line behind
    each row.
    """
    size = measure_width if measure == "terminal" else len
    widths = [max(width if measure == "terminal" else width // 2 + 1, 4) + 3 for width in shape.values()]
    starts = [*accumulate(widths, initial=0)]

    def line(cells: Sequence[str]) -> str:
        drawn_line = ""
        for start, cell in zip(starts, cells, strict=False):
            if cell:
                drawn_line += " " * (start - size(drawn_line)) + cell
        return drawn_line

    header = line([HEADS[column] for column in shape])
    lines, used = [header], 0
    for index, row in enumerate(rows):
        if headings and index % 4 == 0:
            lines.append(AREAS[index // 4])
        height = max(map(len, row))
        if used + height > page:
            lines += ["", " " * 40 + f"- {index} -", "\f" + header]
            used = 0
        used += height
        cells = [
            placed(cell, height, (number or place) if column == "number" else place)
            for column, cell in zip(shape, row, strict=True)
        ]
        lines += [line(each) for each in zip(*cells, strict=True)]
        if blank:
            lines.append("")
    return "重点工作清单\n\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: "-".join(shape))
@pytest.mark.parametrize("place", ["top", "middle", "bottom"])
@pytest.mark.parametrize("measure", ["terminal", "pdftotext"])
@pytest.mark.parametrize("seed", range(3))
def test_what_is_read_of_an_aligned_table_is_right(
    shape: Mapping[str, int], place: str, measure: str, seed: int
) -> None:
    rows, duties = drawn(shape, seed)
    number = ("", "middle", "top")[seed]
    source = aligned(shape, rows, place, number, measure, blank=seed == 1, page=25, headings="area" not in shape)
    policy = extract(document(source), "case")
    found = duties_of(policy)
    assert all(row in duties for row in found)
    assert len(found) >= 0.9 * len(rows)
    assert len(found) == len(rows) or any(entry.reason == "row-cells" for entry in policy.unread)
    for each in policy.measures:
        for duty in each.responsibilities:
            evidence = duty.evidence
            assert source[evidence.start : evidence.end] == evidence.quote


def test_words_of_a_cell_are_joined_and_lead_back_to_their_lines() -> None:
    source = (
        "序号  重点任务        牵头单位      配合单位\n"
        "1     修缮古城墙，建  市文化广电    县人民政府、\n"
        "      成遗址公园      和旅游局      市财政局\n"
        "      改造剧场        市文化广电    —\n"
        "2                     和旅游局\n"
    )
    logical, (table,) = restore(source)
    assert "修缮古城墙，建成遗址公园\n市文化广电和旅游局\n县人民政府、市财政局\n" in logical.text
    assert table.unread == ()
    first = extract(document(source), "case").measures[0]
    assert (first.number, first.title) == ("1", "修缮古城墙，建成遗址公园")
    lead = first.responsibilities[0]
    assert lead.name == "市文化广电和旅游局"
    assert lead.evidence.quote == "市文化广电    县人民政府、\n      成遗址公园      和旅游局"


def test_lines_that_may_belong_to_either_row_are_reported() -> None:
    # Without numbers nothing tells whose the second line is.
    source = (
        "工作任务            责任单位        配合单位\n"
        "治水                县水利局        县财政局\n"
        "修路                县交通局        县公安局\n"
        "                    县财政局        县教育局\n"
        "造林                县林业局        县商务局\n"
    )
    policy = extract(document(source), "case")
    assert [duty for measure in duties_of(policy) for duty in measure] == [
        ("responsible", "县水利局"),
        ("support", "县财政局"),
    ]
    assert any(entry.reason == "row-cells" for entry in policy.unread)


def test_a_row_with_a_cell_across_two_columns_is_reported() -> None:
    source = (
        "序号  工作任务              责任单位      配合单位\n"
        "1     修路                  县交通局      县财政局\n"
        "2     治水                  县水利局和县农业农村局\n"
        "3     造林                  县林业局      县商务局\n"
    )
    policy = extract(document(source), "case")
    assert [measure.number for measure in policy.measures] == ["1", "3"]
    (entry,) = policy.unread
    assert entry.passage.quote == "2     治水                  县水利局和县农业农村局"


def test_what_stands_below_a_table_is_none_of_it() -> None:
    table = "工作任务    责任单位    配合单位\n修路        县交通局    县财政局\n治水        县水利局    县财政局\n"
    below = "\n                          2025年3月1日\n附注：所列工作由县政府督查室按月督查，县统计局负责汇总。\n"
    policy = extract(document(table + below), "case")
    assert [len(duties) for duties in duties_of(policy)][:2] == [2, 2]
    logical, (found,) = restore(table + below)
    assert found.edit.end == len(table) - 1
    assert logical.text.endswith(below)


def test_a_header_on_the_next_page_is_no_second_line_of_cells() -> None:
    header = "重点任务      牵头单位      配合单位\n"
    source = header + "弘扬城市精    市文化广电    市教育局、\n神            和旅游局      市财政局\n- 1 -\n" + header
    _, (table,) = restore(source + "修路          市交通局      市财政局\n")
    assert (len(table.rows), table.unread) == (2, ())


def test_two_tables_side_by_side_are_none() -> None:
    source = (
        "任务    责任单位    时限    任务    责任单位    时限\n修路    县交通局    6月     治水    县水利局    9月\n"
    )
    assert restore(source)[1] == []
