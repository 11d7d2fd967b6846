"""Cohen's kappa and F1 against their definitions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.annotation import cohen_kappa
from policygraph.annotation.agreement import Score, measure_agreement, reviewed_by
from policygraph.annotation.pairs import NOBODY, Decision, Pair

LEAD, SUPPORT = Decision("lead"), Decision("support")
ROLES = st.sampled_from(["", "lead", "support", "responsible"])
JUDGEMENTS = st.lists(st.tuples(ROLES, ROLES), min_size=1, max_size=40)


def pair(*decisions: Decision, at: int = 0) -> Pair:
    return Pair((at, at + 9), "省财政厅", decisions)


@given(JUDGEMENTS)
def test_kappa_is_agreement_beyond_chance(judged: list[tuple[str, str]]) -> None:
    whole = len(judged)
    observed = Fraction(sum(one == other for one, other in judged), whole)
    first, second = ([each[at] for each in judged] for at in (0, 1))
    categories = {*first, *second}
    expected = sum(Fraction(first.count(each), whole) * Fraction(second.count(each), whole) for each in categories)
    found = cohen_kappa(judged)
    if expected == 1:
        assert found is None
    else:
        assert found is not None
        assert found == pytest.approx(float((observed - expected) / (1 - expected)))
        assert -1 <= found <= 1
        assert (found == 1) == (observed == 1)


@given(JUDGEMENTS)
def test_neither_reviewer_comes_first(judged: list[tuple[str, str]]) -> None:
    pairs = [pair(Decision(one), Decision(other)) for one, other in judged]
    ours, theirs = measure_agreement(pairs, 0, 1), measure_agreement(pairs, 1, 0)
    assert (ours.kappa_role, ours.kappa_who, ours.same) == (theirs.kappa_role, theirs.kappa_who, theirs.same)
    assert ours.role.f1 == pytest.approx(theirs.role.f1)
    assert (ours.who.precision, ours.who.recall) == (theirs.who.recall, theirs.who.precision)


def test_no_units_have_no_kappa() -> None:
    assert cohen_kappa([]) is None
    assert measure_agreement([], 0, 1).who == Score(1.0, 1.0)


def test_the_same_body_in_another_role_is_the_same_body() -> None:
    found = measure_agreement([pair(LEAD, SUPPORT), pair(LEAD, NOBODY)], 0, 1)
    assert (found.who.precision, found.who.recall, found.role.f1, found.same) == (1.0, 0.5, 0.0, 0)


def test_what_both_leave_out_is_agreement() -> None:
    found = measure_agreement([pair(LEAD, NOBODY, NOBODY), pair(LEAD, LEAD, LEAD)], 1, 2)
    assert (found.units, found.same, found.kappa_who, found.kappa_role) == (2, 2, 1.0, 1.0)


def test_a_measure_is_reviewed_if_something_in_it_was_accepted_or_changed() -> None:
    accepted = LEAD._replace(review="accepted")
    pairs = [pair(LEAD, accepted, at=0), pair(LEAD, LEAD, at=10), pair(LEAD, NOBODY, at=20), pair(LEAD, SUPPORT, at=30)]
    assert reviewed_by(pairs, 1) == {(0, 9), (20, 29), (30, 39)}
