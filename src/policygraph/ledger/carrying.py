"""Carry reports over from the ledger of a notice to the ledger of its changed version.

The hidden sheet of the new ledger maps each task to the former one. ``status`` then copies the known reports about the
former task to the new one, with their own day and source: nobody reported them again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..analysis import Comparison
from ..errors import UsageError
from ..graph.status import latest_reports
from ..status import StatusReport
from .columns import REPORTED
from .comparison import is_ledger
from .marks import AS_WRITTEN, CARRIED, META_SHEET
from .reported import digest
from .sheets import ReturnedRow, read_file
from .tasks import TaskIndex, make_key, split_key

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["carry_over", "find_carried"]

#: A row: the key of its task, and for a row of one body the reporter.
_Place = tuple[str, str]
#: If a notice does not state its place, the IRIs of its bodies contain a part from that notice.
_OF_NOTICE = re.compile(r"(?<=/local)-[^/]+(?=/)")


def carry_over(first: Path, second: Path, target: Path, found: Comparison, note: str) -> tuple[int, int]:
    """Write the second ledger with what was reported in the first.

    Args:
        first: The former ledger, filled in.
        second: The ledger of the changed notice.
        target: The file to write.
        found: The comparison of the two by ``compare_ledgers``.
        note: An addition to the note of a task that changed and must be reported again.

    Returns:
        How many tasks were carried over unchanged, and how many must be reported again.

    Raises:
        SourceError: A ledger cannot be read.
        UsageError: A path is no ledger, or one is a table of all tasks and the other one has lists of bodies.
    """
    from openpyxl import load_workbook

    for path in (first, second, target):
        if not is_ledger(path):
            raise UsageError("carry_suffix", path=path)
    again = {change.after.iri for change in found.changed}
    # A key of a task can be that of another task in the changed notice.
    new_key = {change.before.iri: change.after.iri for change in found.changed}
    new_key |= {before.iri: after.iri for before, after in found.unchanged}
    reported: dict[_Place, ReturnedRow] = {}
    for sheet in read_file(first).sheets:
        for row in sheet.rows:
            key, body = split_key(row.key)
            if row.is_filled and key in new_key:
                reported[new_key[key], sheet.reporter if body else ""] = row
    book = load_workbook(second)
    carried = asked = 0
    marks: dict[str, str] = {}
    sheets = read_file(second).sheets
    of_lists = {bool(split_key(row.key)[1]) for sheet in sheets for row in sheet.rows if row.key}
    if reported and of_lists.isdisjoint(bool(reporter) for _, reporter in reported):
        raise UsageError("carry_forms", first=first, second=second)
    for sheet in sheets:
        page: Worksheet = book[sheet.name]
        for row in sheet.rows:
            key, body = split_key(row.key)
            old = reported.get((key, sheet.reporter if body else ""))
            if old is None:
                continue
            changed = key in again
            shown = _fill(page, row, old, note if changed else "")
            marks[AS_WRITTEN + digest(sheet.name, row.key, shown)] = "1" if changed else CARRIED
            if not changed:
                marks[CARRIED + key] = split_key(old.key)[0]
            carried, asked = carried + (not changed), asked + changed
    _write_marks(book, marks)
    book.save(target)
    return carried, asked


def _fill(page: Worksheet, row: ReturnedRow, old: ReturnedRow, note: str) -> dict[str, Any]:
    """Fill in a row; return the new values of the columns that departments fill in."""
    shown = {name: row.values.get(name) for name in REPORTED}
    for name in REPORTED:
        value = old.values.get(name)
        if name == "note" and note:
            value = f"{value}；{note}" if value else note
        if name in row.cells and value not in (None, "") and not (note and name in ("state", "completed")):
            page[row.cells[name]] = value
            shown[name] = value
    return shown


def _write_marks(book: Workbook, marks: Mapping[str, str]) -> None:
    """Add marks to the hidden sheet; a ledger that lost it has none, and its rows are read as reports."""
    if META_SHEET in book.sheetnames:
        for mark in marks.items():
            book[META_SHEET].append(mark)


def find_carried(
    meta: Mapping[str, str], known: Iterable[StatusReport], tasks: TaskIndex
) -> Sequence[tuple[str, list[StatusReport]]]:
    """Find the known reports about the former tasks of a ledger that reports were carried over to.

    Args:
        meta: The names and values of the hidden sheet of the ledger.
        known: The reports that are known.
        tasks: The tasks of the graph.

    Returns:
        For each task that was carried over its key, and the latest reports about the former one, now about this one:
        of the bodies that still have a part in it and on the task as a whole. None about a subject that was reported
        already.
    """
    former: dict[str, list[StatusReport]] = defaultdict(list)
    latest = latest_reports(known)
    wanted = {name.removeprefix(CARRIED): key for name, key in meta.items() if name.startswith(CARRIED)}
    if wanted:
        for report in latest.values():
            former[make_key(report.measure)].append(report)
    found = []
    for key, old in wanted.items():
        task = tasks.by_key.get(key)
        if task is None:
            continue
        bodies = {_OF_NOTICE.sub("", part.body.iri): part.body.iri for part in task.measure.responsibilities} | {"": ""}
        moved = [
            replace(each, measure=task.measure.iri, body=bodies[body], iri="", revision=0)
            for each in former[old]
            if (body := _OF_NOTICE.sub("", each.body)) in bodies
        ]
        new = [each for each in moved if each.subject not in latest]
        if former[old]:
            found.append((key, new))
    return found
