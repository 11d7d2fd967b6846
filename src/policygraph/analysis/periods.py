"""Divide an incidence into periods by the days of its policies: years, plan periods, reforms, or given days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np

from ..errors import UsageError
from ..graph.incidence import Incidence
from ..graph.successions import reform_days

__all__ = ["PERIODS", "UNDATED", "WHOLE", "Period", "divide", "list_periods", "parse_periods"]

#: The ways to divide time by name; any other way is a list of days.
PERIODS = ("year", "plan", "reform")
#: The names of the period of policies without a date, and of the one that takes in everything.
UNDATED, WHOLE = "undated", "all"


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both included; without a first or a last day it is open on that side.

    ``name`` is the same in both languages: ``2018``, ``2016–2020``, ``2018-03-17–2023-03-09``; ``undated`` for the
    policies without a date, ``all`` for everything.
    """

    name: str
    since: date | None = None
    until: date | None = None

    def holds(self, day: date | None) -> bool:
        """Whether a day is in the period; a policy without a day is in ``undated`` and in ``all`` alone."""
        if self.name == WHOLE:
            return True
        if day is None or self.name == UNDATED:
            return day is None and self.name == UNDATED
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


def parse_periods(words: str) -> str | list[date]:
    """Read a way to divide time as people write it.

    Args:
        words: ``year``, ``plan``, ``reform``, or days separated by commas: ``2018-03-17,2023-03-10``.

    Returns:
        What ``list_periods`` takes.

    Raises:
        UsageError: It is neither.

    Example:
        >>> parse_periods("plan"), parse_periods("2018-03-17")
        ('plan', [datetime.date(2018, 3, 17)])
    """
    if words in PERIODS:
        return words
    try:
        return [date.fromisoformat(day.strip()) for day in words.split(",")]
    except ValueError:
        raise UsageError("period_unknown", value=words, known=PERIODS) from None


def list_periods(days: Sequence[date], by: str | Sequence[date] | None) -> list[Period]:
    """List the periods that some days fall into, those between them included.

    Args:
        days: The days, in any order.
        by: ``year``; ``plan``, the periods of the five-year plans (五年规划: 2016–2020, 2021–2025; the first began in
            1953, and 1963–1965 is between two); ``reform``, from one reform of the institutions of the State Council to
            the next (2013, 2018, 2023: the day is that of the decision, and local bodies follow within about a year);
            days, each the first of a new period; or ``None`` for one period of everything.

    Returns:
        The periods, earliest first. Of years, plans and reforms those from the first day to the last; of given days
        every one, so that the first and the last are open.

    Raises:
        UsageError: ``by`` is another word.

    Example:
        >>> [each.name for each in list_periods([date(2019, 5, 1), date(2021, 2, 1)], "year")]
        ['2019', '2020', '2021']
        >>> [each.name for each in list_periods([date(2019, 5, 1), date(2021, 2, 1)], "plan")]
        ['2016–2020', '2021–2025']
        >>> [each.name for each in list_periods([date(2019, 5, 1)], "reform")]
        ['2018-03-17–2023-03-09']
        >>> [each.name for each in list_periods([], [date(2020, 1, 1)])]
        ['–2019-12-31', '2020-01-01–']
    """
    if by is None:
        return [Period(WHOLE)]
    if isinstance(by, str) and by not in PERIODS:
        raise UsageError("period_unknown", value=by, known=PERIODS)
    if not isinstance(by, str):
        return _between(sorted(set(by)))
    if not days:
        return []
    first, last = min(days), max(days)
    if by == "reform":
        found = _between(list(reform_days()))
        return _span(found, first, last)
    if by == "plan":
        spans = [
            (1953, 1957),
            (1958, 1962),
            (1963, 1965),
            *((year, year + 4) for year in range(1966, last.year + 1, 5)),
        ]
        named = [Period(f"{one}–{end}", date(one, 1, 1), date(end, 12, 31)) for one, end in spans]
        return _span(named, first, last)
    years = range(first.year, last.year + 1)
    return [Period(str(year), date(year, 1, 1), date(year, 12, 31)) for year in years]


def _between(starts: Sequence[date]) -> list[Period]:
    """The periods that some first days begin, with the one before all of them."""
    ends = [None, *starts, None]
    found = []
    for since, after in pairwise(ends):
        until = after - timedelta(days=1) if after else None
        name = f"{since.isoformat() if since else ''}–{until.isoformat() if until else ''}"
        found.append(Period(name if starts else WHOLE, since, until))
    return found


def _span(periods: Sequence[Period], first: date, last: date) -> list[Period]:
    """The periods from that of the first day to that of the last; what is before all of them is one more."""
    earliest = periods[0].since
    if earliest is not None and first < earliest:
        periods = [Period(f"–{earliest - timedelta(days=1)}", None, earliest - timedelta(days=1)), *periods]
    held = [at for at, period in enumerate(periods) if period.holds(first) or period.holds(last)]
    return list(periods[held[0] : held[-1] + 1])


def divide(incidence: Incidence, by: str | Sequence[date] | None = None) -> list[tuple[Period, Incidence]]:
    """Divide an incidence by the days of its policies: the date of a notice, or else the day it was posted.

    Args:
        incidence: Who bears what.
        by: As in ``list_periods``.

    Returns:
        Each period with its part: its policies and measures, and the bodies that bear or issued some of them. Nothing
        is lost: measures of policies without a day are in a last period ``undated``, which is there if there are any.
        Cost: one pass over the measures.

    Example:
        >>> [(period.name, len(part.measures)) for period, part in divide(Incidence.of([("m", "a", "lead")]), "year")]
        [('undated', 1)]
    """
    if by is None:
        return [(Period(WHOLE), incidence)]
    days = {iri: policy.day for iri, policy in incidence.policies.items()}
    found = list_periods([day for day in days.values() if day is not None], by)
    place = {iri: _place(found, day) for iri, day in days.items()}
    at = np.array([place.get(each.policy, len(found)) for each in incidence.measures], dtype=np.int64)
    if len(found) in place.values() or (at == len(found)).any():
        found.append(Period(UNDATED))
    return [
        (period, _part(incidence, at == number, {iri for iri, held in place.items() if held == number}))
        for number, period in enumerate(found)
    ]


def _place(periods: Sequence[Period], day: date | None) -> int:
    return next((at for at, period in enumerate(periods) if period.holds(day)), len(periods))


def _part(incidence: Incidence, measures: np.ndarray[Any, Any], policies: set[str]) -> Incidence:
    """Some measures and policies, with the bodies that have a part or a signature in them."""
    kept = {iri: each for iri, each in incidence.policies.items() if iri in policies}
    signed = {body.iri for each in kept.values() for body in each.issuers}
    bodies = np.array([each.iri in signed for each in incidence.bodies], dtype=bool)
    if len(incidence.body):
        bodies[incidence.body[measures[incidence.measure]]] = True
    return replace(incidence.take(bodies, measures), policies=kept)
