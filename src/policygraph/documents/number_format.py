"""Excel's number formats: a stored number or date as its cell shows it.

The formats of task tables are covered: digits with decimals, thousands and words (0.00, #,##0, 0000"年"00"月"),
percent, General, sections for negative numbers and zero, dates and times. A number in any other format (fractions,
powers of ten, conditions) is shown as in the format General. A date whose format names months by words or has another
order than year, month, day is written 2025年6月30日, as far as the cell shows it: no locale is needed to read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Literal, NamedTuple

__all__ = ["LOCAL_DATES", "shown_date", "shown_number"]

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
_COLOUR = re.compile(r"(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)", re.IGNORECASE)
#: The letters of the dates that are written as their format says: by figures, and in the order of Chinese.
_PLAIN_ORDERS = {"ymd", "ym", "y", "md", "m"}


_Kind = Literal["words", "general", "time", "digit", "sign", "bracket"]


class _Token(NamedTuple):
    kind: _Kind
    text: str


#: Kinds that the pattern names as they are.
_PLAIN: dict[str, _Kind] = {"general": "general", "digit": "digit", "sign": "sign"}


class _UnknownFormatError(ValueError):
    """The format is not one of those written here."""


def shown_number(value: float, code: str) -> str:
    """The number as a cell of this format shows it.

    >>> shown_number(2025.1, "0.00"), shown_number(0.062, "0.0%"), shown_number(7, "000"), shown_number(12345, "#,##0")
    ('2025.10', '6.2%', '007', '12,345')
    """
    try:
        number = Decimal(repr(value))
        tokens, number = _section(_tokens(code or "General"), number)
        sign = "-" if number < 0 else ""
        return sign + _written(tokens, abs(number))
    except (_UnknownFormatError, InvalidOperation):
        return _general(value)


def shown_date(value: date | time, code: str) -> str:
    """The date or the time of day as a cell of this format shows it.

    >>> shown_date(date(2025, 6, 1), 'yyyy"年"m"月"'), shown_date(date(2025, 6, 1), "mmm-yy")
    ('2025年6月', '2025年6月')
    """
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    tokens = _minutes(_tokens(code.partition(";")[0]))
    letters = [token.text for token in tokens if token.kind == "time" and token.text[0] in "ymd"]
    order = "".join(text[0] for text in letters)
    if order in _PLAIN_ORDERS and all(text in ("yyyy", "m", "mm", "d", "dd") for text in letters):
        return "".join(_part(value, token) for token in tokens).strip()
    shown = {"y": f"{value.year}年", "m": f"{value.month}月", "d": f"{value.day}日"}
    return "".join(words for letter, words in shown.items() if letter in order or not order)


def _tokens(code: str) -> list[_Token]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup
        text = match[kind] if kind else " "
        if kind == "bracket":
            if not _COLOUR.fullmatch(text):
                found.append(_Token("bracket", text))
        elif kind in _PLAIN:
            found.append(_Token(_PLAIN[kind], text))
        elif kind == "time":
            found.append(_Token("time", text.lower().replace("e", "y")))
        elif kind:
            found.append(_Token("words", text))
    return found


def _section(tokens: Iterable[_Token], number: Decimal) -> tuple[list[_Token], Decimal]:
    """The section of the format that is for this number, and the number with the sign that is still to be written."""
    sections: list[list[_Token]] = [[]]
    for token in tokens:
        if token == ("sign", ";"):
            sections.append([])
        elif token.kind in ("time", "bracket") or token == ("sign", "/"):
            raise _UnknownFormatError(token.text)
        else:
            sections[-1].append(token)
    if number < 0 and len(sections) > 1:
        return sections[1], abs(number)
    return sections[2] if number == 0 and len(sections) > 2 else sections[0], number


def _written(tokens: list[_Token], number: Decimal) -> str:
    """The number with its sign taken off, in one section of a format."""
    places = [index for index, token in enumerate(tokens) if token.kind == "digit"]
    if not places:
        return "".join(_general(number) if token.kind == "general" else token.text for token in tokens)
    # Where there is no decimal point, it stands behind everything.
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
            # Each place takes one figure from the end, the first one all that are left.
            taken = figures if index == first else figures[-1:]
            figures = figures[: len(figures) - len(taken)]
            pieces.append(taken)
        elif token.kind == "words" or token == ("sign", "%"):
            pieces.append(token.text)
    return "".join(reversed(pieces))


def _general(value: float | Decimal) -> str:
    """The number with the fifteen figures that Excel keeps, and without a power of ten where it can do without."""
    if not abs(float(value)) < 1e15:
        return str(value)
    written = f"{Decimal(f'{value:.15g}'):f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _minutes(tokens: list[_Token]) -> list[_Token]:
    """The tokens of a date, an m behind hours or before seconds as minutes."""
    times = [index for index, token in enumerate(tokens) if token.kind == "time"]
    clock = list(tokens)
    for at, index in enumerate(times):
        before = tokens[times[at - 1]].text[0] if at else ""
        after = tokens[times[at + 1]].text[0] if at + 1 < len(times) else ""
        if tokens[index].text in ("m", "mm") and (before == "h" or after == "s"):
            clock[index] = _Token("time", tokens[index].text.upper())
    return clock


def _part(value: date, token: _Token) -> str:
    """What one token of a date's format shows."""
    if token.kind != "time":
        return "" if token.kind == "bracket" else token.text
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    number = {
        "y": value.year, "m": value.month, "d": value.day, "h": moment.hour, "M": moment.minute, "s": moment.second
    }.get(token.text[0])  # fmt: skip
    return "" if number is None else f"{number:02d}" if len(token.text) == 2 else str(number)
