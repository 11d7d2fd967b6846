"""Find days and numbers in a sentence: 今年年底前, before June 2021, 至少三家, the next ten days."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..extraction.phrases.periods import MONTHS
from ..extraction.text.numerals import number_of

__all__ = ["Period", "Quantity", "find_periods", "find_quantity"]


@dataclass(frozen=True, slots=True)
class Period:
    """A period that a sentence names.

    Attributes:
        start: The start of its words.
        end: Their end.
        first: Its first day.
        last: Its last day.
        before: The sentence asks for what lies before it.
        ahead: It is counted from today: the next ten days.
    """

    start: int
    end: int
    first: date
    last: date
    before: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A least number that a sentence names.

    Attributes:
        start: The start of its words.
        end: Their end.
        least: The least number: 4 for “more than three”.
    """

    start: int
    end: int
    least: int


_DIGITS = r"(?:\d{1,4}|[一二两三四五六七八九十]{1,3})"
_NUMBERS = "a one two three four five six seven eight nine ten eleven twelve"
_WORDS = {word: max(number, 1) for number, word in enumerate(_NUMBERS.split())}
_WORDS |= {"fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90}
_COUNT = rf"(?:\d{{1,4}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_NAMES = "|".join([*MONTHS, *(month[:3] for month in MONTHS)]).lower()
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_UNITS = {
    "天": 1,
    "日": 1,
    "fortnight": 14,
    "周": 7,
    "星期": 7,
    "个星期": 7,
    "个月": 30,
    "day": 1,
    "week": 7,
    "month": 30,
}


def _number(words: str) -> int:
    return _WORDS[words] if words in _WORDS else number_of(words.replace("两", "二"))


def _month(year: int, month: int) -> tuple[date, date]:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _name_of_month(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if month.lower().startswith(name[:3]))


Read = Callable[[re.Match[str], date], tuple[date, date]]


def _read_full(m: re.Match[str], today: date) -> tuple[date, date]:
    day = date(int(m["year"]), int(m["month"]), int(m["day"]))
    return day, day


def _read_full_english(m: re.Match[str], today: date) -> tuple[date, date]:
    day = date(int(m["year"]) if m["year"] else today.year, _name_of_month(m["name"]), int(m["day"]))
    return day, day


def _read_chinese_month(m: re.Match[str], today: date) -> tuple[date, date]:
    first, last = _month(int(m["year"] or today.year), number_of(m["month"]))
    if m["day"]:
        day = first.replace(day=number_of(m["day"]))
        return day, day
    return (last, last) if m["end"] else (first, last)


def _read_english_month(m: re.Match[str], today: date) -> tuple[date, date]:
    first, last = _month(int(m["year"]) if m["year"] else today.year, _name_of_month(m["name"]))
    return (last, last) if m["end"] else (first, last)


def _read_year(m: re.Match[str], today: date) -> tuple[date, date]:
    shift = {"今": 0, "本": 0, "明": 1, "去": -1, "this": 0, "the": 0, "next": 1, "last": -1}
    first, last = _year(int(m["year"]) if m["year"] else today.year + shift[m["which"] or "this"])
    return (last, last) if m["end"] else (first, last)


def _read_end_of_year(m: re.Match[str], today: date) -> tuple[date, date]:
    _, last = _read_year(m, today)
    return last, last


def _read_new_year(m: re.Match[str], today: date) -> tuple[date, date]:
    first, _ = _read_year(m, today)
    return first, first


def _read_relative_month(m: re.Match[str], today: date) -> tuple[date, date]:
    shift = {"本": 0, "这个": 0, "当": 0, "下个": 1, "下": 1, "上个": -1, "上": -1, "this": 0, "next": 1, "last": -1}
    first, last = _month(today.year, today.month + shift[m["which"]])
    return (last, last) if m["end"] else (first, last)


def _read_week(m: re.Match[str], today: date) -> tuple[date, date]:
    shift = {"本": 0, "这": 0, "下": 7, "上": -7, "this": 0, "next": 7, "last": -7}
    monday = today - timedelta(today.weekday()) + timedelta(shift[m["which"]])
    return monday, monday + timedelta(6)


def _read_day(m: re.Match[str], today: date) -> tuple[date, date]:
    shift = {"今天": 0, "今日": 0, "明天": 1, "昨天": -1, "today": 0, "tomorrow": 1, "yesterday": -1}
    day = today + timedelta(shift[m[0]])
    return day, day


def _read_ahead(m: re.Match[str], today: date) -> tuple[date, date]:
    return today, today + timedelta(_number(m["n"] or "a") * _UNITS[m["unit"]])


def _read_back(m: re.Match[str], today: date) -> tuple[date, date]:
    return today - timedelta(_number(m["n"] or "a") * _UNITS[m["unit"]]), today


_ZH_UNIT = r"(?P<unit>天|日|周|个?星期|个月)"
_EN_UNIT = r"(?P<unit>day|week|month|fortnight)s?"
#: How periods are written, the more exact before the less; each with what reads it.
_FORMS: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"(?:{_YEAR}年|(?P<which>今|本|明|去)年)?元旦(?P<end>)", _read_new_year),
        (rf"\bnew year(?:'s day)?,? (?:of )?{_YEAR}(?P<which>)(?P<end>)", _read_new_year),
        (rf"{_YEAR}(?:年|[-/.])(?P<month>1[0-2]|0?[1-9])(?:月|[-/.])(?P<day>3[01]|[12]\d|0?[1-9])[日号]?", _read_full),
        (rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<name>{_NAMES})\.?,?(?: {_YEAR})?\b", _read_full_english),
        (rf"\b(?P<name>{_NAMES})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? {_YEAR})?\b(?!\d)", _read_full_english),
        (
            rf"(?:(?:{_YEAR}年?|今年|本年)[-/.]?)?(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?"
            rf"(?:(?P<day>3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])[日号])?(?P<end>底|末)?",
            _read_chinese_month,
        ),
        (rf"{_YEAR}-(?P<month>1[0-2]|0[1-9])(?P<day>)(?P<end>)(?!\d)", _read_chinese_month),
        (rf"(?P<end>end of )?\b(?P<name>{_NAMES})(?:,? {_YEAR})?\b(?! \d)", _read_english_month),
        (rf"(?:{_YEAR}年|(?P<which>今|本|明|去)年)(?P<end>年?底|年?末)?(?!\d)", _read_year),
        (r"(?P<which>)(?P<year>)(?P<end>年底|年末)", _read_year),
        (r"(?P<year>)(?P<end>(?:the )?end of (?P<which>the|this|next) year|(?:the )?year[- ]end)", _read_year),
        (rf"\bend of (?:the year )?{_YEAR}\b(?P<which>)(?P<end>)", _read_end_of_year),
        (rf"\b(?:in )?(?:(?P<which>this|next|last) year|{_YEAR})\b(?P<end>)", _read_year),
        (r"(?P<which>本|这个|当|下个|下|上个|上)月(?P<end>底|末)?", _read_relative_month),
        (r"(?P<end>(?:the )?end of )?(?P<which>this|next|last) month", _read_relative_month),
        (r"(?P<which>本|这|下|上)(?:个?星期|周)", _read_week),
        (r"\b(?P<which>this|next|last) week", _read_week),
        (r"今天|今日|明天|昨天|\b(?:today|tomorrow|yesterday)\b", _read_day),
        (rf"(?:未来|接下来|今后|往后|之后|后)的?数?(?P<n>{_DIGITS}){_ZH_UNIT}(?:之?内)?", _read_ahead),
        (rf"(?P<n>{_DIGITS}){_ZH_UNIT}(?:之?内)", _read_ahead),
        (
            rf"(?:\b(?:in|within|over|during) )?\bthe (?:next|coming|following) (?:(?P<n>{_COUNT}) )?{_EN_UNIT}\b",
            _read_ahead,
        ),
        (r"\b(?:this|next|coming) (?P<unit>fortnight)(?P<n>)", _read_ahead),
        (rf"\b(?:within|in|over|during) (?:the )?(?P<n>{_COUNT}) {_EN_UNIT}\b", _read_ahead),
        (rf"\bnext (?P<n>{_COUNT}) {_EN_UNIT}\b", _read_ahead),
        (rf"(?:最近|过去|近)的?(?P<n>{_DIGITS}){_ZH_UNIT}", _read_back),
        (rf"\b(?:in |for )?(?:the )?(?:last|past) (?P<n>{_COUNT}) {_EN_UNIT}\b", _read_back),
    )
)
_TODAY = ("今天", "今日", "today")
_BEFORE = re.compile(r"\s*(?:之前|以前|前(?!后)|止)")
_BEFORE_ENGLISH = re.compile(r"\b(?:before|prior to|earlier than)(?: the)?\s*$")
_EARLIER = re.compile(r"(?:早于|先于)\s*$")


def find_periods(sentence: str, today: date) -> list[Period]:
    """Find the periods that a sentence names.

    Args:
        sentence: A folded sentence in small letters.
        today: The day on which it is said.

    Returns:
        The periods in the order of the sentence; impossible days are passed over.

    Example:
        >>> [(str(p.first), str(p.last), p.before) for p in find_periods("before june 2021", date(2022, 6, 15))]
        [('2021-06-01', '2021-06-30', True)]
        >>> [(str(p.first), str(p.last), p.before) for p in find_periods("今年年底前要到期的任务", date(2022, 6, 15))]
        [('2022-12-31', '2022-12-31', True)]
        >>> [(str(p.last), p.ahead) for p in find_periods("due in the next ten days", date(2022, 12, 22))]
        [('2023-01-01', True)]
    """
    found = sorted(_read_periods(sentence, today), key=lambda period: period.start)
    # “假如今天是2023年10月8日”: the stated day is used.
    stated = [each for each in found if sentence[each.start : each.end].strip() not in _TODAY]
    return stated or found


def _read_periods(sentence: str, today: date) -> Iterator[Period]:
    taken: list[tuple[int, int]] = []
    for pattern, read in _FORMS:
        for match in pattern.finditer(sentence):
            start, end = match.span()
            if any(start < right and end > left for left, right in taken):
                continue
            try:
                first, last = read(match, today)
            except (ValueError, OverflowError):
                continue
            taken.append((start, end))
            behind = _BEFORE.match(sentence, end)
            before = behind or _EARLIER.search(sentence[:start]) or _BEFORE_ENGLISH.search(sentence[:start])
            yield Period(start, behind.end() if behind else end, first, last, bool(before), read is _read_ahead)


_LEAST: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(pattern), more)
    for pattern, more in (
        (rf"(?:超过|多于|大于)(?P<n>{_DIGITS})(?:个|家|项|条|方|次|件)", 1),
        (rf"(?:至少|不少于|最少|起码|达到)[一-鿿]{{0,5}}?(?P<n>{_DIGITS})(?:个|家|项|条|方|次|件)", 0),
        (rf"(?P<n>{_DIGITS})(?:个|家|项|条|方|次|件)(?:单位|部门|机构|机关|措施|任务)?(?:及|或)?(?:以上|之上|起)", 0),
        (rf"\b(?:more than|over|exceeding|above|beyond) (?P<n>{_COUNT})\b", 1),
        (rf"\b(?:at least|no fewer than|not less than|minimum of|a minimum of) (?P<n>{_COUNT})\b", 0),
        (rf"\b(?P<n>{_COUNT}) (?:\w+ )?or more\b", 0),
        (r"(?:>=|≥) ?(?P<n>\d{1,4})", 0),
        (r"> ?(?P<n>\d{1,4})", 1),
    )
)


def find_quantity(sentence: str) -> Quantity | None:
    """Find the least number that a sentence names.

    Args:
        sentence: A folded sentence in small letters.

    Returns:
        The number, or ``None``.

    Example:
        >>> [find_quantity(text).least for text in ("超过三家单位", "五个以上部门", "more than three", "two or more")]
        [4, 5, 4, 2]
    """
    for pattern, more in _LEAST:
        if match := pattern.search(sentence):
            return Quantity(*match.span(), _number(match["n"]) + more)
    return None
