"""The rows of a flattened table: which lines belong to which cell.

A table that lost its grid is a run of lines, cell after cell and row after row; a cell may have several lines, and
cells that are merged or empty have none. If a page ends within a row, the first parts of all its cells come first and
then, on the next page, the rest of each. The assignment of lines with the lowest cost is used (``flat_cells`` computes
the costs): first by the words of the lines, then again with the widths of the columns that the first result shows.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import inf
from typing import NamedTuple

from ..text.markers import HEADING, NUMBERED, ROW_NUMBER
from ..text.page_lines import TextLine
from .columns import PARTS
from .flat_cells import MOST, ColumnShape, cell_cost, is_piece, joints, runs_on

__all__ = ["RowLines", "share_out_rows"]

#: The maximum number of lines of a row, on one page and on the next.
_LONGEST, _LONGEST_REST = 100, 40
#: The cost of a row that is not read, and by how much a path may exceed a later one's cost and still be followed.
_UNREAD, _SLACK = 6.0, 1.5
#: The cost from which a row is reported rather than read.
_DOUBTFUL = 2.8
#: The cost of a line behind the end of a table.
_TAIL = 0.7
#: Two assignments of the lines of a row are equally good if their costs differ by less than this for each line.
_TILT = 0.001
#: The maximum number of lines of a cell.
_MOST_LINES = {"number": 1, "category": 10, "person": 6, "deadline": 8, "other": 20}
_LONGEST_CELL = 40
#: How many cells are tried at the start of a table, and for each line that has been read; a table needs no more.
_TRIES, _TRIES_A_LINE = 8_000, 500
#: The number of failed lines after which no longer cell is tried as a list of bodies.
_PATIENCE = 4
#: The cost of an empty cell, by field.
_EMPTY = {
    "category": 0.3, "other": 0.3, "number": 1.5, "measure": 4.0, "text": 2.5, "deadline": 1.5, "person": 1.5,
    "support": 1.5, "lead": 2.5, "responsible": 2.5, "joint": 2.5,
}  # fmt: skip
_WORDS = ("category", "measure", "text", "other")

#: A cell: the indices of its lines in the table.
_Cell = tuple[int, ...]
#: How many lines a row has used, on its page and on the next; and the cheapest cells up to there, with their cost.
_State = tuple[int, int]
_Ways = dict[_State, tuple[float, tuple[_Cell, ...]]]


class RowLines(NamedTuple):
    """A row: the lines of each cell, and their cost.

    A heading is one line for all columns; a row whose cells cannot be told apart has no cells.
    """

    start: int  # its lines in the table, up to ``end``
    end: int
    cells: tuple[_Cell, ...] = ()
    heading: bool = False
    cost: float = 0.0


class _Step(NamedTuple):
    """The cheapest path to the end of a row: its cost, the row, and the row's number."""

    cost: float
    row: RowLines | None = None
    number: int = 0


def share_out_rows(lines: Sequence[TextLine], breaks: Sequence[int], fields: Sequence[str]) -> list[RowLines]:
    """Find the rows of a table; ``breaks`` are the lines that begin a page, ``fields`` the fields of the columns."""
    columns = [ColumnShape(field, _EMPTY[field]) for field in fields]
    if "measure" in fields and "text" in fields[fields.index("measure") :]:
        # A task may be merged over the rows of its parts.
        columns[fields.index("measure")] = ColumnShape("measure", _EMPTY["category"])
    rows = _RowFinder(lines, breaks, columns).read()
    return _RowFinder(lines, breaks, _learned(columns, lines, rows)).read() if rows else []


def _learned(columns: Sequence[ColumnShape], lines: Sequence[TextLine], rows: Sequence[RowLines]) -> list[ColumnShape]:
    """Describe the columns as the rows show them."""
    found: list[ColumnShape] = []
    for index, column in enumerate(columns):
        cells = [row.cells[index] for row in rows if row.cells and row.cells[index] and row.cost < 1.5]
        empty = sum(bool(row.cells) for row in rows) > len(cells)
        # The width that most wrapped cells have; without such cells the width is unknown.
        wrapped = Counter(max(lines[at].width for at in cell[:-1]) for cell in cells if len(cell) > 1)
        width = max(wrapped, key=lambda width: (wrapped[width], width)) if wrapped.total() > 1 else 0
        ends = sum(lines[cell[-1]].words[-1] in "。;" for cell in cells)
        marks = sum(bool(NUMBERED.match(lines[cell[0]].words)) for cell in cells)
        found.append(
            column._replace(
                width=width,
                empty=column.empty if empty or column.empty > 1 or len(rows) < 5 else 2.5,
                stops=column.field in ("measure", "text") and len(cells) > 3 and ends >= 0.8 * len(cells),
                marked=column.field in ("category", "measure") and len(cells) > 3 and marks >= 0.8 * len(cells),
            )
        )
    return found


class _RowFinder:
    """Assigns the lines of a table to rows and cells."""

    def __init__(self, lines: Sequence[TextLine], breaks: Sequence[int], columns: Sequence[ColumnShape]) -> None:
        self.lines, self.breaks, self.columns = lines, breaks, columns
        self.numbered = any(column.field == "number" for column in columns)
        self.costs: dict[tuple[int, _Cell], float] = {}
        self.tries = float(_TRIES)
        self.joints: dict[tuple[int, int, int, int, int], float] = {}

    def read(self) -> list[RowLines]:
        """Find the rows in their order."""
        size = len(self.lines)
        best = [_Step(inf)] * (size + 1)
        best[0] = _Step(0.0)
        furthest = 0
        for at in range(size):
            if self.tries < 0:
                break
            here = best[at]
            ahead = min((step.cost for step in best[at + 1 : at + _LONGEST]), default=inf)
            if here.cost == inf or here.cost > ahead + _SLACK:
                continue
            for step in self._steps(at, here):
                if step.row and step.cost < best[step.row.end].cost:
                    best[step.row.end] = step
                    if step.row.cells and step.row.cost <= _DOUBTFUL and step.row.end > furthest:
                        self.tries += _TRIES_A_LINE * (step.row.end - furthest)
                        furthest = step.row.end
        gave_up = self.tries < 0
        self.tries = inf
        end = min(range(size + 1), key=lambda at: best[at].cost + self._tail(at, best))
        rows: list[RowLines] = []
        if gave_up and end < size and self._follows(end, best):
            # More rows follow that were not tried: they are reported.
            rows.append(RowLines(end, size))
        while end and (row := best[end].row):
            rows.append(self._sure(row, best[row.start].number + 1))
            end = row.start
        rows.reverse()
        while rows and not rows[-1].cells and not self._follows(rows[-1].start, best):
            rows.pop()
        return rows if any(row.cells for row in rows) else []

    def _follows(self, at: int, best: Sequence[_Step]) -> bool:
        """Tell whether the next row's number stands here."""
        return self.numbered and self.lines[at].words == str(best[at].number + 1)

    def _tail(self, at: int, best: Sequence[_Step]) -> float:
        """Compute the cost of ending the table before some lines."""
        if at == len(self.lines):
            return 0.0
        left = len(self.lines) - at
        return _TAIL * min(left, 10) + 0.3 * max(0, left - 10) + (_UNREAD if self._follows(at, best) else 0.0)

    def _steps(self, at: int, here: _Step) -> Iterator[_Step]:
        line = self.lines[at]
        if HEADING.fullmatch(line.words) and "。" not in line.words:
            yield _Step(here.cost + 0.3, RowLines(at, at + 1, heading=True), here.number)
        for row, cost in self._rows_from(at, here.number + 1, _TILT).values():
            number = self._number(row)
            yield _Step(here.cost + cost, row, here.number + 1 if number is None else number)
        for end in range(at + 1, min(at + _LONGEST, len(self.lines)) + 1):
            inside = self.columns[0].field == "number" and end < len(self.lines)
            if inside and not ROW_NUMBER.fullmatch(self.lines[end].words):
                continue
            yield _Step(here.cost + _UNREAD + 0.25 * (end - at), RowLines(at, end), here.number + 1)

    def _number(self, row: RowLines) -> int | None:
        for column, cell in zip(self.columns, row.cells, strict=True):
            if column.field == "number" and cell:
                return int(re.sub(r"\D", "", self.lines[cell[0]].words))
        return None

    def _sure(self, row: RowLines, number: int) -> RowLines:
        """Return the row, without its cells if another assignment is equally good."""
        if not row.cells or row.cost > _DOUBTFUL:
            return RowLines(row.start, row.end, heading=row.heading)
        other = self._rows_from(row.start, number, -_TILT).get(row.end)
        return row if other and other[0].cells == row.cells else RowLines(row.start, row.end)

    def _rows_from(self, at: int, number: int, tilt: float) -> Mapping[int, tuple[RowLines, float]]:
        """Find the rows that may begin at a line, the cheapest for each end."""
        index = bisect.bisect_right(self.breaks, at)
        limit = self._limit(at, number)
        page = min(self.breaks[index], limit) if index < len(self.breaks) else limit
        later = min(self.breaks[index + 1], limit) if index + 1 < len(self.breaks) else limit
        found: dict[int, tuple[RowLines, float]] = {}
        for (end, _), (cost, cells) in self._cells_from(at, at, page, -1, -1, number, tilt).items():
            if end > at:
                found[end] = RowLines(at, end, cells, cost=cost), cost
        if page < limit:
            states = self._cells_from(at, at, page, page, min(later, page + _LONGEST_REST), number, tilt)
            for (first, rest), (cost, cells) in states.items():
                if first == page and rest > page and (rest not in found or cost + 0.2 < found[rest][1]):
                    found[rest] = RowLines(at, rest, cells, cost=cost), cost + 0.2
        return found

    def _limit(self, at: int, number: int) -> int:
        """Return the last possible end of a row: where the next may begin, if rows begin with numbers."""
        limit = min(len(self.lines), at + _LONGEST)
        if self.columns[0].field == "number" and self.lines[at].words == str(number):
            following = str(number + 1)
            return next((end for end in range(limit - 1, at, -1) if self.lines[end].words == following), limit)
        return limit

    def _cells_from(self, start: int, first: int, page: int, rest: int, last: int, number: int, tilt: float) -> _Ways:
        """Find the cells of a row, column by column: in its lines up to ``page``, and further ones from ``rest`` on."""
        states: _Ways = {(first, rest): (0.0, ())}
        for index, column in enumerate(self.columns):
            after: _Ways = {}
            for (at, goes_on), (cost, cells) in states.items():
                empty = 3.0 if start == 0 and column.field in ("category", "measure") else column.empty
                options: list[tuple[_State, _Cell, float]] = [((at, goes_on), (), empty)]
                options += self._options(index, at, page, goes_on, last, number, MOST - cost)
                for state, cell, more in options:
                    total = cost + more + tilt * (state[0] - start + max(0, state[1] - rest))
                    if cell and index and total < MOST:
                        total += self._seam(index, cells, cell)
                    if total < MOST and (state not in after or total < after[state][0]):
                        after[state] = total, (*cells, cell)
            states = after
        return states

    def _options(
        self, index: int, at: int, page: int, rest: int, last: int, number: int, most: float
    ) -> Iterator[tuple[_State, _Cell, float]]:
        """Yield the cells that may begin at a line."""
        column = self.columns[index]
        failed = 0
        most_lines = _MOST_LINES.get(column.field, _LONGEST_CELL)
        for end in range(at, min(page, at + most_lines) + 1):
            self.tries -= 1
            if self.tries < 0:
                break
            if end > at + 1 and self._joints(index, at, end) > most:
                break
            if end > at:
                cell = tuple(range(at, end))
                cost = self._cost(index, cell, number)
                yield (end, rest), cell, cost
                # Further lines do not turn other words into a list of bodies.
                failed = failed + 1 if column.field in PARTS and cost >= MOST else 0
                if failed > _PATIENCE:
                    break
            if rest < 0 or column.field == "number" or not (end == at or self._goes_on(index, at, end)):
                continue
            for stop in range(rest + 1, min(last, rest + most_lines) + 1):
                self.tries -= 1
                if self._joints(index, at, end, rest, stop) > most:
                    break
                cell = (*range(at, end), *range(rest, stop))
                # The cost of a cell with no lines on the first page is higher.
                yield (end, stop), cell, self._cost(index, cell, number) + (2.0 if end == at else 0.0)

    def _goes_on(self, index: int, at: int, end: int) -> bool:
        """Tell whether a cell may continue on the next page: only if its last line fills the column."""
        lines = self.lines[at:end]
        width = self.columns[index].width or max(line.width for line in lines)
        return runs_on(lines, width) or lines[-1].words[-1] in "、,"

    def _joints(self, index: int, at: int, end: int, rest: int = 0, stop: int = 0) -> float:
        key = index, at, end, rest, stop
        if key not in self.joints:
            self.joints[key] = joints(self.columns[index], [*self.lines[at:end], *self.lines[rest:stop]])
        return self.joints[key]

    def _seam(self, index: int, before: tuple[_Cell, ...], cell: _Cell) -> float:
        """Compute the cost of two adjacent cells of words if the first seems to continue in the second."""
        if self.columns[index].field not in _WORDS or self.columns[index - 1].field not in _WORDS or not before[-1]:
            return 0.0
        first, begin = [self.lines[at] for at in before[-1]], self.lines[cell[0]]
        width = self.columns[index - 1].width or max(line.width for line in first)
        if begin.width <= width and runs_on(first, width):
            return 1.5
        together, own = first[-1].width + begin.width, self.columns[index].width
        return 1.0 if own - 2 <= together <= own + 2 and is_piece(first[-1], begin) else 0.0

    def _cost(self, index: int, cell: _Cell, number: int) -> float:
        cost = self.costs.get((index, cell))
        if cost is None:
            cost = cell_cost(self.columns[index], [self.lines[at] for at in cell])
            self.costs[index, cell] = cost
        words = self.lines[cell[0]].words
        if self.columns[index].field == "number":
            if not ROW_NUMBER.fullmatch(words):
                return MOST
            said = int(re.sub(r"\D", "", words))
            # A list may start again, or have only some rows of a longer one.
            return cost + (0.0 if said == number else 1.0 if said == 1 else 1.2 if said > number else 3.0)
        expected = str(number)
        return cost + (1.0 if self.numbered and any(self.lines[at].words == expected for at in cell) else 0.0)
