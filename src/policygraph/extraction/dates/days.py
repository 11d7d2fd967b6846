"""Full dates as notices write them. Deadlines, which may be months or years: ``deadlines``."""

from __future__ import annotations

import re
from datetime import date

__all__ = ["DATE", "date_of"]

#: 2020年5月11日, 2020-05-11, 2020/5/11, 2020.5.11
DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:年|[-/.])(?P<m>1[0-2]|0?[1-9])(?:月|[-/.])(?P<d>3[01]|[12]\d|0?[1-9])(?:日|\b|(?=\D))"
)
_CN_DATE = re.compile(
    r"(?P<y>[〇零○O一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
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
        from ..text.numerals import number_of

        year = int("".join(str(_DIGITS[char]) for char in match["y"]))
        try:
            return date(year, number_of(match["m"]), number_of(match["d"]))
        except ValueError:
            continue
    return None
