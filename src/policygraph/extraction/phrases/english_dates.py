"""Deadlines in English: by the end of June 2026, before 31 December 2025, within 2026, in December each year.

As in Chinese, a period counts with its last day, and of several deadlines the last one counts. “Before 2026” includes
the period too: it is the usual translation of 2026年前. If the words state no day, it is missing.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from .english_words import compile_words
from .periods import MONTHS, NoticeYear

__all__ = ["ENGLISH_DUE", "ENGLISH_LABEL", "ENGLISH_REMARK", "english_day", "english_remark", "find_english_deadline"]

_MONTH = rf"(?:(?:{'|'.join(MONTHS)})\b|(?:{'|'.join(name[:3] for name in MONTHS if name != 'May')}|Sept)\b\.?)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"20\d\d(?![\d%]|[.,]\d)"
_NTH = "(?:first|second|third|fourth|last|1st|2nd|3rd|4th)"
_PART = "(?:the )?(?:(?:very )?(?:end|close|beginning|start|middle) of |(?:early|mid|late|end)[ -])(?:the )?(?:year )?"
_PERIOD = (
    rf"(?:{_PART})?(?:"
    rf"20\d\d-(?:1[0-2]|0?[1-9])-(?:3[01]|[12]\d|0?[1-9])\b"
    rf"|{_MONTH} {_DAY}\b(?!-)(?:,? ?{_YEAR})?|{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?|{_MONTH}(?: of)?(?:,? {_YEAR})?"
    rf"|(?:the )?(?:Q[1-4]|{_NTH} (?:quarter|half))(?:(?: of|,)? {_YEAR}| of (?:the|this) year)?"
    rf"|(?:the )?(?:year )?{_YEAR}|(?:the|this) year|year-end"
    r"|(?:the )?(?:13th|14th|15th) Five-Year Plan(?: period)?)"
)
_EACH = r"(?:each|every) (?:year|quarter|month|week)"
_BY = "(?:by|before|within|prior to|(?:no|not) later than|on or before)"
#: A deadline in running text, or a time of every year.
ENGLISH_DUE = compile_words(
    rf"\b(?:(?P<each>(?i:{_BY}|in|at|during) (?:(?:the )?end of {_EACH}|{_PERIOD},? (?:of |in )?{_EACH}))"
    rf"|(?i:{_BY}) {_PERIOD})"
)
_LASTING = (
    "(?i:(?:on a )?(?:continuous|continuing|ongoing|regular|long[- ]term)"
    "(?: (?:basis|effort|implementation|task|work))?|continuously"
    "|(?:to be )?(?:advanced|carried out|implemented|promoted|pursued) (?:continuously|on a continuing basis))"
)
_DONE = (
    "(?i:(?:(?:to|shall|will|must|should) be )?"
    "(?:achieved|completed|finali[sz]ed|finished|implemented|issued|launched) )"
)
_WORDS = rf"(?:{ENGLISH_DUE.pattern}|(?:from )?{_PERIOD}(?: ?(?:to|[-–—~]) ?{_PERIOD})?|{_LASTING})"
#: ; to be completed by the end of June 2026, and what else stands by itself in a statement.
ENGLISH_REMARK = compile_words(rf"(?:(?<=[;,:(])|^) ?{_DONE}?(?P<text>{_WORDS}) ?(?=[;,.)]|$)")
_NOTE = compile_words(rf"{_DONE}?(?P<text>{_WORDS})")
#: Time limit: the end of September 2026
ENGLISH_LABEL = compile_words(
    r"(?<![\w-])(?i:deadline|due date|time ?-?(?:frame|line|limit)|(?:completion|target) (?:date|time)"
    r"|time (?:of|for) completion) ?: ?"
    rf"(?P<text>{_DONE}?{_WORDS})"
)
_FIND = compile_words(_PERIOD)
_VAGUE = re.compile(r"\b(?:early|mid|late|beginning|middle|start)\b")
#: Things registered by then: a participle before the deadline, without a verb that makes it a task.
_WHICH = re.compile(r"(?:\w\w+ed|built|bought|made|sold)\s+$")
_TO_DO = re.compile(r"\b(?:be|been|being|is|are|get)\b(?:\W+[\w-]+){0,6}\W*$")


def english_remark(folded: str, start: int, end: int) -> re.Match[str] | None:
    """Match a passage that is a deadline, with its words as the group ``text``; ``None`` if it is not one.

    >>> english_remark("to be completed by the end of June 2026", 0, 39)["text"]
    'by the end of June 2026'
    """
    return _NOTE.fullmatch(folded, start, end)


def english_day(words: str, notice: NoticeYear | None = None) -> date | None:
    """Find the last day of a deadline's words.

    >>> [str(english_day(words)) for words in ("by the end of June 2026", "Q1 2027", "31 December 2025", "mid-2026")]
    ['2026-06-30', '2027-03-31', '2025-12-31', 'None']
    >>> english_day("by the end of March", NoticeYear(2026))
    datetime.date(2026, 3, 31)
    """
    if re.search(r"\b(?:each|every)\b", words):
        return None
    days = (_last_day(period.group(), notice) for period in _FIND.finditer(words))
    return max((day for day in days if day), default=None)


def find_english_deadline(text: str, notice: NoticeYear | None = None) -> tuple[date | None, slice] | None:
    """Find the deadline that running text states, and its place.

    >>> text = "Cars sold by 2020 stay. Standards shall be revised by the end of 2027."
    >>> day, place = find_english_deadline(text)
    >>> day, text[place]
    (datetime.date(2027, 12, 31), 'by the end of 2027')
    """
    found: list[tuple[date | None, slice]] = []
    for due in ENGLISH_DUE.finditer(text):
        before = text[max(0, due.start() - 80) : due.start()]
        if not due["each"] and _WHICH.search(before) and not _TO_DO.search(before):
            continue
        found.append((english_day(due.group(), notice), slice(*due.span())))
    return max(found, key=lambda each: (each[0] is not None, each[0] or date.min), default=None)


def _last_day(period: str, notice: NoticeYear | None) -> date | None:
    """Find the last day of one period; a year that is left out is the notice's."""
    if _VAGUE.search(period):
        return None
    said = re.search(r"20\d\d", period)
    plan = re.search(r"(1[345])th", period)
    year = int(said.group()) if said else 2020 + 5 * (int(plan[1]) - 13) if plan else notice.year if notice else None
    if year is None:
        return None
    if iso := re.search(r"20\d\d-(\d+)-(\d+)", period):
        month, given = int(iso[1]), int(iso[2])
    else:
        month = _month(period)
        number = re.search(
            r"(?<!\d)\d{1,2}(?!\d)", re.sub(r"Q\d|\d(?:st|nd|rd|th)\s+(?:quarter|half)|1\dth\s+F", "", period)
        )
        given = int(number.group()) if number else calendar.monthrange(year, month)[1]
    try:
        day = date(year, month, given)
    except ValueError:
        return None
    since = notice.since if notice and not said and not plan else None
    return day if since is None or day >= since else None


def _month(period: str) -> int:
    """Return the month in which a period ends."""
    for number, name in enumerate(MONTHS, 1):
        if re.search(rf"\b{name[:3]}", period):
            return number
    part = re.search(rf"Q([1-4])|({_NTH})\s+(quarter|half)", period)
    if not part:
        return 12
    place = int(part[1] or {"f": 1, "s": 2, "t": 3, "l": 4}.get(part[2][0], 0) or part[2][0])
    if part[2] == "fourth":
        place = 4
    return place * 6 if part[3] == "half" else place * 3
