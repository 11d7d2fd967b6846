"""Find the columns of running text on a page, as in gazettes, and the order in which they are read.

A page is cut into regions: text across the page, then the columns below it from left to right, then the next text
across the page. The lines distinguish columns of text from columns of a table without rulings: running text fills its
column, cells do not. On the last page a column may be short; it is found by the gutters of other pages.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .page import Char

__all__ = ["Region", "find_regions", "list_gutters"]

_GUTTER = 1.2  # characters: the least width of the space between two columns
_ROWS = 5  # lines: the minimum of a column on either side
_FULL = 0.6  # the share of the lines of a column that reach from edge to edge
_MIDDLE = (0.25, 0.75)  # of the width of the text: the range in which a gutter may be
_EDGE = 1e9  # points: beyond any character


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page that is read as a whole: its edges, and the number of its column, or 0 across the whole page."""

    left: float = -_EDGE
    right: float = _EDGE
    top: float = -_EDGE
    bottom: float = _EDGE
    column: int = 0

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point is in the region."""
        return self.left <= x < self.right and self.top <= y < self.bottom


def list_gutters(regions: Sequence[Region]) -> list[float]:
    """List the spaces between the columns of a page.

    Args:
        regions: The regions of the page.

    Returns:
        The middle of each gutter, from left to right; empty if the text has one column.
    """
    return sorted({region.right for region in regions if region.column and region.right < _EDGE})


def find_regions(chars: Sequence[Char], gutters: Sequence[float] = ()) -> list[Region]:
    """Find the regions of a page in the order in which they are read.

    Args:
        chars: The characters outside tables.
        gutters: The gutters of other pages of the same size; beside them a column may be short.

    Returns:
        The regions, which together cover the page; a single one if the text has one column.

    Example:
        >>> [region.column for region in find_regions([Char("甲", 0, 10, 0, 10, 10)])]
        [0]
    """
    inked = [char for char in chars if char.text.strip()]
    regions = _divide(inked, Region(), gutters)
    edges = sorted(
        {
            (each.left, each.right)
            for each in regions
            if each.column and any(each.holds((char.x0 + char.x1) / 2, (char.top + char.bottom) / 2) for char in inked)
        }
    )
    numbers = {edge: number for number, edge in enumerate(edges, 1)}
    return [replace(each, column=numbers.get((each.left, each.right), 0) if each.column else 0) for each in regions]


def _divide(chars: Sequence[Char], whole: Region, gutters: Sequence[float]) -> list[Region]:
    """Cut a region at the gutter with the most text beside it, and its parts again."""
    found = _find_gutter(chars, gutters)
    if found is None:
        return [whole]
    x, top, bottom = found
    parts = (
        replace(whole, bottom=top),
        replace(whole, right=x, top=top, bottom=bottom, column=1),
        replace(whole, left=x, top=top, bottom=bottom, column=1),
        replace(whole, top=bottom),
    )
    regions: list[Region] = []
    for part in parts:
        within = [char for char in chars if part.holds((char.x0 + char.x1) / 2, (char.top + char.bottom) / 2)]
        regions += _divide(within, part, gutters)
    return regions


def _find_gutter(chars: Sequence[Char], gutters: Sequence[float] = ()) -> tuple[float, float, float] | None:
    """Return the middle of the gutter with the most text beside it, and where it begins and ends."""
    if not chars:
        return None
    chars = sorted(chars, key=lambda char: char.top)
    size = sorted(char.size for char in chars)[len(chars) // 2] or 1.0
    left, right = min(char.x0 for char in chars), max(char.x1 for char in chars)
    first, last = (left + (right - left) * share for share in _MIDDLE)
    step = size / 4
    places = [(x, True) for x in gutters if left < x < right]
    places += [(first + step * at, False) for at in range(int((last - first) / step) + 1)]
    places.sort()
    best: list[tuple[float, float, float]] = []
    most = 0
    # Most places are clear between the same lines as the one before: look up the characters beside them once.
    texts: dict[tuple[float, float, bool], list[Char]] = {}
    for x, known, above, below in _list_clear(chars, places, size):
        beside = texts.get((above, below, known))
        if beside is None:
            start = bisect_left(chars, above - 0.1 * size, key=lambda char: char.top)
            beside = [char for char in chars[start:] if char.bottom <= below + 0.1 * size]
            if not known and len(_list_extents(beside, size)) < _ROWS:
                beside = []  # too few for a column on either side of any place
            texts[above, below, known] = beside
        if len(beside) >= max(most, 1) and _are_columns(beside, x, size, known):
            low, high = min(char.top for char in beside), max(char.bottom for char in beside)
            best = best if len(beside) == most else []
            best.append((x, low - 0.1 * size, high + 0.1 * size))
            most = len(beside)
    # All places within the space are equally good: the one in its middle is clear of hanging punctuation.
    near = [each for each in best if each[0] < best[0][0] + 4 * size]
    return near[len(near) // 2] if near else None


def _list_clear(
    chars: Sequence[Char], places: Sequence[tuple[float, bool]], size: float
) -> list[tuple[float, bool, float, float]]:
    """List the free space for a gutter at each place: the bottom above it and the top below it."""
    middles, half = [x for x, _ in places], _GUTTER * size / 2
    needed = [(2 if known else _ROWS) * size for _, known in places]
    reached = [-_EDGE] * len(places)
    clear: list[tuple[int, float, float]] = []
    for char in chars:
        x0, x1, top, bottom = char.x0, char.x1, char.top, char.bottom
        for at in range(bisect_right(middles, x0 - half), bisect_left(middles, x1 + half)):
            # Punctuation may hang into a known gutter.
            if bottom <= reached[at] or (places[at][1] and not x0 - size / 2 < middles[at] < x1 + size / 2):
                continue
            if top - reached[at] >= needed[at]:
                clear.append((at, reached[at], top))
            reached[at] = bottom
    clear += [(at, reach, _EDGE) for at, reach in enumerate(reached) if _EDGE - reach >= needed[at]]
    return [(*places[at], above, below) for at, above, below in sorted(clear)]


def _are_columns(chars: Sequence[Char], x: float, size: float, known: bool) -> bool:
    """Tell whether the characters on both sides of a gutter are running text, which fills its column."""
    sides = [char for char in chars if char.x1 <= x], [char for char in chars if char.x0 >= x]
    if known:
        return all(sides)
    # One side may hold two columns itself.
    columns = [_is_column(side, size) for side in sides]
    return all(columns) or (
        any(columns) and any(len(side) > 4 * _ROWS and _find_gutter(side) is not None for side in sides)
    )


def _is_column(chars: Sequence[Char], size: float) -> bool:
    """Tell whether characters are lines of running text that fill one column."""
    lines = _list_extents(chars, size)
    if len(lines) < _ROWS:
        return False
    left, right = min(start for start, _ in lines), max(end for _, end in lines)
    full = sum(end > right - 1.6 * size and start < left + 2.6 * size for start, end in lines)
    return right - left > 6 * size and full >= _FULL * len(lines)


def _list_extents(chars: Sequence[Char], size: float) -> list[list[float]]:
    """List the start and the end of each line of characters; a part of the characters never has more lines than all."""
    lines: list[list[float]] = []
    middle = -_EDGE
    for char in sorted(chars, key=lambda char: char.top + char.bottom):
        here = (char.top + char.bottom) / 2
        if lines and here - middle < 0.5 * size:
            lines[-1] = [min(lines[-1][0], char.x0), max(lines[-1][1], char.x1)]
        else:
            lines.append([char.x0, char.x1])
            middle = here
    return lines
