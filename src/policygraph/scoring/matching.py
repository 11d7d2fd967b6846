"""Which measure of a program is which measure of the annotation, and the same for the bodies in them.

Measures are paired one to one, in four rounds; each takes those that the rounds before it left over:

1. The titles are the same, without punctuation and quotation marks.
2. One title of four characters or more is the beginning of the other.
3. The first 40 characters of the titles are alike (``difflib`` ratio above 0.6); the same number adds 0.5.
4. One of the two has no title: they have the same number, or the statement of one is a part of that of the other.

If a round has a choice, it takes the pairing with the highest sum of likeness, then of equal headings and numbers,
then of bodies, roles, levels and kinds that agree. Bodies are paired one to one within paired measures so
that as many as possible have a spelling in common, then as many roles, then as many levels and kinds as possible are
right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from .names import fold_title, fold_words
from .records import ScoredMeasure, ScoredUnit

__all__ = ["pair_measures", "pair_units"]

A = TypeVar("A")
B = TypeVar("B")

#: Likeness above which two titles may be of one measure, and what the same number adds.
_ALIKE, _NUMBER = 0.6, 0.5
_COMPARED = 40
_SHORTEST_BEGINNING = 4
#: Digits of the value of a pair: more than a measure has bodies, and small enough for exact sums of a thousand pairs.
_BASE = 128


def pair_units(wanted: Sequence[ScoredUnit], found: Sequence[ScoredUnit]) -> list[tuple[int, int]]:
    """Pair the bodies of two measures.

    Args:
        wanted: The bodies of the annotation.
        found: Those of a program.

    Returns:
        The positions of those that are the same.

    Example:
        >>> wanted = [ScoredUnit.make("省教育厅", "lead"), ScoredUnit.make("省财政厅", "support")]
        >>> pair_units(wanted, [ScoredUnit.make("省财政厅"), ScoredUnit.make("省公安厅")])
        [(1, 0)]
    """
    return _pair(wanted, found, _agreement_of_units)


def _agreement_of_units(wanted: ScoredUnit, found: ScoredUnit) -> float:
    if wanted.forms.isdisjoint(found.forms):
        return 0
    level, kind = found.level in wanted.levels, found.kind == wanted.kind
    # A factor of 4096: no measure has so many bodies that levels outweigh a role.
    return ((4096 + (found.role in wanted.roles)) * 4096 + level) * 4096 + kind


def pair_measures(wanted: Sequence[ScoredMeasure], found: Sequence[ScoredMeasure]) -> list[tuple[int, int]]:
    """Pair the measures of a document.

    Args:
        wanted: The measures of the annotation.
        found: Those of a program.

    Returns:
        The positions of those that are the same, in the order of the annotation.

    Example:
        >>> one, other = (ScoredMeasure.make("1.", title, "", ()) for title in ("加大教育扶持力度", "加大教育扶持"))
        >>> pair_measures([one], [other])
        [(0, 0)]
    """
    pairs: list[tuple[int, int]] = []
    for likeness in (_same_title, _same_beginning, _alike, _untitled):
        taken, given = {at for at, _ in pairs}, {at for _, at in pairs}
        left = [at for at in range(len(wanted)) if at not in taken]
        right = [at for at in range(len(found)) if at not in given]
        here = _pair([wanted[at] for at in left], [found[at] for at in right], _value_of(likeness))
        pairs += [(left[one], right[other]) for one, other in here]
    return sorted(pairs)


def _value_of(
    likeness: Callable[[ScoredMeasure, ScoredMeasure], float],
) -> Callable[[ScoredMeasure, ScoredMeasure], float]:
    """Value a pair by its likeness, in thousandths, and then by what else agrees."""

    def value(wanted: ScoredMeasure, found: ScoredMeasure) -> float:
        alike = round(1000 * likeness(wanted, found))
        if not alike:
            return 0
        heading = fold_title(wanted.category) == fold_title(found.category)
        agreed = _count_agreeing(wanted, found)
        return (alike * 4 + 2 * heading + _same_number(wanted, found)) * _BASE**4 + agreed

    return value


def _count_agreeing(wanted: ScoredMeasure, found: ScoredMeasure) -> int:
    """Score the agreement of two lists: bodies count most, then roles, levels and kinds."""
    pairs = [(wanted.units[one], found.units[other]) for one, other in pair_units(wanted.units, found.units)]
    counts = (
        len(pairs),
        sum(other.role in one.roles for one, other in pairs),
        sum(other.level in one.levels for one, other in pairs),
        sum(other.kind == one.kind for one, other in pairs),
    )
    value = 0
    for count in counts:
        value = value * _BASE + min(count, _BASE - 1)
    return value


def _same_number(wanted: ScoredMeasure, found: ScoredMeasure) -> bool:
    return fold_title(wanted.number) == fold_title(found.number)


def _same_title(wanted: ScoredMeasure, found: ScoredMeasure) -> float:
    return not set(wanted.titles).isdisjoint(found.titles)


def _same_beginning(wanted: ScoredMeasure, found: ScoredMeasure) -> float:
    return any(
        min(len(one), len(other)) >= _SHORTEST_BEGINNING and (one.startswith(other) or other.startswith(one))
        for one in wanted.titles
        for other in found.titles
    )


def _alike(wanted: ScoredMeasure, found: ScoredMeasure) -> float:
    ratio = max((_ratio(one, other) for one in wanted.titles for other in found.titles), default=0.0)
    return ratio + _NUMBER * _same_number(wanted, found) if ratio > _ALIKE else 0


def _ratio(one: str, other: str) -> float:
    match = SequenceMatcher(None, one[:_COMPARED], other[:_COMPARED])
    # An upper bound that is cheap: most pairs end here.
    return match.ratio() if match.real_quick_ratio() > _ALIKE and match.quick_ratio() > _ALIKE else 0.0


def _untitled(wanted: ScoredMeasure, found: ScoredMeasure) -> float:
    if wanted.titles and found.titles:
        return 0
    if fold_title(wanted.number) and _same_number(wanted, found):
        return 1
    one, other = fold_words(wanted.statement), fold_words(found.statement)
    return bool(one and other) and (one in other or other in one)


def _pair(wanted: Sequence[A], found: Sequence[B], value: Callable[[A, B], float]) -> list[tuple[int, int]]:
    """Pair one to one with the highest sum of values; pairs without value are not made.

    What can only be paired with each other is paired apart from the rest: sums stay small and exact, and most groups
    are of one pair.
    """
    values: dict[tuple[int, int], float] = {}
    partners: dict[int, list[int]] = defaultdict(list)
    others: dict[int, list[int]] = defaultdict(list)
    for one, left in enumerate(wanted):
        for other, right in enumerate(found):
            if worth := value(left, right):
                values[one, other] = worth
                partners[one].append(other)
                others[other].append(one)
    pairs: list[tuple[int, int]] = []
    seen: set[int] = set()
    for start in partners:
        if start in seen:
            continue
        ours, theirs = _connected(start, partners, others)
        seen |= set(ours)
        pairs += _assign(ours, theirs, values)
    return sorted(pairs)


def _connected(start: int, partners: dict[int, list[int]], others: dict[int, list[int]]) -> tuple[list[int], list[int]]:
    ours, theirs, open_ = {start}, set[int](), [start]
    while open_:
        for other in partners[open_.pop()]:
            if other not in theirs:
                theirs.add(other)
                fresh = [one for one in others[other] if one not in ours]
                ours.update(fresh)
                open_ += fresh
    return sorted(ours), sorted(theirs)


def _assign(ours: list[int], theirs: list[int], values: dict[tuple[int, int], float]) -> list[tuple[int, int]]:
    if len(ours) == len(theirs) == 1:
        return [(ours[0], theirs[0])]
    import numpy
    from scipy.optimize import linear_sum_assignment

    table = numpy.array([[values.get((one, other), 0.0) for other in theirs] for one in ours])
    rows, columns = linear_sum_assignment(table, maximize=True)
    return [(ours[r], theirs[c]) for r, c in zip(rows, columns, strict=True) if table[r, c]]
