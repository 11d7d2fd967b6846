"""Corrections of measures: passages that become new ones, and the number, title, heading and deadline of any."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ...model import Category, Corrections, Measure, MeasureCorrection
from ..forms.statements import RawMeasure
from ..measures.making import read_day
from ..phrases.periods import NoticeYear
from ..text.folding import fold, squeeze
from ..text.logical import Logical
from ..text.spans import Span
from .places import Lost, place_entries

__all__ = ["PlacedMeasure", "correct_measures", "list_passages", "place_measures"]


class PlacedMeasure(NamedTuple):
    """A correction of a measure at its place."""

    entry: MeasureCorrection
    start: int
    end: int


def place_measures(logical: Logical, corrections: Corrections, lost: Lost) -> list[PlacedMeasure]:
    """Find the places of the corrections of measures.

    Args:
        logical: The logical text.
        corrections: The corrections.
        lost: Receives those whose words are not in the text.

    Returns:
        The corrections, one for each place.
    """
    return [PlacedMeasure(*found) for found in place_entries(logical, corrections.measures, lost)]


def list_passages(placed: Iterable[PlacedMeasure]) -> list[Span]:
    """List the passages that are measures of their own.

    Args:
        placed: The corrections.

    Returns:
        The passages in the order of the text, without those that begin within another.
    """
    found: list[Span] = []
    for start, end in sorted((each.start, each.end) for each in placed if each.entry.new):
        if not found or found[-1][1] <= start:
            found.append((start, end))
    return found


def correct_measures(
    measures: Sequence[tuple[RawMeasure, Measure]],
    placed: Sequence[PlacedMeasure],
    headings: Iterable[Category],
    notice_year: NoticeYear | None,
    lost: Lost,
) -> list[Measure]:
    """Give measures the number, title, heading and deadline that a person states.

    Args:
        measures: The items and the measures made of them, in the order of the text.
        placed: The corrections.
        headings: The headings of the text.
        notice_year: The year of dates that leave it out.
        lost: Receives corrections that stand in no measure.

    Returns:
        The measures.
    """
    found = [measure for _, measure in measures]
    known: dict[str, Category] = {}
    for heading in sorted(headings, key=lambda heading: heading.path):
        known.setdefault(_plain(heading.title), heading)
    highest = max((heading.path[0] for heading in known.values()), default=0)
    for entry, start, _ in placed:
        around = [at for at, (raw, _) in enumerate(measures) if raw.start <= start < raw.end]
        if not around:
            lost.add(entry, "corrected_no_measure")
            continue
        at = min(around, key=lambda at: (start - measures[at][0].start, measures[at][0].end))
        if entry.heading and _plain(entry.heading) not in known:
            highest += 1
            known[_plain(entry.heading)] = Category((highest,), "", entry.heading.strip())
        found[at] = _correct(found[at], entry, known, notice_year)
    return found


def _correct(
    measure: Measure, entry: MeasureCorrection, known: dict[str, Category], notice_year: NoticeYear | None
) -> Measure:
    if entry.number is not None:
        measure = replace(measure, number=entry.number.strip())
    if entry.title is not None:
        measure = replace(measure, title=entry.title.strip())
    if entry.heading is not None:
        measure = replace(measure, category=known[_plain(entry.heading)] if entry.heading.strip() else None)
    if entry.deadline is not None:
        words = " ".join(entry.deadline.split())
        measure = replace(measure, deadline=_read_deadline(words, notice_year), deadline_text=words)
    return measure


def _plain(title: str) -> str:
    return squeeze(fold(title))


def _read_deadline(words: str, notice_year: NoticeYear | None) -> date | None:
    return read_day(words, notice_year) if words else None
