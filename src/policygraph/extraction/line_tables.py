"""Tables in plain text: a row a line with tabs or | between the cells, and, where the grid is lost, a cell a line.

    序号
    工作任务
    责任单位
    1
    修路
    市交通运输局

In the last form the header is a run of lines that name columns, the first of them 序号, right before the number 1, and
each row begins with the next number on a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..documents.grid import Cell, head, titles
from ..model import Table, TableCell
from .folding import squeeze
from .statements import Statement
from .tables import columns_of

__all__ = ["line_tables"]

_NUMBER_HEADER = re.compile(r"(?:序号|编号|序)")
_HEADING = re.compile(r"\(?[一二三四五六七八九十]{1,3}[)、.]\s*\S.*")
_LONGEST_HEADER = 20
_MOST_COLUMNS = 10


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with something on it: its folded words, and where they stand."""

    words: str
    start: int
    end: int


def line_tables(text: str, folded: str, known: Iterable[tuple[int, int]] = ()) -> tuple[list[Table], list[Statement]]:
    """The tables of tasks in a text's lines, and the rows whose cells could not be told apart, with the reason.

    ``known`` are the spans of cells that the reader of the file has found: lines that hold one belong to its table.
    Time is linear in the text.

    >>> tables, _ = line_tables("任务\\t责任单位\\n修路\\t市交通局", "任务 责任单位\\n修路 市交通局")
    >>> [[cell.text for cell in row] for row in tables[0].rows]
    [['修路', '市交通局']]
    """
    tables = list(_ruled(text, known)) if "\t" in text or "|" in text else []
    if not _NUMBER_HEADER.search(folded):
        return tables, []
    lines = list(_lines(folded))
    unread: list[Statement] = []
    at = 0
    while at < len(lines):
        header = _header(lines, at) if _NUMBER_HEADER.fullmatch(lines[at].words) else 0
        if not header:
            at += 1
            continue
        names = tuple(line.words for line in lines[at : at + header])
        body = _body(lines, at, names)
        rows, missed = _rows([lines[index] for index in body], header)
        last = max(
            end
            for spans in ([row[-1] for row in rows], [(each.start, each.end) for each in missed])
            for _, end in spans
        )
        at = next((index for index in body if lines[index].start >= last), body[-1] + 1)
        cells = tuple(tuple(TableCell(text[a:b], a, b) for a, b in row) for row in rows)
        if cells:
            tables.append(Table(names, cells))
        unread += missed
    return tables, unread


def _ruled(text: str, known: Iterable[tuple[int, int]]) -> Iterator[Table]:
    """Tables with a row a line: neighbouring lines that tabs or | cut into equally many cells, below a header."""
    taken = bytearray(len(text))
    for start, end in known:
        taken[start:end] = b"\1" * (end - start)
    rows: list[tuple[TableCell, ...]] = []
    for match in re.finditer(r"[^\n]*\n?", text):
        cells = () if any(taken[match.start() : match.end()]) else _cells(match)
        if cells and all(set(cell.text) <= set("-: ") for cell in cells):
            continue
        if rows and len(cells) != len(rows[0]):
            yield from _with_header(rows)
            rows = []
        if len(cells) > 1:
            rows.append(cells)


def _with_header(rows: list[tuple[TableCell, ...]]) -> Iterator[Table]:
    grid = [[Cell(cell.text) for cell in row] for row in rows]
    top, header = head(grid)
    table = Table(tuple(titles(grid[top : top + header])), tuple(rows[top + header :]))
    if table.rows and columns_of(table):
        yield table


def _cells(line: re.Match[str]) -> tuple[TableCell, ...]:
    words = line.group().strip(" \n")
    mark = "|" if words.startswith("|") and words.endswith("|") and len(words) > 1 else "\t"
    if mark not in words:
        return ()
    at = line.start() + line.group().index(words)
    if mark == "|":
        words, at = words[1:-1], at + 1
    cells: list[TableCell] = []
    for cell in words.split(mark):
        inner = cell.strip()
        start = at + cell.find(inner)
        cells.append(TableCell(inner, start, start + len(inner)))
        at += len(cell) + 1
    return tuple(cells)


def _lines(folded: str) -> Iterator[_Line]:
    for match in re.finditer(r"[^\n]+", folded):
        words = match.group().strip()
        if words:
            start = match.start() + match.group().index(words)
            yield _Line(squeeze(words), start, start + len(words))


def _header(lines: list[_Line], at: int) -> int:
    """How many lines from ``at`` are the header of a table of tasks; 0 where they are none."""
    for size in range(3, _MOST_COLUMNS + 1):
        following = lines[at + size : at + size + 2]
        if not following or len(lines[at + size - 1].words) > _LONGEST_HEADER:
            return 0
        if any(line.words == "1" for line in following[: 2 if _HEADING.fullmatch(following[0].words) else 1]):
            names = tuple(line.words for line in lines[at : at + size])
            return size if columns_of(Table(names, ())) else 0
    return 0


_Spans = list[tuple[int, int]]


def _body(lines: list[_Line], at: int, names: tuple[str, ...]) -> list[int]:
    """The lines below a header up to the next one; a header said again at the top of a page is passed over."""
    size = len(names)
    body: list[int] = []
    index = at + size
    while index < len(lines):
        if _NUMBER_HEADER.fullmatch(lines[index].words):
            again = tuple(line.words for line in lines[index : index + size]) == names
            if not again or _header(lines, index):
                break
            index += size
            continue
        body.append(index)
        index += 1
    return body


def _rows(lines: list[_Line], size: int) -> tuple[list[_Spans], list[Statement]]:
    """The rows of these lines: their cells' places, and those rows that do not have as many cells as columns."""
    starts: list[int] = []
    for index, line in enumerate(lines):
        if line.words == str(len(starts) + 1):
            starts.append(index)
    rows: list[_Spans] = []
    missed: list[Statement] = []
    if starts[0] > 0:
        rows.append([(lines[0].start, lines[0].end)] * size)
    for number, start in enumerate(starts):
        # The last row ends where it has as many cells as there are columns.
        end = starts[number + 1] if number + 1 < len(starts) else len(lines)
        cells = _joined(lines[start:end])
        heading = None
        if number + 1 == len(starts):
            cells = cells[:size]
        elif len(cells) == size + 1 and _HEADING.fullmatch(cells[-1].words):
            heading = cells.pop()
        if len(cells) == size:
            rows.append([(cell.start, cell.end) for cell in cells])
        else:
            missed.append(Statement("table", cells[0].start, cells[-1].end, (), (), "row-cells"))
        if heading is not None:
            rows.append([(heading.start, heading.end)] * size)
    return rows, missed


def _joined(lines: list[_Line]) -> list[_Line]:
    """The cells of a row: a line that ends in 、 goes on in the next."""
    cells: list[_Line] = []
    for line in lines:
        if cells and (cells[-1].words.endswith(("、", ",")) or line.words.startswith("、")):
            line = _Line(cells[-1].words + line.words, cells.pop().start, line.end)
        cells.append(line)
    return cells
