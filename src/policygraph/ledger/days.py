"""Read the day that somebody typed into a cell."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from ..extraction.phrases.periods import find_date
from ..folding import fold_width

__all__ = ["read_day"]

#: The first day of Excel's calendar, counted as Excel counts.
_EXCEL = date(1899, 12, 30)
_MONTH_DAY = re.compile(r"(1[0-2]|0?[1-9])(?:月|[-/.])(3[01]|[12]\d|0?[1-9])日?")

_FIGURES = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")


def read_day(value: Any, near: date | None) -> date | None:
    """Read a day.

    Args:
        value: A date, its number in Excel's calendar, or words.
        near: The day of the report: a day without a year is the last such day before it.

    Returns:
        The day; ``None`` if the value is no day.

    Example:
        >>> read_day("12月20日", date(2023, 1, 10)), read_day("年底前", date(2023, 1, 10))
        (datetime.date(2022, 12, 20), None)
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and 36_526 <= value < 73_051:
        return _EXCEL + timedelta(days=int(value))
    words = fold_width(str(value or ""))
    if figures := _FIGURES.fullmatch(words):
        try:
            return date(*map(int, figures.groups()))
        except ValueError:
            return None
    if found := find_date(words):
        return found
    month = _MONTH_DAY.fullmatch(words)
    if month and near:
        for year in (near.year, near.year - 1):
            try:
                day = date(year, int(month[1]), int(month[2]))
            except ValueError:
                continue
            if day <= near:
                return day
    return None
