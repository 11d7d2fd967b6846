"""Tables whose columns are aligned by runs of spaces: their header, their lines, and the words of each column.

``pdftotext -layout`` and copies from a terminal give such tables. A terminal draws a Chinese character two columns
wide, ``pdftotext`` counts every character as one, and a quotation mark may have either width. The measure with the
fewest words across the border of a column is used.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from ..text.markers import HEADING
from ..text.page_lines import TextLine, measure_width
from ..text.spans import Span, find_overlap
from .aligned_header import MEASURES, Widths, find_header, measure_places

__all__ = ["AlignedTable", "SplitLine", "find_aligned_tables"]

_WORD = re.compile(r"[^ ]+")
#: The maximum number of lines of a running title, between the last line of a page and the header on the next.
_RUNNING_HEAD = 4
#: The number of lines without a wide space after which a table has ended, even if no words cross columns.
_NO_COLUMNS = 20
#: The number of lines in a row with words across columns that are prose.
_PROSE_LINES = 3


class SplitLine(NamedTuple):
    """A line of a table, cut at its columns."""

    line: TextLine
    cells: dict[int, TextLine]
    torn: bool  # words cross the border of a column
    gap: bool  # empty lines before it
    heading: bool = False


class AlignedTable(NamedTuple):
    """A table aligned by spaces: the names of its columns, its lines, and their indices among the lines of the text."""

    header: tuple[str, ...]
    start: int
    end: int
    lines: tuple[SplitLine, ...]


class _Page(NamedTuple):
    """The lines of a table below one header; the columns may have other positions on the next page."""

    header: int
    pieces: list[list[Span]]
    body: range


def find_aligned_tables(source: str, lines: Sequence[TextLine], known: Sequence[Span] = ()) -> Iterator[AlignedTable]:
    """Find the tables of tasks whose columns are aligned by spaces.

    Args:
        source: The text.
        lines: Its lines.
        known: Spans of text that belong to other tables, in ascending order.

    Yields:
        Each table with at least one line below its header. Time is linear in the text.
    """
    at = 0
    while at < len(lines):
        pieces, names = find_header(source, lines, at)
        if not names or find_overlap(known, lines[at].start, lines[at].end) >= 0:
            at += 1
            continue
        start = last = at
        found: list[SplitLine] = []
        goes_on = True
        while goes_on:
            page = _page(source, lines, at, pieces)
            at = page.body.stop
            pieces, others = find_header(source, lines, at) if at < len(lines) else ([], [])
            split, goes_on = _without_prose(_split(source, lines, page), others == names)
            found += split
            last = page.body.start + len(split)
        if found:
            yield AlignedTable(tuple(names), start, last, tuple(found))
        at = max(last, start + 1)


def _without_prose(lines: list[SplitLine], again: bool) -> tuple[list[SplitLine], bool]:
    """Drop the text below a table, or between two pages of it, and tell whether the table continues."""
    prose = [line.torn and "  " not in line.line.words for line in lines]
    last = max(
        (at for at, line in enumerate(lines) if line.heading or (len(line.cells) > 1 and not prose[at])), default=-1
    )
    end = len(lines)
    if again:
        # A running title.
        while end and len(lines) - end < _RUNNING_HEAD and prose[end - 1]:
            end -= 1
    for at in range(end):
        if prose[at] and (at > last or lines[at].gap or all(prose[at : at + _PROSE_LINES])):
            return lines[:at], False
    return lines[:end], again


def _page(source: str, lines: Sequence[TextLine], at: int, pieces: list[list[Span]]) -> _Page:
    """Find the lines of a table below a header: up to the next header, or to many lines without a wide space."""
    start = at + 1 + any(span[0] > lines[at].end for column in pieces for span in column)
    run = 0
    for index in range(start, len(lines)):
        if "  " not in lines[index].words:
            run += 1
            if run > _NO_COLUMNS:
                return _Page(at, pieces, range(start, index + 1 - run + _PROSE_LINES))
            continue
        run = 0
        if find_header(source, lines, index)[0]:
            return _Page(at, pieces, range(start, index))
    return _Page(at, pieces, range(start, len(lines)))


def _split(source: str, lines: Sequence[TextLine], page: _Page) -> list[SplitLine]:
    """Cut the lines of a page at the columns, by the measure that fits best."""
    ways = [_split_by(source, lines, page, measure) for measure in MEASURES]
    return min(ways, key=lambda way: (sum(line.torn for line in way[0]), way[1]))[0]


def _split_by(source: str, lines: Sequence[TextLine], page: _Page, measure: Widths) -> tuple[list[SplitLine], int]:
    """Cut the lines of a page, and count the pieces that do not begin where most pieces of their column do."""
    places = {at: measure_places(source, lines[at], measure) for at in page.body}
    cuts = _cuts(source, lines, page, places, measure)
    found: list[SplitLine] = []
    begins: list[Counter[int]] = [Counter() for _ in page.pieces]
    for at in page.body:
        line, where = lines[at], places[at]
        cells, torn = _cut(line, where, cuts)
        alone = "  " not in line.words
        for index, piece in cells.items():
            begins[index][where[piece.start - line.start]] += not alone
        heading = alone and bool(HEADING.fullmatch(line.words)) and "。" not in line.words and (torn or 0 in cells)
        gap = _gap(source, lines[at - 1], line)
        found.append(SplitLine(line, cells, torn, gap, heading))
    if any(0 in each.cells and len(each.cells) > 1 and HEADING.fullmatch(each.cells[0].words) for each in found):
        # The tasks themselves have numbers of this style.
        found = [each._replace(heading=each.heading and each.torn) for each in found]
    return [each._replace(torn=each.torn and not each.heading) for each in found], sum(
        count.total() - max(count.values(), default=0) for count in begins
    )


def _gap(source: str, before: TextLine, line: TextLine) -> bool:
    """Tell whether there are only empty lines, and at least one, between two lines."""
    between = source[before.end : line.start]
    return not between.strip() and between.count("\n") > 1 and "\f" not in between


def _cuts(
    source: str, lines: Sequence[TextLine], page: _Page, places: dict[int, list[int]], measure: Widths
) -> list[int]:
    """Find the borders of the columns: between two names of the header, where they cross the fewest words."""
    spans: list[Span] = []
    top = [lines[page.header], lines[page.header + 1]] if page.header + 1 < len(lines) else [lines[page.header]]
    rulers = [measure_places(source, line, measure) for line in top]
    for column in page.pieces:
        ends = [
            rulers[row][offset - top[row].start]
            for span in column
            for row in (int(len(top) > 1 and span[0] >= top[1].start),)
            for offset in span
        ]
        spans.append((min(ends), max(ends)))
    inside = Counter[int]()
    for at in page.body:
        if "  " in lines[at].words:
            for match in _WORD.finditer(lines[at].words):
                inside[places[at][match.start()] + 1] += 1
                inside[places[at][match.end()]] -= 1
    crossed = list(accumulate(inside[place] for place in range(max(spans[-1][1], max(inside, default=0)) + 2)))
    return [_cut_between(crossed, before[1], max(before[1], after[0])) for before, after in pairwise(spans)]


def _cut_between(crossed: Sequence[int], first: int, last: int) -> int:
    """Find the end of the longest run of places that cross the fewest words."""
    least = min(crossed[first : last + 1])
    best = length = run = 0
    for place in range(first, last + 1):
        run = run + 1 if crossed[place] == least else 0
        if run and run >= length:
            best, length = place, run
    return best


def _cut(line: TextLine, where: Sequence[int], cuts: Sequence[int]) -> tuple[dict[int, TextLine], bool]:
    """Cut a line into the pieces of its columns; tell whether words cross a border or a column has two pieces."""
    cells: dict[int, TextLine] = {}
    torn = False
    for match in _WORD.finditer(line.words):
        start, end = where[match.start()], where[match.end()]
        column = bisect.bisect_right(cuts, start)
        if bisect.bisect_left(cuts, end) != column:
            torn = True
            column = bisect.bisect_right(cuts, (start + end) // 2)
        begin = match.start()
        if column in cells:
            torn = torn or match.start() - (cells[column].end - line.start) > 1
            begin = cells[column].start - line.start
        words = line.words[begin : match.end()]
        cells[column] = TextLine(line.start + begin, line.start + match.end(), words, measure_width(words), False)
    return cells, torn
