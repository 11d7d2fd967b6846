"""Where two reviewers of a document differ: who is responsible, in which role, and what else they say about it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Literal, NamedTuple

from ..errors import UsageError
from ..files import write_atomically
from ..model import Category, Measure
from .pairs import Decision, Pair

__all__ = ["Difference", "Field", "list_differences", "write_differences"]

#: What two persons may say differently: about a body in a measure, and about the measure itself.
Field = Literal["role", "level", "kind", "deadline", "number", "title", "heading"]
_OF_BODY: tuple[Field, ...] = ("level", "kind", "deadline")
_SUFFIXES = (".csv", ".json")


class Difference(NamedTuple):
    """One point on which two reviewers differ.

    Attributes:
        number: The printed number of the measure.
        measure: Its title.
        body: The body; empty for what is about the measure itself.
        field: What it is about.
        reading: What the program reads.
        first: What the first reviewer says; no role is empty.
        second: What the second says.
        words: The statement.
        start: The start of the measure.
    """

    number: str
    measure: str
    body: str
    field: Field
    reading: str
    first: str
    second: str
    words: str
    start: int


def list_differences(pairs: Sequence[Pair]) -> list[Difference]:
    """List where two reviewers differ.

    Args:
        pairs: The pairs of three readings: without corrections, of the first reviewer, of the second.

    Returns:
        The differences in the order of the text.
    """
    found: list[Difference] = []
    for _, group in groupby(pairs, lambda pair: pair.place):
        in_measure = list(group)
        found += _of_measure(in_measure)
        for pair in in_measure:
            found += _of_body(pair)
    return found


def _of_body(pair: Pair) -> Iterator[Difference]:
    read, first, second = pair.decisions
    if first.roles != second.roles:
        yield _difference(pair, "role", pair.body, read.roles, first.roles, second.roles)
    if not first.roles or not second.roles:
        return
    for field in _OF_BODY:
        said = [getattr(decision, field) for decision in (read, first, second)]
        if said[1] != said[2]:
            yield _difference(pair, field, pair.body, *said)


def _of_measure(pairs: Sequence[Pair]) -> Iterator[Difference]:
    """Compare the fields of the measure of some pairs in the readings that have it."""
    read, first, second = (_measure(pair.decisions[at] for pair in pairs) for at in range(3))
    if first is None or second is None:
        return
    ours, theirs, started = _describe(first), _describe(second), _describe(read)
    for field, said in ours.items():
        if said != theirs[field]:
            yield _difference(pairs[0], field, "", started[field], said, theirs[field])


def _measure(decisions: Iterable[Decision]) -> Measure | None:
    return next((decision.measure for decision in decisions if decision.measure), None)


def _describe(measure: Measure | None) -> Mapping[Field, str]:
    heading: Category | None = measure.category if measure else None
    return {
        "number": measure.number if measure else "",
        "title": measure.title if measure else "",
        "heading": heading.label if heading else "",
    }


def _difference(pair: Pair, field: Field, body: str, reading: str, first: str, second: str) -> Difference:
    measure = pair.measure
    return Difference(
        measure.number, measure.title, body, field, reading, first, second, pair.words, measure.span.start
    )


def write_differences(differences: Iterable[Difference], path: Path) -> None:
    """Write differences as a table.

    Args:
        differences: The differences.
        path: The file: ``.csv`` (UTF-8 with a mark, as Excel needs it) or ``.json`` (a list of objects).

    Raises:
        UsageError: The file has another suffix.
        OSError: The file cannot be written.
    """
    if path.suffix == ".json":
        rows = [difference._asdict() for difference in differences]
        data = json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    elif path.suffix == ".csv":
        table = io.StringIO(newline="")
        writer = csv.writer(table)
        writer.writerow(Difference._fields)
        writer.writerows([_plain(cell) for cell in difference] for difference in differences)
        data = "\ufeff" + table.getvalue()
    else:
        raise UsageError("differences_suffix", path=path)
    write_atomically(path, data.encode("utf-8", "replace"))


def _plain(cell: object) -> object:
    """Escape a text that a spreadsheet would take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
