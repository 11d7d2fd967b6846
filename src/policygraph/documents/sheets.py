"""Lay out the sheets of workbooks of any format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from .grid import Cell, square, tidy
from .source_file import SourceFile

__all__ = ["MAX_CELLS", "Area", "check_areas", "check_extent", "lay_out", "name_cells", "name_sheet"]

#: Top, left, bottom and right of a merged area.
Area = tuple[int, int, int, int]

# The libraries create an object for every cell of a sheet's extent and of its merged areas.
MAX_CELLS = 2_000_000
_MAX_MERGED = 200_000
_NAMED_CELLS = 20
_UNNAMED = re.compile(r"(?:Sheet|工作表|表)\s*\d*", re.IGNORECASE)


def check_areas(source: SourceFile, areas: Iterable[Area]) -> None:
    """Refuse merged areas that would fill the memory.

    Args:
        source: The file.
        areas: The areas of all sheets.

    Raises:
        SourceError: They cover too many cells.
    """
    cells = sum(max(0, bottom - top + 1) * max(0, right - left + 1) for top, left, bottom, right in areas)
    if cells > _MAX_MERGED:
        raise source.error("sheet_merged_too_much", n=cells)


def check_extent(source: SourceFile, title: str, places: Iterable[tuple[int, int]]) -> None:
    """Refuse a sheet whose rows and columns with text have too many cells.

    Args:
        source: The file.
        title: The title of the sheet.
        places: The row and column of each cell with text.

    Raises:
        SourceError: There are too many cells.
    """
    places = list(places)
    rows, columns = len({row for row, _ in places}), len({column for _, column in places})
    if rows * columns > MAX_CELLS:
        raise source.error("sheet_too_large", sheet=title, rows=rows, columns=columns)


def lay_out(texts: Mapping[tuple[int, int], str], areas: Iterable[Area]) -> list[list[Cell]]:
    """Lay out the cells of a sheet, without empty rows and columns.

    Args:
        texts: The text of each cell by row and column. A distant cell adds only its own row and column.
        areas: The merged areas.

    Returns:
        The grid; a merged cell is in every place that it covers.

    Example:
        >>> grid = lay_out({(1, 1): "一", (1, 9): "甲", (2, 9): "乙"}, [(1, 1, 2, 1)])
        >>> [[cell.text for cell in row] for row in grid]
        [['一', '甲'], ['一', '乙']]
    """
    held = {place: Cell(text) for place, text in texts.items()}
    for top, left, bottom, right in areas:
        if bottom < top or right < left:
            continue
        cell = Cell(texts.get((top, left), ""))
        held.update(((row, column), cell) for row in range(top, bottom + 1) for column in range(left, right + 1))
    columns = sorted({column for _, column in held})
    rows = sorted({row for row, _ in held})
    return square([[held.get((row, column)) for column in columns] for row in rows])


def name_sheet(title: str, sheets: int) -> str:
    """Return the caption of a sheet.

    Args:
        title: Its title.
        sheets: The number of visible sheets of the file.

    Returns:
        The title; empty if it is the only sheet, or has a default name.

    Example:
        >>> name_sheet("任务表", 2), name_sheet("Sheet2", 2), name_sheet("任务表", 1)
        ('任务表', '', '')
    """
    return tidy(title) if sheets > 1 and not _UNNAMED.fullmatch(title) else ""


def name_cells(names: Sequence[str]) -> str:
    """List the first cells, and the number of further ones.

    Args:
        names: The names of cells.

    Returns:
        The list.

    Example:
        >>> name_cells(["A1", "B2"])
        'A1, B2'
    """
    more = len(names) - _NAMED_CELLS
    return ", ".join(names[:_NAMED_CELLS]) + (f" (+{more})" if more > 0 else "")
