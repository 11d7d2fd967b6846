"""Make the page of progress: what bodies reported, by body, by heading and over time, and what is open or overdue.

Nothing here depends on the day on which the atlas is written: open and overdue are stated as of the latest report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from ..analysis.progress import COMPLETED, Standing
from ..status import StatusReport
from .content import Content

__all__ = ["build_progress"]

#: The rows that a table shows; more are no longer read. Bodies, headings, tasks and reports each have their own table.
_ROWS = 400
#: Reports within this number of days are counted by day, others by month.
_DAYS = 62
_WIDTH, _HEIGHT, _MARGIN = 1000, 200, 40


def build_progress(content: Content) -> dict[str, Any]:
    """Make the page of progress.

    Args:
        content: The content of the atlas, with reports.

    Returns:
        The values of the template ``progress.html``. A task is one body's part in one measure.
    """
    reported, day = content.reported, content.reported.day
    standings = reported.standings
    late = sorted((each for each in standings if each.is_overdue(day)), key=lambda each: each.deadline or day)
    still = [each for each in standings if not each.is_completed]
    periods = _count_by_period(content)
    return {
        "day": day,
        "rows_shown": _ROWS,
        "tokens": reported.tokens,
        "whole": reported.summarise(standings),
        "measures": len({each.measure.iri for each in standings}),
        "by_body": _group_by_body(content),
        "by_heading": _group_by_heading(content),
        "periods": periods,
        "chart": _draw_chart(periods),
        "late": late,
        "still": still,
        "roles": _find_roles(content, still),
    }


def _group(content: Content, key: Callable[[Standing], str]) -> dict[str, list[Standing]]:
    found: dict[str, list[Standing]] = defaultdict(list)
    for each in content.reported.standings:
        found[key(each)].append(each)
    return found


def _group_by_body(content: Content) -> list[tuple[str, dict[str, Any]]]:
    """List each body with its numbers, from the top level down."""
    groups = _group(content, lambda each: each.responsibility.body.iri)
    return [(body, content.reported.summarise(groups[body])) for body in content.bodies if body in groups]


def _group_by_heading(content: Content) -> list[tuple[str, str, dict[str, Any]]]:
    """List each heading with its policy and numbers, in the order of the documents; no heading is a group too."""
    groups = _group(content, lambda each: each.measure.category.iri if each.measure.category else each.policy.iri)
    found = []
    for standings in groups.values():
        name = Content.join_headings(standings[0].measure)
        found.append((standings[0].policy.iri, name, content.reported.summarise(standings)))
    return found


def _find_roles(content: Content, standings: Iterable[Standing]) -> dict[tuple[str, str], list[str]]:
    """Find the roles of the bodies in their measures."""
    wanted = {(each.measure.iri, each.responsibility.body.iri) for each in standings}
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for measure, part in content.parts:
        key = (measure.iri, part.body.iri)
        if key in wanted and part.role not in found[key]:
            found[key].append(part.role)
    return found


# --- over time ------------------------------------------------------------------------------------------------


def _count_by_period(content: Content) -> list[tuple[str, int, int]]:
    """Count for each day or month with reports the reports, and the tasks completed at its end."""
    reports = content.reported.reports
    by_day = (reports[-1].day - reports[0].day).days <= _DAYS

    def period(report: StatusReport) -> str:
        return report.day.isoformat()[: 10 if by_day else 7]

    parts: dict[str, set[str]] = defaultdict(set)
    for measure, part in content.parts:
        parts[measure.iri].add(part.body.iri)
    completed: dict[tuple[str, str, str], StatusReport] = {}
    found = []
    for name, group in groupby(reports, key=period):
        of_period = list(group)
        for report in of_period:
            completed.pop(report.subject, None)
            if report.state == COMPLETED:
                completed[report.subject] = report
        found.append((name, len(of_period), len(set(_completed_parts(completed.values(), parts)))))
    return found


def _completed_parts(reports: Iterable[StatusReport], parts: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Return the tasks that these reports complete: that of one body, or those of all."""
    for report in reports:
        bodies = parts[report.measure]
        yield from ((report.measure, body) for body in bodies if report.body in ("", body))


def _draw_chart(periods: list[tuple[str, int, int]]) -> dict[str, Any]:
    """Draw bars of the reports and a line of the tasks completed, on one scale."""
    days = [date.fromisoformat(f"{name}-01"[:10]).toordinal() for name, _, _ in periods]
    span, most = max(days[-1] - days[0], 1), max(max(n, done) for _, n, done in periods)
    base = _HEIGHT - 30

    def x(day: int) -> float:
        return round(_MARGIN + (_WIDTH - 2 * _MARGIN) * (day - days[0]) / span, 1)

    def y(n: int) -> float:
        return round(base - (base - 20) * n / most, 1)

    points = [(x(day), *period) for day, period in zip(days, periods, strict=True)]
    line = ""
    labels: list[tuple[float, str]] = []
    for at, name, _, done in points:
        line += f"H{at}V{y(done)}" if line else f"M{at} {y(done)}"
        if not labels or at - labels[-1][0] >= 90:
            labels.append((at, name))
    return {
        "width": _WIDTH,
        "height": _HEIGHT,
        "base": base,
        "bars": [(round(at - 6, 1), y(n), round(base - y(n), 1)) for at, _, n, _ in points],
        "line": line,
        "dots": [(at, y(done)) for at, _, _, done in points],
        "labels": labels,
    }
