"""From characters on a page to lines, and from lines to paragraphs, as Chinese official documents are set.

Such a page has one column, justified; a paragraph begins two characters in and goes on at the left margin, and a line
that does not reach the right margin is a paragraph's last. A line is joined to the one before where all of this fits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Char", "Line", "Margins", "join_lines", "joined", "lines_of", "margins", "page_furniture"]

_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef“”‘’…—〔〕]")
_ENDS = frozenset("。；：！？!?;:”）)》")
_BEGINS = re.compile(
    r"[（(]?[一二三四五六七八九十百]{1,4}[、）)．.]|第[一二三四五六七八九十百零0-9]{1,5}[条章节款]"
    r"|[（(]?\d{1,2}[、）)．]|\d{1,2}\.(?!\d)|[①-⑳●■◆△▲★]|(?:责任|牵头|配合|完成)[^，。]{0,6}[：:]"
)
_PAGE_NUMBER = re.compile(
    r"[-—–－─·.\s]*第?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*页?\s*(?:[,，/／]?\s*共?\s*\d{1,4}\s*页?)?[-—–－─·.\s]*",
    re.IGNORECASE,
)
_LONG = 10  # characters: shorter lines say nothing about the margins


@dataclass(frozen=True, slots=True)
class Char:
    """One character and its box, counted from the top left corner of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page. ``page`` and the sizes of the page are there to tell its margins and its furniture."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int = 0
    page_width: float = 0.0
    page_height: float = 0.0


@dataclass(frozen=True, slots=True)
class Margins:
    """Where lines begin and end on the pages of one size, and whether paragraphs there begin further in."""

    left: float
    right: float
    indented: bool = False


def lines_of(chars: Iterable[Char], page: int = 0, width: float = 0.0, height: float = 0.0) -> list[Line]:
    """Group the characters of a page, or of a cell, into lines from top to bottom.

    >>> [line.text for line in lines_of([Char("乙", 10, 20, 1, 11, 10), Char("甲", 0, 10, 0, 10, 10)])]
    ['甲乙']
    """
    rows: list[list[Char]] = []
    middle = 0.0
    for char in sorted(chars, key=lambda c: (c.top + c.bottom, c.x0)):
        here = (char.top + char.bottom) / 2
        if rows and here - middle < 0.5 * max(char.size, 1.0):
            rows[-1].append(char)
        else:
            rows.append([char])
            middle = here
    lines = []
    for row in rows:
        row.sort(key=lambda c: c.x0)
        text = _text(row)
        if text:
            inked = [char for char in row if char.text.strip()]
            sizes = Counter(round(char.size, 1) for char in inked)
            lines.append(
                Line(
                    text,
                    inked[0].x0,
                    max(char.x1 for char in inked),
                    min(char.top for char in inked),
                    max(char.bottom for char in inked),
                    max(sizes, key=lambda size: (sizes[size], size)),
                    page,
                    width,
                    height,
                )
            )
    return lines


def _text(row: Sequence[Char]) -> str:
    text = ""
    last: Char | None = None
    for char in row:
        if last is not None and not text.endswith(" "):
            gap = char.x0 - last.x1
            wide = bool(_WIDE.match(char.text) or _WIDE.match(last.text))
            if gap > (1.2 if wide else 0.25) * max(char.size, 1.0):
                text += " "
        text += " " if char.text.isspace() else char.text
        last = char
    return re.sub(" {2,}", " ", text).strip()


def page_furniture(pages: Sequence[Sequence[Line]]) -> set[int]:
    """Return the ids of lines that belong to the page: its number, and what most pages have on top or at the foot."""
    edges = [line for page in pages for line in (*page[:2], *page[-2:]) if _at_edge(line)]
    repeated = Counter(text for page in pages for text in {_undated(line.text) for line in (*page[:2], *page[-2:])})
    common = {text for text, count in repeated.items() if count >= 3 and count > len(pages) / 2}
    return {id(line) for line in edges if _PAGE_NUMBER.fullmatch(line.text) or _undated(line.text) in common}


def _at_edge(line: Line) -> bool:
    return line.top < 0.1 * line.page_height or line.bottom > 0.88 * line.page_height


def _undated(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def margins(lines: Iterable[Line]) -> Callable[[Line], Margins]:
    """Measure the margins of the pages of each width; return what looks them up for a line."""
    found: dict[int, list[Line]] = {}
    for line in lines:
        if len(line.text) >= _LONG:
            found.setdefault(round(line.page_width), []).append(line)
    measured = {width: _measure(group) for width, group in found.items()}
    return lambda line: measured.get(round(line.page_width), Margins(line.x0, line.page_width or line.x1))


def _measure(lines: Sequence[Line]) -> Margins:
    left = min(line.x0 for line in lines)
    indented = any(1.5 * line.size < line.x0 - left < 2.6 * line.size for line in lines)
    return Margins(left, _right(lines), indented)


def _right(lines: Sequence[Line]) -> float:
    """Return where full lines end: the furthest place where most do, for a hanging comma may go beyond it."""
    ends = sorted(line.x1 for line in lines)
    left = min(line.x0 for line in lines)
    best, most = ends[-1], 2
    first = 0
    for last, end in enumerate(ends):
        while ends[first] < end - 1.2 * lines[0].size:
            first += 1
        if last - first + 1 >= most and end >= left + 0.8 * (ends[-1] - left):
            best, most = end, last - first + 1
    return best


def join_lines(lines: Sequence[Line], margin: Callable[[Line], Margins]) -> list[str]:
    """Join the lines of running text to paragraphs.

    >>> page = [Line("由省教育厅、财政", 20, 100, 0, 10, 10), Line("厅负责。", 0, 40, 15, 25, 10)]
    >>> join_lines(page, lambda line: Margins(0, 100))
    ['由省教育厅、财政厅负责。']
    """
    paragraphs: list[str] = []
    before: Line | None = None
    pitch = _pitch(lines)
    for line in lines:
        if before is not None and _goes_on(before, line, margin, pitch):
            paragraphs[-1] = joined(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
        before = line
    return paragraphs


def _pitch(lines: Sequence[Line]) -> float:
    steps = sorted(b.top - a.top for a, b in pairwise(lines) if a.page == b.page and b.top > a.top)
    return steps[len(steps) // 2] if steps else 0.0


def _goes_on(before: Line, line: Line, margin: Callable[[Line], Margins], pitch: float) -> bool:
    size = max(before.size, 1.0)
    if abs(before.size - line.size) > 0.15 * size:
        return False
    if before.page == line.page and pitch and line.top - before.top > 1.7 * pitch:
        return False
    if line.x0 > margin(line).left + 0.7 * size:
        return False
    if not margin(line).indented and before.text[-1] in _ENDS and _BEGINS.match(line.text):
        return False
    # A word or number that could not be broken leaves a hole before the margin.
    word = re.match(r"[\x21-\x7e]*", line.text)
    hole = 1.6 * size + (min(len(word.group()), 30) * 0.6 * size if word else 0.0)
    return before.x1 >= margin(before).right - hole


def joined(before: str, after: str) -> str:
    """Put two lines together; between Latin words there is a space, and none anywhere else.

    >>> joined("各县、", "区"), joined("open", "data"), joined("GB/", "T")
    ('各县、区', 'open data', 'GB/T')
    """
    a, b = before[-1:], after[:1]
    words = a.isascii() and a.isalnum() and b.isascii() and b.isalnum() and not (a.isdigit() and b.isdigit())
    pause = a in (",", ";", ":") and before[-2:-1].isascii() and b.isascii() and b.isalpha()
    return before + (" " if words or pause else "") + after
