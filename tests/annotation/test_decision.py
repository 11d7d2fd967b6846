"""The third person's file: nothing is in it that not both say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policygraph.annotation import start_decisions
from policygraph.model import CorrectedBody, Correction, Corrections, MeasureCorrection, Role, RuleCorrection

FIRST: tuple[CorrectedBody, ...] = (CorrectedBody("市财政局", "lead"), CorrectedBody("市林业局", "support"))


def review(*entries: Correction) -> Corrections:
    return Corrections("", "", entries)


def test_both_names_and_the_later_moment() -> None:
    ours = Correction("市财政局负责", FIRST, reviewer="甲", reviewed="2026-11-01T08:00:00+08:00")
    theirs = Correction("市财政局负责", FIRST[::-1], reviewer="乙", reviewed="2026-11-02T08:00:00+08:00")
    found = start_decisions(review(ours), review(theirs))
    [entry] = found.agreed.entries
    assert (entry.reviewer, entry.reviewed, entry.bodies) == ("甲、乙", "2026-11-02T08:00:00+08:00", FIRST)
    assert not found.open


def test_accepting_is_no_correction() -> None:
    found = start_decisions(review(Correction("市财政局负责", None)), review(Correction("市财政局负责", ())))
    assert not found.agreed.entries
    [left] = found.open
    assert (left.words, left.first, left.second) == (
        "市财政局负责",
        Correction("市财政局负责", None),
        Correction("市财政局负责", ()),
    )


def test_what_one_alone_says_is_left_open() -> None:
    found = start_decisions(review(Correction("甲局负责", None)), review(Correction("乙局负责", None)))
    assert [(each.words, each.first is None) for each in found.open] == [("甲局负责", False), ("乙局负责", True)]


def test_the_same_words_elsewhere_are_another_place() -> None:
    ours, theirs = Correction("市财政局负责", (), before="修路。"), Correction("市财政局负责", (), before="植树。")
    assert len(start_decisions(review(ours), review(theirs)).open) == 2


def test_measures_and_rules() -> None:
    measure, rule = MeasureCorrection("一、修路", title="修路"), RuleCorrection("责任单位：市财政局", "first-leads")
    ours = Corrections("", "", (), (measure,), (rule,))
    theirs = Corrections("", "", (), (measure,), (RuleCorrection("责任单位：市财政局", "none"),))
    found = start_decisions(ours, theirs)
    assert (found.agreed.measures, found.agreed.rules, len(found.open)) == ((measure,), (), 1)


ROLES: st.SearchStrategy[Role] = st.sampled_from(["lead", "support"])
BODIES = st.none() | st.lists(st.builds(CorrectedBody, st.sampled_from(["甲局", "乙局"]), ROLES), max_size=2).map(tuple)
REVIEWS = st.dictionaries(st.sampled_from("一二三四五"), BODIES).map(
    lambda said: review(*(Correction(words, bodies) for words, bodies in said.items()))
)


@given(REVIEWS, REVIEWS)
def test_every_place_is_agreed_or_open(ours: Corrections, theirs: Corrections) -> None:
    found = start_decisions(ours, theirs)
    agreed = {entry.statement for entry in found.agreed.entries}
    left = {each.words for each in found.open}
    assert agreed | left == {entry.statement for entry in (*ours.entries, *theirs.entries)}
    assert not agreed & left
    assert agreed <= {entry.statement for entry in ours.entries} & {entry.statement for entry in theirs.entries}
