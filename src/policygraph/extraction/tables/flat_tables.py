"""Restoring tables that lost their grid: the lines of each cell are joined, in the order of rows and columns."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...model import Table, TableCell
from ...registry import lexicon, remembered
from ..forms.statements import Statement
from ..text.folding import squeeze
from ..text.logical import Edit, Logical, Run
from ..text.markers import HEADING
from ..text.page_lines import TextLine, measure_width
from .columns import PARTS, find_columns
from .flat_cells import ColumnShape, ends_in_bodies, find_glue
from .flat_rows import RowLines, share_out_rows

__all__ = ["GROUP", "OTHER_HALF", "FlatTable", "build_table", "find_fields", "find_lost_grids", "restore_table"]

#: Names of columns.
_COLUMN = re.compile(
    "^[^,。;:、\\d]*(?:序号|编号|单位|部门|机关|主体|处室|科室|问题|责任人|领导|任务|措施|内容|事项|目标|要求|项目|举措|时限|时间|期限|备注|类别"
    "|领域|指标|名称|分工|标准|成果)(?:\\([^()]*\\))?$"
)
_NUMBER = re.compile("(?:序号|编号|序)")
#: A name over two columns whose names in the row below are more specific.
GROUP = re.compile("(?:责任|任务|工作|职责)?分工|责任(?:单位|部门|主体|落实)|(?:落实|承办|实施)?(?:单位|部门)")
#: The second line of a column's name that is broken into two lines.
OTHER_HALF = re.compile("号|单位|部门|主体|时限|时间|期限|内容|任务|措施|要求|举措|领导")
_LONGEST_NAME, _MOST_COLUMNS = 14, 12
#: How many lines below a header are measured for the width of its columns.
_FIRST_LINES = 30


class LostGrid(NamedTuple):
    """A table without its grid: the names of its columns, and the lines of its rows, page by page."""

    header: tuple[str, ...]
    start: int
    end: int
    pages: tuple[tuple[int, int], ...]


def find_lost_grids(lines: Sequence[TextLine], furniture: Sequence[Edit]) -> Iterable[LostGrid]:
    """Find the tables that lost their grid. A header that a page repeats at its top is not a line of the table."""
    tops = [page.end for page in furniture]
    at = 0
    while at < len(lines):
        size, names = _header(lines, at)
        if not size:
            at += 1
            continue
        end = _end(lines, at, size, names)
        yield LostGrid(names, at, end, tuple(_pages(lines, at, size, end, tops)))
        at = end


def _end(lines: Sequence[TextLine], at: int, size: int, names: tuple[str, ...]) -> int:
    """Find the end of the lines of a table: another header or, in a table without numbers, a much wider line."""
    widest = max(line.width for line in lines[at : at + size + _FIRST_LINES])
    numbered = any(field == "number" for field in find_fields(names))
    index = at + size
    while index < len(lines):
        if _again(lines, at, size, index):
            index += size
            continue
        if not numbered and lines[index].width > 1.6 * widest:
            return index
        other = _header(lines, index)[1]
        if other and other[-len(names) :] != names:
            return index
        index += 1
    return len(lines)


def _again(lines: Sequence[TextLine], at: int, size: int, index: int) -> bool:
    """Tell whether the header at one line is repeated at another."""
    return lines[index].words == lines[at].words and all(
        one.words == other.words for one, other in zip(lines[at : at + size], lines[index : index + size], strict=False)
    )


def _pages(lines: Sequence[TextLine], at: int, size: int, end: int, tops: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Yield the lines of each page, without headers."""
    start = index = at + size
    while index < end:
        again = _again(lines, at, size, index)
        top = bisect.bisect_right(tops, lines[index].start) > bisect.bisect_right(tops, lines[index - 1].start)
        if (again or top) and start < index:
            yield start, index
            start = index
        if again:
            start = index + size
        index += size if again else 1
    if start < end:
        yield start, end


def find_fields(header: Sequence[str]) -> list[str]:
    """Return the field of each column of a header; "other" for columns that are not used."""
    columns = find_columns(Table(tuple(header), ())) or {}
    held = {index: field for field, indices in columns.items() for index in indices}
    return [held.get(index, "other") for index in range(len(header))]


def _header(lines: Sequence[TextLine], at: int) -> tuple[int, tuple[str, ...]]:
    """Return how many lines from ``at`` on are a header, and the names in it; 0 if there is no header."""
    if len(first := squeeze(lines[at].words)) > _LONGEST_NAME:
        return 0, ()
    names, after = _names(lines, at)
    if _NUMBER.fullmatch(first) and not _follows(lines, after):
        # All lines between 序号 and 1 are names of columns.
        for size in range(3, _MOST_COLUMNS + 1):
            if any(len(line.words) > _LONGEST_NAME + 6 for line in lines[at + size - 1 : at + size]):
                break
            if _follows(lines, at + size):
                names, after = [squeeze(line.words) for line in lines[at : at + size]], at + size
                break
    if len(names) < 3:
        return 0, ()
    one_row = tuple(_one_row(names))
    return (after - at, one_row) if find_columns(Table(one_row, ())) else (0, ())


def _follows(lines: Sequence[TextLine], at: int) -> bool:
    """Tell whether the number 1 follows a header, directly or behind a heading."""
    following = [line.words for line in lines[at : at + 2]]
    return bool(following) and "1" in following[: 2 if HEADING.fullmatch(following[0]) else 1]


@remembered()
def _first_half() -> re.Pattern[str]:
    """Return the pattern of the first line of a column's name that is broken into two lines."""
    labels = lexicon().labels
    return re.compile(f"序|办理|重点|{labels.how}|{labels.duty}")


def _names(lines: Sequence[TextLine], at: int) -> tuple[list[str], int]:
    """Read the names of columns from a line on, and the line behind them; a name may be broken into two lines."""
    names: list[str] = []
    while at < len(lines) and len(names) < _MOST_COLUMNS:
        words = squeeze(lines[at].words)
        after = squeeze(lines[at + 1].words) if at + 1 < len(lines) else ""
        if _first_half().fullmatch(words) and OTHER_HALF.fullmatch(after):
            names.append(words + after)
            at += 2
            continue
        if len(words) > _LONGEST_NAME or not (_COLUMN.search(words) or words in lexicon().labels.bare):
            break
        names.append(words)
        at += 1
    return names, at


def _one_row(names: list[str]) -> list[str]:
    """Return the names of the columns if a header has two rows: a name over several columns is dropped."""
    fields = find_fields(names)
    for at, name in enumerate(names):
        below = [index for index, field in enumerate(fields) if field in PARTS and index > at]
        if not GROUP.fullmatch(name) or len(below) < 2:
            continue
        if below[:2] == [at + 1, at + 2]:
            return names[:at] + names[at + 1 :]
        if below[0] > at + 1 and below == list(range(below[0], len(names))):
            return [*names[:at], *names[below[0] :], *names[at + 1 : below[0]]]
    return names


class FlatTable(NamedTuple):
    """A table of the source: its header, its rows with the runs of the source in each cell, and the rows not read."""

    header: tuple[str, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    unread: tuple[tuple[int, int], ...]
    edit: Edit

    def placed(self, logical: Logical) -> tuple[Table, list[Statement]]:
        """Place the table and its unread rows in the logical text; a merged cell is repeated in the rows below."""
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
    """Return the columns whose cells may be merged over rows: categories, and tasks with several parts."""
    fields = find_fields(header)
    merged = {"category", "measure"} if "text" in fields else {"category"}
    return {index for index, field in enumerate(fields) if field in merged}


def restore_table(lines: Sequence[TextLine], grid: LostGrid) -> FlatTable | None:
    """Restore the table of a lost grid; ``None`` if its rows cannot be told apart."""
    fields = find_fields(grid.header)
    if set(fields) <= {"other"}:
        return None
    body: list[TextLine] = []
    breaks: list[int] = []
    for start, end in grid.pages:
        breaks.append(len(body))
        for line in lines[start:end]:
            body += _apart(line)
    rows = share_out_rows(body, breaks[1:], fields)
    return build_table(grid.header, body, rows, (body[0].start, body[rows[-1].end - 1].end)) if rows else None


def build_table(
    header: tuple[str, ...], body: Sequence[TextLine], rows: Sequence[RowLines], span: tuple[int, int]
) -> FlatTable:
    """Build a table with one line for each cell.

    Args:
        header: The names of its columns.
        body: Its lines.
        rows: The lines of each cell.
        span: Its span in the source.

    Returns:
        The table, with the edit of the source that it makes.
    """
    fields = find_fields(header)
    columns = [ColumnShape(field) for field in fields]
    cells = tuple(_cells_of(row, body, columns) for row in rows if row.cells or row.heading)
    unread = tuple((body[row.start].start, body[row.end - 1].end) for row in rows if not (row.cells or row.heading))
    edit = Edit(*span, "", tuple(_runs(rows, body, columns)))
    return FlatTable(header, cells, unread, edit)


def _apart(line: TextLine) -> Sequence[TextLine]:
    """Split a line with the last sentence of a cell and the bodies of the next cell."""
    at = ends_in_bodies(line.words)
    if not at:
        return (line,)
    begin = at + len(line.words[at:]) - len(line.words[at:].lstrip())
    rest = line.words[begin:]
    first = line._replace(end=line.start + at, words=line.words[:at], width=line.width - measure_width(rest))
    return first, line._replace(start=line.start + begin, words=rest, width=measure_width(rest))


def _cells_of(row: RowLines, lines: Sequence[TextLine], columns: Sequence[ColumnShape]) -> tuple[tuple[Run, ...], ...]:
    if row.heading:
        line = lines[row.start]
        return ((Run(line.start, line.end),),) * len(columns)
    return tuple(
        tuple(
            Run(
                lines[at].start,
                lines[at].end,
                find_glue(column, lines[cell[index - 1]], lines[at]) if index else "",
            )
            for index, at in enumerate(cell)
        )
        for column, cell in zip(columns, row.cells, strict=True)
    )


def _runs(rows: Sequence[RowLines], lines: Sequence[TextLine], columns: Sequence[ColumnShape]) -> list[Run]:
    """Return the text of the table: one line for each cell, in the order of rows and columns."""
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
