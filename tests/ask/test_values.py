"""Days and numbers in sentences, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from policygraph.ask.values import find_periods, find_quantity

TODAY = date(2022, 6, 15)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2021年6月1日", "2021-06-01", "2021-06-01"),
        ("2021-06-01", "2021-06-01", "2021-06-01"),
        ("2021.6.1", "2021-06-01", "2021-06-01"),
        ("2021年6月", "2021-06-01", "2021-06-30"),
        ("2021年6月底", "2021-06-30", "2021-06-30"),
        ("五月份", "2022-05-01", "2022-05-31"),
        ("十二月三日", "2022-12-03", "2022-12-03"),
        ("2021年", "2021-01-01", "2021-12-31"),
        ("2021年底", "2021-12-31", "2021-12-31"),
        ("今年年底", "2022-12-31", "2022-12-31"),
        ("明年", "2023-01-01", "2023-12-31"),
        ("下个月", "2022-07-01", "2022-07-31"),
        ("本月底", "2022-06-30", "2022-06-30"),
        ("下周", "2022-06-20", "2022-06-26"),
        ("未来十天", "2022-06-15", "2022-06-25"),
        ("30天内", "2022-06-15", "2022-07-15"),
        ("最近两周", "2022-06-01", "2022-06-15"),
        ("2021年元旦", "2021-01-01", "2021-01-01"),
        ("今天", "2022-06-15", "2022-06-15"),
        ("15 july 2023", "2023-07-15", "2023-07-15"),
        ("july 15, 2023", "2023-07-15", "2023-07-15"),
        ("june 2021", "2021-06-01", "2021-06-30"),
        ("end of june 2021", "2021-06-30", "2021-06-30"),
        ("in 2021", "2021-01-01", "2021-12-31"),
        ("the end of this year", "2022-12-31", "2022-12-31"),
        ("next month", "2022-07-01", "2022-07-31"),
        ("the next ten days", "2022-06-15", "2022-06-25"),
        ("within 2 weeks", "2022-06-15", "2022-06-29"),
        ("the last month", "2022-05-01", "2022-05-31"),
        ("this fortnight", "2022-06-15", "2022-06-29"),
    ],
)
def test_a_period_is_found(words: str, first: str, last: str) -> None:
    (found,) = find_periods(words, TODAY)
    assert (str(found.first), str(found.last)) == (first, last)
    assert words[found.start : found.end].strip()


@pytest.mark.parametrize("words", ["2021年13月40日", "30 february", "第12号", "3个单位", "page 2021a", ""])
def test_what_is_no_day_gives_no_wrong_day(words: str) -> None:
    assert all(found.last.year in (2021, 2022) for found in find_periods(words, TODAY))


@pytest.mark.parametrize("words", ["2021年6月之前", "早于2021年6月", "before june 2021", "prior to june 2021"])
def test_before_a_period(words: str) -> None:
    (found,) = find_periods(words, TODAY)
    assert found.before and str(found.first) == "2021-06-01"


@pytest.mark.parametrize(
    ("words", "least"),
    [
        ("超过三家单位", 4),
        ("五个以上部门", 5),
        ("至少共同承担3项", 3),
        ("不少于10个单位", 10),
        ("more than three", 4),
        ("at least eight agencies", 8),
        ("two or more", 2),
        ("eight agencies or more", 8),
        (">= 4", 4),
        ("三个单位", None),
        ("in 2021", None),
    ],
)
def test_a_least_number_is_found(words: str, least: int | None) -> None:
    found = find_quantity(words)
    assert (found.least if found else None) == least
