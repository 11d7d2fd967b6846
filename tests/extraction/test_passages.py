"""The text of a measure: what is cut out of it leaves nothing behind, and what it says stays."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.extraction import extract
from policygraph.extraction.measures.passages import cut_passage, widen_cuts
from policygraph.extraction.text.folding import fold
from statement_cases import document


def texts(notice: str) -> list[str]:
    return [measure.text for measure in extract(document(notice), "case").measures]


@pytest.mark.parametrize(("left", "right"), [("（", "）"), ("(", ")"), ("【", "】"), ("〔", "〕"), ("[", "]")])
def test_a_bracket_goes_with_the_statement_that_fills_it(left: str, right: str) -> None:
    assert texts(f"一、修路。建十公里。{left}责任单位：市交通运输局{right}\n") == ["建十公里。"]


@pytest.mark.parametrize(
    ("notice", "text"),
    [
        # Brackets within the statement, and a deadline beside it.
        ("建十公里。（责任单位：市交通运输局（市港航局）、市财政局（年底前完成））", "建十公里。"),
        ("建十公里。（牵头单位：市交通运输局；配合单位：市财政局；完成时限：2023年6月底前）", "建十公里。"),
        # Full stops on both sides, and a comma before.
        ("建十公里。（责任单位：市交通运输局）。", "建十公里。"),
        ("建十公里（责任单位：市交通运输局）。", "建十公里。"),
        ("建十公里，（责任单位：市交通运输局）。", "建十公里。"),
        ("建十公里，（责任单位：市交通运输局）", "建十公里"),
        # On a line of its own, without a bracket.
        ("建十公里。\n责任单位：市交通运输局", "建十公里。"),
        ("建十公里。\n（责任单位：市交通运输局）", "建十公里。"),
        # What else a bracket holds stays, and so do other brackets.
        ("建十公里。（0.5分）（责任单位：市交通运输局）", "建十公里。（0.5分）"),
        ("坚持谁建设（谁受益），建好台账。（责任单位：市交通运输局）", "坚持谁建设（谁受益），建好台账。"),
        ("建十公里（含桥梁）。（责任单位：市交通运输局）", "建十公里（含桥梁）。"),
        # An empty bracket that the notice has itself is the notice's.
        ("填写表格（）。建十公里。（责任单位：市交通运输局）", "填写表格（）。建十公里。"),
    ],
)
def test_what_is_left_of_an_item(notice: str, text: str) -> None:
    assert texts(f"一、修路。{notice}\n") == [text]


def test_a_title_that_ends_at_the_bracket_leaves_no_half_of_it() -> None:
    assert texts("一、修路（责任单位：市交通运输局）。\n二、架桥。（责任单位：市水利局）\n") == ["", ""]


def test_the_parts_of_an_item_end_before_the_bracket() -> None:
    notice = "一、民生。\n1.办实事。新建公园十座。（责任单位：市住建局）扩建学校。多招学生。（责任单位：市教育局）\n"
    assert texts(notice) == ["新建公园十座。", "多招学生。"]


def test_a_paragraph_has_no_half_brackets() -> None:
    found = extract(document("修路（责任单位：市交通运输局）。架桥（责任单位：市水利局）。\n"), "case").measures
    assert [(measure.title, measure.text) for measure in found] == [("修路", "修路"), ("架桥", "架桥")]


def test_a_bracket_on_its_own_line_is_about_the_paragraph_above() -> None:
    notice = "修路十公里。\n（责任单位：市交通运输局）\n\n架桥。\n【责任单位：市水利局】\n"
    found = extract(document(notice), "case").measures
    assert [(measure.title, measure.text) for measure in found] == [
        ("修路十公里", "修路十公里。"),
        ("架桥", "架桥。"),
    ]


def test_a_heading_over_duties_goes_with_them() -> None:
    notice = (
        "【整備措施一】演練\n(一) 研修規定。\n(二) 其他。\n"
        "【機關分工】\n(一) 主辦機關：消防局。\n(二) 協辦機關：警察局。\n"
    )
    assert texts(notice) == ["(一) 研修規定。\n(二) 其他。"]


def test_a_task_table_below_an_item_is_not_its_text() -> None:
    notice = "一、修路。建十公里。（责任单位：市交通运输局）\n工作任务\t责任单位\n架桥\t市水利局\n"
    assert texts(notice)[0] == "建十公里。"


_WORDS = st.lists(st.sampled_from(["修路", "（", "）", "，", "。", "；", "\n", " ", "1.", "责任单位："]), max_size=14)


@given(_WORDS, st.data())
def test_widened_cuts_take_no_words(words: list[str], data: st.DataObject) -> None:
    text = "".join(words)
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=4)))
    cuts = list(zip(places[::2], places[1::2], strict=False))
    folded = fold(text)
    wide = widen_cuts(folded, 0, len(text), cuts)
    assert all(a <= b for a, b in wide) and all(one[1] <= two[0] for one, two in pairwise(wide))
    taken = {index for left, right in wide for index in range(left, right)}
    asked = {index for left, right in cuts for index in range(left, right)}
    assert asked <= taken
    assert not {index for index in taken - asked if text[index] in "修路"}
    assert set(cut_passage(text, folded, 0, len(text), cuts)) <= set(text)


def test_what_a_long_title_leaves_out_is_text_and_may_state_the_deadline() -> None:
    first = "加快推进全市老旧小区改造工程项目前期审批和建设全过程管理各项工作"
    rest = "2025年9月底前完成全部审批手续，并建立资金监管机制，确保资金及时足额拨付到位。"
    [measure] = extract(document(f"关于改造的通知\n（一）{first}，{rest}（市住建局牵头）\n"), "case").measures
    assert (measure.title, measure.text) == (first, rest)
    assert str(measure.deadline) == "2025-09-30"
