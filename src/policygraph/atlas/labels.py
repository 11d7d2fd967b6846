"""Labels: names that fit beside a node, short, unique and broken into even lines.

The full name is always in the panel and in the tables.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

__all__ = ["choose_unique", "clean", "measure_width", "wrap"]

# Controls, and marks that turn the direction of what follows: a canvas has no isolation against them.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_LONGEST = 60
_ZH_LINE = 16
_EN_LINE = 20
_LINES = 3


def clean(text: str) -> str:
    r"""Put a text on one line of visible characters, with single spaces.

    Args:
        text: The text.

    Returns:
        The line.

    Example:
        >>> clean("省教育厅\n\u202e （甲）")
        '省教育厅 （甲）'
    """
    return " ".join(_UNSEEN.sub(" ", text).split())


@lru_cache(maxsize=1 << 14)
def measure_width(text: str) -> int:
    """Measure a text in half-width columns: a Chinese character takes two.

    Args:
        text: The text.

    Returns:
        The columns.

    Example:
        >>> measure_width("省财政厅"), measure_width("Finance")
        (8, 7)
    """
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def choose_unique(candidates: Iterable[Sequence[str]]) -> list[str]:
    """Choose a name for each item that no other item has.

    Args:
        candidates: The names of each item, the preferred one first.

    Returns:
        The first name of each item that no other item claims; its last one if all are claimed.

    Example:
        >>> choose_unique([("省教育厅", "福建省教育厅"), ("省教育厅", "江西省教育厅"), ("市教育局", "福州市教育局")])
        ['福建省教育厅', '江西省教育厅', '市教育局']
    """
    items = [[clean(name) for name in names if clean(name)] or ["?"] for names in candidates]
    claims = Counter(name for names in items for name in set(names))
    return [next((name for name in names if claims[name] == 1), names[-1]) for names in items]


# A body is in many drawings, with the same label in each.
@lru_cache(maxsize=1 << 14)
def wrap(text: str) -> str:
    r"""Wrap a text into at most three lines of even length; what is longer ends in an ellipsis.

    Args:
        text: The text.

    Returns:
        The lines.

    Example:
        >>> wrap("省财政厅")
        '省财政厅'
        >>> wrap("中国人民银行福州中心支行").split("\n")
        ['中国人民银行', '福州中心支行']
        >>> wrap("Department of Human Resources and Social Security").split("\n")
        ['Department of Human', 'Resources and', 'Social Security']
    """
    text = clean(text)
    if measure_width(text) > _LONGEST:
        text = _cut(text, _LONGEST - 1).rstrip() + "…"
    pieces = _pieces(text)
    longest = _ZH_LINE if measure_width(text) > len(text) else _EN_LINE
    lines = [text]
    for count in range(1, _LINES + 1):
        # The narrowest column that needs no more lines than these makes them as even as they can be.
        columns = -(-measure_width(text) // count)
        while len(lines := _fill(pieces, columns)) > count:
            columns += 1
        if columns <= longest:
            break
    return "\n".join(lines)


def _cut(text: str, columns: int) -> str:
    used = 0
    for index, letter in enumerate(text):
        used += measure_width(letter)
        if used > columns:
            return text[:index]
    return text


def _pieces(text: str) -> list[str]:
    """Where a line may end: after a space, a hyphen or a wide character; never before closing punctuation."""
    pieces: list[str] = []
    for match in re.finditer(r"[\u2e80-\uffef][、，）)》」』…]*|[^\s\u2e80-\uffef]+[\s]*|\s+", text):
        pieces.extend(_hard(match.group()))
    return pieces


def _hard(piece: str) -> list[str]:
    """A word too long for any line, cut to lines."""
    return [piece[start : start + _EN_LINE] for start in range(0, len(piece), _EN_LINE)]


def _fill(pieces: Sequence[str], columns: int) -> list[str]:
    lines: list[str] = []
    current = ""
    for piece in pieces:
        if current and measure_width((current + piece).rstrip()) > columns:
            lines.append(current.rstrip())
            current = ""
        current += piece
    lines.append(current.rstrip())
    return [each for each in lines if each] or [""]
