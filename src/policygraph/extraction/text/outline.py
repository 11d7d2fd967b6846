"""The outline of a notice: its numbered items, and which item stands under which.

Markers are 一、 （一） 1. （1） ① 第一条 第一章 2.1 【整备措施一】; 【机关分工】 alone on a line is a heading, too. At
the start of a line every marker counts. Text that lost its line breaks has markers in mid-line; there a marker counts
only if it continues the numbering (the next number of its style, or a first one that a second one follows), so that
"0.6%" and "（二）项所称" stay text. Decimal numbers (2.1, and 2 before it) must continue a numbering at the start of a
line, too. Behind a bracket that was not closed, 三、 counts if 四、 follows; if 三、 is missing, 四、 counts if 五、
follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from .markers import MARKER, STYLES
from .numerals import DAY, number_of
from .spans import skip_back

__all__ = ["OutlineItem", "read_outline"]

#: Styles that count only at the start of a line; those in ``_ANY_NUMBER`` count there after any number.
_ANY_NUMBER = ("roman-sign", "roman-dashed", "dashed", "numbered", "project")
_AT_LINE_START = ("division", "roman", "chapter-english", "article-english", *_ANY_NUMBER)
_DEPTH = {style: depth for style, depth, _ in STYLES}
#: Each pattern has one group, named as its style.
_STYLE_OF = {style.replace("-", "_"): style for style, _, _ in STYLES}
_SIGNED = re.compile(rf"\n[ ]*{DAY}[ ]*(?=\n)")
#: What may stand before a marker in mid-line: the end of a sentence, a clause or a bracket.
_BOUNDARY = frozenset('。;:!?)”"’》 \n|\t')
#: The maximum length of a statement in brackets.
_BRACKET = 400
#: Styles in which one missing number does not end the numbering in mid-line.
_HAN = ("han", "han-bracket")


@dataclass(slots=True)
class OutlineItem:
    """A numbered item: where its marker starts, where its own text starts and ends, and its sub-items.

    ``start``–``body`` is the marker, ``body``–``own_end`` the text before its first sub-item, and ``end`` is where the
    item ends with all its sub-items. ``style`` is one of the marker styles; ``root`` has the style ``"root"``.
    """

    style: str
    number: int
    label: str
    start: int
    body: int
    own_end: int
    end: int
    parent: OutlineItem | None = None
    children: list[OutlineItem] = field(default_factory=list)

    def walk(self) -> Iterator[OutlineItem]:
        """Yield this item and all below it, in the order of the text."""
        waiting = [self]
        while waiting:
            item = waiting.pop()
            yield item
            waiting += reversed(item.children)

    @property
    def ancestors(self) -> list[OutlineItem]:
        """The items above this one, outermost first, without the root."""
        found: list[OutlineItem] = []
        above = self.parent
        while above is not None and above.style != "root":
            found.append(above)
            above = above.parent
        return found[::-1]


class _Candidate(NamedTuple):
    """A marker that may number an item; ``numbers`` has all numbers of 2.1.3, in other styles one."""

    style: str
    numbers: tuple[int, ...]
    label: str
    start: int
    end: int
    line_start: bool
    boundary: bool

    @property
    def number(self) -> int:
        return self.numbers[-1]

    @property
    def depth(self) -> float:
        return _DEPTH[self.style] + (len(self.numbers) - 1) / 10 * (self.style == "decimal")


def _candidates(folded: str) -> Iterator[_Candidate]:
    for match in MARKER.finditer(folded):
        group = match.lastgroup or ""
        style = _STYLE_OF[group]
        before = skip_back(folded, match.start())
        line_start = before < 0 or folded[before] == "\n"
        boundary = line_start or folded[before] in _BOUNDARY or before < match.start() - 1
        if (style in ("decimal", "whole") and not boundary) or (style in _AT_LINE_START and not line_start):
            continue
        if style == "han" and not boundary and not _is_in_bracket(folded, match.start()):
            continue
        numbers = ("1",) if style == "division" else re.split(r"[.-]", match.group(group))
        yield _Candidate(
            style,
            tuple(map(number_of, numbers)),
            match.group(0).strip(),
            match.start(),
            match.end(),
            line_start,
            boundary,
        )


def _is_in_bracket(folded: str, at: int) -> bool:
    """Tell whether a bracket is open on the line of a place, unless 第 or 、 before it make it an ordinal or a list."""
    if folded[at - 1] in "第、":
        return False
    depth = 0
    for char in reversed(folded[max(folded.rfind("\n", 0, at), at - _BRACKET, 0) : at]):
        depth += (char == ")") - (char == "(")
        if depth < 0:
            return True
    return False


#: A number right behind the point of another.
_TIGHT = re.compile(r"\.\d")


def _accepted(folded: str) -> Iterator[_Candidate]:
    """Yield the candidates that number an item; the docstring of the module has the rule."""
    found = list(_candidates(folded))
    decimals = {candidate.numbers for candidate in found if candidate.style == "decimal"}
    found = [
        candidate for candidate in found if candidate.style not in ("decimal", "whole") or _goes_on(candidate, decimals)
    ]
    # For a number in mid-line: whether the next number follows before any other of the style.
    followed = [False] * len(found)
    pending: dict[str, int] = {}
    for index in range(len(found) - 1, -1, -1):
        candidate = found[index]
        followed[index] = pending.get(candidate.style) == candidate.number + 1
        pending[candidate.style] = candidate.number
    last: dict[str, int] = {}
    for index, candidate in enumerate(found):
        style, number = candidate.style, candidate.number
        if style in ("decimal", "whole", *_ANY_NUMBER):
            yield candidate
            continue
        if _TIGHT.match(folded, candidate.end - 1):
            # 2.5个百分点 is no item unless it continues the numbering.
            first = number == 1 and followed[index]
            if not candidate.line_start or not (first or number == last.get(style, 0) + 1 > 1):
                continue
        if not candidate.line_start:
            step = number - last.get(style, 0) if number > 1 else 0
            goes_on = step == 1 or (number == 1 and followed[index])
            if candidate.boundary:
                goes_on = goes_on or (step == 2 and style in _HAN and followed[index])
            elif style == "han":  # in a bracket that was left open
                goes_on = step == 1 and followed[index]
            if not goes_on or not (candidate.boundary or style in _HAN):
                continue
        elif style in ("article", "section", "chapter") and number > 1 and last.get(style, 0) not in (0, number - 1):
            continue
        last[style] = number
        # Below a higher item the numbering may start again or continue.
        yield candidate


def _goes_on(candidate: _Candidate, decimals: set[tuple[int, ...]]) -> bool:
    """Tell whether a decimal numbering has a number: 2.3 needs 2.2, 2.1 needs 2.2, 2.1.1 needs 2.1, and 2 needs 2.1."""
    *above, number = candidate.numbers
    if candidate.style == "whole":
        return (number, 1) in decimals
    if number == 1 and candidate.line_start and tuple(above) in decimals:
        return True
    return (*above, number - 1 if number > 1 else 2) in decimals


def read_outline(folded: str) -> OutlineItem:
    r"""Read the tree of numbered items of a folded text; its root spans the whole text.

    Time is linear in the length of the text.

    >>> tree = read_outline("一、总则\n(一)目标。文本\n(二)任务。文本\n二、保障\n")
    >>> [(item.label, len(item.children)) for item in tree.walk()]
    [('', 2), ('一、', 2), ('(一)', 0), ('(二)', 0), ('二、', 0)]
    """
    size = len(folded)
    root = OutlineItem("root", 0, "", 0, 0, size, size)
    stack, depths = [root], [-2.0]
    ends = [match.end() for match in _SIGNED.finditer(folded)]
    for mark in _accepted(folded):
        depth = mark.depth
        # The text behind the date of the signature is an attached document.
        if ends and ends[0] <= mark.start:
            while ends and ends[0] <= mark.start:
                ends.pop(0)
            depth = -1
        while len(stack) > 1 and depths[-1] >= depth:
            stack.pop().end = mark.start
            depths.pop()
        parent = stack[-1]
        if not parent.children:
            parent.own_end = mark.start
        item = OutlineItem(mark.style, mark.number, mark.label, mark.start, mark.end, size, size, parent)
        parent.children.append(item)
        stack.append(item)
        depths.append(mark.depth)
    for item in root.walk():
        item.own_end = min(item.own_end, item.end)
    return root
