"""Measure how far two reviewers of a document agree.

The units are pairs of a measure and a body: all that either reviewer names, or the reading that both started from. The
categories are the role, or none. Cohen's kappa (J. Cohen, A coefficient of agreement for nominal scales, Educational
and Psychological Measurement 20, 1960, 37–46) is the agreement beyond chance::

    kappa = (p_o - p_e) / (1 - p_e)

p_o is the share of units for which both say the same; p_e is the share expected if each assigned the same categories,
as often, by chance. With p_e = 1 (both use a single category throughout) kappa is not defined.

Every report must state two limits. Bodies that nobody names anywhere are not units, although both reviewers agree on
them: there is no list of all bodies that could be named. Kappa for *who* is therefore low if nearly all units are named
by both. F1 does not need such units; it approaches kappa as their number grows (G. Hripcsak and A. Rothschild,
Agreement, the F-measure, and reliability in information retrieval, Journal of the American Medical Informatics
Association 12, 2005, 296–298). And what neither has looked at is the same in both files: the agreement on measures that
both have reviewed is the one that says something about the reviewers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .pairs import Pair

__all__ = ["Agreement", "Score", "cohen_kappa", "measure_agreement", "reviewed_by"]


class Score(NamedTuple):
    """Precision and recall of one person's pairs against those of another as the reference, and F1, their mean.

    Exchanging the two exchanges precision and recall; F1 is the same.
    """

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean; 1 if neither names anybody."""
        whole = self.precision + self.recall
        return 2 * self.precision * self.recall / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of two readings.

    Attributes:
        units: The number of pairs of a measure and a body.
        same: The number of those for which both say the same role, or none.
        kappa_who: Kappa with two categories: the body is named, or not; ``None`` if it is not defined.
        kappa_role: Kappa with the roles and none as categories; ``None`` if it is not defined.
        who: The bodies of the second against those of the first.
        role: The same, where a role must be the same too.
    """

    units: int
    same: int
    kappa_who: float | None
    kappa_role: float | None
    who: Score
    role: Score


def cohen_kappa(judgements: Iterable[tuple[str, str]]) -> float | None:
    """Compute Cohen's kappa.

    Args:
        judgements: The category that each of two persons gives to each unit.

    Returns:
        Kappa from -1 to 1: 1 for full agreement, 0 for as much as by chance. ``None`` without units, or if both use a
        single category throughout.

    Example:
        Of 50 units both say yes to 20 and no to 15: 0.7 agree, 0.5 would by chance.

        >>> table = {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}
        >>> round(cohen_kappa(pair for pair, number in table.items() for _ in range(number)), 9)
        0.4
        >>> cohen_kappa([("lead", "lead"), ("lead", "lead")]) is None
        True
    """
    table = Counter(judgements)
    whole = table.total()
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for (one, other), number in table.items():
        first[one] += number
        second[other] += number
    # Whole numbers, so that a chance of exactly 1 is known as such.
    expected = sum(number * second[category] for category, number in first.items())
    if expected == whole * whole:
        return None
    observed = sum(number for (one, other), number in table.items() if one == other)
    return (observed * whole - expected) / (whole * whole - expected)


def measure_agreement(pairs: Sequence[Pair], first: int, second: int) -> Agreement:
    """Measure the agreement of two readings.

    Args:
        pairs: The pairs of all readings.
        first: The position of one reading among the decisions.
        second: That of the other.

    Returns:
        The agreement.

    Example:
        >>> from policygraph.annotation.pairs import NOBODY, Decision
        >>> lead, support = Decision("lead"), Decision("support")
        >>> pairs = [Pair((0, 9), "省财政厅", (lead, lead)), Pair((0, 9), "省教育厅", (lead, support)),
        ...          Pair((9, 20), "省财政厅", (NOBODY, support))]
        >>> found = measure_agreement(pairs, 0, 1)
        >>> found.units, found.same, round(found.who.f1, 2), found.role.f1, round(found.kappa_role, 2)
        (3, 1, 0.8, 0.4, 0.14)
    """
    judged = [(pair.decisions[first].roles, pair.decisions[second].roles) for pair in pairs]
    ours, theirs = sum(bool(one) for one, _ in judged), sum(bool(other) for _, other in judged)
    who = sum(bool(one and other) for one, other in judged)
    role = sum(bool(one) and one == other for one, other in judged)
    return Agreement(
        len(judged),
        sum(one == other for one, other in judged),
        cohen_kappa((str(bool(one)), str(bool(other))) for one, other in judged),
        cohen_kappa(judged),
        Score(_share(who, theirs), _share(who, ours)),
        Score(_share(role, theirs), _share(role, ours)),
    )


def _share(part: int, whole: int) -> float:
    """Return a share; 1 for a share of nothing."""
    return part / whole if whole else 1.0


def reviewed_by(pairs: Iterable[Pair], reviewer: int) -> set[tuple[int, int]]:
    """Find the measures that a person has reviewed.

    Args:
        pairs: The pairs of all readings; the first is the one without corrections.
        reviewer: The position of the person's reading.

    Returns:
        The places of measures with a statement that the person accepted or changed.
    """
    return {
        pair.place
        for pair in pairs
        if pair.decisions[reviewer].review != "unseen" or pair.decisions[reviewer][:4] != pair.decisions[0][:4]
    }
