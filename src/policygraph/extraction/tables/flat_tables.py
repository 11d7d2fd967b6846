"""Tables that lost their grid, put together again: each cell's lines joined, in the order of rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...model import Table, TableCell
from ..forms.statements import Statement
from ..text.logical import Edit, Logical, Run
from ..text.page_lines import Line, width_of
from .flat_cells import Column, ends_in_bodies, glue
from .flat_rows import Row, rows_of
from .lost_grids import LostGrid, fields_of

__all__ = ["FlatTable", "flat_table"]


class FlatTable(NamedTuple):
    """A table of the source: its header, its rows as runs of the source for each cell, and the rows not read."""

    header: tuple[str, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    unread: tuple[tuple[int, int], ...]
    edit: Edit

    def placed(self, logical: Logical) -> tuple[Table, list[Statement]]:
        """The table and its unread rows with their places in the logical text; a merged cell goes on below."""
        kept = _carried(self.header)
        rows: list[tuple[TableCell, ...]] = []
        for runs in self.rows:
            found: list[TableCell | None] = [_cell(logical, cell) if cell else None for cell in runs]
            some = next(cell for cell in found if cell)
            for index, cell in enumerate(found):
                if cell is None and index in kept and rows and found.count(None) < len(found) - 1:
                    found[index] = rows[-1][index]
            rows.append(tuple(cell or TableCell("", some.start, some.start) for cell in found))
        unread = [
            Statement("table", logical.offset(start), logical.offset(end - 1) + 1, (), (), "row-cells")
            for start, end in self.unread
        ]
        return Table(self.header, tuple(rows)), unread


def _cell(logical: Logical, runs: Sequence[Run]) -> TableCell:
    start = logical.offset(runs[0].start)
    end = logical.offset(runs[-1].end - 1) + 1
    return TableCell(logical.text[start:end], start, end)


def _carried(header: Sequence[str]) -> set[int]:
    """The columns whose cells are merged over rows: what a task belongs to, and a task with several parts."""
    fields = fields_of(header)
    merged = {"category", "measure"} if "text" in fields else {"category"}
    return {index for index, field in enumerate(fields) if field in merged}


def flat_table(lines: Sequence[Line], grid: LostGrid) -> FlatTable | None:
    """The table of a lost grid; ``None`` where its rows cannot be told apart."""
    fields = fields_of(grid.header)
    if set(fields) <= {"other"}:
        return None
    body: list[Line] = []
    breaks: list[int] = []
    for start, end in grid.pages:
        breaks.append(len(body))
        for line in lines[start:end]:
            body += _apart(line)
    rows = rows_of(body, breaks[1:], fields)
    if not rows:
        return None
    columns = [Column(field) for field in fields]
    cells = tuple(_cells_of(row, body, columns) for row in rows if row.cells or row.heading)
    unread = tuple((body[row.start].start, body[row.end - 1].end) for row in rows if not (row.cells or row.heading))
    edit = Edit(body[0].start, body[rows[-1].end - 1].end, "", tuple(_runs(rows, body, columns)))
    return FlatTable(grid.header, cells, unread, edit)


def _apart(line: Line) -> Sequence[Line]:
    """A line in two where the last sentence of a cell and the bodies of the next stand in one."""
    at = ends_in_bodies(line.words)
    if not at:
        return (line,)
    begin = at + len(line.words[at:]) - len(line.words[at:].lstrip())
    rest = line.words[begin:]
    first = line._replace(end=line.start + at, words=line.words[:at], width=line.width - width_of(rest))
    return first, line._replace(start=line.start + begin, words=rest, width=width_of(rest))


def _cells_of(row: Row, lines: Sequence[Line], columns: Sequence[Column]) -> tuple[tuple[Run, ...], ...]:
    if row.heading:
        line = lines[row.start]
        return ((Run(line.start, line.end),),) * len(columns)
    return tuple(
        tuple(
            Run(
                lines[at].start,
                lines[at].end,
                glue(column, lines[cell[index - 1]], lines[at]) if index else "",
            )
            for index, at in enumerate(cell)
        )
        for column, cell in zip(columns, row.cells, strict=True)
    )


def _runs(rows: Sequence[Row], lines: Sequence[Line], columns: Sequence[Column]) -> list[Run]:
    """The text of the table: a cell a line, in the order of rows and columns."""
    found: list[Run] = []
    for row in rows:
        if row.cells:
            cells = [list(cell) for cell in _cells_of(row, lines, columns) if cell]
        else:
            cells = [[Run(line.start, line.end)] for line in lines[row.start : row.end]]
        for cell in cells:
            found.append(cell[0]._replace(before="\n" if found else ""))
            found += cell[1:]
    return found
