"""The header of a table whose columns are aligned by spaces, and the positions of its names on the page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

from ..text.folding import squeeze
from ..text.page_lines import TextLine
from ..text.spans import Span
from .flat_tables import GROUP, OTHER_HALF, find_fields

__all__ = ["MEASURES", "Widths", "find_header", "measure_places"]

#: Widths of characters: wide ones, and those that are wide in East Asian fonts only.
Widths = tuple[int, int]
MEASURES: tuple[Widths, ...] = ((2, 2), (2, 1), (1, 1))
#: Words with one space between them; two spaces separate pieces.
_PIECE = re.compile(r"[^ ]+(?: [^ ]+)*")
_FEWEST, _MOST, _LONGEST_NAME, _WIDEST = 3, 12, 14, 400
_NO_NAME = re.compile(r"[,。;:、\d|]")


def find_header(source: str, lines: Sequence[TextLine], at: int) -> tuple[list[list[Span]], list[str]]:
    """Find the names of columns in a header of one or two lines.

    Args:
        source: The text.
        lines: Its lines.
        at: The header's first line.

    Returns:
        The spans of each name's pieces, and the names; empty if the line is not a header.
    """
    first = _names_in(source, lines[at]) if "  " in lines[at].words else []
    if not _FEWEST <= len(first) <= _MOST:
        return [], []
    best: tuple[list[list[Span]], list[str]] = [], []
    most = _FEWEST - 1
    second = _names_in(source, lines[at + 1]) if at + 1 < len(lines) else []
    # A header below a line of cells is not the second half of these.
    alone = _known(_names(source, second))
    joined = (_joined(source, lines, at, first, second, measure) for measure in MEASURES[::2] if second)
    for pieces in (first, *joined):
        names = _names(source, pieces)
        known = _known(names)
        # Two lines have no more known names than the first if that has the first half of each name: 牵头, 单位.
        halves = all(OTHER_HALF.fullmatch(source[start:end]) for column in pieces for start, end in column[1:])
        if (known > most or (known == most and best[1] and halves)) and (pieces is first or known > alone):
            best, most = (pieces, names), known
    return best


def _names(source: str, pieces: list[list[Span]]) -> list[str]:
    """Join the pieces of each name."""
    return ["".join(squeeze(source[start:end]) for start, end in column) for column in pieces]


def _known(names: list[str]) -> int:
    """Count the known names; 0 if one occurs twice, as in two tables side by side or in halves of names."""
    return sum(field != "other" for field in find_fields(names)) if len(set(names)) == len(names) else 0


def _names_in(source: str, line: TextLine) -> list[list[Span]]:
    """Cut a line into pieces that may be names of columns; single characters with a space between are one name."""
    if len(line.words) > _WIDEST or "\t" in source[line.start : line.end]:
        return []
    found: list[list[Span]] = []
    for match in _PIECE.finditer(line.words):
        if len(squeeze(match.group())) > _LONGEST_NAME or _NO_NAME.search(match.group()):
            return []
        span = line.start + match.start(), line.start + match.end()
        if found and span[1] - span[0] == 1 and found[-1][0][1] - found[-1][0][0] == 1 and len(found[-1]) == 1:
            found[-1].append(span)
        else:
            found.append([span])
    return found


def _joined(
    source: str,
    lines: Sequence[TextLine],
    at: int,
    first: list[list[Span]],
    second: list[list[Span]],
    measure: Widths,
) -> list[list[Span]]:
    """Join the names of a header's second line to those above; below a name for several columns they replace it."""
    above = [_spread(source, lines[at], column, measure) for column in first]
    below = [_spread(source, lines[at + 1], column, measure) for column in second]
    joined = dict(zip(above, map(list, first), strict=True))
    for index, place in enumerate(above):
        left = above[index - 1][1] if index else 0
        right = above[index + 1][0] if index + 1 < len(above) else _WIDEST
        inside = [each for each in below if left <= each[0] and each[1] <= right]
        if len(inside) > 1 and GROUP.fullmatch(squeeze("".join(source[a:b] for a, b in first[index]))):
            del joined[place]
    for place, column in zip(below, second, strict=True):
        over = [each for each in joined if each[0] < place[1] and place[0] < each[1]]
        if len(over) > 1:
            return []
        joined.setdefault(over[0] if over else place, []).extend(column)
    return [joined[place] for place in sorted(joined)]


def _spread(source: str, line: TextLine, column: list[Span], measure: Widths) -> Span:
    """Measure the start and the end of a name on the page."""
    places = measure_places(source, line, measure)
    return places[column[0][0] - line.start], places[column[-1][1] - line.start]


def measure_places(source: str, line: TextLine, measure: Widths) -> list[int]:
    """Measure the place of each character of a line's words, and of their end, in columns of the page.

    Args:
        source: The text.
        line: The line.
        measure: The widths of a Chinese character and of one that is wide in East Asian fonts only.

    Returns:
        The places, one more than there are characters.
    """
    begin = source.rfind("\n", 0, line.start) + 1
    places = list(accumulate((_width(char, *measure) for char in source[begin : line.end]), initial=0))
    return places[line.start - begin :]


@cache
def _width(char: str, wide: int, ambiguous: int) -> int:
    """Measure a character."""
    if char == "\f" or unicodedata.combining(char):
        return 0
    kind = unicodedata.east_asian_width(char)
    return wide if kind in "WF" else ambiguous if kind == "A" else 1
