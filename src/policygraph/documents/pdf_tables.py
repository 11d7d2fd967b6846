"""Ruled tables in a PDF: cells from the rules drawn on a page, and tables that go on from page to page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policygraph.documents.grid import Cell, is_frame, square, tidy
from policygraph.documents.pdf_lines import Char, Line, joined, lines_of
from policygraph.documents.pdf_page import PageContent, Rule

__all__ = ["PageTable", "find_tables", "goes_on", "put_together"]

_SNAP = 3.0  # points: rules nearer than this are one
_PADDING = 12.0  # points: what Word leaves free at the two sides of a cell
_MAX_PLACES = 20_000  # more cells than this on one page are squared paper or a drawing
_NUMBER = re.compile(r"[（(]?(?:\d{1,4}(?:\.\d{1,3})*|[一二三四五六七八九十百]{1,5})[)）、.]?")


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table as far as it stands on one page: its cells, the edges of its columns, its top, and its characters."""

    grid: list[list[Cell]]
    edges: tuple[float, ...]
    top: float
    chars: frozenset[int]


def find_tables(page: PageContent) -> Iterator[PageTable]:
    """Yield the ruled tables of a page that have two columns and are no mere frame around text.

    One row is enough: it may be all that the page before or after has left of a table. A table may lack the rules at
    its two sides, as many do.
    """
    for rules in _touching(_whole(page.rules)):
        across = [rule for rule in rules if rule.horizontal]
        down = [rule for rule in rules if not rule.horizontal]
        rows = _edges([rule.at for rule in across] + [end for rule in down for end in (rule.start, rule.end)])
        columns = _edges([rule.at for rule in down] + [end for rule in across for end in (rule.start, rule.end)])
        if not 1 < len(rows) * len(columns) <= _MAX_PLACES or len(rows) < 2 or len(columns) < 3:
            continue
        inside: dict[tuple[int, int], list[Char]] = {}
        taken = []
        for char in page.chars:
            place = (
                bisect_right(rows, (char.top + char.bottom) / 2) - 1,
                bisect_right(columns, (char.x0 + char.x1) / 2) - 1,
            )
            if 0 <= place[0] < len(rows) - 1 and 0 <= place[1] < len(columns) - 1:
                inside.setdefault(place, []).append(char)
                taken.append(id(char))
        grid = _grid(rows, columns, across, down, inside)
        shown = square(grid)
        if shown and len(shown[0]) > 1 and not is_frame(shown):
            # A column that is empty here may hold the rest of a merged cell of the page before: it stays.
            yield PageTable(grid, tuple(columns), rows[0], frozenset(taken))


def _whole(rules: Sequence[Rule]) -> list[Rule]:
    """Join pieces of rules that lie on one line and touch."""
    joined_rules: list[Rule] = []
    for horizontal in (True, False):
        chosen = [rule for rule in rules if rule.horizontal is horizontal]
        levels = _edges([rule.at for rule in chosen])
        on_level: dict[float, list[Rule]] = {}
        for rule in chosen:
            on_level.setdefault(_nearest(levels, rule.at), []).append(rule)
        for at, pieces in on_level.items():
            pieces.sort(key=lambda rule: rule.start)
            start, end = pieces[0].start, pieces[0].end
            for piece in pieces[1:]:
                if piece.start > end + _SNAP:
                    joined_rules.append(Rule(horizontal, at, start, end))
                    start, end = piece.start, piece.end
                end = max(end, piece.end)
            joined_rules.append(Rule(horizontal, at, start, end))
    return joined_rules


def _touching(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Group the rules that hang together; a group without rules both ways is an underline or a margin."""
    across = sorted((rule for rule in rules if rule.horizontal), key=lambda rule: rule.at)
    levels = [rule.at for rule in across]
    parent = list(range(len(across)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    held: list[tuple[Rule, int]] = []
    for rule in (rule for rule in rules if not rule.horizontal):
        first = None
        for i in range(bisect_right(levels, rule.start - _SNAP), bisect_right(levels, rule.end + _SNAP)):
            if across[i].start - _SNAP <= rule.at <= across[i].end + _SNAP:
                if first is None:
                    first = i
                parent[root(i)] = root(first)
        if first is not None:
            held.append((rule, first))
    groups: dict[int, list[Rule]] = {}
    for i, rule in enumerate(across):
        groups.setdefault(root(i), []).append(rule)
    for rule, i in held:
        groups[root(i)].append(rule)
    for group in groups.values():
        if any(not rule.horizontal for rule in group):
            yield group


def _edges(values: Sequence[float]) -> list[float]:
    """Return the values in order, those that nearly coincide as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SNAP:
            edges.append(value)
    return edges


def _nearest(edges: Sequence[float], value: float) -> float:
    i = bisect_right(edges, value)
    return min(edges[max(i - 1, 0) : i + 1], key=lambda edge: abs(edge - value))


def _grid(
    rows: Sequence[float],
    columns: Sequence[float],
    across: Sequence[Rule],
    down: Sequence[Rule],
    inside: dict[tuple[int, int], list[Char]],
) -> list[list[Cell]]:
    """Make the cells: places with no rule between them are one."""
    area = {(r, c): (r, c) for r in range(len(rows) - 1) for c in range(len(columns) - 1)}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while area[place] != place:
            area[place] = area[area[place]]
            place = area[place]
        return place

    floors, walls = _walls(across, rows, columns), _walls(down, columns, rows)
    for r, c in area:
        if c and (c, r) not in walls:
            area[root((r, c))] = root((r, c - 1))
        if r and (r, c) not in floors:
            area[root((r, c))] = root((r - 1, c))
    chars: dict[tuple[int, int], list[Char]] = {}
    extent: dict[tuple[int, int], tuple[int, int]] = {}
    for place in area:
        chars.setdefault(root(place), []).extend(inside.get(place, ()))
        low, high = extent.get(root(place), (place[1], place[1]))
        extent[root(place)] = min(low, place[1]), max(high, place[1])
    cells = {
        key: Cell(_cell_text(found, columns[extent[key][1] + 1] - columns[extent[key][0]]))
        for key, found in chars.items()
    }
    return [[cells[root((r, c))] for c in range(len(columns) - 1)] for r in range(len(rows) - 1)]


def _walls(rules: Sequence[Rule], levels: Sequence[float], along: Sequence[float]) -> set[tuple[int, int]]:
    """Say where rules stand: (n, k) where one lies on the nth level and covers the middle of the kth place along it."""
    middles = [(a + b) / 2 for a, b in pairwise(along)]
    found: set[tuple[int, int]] = set()
    for rule in rules:
        level = min(range(len(levels)), key=lambda i: abs(levels[i] - rule.at))
        found.update((level, k) for k, middle in enumerate(middles) if rule.start <= middle <= rule.end)
    return found


def _cell_text(chars: Sequence[Char], width: float) -> str:
    """Return the lines of a cell; a line that fills it goes on in the next."""
    text = ""
    before: Line | None = None
    for line in lines_of(chars):
        if before is None:
            text = line.text
        else:
            full = width - (before.x1 - before.x0) < before.size + _PADDING
            text = joined(text, line.text) if full else f"{text}\n{line.text}"
        before = line
    return tidy(text)


def goes_on(before: PageTable, after: PageTable) -> bool:
    """Whether a table at the top of a page is the rest of the one at the foot of the page before."""
    return len(before.edges) == len(after.edges) and all(
        abs(a - b) <= _SNAP for a, b in zip(before.edges, after.edges, strict=True)
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
