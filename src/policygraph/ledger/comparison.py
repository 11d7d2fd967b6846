"""Compare ledgers: two versions of a notice, or the tasks of a province and those of a city.

A ledger or a graph is read as tasks with the names of bodies, because a ledger contains no more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ..analysis import Comparison, Incidence, compare
from ..folding import keep_letters
from ..model import Body, Measure
from ..store import open_graph
from .naming import drop_each
from .rows import make_row
from .sheets import read_file
from .tasks import GROUPS, list_tasks, split_key

__all__ = ["Breakdown", "compare_ledgers", "find_breakdown", "is_ledger", "read_tasks"]

#: A number before the words of a task: （一）, 1., 3-1, 一、
_NUMBER = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十百\d]+[）)]|[一二三四五六七八九十百]+、|\d+(?:[-.]\d+)*[.．、])\s*"
)
#: Separators of names, but not within brackets: 县（市、区）人民政府 is one name.
_NAMES = re.compile(r"[、，,;；\n]+(?![^（(]*[）)])")
#: A task takes up another if it contains at least this share of the pairs of characters of its title.
_LEAST_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A task of a higher level, and the tasks below that take it up.

    Attributes:
        measure: The task.
        taken_up: The tasks that take it up, the most similar first; empty if none does.
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
                names = _NAMES.split(str(row.values.get(role) or ""))
                parts += [(key, drop_each(name), role) for name in names if name.strip()]
    else:
        for task in list_tasks(open_graph(path)):
            tasks[task.key] = _make_measure(task.key, task.words, make_row(task, 1).values.get("deadline"))
            parts += [(task.key, drop_each(name), role) for role in GROUPS for name in task.names(role)]
    names = sorted({name for _, name, _ in parts})
    return Incidence.join(
        [Body(name, "Body", name, iri=name) for name in names],
        list(tasks.values()),
        parts,
    )


def _make_measure(key: str, words: str, due: Any) -> Measure:
    """Make a task from a cell whose first line is the number and title, and from the cell of its deadline."""
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
        first: The earlier one.
        second: The later one.
        lang: The language of messages.

    Returns:
        The tasks that were added and withdrawn, and those whose bodies, roles, titles, words or deadlines changed.

    Raises:
        SourceError: A ledger cannot be read.
    """
    return compare(read_tasks(first), read_tasks(second), lang)


def find_breakdown(above: Incidence, below: Incidence) -> list[Breakdown]:
    """Find which tasks of a higher level a lower one takes up.

    A task takes up another if it has at least three fifths of the pairs of neighbouring characters of its title. This
    finds repeated words, not a meaning in other words: a person must look for the others.

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
    plain = keep_letters(words)
    return {plain[at : at + 2] for at in range(len(plain) - 1)} or {plain} - {""}
