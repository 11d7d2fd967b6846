"""Brackets: which belong together, and those that are never closed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from .markers import MARKER

__all__ = ["LONGEST", "bracket_pairs", "close_brackets"]

#: Longest passage that one statement may be.
LONGEST = 3000
_BRACKET_OR_GAP = re.compile(r"[()]|\n\n+")


@lru_cache(maxsize=1)
def bracket_pairs(folded: str) -> Sequence[tuple[int, int]]:
    """Matching brackets as (index of the opening, index of the closing one), outermost pairs and inner ones.

    A pair does not run across more than one line break and is no longer than a statement may be. Linear in the
    text; the last answer is kept, because every form asks for it.

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


#: A bracket with words of a statement that the line's end leaves open.
_LEFT_OPEN = re.compile(r"\([^()\n]{2,400}?(?:负责|牵头|配合|落实|单位:|部门:)[^()\n]{0,60}\n")
#: The next item, a remark in brackets, or the end of the text.
_NEXT = re.compile(rf"\s{{0,20}}(?:{MARKER.pattern}|\(|\Z)")


def close_brackets(folded: str) -> str:
    """The text with brackets closed that a statement leaves open before the next item; as long as it was.

    >>> close_brackets("1.修路。(市交通局负责\\n2.植树。")
    '1.修路。(市交通局负责)2.植树。'
    """
    at = [match.end() - 1 for match in _LEFT_OPEN.finditer(folded) if _NEXT.match(folded, match.end())]
    if not at:
        return folded
    closed = list(folded)
    for index in at:
        closed[index] = ")"
    return "".join(closed)
