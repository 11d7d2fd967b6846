"""Find cells of a returned ledger in which words of the notice were overwritten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from unicodedata import normalize

from ..folding import fold_width, keep_letters
from ..tabular import shorten
from .days import read_day
from .naming import drop_each
from .rows import make_row
from .sheets import ReturnedRow
from .tasks import GROUPS, Assignment, Task

__all__ = ["find_overwritten"]

_BETWEEN = re.compile(r"[、，,;；\s]+")


def find_overwritten(row: ReturnedRow, task: Task, body: str) -> Iterator[tuple[str, str, str]]:
    """Find where a row contradicts the notice.

    Args:
        row: The row.
        task: Its task.
        body: The path of the body whose row it is; empty for the row of a task.

    Yields:
        The field, the words of the cell, and those of the notice: for the deadline, the bodies and the words of the
        task. White space, punctuation, the form of a day and emptied cells are ignored.
    """
    parts = [part for part in task.measure.responsibilities if part.body.key == body]
    rows: list[Task | Assignment] = [Assignment(task, part, "") for part in parts] or [task]
    shown = [make_row(each, 1, lang).values for each in rows for lang in ("zh", "en")]
    for name in ("task", *GROUPS, "deadline"):
        given = row.values.get(name)
        if given in (None, "") or (name == "task" and not row.key):
            continue
        expected = [values.get(name) for values in shown]
        if not any(_is_same(name, given, each) for each in expected):
            yield name, _words(given), _words(expected[0])


def _is_same(name: str, given: Any, expected: Any) -> bool:
    if name == "deadline":
        day = read_day(given, None)
        if isinstance(expected, date):
            return day == expected
        return not isinstance(given, datetime | date) and _plain(given) == _plain(expected)
    if name in GROUPS:
        return _names(given) == _names(expected)
    return _plain(given) == _plain(expected)


def _plain(words: Any) -> str:
    return keep_letters(fold_width(drop_each(str(words or ""))))


def _names(words: Any) -> set[str]:
    return {_plain(name) for name in _BETWEEN.split(normalize("NFKC", str(words or "")))} - {""}


def _words(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return shorten(str(value or ""), 40)
