"""What bodies reported about the tasks in the atlas: states, latest reports and their history."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any

from ..analysis.progress import Standing, find_standings
from ..model import Policy
from ..registry.states import states
from ..status import StatusReport
from ..texts import Bilingual, texts

__all__ = ["NOT_REPORTED", "Reported"]

#: The token of the tasks whose state no body reported.
NOT_REPORTED = ""


class Reported:
    """The reports about the tasks of some policies; false if there are none.

    A task is one body's part in one measure, as the queries ``status-by-…`` count it. ``reports`` are those about
    the policies, earliest first; ``strangers`` counts those about anything else, which are not shown.
    """

    def __init__(
        self, policies: Sequence[Policy], reports: Iterable[StatusReport], names: Mapping[str, Bilingual]
    ) -> None:
        """Join tasks with reports; ``names`` are those of states that the scheme of states does not have."""
        self._places = {measure.iri: at for at, measure in enumerate(chain(*(each.measures for each in policies)))}
        given = list(reports)
        self.reports = [report for report in given if report.measure in self._places]
        self.strangers = len(given) - len(self.reports)
        self.standings: list[Standing] = find_standings(policies, self.reports) if self.reports else []
        self._of_part: dict[tuple[str, str], list[Standing]] = defaultdict(list)
        self._of_body: dict[str, list[Standing]] = defaultdict(list)
        for each in self.standings:
            self._of_body[each.responsibility.body.iri].append(each)
            self._of_part[each.measure.iri, each.responsibility.body.iri].append(each)
        self._histories: dict[tuple[str, str, str], list[StatusReport]] = defaultdict(list)
        for report in reversed(self.reports):
            self._histories[report.subject].append(report)
        self._of_whole: dict[str, list[StatusReport]] = defaultdict(list)
        for report in self.latest:
            if not report.body:
                self._of_whole[report.measure].append(report)
        self._names = names

    def __bool__(self) -> bool:
        """Whether there are reports to show."""
        return bool(self.reports)

    @property
    def day(self) -> date:
        """The day of the latest report, which the pages describe."""
        return max(report.day for report in self.reports)

    @property
    def latest(self) -> list[StatusReport]:
        """The latest report of each reporter about each task, the newest first."""

        def order(report: StatusReport) -> tuple[int, int, str, str]:
            return (-report.day.toordinal(), self._places[report.measure], report.body, report.reporter)

        return sorted((history[0] for history in self._histories.values()), key=order)

    def earlier(self, report: StatusReport) -> list[StatusReport]:
        """What the same reporter reported about the same task before, the newest first."""
        history = self._histories[report.subject]
        return history[history.index(report) + 1 :]

    def whole(self, measure: str) -> list[StatusReport]:
        """The latest reports on a measure as a whole."""
        return self._of_whole.get(measure, [])

    def of_body(self, body: str) -> list[Standing]:
        """How all tasks of a body stand."""
        return self._of_body.get(body, [])

    def of(self, measure: str, body: str) -> list[Standing]:
        """How a body's part in a measure stands: several for a class of which several members reported."""
        return self._of_part.get((measure, body), [])

    def count(self, standings: Iterable[Standing]) -> Counter[str]:
        """Count tasks by state, as the queries do.

        Args:
            standings: Some of the standings.

        Returns:
            The tasks by the token of the state. If members of a class reported different states of a task, it counts
            once for each; it counts as not reported only if none reported a state.
        """
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for each in standings:
            found[each.measure.iri, each.responsibility.body.iri].add(each.state)
        return Counter(state for part in found.values() for state in (part - {NOT_REPORTED} or part))

    def summarise(self, standings: Sequence[Standing]) -> dict[str, Any]:
        """Sum up tasks.

        Args:
            standings: Some of the standings.

        Returns:
            ``tasks``, their number; ``counts``, what ``count`` gives; ``bar``, for each state its token, where it
            begins and how wide it is, in hundredths of all.
        """
        counts = self.count(standings)
        total, at, bar = counts.total(), 0, []
        for token in self.tokens:
            if n := counts[token]:
                bar.append((token, round(100 * at / total, 2), round(100 * n / total, 2)))
                at += n
        tasks = len({(each.measure.iri, each.responsibility.body.iri) for each in standings})
        return {"tasks": tasks, "counts": counts, "bar": bar}

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The states that occur, in the order of their scheme, those of an office after them, not reported last."""
        order = list(states())
        found = {each.state for each in self.standings}
        return tuple(
            sorted(found, key=lambda token: (not token, order.index(token) if token in order else len(order), token))
        )

    def name(self, state: str) -> Bilingual:
        """Return the name of a state.

        Args:
            state: Its token.

        Returns:
            The name of the scheme of states, else that of the graph, else the token.
        """
        if state == NOT_REPORTED:
            return texts()["reported_none"]
        if state in states():
            return states()[state].names
        return self._names.get(state, Bilingual(state, state))

    def letter(self, state: str) -> Bilingual:
        """Return the letter that stands for a state where there is no room for its name.

        Args:
            state: Its token; not that of tasks of which no state was reported.

        Returns:
            The letter of the scheme of states, else the first one of the name.
        """
        if state in states():
            return texts()[f"state_letter_{state}"]
        name = self.name(state)
        return Bilingual(name.zh[:1].upper(), name.en[:1].upper())

    @staticmethod
    def style(state: str) -> str:
        """The class of the style sheet for a state."""
        return f"s-{state}" if state in states() else "s-own" if state else "s-none"
