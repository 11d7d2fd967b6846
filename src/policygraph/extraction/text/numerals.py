"""Chinese numerals, as headings and dates use them."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["CHINESE_DIGITS", "DAY", "number_of", "year_of"]

CHINESE_DIGITS = "〇零一二三四五六七八九十百"
#: A full date in folded text: 2023年5月11日.
DAY = r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日"
_UNITS = {"十": 10, "百": 100}
_DIGITS = {"〇": 0} | {char: value for value, char in enumerate("零一二三四五六七八九")}
_DIGITS_OF_YEARS = {char: str(value) for char, value in _DIGITS.items()} | {"○": "0", "O": "0"}
_LETTERS = {"I": 1, "V": 5, "X": 10}


def number_of(numeral: str) -> int:
    """Compute the value of a numeral: decimal in any script, circled, Roman, or Chinese below a thousand.

    Args:
        numeral: The numeral without white space.

    Returns:
        Its value.

    Raises:
        ValueError: It is no numeral.

    Example:
        >>> [number_of(n) for n in ("十", "二十四", "一百零三", "7", "③", "XIV")]
        [10, 24, 103, 7, 3, 14]
    """
    if numeral.isdecimal():
        return int(numeral)
    if re.fullmatch("[①-⑳Ⅰ-Ⅻ]", numeral):
        return int(unicodedata.numeric(numeral))
    if numeral and set(numeral) <= _LETTERS.keys():
        values = [_LETTERS[char] for char in numeral]
        return sum(-one if one < next_one else one for one, next_one in zip(values, [*values[1:], 0], strict=True))
    total = digit = 0
    for char in numeral:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        elif char in _DIGITS:
            digit = _DIGITS[char]
        else:
            raise ValueError(f"not a numeral: {numeral!r}")
    if not numeral:
        raise ValueError("an empty numeral")
    return total + digit


def year_of(numeral: str) -> int:
    """Read a year that is written digit by digit.

    Args:
        numeral: Four digits, Chinese or decimal.

    Returns:
        The year.

    Example:
        >>> year_of("二○二三"), year_of("二〇2五")
        (2023, 2025)
    """
    return int("".join(_DIGITS_OF_YEARS.get(char, char) for char in numeral))
