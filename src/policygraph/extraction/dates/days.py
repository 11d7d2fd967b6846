"""Full dates as notices write them. Deadlines, which may be months or years: ``deadlines``."""

from __future__ import annotations

import calendar
import re
from datetime import date

__all__ = ["DATE", "ENGLISH_DATE", "date_of"]

#: 2020年5月11日, 2020-05-11, 2020/5/11, 2020.5.11
DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:年|[-/.])(?P<m>1[0-2]|0?[1-9])(?:月|[-/.])(?P<d>3[01]|[12]\d|0?[1-9])(?:日|\b|(?=\D))"
)
_MONTHS = [name for name in calendar.month_name if name]
#: January 8, 2026; 8 January 2026
ENGLISH_DATE = re.compile(
    rf"(?P<m>{'|'.join(_MONTHS)}) +(?P<d>\d{{1,2}}),? +(?P<y>(?:19|20)\d\d)\b"
    rf"|(?P<d2>\d{{1,2}}) +(?P<m2>{'|'.join(_MONTHS)}),? +(?P<y2>(?:19|20)\d\d)\b"
)
_CN_DATE = re.compile(
    r"(?P<y>[〇零○O一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_DIGITS = {char: index for index, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "O": 0}


def date_of(text: str) -> date | None:
    """The first full date of a folded text, or ``None``; impossible days are passed over.

    >>> date_of("发布日期:2020-05-11 15:30")
    datetime.date(2020, 5, 11)
    >>> date_of("January 8, 2026")
    datetime.date(2026, 1, 8)
    """
    for match in DATE.finditer(text):
        try:
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            continue
    for match in _CN_DATE.finditer(text):
        from ..text.numerals import number_of

        year = int("".join(str(_DIGITS[char]) for char in match["y"]))
        try:
            return date(year, number_of(match["m"]), number_of(match["d"]))
        except ValueError:
            continue
    for match in ENGLISH_DATE.finditer(text):
        said = match.groupdict()
        month = _MONTHS.index(said["m"] or said["m2"]) + 1
        try:
            return date(int(said["y"] or said["y2"]), month, int(said["d"] or said["d2"]))
        except ValueError:
            continue
    return None
