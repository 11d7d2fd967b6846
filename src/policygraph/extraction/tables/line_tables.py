"""Tables in plain text with one line for each row, and tabs or | between the cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...documents.grid import Cell, find_header, join_titles
from ...model import Table, TableCell
from .columns import find_columns

__all__ = ["line_tables"]


def line_tables(text: str, known: Iterable[tuple[int, int]] = ()) -> list[Table]:
    r"""Find the tables of tasks in a text's lines.

    ``known`` are the spans of cells that the reader of the file has found: lines with such a cell belong to its table.
    Time is linear in the text.

    >>> [[cell.text for cell in row] for row in line_tables("任务\t责任单位\n修路\t市交通局")[0].rows]
    [['修路', '市交通局']]
    """
    return list(_ruled(text, known)) if "\t" in text or "|" in text else []


def _ruled(text: str, known: Iterable[tuple[int, int]]) -> Iterator[Table]:
    """Find tables with one line for each row: neighbouring lines with equally many cells, below a header."""
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
    top, header = find_header(grid)
    table = Table(tuple(join_titles(grid[top : top + header])), tuple(rows[top + header :]))
    if table.rows and find_columns(table):
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
