"""Join the characters of a page to lines, and the lines to paragraphs, by the layout of Chinese official documents.

Such a page has one justified column; a paragraph is indented by two characters and continues at the left margin, and a
line that does not reach the right margin is the last of its paragraph. A line is joined to the one before if all of
this applies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .grid import join_text
from .page import Char, ScannedLine
from .text import NEW_ITEM, is_wide

__all__ = ["Margins", "PageLine", "find_furniture", "group_lines", "join_lines", "measure_margins"]

_ENDS = frozenset("。；：！？!?;:”）)》")
_LABEL = re.compile("[一-龥]{2,10}[：:]")
_PAGE_NUMBER = re.compile(
    r"[-—–－─·.\s]*第?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*页?\s*(?:[,，/／]?\s*共?\s*\d{1,4}\s*页?)?[-—–－─·.\s]*",
    re.IGNORECASE,
)
_GAP = 1.3  # characters: wider white space may separate columns
_LONG = 10  # characters: shorter lines do not show the margins


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of a page.

    The number and the size of the page, and the column on it, are used to find margins and page furniture. ``words``
    are the left and right edges and the text of its parts between white space.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int = 0
    page_width: float = 0.0
    page_height: float = 0.0
    column: int = 0
    scanned: tuple[ScannedLine, ...] = ()
    words: tuple[tuple[float, float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Margins:
    """The start and the end of lines on the pages of one size, and whether paragraphs there are indented."""

    left: float
    right: float
    indented: bool = False


def group_lines(
    chars: Iterable[Char], page: int = 0, width: float = 0.0, height: float = 0.0, column: int = 0
) -> list[PageLine]:
    """Group the characters of a page, or of a cell, into lines.

    Args:
        chars: The characters in any order.
        page: The number of the page.
        width: The width of the page.
        height: The height of the page.
        column: The column of the page that contains them; 0 if the text has only one.

    Returns:
        The lines from top to bottom.

    Example:
        >>> [line.text for line in group_lines([Char("乙", 10, 20, 1, 11, 10), Char("甲", 0, 10, 0, 10, 10)])]
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
        inked = [char for char in row if char.text.strip()]
        if inked:
            sizes = Counter(round(char.size, 1) for char in inked)
            x1, top, bottom = max(c.x1 for c in inked), min(c.top for c in inked), max(c.bottom for c in inked)
            size = max(sizes, key=lambda size: (sizes[size], size))
            scanned = tuple(dict.fromkeys(char.line for char in inked if char.line))
            text, parts = _join_chars(row), _part(inked, size)
            if len(parts) == 1 and len(inked) == len(row):
                words: tuple[tuple[float, float, str], ...] = ((inked[0].x0, x1, text),)
            else:
                words = tuple((word[0].x0, max(c.x1 for c in word), _join_chars(word)) for word in parts)
            place = (page, width, height, column)
            lines.append(PageLine(text, inked[0].x0, x1, top, bottom, size, *place, scanned, words))
    return lines


def _part(row: Sequence[Char], size: float) -> list[list[Char]]:
    """Split the characters of a line where white space is wider than one of them."""
    parts: list[list[Char]] = [[row[0]]]
    for before, char in pairwise(row):
        if char.x0 - before.x1 > _GAP * max(size, 1.0):
            parts.append([])
        parts[-1].append(char)
    return parts


def _join_chars(row: Sequence[Char]) -> str:
    """Return the text of a line, with a space for each wide gap."""
    text = ""
    last: Char | None = None
    for char in row:
        if last is not None and not text.endswith(" "):
            gap, size = char.x0 - last.x1, max(char.size, 1.0)
            if gap > 1.2 * size or (gap > 0.25 * size and not is_wide(char.text) and not is_wide(last.text)):
                text += " "
        text += " " if char.text.isspace() else char.text
        last = char
    return re.sub(" {2,}", " ", text).strip()


def find_furniture(pages: Sequence[Sequence[PageLine]]) -> set[int]:
    """Find the lines that belong to the page: its number, and lines that most pages have at the top or the foot.

    Args:
        pages: The lines of each page.

    Returns:
        The ids of those lines.
    """
    ends = []
    for page in pages:
        lines = sorted(page, key=lambda line: line.top)
        ends.append((*lines[:2], *lines[-2:]))
    repeated = Counter(text for shown in ends for text in {_mask_digits(line.text) for line in shown})
    common = {text for text, count in repeated.items() if count >= 3 and count > len(pages) / 2}
    return {
        id(line)
        for line in (line for shown in ends for line in shown)
        if (line.top < 0.1 * line.page_height or line.bottom > 0.88 * line.page_height)
        and (_PAGE_NUMBER.fullmatch(line.text) or _mask_digits(line.text) in common)
    }


def _mask_digits(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def measure_margins(lines: Iterable[PageLine]) -> Callable[[PageLine], Margins]:
    """Measure the margins of the pages of each width, and of each column on them.

    Args:
        lines: The lines of all pages.

    Returns:
        A function that looks them up for a line.
    """
    found: dict[tuple[int, int], list[PageLine]] = {}
    for line in lines:
        if len(line.text) >= _LONG:
            found.setdefault((round(line.page_width), line.column), []).append(line)
    measured = {place: _measure(group) for place, group in found.items()}
    return lambda line: measured.get(
        (round(line.page_width), line.column), Margins(line.x0, line.page_width or line.x1)
    )


def _measure(lines: Sequence[PageLine]) -> Margins:
    """Measure the margins of pages of one width.

    Full lines end at the furthest place where many of them end; a hanging comma may go beyond it.
    """
    left = min(line.x0 for line in lines)
    indented = any(1.5 * line.size < line.x0 - left < 2.6 * line.size for line in lines)
    ends = sorted(line.x1 for line in lines)
    right, most = ends[-1], 2
    first = 0
    for last, end in enumerate(ends):
        while ends[first] < end - 1.2 * lines[0].size:
            first += 1
        if last - first + 1 >= most and end >= left + 0.8 * (ends[-1] - left):
            right, most = end, last - first + 1
    return Margins(left, right, indented)


def join_lines(
    lines: Sequence[PageLine], margins_of: Callable[[PageLine], Margins]
) -> list[tuple[str, tuple[ScannedLine, ...]]]:
    """Join the lines of running text to paragraphs.

    Args:
        lines: The lines in their order.
        margins_of: Looks up the margins of the page that a line is on.

    Returns:
        The paragraphs, each with the recognised lines in it.

    Example:
        >>> page = [PageLine("由省教育厅、财政", 20, 100, 0, 10, 10), PageLine("厅负责。", 0, 40, 15, 25, 10)]
        >>> join_lines(page, lambda line: Margins(0, 100))
        [('由省教育厅、财政厅负责。', ())]
    """
    steps = sorted(b.top - a.top for a, b in pairwise(lines) if a.page == b.page and b.top > a.top)
    pitch = steps[len(steps) // 2] if steps else 0.0
    paragraphs = [(line.text, line.scanned) for line in lines[:1]]
    for before, line in pairwise(lines):
        if _goes_on(before, line, margins_of(before), margins_of(line), pitch):
            text, scanned = paragraphs[-1]
            paragraphs[-1] = join_text(text, line.text), scanned + line.scanned
        else:
            paragraphs.append((line.text, line.scanned))
    return paragraphs


def _goes_on(before: PageLine, line: PageLine, above: Margins, margins: Margins, pitch: float) -> bool:
    """Tell whether a line continues the paragraph of the line before it."""
    size = max(before.size, 1.0)
    if abs(before.size - line.size) > 0.15 * size or line.x0 > margins.left + 0.7 * size:
        return False
    if before.page == line.page and pitch and line.top - before.top > 1.7 * pitch:
        return False
    if not margins.indented and before.text[-1] in _ENDS and (NEW_ITEM.match(line.text) or _LABEL.match(line.text)):
        return False
    # A word or number that could not be broken leaves a gap before the margin.
    word = re.match(r"[\x21-\x7e]*", line.text)
    hole = 1.6 * size + (min(len(word.group()), 30) * 0.6 * size if word else 0.0)
    return before.x1 >= above.right - hole
