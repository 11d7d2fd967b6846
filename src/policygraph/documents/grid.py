"""Lay out tables: rows of cells, with a merged cell in every place that it covers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .page import ScannedLine

__all__ = ["Cell", "Grid", "Spanned", "find_header", "is_frame", "join_text", "join_titles", "spread", "square", "tidy"]

# Tables wider or larger than this are faulty spreadsheets or an attack; these are the limits of spans, too.
MAX_COLUMNS = 512
MAX_PLACES = 200_000
MAX_SPAN = 4096
_FRAME_LINES = 12
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n[ \n]*")


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One cell. Cells are compared by identity, so that a merged cell is recognised.

    ``lines`` are the recognised lines in it, in the order of its text.
    """

    text: str
    lines: tuple[ScannedLine, ...] = ()


Grid = Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Spanned:
    """A cell as a source writes it: its text once, and how many rows and columns it covers."""

    text: str
    rows: int = 1
    columns: int = 1


def tidy(text: str) -> str:
    r"""Collapse tabs and runs of space, drop empty lines, and strip the text of a cell.

    Args:
        text: The text as the source has it.

    Returns:
        The tidy text.

    Example:
        >>> tidy(" 省教育厅\t\n\n省财政厅 ")
        '省教育厅\n省财政厅'
    """
    return _BREAKS.sub("\n", _SPACES.sub(" ", text)).strip()


def join_text(before: str, after: str) -> str:
    """Join the texts of two lines, with a space only between Latin words.

    Args:
        before: The first line.
        after: The second line.

    Returns:
        The joined text.

    Example:
        >>> join_text("各县、", "区"), join_text("open", "data"), join_text("GB/", "T")
        ('各县、区', 'open data', 'GB/T')
    """
    a, b = before[-1:], after[:1]
    words = a.isascii() and a.isalnum() and b.isascii() and b.isalnum() and not (a.isdigit() and b.isdigit())
    pause = a in (",", ";", ":") and before[-2:-1].isascii() and b.isascii() and b.isalpha()
    return before + (" " if words or pause else "") + after


def spread(rows: Iterable[Iterable[Spanned]]) -> list[list[Cell]]:
    """Lay spanned cells out on a grid as a browser does.

    Args:
        rows: The cells of each row as the source writes them.

    Returns:
        The grid: every row has a cell in every column; rows and columns without any text are dropped.

    Example:
        >>> grid = spread([[Spanned("一", rows=2), Spanned("甲")], [Spanned("乙")]])
        >>> [[cell.text for cell in row] for row in grid], grid[0][0] is grid[1][0]
        ([['一', '甲'], ['一', '乙']], True)
    """
    grid: list[list[Cell | None]] = []
    pending: dict[int, tuple[int, Cell]] = {}  # the cells that extend down into each column, and for how many rows
    places = 0
    for row in rows:
        line: list[Cell | None] = []
        carried, pending = pending if places <= MAX_PLACES else {}, {}
        beyond: list[str] = []
        for spanned in row:
            while len(line) in carried:
                _carry(line, carried, pending)
            cell = Cell(tidy(spanned.text))
            if len(line) >= MAX_COLUMNS:
                beyond.append(cell.text)
                continue
            width = 1 if places > MAX_PLACES else max(1, min(spanned.columns, MAX_COLUMNS - len(line)))
            for _ in range(width):
                if spanned.rows > 1 and places <= MAX_PLACES:
                    pending[len(line)] = (min(spanned.rows, MAX_SPAN) - 1, cell)
                line.append(cell)
        if beyond:  # cells that do not fit are added to the last one: no text is lost
            last = line[-1]
            own = [last.text] if last and len(line) - 1 not in carried else []
            line[-1] = Cell(" ".join(own + beyond).strip())
        while carried and len(line) <= max(carried):
            if len(line) in carried:
                _carry(line, carried, pending)
            else:
                line.append(None)
        places += len(line)
        grid.append(line)
    return square(grid)


def _carry(line: list[Cell | None], carried: dict[int, tuple[int, Cell]], pending: dict[int, tuple[int, Cell]]) -> None:
    """Put the cell that extends from the row above into its column."""
    left, cell = carried[len(line)]
    if left > 1:
        pending[len(line)] = (left - 1, cell)
    line.append(cell)


def square(grid: Sequence[Sequence[Cell | None]]) -> list[list[Cell]]:
    """Make all rows as long as the longest, and drop rows and columns without any text.

    Args:
        grid: Rows of any length; empty places are ``None``.

    Returns:
        The grid.
    """
    width = max((len(row) for row in grid), default=0)
    # Each empty place gets its own cell; in an oversized grid all share one.
    blank = Cell("") if width * len(grid) > 2 * MAX_PLACES else None
    full = [[cell or blank or Cell("") for cell in [*row, *[None] * (width - len(row))]] for row in grid]
    full = [row for row in full if any(cell.text for cell in row)]
    columns = [i for i in range(width) if any(row[i].text for row in full)]
    return [[row[i] for i in columns] for row in full]


def find_header(grid: Grid) -> tuple[int, int]:
    """Find the header.

    A first row that is one cell, merged or alone in its row, is a caption. The header has a second row if a title
    stands over several columns that the next row names one by one.

    Args:
        grid: The table.

    Returns:
        The number of rows on top that are a caption, and the number of rows below them that are the header.

    Example:
        >>> title, bearer = Cell("分工表"), Cell("责任单位")
        >>> names, row = [Cell("任务"), Cell("牵头"), Cell("配合")], [Cell("办学"), Cell("教育局"), Cell("财政局")]
        >>> find_header([[title, title, title], [Cell("任务"), bearer, bearer], names, row])
        (1, 2)
    """
    top = 0
    while top < len(grid) - 2 and len(grid[top]) > 1 and len({id(c) for c in grid[top] if c.text}) == 1:
        top += 1
    return top, 2 if len(grid) > top + 2 and _names_parts(grid[top], grid[top + 1]) else 1


def _names_parts(first: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Tell whether ``below`` names the parts of the titles in ``first`` and contains nothing else.

    A title is over several columns if it is merged over them, or if the places to its right are empty, as in a CSV
    file, which has no merged cells.
    """
    filled = [cell for cell in first if cell.text]
    merged = len({id(cell) for cell in filled}) < len(filled)
    titles: list[Cell] = []
    for cell in first:
        titles.append(titles[-1] if titles and titles[-1].text and not cell.text and not merged else cell)
    parts: dict[int, set[int]] = {}
    for title, above, cell in zip(titles, first, below, strict=True):
        if not cell.text or cell is above:
            continue
        if title.text and titles.count(title) > 1 and not cell.text.isdigit():
            parts.setdefault(id(title), set()).add(id(cell))
        elif cell.text != title.text:
            return False
    return bool(parts) and all(len(cells) > 1 for cells in parts.values())


def join_titles(header: Grid) -> list[str]:
    """Make the titles of the columns from the rows of the header.

    Args:
        header: One or two rows.

    Returns:
        A title for each column.

    Example:
        >>> join_titles([[Cell("任务"), Cell("责任单位")], [Cell(""), Cell("牵头")]])
        ['任务', '责任单位 牵头']
    """
    columns = zip(*([cell.text.replace("\n", "") for cell in row] for row in header), strict=True)
    return [" ".join(dict.fromkeys(text for text in column if text)) for column in columns]


def is_frame(grid: Grid) -> bool:
    """Tell whether a table only frames the text of a page: one cell of many lines contains most of its text.

    Args:
        grid: The table.

    Returns:
        Whether it is a frame.
    """
    cells = dict.fromkeys(cell for row in grid for cell in row)
    longest = max(cells, key=lambda cell: len(cell.text))
    total = sum(len(cell.text) for cell in cells)
    return longest.text.count("\n") >= _FRAME_LINES and len(longest.text) > total * 0.6
