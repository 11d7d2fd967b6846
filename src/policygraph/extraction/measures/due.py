"""When a measure is due: what its column, label or remark says, or else its text, in the year of the notice."""

from __future__ import annotations

import re
from datetime import date

from ..dates.deadlines import deadline_in, due_day
from ..dates.english_dates import english_day, english_deadline_in
from ..dates.periods import NoticeYear
from ..document.metadata import About
from ..forms.raw import RawMeasure
from ..names.english_lists import is_english
from ..text.folding import fold

__all__ = ["due", "notice_year_of"]

#: A year of a heading, one of two in 2023—2025年; not that of a number such as 〔2023〕5号.
_HEADING_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|[-—–~至])")
#: Q3 2026, which in Chinese is 2026Q3.
_QUARTER = re.compile(r"Q[1-4] ?,? ?20\d\d")
_ANY_YEAR = re.compile(r"\b20\d\d\b")
#: What a text without a deadline seldom has; looked for before the text is folded.
_MAY_STATE_TIME = re.compile("[前内內]")


def due(raw: RawMeasure, notice_year: NoticeYear | None) -> tuple[date | None, str]:
    """The day and the words of a measure's deadline.

    Words of its own that state no day stay without one: a date elsewhere in the text does not replace 长期坚持.
    """
    if is_english(raw.deadline) or _QUARTER.match(raw.deadline):
        return english_day(raw.deadline, notice_year), raw.deadline
    if re.search(r"\w", raw.deadline) and raw.deadline != "无":
        return due_day(fold(raw.deadline), notice_year), raw.deadline
    text = f"{raw.title}。{raw.text}"
    if is_english(text) and (found := english_deadline_in(text, notice_year)):
        day, place = found
        return day, " ".join(text[place].split())
    if _MAY_STATE_TIME.search(text) and (found := deadline_in(fold(text), notice_year)):
        day, place = found
        return day, " ".join(text[place].split())
    return None, ""


def notice_year_of(info: About) -> NoticeYear | None:
    """The year a notice speaks of: that of its heading, 2023年工作要点, or else of its date; none if it has two."""
    heading = fold(info.heading)
    named = set((_ANY_YEAR if is_english(heading) else _HEADING_YEAR).findall(heading))
    if named:
        return NoticeYear(int(named.pop())) if len(named) == 1 else None
    day = info.dated or info.issued
    return NoticeYear(day.year, since=day) if day else None
