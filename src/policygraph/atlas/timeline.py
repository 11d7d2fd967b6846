"""What the timeline shows: deadlines of measures and duties, and the days of the documents."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from itertools import groupby
from typing import Any

from .lookup import Lookup

__all__ = ["has_deadlines", "timeline_page"]

_WIDTH, _MARGIN, _MOST_STACKED = 1000, 20, 24


def has_deadlines(lookup: Lookup) -> bool:
    """Whether any measure or duty has a day by which it is due."""
    content = lookup.content
    return any(_day(measure.due) for measure in content.measures.values()) or any(
        _day(duty.deadline) for duty in content.duties
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def timeline_page(lookup: Lookup) -> dict[str, Any]:
    """The values of the template ``timeline.html``."""
    events = _events(lookup)
    dated = {event["iri"] for _, event in events if event["kind"] == "due"}
    years = [
        (year, [(day, [event for _, event in of_day]) for day, of_day in groupby(of_year, key=lambda item: item[0])])
        for year, of_year in groupby(events, key=lambda item: item[0][:4])
    ]
    return {
        "years": years,
        "axis": _axis([(day, event["kind"]) for day, event in events]),
        "undated": sum(measure not in dated for measure in lookup.content.measures),
    }


def _events(lookup: Lookup) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, int, int, dict[str, Any]]] = []
    for at, policy in enumerate(lookup.content.policies):
        day = policy.dated or policy.issued
        if _day(day):
            found.append((day, 0, at, {"kind": "issued", "iri": policy.iri}))
    for at, (iri, measure) in enumerate(lookup.content.measures.items()):
        # Duties that are due on a day of their own stand by themselves.
        own: dict[str, dict[str, None]] = defaultdict(dict)
        for duty in lookup.of_measure[iri]:
            day = duty.deadline if _day(duty.deadline) else measure.due
            if _day(day):
                own[day][duty.body] = None
        if _day(measure.due):
            own.setdefault(measure.due, {})
        for day, bodies in own.items():
            text = measure.deadline if day == measure.due else ""
            found.append((day, 1, at, {"kind": "due", "iri": iri, "text": text, "bodies": list(bodies)}))
    return [(day, event) for day, _, _, event in sorted(found, key=lambda item: item[:3])]


def _axis(days: list[tuple[str, str]]) -> dict[str, Any]:
    """Dots on a line, stacked where they fall on one place, and ticks at the beginnings of years."""
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
    ticks: list[tuple[float, int | str]] = [
        (place(date(year, 1, 1).toordinal()), year)
        for year in years[::step]
        if first <= date(year, 1, 1).toordinal() <= last
    ]
    if not ticks:
        ticks.append((place(first), days[0][0]))
    return {
        "base": base,
        "height": base + 32,
        "ticks": ticks,
        "dots": [(x, base - 12 * height, kind) for x, height, kind in dots],
    }
