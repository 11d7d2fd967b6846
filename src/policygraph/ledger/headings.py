"""Find the headings of a returned sheet: which row they are in, and which column is which field."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from ..folding import fold_width
from ..resources import ontology_dir
from .columns import COLUMNS, REPORTED

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["find_headings", "words_around"]

#: The headings are within this number of rows.
_HEADING_ROWS = 20
#: A row of headings names at least this number of columns.
_LEAST_HEADINGS = 3


@cache
def words_around() -> Mapping[str, Any]:
    """Read the words of headings and of the lines above them, from ``ontology/ledger.yaml``."""
    import yaml

    found: Mapping[str, Any] = yaml.safe_load((ontology_dir() / "ledger.yaml").read_text(encoding="utf-8"))
    return found


def find_headings(sheet: Worksheet) -> tuple[int, dict[str, int], tuple[tuple[str, str], ...]] | None:
    """Find the headings.

    Args:
        sheet: The sheet.

    Returns:
        The row of headings, the column of each field, and headings recognised by their place alone, with their fields;
        ``None`` if no row has the headings of a ledger.
    """
    best: tuple[int, dict[str, int], tuple[tuple[str, str], ...]] | None = None
    for row in sheet.iter_rows(max_row=min(_HEADING_ROWS, sheet.max_row)):
        headings = {cell.column: str(cell.value) for cell in row if isinstance(cell.value, str) and cell.value.strip()}
        columns = _match_headings(headings)
        if len(columns) >= _LEAST_HEADINGS and (best is None or len(columns) > len(best[1])):
            guessed = _guess(headings, columns)
            best = (
                row[0].row or 1,
                columns | {name: column for column, name in guessed.items()},
                _name_guessed(headings, guessed),
            )
    return best


def _name_guessed(headings: Mapping[int, str], guessed: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    return tuple((headings[column], name) for column, name in guessed.items())


def _match_headings(headings: Mapping[int, str]) -> dict[str, int]:
    """Match headings with the words of each column: the whole heading first, then a part of it."""
    columns: dict[str, int] = {}
    folded = {column: _fold(heading) for column, heading in headings.items()}
    for whole in (True, False):
        for name, words in words_around()["columns"].items():
            if name in columns:
                continue
            for column, heading in folded.items():
                if column in columns.values():
                    continue
                if any(_fold(word) == heading if whole else _is_part(_fold(word), heading) for word in words):
                    columns[name] = column
                    break
    return columns


def _is_part(word: str, heading: str) -> bool:
    return len(word) > 1 and word in heading


def _guess(headings: Mapping[int, str], columns: Mapping[str, int]) -> dict[int, str]:
    """Recognise a renamed column by its place: the only unknown heading between two known neighbours."""
    order = [column.field for column in COLUMNS]
    guessed: dict[int, str] = {}
    for name in REPORTED:
        if name in columns:
            continue
        at = order.index(name)
        before = max((columns[each] for each in order[:at] if each in columns), default=0)
        after = min((columns[each] for each in (*order[at + 1 :], "key") if each in columns), default=10**6)
        free = [
            column
            for column in headings
            if before < column < after and column not in columns.values() and column not in guessed
        ]
        if len(free) == 1:
            guessed[free[0]] = name
    return guessed


def _fold(words: str) -> str:
    return fold_width(words).casefold().rstrip(":")
