"""All corrections of a notice at their places."""

from __future__ import annotations

from typing import NamedTuple

from ...model import Corrections
from ..text.logical import Logical
from ..text.outline import OutlineItem
from .measures import PlacedMeasure, place_measures
from .places import Lost
from .review import PlacedRule, place_rules
from .statements import Placed, place_statements

__all__ = ["NOTHING_GIVEN", "Given", "place_corrections"]


class Given(NamedTuple):
    """A person's corrections at their places; ``statements`` change a reading, ``accepted`` confirm one."""

    statements: list[Placed]
    accepted: list[Placed]
    measures: list[PlacedMeasure]
    rules: list[PlacedRule]
    lost: Lost


NOTHING_GIVEN = Given([], [], [], [], Lost("", ""))


def place_corrections(logical: Logical, folded: str, tree: OutlineItem, corrections: Corrections, lost: Lost) -> Given:
    """Find the places of a person's corrections.

    Args:
        logical: The logical text.
        folded: The same, folded.
        tree: Its outline.
        corrections: The corrections.
        lost: Receives those whose words are not in the text.

    Returns:
        The corrections, one for each place.
    """
    placed = place_statements(logical, folded, tree, corrections, lost)
    return Given(
        [each for each in placed if each.entry.bodies is not None],
        [each for each in placed if each.entry.bodies is None],
        place_measures(logical, corrections, lost),
        place_rules(logical, corrections, lost),
        lost,
    )
