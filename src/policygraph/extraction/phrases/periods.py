"""Periods and days as notices write them: a year, a month, a day, a quarter, in every notation.

The texts are folded; those of periods are closed up, too: no space runs through 2025年6月.
"""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from ..text.numerals import number_of, year_of

__all__ = ["DATE", "ENGLISH_DATE", "MONTHS", "Form", "NoticeYear", "find_date", "find_periods", "spell_periods"]

#: 2020年5月11日, 2020-05-11, 2020/5/11, 2020.5.11
DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:年|[-/.])(?P<m>1[0-2]|0?[1-9])(?:月|[-/.])(?P<d>3[01]|[12]\d|0?[1-9])(?:日|\b|(?=\D))"
)
_CN_DATE = re.compile(
    r"(?P<y>[〇零○O一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)


MONTHS = tuple(calendar.month_name)[1:]
_NAMES_OF_MONTHS = "|".join(MONTHS)
#: January 8, 2026; 8 January 2026
ENGLISH_DATE = (
    rf"(?:(?P<m>{_NAMES_OF_MONTHS}) +(?P<d>\d{{1,2}}),? +(?P<y>(?:19|20)\d\d)\b"
    rf"|(?P<d2>\d{{1,2}}) +(?P<m2>{_NAMES_OF_MONTHS}),? +(?P<y2>(?:19|20)\d\d)\b)"
)
_ENGLISH_DATE = re.compile(ENGLISH_DATE)


def find_date(text: str) -> date | None:
    """Find the first full date of a text; impossible days are skipped.

    Args:
        text: A folded text.

    Returns:
        The date, or ``None``. Deadlines, which may be months or years, are read by ``deadlines``.

    Example:
        >>> find_date("发布日期:2020-05-11 15:30")
        datetime.date(2020, 5, 11)
        >>> find_date("January 8, 2026")
        datetime.date(2026, 1, 8)
    """
    for pattern, read_year in ((DATE, int), (_CN_DATE, year_of)):
        for match in pattern.finditer(text):
            with suppress(ValueError):
                return date(read_year(match["y"]), number_of(match["m"]), number_of(match["d"]))
    for match in _ENGLISH_DATE.finditer(text):
        year, month, day = (match[name] or match[f"{name}2"] for name in "ymd")
        with suppress(ValueError):
            return date(int(year), MONTHS.index(month) + 1, int(day))
    return None


_HAN = "一二三四五六七八九"
_ZERO = "〇零○O0"
_Y = r"(?P<year>(?:19|20)\d\d)"
_M = rf"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[{_HAN}元])"
_D = rf"(?P<day>3[01]|[12]\d|0?[1-9]|三十一?|二?十[{_HAN}]?|[{_HAN}])"


class _Notation(NamedTuple):
    """How periods are written, as patterns for folded text."""

    year: str
    parts: tuple[str, ...]
    plan: str
    end_of_year: str
    numeric: str


#: Words behind a year that is a part of something else: 2025年正月, 公告2025年第12号.
_NO_YEAR = r"[正冬腊]月|农历|第\d+号"
#: What must not stand before a month, day or quarter without a year: the year of 25年6月 and 令和7年6月 is unknown.
_NO_PART = rf"(?<![\d.年度{_ZERO}{_HAN}十])"


def _spell(s: str) -> _Notation:
    """Spell the notation; ``s`` is the pattern of what may stand between the parts of a period."""
    # 114年6月, 114年底: no other year has three digits.
    minguo = rf"(?<![\d.])(?=1[01]\d{s}年{s}(?:1?\d{s}月|底|[上下]半年|第[1-4一二三四]季))"
    return _Notation(
        year=rf"(?:(?:(?<![\d.]){_Y}(?:{s}年|(?=[上下]半年|前?第?[一二三四]季度|全年))"
        rf"|(?P<han>[一二][{_ZERO}{_HAN}]{{3}}){s}年"
        rf"|(?:民国|{minguo})(?P<minguo>\d{{2,3}}|[{_HAN}〇零十百]{{1,5}}){s}年"
        r"|(?P<said>今年|本年|当年|明年|来年|次年|翌年|每年|逐年|历年))度?)",
        parts=(
            rf"{_M}{s}月{s}{_D}{s}(?:[日号]|(?=[-~至到前止]|$))",  # 6月30日, 6月1-30日
            rf"{_M}{s}月份?{s}[上中]?(?P<ten>[上中下])旬",  # 6月上旬
            rf"{_M}{s}月(?!{s}\d{{1,2}}{s}[日号])份?",  # 6月, 六月份
            r"前?第?(?P<quarter>[一二两三四1-4])个?季度",  # 前三季度, 第二季度
            r"(?P<half>[上下])半年",  # 上半年
        ),
        # “十四五”末
        plan=r"[\"“'‘]?十(?P<plan>[三四五])五[\"”'’]?(?:规划)?(?:时期|期间|期(?=[内末])|(?=[内末前]))",
        # 年底, 年内
        end_of_year=rf"(?<![\d{_HAN}十百两几半数多近整去上前后])(?:年(?=[底末]|内(?![蒙部容涵外陆河]))|全年)",
        numeric=rf"(?<![\d.]){_Y}(?P<sign>[-/.])(?P<month>1[0-2]|0?[1-9])(?:(?P=sign)(?P<day>3[01]|[12]\d|0?[1-9]))?"
        r"(?!\d)[月日号]?份?",
    )


_CLOSED = _spell("")
#: The forms of periods in closed-up folded text. Of those that begin at a place the longest is the one meant.
_FORMS = tuple(
    re.compile(form)
    for form in (
        *(rf"(?:{_CLOSED.year}|{_NO_PART}){part}" for part in _CLOSED.parts),
        r"(?:(?<![\d.])(?P<year>20\d\d)年?[-.]?)?(?<![A-Za-z])[Qq](?P<quarter>[1-4])(?![\dA-Za-z])",  # 2025Q2, Q2
        rf"{_CLOSED.year}(?:全年)?(?!\d{{1,2}}月|{_NO_YEAR})",
        _CLOSED.end_of_year,
        _CLOSED.numeric,
        rf"(?<![\d.]){_Y}(?P<month>1[0-2]|0[1-9])(?P<day>3[01]|[12]\d|0[1-9])?(?![\d.])",  # 202506, 20250630
        # 2025, also in 2023-2025; not in 30/6/2025, June 2025, 2025 6 30, nor in the number of a document, (2025)6号
        rf"(?:(?<![\d./A-Za-z-])(?<![A-Za-z] )|(?<=20\d\d-)|(?<=[年月日]-)){_Y}(?!\)第?\d+号)"
        r"(?=[ ,;、(](?!\d)|[)~至到底末前内止]|-(?!\d)|-20\d\d(?:[年 ,;、()底末前内止]|$)|$)",
        _CLOSED.plan,
    )
)


def spell_periods(space: str) -> tuple[str, str]:
    """Spell periods for a pattern of longer words in text that is not closed up.

    Args:
        space: The pattern of what may stand between the parts of a period.

    Returns:
        A pattern of the periods that cannot be mere numbers, without named groups, and one of the parts of a year:
        months, days, quarters, halves.
    """
    spelled = _spell(space)
    part = "|".join(spelled.parts)
    period = (
        rf"(?:{spelled.plan}|{spelled.year}(?:{space}(?:{part})|(?!{space}\d{{1,2}}{space}月|{_NO_YEAR}))"
        rf"|{_NO_PART}(?:{part})|{spelled.end_of_year}|{spelled.numeric})"
    )
    return _without_names(period), _without_names(rf"(?:{part})")


def _without_names(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern).replace("(?P=sign)", "[-/.]")


_TEN_DAYS = {"上": 10, "中": 20}


class NoticeYear(NamedTuple):
    """The year of a notice, for periods that leave it out.

    ``since`` is the notice's day if the year is known from that day alone: a period that had ended before it belongs to
    another year.
    """

    year: int
    since: date | None = None


class Form(NamedTuple):
    """A place where one of the forms stands, and the text of its groups."""

    start: int
    end: int
    said: dict[str, str | None]

    @property
    def has_year(self) -> bool:
        """Whether the form states its year."""
        return any(self.said.get(name) for name in ("year", "han", "minguo", "said", "plan"))

    @property
    def is_year(self) -> bool:
        """Whether it is a year and nothing more."""
        return self.has_year and not any(self.said.get(name) for name in ("month", "quarter", "half", "plan"))

    @property
    def recurs(self) -> bool:
        """Whether it is a time of every year."""
        return self.said.get("said") in ("每年", "逐年", "历年")

    @property
    def has_day(self) -> bool:
        """Whether the form says which days of the month it means."""
        return bool(self.said.get("day") or self.said.get("ten"))

    def last_day(self, notice: NoticeYear | None, known: date | None) -> date | None:
        """Return the last day of the period; a missing year is that of the day ``known`` or else of the notice."""
        year, inherited = _year(self.said, notice, known)
        if year is None:
            return None
        month = _month(self.said)
        try:
            last = _TEN_DAYS.get(self.said.get("ten") or "", calendar.monthrange(year, month)[1])
            day = date(year, month, number_of(given) if (given := self.said.get("day")) else last)
        except ValueError:
            return None
        since = notice.since if inherited and notice and not known else None
        return day if since is None or day >= since else None


def find_periods(text: str, left: int, right: int) -> list[Form]:
    """Find the forms in the order of the text, none within another."""
    found = [match for form in _FORMS for match in form.finditer(text, left, right)]
    kept: list[Form] = []
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        if not kept or match.start() >= kept[-1].end:
            kept.append(Form(match.start(), match.end(), match.groupdict()))
    return kept


def _month(said: dict[str, str | None]) -> int:
    if month := said.get("month"):
        return 1 if month == "元" else number_of(month)
    if quarter := said.get("quarter"):
        return 3 * (2 if quarter == "两" else number_of(quarter))
    return 6 if said.get("half") == "上" else 12


def _year(said: dict[str, str | None], notice: NoticeYear | None, known: date | None) -> tuple[int | None, bool]:
    """Return the year of a form's groups, and whether it was inherited because the form leaves it out."""
    own = notice.year if notice else None
    word = said.get("said")
    if year := said.get("year"):
        return int(year), False
    if han := said.get("han"):
        return year_of(han), False
    if minguo := said.get("minguo"):
        return 1911 + number_of(minguo), False
    if plan := said.get("plan"):
        return {"三": 2020, "四": 2025, "五": 2030}[plan], False
    if word in ("当年", "次年", "翌年"):
        return (known.year + (word != "当年") if known else None), False
    if word in ("明年", "来年"):
        return (own + 1 if own else None), False
    if word:
        return (own if word in ("今年", "本年") else None), False
    return (known.year if known else own), True
