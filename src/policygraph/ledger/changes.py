"""Compare new reports with those that are known, and with each other."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..registry.states import TaskState
from ..status import StatusReport
from ..texts import Bilingual, filled
from .tasks import TaskIndex

__all__ = ["OutcomeKind", "RowOutcome", "compare_reports"]

OutcomeKind = Literal[
    "added",
    "changed",
    "unchanged",
    "carried",
    "contradictory",
    "overwritten",
    "unknown",
    "unparseable",
    "unexpected",
    "renamed",
]


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """The outcome for a row or a column.

    Attributes:
        kind: ``added`` (the first report of its subject), ``changed``, ``unchanged``, ``carried`` (known of the task
            before the notice changed), ``contradictory``, ``overwritten`` (words of the notice; not kept), ``unknown``
            (no task of the graph), ``unparseable`` (an invalid state or day; the rest of the row is read),
            ``unexpected`` (a state that does not follow the one before, or does not fit the days; it is kept),
            ``renamed`` (a column that its place tells).
        place: File, sheet and cell.
        message: The sentence in both languages.
    """

    kind: OutcomeKind
    place: str
    message: Bilingual


def compare_reports(
    found: Sequence[tuple[StatusReport, str]],
    known: Sequence[StatusReport],
    tasks: TaskIndex,
    states: Mapping[str, TaskState],
) -> tuple[list[StatusReport], list[RowOutcome]]:
    """Tell which reports are new or changed, and which contradict each other.

    Args:
        found: Reports with their places: file, sheet and cell.
        known: The reports that are known, in the order of ``read_reports``.
        tasks: The tasks of the graph.
        states: The states, with those that may follow each.

    Returns:
        The reports to keep, and the outcome for each. A report is compared with the one before it by day: a file that
        comes late is history and does not revise later reports.
    """
    history: dict[tuple[str, str, str], list[StatusReport]] = defaultdict(list)
    for report in known:
        history[report.subject].append(report)
    #: The reports that a file, or another copy of it on the same day, has already given.
    said: set[tuple[object, ...]] = {(each.subject, each.content, each.submission.sha256) for each in known}
    reports: list[StatusReport] = []
    outcomes: list[RowOutcome] = []
    places: dict[tuple[str, str, str], tuple[StatusReport, str]] = {}
    for report, at in sorted(found, key=lambda each: (each[0].day, each[1])):
        task = tasks.by_iri[report.measure].measure.name
        other = places.get(report.subject)
        if other and other[0].content != report.content and other[0].day == report.day:
            message = filled("status_twice", task=task, reporter=report.reporter or "—", other=other[1])
            outcomes.append(RowOutcome("contradictory", at, message))
        earlier = history[report.subject]
        place = bisect_right([each.day for each in earlier], report.day)
        before = earlier[place - 1] if place else None
        places[report.subject] = (report, at)
        marks = {(report.subject, report.content, mark) for mark in (report.submission.sha256, report.day)}
        if (before and before.content == report.content) or said & marks:
            outcomes.append(RowOutcome("unchanged", at, filled("status_unchanged", task=task)))
            continue
        kind: OutcomeKind = "changed" if earlier else "added"
        outcomes.append(RowOutcome(kind, at, filled(f"status_{kind}", task=task)))
        if before and (old := states.get(before.state)) and report.state not in ("", old.token, *old.after):
            new = states[report.state].names
            outcomes.append(
                RowOutcome("unexpected", at, filled("status_unexpected", task=task, old=old.names, new=new))
            )
        reports.append(report)
        earlier.insert(place, report)
        said |= marks
    outcomes += _contradictions((each[-1] for each in history.values() if each), places, tasks)
    return reports, outcomes


def _contradictions(
    latest: Iterable[StatusReport], places: Mapping[tuple[str, str, str], tuple[StatusReport, str]], tasks: TaskIndex
) -> list[RowOutcome]:
    """Find tasks reported as completed as a whole that a body reports otherwise on that day or later.

    Bodies with different states of their own shares do not contradict each other.
    """
    of_task: dict[str, list[StatusReport]] = defaultdict(list)
    for report in latest:
        if report.state:
            of_task[report.measure].append(report)
    outcomes = []
    for measure, reports in sorted(of_task.items()):
        done = [report for report in reports if report.state == "completed" and not report.body]
        first = min((report.day for report in done), default=date.max)
        rest = [report for report in reports if report.state != "completed" and report.body and report.day >= first]
        new = next((places[each.subject][1] for each in (*done, *rest) if each.subject in places), "")
        if done and rest and new:
            message = filled(
                "status_contradiction",
                task=tasks.by_iri[measure].measure.name,
                done=[each.reporter or "—" for each in done],
                open=[each.reporter or "—" for each in rest],
            )
            outcomes.append(RowOutcome("contradictory", new, message))
    return outcomes
