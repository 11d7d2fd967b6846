"""Several readings of one document side by side: every pair of measure and body that any of them has.

Readings cut a document differently where a person makes a measure, or says that a statement makes nobody responsible.
A pair therefore belongs to the smallest measure of any reading around its statement. A body is the same in two readings
if they identify it as one, or write its name alike: a level that a person corrects makes no other body.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..model import ROLES, Measure, Policy, Responsibility, ReviewStatus

__all__ = ["NOBODY", "Decision", "Pair", "pair_up"]


class Decision(NamedTuple):
    """What one reading says about a body in a measure.

    Attributes:
        roles: Its roles, in the order of ``ROLES``, joined by ``+``; empty if it has none.
        level: Its level.
        kind: Whether it is one body or a class.
        deadline: Its deadline, or that of the measure.
        review: Whether a person has accepted or corrected it.
        measure: The measure, as this reading has it.
        words: The statement.
    """

    roles: str = ""
    level: str = ""
    kind: str = ""
    deadline: str = ""
    review: ReviewStatus = "unseen"
    measure: Measure | None = None
    words: str = ""


#: The body has no role in the measure.
NOBODY = Decision()


class Pair(NamedTuple):
    """A measure and a body, with what each reading says.

    Attributes:
        place: The start and end of the measure.
        body: The name of the body.
        decisions: Those of the readings, in their order.
    """

    place: tuple[int, int]
    body: str
    decisions: tuple[Decision, ...]

    @property
    def measure(self) -> Measure:
        """The measure, as the first reading has it that names the body."""
        return next(each.measure for each in self.decisions if each.measure)

    @property
    def words(self) -> str:
        """The statement, in the same reading."""
        return next((each.words for each in self.decisions if each.words), "")


def pair_up(readings: Sequence[Policy]) -> list[Pair]:
    """Put readings of one document side by side.

    Args:
        readings: The readings.

    Returns:
        The pairs in the order of the text.

    Example:
        >>> from policygraph import read
        >>> from policygraph.resources import examples_dir
        >>> policy = read(examples_dir() / "fujian-relocation-2020.txt")
        >>> pairs = pair_up([policy, policy])
        >>> len(pairs), pairs[0].body, {len(pair.decisions) for pair in pairs}
        (106, '省自然资源厅', {2})
    """
    locate = _Locator(measure for policy in readings for measure in policy.measures)
    names: dict[tuple[tuple[int, int], str], str] = {}
    found: dict[tuple[tuple[int, int], str], list[list[tuple[Measure, Responsibility]]]] = {}
    for at, policy in enumerate(readings):
        for measure in policy.measures:
            for part in measure.responsibilities:
                place = locate.around(measure, part)
                key = names.setdefault((place, part.name), part.body.key)
                found.setdefault((place, key), [[] for _ in readings])[at].append((measure, part))
    pairs = [
        Pair(place, next(part.name for each in said for _, part in each), tuple(map(_decide, said)))
        for (place, _), said in found.items()
    ]
    return sorted(pairs, key=lambda pair: pair.place)


class _Locator:
    """Finds the smallest measure around a statement."""

    def __init__(self, measures: Iterable[Measure]) -> None:
        spans = {(measure.span.start, measure.span.end) for measure in measures}
        self._spans = sorted(spans, key=lambda span: (span[1] - span[0], span))
        self._known: dict[int, tuple[int, int]] = {}

    def around(self, measure: Measure, part: Responsibility) -> tuple[int, int]:
        start, end = measure.span.start, measure.span.end
        # A sentence for the whole document stands outside the measures that it is about.
        at = part.evidence.start if start <= part.evidence.start < end else start
        if at not in self._known:
            inside = (span for span in self._spans if span[0] <= at < span[1])
            self._known[at] = next(inside, (start, end))
        return self._known[at]


def _decide(said: Sequence[tuple[Measure, Responsibility]]) -> Decision:
    if not said:
        return NOBODY
    measure, first = said[0]
    roles = {part.role for _, part in said}
    reviews = [part.review for _, part in said if part.review != "unseen"]
    return Decision(
        "+".join(role for role in ROLES if role in roles),
        first.body.level,
        first.body.kind,
        measure.due_of(first).label,
        reviews[0] if reviews else "unseen",
        measure,
        first.evidence.quote,
    )
