"""Tables that lost their grid: invented ones are drawn, flattened as a PDF's text is, and read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from drawn_tables import HEADS, SHAPES, drawn, duties_of
from policygraph.extraction import extract
from policygraph.extraction.layout import restore
from statement_cases import document


def flattened(shape: Mapping[str, int], rows: Sequence[Sequence[list[str]]], page: int) -> str:
    """The text of a table on pages of so many lines: of a row that a page cuts, first the first lines of each cell."""
    header = [HEADS[column] for column in shape]
    lines, used, number = [*header], 0, 1
    for row in rows:
        height = max(map(len, row))
        if used + height > page:
            for cell in row:
                lines += cell[: page - used]
            row = [cell[page - used :] for cell in row]
            number, used, height = number + 1, 0, max(map(len, row))
            lines += ["", f"# Page {number}:", *header]
        for cell in row:
            lines += cell
        used += height
    return "重点工作清单\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: "-".join(shape))
@pytest.mark.parametrize("seed", range(4))
def test_what_is_read_of_a_flattened_table_is_right(shape: Mapping[str, int], seed: int) -> None:
    rows, duties = drawn(shape, seed)
    source = flattened(shape, rows, 30)
    policy = extract(document(source), "case")
    found = duties_of(policy)
    assert all(row in duties for row in found)
    assert len(found) >= 0.8 * len(rows)
    # Rows that are not read are reported.
    assert len(found) == len(rows) or any(entry.reason == "row-cells" for entry in policy.unread)
    for measure in policy.measures:
        for duty in measure.responsibilities:
            evidence = duty.evidence
            assert source[evidence.start : evidence.end] == evidence.quote


def test_cells_that_a_page_cuts_are_put_together() -> None:
    source = (
        "序号\n工作内容\n牵头单位\n责任单位\n"
        "1\n完善河道巡查制度，落实河长责\n任。\n市水利局\n市城市管理局、市财\n政局\n"
        "2\n整治城区内涝点，更换老旧排水\n市住房城乡建\n市城市管理局、市水\n"
        "\n# Page 8:\n序号\n工作内容\n牵头单位\n责任单位\n"
        "管网，新建泵站三座。\n设委\n利局\n"
        "3\n建设应急物资仓库。\n市应急管理局\n市财政局\n"
    )
    policy = extract(document(source), "case")
    assert duties_of(policy)[1] == [
        ("lead", "市住房城乡建设委"), ("responsible", "市城市管理局"), ("responsible", "市水利局")
    ]  # fmt: skip
    assert policy.measures[1].title.startswith("整治城区内涝点，更换老旧排水管网")
    quote = policy.measures[1].responsibilities[0].evidence.quote
    assert quote.startswith("市住房城乡建") and quote.endswith("设委")
    assert "市住房城乡建设委\n市城市管理局、市水利局\n3\n" in restore(source)[0].text


def test_rows_that_take_too_long_to_tell_apart_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policygraph.extraction.tables.flat_rows._TRIES", 300)
    monkeypatch.setattr("policygraph.extraction.tables.flat_rows._TRIES_A_LINE", 0)
    rows, _ = drawn(SHAPES[0], 1)
    policy = extract(document(flattened(SHAPES[0], rows, 1000)), "case")
    assert 0 < len(policy.measures) < len(rows)
    assert any(entry.reason == "row-cells" for entry in policy.unread)
