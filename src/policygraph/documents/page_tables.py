"""Find ruled tables: cells from the rulings drawn on a page, and tables that go on from page to page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from .grid import Cell, is_frame, join_text, square, tidy
from .page import Char, PageContent, Ruling
from .page_lines import PageLine, group_lines

__all__ = ["PageTable", "find_tables", "goes_on", "join_parts", "merge_near"]

Key = TypeVar("Key")
Place = tuple[int, int]

_SNAP = 3.0  # points: rulings nearer than this are one
_PADDING = 12.0  # points: what Word leaves free at the two sides of a cell
_APART = 1.4  # a line so many times further below than usual begins a paragraph
_UNSURE = 1.4  # characters: the room that counts as none at the end of a recognised line
_MAX_PLACES = 20_000  # more cells than this on one page are squared paper or a drawing
_NUMBER = re.compile(r"[（(]?(?:\d{1,4}(?:\.\d{1,3})*|[一二三四五六七八九十百]{1,5})[)）、.]?")


@dataclass(frozen=True, slots=True)
class PageTable:
    """The part of a table on one page: its cells, the edges of its columns, its top, and its characters."""

    grid: list[list[Cell]]
    edges: tuple[float, ...]
    top: float
    chars: frozenset[int]


def find_tables(page: PageContent) -> Iterator[PageTable]:
    """Find the ruled tables of a page that have two columns and are no mere frame around text.

    One row is enough: it may be all that the page before or after has left of a table. A table may lack the rulings at
    its two sides, as many do.

    Args:
        page: The content of the page.

    Yields:
        The tables.
    """
    for rulings in _group_touching(_join_pieces(page.rulings)):
        across = [ruling for ruling in rulings if ruling.horizontal]
        down = [ruling for ruling in rulings if not ruling.horizontal]
        rows = merge_near(
            [ruling.at for ruling in across] + [end for ruling in down for end in (ruling.start, ruling.end)]
        )
        columns = merge_near(
            [ruling.at for ruling in down] + [end for ruling in across for end in (ruling.start, ruling.end)]
        )
        if not 1 < len(rows) * len(columns) <= _MAX_PLACES or len(rows) < 2 or len(columns) < 3:
            continue
        inside: dict[Place, list[Char]] = {}
        for char in page.chars:
            r = bisect_right(rows, (char.top + char.bottom) / 2) - 1
            c = bisect_right(columns, (char.x0 + char.x1) / 2) - 1
            if 0 <= r < len(rows) - 1 and 0 <= c < len(columns) - 1:
                inside.setdefault((r, c), []).append(char)
        grid = _make_grid(rows, columns, across, down, inside)
        shown = square(grid)
        if shown and len(shown[0]) > 1 and not is_frame(shown):
            # A column that is empty here may hold the rest of a merged cell of the page before: it stays.
            taken = frozenset(id(char) for chars in inside.values() for char in chars)
            yield PageTable(grid, tuple(columns), rows[0], taken)


def _join_pieces(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Join pieces of rulings that lie on one line and touch."""
    joined: list[Ruling] = []
    for horizontal in (True, False):
        chosen = [ruling for ruling in rulings if ruling.horizontal is horizontal]
        levels = merge_near([ruling.at for ruling in chosen])
        on_level: dict[float, list[Ruling]] = {}
        for ruling in chosen:
            i = bisect_right(levels, ruling.at)
            nearest = min(levels[max(i - 1, 0) : i + 1], key=lambda level: abs(level - ruling.at))
            on_level.setdefault(nearest, []).append(ruling)
        for at, pieces in on_level.items():
            pieces.sort(key=lambda ruling: ruling.start)
            start, end = pieces[0].start, pieces[0].end
            for piece in pieces[1:]:
                if piece.start > end + _SNAP:
                    joined.append(Ruling(horizontal, at, start, end))
                    start, end = piece.start, piece.end
                end = max(end, piece.end)
            joined.append(Ruling(horizontal, at, start, end))
    return joined


def _group_touching(rulings: Sequence[Ruling]) -> Iterator[list[Ruling]]:
    """Group the rulings that touch; a group without rulings both ways is an underline or a margin."""
    across = sorted((ruling for ruling in rulings if ruling.horizontal), key=lambda ruling: ruling.at)
    levels = [ruling.at for ruling in across]
    parent = {i: i for i in range(len(across))}
    held: list[tuple[Ruling, int]] = []
    for ruling in (ruling for ruling in rulings if not ruling.horizontal):
        near = range(bisect_right(levels, ruling.start - _SNAP), bisect_right(levels, ruling.end + _SNAP))
        touched = [i for i in near if across[i].start - _SNAP <= ruling.at <= across[i].end + _SNAP]
        for i in touched:
            parent[_find_root(parent, i)] = _find_root(parent, touched[0])
        held += [(ruling, i) for i in touched[:1]]
    groups: dict[int, list[Ruling]] = {}
    for i, ruling in enumerate(across):
        groups.setdefault(_find_root(parent, i), []).append(ruling)
    for ruling, i in held:
        groups[_find_root(parent, i)].append(ruling)
    for group in groups.values():
        if not all(ruling.horizontal for ruling in group):
            yield group


def _find_root(parent: dict[Key, Key], key: Key) -> Key:
    """Return the representative of the group that a key is in."""
    while parent[key] != key:
        parent[key] = parent[parent[key]]
        key = parent[key]
    return key


def merge_near(values: Iterable[float], gap: float = _SNAP) -> list[float]:
    """Sort values and merge those that nearly coincide.

    Args:
        values: The values.
        gap: The largest distance of a value from the one that it is merged into.

    Returns:
        The lowest value of each group.

    Example:
        >>> merge_near([9.0, 1.0, 2.0])
        [1.0, 9.0]
    """
    merged: list[float] = []
    for value in sorted(values):
        if not merged or value - merged[-1] > gap:
            merged.append(value)
    return merged


def _make_grid(
    rows: Sequence[float],
    columns: Sequence[float],
    across: Sequence[Ruling],
    down: Sequence[Ruling],
    inside: dict[Place, list[Char]],
) -> list[list[Cell]]:
    """Make the cells: places with no ruling between them are one."""
    places = [(r, c) for r in range(len(rows) - 1) for c in range(len(columns) - 1)]
    parent = {place: place for place in places}
    floors, walls = _find_walls(across, rows, columns), _find_walls(down, columns, rows)
    for r, c in places:
        if c and (c, r) not in walls:
            parent[_find_root(parent, (r, c))] = _find_root(parent, (r, c - 1))
        if r and (r, c) not in floors:
            parent[_find_root(parent, (r, c))] = _find_root(parent, (r - 1, c))
    merged: dict[Place, list[Place]] = {}
    for place in places:
        merged.setdefault(_find_root(parent, place), []).append(place)
    cells = {}
    lines_of = [group_lines(char for place in covered for char in inside.get(place, ())) for covered in merged.values()]
    step = _measure_step(lines_of)
    for covered, lines in zip(merged.values(), lines_of, strict=True):
        left, right = min(c for _, c in covered), max(c for _, c in covered)
        cells.update(dict.fromkeys(covered, _join_cell(lines, columns[right + 1] - columns[left], step)))
    return [[cells[r, c] for c in range(len(columns) - 1)] for r in range(len(rows) - 1)]


def _find_walls(rulings: Sequence[Ruling], levels: Sequence[float], along: Sequence[float]) -> set[Place]:
    """Return (n, k) where a ruling lies on the nth level and covers the middle of the kth place along it."""
    middles = [(a + b) / 2 for a, b in pairwise(along)]
    found: set[Place] = set()
    for ruling in rulings:
        level = min(range(len(levels)), key=lambda i: abs(levels[i] - ruling.at))
        found.update((level, k) for k, middle in enumerate(middles) if ruling.start <= middle <= ruling.end)
    return found


def _measure_step(cells: Iterable[Sequence[PageLine]]) -> float:
    """Return how far a line usually is below the one before in its paragraph, in sizes of its type."""
    steps = sorted((b.top - a.top) / max(a.size, 1.0) for lines in cells for a, b in pairwise(lines))
    return steps[len(steps) // 4] if steps else 0.0


def _join_cell(lines: Sequence[PageLine], width: float, step: float) -> Cell:
    """Join the lines of a cell; one that fills the cell runs on into the next, unless that stands apart."""
    text = lines[0].text if lines else ""
    for before, line in pairwise(lines):
        # The places of recognised characters are less certain.
        room = (_UNSURE if before.scanned else 1.0) * before.size + _PADDING
        apart = line.top - before.top > _APART * step * max(before.size, 1.0)
        full = width - (before.x1 - before.x0) < room and not apart
        text = join_text(text, line.text) if full else f"{text}\n{line.text}"
    return Cell(tidy(text), tuple(scanned for line in lines for scanned in line.scanned))


def goes_on(before: PageTable, after: PageTable) -> bool:
    """Tell whether a table at the top of a page is the rest of the one at the foot of the page before.

    Args:
        before: The table on the page before.
        after: The table on the page.

    Returns:
        Whether their columns have the same edges.
    """
    return len(before.edges) == len(after.edges) and all(
        abs(a - b) <= _SNAP for a, b in zip(before.edges, after.edges, strict=True)
    )


def join_parts(parts: Sequence[PageTable]) -> list[list[Cell]]:
    """Join the parts of a table that goes on from page to page.

    A new page begins with the repeated header; then come empty cells where a merged cell goes on, or the rest of a row
    that the page break cut, which has an empty number.

    Args:
        parts: The parts in their order.

    Returns:
        The grid of the whole table.
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
            grid[-1] = [_join_cells(above, below) for above, below in zip(grid[-1], first, strict=True)]
            rows = rows[1:]
        else:
            for i, cell in enumerate(first):
                if cell.text:
                    break
                rows = [[grid[-1][i] if r[i] is cell and j == i else c for j, c in enumerate(r)] for r in rows]
        grid += rows
    return square(grid)


def _number_column(rows: Sequence[Sequence[Cell]]) -> int | None:
    """Return the column whose cells are numbers, if there is one."""
    for column in range(len(rows[0]) if rows else 0):
        texts = [row[column].text for row in rows]
        if sum(1 for text in texts if _NUMBER.fullmatch(text)) >= 0.6 * len(texts):
            return column
    return None


def _join_cells(above: Cell, below: Cell) -> Cell:
    if above.text and below.text:
        return Cell(join_text(above.text, below.text), above.lines + below.lines)
    return above if above.text else below
