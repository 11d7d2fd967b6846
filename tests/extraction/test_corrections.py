"""A person's corrections in the reading of a notice: each kind of entry, and what it leaves as it is."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policygraph.documents import read
from policygraph.errors import SourceError
from policygraph.extraction import extract
from policygraph.model import (
    CorrectedBody,
    Correction,
    Corrections,
    Document,
    MeasureCorrection,
    Policy,
    RuleCorrection,
)
from policygraph.resources import examples_dir

NOTICE = """某省2025年工作方案
一、主要任务
（一）修路。打通断头路，由省审计厅全程监督。责任单位：省财政厅、省交通运输厅
（二）架桥。（省水利厅负责）
（三）挖渠。（省水利厅负责）
1.打井。
2.引水，市县也要参与。（省农业农村厅牵头）
二、保障措施
（四）加强宣传，12月底前完成。广泛发动群众。责任单位：省教育厅、省财政厅
"""
WHO = {"reviewer": "张三", "reviewed": "2026-11-29T22:30:00+08:00"}
LEAD = (CorrectedBody("省审计厅", "lead"),)


def read_corrected(text: str, *entries: object, lost: list[object] | None = None) -> Policy:
    kinds = (Correction, MeasureCorrection, RuleCorrection)
    statements, measures, rules = (tuple(each for each in entries if isinstance(each, kind)) for kind in kinds)
    given = Corrections("n.corrections.yaml", "0" * 64, statements, measures, rules)  # type: ignore[arg-type]
    return extract(Document("n.txt", text, "text/plain", "0" * 64), "n", corrections=given, lost=lost)  # type: ignore[arg-type]


def duties(policy: Policy) -> list[tuple[str, str, str, str]]:
    return [
        (each.number, part.name, part.role, part.review) for each in policy.measures for part in each.responsibilities
    ]


PLAIN = duties(read_corrected(NOTICE))


@pytest.mark.parametrize("name", ["市级部门（单位）", "市级部门(单位)"])
def test_a_name_keeps_its_brackets_in_a_statement_in_other_brackets(name: str) -> None:
    words = f"〔省财政厅牵头，{name}配合〕"
    bodies = (CorrectedBody("省财政厅", "joint"), CorrectedBody(name, "support"))
    policy = read_corrected(f"一、任务\n（一）修路。{words}\n", Correction(words, bodies=bodies))
    assert duties(policy) == [("（一）", "省财政厅", "joint", "corrected"), ("（一）", name, "support", "corrected")]


def test_the_notice_without_corrections() -> None:
    assert PLAIN == [
        ("（一）", "省财政厅", "responsible", "unseen"),
        ("（一）", "省交通运输厅", "responsible", "unseen"),
        ("（二）", "省水利厅", "responsible", "unseen"),
        ("（三）", "省水利厅", "responsible", "unseen"),
        ("2.", "省农业农村厅", "lead", "unseen"),
        ("（四）", "省教育厅", "responsible", "unseen"),
        ("（四）", "省财政厅", "responsible", "unseen"),
    ]


def test_words_before_choose_one_place() -> None:
    entry = Correction("（省水利厅负责）", LEAD, before="（三）挖渠。", **WHO)
    found = duties(read_corrected(NOTICE, entry))
    assert found[2:4] == [("（二）", "省水利厅", "responsible", "unseen"), ("（三）", "省审计厅", "lead", "corrected")]


def test_of_entries_about_one_place_the_one_about_the_fewest_counts_then_the_last() -> None:
    one = Correction("（省水利厅负责）", (CorrectedBody("省教育厅", "lead"),), "（三）")
    all_ = Correction("（省水利厅负责）", LEAD)
    for entries in ([one, all_], [all_, one], [Correction("（省水利厅负责）", None, "（三）"), one, all_]):
        found = duties(read_corrected(NOTICE, *entries))
        assert [name for _, name, _, review in found if review == "corrected"] == ["省审计厅", "省教育厅"]


@pytest.mark.parametrize("before", ["一些别的字（三）挖渠。", "挖渠。"])
def test_words_that_moved_are_found_by_what_is_most_like(before: str) -> None:
    found = duties(read_corrected(NOTICE, Correction("（省水利厅负责）", LEAD, before=before)))
    assert [name for number, name, _, _ in found if number in ("（二）", "（三）")][:2] == ["省水利厅", "省审计厅"]


def test_words_are_found_by_themselves_and_across_new_line_breaks() -> None:
    text = NOTICE.replace("省财政厅、省交通运输厅", "省财政厅、\n省交通运输厅")
    entry = Correction("责任单位：省财政厅、省交通运输厅", LEAD, before="完全不同的文字")
    assert duties(read_corrected(text, entry))[0] == ("（一）", "省审计厅", "lead", "corrected")


def test_an_accepted_reading_stays_and_says_who() -> None:
    policy = read_corrected(NOTICE, Correction("责任单位：省财政厅、省交通运输厅", None, **WHO))
    assert [each[:3] for each in duties(policy)] == [each[:3] for each in PLAIN]
    assert [each[3] for each in duties(policy)] == ["accepted"] * 2 + ["unseen"] * 5
    part = policy.measures[0].responsibilities[0]
    assert (part.reviewer, part.reviewed, part.basis) == ("张三", "2026-11-29T22:30:00+08:00", "default")


def test_words_that_are_not_read_are_settled_once_their_statement_is_accepted() -> None:
    words = "责任单位：省财政厅、尽快落实到位"
    text = f"（一）修路。{words}\n（二）架桥。{words}"
    assert [each.passage.quote for each in read_corrected(text).unread] == ["尽快落实到位"] * 2
    policy = read_corrected(text, Correction(words, None, "（一）", **WHO))
    assert [each.passage.start for each in policy.unread] == [text.rindex("尽快落实到位")]
    assert [each.kind for each in policy.account if each.passage.quote == "尽快落实到位"] == ["nobody", "unread"]
    assert [each[1:] for each in duties(policy)] == [
        ("省财政厅", "responsible", "accepted"),
        ("省财政厅", "responsible", "unseen"),
    ]


def test_a_body_has_the_level_kind_and_deadline_that_a_person_gives() -> None:
    bodies = (
        CorrectedBody("某某中心", "lead", "county", None, "2025-06-30"),
        CorrectedBody("财政部门", "support", "municipal", "class"),
        CorrectedBody("各市教育局", "support", None, "named", "长期"),
    )
    policy = read_corrected(NOTICE, Correction("（省水利厅负责）", bodies, "（二）"))
    one, two, three = policy.measures[1].responsibilities
    assert (one.body.level, one.due.value, one.deadline_text) == ("county", "2025-06-30", "2025-06-30")
    assert (two.body.level, two.body.type, two.body.functions) == ("municipal", "DepartmentGroup", ("finance",))
    assert three.body.type != "DepartmentGroup" and (three.deadline, three.deadline_text) == (None, "长期")


def test_nobody_leaves_the_other_parts_of_an_item_as_they_are() -> None:
    text = "3.办实事。建公园。（市住建局负责）建学校。（市教育局负责）建路。（市交通局负责）"
    policy = read_corrected(text, Correction("（市住建局负责）", ()))
    assert [(each.key, part.name) for each in policy.measures for part in each.responsibilities] == [
        ("3-2", "市教育局"),
        ("3-3", "市交通局"),
    ]
    assert not policy.unread


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("由省审计厅全程监督", "（一）"),
        ("省审计厅", "（一）"),
        ("打井", "（三）"),
        ("市县", "2."),
        ("广泛发动群众", "（四）"),
        ("一、主要任务", "一、"),
        ("某省2025年", ""),
    ],
)
def test_a_missed_body_is_added_where_its_words_are(words: str, number: str) -> None:
    found = duties(read_corrected(NOTICE, Correction(words, LEAD)))
    assert [each for each in found if each[3] == "corrected"] == [(number, "省审计厅", "lead", "corrected")]
    assert [each for each in found if each[3] != "corrected"] == PLAIN


@cache
def example(name: str) -> tuple[Document, Policy]:
    document = read(examples_dir() / name)
    return document, extract(document, "n")


@settings(max_examples=100)
@given(st.sampled_from(sorted(path.name for path in examples_dir().glob("*.txt"))), st.data())
def test_a_body_can_be_added_anywhere_and_nothing_else_changes(name: str, data: st.DataObject) -> None:
    document, policy = example(name)
    start = data.draw(st.integers(0, len(document.text) - 1))
    end = data.draw(st.integers(start + 1, min(start + 30, len(document.text))))
    words = document.text[start:end].strip()
    touched = any(entry.passage.start < end and start < entry.passage.end for entry in policy.account)
    if touched or not any(map(str.isalnum, words)) or document.text.count(words) > 1:
        return
    entry = Correction(words, (CorrectedBody("火星殖民局", "support"),))
    corrected = extract(document, "n", corrections=Corrections("c", "", (entry,)))
    parts = [(each.key, part) for each in corrected.measures for part in each.responsibilities]
    (added,) = [(key, part) for key, part in parts if part.name == "火星殖民局"]
    assert (added[1].review, added[1].role) == ("corrected", "support")
    before = [(each.key, part) for each in policy.measures for part in each.responsibilities]
    assert [pair for pair in parts if pair != added] == before


def test_a_correction_in_a_line_of_units_leaves_the_other_lines() -> None:
    text = "某市2025年分工\n一、任务分工\n市教育局：负责建学校。\n市财政局：负责筹钱。\n市交通局：负责修路。\n"
    plain = duties(read_corrected(text))
    assert len(plain) == 3
    found = duties(read_corrected(text, Correction("市财政局：", LEAD)))
    assert [each[1] for each in found] == ["市教育局", "省审计厅", "市交通局"]
    found = duties(read_corrected(text, Correction("筹钱", LEAD)))
    assert sorted(each[1] for each in found) == sorted([*(each[1] for each in plain), "省审计厅"])


def test_a_body_is_added_in_a_row_and_in_a_line_of_a_table_that_is_no_measure() -> None:
    text = "工作任务\t责任单位\n修路并养路\t省财政厅\n种树\t\n"
    policy = read_corrected(text, Correction("养路", LEAD), Correction("种树", LEAD))
    assert sorted(each[1] for each in duties(policy)) == ["省审计厅", "省审计厅", "省财政厅"]


def test_the_fields_of_a_measure() -> None:
    entry = MeasureCorrection("（一）修路", "", False, "1.", "修公路", "保障措施", "2025-03-31", **WHO)
    policy = read_corrected(NOTICE, entry, MeasureCorrection("（四）加强宣传", deadline="", heading=""))
    first, last = policy.measures[0], policy.measures[-1]
    assert (first.number, first.title, str(first.deadline), first.deadline_text) == (
        "1.",
        "修公路",
        "2025-03-31",
        "2025-03-31",
    )
    assert first.category is not None and first.category.title == "保障措施" and first.category.number == "二、"
    assert (last.deadline, last.deadline_text, last.category) == (None, "", None)
    assert str(read_corrected(NOTICE).measures[-1].deadline) == "2025-12-31"


def test_a_heading_that_does_not_exist_is_made_once() -> None:
    entries = [MeasureCorrection(words, heading="新的标题") for words in ("（一）修路", "（二）架桥")]
    policy = read_corrected(NOTICE, *entries)
    made = [each for each in policy.categories if each.title == "新的标题"]
    assert [each.path for each in made] == [(3,)]
    assert [each.category for each in policy.measures[:2]] == made * 2


def test_a_passage_becomes_a_measure_with_its_statements() -> None:
    text = (
        NOTICE
        + "（五）促消费。建甲馆。\n建乙馆，由省商务厅负责，6月底前建成。（省文旅厅牵头）办丙会。（省体育局负责）\n"
    )
    words = "建乙馆，由省商务厅负责，6月底前建成。（省文旅厅牵头）"
    plain = [(each.key, [part.name for part in each.responsibilities]) for each in read_corrected(text).measures[-2:]]
    assert plain == [("2.5-1", ["省文旅厅"]), ("2.5-2", ["省体育局"])]
    policy = read_corrected(text, MeasureCorrection(words, new=True, title="乙馆", **WHO))
    item, made = policy.measures[-2:]
    assert (item.number, [part.name for part in item.responsibilities]) == ("（五）", ["省体育局"])
    assert "乙馆" not in item.text and "丙会" in item.text
    assert (made.title, made.number, made.span.quote, str(made.deadline)) == ("乙馆", "", words, "2025-06-30")
    assert [part.name for part in made.responsibilities] == ["省文旅厅"]
    assert made.category is not None and made.category.title == "保障措施"
    corrected = read_corrected(text, MeasureCorrection(words, new=True), Correction("（省文旅厅牵头）", LEAD))
    assert [part.name for part in corrected.measures[-1].responsibilities] == ["省审计厅"]
    assert corrected.measures[-1].key == made.key


def test_a_new_measure_may_have_no_body_yet_and_take_one() -> None:
    new = MeasureCorrection("打通断头路，", new=True, heading="新的")
    policy = read_corrected(NOTICE, new)
    assert [each.responsibilities for each in policy.measures if each.key.startswith("added-")] == [()]
    assert duties(policy) == PLAIN
    policy = read_corrected(NOTICE, new, Correction("断头路", LEAD))
    (made,) = [each for each in policy.measures if each.key.startswith("added-")]
    assert [part.name for part in made.responsibilities] == ["省审计厅"]
    assert [each for each in duties(policy) if each[3] == "unseen"] == PLAIN


def test_a_rule_holds_from_its_place_and_stops_where_a_person_says() -> None:
    entry = RuleCorrection("责任单位：省教育厅、省财政厅", "first-leads", **WHO)
    policy = read_corrected(NOTICE, entry)
    assert duties(policy)[-2:] == [
        ("（四）", "省教育厅", "lead", "corrected"),
        ("（四）", "省财政厅", "responsible", "unseen"),
    ]
    assert policy.measures[-1].responsibilities[0].reviewer == "张三"
    assert duties(policy)[:-2] == PLAIN[:-2]
    text = NOTICE.replace("（一）修路。", "（一）修路（责任单位中排第一位的为牵头单位，下同）。")
    assert [each[2] for each in duties(read_corrected(text))].count("lead") == 3
    stopped = duties(read_corrected(text, RuleCorrection("二、保障措施", "none")))
    assert stopped[0][2] == "lead"
    assert stopped[-2] == ("（四）", "省教育厅", "responsible", "corrected")


def test_entries_whose_words_are_gone_are_handed_back_or_an_error() -> None:
    entries = [
        Correction("没有的话", LEAD),
        Correction("（省水利厅负责）", None, "（九）"),
        MeasureCorrection("没有的措施"),
        MeasureCorrection("某省2025年工作方案", title="标题"),
        RuleCorrection("没有的规则", "none"),
    ]
    lost: list[object] = []
    assert duties(read_corrected(NOTICE, *entries, lost=lost)) == PLAIN
    assert set(lost) == set(entries)
    for entry in entries:
        with pytest.raises(SourceError, match=r"n\.corrections\.yaml"):
            read_corrected(NOTICE, entry)
