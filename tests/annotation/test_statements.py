"""Statements of several readings, put together where they overlap."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from policygraph.annotation import ParsedNotice
from policygraph.annotation.statements import Statement, align_statements, list_statements

PLACES = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=8)


def make(places: list[tuple[int, int]]) -> list[Statement]:
    return [Statement(start, start + length, "", "", ()) for start, length in places]


@given(PLACES, PLACES)
def test_every_statement_is_in_one_group_with_all_that_overlap_it(
    first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    ours, theirs = make(first), make(second)
    groups = list(align_statements(ours, theirs))
    assert sorted(each for group, _ in groups for each in group) == sorted(ours)
    assert sorted(each for _, group in groups for each in group) == sorted(theirs)
    ends = [(min(each.start for each in (*a, *b)), max(each.end for each in (*a, *b))) for a, b in groups]
    assert all(end <= start for (_, end), (start, _) in pairwise(ends))


def test_statements_have_the_name_of_their_measure(notice: ParsedNotice) -> None:
    found = list_statements(notice.read())
    assert [(statement.measure, len(statement.parts)) for statement in found] == [
        ("1.修路", 3),
        ("2.植树", 2),
        ("3.办学", 1),
    ]
    assert list_statements(None) == []
