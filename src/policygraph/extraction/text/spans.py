"""Passages of a text: trimmed, blanked, and enclosed in brackets."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ...registry import any_of, lexicon
from .markers import MARKER

__all__ = [
    "LONGEST", "SEPARATORS", "Span", "blank", "bracket_pairs", "close_brackets", "find_overlap", "skip_back", "trim"
]  # fmt: skip

#: Where a passage starts and ends.
Span = tuple[int, int]

#: The maximum length of a statement.
LONGEST = 3000
#: Characters that separate names from each other and from the words around them.
SEPARATORS = " \n\t,;、:"
_BRACKET_OR_GAP = re.compile(r"[()]|\n\n+")


def trim(folded: str, start: int, end: int, chars: str = SEPARATORS) -> tuple[int, int]:
    """Remove some characters from the ends of a passage.

    Args:
        folded: The text.
        start: Where the passage starts.
        end: Where it ends.
        chars: The characters, by default those that separate names.

    Returns:
        Where the rest starts and ends.

    Example:
        >>> trim("由、市财政局;", 1, 7)
        (2, 6)
    """
    while start < end and folded[start] in chars:
        start += 1
    while end > start and folded[end - 1] in chars:
        end -= 1
    return start, end


def skip_back(folded: str, at: int, chars: str = " ") -> int:
    """Skip some characters before a place.

    Args:
        folded: The text.
        at: The place.
        chars: The characters.

    Returns:
        Where the last other character before the place stands, or -1 if there is none.

    Example:
        >>> skip_back("。  一、", 3), skip_back("  一、", 2)
        (0, -1)
    """
    at -= 1
    while at >= 0 and folded[at] in chars:
        at -= 1
    return at


def find_overlap(spans: Sequence[Span], start: int, end: int) -> int:
    """Find a span that a passage overlaps.

    Args:
        spans: Spans in ascending order, none over another.
        start: Where the passage starts.
        end: Where it ends.

    Returns:
        The index of the last such span; -1 if there is none.

    Example:
        >>> find_overlap([(0, 3), (5, 8)], 4, 6), find_overlap([(0, 3), (5, 8)], 3, 5)
        (1, -1)
    """
    index = bisect.bisect_left(spans, (end, 0)) - 1
    return index if index >= 0 and spans[index][1] > start else -1


def blank(folded: str, spans: Iterable[Span], char: str = "\n") -> str:
    r"""Replace passages by line breaks.

    Args:
        folded: The text.
        spans: The passages.
        char: The character to use instead of line breaks.

    Returns:
        The text, as long as it was.

    Example:
        >>> blank("甲乙丙", [(1, 2)])
        '甲\n丙'
    """
    pieces: list[str] = []
    at = 0
    for start, end in sorted(spans):
        start, end = max(start, at), max(end, at)
        pieces += (folded[at:start], char * (end - start))
        at = end
    return "".join((*pieces, folded[at:]))


@lru_cache(maxsize=1)
def bracket_pairs(folded: str) -> Sequence[tuple[int, int]]:
    """Find matching brackets as (index of the opening, index of the closing one), outer and inner pairs.

    A pair contains no empty line and is no longer than a statement may be. Time is linear in the text; the last result
    is cached, because every form asks for it.

    >>> bracket_pairs("甲(乙(丙)丁)")
    [(3, 5), (1, 7)]
    """
    pairs: list[tuple[int, int]] = []
    stack: list[int] = []
    for match in _BRACKET_OR_GAP.finditer(folded):
        index, char = match.start(), match.group()
        if char == "(":
            stack.append(index)
        elif char != ")":
            stack.clear()
        elif stack:
            start = stack.pop()
            if index - start <= LONGEST:
                pairs.append((start, index))
    return pairs


#: A bracket with words of a statement that is still open at the end of the line.
_LEFT_OPEN = re.compile(rf"\([^()\n]{{2,400}}?(?:{any_of(lexicon().verbs['closing'])}|(?:单位|部门):)[^()\n]{{0,60}}\n")
#: The next item, a remark in brackets, or the end of the text.
_NEXT = re.compile(rf"\s{{0,20}}(?:{MARKER.pattern}|\(|\Z)")


def close_brackets(folded: str) -> str:
    r"""Close brackets that a statement leaves open before the next item; the length stays the same.

    >>> close_brackets("1.修路。(市交通局负责\n2.植树。")
    '1.修路。(市交通局负责)2.植树。'
    """
    at = [match.end() - 1 for match in _LEFT_OPEN.finditer(folded) if _NEXT.match(folded, match.end())]
    if not at:
        return folded
    closed = list(folded)
    for index in at:
        closed[index] = ")"
    return "".join(closed)
