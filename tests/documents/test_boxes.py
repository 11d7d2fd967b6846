from __future__ import annotations

from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from policygraph.documents import read, read_bytes
from policygraph.model import Document


def drawn(text: str) -> Document:
    document = read_bytes(text.encode(), "plan.txt")
    for table in document.tables:
        assert all(document.text[c.start : c.end] == c.text for row in table.rows for c in row)
    return document


def rows(document: Document) -> list[list[str]]:
    return [[c.text for c in row] for row in document.tables[0].rows]


def test_lines_of_a_cell_are_joined_where_they_fill_it() -> None:
    document = drawn(
        "前\n"
        "┌──────┬────┐\n"
        "│ 任  务   │责 任单 │\n"
        "│            │  位    │\n"
        "├──────┼────┤\n"
        "│推进义务教育│县教育局│\n"
        "│均衡发展    │县财政局│\n"
        "│△改善办学  │        │\n"
        "└──────┴────┘\n"
        "后\n"
    )
    assert document.tables[0].header[0] == "任务"
    assert rows(document)[0][0] == "推进义务教育均衡发展\n△改善办学"
    assert document.text.startswith("前\n任务\t")
    assert document.text.endswith("\n后\n")
    assert "│" not in document.text


def test_a_table_drawn_on_a_terminal() -> None:
    document = drawn(
        "┌──────────┬───────────────┐\n"
        "│ 任务     │ 单位          │\n"
        "├──────────┼───────────────┤\n"
        "│ 办学     │ 县教育局      │\n"
        "│          ├───────────────┤\n"
        "│          │ 县财政局      │\n"
        "├──────────┴───────────────┤\n"
        "│ 附注                     │\n"
        "└──────────────────────────┘\n"
    )
    assert rows(document) == [["办学", "县教育局"], ["办学", "县财政局"], ["附注", "附注"]]
    first, second = document.tables[0].rows[:2]
    assert first[0] is second[0]


def test_a_title_across_all_columns_is_the_caption() -> None:
    document = drawn("╔═════╗\n║分工表    ║\n╠══╦══╣\n║任务║单位║\n╠══╬══╣\n║办学║教局║\n╚══╩══╝\n")
    assert document.tables[0].caption == "分工表"
    assert document.tables[0].header == ("任务", "单位")
    assert rows(document) == [["办学", "教局"]]


def test_a_drawing_that_goes_on_after_the_page_is_one_table() -> None:
    page = "┌──┬──┐\n│任务│单位│\n├──┼──┤\n│{}│教局│\n└──┴──┘\n"
    document = drawn(page.format("办学") + "\n" + page.format("就医"))
    assert rows(document) == [["办学", "教局"], ["就医", "教局"]]


def test_a_drawing_that_is_no_table_stays_as_it_is() -> None:
    for text in ("┌──┐\n│甲│\n└──┘\n", "│甲│乙│\n", "┌\n", "┌─┬─┐\n", "┌─┬─┐\n│\n└─┴─┘", "┌┬┐\n││││││甲\n"):
        document = drawn(text)
        assert document.tables == ()
        assert document.text == text


def test_a_damaged_drawing_is_read_as_far_as_it_goes() -> None:
    document = drawn("┌──┬──┐\n│任务│单位│\n├──┼──┤\n│办学│教局│财局│\n│就医\n")
    assert "教局" in document.text
    assert "就医" in document.text


def test_a_drawing_without_a_line_that_is_border_alone_is_text() -> None:
    document = drawn("┌ ─┐\n│甲│乙│\n")
    assert document.tables == () and "甲" in document.text


@given(st.text(st.sampled_from("┌┬┐├┼┤└┴┘│─甲乙 △\n"), max_size=60))
def test_nothing_in_a_drawing_is_lost(text: str) -> None:
    whole = "┌──┬──┐\n│任务│单位│\n├──┼──┤\n│" + text + "│\n└──┴──┘\n"
    document = drawn(whole)
    assert Counter(document.text) >= Counter(c for c in whole if c in "任务单位甲乙△")


def test_the_published_fragment(shared: Path) -> None:
    document = read(next((shared / "documents").glob("34-*.txt")))
    (table,) = document.tables
    assert table.header == ("工作任务", "分管领导", "牵头组织实施单位", "完成时限")
    bearers = "各县(市、区)政府,市财政局、国家税务局、地方税务局、金融办、人民银行、银监局"
    assert rows(document)[0] == ["抓好财税金融工作,增强发展保障能力", "梁志强", bearers, "年内见成效"]
    assert len(table.rows) == 5
