"""Compare ledgers: what a new version of a notice adds, withdraws or moves, and what a city made of a province's tasks.

A ledger or a graph is read as tasks with the names of bodies, because a ledger has no more than these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..analysis import Comparison, Incidence, compare
from ..errors import UsageError
from ..model import Body, Measure
from ..store import open_graph
from .columns import REPORTED
from .rows import make_row
from .sheets import ReturnedRow, read_file
from .tasks import GROUPS, list_tasks, split_key

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Breakdown", "carry_over", "compare_ledgers", "find_breakdown", "is_ledger", "read_tasks"]

#: A number before the words of a task: （一）, 1., 3-1, 一、
_NUMBER = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十百\d]+[）)]|[一二三四五六七八九十百]+、|\d+(?:[-.]\d+)*[.．、])\s*"
)
_NAMES = re.compile(r"[、，,;；\n]+")
#: A task takes up another if it has so large a share of the pairs of characters of its title.
_LEAST_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A task of a higher level, and the tasks below that take it up.

    Attributes:
        measure: The task.
        taken_up: The tasks that take it up, the likest first; empty if none does.
    """

    measure: Measure
    taken_up: tuple[Measure, ...]


def is_ledger(path: Path) -> bool:
    """Return whether a path names a ledger rather than a graph."""
    return path.suffix.lower() == ".xlsx"


def read_tasks(path: Path) -> Incidence:
    """Read the tasks of a ledger or a graph, with bodies by their names.

    Args:
        path: An .xlsx ledger, an RDF file or a store directory.

    Returns:
        The tasks with their words and deadlines: the IRI of a measure is its key, that of a body its name. A task
        without a deadline of its own has those of its bodies as words, as in the column of a ledger.

    Raises:
        SourceError: The ledger cannot be read.
        StoreError: The graph cannot be read.
    """
    tasks: dict[str, Measure] = {}
    parts: list[tuple[str, str, str]] = []
    if is_ledger(path):
        for row in (row for sheet in read_file(path).sheets for row in sheet.rows):
            words = str(row.values.get("task") or "")
            if not words:
                continue
            key = split_key(row.key)[0] or words
            tasks.setdefault(key, _make_measure(key, words, row.values.get("deadline")))
            for role in GROUPS:
                parts += [(key, name, role) for name in _NAMES.split(str(row.values.get(role) or "")) if name.strip()]
    else:
        for task in list_tasks(open_graph(path)):
            tasks[task.key] = _make_measure(task.key, task.words, make_row(task, 1).values.get("deadline"))
            parts += [(task.key, name, role) for role in GROUPS for name in task.names(role)]
    names = sorted({name for _, name, _ in parts})
    return Incidence.join(
        [Body(name, "Body", name, iri=name) for name in names],
        list(tasks.values()),
        parts,
    )


def _make_measure(key: str, words: str, due: Any) -> Measure:
    """A task of a cell's words, whose first line is its number and title, and of a cell's deadline."""
    first, _, rest = words.strip().partition("\n")
    number = _NUMBER.match(first)
    end = number.end() if number else 0
    day = due.date() if isinstance(due, datetime) else due if isinstance(due, date) else None
    return Measure(
        key,
        first[:end].strip(),
        first[end:].strip(),
        rest.strip(),
        deadline=day,
        deadline_text="" if day else str(due or "").strip(),
        iri=key,
    )


def compare_ledgers(first: Path, second: Path, lang: str = "zh") -> Comparison:
    """Compare two ledgers, or a ledger and a graph.

    Args:
        first: The one before.
        second: The one after.
        lang: The language of messages.

    Returns:
        The tasks that were added and withdrawn, and those whose bodies, roles, titles, words or deadlines changed.

    Raises:
        SourceError: A ledger cannot be read.
    """
    return compare(read_tasks(first), read_tasks(second), lang)


def carry_over(first: Path, second: Path, target: Path, found: Comparison, note: str) -> tuple[int, int]:
    """Write the second ledger with what was reported in the first.

    Args:
        first: The ledger before, filled in.
        second: The ledger of the changed notice.
        target: The file to write.
        found: The comparison of the two.
        note: What is added to the note of a task that changed and must be reported again.

    Returns:
        How many tasks were carried over unchanged, and how many must be reported again.

    Raises:
        SourceError: A ledger cannot be read.
        UsageError: A path is no ledger.
    """
    from openpyxl import load_workbook

    for path in (first, second, target):
        if not is_ledger(path):
            raise UsageError("carry_suffix", path=path)
    again = {change.after.iri for change in found.changed}
    new_key = _match_keys(read_tasks(first), read_tasks(second), found)
    reported = {
        new_key[key]: row
        for row in (row for sheet in read_file(first).sheets for row in sheet.rows)
        if row.is_filled and (key := split_key(row.key)[0]) in new_key
    }
    book = load_workbook(second)
    carried = asked = 0
    for sheet in read_file(second).sheets:
        page: Worksheet = book[sheet.name]
        for row in sheet.rows:
            key = split_key(row.key)[0]
            old = reported.get(key)
            if old is None:
                continue
            changed = key in again
            _fill(page, row, old, note if changed else "")
            carried, asked = carried + (not changed), asked + changed
    book.save(target)
    return carried, asked


def _match_keys(first: Incidence, second: Incidence, found: Comparison) -> dict[str, str]:
    """The new key of each task that is still there: one key can be that of another task in a changed notice."""
    keys = {change.before.iri: change.after.iri for change in found.changed}
    gone = {measure.iri for measure in found.dropped} | set(keys)
    new = {measure.iri for measure in found.added} | set(keys.values())
    left: dict[str, list[str]] = {}
    for measure in second.measures:
        if measure.iri not in new:
            left.setdefault(_plain(measure.title), []).append(measure.iri)
    for measure in first.measures:
        if measure.iri not in gone and left.get(_plain(measure.title)):
            keys[measure.iri] = left[_plain(measure.title)].pop(0)
    return keys


def _fill(page: Worksheet, row: ReturnedRow, old: ReturnedRow, note: str) -> None:
    for name in REPORTED:
        value = old.values.get(name)
        if name == "note" and note:
            value = f"{value}；{note}" if value else note
        if name in row.cells and value not in (None, "") and not (note and name in ("state", "completed")):
            page[row.cells[name]] = value


def find_breakdown(above: Incidence, below: Incidence) -> list[Breakdown]:
    """Find which tasks of a higher level a lower one takes up.

    A task takes up another if it has at least three fifths of the pairs of neighbouring characters of its title. This
    finds repeated words, not a meaning in other words: a task that is not found must be looked for by a person.

    Args:
        above: The tasks of the higher level.
        below: The tasks of the lower level.

    Returns:
        The tasks of the higher level in order. Cost: in proportion to the product of both.
    """
    pairs = [(measure, _pairs(measure.title)) for measure in below.measures]
    found = []
    for measure in above.measures:
        wanted = _pairs(measure.title)
        shares = [(len(wanted & held) / len(wanted) if wanted else 0.0, other) for other, held in pairs]
        chosen = sorted((each for each in shares if each[0] >= _LEAST_SHARE), key=lambda each: -each[0])
        found.append(Breakdown(measure, tuple(other for _, other in chosen)))
    return found


def _pairs(words: str) -> set[str]:
    plain = _plain(words)
    return {plain[at : at + 2] for at in range(len(plain) - 1)} or {plain} - {""}


def _plain(words: str) -> str:
    return re.sub(r"\W+", "", words)
