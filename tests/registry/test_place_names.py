"""Places are found by their names, the longest first, none within another."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from policygraph.registry.place_names import find_places, place_index


def test_every_place_is_found_by_its_name() -> None:
    names = place_index()
    assert len(names) > 500
    assert all(find_places(f"在{name}。") == [(1, name, place)] for name, place in names.items())


@given(st.lists(st.sampled_from(sorted(place_index())) | st.text("福建省市州县厦门北京的在", max_size=4), max_size=12))
def test_the_same_as_one_pattern_of_all_names(pieces: list[str]) -> None:
    text = "".join(pieces)
    pattern = re.compile("|".join(sorted(map(re.escape, place_index()), key=len, reverse=True)))
    assert [(at, name) for at, name, _ in find_places(text)] == [(m.start(), m.group()) for m in pattern.finditer(text)]
