"""Dates and deadlines as notices write them."""

from __future__ import annotations

import calendar
import re
from datetime import date

__all__ = ["DATE", "date_of", "deadline_in"]

#: 2020年5月11日, 2020-05-11, 2020/5/11, 2020.5.11
DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:年|[-/.])(?P<m>1[0-2]|0?[1-9])(?:月|[-/.])(?P<d>3[01]|[12]\d|0?[1-9])(?:日|\b|(?=\D))"
)
_CN_DATE = re.compile(
    r"(?P<y>[〇零○O一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_DEADLINE = re.compile(
    r"(?P<y>20\d\d)年(?:(?P<m>1[0-2]|0?[1-9])月)?(?:(?P<d>3[01]|[12]\d|0?[1-9])日)?(?P<half>上半年|第?[一二三四]季度)?"
    r"(?P<end>年?底|末|年末|中旬|上旬|下旬)?(?:之?前|以前|内)"
)
_DIGITS = {char: index for index, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "O": 0}


def date_of(text: str) -> date | None:
    """The first full date of a folded text, or ``None``; impossible days are passed over.

    >>> date_of("发布日期:2020-05-11 15:30")
    datetime.date(2020, 5, 11)
    """
    for match in DATE.finditer(text):
        try:
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            continue
    for match in _CN_DATE.finditer(text):
        from .numerals import number_of

        year = int("".join(str(_DIGITS[char]) for char in match["y"]))
        try:
            return date(year, number_of(match["m"]), number_of(match["d"]))
        except ValueError:
            continue
    return None


def deadline_in(text: str) -> tuple[date, str] | None:
    """The first deadline of a folded text (2022年10月底前) as its last day, with its words.

    >>> deadline_in("2022年10月底前编制并公布")
    (datetime.date(2022, 10, 31), '2022年10月底前')
    """
    for match in _DEADLINE.finditer(text):
        year, month, day = int(match["y"]), match["m"], match["d"]
        quarter = match["half"]
        if month is None:
            if quarter == "上半年":
                month = "6"
            elif quarter:
                month = str(3 * ("一二三四".index(quarter.removeprefix("第")[0]) + 1))
            else:
                month = "12"
        part = {"上旬": 10, "中旬": 20}.get(match["end"] or "")
        last = calendar.monthrange(year, int(month))[1]
        try:
            return date(year, int(month), int(day) if day else part or last), match.group()
        except ValueError:
            continue
    return None
