"""Tables drawn with line characters (┌─┬─┐ │ ├ ┤ └) in plain text.

Such a table was once set on a typewriter grid; when it reaches us its spaces are often gone, so columns are told by
the order of the vertical lines first, and by position only where a line has fewer of them than the table has columns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from policygraph.documents.grid import Cell, square, tidy

__all__ = ["find_boxes"]

_BOX = "\u2500-\u257f"
# A drawing begins with a line of its characters alone; every line of it begins with one of them.
_DRAWING = re.compile(f"^[^\\S\\n]*[┌┏╔╭][{_BOX} ]+\\n(?:[^\\S\\n]*[{_BOX}][^\\n]*(?:\\n|\\Z))+", re.MULTILINE)
_HORIZONTAL = "─━┄┅┈┉╌╍═╴╶╸╺╼╾"
_EDGES = "".join(chr(c) for c in range(0x2500, 0x2580) if chr(c) not in _HORIZONTAL)
_SPLIT = re.compile(f"[{_EDGES}]")
_SPACED = re.compile(r"(?<![^\s])([\u3400-\u9fff])[ \u3000]+(?=[\u3400-\u9fff](?:\s|$))")
_NEW_ITEM = re.compile(r"[△▲▽▼●○◆◇■□★☆※·•]|[（(]?[0-9一二三四五六七八九十]{1,3}[、.．）)]\D")


@dataclass(slots=True, eq=False)
class _Area:
    """A cell under way: the lines of text that fell in it, and whether each filled its width."""

    lines: list[tuple[str, bool]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Ruler:
    """Where the columns' edges stand, counted in line characters, and how wide one of those is on the screen."""

    edges: tuple[int, ...]
    unit: int

    @property
    def columns(self) -> int:
        return len(self.edges) - 1


def find_boxes(text: str) -> Iterator[tuple[int, int, list[list[Cell]]]]:
    """Yield each drawn table of at least two by two: where its drawing begins and ends in ``text``, and its cells.

    A drawing that goes on after empty lines with the same top line, as after the end of a page, is one table.

    >>> drawing = "┌──┬──┐\\n│任务│单位│\\n├──┼──┤\\n│办学│县教│\\n│    │育局│\\n└──┴──┘"
    >>> [[cell.text for cell in row] for row in next(find_boxes(drawing))[2]]
    [['任务', '单位'], ['办学', '县教育局']]
    """
    drawings: list[tuple[int, int, list[str]]] = []
    for match in _DRAWING.finditer(text):
        lines = [line.strip() for line in match.group().splitlines()]
        if drawings:
            start, end, before = drawings[-1]
            if before[0] == lines[0] and not text[end : match.start()].strip():
                before += lines
                drawings[-1] = (start, match.end(), before)
                continue
        drawings.append((match.start(), match.end(), lines))
    for start, end, lines in drawings:
        grid = _grid(lines)
        if len(grid) > 1 and len(grid[0]) > 1:
            yield start, end, grid


def _grid(lines: list[str]) -> list[list[Cell]]:
    ruler = _ruler(lines)
    if ruler.columns < 2:
        return []
    current: list[_Area | None] = [None] * ruler.columns
    rows: list[list[_Area | None]] = []
    for line in lines:
        parts = _parts(line, ruler)
        if any(is_border for _, _, _, is_border in parts):
            rows.append(list(current))
        for first, last, piece, is_border in parts:
            if is_border:
                current[first:last] = [None] * (last - first)
                continue
            area = current[first]
            if area is None:
                area = _Area()
            # Where a drawing is broken, columns under way keep what is in them.
            current[first:last] = [there or area for there in current[first:last]]
            piece = piece.strip()
            area.lines.append((piece, _fills(piece, ruler.edges[last] - ruler.edges[first] - 1, ruler.unit)))
    rows.append(list(current))
    cells: dict[int, Cell] = {}
    for area in (area for row in rows for area in row):
        if area is not None and id(area) not in cells:
            cells[id(area)] = Cell(_joined(area.lines))
    grid: list[list[Cell | None]] = []
    before: list[_Area | None] = []
    for row in rows:
        if any(row) and row != before:
            grid.append([cells[id(area)] if area else None for area in row])
        before = row
    return square(grid)


def _ruler(lines: list[str]) -> _Ruler:
    """Measure the columns on the lines that are nothing but border; all edges of the drawing stand on one of them."""
    borders = [line for line in lines if all(c in _EDGES or c in _HORIZONTAL for c in line)]
    if not borders:
        return _Ruler((), 1)
    length = max(map(len, borders))
    edges = {i for line in borders if len(line) == length for i, c in enumerate(line) if c in _EDGES}
    edges |= {0, length - 1}
    overflows = 0
    counted = 0
    for line in lines:
        pieces = _SPLIT.split(line)[1:-1]
        if len(pieces) == len(edges) - 1:
            for piece, left, right in zip(pieces, sorted(edges), sorted(edges)[1:], strict=False):
                if piece.strip() and piece[0] not in _HORIZONTAL:
                    counted += 1
                    overflows += _width(piece.rstrip(), 1) > right - left
    return _Ruler(tuple(sorted(edges)), 2 if overflows > 0.2 * counted else 1)


def _parts(line: str, ruler: _Ruler) -> list[tuple[int, int, str, bool]]:
    """Split a line at its edges: for each piece its first column, the one after its last, its text, if it is border."""
    pieces: list[tuple[int, str]] = []
    start = 0
    for match in _SPLIT.finditer(line):
        pieces.append((start, line[start : match.start()]))
        start = match.end()
    pieces.append((start, line[start:]))
    # Outside the first and the last edge stands nothing, but where an edge was lost.
    if not pieces[-1][1].strip(_HORIZONTAL + " "):
        pieces.pop()
    if pieces and not pieces[0][1].strip(_HORIZONTAL + " "):
        pieces.pop(0)
    if len(pieces) >= ruler.columns:
        places = list(range(ruler.columns + 1))
        beyond = " ".join(text for _, text in pieces[ruler.columns - 1 :])
        pieces = [*pieces[: ruler.columns - 1], (0, beyond)]
    else:
        inner = [_width(line[: start - 1], ruler.unit) / ruler.unit for start, _ in pieces[1:]]
        places = [0, *_nearest(inner, ruler.edges), ruler.columns]
    return [
        (first, last, text, bool(text) and not text.strip(_HORIZONTAL + " ") and not text.isspace())
        for (first, last), (_, text) in zip(pairwise(places), pieces, strict=False)
    ]


def _nearest(positions: list[float], edges: tuple[int, ...]) -> list[int]:
    """Choose for each position the nearest inner edge, in order, leaving enough edges for those that follow."""
    chosen: list[int] = []
    for i, position in enumerate(positions):
        lowest = chosen[-1] + 1 if chosen else 1
        highest = len(edges) - 2 - (len(positions) - 1 - i)
        chosen.append(min(range(lowest, highest + 1), key=lambda edge: abs(edges[edge] - position)))
    return chosen


def _width(text: str, unit: int) -> int:
    """How many places on the screen the text takes, where a line character takes ``unit``."""
    wide = "WFA" if unit == 2 else "WF"
    return sum(unit if "\u2500" <= c <= "\u257f" else 2 if unicodedata.east_asian_width(c) in wide else 1 for c in text)


def _fills(piece: str, width: int, unit: int) -> bool:
    """Whether a line of a cell is so long that its text goes on in the next line."""
    if unit == 2:
        return len(piece) >= max(width - 1, 2) or _width(piece, 2) >= 2 * width - 3 > 0
    return _width(piece, 1) >= width - 3


def _joined(lines: list[tuple[str, bool]]) -> str:
    text, open_line = "", False
    for piece, full in lines:
        if piece:
            if text:
                latin = open_line and text[-1].isascii() and piece[0].isascii() and text[-1].isalnum()
                text += "" if open_line and not latin and not _NEW_ITEM.match(piece) else " " if latin else "\n"
            text += _SPACED.sub(r"\1", piece)
        open_line = bool(piece) and full
    return tidy(text)
