"""The timeline: deadlines of measures and responsibilities, and the days of the documents."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from itertools import groupby
from typing import Any

from .content import Content

__all__ = ["build_timeline", "has_deadlines"]

_WIDTH, _MARGIN, _MOST_STACKED = 1000, 20, 24


def has_deadlines(content: Content) -> bool:
    """Whether any measure, or a body in it, has a deadline with a day.

    Args:
        content: What the atlas shows.

    Returns:
        Whether there is one.
    """
    return any(measure.deadline_kind == "dated" for measure in content.measures.values())


def build_timeline(content: Content) -> dict[str, Any]:
    """Work out the timeline.

    Args:
        content: What the atlas shows.

    Returns:
        The values of the template ``timeline.html``.
    """
    events = _events(content)
    kinds = Counter(measure.deadline_kind for measure in content.measures.values())
    years = [
        (year, [(day, [event for _, event in of_day]) for day, of_day in groupby(of_year, key=lambda item: item[0])])
        for year, of_year in groupby(events, key=lambda item: item[0][:4])
    ]
    return {
        "years": years,
        "axis": _axis([(day, event["kind"]) for day, event in events]),
        "undated": kinds["worded"] + kinds["none"],
        "worded": kinds["worded"],
    }


def _events(content: Content) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, int, int, dict[str, Any]]] = []
    for at, policy in enumerate(content.policies.values()):
        if policy.day:
            found.append((policy.day.isoformat(), 0, at, {"kind": "issued", "iri": policy.iri}))
    for at, (iri, measure) in enumerate(content.measures.items()):
        # Responsibilities that are due on a day of their own stand by themselves.
        own: dict[date, dict[str, None]] = defaultdict(dict)
        for part in measure.responsibilities:
            if day := measure.due_of(part).day:
                own[day][part.body.iri] = None
        if measure.deadline:
            own.setdefault(measure.deadline, {})
        for day, bodies in own.items():
            text = measure.due.label if day == measure.deadline else ""
            event = {"kind": "due", "iri": iri, "text": text, "bodies": list(bodies)}
            found.append((day.isoformat(), 1, at, event))
    return [(day, event) for day, _, _, event in sorted(found, key=lambda item: item[:3])]


def _axis(days: list[tuple[str, str]]) -> dict[str, Any]:
    """Dots on a line, stacked where they fall on one place, and ticks at the beginnings of years, else at both ends."""
    first, last = (date.fromisoformat(day).toordinal() for day in (days[0][0], days[-1][0]))
    span = max(last - first, 1)

    def place(ordinal: int) -> float:
        return round(_MARGIN + (_WIDTH - 2 * _MARGIN) * (ordinal - first) / span, 1)

    stacked: Counter[int] = Counter()
    dots = []
    for day, kind in days:
        x = place(date.fromisoformat(day).toordinal())
        slot = round(x / 11)
        stacked[slot] += 1
        if stacked[slot] <= _MOST_STACKED:
            dots.append((x, stacked[slot], kind))
    base = 12 * max(height for _, height, _ in dots) + 14
    years = range(int(days[0][0][:4]), int(days[-1][0][:4]) + 2)
    step = max(1, len(years) // 12)
    # A label reaches to both sides of its tick; that of a whole day at an end of the line goes inwards.
    ticks: list[tuple[float, int | str, str]] = [
        (place(date(year, 1, 1).toordinal()), year, "middle")
        for year in years[::step]
        if first <= date(year, 1, 1).toordinal() <= last
    ]
    if not ticks:
        ticks.append((place(first), days[0][0], "start"))
        if last > first:
            ticks.append((place(last), days[-1][0], "end"))
    return {
        "base": base,
        "height": base + 32,
        "ticks": ticks,
        "dots": [(x, base - 12 * height, kind) for x, height, kind in dots],
    }
