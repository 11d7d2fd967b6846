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
#: The same where nothing else is said, and the year may be the notice's own.
_BARE = re.compile(
    r"(?:(?P<y>20\d\d)年?|(?:今年|当年|本年|年内)?)(?:(?<!\d)(?P<m>1[0-2]|0?[1-9])月份?)?(?:(?P<d>3[01]|[12]\d|0?[1-9])日)?"
    r"(?P<half>上半年|第?[一二三四]季度)?(?P<end>年?[底末]|中旬|上旬|下旬)?"
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


def deadline_in(text: str, year: int | None = None, whole: bool = False) -> tuple[date, str] | None:
    """The first deadline of a folded text (2022年10月底前) as its last day, with its words.

    ``whole`` says that the text is nothing but a deadline, as in a table's column: 2022年三季度 is one there. ``year``
    is the year of the notice, which such a text may leave out: 6月底前.

    >>> deadline_in("2022年10月底前编制并公布")
    (datetime.date(2022, 10, 31), '2022年10月底前')
    >>> deadline_in("9月底", 2023, whole=True)
    (datetime.date(2023, 9, 30), '9月底')
    """
    for match in (_BARE if whole else _DEADLINE).finditer(text):
        if match["y"] is None and (
            year is None or not match.group() or not (match["m"] or match["half"] or match["end"])
        ):
            continue
        if match["y"] is None and match["end"] and not match["m"] and "年" not in match["end"]:
            continue
        number, month, day = int(match["y"] or year or 0), match["m"], match["d"]
        quarter = match["half"]
        if month is None:
            if quarter == "上半年":
                month = "6"
            elif quarter:
                month = str(3 * ("一二三四".index(quarter.removeprefix("第")[0]) + 1))
            else:
                month = "12"
        part = {"上旬": 10, "中旬": 20}.get(match["end"] or "")
        last = calendar.monthrange(number, int(month))[1]
        try:
            return date(number, int(month), int(day) if day else part or last), match.group()
        except ValueError:
            continue
    return None
