r"""Read plain text. Line ends become ``\n``, and tables drawn with line characters (┌─┬─┐ │ ├ ┤ └) become tables.

A drawing was made on a grid of characters, but its spaces are often lost in the file. So columns are found by the order
of the vertical lines, and by position only if a line has fewer of them than the table has columns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from ..model import Document
from .builder import TextBuilder
from .grid import Cell, join_text, square, tidy
from .source_file import SourceFile, decode

__all__ = ["NEW_ITEM", "is_wide", "normalise_lines", "read", "write_text"]

_WIDE = "[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff“”‘’…—]"
_IS_WIDE = re.compile(_WIDE)
_GAP = re.compile(f"{_WIDE} (?={_WIDE})")
_NO_GAP = re.compile(f"{_WIDE}(?={_WIDE})")
_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")

_BOX = "\u2500-\u257f"
# A drawing begins with a line of line characters only; every line of it begins with one of them.
_DRAWING = re.compile(f"^[^\\S\\n]*[┌┏╔╭][{_BOX} ]+\\n(?:[^\\S\\n]*[{_BOX}][^\\n]*(?:\\n|\\Z))+", re.MULTILINE)
_HORIZONTAL = "─━┄┅┈┉╌╍═╴╶╸╺╼╾"
_EDGES = "".join(chr(c) for c in range(0x2500, 0x2580) if chr(c) not in _HORIZONTAL)
_SPLIT = re.compile(f"[{_EDGES}]")
_SPACED = re.compile(r"(?<![^\s])([\u3400-\u9fff])[ \u3000]+(?=[\u3400-\u9fff](?:\s|$))")
#: The beginning of a numbered or marked item.
NEW_ITEM = re.compile(
    r"[△▲▽▼●○◆◇■□★☆※·•①-⑳]|[（(]?[0-9一二三四五六七八九十百]{1,4}[、.．）)](?!\d)|第[一二三四五六七八九十百零0-9]{1,5}[条章节款]"
)


def read(source: SourceFile) -> Document:
    """Read a text file of any encoding that ``decode`` supports.

    Args:
        source: The file.

    Returns:
        The document.
    """
    builder = TextBuilder()
    write_text(decode(source), builder)
    return builder.make_document(source, "text/plain")


def write_text(text: str, builder: TextBuilder) -> None:
    """Write plain text; the rows of a table drawn in it replace the drawing.

    Args:
        text: The text, with any kind of line end.
        builder: Receives the text and its tables.
    """
    text = _close_gaps(normalise_lines(text))
    done = 0
    for start, end, grid in _find_boxes(text):
        builder.write(text[done:start])
        builder.add_table(grid)
        done = end
    builder.write(text[done:])


def normalise_lines(text: str) -> str:
    r"""Replace every kind of line, paragraph or page end by ``\n``.

    Args:
        text: Any text.

    Returns:
        The text with one kind of line end.

    Example:
        >>> normalise_lines("一\r\n二\r三")
        '一\n二\n三'
    """
    return _LINE_ENDS.sub("\n", text)


def is_wide(char: str) -> bool:
    """Tell whether a character is as wide as a Chinese one, so that no space belongs beside it.

    Args:
        char: The character, or an empty text.

    Returns:
        Whether it is.
    """
    return _IS_WIDE.match(char) is not None


def _close_gaps(text: str) -> str:
    """Drop the spaces that some recognition programs write after every character.

    >>> _close_gaps("责 任 单 位 ： 市 财 政 局 ， 配 合 单 位 ： 市 教 育 局 、 市 水 利 局")
    '责任单位：市财政局，配合单位：市教育局、市水利局'
    """
    gaps = len(_GAP.findall(text))
    return re.sub(r"(?<=\S) (?=\S)", "", text) if gaps > 20 and gaps > 9 * len(_NO_GAP.findall(text)) else text


@dataclass(slots=True, eq=False)
class _Area:
    """A cell under construction: the lines of text in it, and whether each fills its width."""

    lines: list[tuple[str, bool]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Ruler:
    """The edges of the columns, counted in line characters, and the width of one of those on the screen."""

    edges: tuple[int, ...]
    unit: int

    @property
    def columns(self) -> int:
        return len(self.edges) - 1


def _find_boxes(text: str) -> Iterator[tuple[int, int, list[list[Cell]]]]:
    r"""Yield the start, the end and the cells of each drawn table with at least two rows and two columns.

    A drawing that continues after empty lines with the same top line, as after the end of a page, is one table.

    >>> drawing = "┌──┬──┐\n│任务│单位│\n├──┼──┤\n│办学│县教│\n│    │育局│\n└──┴──┘"
    >>> [[cell.text for cell in row] for row in next(_find_boxes(drawing))[2]]
    [['任务', '单位'], ['办学', '县教育局']]
    """
    drawings: list[tuple[int, int, list[str]]] = []
    for match in _DRAWING.finditer(text):
        lines = [line.strip() for line in match.group().splitlines()]
        start = match.start()
        if drawings and drawings[-1][2][0] == lines[0] and not text[drawings[-1][1] : start].strip():
            start, _, before = drawings.pop()
            lines = before + lines
        drawings.append((start, match.end(), lines))
    for start, end, lines in drawings:
        grid = _read_drawing(lines)
        if len(grid) > 1 and len(grid[0]) > 1:
            yield start, end, grid


def _read_drawing(lines: list[str]) -> list[list[Cell]]:
    """Read the cells from the lines of a drawing."""
    ruler = _measure(lines)
    if ruler.columns < 2:
        return []
    current: list[_Area | None] = [None] * ruler.columns
    rows: list[list[_Area | None]] = []
    for line in lines:
        pieces = _split(line, ruler)
        if any(is_border for _, _, _, is_border in pieces):
            rows.append(list(current))
        for first, last, piece, is_border in pieces:
            if is_border:
                current[first:last] = [None] * (last - first)
                continue
            area = current[first] or _Area()
            # If a drawing is broken, columns under construction keep their content.
            current[first:last] = [there or area for there in current[first:last]]
            piece = piece.strip()
            area.lines.append((piece, _fills(piece, ruler.edges[last] - ruler.edges[first] - 1, ruler.unit)))
    rows.append(list(current))
    cells = {id(area): Cell(_join(area.lines)) for row in rows for area in row if area is not None}
    kept = [row for before, row in pairwise([[], *rows]) if any(row) and row != before]
    return square([[cells[id(area)] if area else None for area in row] for row in kept])


def _measure(lines: list[str]) -> _Ruler:
    """Measure the columns on the lines that are only border; every edge of the drawing is on one of them."""
    borders = [line for line in lines if all(c in _EDGES or c in _HORIZONTAL for c in line)]
    if not borders:
        return _Ruler((), 1)
    length = max(map(len, borders))
    found = {i for line in borders if len(line) == length for i, c in enumerate(line) if c in _EDGES}
    edges = sorted(found | {0, length - 1})
    overflows = counted = 0
    for line in lines:
        pieces = _SPLIT.split(line)[1:-1]
        if len(pieces) == len(edges) - 1:
            for piece, (left, right) in zip(pieces, pairwise(edges), strict=True):
                if piece.strip() and piece[0] not in _HORIZONTAL:
                    counted += 1
                    overflows += _width(piece.rstrip(), 1) > right - left
    return _Ruler(tuple(edges), 2 if overflows > 0.2 * counted else 1)


def _split(line: str, ruler: _Ruler) -> list[tuple[int, int, str, bool]]:
    """Split a line at its edges: the first column of each piece, the one behind its last, its text, if it is border."""
    pieces: list[tuple[int, str]] = []
    start = 0
    for match in _SPLIT.finditer(line):
        pieces.append((start, line[start : match.start()]))
        start = match.end()
    pieces.append((start, line[start:]))
    # There is no text outside the first and the last edge, unless an edge was lost.
    if not pieces[-1][1].strip(_HORIZONTAL + " "):
        pieces.pop()
    if pieces and not pieces[0][1].strip(_HORIZONTAL + " "):
        pieces.pop(0)
    if len(pieces) >= ruler.columns:
        places = list(range(ruler.columns + 1))
        beyond = " ".join(text for _, text in pieces[ruler.columns - 1 :])
        pieces = [*pieces[: ruler.columns - 1], (0, beyond)]
    else:
        inner = [_width(line[: start - 1], ruler.unit) / ruler.unit for start, _ in pieces[1:]]
        places = [0, *_nearest(inner, ruler.edges), ruler.columns]
    return [
        (first, last, text, bool(text) and not text.strip(_HORIZONTAL + " ") and not text.isspace())
        for (first, last), (_, text) in zip(pairwise(places), pieces, strict=False)
    ]


def _nearest(positions: list[float], edges: tuple[int, ...]) -> list[int]:
    """Choose for each position the nearest inner edge, in order, leaving enough edges for those that follow."""
    chosen: list[int] = []
    for i, position in enumerate(positions):
        lowest = chosen[-1] + 1 if chosen else 1
        highest = len(edges) - 2 - (len(positions) - 1 - i)
        chosen.append(min(range(lowest, highest + 1), key=lambda edge: abs(edges[edge] - position)))
    return chosen


def _width(text: str, unit: int) -> int:
    """Return the width of a text on the screen if a line character has the width ``unit``."""
    wide = "WFA" if unit == 2 else "WF"
    return sum(unit if "\u2500" <= c <= "\u257f" else 2 if unicodedata.east_asian_width(c) in wide else 1 for c in text)


def _fills(piece: str, width: int, unit: int) -> bool:
    """Tell whether a line of a cell is so long that its text continues in the next line."""
    if unit == 2:
        return len(piece) >= max(width - 1, 2) or _width(piece, 2) >= 2 * width - 3 > 0
    return _width(piece, 1) >= width - 3


def _join(lines: list[tuple[str, bool]]) -> str:
    """Join the lines of a cell; a line that fills the cell continues in the next, unless a new item begins there."""
    text, runs_on = "", False
    for piece, full in lines:
        spaced = _SPACED.sub(r"\1", piece)
        text = join_text(text, spaced) if runs_on and not NEW_ITEM.match(piece) else f"{text}\n{spaced}"
        runs_on = bool(piece) and full
    return tidy(text)
