"""Numbers and dates of a workbook, as their cells show them. The expected texts are what Excel displays."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.documents.number_format import format_date, format_number

ACCOUNTS = r'_ * #,##0_ ;_ * \-#,##0_ ;_ * "-"_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (2025.1, "0.00", "2025.10"),
        (1.1, "0.00", "1.10"),
        (2025, "0.00", "2025.00"),
        (7, "000", "007"),
        (2.675, "0.00", "2.68"),
        (-2.5, "0", "-3"),
        (12345, "#,##0", "12,345"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (5, "0,000", "0,005"),
        (1234567, "#,##0,", "1,235"),
        (0.5, "0%", "50%"),
        (0.1234, "0.00%", "12.34%"),
        (1.5, "0.##", "1.5"),
        (1.0, "0.0#", "1.0"),
        (0, "#", ""),
        (0.5, "#.0", ".5"),
        (-5, "0;(0)", "(5)"),
        (0, '0;-0;"—"', "—"),
        (12, '0"个"', "12个"),
        (12, "0个", "12个"),
        (2025, 'General"年"', "2025年"),
        (202506, '0000"年"00"月"', "2025年06月"),
        (20250630, "0000-00-00", "2025-06-30"),
        (5, "[Red]0.0", "5.0"),
        (5, "[$¥-804]#,##0.00", "¥5.00"),
        (1234, ACCOUNTS, "1,234"),
        (3, "General", "3"),
        (2.0, "General", "2"),
        (0.1 + 0.2, "General", "0.3"),
        (1.5e-7, "General", "0.00000015"),
        (2025.1, "@", "2025.1"),
        (2025.1, "", "2025.1"),
    ],
)
def test_a_number_as_its_cell_shows_it(value: float, code: str, shown: str) -> None:
    assert format_number(value, code) == shown


@pytest.mark.parametrize("code", ["# ?/?", "[>3]0", "0/0", "[DBNum1]0", "yyyy"])
def test_a_format_that_is_not_written_here_shows_the_plain_number(code: str) -> None:
    assert format_number(2.5, code) == "2.5"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('yyyy"年"m"月"d"日"', "2025年6月1日"),
        ('[$-804]yyyy"年"m"月"d"日";@', "2025年6月1日"),
        ('[DBNum1][$-804]yyyy"年"m"月"d"日"', "2025年6月1日"),
        ('yyyy"年"m"月"', "2025年6月"),
        ("yyyy年m月", "2025年6月"),
        ('yyyy"年"', "2025年"),
        ('m"月"d"日"', "6月1日"),
        ("yyyy/m/d", "2025/6/1"),
        ("yyyy-mm-dd", "2025-06-01"),
        ("yyyy.m", "2025.6"),
        (r"yyyy\-mm\-dd\ hh:mm:ss", "2025-06-01 14:05:09"),
        # in an order or with words of another language: written in the order of Chinese
        ("mm-dd-yy", "2025年6月1日"),
        ("dddd, mmmm dd, yyyy", "2025年6月1日"),
        ("mmm-yy", "2025年6月"),
        ("d-mmm", "6月1日"),
        ("yy.m", "2025年6月"),
        ("General", "2025年6月1日"),
    ],
)
def test_a_date_as_its_cell_shows_it(code: str, shown: str) -> None:
    assert format_date(datetime.datetime(2025, 6, 1, 14, 5, 9), code) == shown


def test_a_time_of_day() -> None:
    assert format_date(datetime.time(9, 30), "h:mm") == "09:30"


@given(st.floats() | st.integers(), st.text(st.sampled_from('0#?.,%/;"\\_*[]$-@ymdhsGenral年E+ ')))
def test_any_number_in_any_format_is_shown(value: float, code: str) -> None:
    assert isinstance(format_number(value, code), str)
    assert isinstance(format_date(datetime.date(2025, 6, 1), code), str)


@given(st.integers(-(10**12), 10**12), st.integers(0, 4))
def test_decimals_are_those_of_the_format(value: int, places: int) -> None:
    number = value / 10**places
    assert float(format_number(number, "0." + "0" * places)) == pytest.approx(number)
