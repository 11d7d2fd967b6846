"""Ruled tables in a PDF: cells from the boxes that the rules make, and tables that go on from page to page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from policygraph.documents.grid import Cell, is_frame, square, tidy
from policygraph.documents.pdf_lines import Char, Line, joined, lines_of

if TYPE_CHECKING:
    from pdfplumber.page import Page

__all__ = ["PageTable", "find_tables", "goes_on", "put_together"]

Box = tuple[float, float, float, float]
# A drawing of so many strokes is a picture or a map; looking for a table in it takes minutes.
_MAX_EDGES = 20_000
_TOLERANCE = 3.0
_PADDING = 12.0  # points: what Word leaves free at the two sides of a cell
_NUMBER = re.compile(r"[（(]?(?:\d{1,4}(?:\.\d{1,3})*|[一二三四五六七八九十百]{1,5})[)）、.]?")


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table as far as it stands on one page: its cells, the edges of its columns, its top, and its characters."""

    grid: list[list[Cell]]
    edges: tuple[float, ...]
    top: float
    chars: frozenset[int]


def find_tables(page: Page, chars: Sequence[Char]) -> Iterator[PageTable]:
    """Yield the ruled tables of a page that have two columns and are no mere frame around text.

    One row is enough: it may be all that the page before or after has left of a table.
    """
    if len(page.edges) > _MAX_EDGES:
        return
    for found in page.find_tables():
        boxes = [(float(a), float(b), float(c), float(d)) for a, b, c, d in found.cells]
        x0, top, x1, bottom = (float(value) for value in found.bbox)
        inside = [char for char in chars if _within(char, (x0, top, x1, bottom))]
        columns, rows = _edges(boxes, 0), _edges(boxes, 1)
        places: list[list[Cell | None]] = [[None] * (len(columns) - 1) for _ in range(len(rows) - 1)]
        for box in boxes:
            cell = Cell(_cell_text([char for char in inside if _within(char, box)], box[2] - box[0]))
            for row in range(_index(rows, box[1]), _index(rows, box[3])):
                for column in range(_index(columns, box[0]), _index(columns, box[2])):
                    places[row][column] = cell
        shown = square(places)
        if shown and len(shown[0]) > 1 and not is_frame(shown):
            # A column that is empty here may hold the rest of a merged cell of the page before: it stays.
            grid = [[cell or Cell("") for cell in row] for row in places]
            yield PageTable(grid, tuple(columns), top, frozenset(id(char) for char in inside))


def _within(char: Char, box: Box) -> bool:
    return box[0] <= (char.x0 + char.x1) / 2 < box[2] and box[1] <= (char.top + char.bottom) / 2 < box[3]


def _edges(boxes: Sequence[Box], axis: int) -> list[float]:
    """Return the edges of the boxes along an axis, those that nearly coincide taken as one."""
    values = sorted({value for box in boxes for value in (box[axis], box[axis + 2])})
    return [value for i, value in enumerate(values) if i == 0 or value - values[i - 1] > _TOLERANCE]


def _index(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def _cell_text(chars: Sequence[Char], width: float) -> str:
    """Return the lines of a cell; a line that fills it goes on in the next."""
    text = ""
    for before, line in pairwise([None, *lines_of(chars)]):
        if line is not None:
            text = line.text if before is None else _continued(text, before, line, width)
    return tidy(text)


def _continued(text: str, before: Line, line: Line, width: float) -> str:
    full = width - (before.x1 - before.x0) < before.size + _PADDING
    return joined(text, line.text) if full else f"{text}\n{line.text}"


def goes_on(before: PageTable, after: PageTable) -> bool:
    """Whether a table at the top of a page is the rest of the one at the foot of the page before."""
    return len(before.edges) == len(after.edges) and all(
        abs(a - b) <= _TOLERANCE for a, b in zip(before.edges, after.edges, strict=True)
    )


def put_together(parts: Sequence[PageTable]) -> list[list[Cell]]:
    """Make one grid of the parts of a table.

    On top of a new page stand, again, the header; then empty cells where a merged one goes on; or the rest of a row
    that the page's end cut through, which is known by its empty number.
    """
    grid = [list(row) for row in parts[0].grid]
    header = [cell.text for cell in grid[0]]
    for part in parts[1:]:
        rows = [list(row) for row in part.grid if [cell.text for cell in row] != header]
        if not rows or len(rows[0]) != len(grid[0]):
            grid += rows
            continue
        numbers = _number_column(grid[1:] + rows)
        first = rows[0]
        if numbers is not None and not first[numbers].text:
            grid[-1] = [_one(above, below) for above, below in zip(grid[-1], first, strict=True)]
            rows = rows[1:]
        else:
            for i, cell in enumerate(first):
                if cell.text:
                    break
                rows = [[grid[-1][i] if r[i] is cell and j == i else c for j, c in enumerate(r)] for r in rows]
        grid += rows
    return square(grid)


def _number_column(rows: Sequence[Sequence[Cell]]) -> int | None:
    for column in range(len(rows[0]) if rows else 0):
        texts = [row[column].text for row in rows]
        if sum(1 for text in texts if _NUMBER.fullmatch(text)) >= 0.6 * len(texts):
            return column
    return None


def _one(above: Cell, below: Cell) -> Cell:
    return Cell(joined(above.text, below.text)) if above.text and below.text else above if above.text else below
