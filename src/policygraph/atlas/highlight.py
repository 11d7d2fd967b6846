"""Passages in a text: cut into runs that are evidence and runs that are not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Run", "runs"]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a text; ``marks`` are the passages, as (start, end), that it belongs to: none for plain text."""

    text: str
    start: int
    marks: tuple[tuple[int, int], ...]


def runs(text: str, passages: Iterable[tuple[int, int]], start: int = 0, end: int | None = None) -> list[Run]:
    """The part of a text from ``start`` to ``end`` as runs, in which no passage begins or ends.

    Passages may overlap; what lies outside the text is left out. Put together, the runs are the text.

    >>> [(run.text, len(run.marks)) for run in runs("abcdef", [(1, 3), (2, 4)])]
    [('a', 0), ('b', 1), ('c', 2), ('d', 1), ('ef', 0)]
    """
    end = len(text) if end is None else min(end, len(text))
    wanted = sorted({(max(a, start), min(b, end), a, b) for a, b in passages if a < b and a < end and b > start})
    cuts = sorted({start, end, *(cut for a, b, _, _ in wanted for cut in (a, b))})
    found = []
    for left, right in pairwise(cuts):
        marks = tuple((a0, b0) for a, b, a0, b0 in wanted if a <= left and right <= b)
        found.append(Run(text[left:right], left, marks))
    return found
