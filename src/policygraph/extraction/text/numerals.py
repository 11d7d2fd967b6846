"""Chinese numerals, as headings use them."""

from __future__ import annotations

__all__ = ["CHINESE_DIGITS", "number_of"]

CHINESE_DIGITS = "〇零一二三四五六七八九十百"
_UNITS = {"十": 10, "百": 100}
_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ROMAN = {"I": 1, "V": 5, "X": 10}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def number_of(numeral: str) -> int:
    """The value of a decimal numeral of any script, a circled or Roman one, or a Chinese one below a thousand.

    Raises ``ValueError`` on anything else.

    >>> [number_of(n) for n in ("十", "二十四", "一百零三", "7", "③", "XIV")]
    [10, 24, 103, 7, 3, 14]
    """
    if numeral.isdecimal():
        return int(numeral)
    if numeral in _CIRCLED and len(numeral) == 1:
        return _CIRCLED.index(numeral) + 1
    if numeral and set(numeral) <= _ROMAN.keys():
        values = [_ROMAN[char] for char in numeral]
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
