"""Show numbers and dates as Excel's cells do, by their number format.

The formats of task tables are covered: digits with decimals, thousands and words (0.00, #,##0, 0000"年"00"月"),
percent, General, sections for negative numbers and zero, dates and times. A number in any other format (fractions,
powers of ten, conditions) is shown as in the format General. A date whose format names months by words or has another
order than year, month, day is written 2025年6月30日, with the parts that the cell shows: this needs no locale.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

__all__ = ["LOCAL_DATES", "format_date", "format_number"]

#: Built-in formats that a file names by number only and that Chinese Excel uses for dates (ECMA-376, part 1, 18.8.30).
LOCAL_DATES: dict[int, str] = {
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    **dict.fromkeys((32, 34, 55), 'h"时"mm"分"'),
    **dict.fromkeys((33, 35, 56), 'h"时"mm"分"ss"秒"'),
}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|@)|(?P<time>AM/PM|A/P|上午/下午|y+|m+|d+|h+|s+|e+|a+)|(?P<digit>[0#?])|(?P<sign>[.,%/;])|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_KINDS = ("general", "digit", "sign", "bracket")
_COLOUR = re.compile(r"(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)", re.IGNORECASE)
#: The orders of date formats that are used as they are: in figures, and in the Chinese order.
_PLAIN_ORDERS = {"ymd", "ym", "y", "md", "m"}


class _Token(NamedTuple):
    """A part of a format: ``kind`` is words, general, time, digit, sign or bracket."""

    kind: str
    text: str


def format_number(value: float, code: str) -> str:
    """Show a number as a cell does.

    Args:
        value: The number.
        code: The number format of the cell.

    Returns:
        The number as text; as in the format General if the format is not covered.

    Example:
        >>> format_number(2025.1, "0.00"), format_number(0.062, "0.0%"), format_number(12345, "#,##0")
        ('2025.10', '6.2%', '12,345')
    """
    try:
        number = Decimal(repr(value))
        tokens, number = _choose_section(_tokenize(code or "General"), number)
        return ("-" if number < 0 else "") + _write(tokens, abs(number))
    except (ValueError, InvalidOperation):
        return _write_general(value)


def format_date(value: date | time, code: str) -> str:
    """Show a date or a time of day as a cell does.

    Args:
        value: The date or time.
        code: The number format of the cell.

    Returns:
        The date as text.

    Example:
        >>> format_date(date(2025, 6, 1), 'yyyy"年"m"月"'), format_date(date(2025, 6, 1), "mmm-yy")
        ('2025年6月', '2025年6月')
    """
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    tokens = _mark_minutes(_tokenize(code.partition(";")[0]))
    letters = [token.text for token in tokens if token.kind == "time" and token.text[0] in "ymd"]
    order = "".join(text[0] for text in letters)
    if order in _PLAIN_ORDERS and all(text in ("yyyy", "m", "mm", "d", "dd") for text in letters):
        return "".join(_write_date_part(value, token) for token in tokens).strip()
    shown = {"y": f"{value.year}年", "m": f"{value.month}月", "d": f"{value.day}日"}
    return "".join(words for letter, words in shown.items() if letter in order or not order)


def _tokenize(code: str) -> list[_Token]:
    """Split a format into its parts, without colours and without space as wide as some character."""
    found: list[_Token] = []
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup
        if kind is None or (kind == "bracket" and _COLOUR.fullmatch(match[kind])):
            continue
        if kind == "time":
            found.append(_Token(kind, match[kind].lower().replace("e", "y")))
        else:
            found.append(_Token(kind if kind in _KINDS else "words", match[kind]))
    return found


def _choose_section(tokens: Iterable[_Token], number: Decimal) -> tuple[list[_Token], Decimal]:
    """Return the section of the format for this number, and the number with the sign still to be written."""
    sections: list[list[_Token]] = [[]]
    for token in tokens:
        if token == ("sign", ";"):
            sections.append([])
        elif token.kind in ("time", "bracket") or token == ("sign", "/"):
            raise ValueError(token.text)  # a format that is not covered
        else:
            sections[-1].append(token)
    if number < 0 and len(sections) > 1:
        return sections[1], abs(number)
    return sections[2] if number == 0 and len(sections) > 2 else sections[0], number


def _write(tokens: list[_Token], number: Decimal) -> str:
    """Write a number that is not negative in one section of a format."""
    places = [index for index, token in enumerate(tokens) if token.kind == "digit"]
    if not places:
        return "".join(_write_general(number) if token.kind == "general" else token.text for token in tokens)
    # Without a decimal point, all digits are before it.
    point = next((index for index, token in enumerate(tokens) if token == ("sign", ".")), len(tokens))
    whole = [index for index in places if index < point]
    first, last = (whole[0], whole[-1]) if whole else (point, point)
    commas = [index for index, token in enumerate(tokens) if token == ("sign", ",")]
    decimals = "".join(tokens[index].text for index in places if index > point)
    number = number.scaleb(2 * tokens.count(_Token("sign", "%")) - 3 * sum(last < index <= point for index in commas))
    figures, _, rest = f"{number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP):f}".partition(".")
    kept = len(decimals.rstrip("#?"))
    rest = rest[:kept] + rest[kept:].rstrip("0")
    needed = "".join(tokens[index].text for index in whole).lstrip("#?")
    figures = figures.lstrip("0").rjust(len(needed), "0")
    if figures and any(first < index < last for index in commas):
        figures, last = f"{int(figures):0{len(figures) + (len(figures) - 1) // 3},}", first
    pieces: list[str] = []
    for index in reversed(range(len(tokens))):
        token = tokens[index]
        if index == point:
            pieces.append(f".{rest}")
        elif first <= index <= last and token.kind == "digit":
            # Each place takes one figure from the end; the first place takes the rest.
            taken = figures if index == first else figures[-1:]
            figures = figures[: len(figures) - len(taken)]
            pieces.append(taken)
        elif token.kind == "words" or token == ("sign", "%"):
            pieces.append(token.text)
    return "".join(reversed(pieces))


def _write_general(value: float | Decimal) -> str:
    """Write a number with the fifteen figures that Excel keeps, without a power of ten if possible."""
    if not abs(float(value)) < 1e15:
        return str(value)
    written = f"{Decimal(f'{value:.15g}'):f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _mark_minutes(tokens: list[_Token]) -> list[_Token]:
    """Return the tokens of a date, with M for minutes: an m after hours or before seconds."""
    times = [index for index, token in enumerate(tokens) if token.kind == "time"]
    clock = list(tokens)
    for at, index in enumerate(times):
        before = tokens[times[at - 1]].text[0] if at else ""
        after = tokens[times[at + 1]].text[0] if at + 1 < len(times) else ""
        if tokens[index].text in ("m", "mm") and (before == "h" or after == "s"):
            clock[index] = _Token("time", tokens[index].text.upper())
    return clock


def _write_date_part(value: date, token: _Token) -> str:
    """Write the part of a date for one token of its format."""
    if token.kind != "time":
        return "" if token.kind == "bracket" else token.text
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    number = {
        "y": value.year, "m": value.month, "d": value.day, "h": moment.hour, "M": moment.minute, "s": moment.second
    }.get(token.text[0])  # fmt: skip
    return "" if number is None else f"{number:02d}" if len(token.text) == 2 else str(number)
