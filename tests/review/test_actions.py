"""What a person does becomes entries at the right place, and nothing else changes."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.errors import UsageError
from policygraph.model import CorrectedBody, Correction, Corrections, MeasureCorrection, RuleCorrection
from policygraph.review.actions import Action, Draft, Signature
from policygraph.review.places import Locator, entry_id

TEXT = "一、修路。（省厅负责）\n二、治水。（省厅负责）\n三、培训。\n"
FIRST, SECOND = (5, 11), (17, 23)
WORDS = "（省厅负责）"
BY = Signature("张三", "2026-01-02T03:04:05+08:00")
NONE = Corrections("", "")


def draft(corrections: Corrections = NONE, text: str = TEXT) -> Draft:
    return Draft(corrections, Locator(text), BY)


def done(*actions: Action, corrections: Corrections = NONE, text: str = TEXT) -> Corrections:
    made = draft(corrections, text)
    for action in actions:
        made.apply(action)
    return made.corrections()


def test_accepting_names_the_words_who_and_when() -> None:
    (entry,) = done(Action("accept", *FIRST)).entries
    assert entry == Correction(WORDS, None, "", "一、修路。", *BY)


def test_the_second_place_of_the_same_words_is_meant() -> None:
    (entry,) = done(Action("set", *SECOND, (CorrectedBody("市局", "lead"),))).entries
    assert Locator(TEXT).find(entry) == (SECOND,)


def test_white_space_around_a_selection_does_not_count() -> None:
    (entry,) = done(Action("accept", 5, 12)).entries
    assert entry.statement == WORDS


@pytest.mark.parametrize("do", ["accept", "set", "measure", "rule", "withdraw"])
def test_a_selection_without_words_is_refused(do: str) -> None:
    for start, end in ((11, 12), (900, 990), (7, 7), (9, 3)):
        with pytest.raises(UsageError, match="Select words"):
            draft().apply(Action(do, start, end))  # type: ignore[arg-type]


def test_setting_again_replaces_and_accepting_keeps_what_was_set() -> None:
    bodies = (CorrectedBody("市局", "lead"),)
    once = done(Action("set", *FIRST, bodies))
    assert [entry.bodies for entry in done(Action("set", *FIRST, ()), corrections=once).entries] == [()]
    assert [entry.bodies for entry in done(Action("accept", *FIRST), corrections=once).entries] == [bodies]


def test_a_wider_selection_takes_the_place_of_what_it_holds() -> None:
    made = done(Action("accept", *FIRST), Action("set", 2, 11, (CorrectedBody("市局", "lead"),)))
    assert [entry.statement for entry in made.entries] == ["修路。（省厅负责）"]


def test_an_entry_for_all_places_stays_at_the_others() -> None:
    everywhere = Corrections("a.yaml", "x", (Correction(WORDS, (CorrectedBody("市局", "lead"),)),))
    made = done(Action("set", *SECOND, ()), corrections=everywhere)
    assert [(Locator(TEXT).find(entry), entry.bodies) for entry in made.entries] == [
        ((FIRST,), (CorrectedBody("市局", "lead"),)),
        ((SECOND,), ()),
    ]
    # As long as nothing takes a place from it, it stays as it was written.
    untouched = done(Action("rule", 13, 15, rule="first-leads"), corrections=everywhere)
    assert untouched.entries == everywhere.entries


def test_withdrawing_takes_out_the_entry_of_that_kind_alone() -> None:
    made = done(Action("accept", *FIRST), Action("rule", *FIRST, rule="first-leads"))
    assert done(Action("withdraw", *FIRST, of="rule"), corrections=made).entries == made.entries
    gone = done(Action("withdraw", *FIRST), corrections=made)
    assert (gone.entries, gone.rules) == ((), made.rules)
    assert done(Action("withdraw", *SECOND), corrections=made) == made


def test_fields_of_a_measure_are_joined() -> None:
    first = done(Action("measure", 0, 11, fields={"title": "修公路"}))
    (entry,) = done(Action("measure", 0, 11, fields={"deadline": ""}), corrections=first).measures
    assert entry == MeasureCorrection("一、修路。（省厅负责）", "", False, None, "修公路", None, "", *BY)


def test_a_new_measure_is_the_whole_selection() -> None:
    (entry,) = done(Action("measure", 24, 29, fields={"number": "三、"}, new=True)).measures
    assert (entry.words, entry.new, entry.number) == ("三、培训。", True, "三、")


def test_a_rule_is_given_and_changed() -> None:
    once = done(Action("rule", *FIRST, rule="first-leads"))
    assert done(Action("rule", *FIRST, rule="none"), corrections=once).rules == (
        RuleCorrection(WORDS, "none", "一、修路。", *BY),
    )


def test_a_lost_entry_gets_new_words_or_goes() -> None:
    lost = Correction("（省局负责）", (CorrectedBody("省局", "lead"),))
    old = Corrections("", "", (lost,))
    (entry,) = done(Action("resolve", lost=entry_id(lost), words="三、培训。"), corrections=old).entries
    assert (entry.statement, entry.bodies) == ("三、培训。", lost.bodies)
    (entry,) = done(Action("resolve", *SECOND, lost=entry_id(lost), words=WORDS), corrections=old).entries
    assert Locator(TEXT).find(entry) == (SECOND,)
    assert done(Action("resolve", lost=entry_id(lost)), corrections=old).entries == ()
    with pytest.raises(UsageError, match="does not contain"):
        draft(old).apply(Action("resolve", lost=entry_id(lost), words="没有的话"))
    with pytest.raises(UsageError, match="settled"):
        draft(old).apply(Action("resolve", lost="0"))


def test_lost_entries_are_kept_by_other_actions() -> None:
    lost = Correction("（省局负责）", ())
    made = done(Action("accept", *FIRST), corrections=Corrections("", "", (lost,)))
    assert made.entries[1] == lost


spans = st.tuples(st.integers(0, 12), st.integers(0, 12))
actions = st.one_of(
    st.builds(lambda at: Action("accept", at[0], at[1]), spans),
    st.builds(
        lambda at, name: Action("set", at[0], at[1], (CorrectedBody(name, "lead"),)), spans, st.sampled_from("甲乙")
    ),
    st.builds(lambda at: Action("withdraw", at[0], at[1]), spans),
    st.builds(lambda at: Action("measure", at[0], at[1], fields={"title": "x"}), spans),
    st.builds(lambda at: Action("rule", at[0], at[1], rule="first-leads"), spans),
)


@given(st.text("ab ", min_size=3, max_size=12), st.lists(actions, max_size=8))
def test_each_entry_is_found_at_its_own_place(text: str, given: list[Action]) -> None:
    made = draft(text=text)
    for action in given:
        try:
            made.apply(action)
        except UsageError:
            continue
    corrections = made.corrections()
    locator = Locator(text)
    listed = list(corrections.all)
    found = [locator.find(entry) for entry in listed]
    places = {(place.start, place.end) for place in made.places}
    # Words that overlap themselves, as no statement does, are left out.
    apart = [len(re.findall(f"(?={re.escape(entry.words)})", text)) == text.count(entry.words) for entry in listed]
    assert all(places & set(each) for each, alone in zip(found, apart, strict=True) if alone)
    # The first words of a text have none before them that tell them from the same words behind.
    shared = any(set(one) & set(other) for one, other in combinations(found[: len(corrections.entries)], 2))
    assert shared or Draft(corrections, locator, BY).corrections() == corrections
