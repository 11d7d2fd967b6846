"""Lay the table of tasks out on paper: which columns, how wide, and where a page ends.

The sheet is as wide as A4 across at full size, so that its letters stay as large as they are. Excel and LibreOffice cut
merged cells where a page ends; therefore every page begins headings of its own. Excel does not heed page breaks in a
sheet that is fitted to the width of a page, which is needed where another font makes the columns wider; therefore the
rows of a page fill it, so that it ends there anyhow. Sizes are those of Excel: pixels of 1/96 inch for widths, points
for heights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .cells import count_lines, find_runs
from .columns import COLUMNS, REPORTED, Column
from .rows import Row

__all__ = ["LINE", "Layout", "choose_columns", "lay_out", "measure_title"]

#: The height of a line, what a row has besides, and the most that a row can have. All heights are whole pixels at the
#: usual resolutions of a screen, which Excel rounds them to.
LINE, _ROOM, _TALLEST, _STEP = 15, 3, 408, 3
#: The width and the height of A4 across within the margins, which are 1045 and 509; a little is left. The height is in
#: the middle of what lets a page end where the layout has it: its rows fit, and one row of a line more does not.
_WIDTH, _HEIGHT = 1010, 498
#: The width of a Chinese character of the text and of the title.
_CHARACTER, _TITLE_CHARACTER = 14, 24
#: The fields whose equal neighbours are merged.
_MERGED = ("source", "category")
#: What is merged: the column, the first and the last row, and the words.
_Run = tuple[int, int, int, str]


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of the table of tasks on paper.

    Attributes:
        columns: The columns.
        widths: The width of each in pixels.
        heights: The height of each row in points.
        pages: The first row of each page, from 0.
        runs: What is merged: the column, the first and the last row, and the words.
        source: The document of all tasks, if it is one: it has no column then.
    """

    columns: tuple[Column, ...]
    widths: tuple[int, ...]
    heights: tuple[int, ...]
    pages: tuple[int, ...]
    runs: tuple[_Run, ...]
    source: str = ""


def lay_out(rows: Sequence[Row], above: int, heading: int) -> Layout:
    """Lay a table out.

    Args:
        rows: Its rows.
        above: The height of what stands above the headings on the first page.
        heading: The height of the headings, which each page repeats.

    Returns:
        The layout. A column that is empty throughout is left out, and so is that of the document if there is one only.
    """
    columns, source = choose_columns(rows)
    unit = _WIDTH / sum(column.width for column in columns) if columns else 0
    widths = tuple(int(column.width * unit) for column in columns)
    heights = [_measure(row, columns, widths) for row in rows]
    pages: list[int] = []
    runs: list[_Run] = []
    first = 0
    while first < len(rows):
        room = _HEIGHT - heading - (0 if pages else above)
        page = _take_page(rows, columns, widths, heights, first, room)
        is_last = first + len(page.heights) == len(rows)
        heights[first : first + len(page.heights)] = page.heights if is_last else _fill(page.heights, room)
        pages.append(first)
        runs += page.runs
        first += len(page.heights)
    return Layout(columns, widths, tuple(heights), tuple(pages), tuple(runs), source)


def choose_columns(rows: Sequence[Row]) -> tuple[tuple[Column, ...], str]:
    """Choose the columns of a table on paper.

    Args:
        rows: Its rows.

    Returns:
        The columns that say something, without those that departments fill in and, if all tasks are of one document,
        without that of the document; and that document.
    """
    sources = {str(row.values.get("source") or "") for row in rows}
    source = sources.pop() if len(sources) == 1 else ""
    given = {name for row in rows for name, value in row.values.items() if value}
    kept = given - {*REPORTED, "source" if source else ""}
    return tuple(column for column in COLUMNS if column.field in kept), source


def measure_title(title: str, width: int = _WIDTH) -> int:
    """Return the height of a title in a sheet of this width."""
    return 27 * count_lines(title, max(width // _TITLE_CHARACTER, 1)) + 9


def _measure(row: Row, columns: Sequence[Column], widths: Sequence[int]) -> int:
    """Measure the height of a row by the words that are not merged."""
    lines = 1
    for column, width in zip(columns, widths, strict=True):
        words = row.values.get(column.field)
        if isinstance(words, str) and column.field not in _MERGED:
            lines = max(lines, count_lines(words, _characters(width)))
    return min(LINE * lines + _ROOM, _TALLEST)


def _characters(width: int) -> int:
    return max((width - 6) // _CHARACTER, 1)


@dataclass(frozen=True, slots=True)
class _Page:
    heights: list[int]
    runs: list[_Run]


def _take_page(
    rows: Sequence[Row],
    columns: Sequence[Column],
    widths: Sequence[int],
    heights: Sequence[int],
    first: int,
    room: int,
) -> _Page:
    """Take as many rows as fit, or one that fits nowhere, with the headings that the page begins."""
    page = None
    for end in range(first + 1, len(rows) + 1):
        runs = list(_find_runs(rows, columns, first, end))
        tried = _Page(_stretch(heights[first:end], runs, widths, first), runs)
        if page and sum(tried.heights) > room:
            break
        page = tried
    assert page
    return page


def _find_runs(rows: Sequence[Row], columns: Sequence[Column], first: int, end: int) -> Iterator[_Run]:
    """Find equal neighbours among the rows of a page."""
    for place, column in enumerate(columns):
        if column.field in _MERGED:
            for start, last, words in find_runs(rows[first:end], column.field):
                yield place, first + start, first + last, words


def _stretch(heights: Sequence[int], runs: Sequence[_Run], widths: Sequence[int], first: int) -> list[int]:
    """Give merged headings the room that their words need, in their last row."""
    found = list(heights)
    for place, start, last, words in runs:
        wanted = min(LINE * count_lines(words, _characters(widths[place])) + _ROOM, _HEIGHT // 6 * _STEP)
        missing = wanted - sum(found[start - first : last - first + 1])
        if missing > 0:
            found[last - first] = min(found[last - first] + missing, _TALLEST)
    return found


def _fill(heights: Sequence[int], room: int) -> list[int]:
    """Make the rows of a page as tall as the page, all by the same height."""
    found, left = list(heights), room - sum(heights)
    for at, height in enumerate(found):
        more = left // (len(found) - at) // _STEP * _STEP
        more = max(min(more, _TALLEST - height), 0)
        found[at] += more
        left -= more
    return found
