"""The statements of a reading: passages, with who is responsible by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..model import Policy, Responsibility, ReviewStatus

__all__ = ["Statement", "align_statements", "list_statements"]


class Statement(NamedTuple):
    """A passage with its responsibilities."""

    start: int
    end: int
    words: str
    measure: str
    parts: tuple[Responsibility, ...]

    @property
    def review(self) -> ReviewStatus:
        """Whether a person has accepted or corrected it."""
        return next((part.review for part in self.parts if part.review != "unseen"), "unseen")


def list_statements(policy: Policy | None) -> list[Statement]:
    """List the statements of a reading.

    Args:
        policy: The reading, if there is one.

    Returns:
        The statements in the order of the text.
    """
    found: dict[tuple[int, int], list[Responsibility]] = {}
    names: dict[tuple[int, int], str] = {}
    for measure in policy.measures if policy else ():
        for part in measure.responsibilities:
            place = part.evidence.start, part.evidence.end
            found.setdefault(place, []).append(part)
            names.setdefault(place, measure.name)
    return [
        Statement(*place, parts[0].evidence.quote, names[place], tuple(parts)) for place, parts in sorted(found.items())
    ]


def align_statements(*readings: Iterable[Statement]) -> Iterator[tuple[list[Statement], ...]]:
    """Put together the statements of several readings that overlap.

    Args:
        *readings: The statements of each reading.

    Yields:
        For each passage the statements of each reading, in the order of the text.

    Example:
        >>> ours = [Statement(0, 9, "", "", ()), Statement(20, 30, "", "", ())]
        >>> theirs = [Statement(4, 12, "", "", ())]
        >>> [[len(group) for group in groups] for groups in align_statements(ours, theirs)]
        [[1, 1], [1, 0]]
    """
    whole = sorted(
        ((each.start, each.end, at, each) for at, statements in enumerate(readings) for each in statements),
        key=lambda found: found[:3],
    )
    groups: tuple[list[Statement], ...] = tuple([] for _ in readings)
    reach = 0
    for start, end, at, statement in whole:
        if any(groups) and start >= reach:
            yield groups
            groups, reach = tuple([] for _ in readings), 0
        groups[at].append(statement)
        reach = max(reach, end)
    if any(groups):
        yield groups
