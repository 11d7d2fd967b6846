"""All boxes compared at once are the same as two by two."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from policygraph.atlas.boxes import Box, count_covered, find_overlapping, measure_overlap

NUMBERS = st.integers(-60, 60).map(float)
SIZES = st.integers(1, 25).map(float)
PLACED = st.lists(st.tuples(st.tuples(NUMBERS, NUMBERS), st.builds(Box, SIZES, SIZES, SIZES)), min_size=1, max_size=9)


@given(PLACED, st.sampled_from([0.0, 22.0]))
def test_all_at_once_is_two_by_two(placed: list[tuple[tuple[float, float], Box]], air: float) -> None:
    points, rooms = [point for point, _ in placed], [room for _, room in placed]
    expected = [
        [a, b]
        for a, b in combinations(range(len(placed)), 2)
        if measure_overlap(points[a], rooms[a], points[b], rooms[b], air) is not None
    ]
    assert find_overlapping([x for x, _ in points], [y for _, y in points], rooms, air) == expected
    if air == 0:
        assert count_covered(points, rooms, []) == len(expected)


def test_a_line_covers_the_labels_it_passes_and_not_its_own() -> None:
    points, rooms = [(0.0, 0.0), (50.0, 0.0), (100.0, 0.0), (50.0, 90.0)], [Box(10, 5, 15)] * 4
    assert count_covered(points, rooms, [(0, 2)]) == 0.5
    assert count_covered(points, rooms, [(0, 1), (1, 2)]) == 0
    assert count_covered(points, rooms, [(3, 3)]) == 0  # from a place to itself, and near nothing
