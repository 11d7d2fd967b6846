"""The rows of tables whose columns are aligned by spaces.

The position of words shows their column (``aligned_lines``); which lines belong to which row must be found. The cells
of a table stand at the top, in the middle or at the bottom of their rows, a number anywhere in its row. The assignment
of lines to rows with the lowest cost is used; ``flat_cells`` computes the cost of a cell. A row is reported if another
assignment of its lines is about as good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

from ..text.markers import NUMBERED
from ..text.page_lines import TextLine
from .aligned_lines import AlignedTable, SplitLine
from .flat_cells import ColumnShape, cell_cost, joints
from .flat_rows import RowLines
from .flat_tables import FlatTable, build_table, find_fields

__all__ = ["restore_aligned_table"]

_Columns = Sequence[ColumnShape]
#: The rows between headings.
_Blocks = Sequence[Sequence[RowLines]]
#: The maximum number of lines of a row.
_LONGEST = 40
#: The cost from which a row is reported rather than read, of a row that is not read, and of each line of it.
_DOUBTFUL, _UNREAD, _UNREAD_LINE = 2.8, 6.0, 0.25
#: The number of further lines that make no row after which no more are tried.
_PATIENCE = 5
#: The minimum by which the cost of any other assignment must be higher.
_MARGIN = 0.4
#: The costs of an empty cell by field, of a cell that stands elsewhere in its row than the others, and of an empty line
#: in a row if few lines of the table have one before them.
_EMPTY = {"number": 1.5, "measure": 3.0, "lead": 1.0, "responsible": 1.0}
_ASTRAY, _GAP = 0.7, 1.5
#: The costs of a line within a cell that is narrower than its column, and of a last line that fills it.
_SHORT, _RUNS_ON = 0.6, 0.3
#: By how much a full line may be narrower than its column.
_FULL = 3
_WORDS = ("measure", "text")
#: Columns whose cells may stand anywhere: a category is often merged over rows.
_ANYWHERE = ("number", "category")
#: The cost of a cell by the number of lines of its row above and below it.
Place = Callable[[int, int], float]


class _Arc(NamedTuple):
    """A possible row: its end, its cost, and the number of its lines above and below each cell."""

    end: int
    cost: float
    places: tuple[tuple[int, int], ...] = ()


def restore_aligned_table(table: AlignedTable) -> FlatTable | None:
    """Find the rows of a table whose columns are known.

    Args:
        table: The table, its lines cut at the columns.

    Returns:
        The table with one line for each cell, and the rows that are not read; ``None`` if no row can be read.
    """
    fields = find_fields(table.header)
    lines = _without_tail(table.lines, fields)
    columns = _columns(lines, fields)
    blocks = _blocks(lines)
    rows = _rows(blocks, columns)
    learned = _learned(columns, blocks, rows)
    if learned != columns:
        rows = _rows(blocks, learned)
    if not any(row.cells for each in rows for row in each):
        return None
    return _built(table, lines, columns, rows)


def _rows(blocks: Sequence[Sequence[SplitLine]], columns: _Columns) -> list[list[RowLines]]:
    """Find the rows of each block, with the cells at the top, in the middle or at the bottom, whichever is cheapest."""
    size = sum(len(block) for block in blocks)
    gap = _GAP if sum(line.gap for block in blocks for line in block) < size / 2 else 0.0
    parts = [_RowAligner(block, columns, gap) for block in blocks]
    ways: list[tuple[float, list[list[RowLines]]]] = []
    for place in (_from_top, _from_middle, _from_bottom):
        found = [part.read(place) for part in parts]
        ways.append((sum(cost for cost, _ in found), [rows for _, rows in found]))
    least, best = min(ways, key=lambda way: way[0])
    for cost, other in ways:
        if cost < least + _MARGIN and other is not best:
            # It is unknown at which end of their rows the cells stand: rows that depend on it are not read.
            best = [_agreed(rows, found) for rows, found in zip(best, other, strict=True)]
    return best


def _agreed(rows: Sequence[RowLines], others: Sequence[RowLines]) -> list[RowLines]:
    """Drop the cells of rows that are not among others."""
    ends = {(row.start, row.end) for row in others}
    return [row if row.heading or (row.start, row.end) in ends else RowLines(row.start, row.end) for row in rows]


def _learned(columns: _Columns, blocks: Sequence[Sequence[SplitLine]], rows: _Blocks) -> list[ColumnShape]:
    """Describe the columns as the rows show them: whether their cells end with a full stop."""
    found: list[ColumnShape] = []
    for index, column in enumerate(columns):
        ends = [
            block[row.cells[index][-1]].cells[index].words[-1] in "。;"
            for block, each in zip(blocks, rows, strict=True)
            for row in each
            if row.cells and row.cells[index]
        ]
        stops = column.field in ("measure", "text") and len(ends) > 3 and sum(ends) >= 0.8 * len(ends)
        found.append(column._replace(stops=stops))
    return found


def _seams(column: ColumnShape, cell: Sequence[TextLine]) -> float:
    """Compute the cost of the widths of a cell's lines: words fill all lines but the last."""
    if column.field not in _WORDS:
        return 0.0
    full = column.width - _FULL
    broken = sum(line.width < full and not NUMBERED.match(after.words) for line, after in pairwise(cell))
    return _SHORT * broken + _RUNS_ON * (cell[-1].width >= full and cell[-1].words[-1] not in "。;!")


def _without_tail(lines: Sequence[SplitLine], fields: Sequence[str]) -> Sequence[SplitLine]:
    """Drop the text below a table behind an empty line: a signature, a date."""
    if sum(line.gap for line in lines) >= len(lines) / 2:
        return lines
    first = {index for index, field in enumerate(fields) if field in ("number", "measure")}
    held = False
    for at in range(len(lines) - 1, 0, -1):
        held = held or lines[at].heading or not first.isdisjoint(lines[at].cells)
        if held:
            break
        if lines[at].gap:
            lines = lines[:at]
    return lines


def _columns(lines: Sequence[SplitLine], fields: Sequence[str]) -> list[ColumnShape]:
    """Describe the columns: the width of their widest cell, and the cost of an empty cell."""
    found: list[ColumnShape] = []
    for index, field in enumerate(fields):
        pieces = [line.cells[index].width for line in lines if index in line.cells and not line.heading]
        merged = field == "measure" and "text" in fields[index:]
        # If a column is empty in the whole table, an empty cell costs little.
        empty = _EMPTY.get(field, 0.3) if pieces and not merged else 0.3
        found.append(ColumnShape(field, empty, max(pieces, default=0)))
    return found


def _blocks(lines: Sequence[SplitLine]) -> list[list[SplitLine]]:
    """Split the lines at headings, which are blocks of their own."""
    blocks: list[list[SplitLine]] = []
    for line in lines:
        if line.heading or not blocks or blocks[-1][0].heading:
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _from_top(above: int, below: int) -> float:
    """Return the cost of a cell's place in a table whose cells stand at the top of their rows."""
    return _ASTRAY if above else 0.0


def _from_bottom(above: int, below: int) -> float:
    """Return the cost of a cell's place in a table whose cells stand at the bottom of their rows."""
    return _ASTRAY if below else 0.0


def _from_middle(above: int, below: int) -> float:
    """Return the cost of a cell's place in a table whose cells stand in the middle of their rows."""
    return min(_ASTRAY, 0.1 * abs(above - below)) if abs(above - below) < 2 else _ASTRAY


class _RowAligner:
    """Assigns the lines between two headings to rows."""

    def __init__(self, lines: Sequence[SplitLine], columns: _Columns, gap: float) -> None:
        self.lines, self.columns, self.gap = lines, columns, gap
        self.number = next((index for index, column in enumerate(columns) if column.field == "number"), -1)
        self.arcs = [list(self._arcs(at)) for at in range(0 if lines[0].heading else len(lines))]

    def read(self, place: Place) -> tuple[float, list[RowLines]]:
        """Find the rows in their order and their total cost; rows that cannot be told apart have no cells."""
        if self.lines[0].heading:
            return 0.0, [RowLines(0, 1, heading=True)]
        size = len(self.lines)
        arcs = [[self._placed(at, arc, place) for arc in self.arcs[at]] for at in range(size)]
        before = [0.0] + [inf] * size
        for at in range(size):
            for arc in arcs[at]:
                before[arc.end] = min(before[arc.end], before[at] + arc.cost)
        after = [inf] * size + [0.0]
        best: list[_Arc] = []
        for at in reversed(range(size)):
            best.append(min(arcs[at], key=lambda arc: arc.cost + after[arc.end]))
            after[at] = best[-1].cost + after[best[-1].end]
        best.reverse()
        rows: list[RowLines] = []
        at = 0
        while at < size:
            rows.append(self._row(at, best[at], self._other(at, best[at].end, arcs, before, after) - after[0]))
            at = best[at].end
        return after[0], rows

    def _other(
        self, start: int, end: int, arcs: Sequence[Sequence[_Arc]], before: Sequence[float], after: Sequence[float]
    ) -> float:
        """Find the lowest cost of an assignment of all lines in which some lines are not one row."""
        return min(
            (
                before[at] + arc.cost + after[arc.end]
                for at in range(max(0, start - _LONGEST), start + 1)
                for arc in arcs[at]
                if arc.end > start and (at, arc.end) != (start, end)
            ),
            default=inf,
        )

    def _row(self, start: int, arc: _Arc, margin: float) -> RowLines:
        """Make a row, without its cells if these cannot be told apart."""
        if arc.cost > _DOUBTFUL or margin < _MARGIN or any(line.torn for line in self.lines[start : arc.end]):
            return RowLines(start, arc.end)
        cells = tuple(
            tuple(at for at in range(start, arc.end) if index in self.lines[at].cells)
            for index in range(len(self.columns))
        )
        return RowLines(start, arc.end, cells, cost=arc.cost)

    def _placed(self, start: int, arc: _Arc, place: Place) -> _Arc:
        """Add to the cost of a row the cost of the places of its cells."""
        cost = arc.cost + sum(place(above, below) for above, below in arc.places)
        return _Arc(arc.end, min(cost, _UNREAD + _UNREAD_LINE * (arc.end - start)))

    def _arcs(self, start: int) -> Iterator[_Arc]:
        """Find the rows that may begin at a line."""
        numbers, gaps, hopeless = 0, 0.0, 0
        for end in range(start + 1, min(start + _LONGEST, len(self.lines)) + 1):
            line = self.lines[end - 1]
            numbers += self.number in line.cells
            gaps += self.gap if line.gap and end > start + 1 else 0.0
            cells = [
                [at for at in range(start, end) if index in self.lines[at].cells] for index in range(len(self.columns))
            ]
            pieces = [[self.lines[at].cells[index] for at in held] for index, held in enumerate(cells)]
            broken = gaps + sum(joints(*cell) for cell in zip(self.columns, pieces, strict=True) if cell[1])
            if end > start + 1 and (numbers > 1 or broken > _UNREAD):
                break
            places = tuple(
                (held[0] - start, end - 1 - held[-1])
                for column, held in zip(self.columns, cells, strict=True)
                if held and column.field not in _ANYWHERE
            )
            cost = gaps + sum(map(_cost, self.columns, pieces))
            yield _Arc(end, cost, places)
            hopeless = hopeless + 1 if cost > _UNREAD else 0
            if hopeless > _PATIENCE:
                break


def _cost(column: ColumnShape, cell: Sequence[TextLine]) -> float:
    """Compute the cost of taking some pieces as a cell of a column."""
    return cell_cost(column, cell) + _seams(column, cell) if cell else column.empty


def _built(table: AlignedTable, lines: Sequence[SplitLine], columns: _Columns, blocks: _Blocks) -> FlatTable:
    """Build the table: the pieces of each cell in the order of rows and columns."""
    body: list[TextLine] = []
    rows: list[RowLines] = []
    offset = 0
    dropped = _scattered(columns, blocks)
    for block in blocks:
        for row in block:
            first = len(body)
            cells: list[tuple[int, ...]] = []
            for index, cell in enumerate(row.cells):
                kept = () if index in dropped else cell
                cells.append(tuple(range(len(body), len(body) + len(kept))))
                body += (lines[offset + at].cells[index] for at in kept)
            if not cells:
                body += (line.line for line in lines[offset + row.start : offset + row.end])
            rows.append(RowLines(first, len(body), tuple(cells), row.heading))
        offset += block[-1].end
    return build_table(table.header, body, rows, (lines[0].line.start, lines[-1].line.end))


def _scattered(columns: _Columns, blocks: _Blocks) -> set[int]:
    """Find the columns of categories whose merged cells do not begin at a row's first line: their rows are unknown."""
    found: set[int] = set()
    for index, column in enumerate(columns):
        cells = [(row, row.cells[index]) for rows in blocks for row in rows if row.cells]
        merged = column.field == "category" and not all(cell for _, cell in cells)
        if merged and any(cell and cell[0] > row.start for row, cell in cells):
            found.add(index)
    return found
