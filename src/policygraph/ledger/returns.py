"""Read what departments filled in: match each row with its task, and report what is new, changed or inconsistent.

A row is matched by its key, else by the words of its task and its body. Every filled-in row becomes a report or an
outcome that names its cell; nothing is dropped silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import SourceError
from ..graph.status import read_reports
from ..registry.states import TaskState, find_state, states
from ..status import StatusReport, Submission, join_unparsed
from ..texts import filled, texts
from .carrying import find_carried
from .changes import OutcomeKind, RowOutcome, compare_reports
from .days import read_day
from .marks import AS_WRITTEN, CARRIED
from .matching import find_body, find_path
from .members import resolve_members
from .overwritten import find_overwritten
from .reported import LatestReports, digest, words_of
from .sheets import ReturnedFile, ReturnedRow, ReturnedSheet, read_file
from .tasks import TaskIndex, list_tasks, make_key, split_key

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["OutcomeKind", "Returns", "RowOutcome", "read_returns"]

#: The content of a report: state, day of completion, progress, note, words that could not be parsed.
_Content = tuple[str, date | None, str, str, str]


@dataclass(frozen=True, slots=True)
class Returns:
    """The content of a set of returned ledgers.

    Attributes:
        reports: The new reports, of rows that are added or changed.
        before: The reports that were known.
        outcomes: The outcome for every row that is filled in.
    """

    reports: Sequence[StatusReport]
    before: Sequence[StatusReport]
    outcomes: Sequence[RowOutcome]

    def count(self, kind: OutcomeKind) -> int:
        """Return how many outcomes are of a kind."""
        return sum(outcome.kind == kind for outcome in self.outcomes)


def read_returns(
    paths: Iterable[Path],
    graph: Graph,
    before: Graph | None = None,
    *,
    day: date | None = None,
    own_states: Path | None = None,
    members: Mapping[str, Sequence[str]] | None = None,
) -> Returns:
    """Read returned ledgers.

    Args:
        paths: The .xlsx files, in any order.
        graph: The graph that the ledgers were made of.
        before: The graph of earlier reports.
        day: The day of the reports; by default the day that a sheet states, else the day the file was saved.
        own_states: An office's own states.
        members: The bodies that belong to each class of bodies, by which a list that lost all its keys is recognised.

    Returns:
        The new reports and the outcome for each row. The order of files does not matter.

    Raises:
        SourceError: A file cannot be read, is no ledger, has two different rows with one key, or none of its keys is
            of the graph. Nothing is returned then.
    """
    listed = list_tasks(graph)
    tasks = TaskIndex(listed)
    parts = (part for task in listed for part in task.measure.responsibilities)
    of_classes, _ = resolve_members(members or {}, parts)
    known = read_reports(before) if before is not None else []
    found: list[tuple[StatusReport, str]] = []
    outcomes: list[RowOutcome] = []
    of_tasks = states(own_states)
    reading = _Reading(tasks, of_tasks, day, known, of_classes)
    carried: dict[tuple[str, str, str], StatusReport] = {}
    for file in sorted(map(read_file, paths), key=lambda file: (file.path.name, file.sha256)):
        for key, moved in find_carried(file.meta, known, tasks):
            if new := [each for each in moved if each.subject not in carried]:
                message = filled("status_carried", task=tasks.by_key[key].measure.name, n=len(new))
                outcomes.append(RowOutcome("carried", file.path.name, message))
                carried |= {each.subject: each for each in new}
        made, of_file = reading.file(file)
        found += made
        outcomes += of_file
    reports, compared = compare_reports(found, [*known, *carried.values()], tasks, of_tasks)
    return Returns([*carried.values(), *reports], known, [*compared, *outcomes])


class _Reading:
    """Reads files against the tasks of one graph."""

    def __init__(
        self,
        tasks: TaskIndex,
        known: Mapping[str, TaskState],
        day: date | None,
        before: Sequence[StatusReport],
        members: Mapping[str, Sequence[str]],
    ) -> None:
        self._tasks, self._states, self._day, self._members = tasks, known, day, members
        self._reported = {make_key(report.measure) for report in before}
        #: The content of a ledger of all tasks, by which its rows are recognised if its hidden sheet is lost.
        self._shown = [LatestReports(before, lang, known) for lang in ("zh", "en")] if before else []

    def file(self, file: ReturnedFile) -> tuple[list[tuple[StatusReport, str]], list[RowOutcome]]:
        keys = [row.key for sheet in file.sheets for row in sheet.rows if row.key]
        if keys and not any(split_key(key)[0] in self._tasks.by_key for key in keys):
            raise SourceError("status_other_graph", path=file.path)
        found: list[tuple[StatusReport, str]] = []
        outcomes: list[RowOutcome] = []
        seen: dict[tuple[str, str], tuple[_Content, str]] = {}
        for sheet in file.sheets:
            place = f"{file.path.name}: {sheet.name}"
            for heading, name in sheet.guessed:
                message = filled("status_renamed", heading=heading, column=texts()[f"ledger_{name}"])
                outcomes.append(RowOutcome("renamed", place, message))
            if sheet.missing and any(row.is_filled for row in sheet.rows):
                message = filled("status_no_column", columns=[texts()[f"ledger_{name}"] for name in sheet.missing])
                outcomes.append(RowOutcome("unparseable", place, message))
            submission = self._submission(file, sheet)
            if (
                sheet.day
                and not self._day
                and read_day(sheet.day, None) is None
                and any(r.is_filled for r in sheet.rows)
            ):
                message = filled("status_day_unread", words=words_of(sheet.day), day=submission.day)
                outcomes.append(RowOutcome("unparseable", place, message))
            for row in sheet.rows:
                outcomes += self._overwritten(row, sheet, file, place)
                if not row.is_filled:
                    continue
                at = f"{place}!{row.cells.get('state') or row.cells.get('task') or row.number}"
                if self._is_as_written(row, sheet, file):
                    outcomes.append(RowOutcome("unchanged", at, filled("status_unchanged", task=self._name(row))))
                    continue
                content, unparseable = self._parse(row, submission.day, at)
                if row.key:
                    said, first = seen.setdefault((row.key, submission.reporter), (content, at))
                    if said != content:
                        raise SourceError("status_duplicate", path=file.path, cell=first, other=at)
                report, noted = self._report(row, sheet, file, submission, at, content)
                outcomes += noted
                if report is not None:
                    found.append((report, at))
                    outcomes += unparseable
        return found, outcomes

    def _is_as_written(self, row: ReturnedRow, sheet: ReturnedSheet, file: ReturnedFile) -> bool:
        """Tell whether the row is unchanged since the ledger was sent out: then nobody reported it again."""
        mark = digest(sheet.name, row.key, row.values)
        key, path = split_key(row.key)
        if written := file.meta.get(f"{AS_WRITTEN}{mark}"):
            # If the former ledger was never read, its reports are known from here only.
            return written != CARRIED or file.meta.get(f"{CARRIED}{key}") in self._reported
        task = self._tasks.by_key.get(key)
        return (
            task is not None
            and not path
            and any(digest(sheet.name, row.key, shown.values(task)) == mark for shown in self._shown)
        )

    def _overwritten(
        self, row: ReturnedRow, sheet: ReturnedSheet, file: ReturnedFile, place: str
    ) -> Iterator[RowOutcome]:
        """Find the cells that contradict the notice; their content is not kept."""
        key, path = split_key(row.key)
        named = self._tasks.find(str(row.values.get("task") or ""))
        task = self._tasks.by_key.get(key) or named
        if task is None or (named is not None and named is not task):
            return  # reported where the row is read
        if not row.key and sheet.is_of_one_body:
            path = find_path(task, sheet, file)
        for name, given, expected in find_overwritten(row, task, path):
            column = texts()[f"ledger_{name}"]
            key = "status_overwritten" if expected else "status_not_in_notice"
            message = filled(key, column=column, given=given, expected=expected)
            yield RowOutcome("overwritten", f"{place}!{row.cells[name]}", message)

    def _name(self, row: ReturnedRow) -> str:
        task = self._tasks.by_key.get(split_key(row.key)[0])
        return task.measure.name if task else row.key

    def _submission(self, file: ReturnedFile, sheet: ReturnedSheet) -> Submission:
        stated = read_day(sheet.day, None)
        saved = file.modified or datetime.fromtimestamp(file.path.stat().st_mtime).astimezone().date()
        reporter = sheet.reporter or file.meta.get("body", "")
        return Submission(file.path.name, file.sha256, self._day or stated or saved, reporter)

    def _report(
        self,
        row: ReturnedRow,
        sheet: ReturnedSheet,
        file: ReturnedFile,
        submission: Submission,
        at: str,
        content: _Content,
    ) -> tuple[StatusReport | None, list[RowOutcome]]:
        key, path = split_key(row.key)
        words = str(row.values.get("task") or "")
        named = self._tasks.find(words)
        task = self._tasks.by_key.get(key) or named
        if task is None:
            shown = " ".join((words or row.key or "—").split())[:40]
            return None, [RowOutcome("unknown", at, filled("status_unknown", task=shown))]
        if named is not None and named is not task:
            message = filled("status_key_and_words", task=task.measure.name, other=named.measure.name)
            return None, [RowOutcome("contradictory", at, message)]
        if not row.key and sheet.is_of_one_body:
            path = find_path(task, sheet, file)
        body = find_body(task, path, submission.reporter, self._members)
        if not body and (path or (sheet.is_of_one_body and not row.key)):
            return None, [RowOutcome("unknown", at, filled("status_unknown_body", body=submission.reporter or path))]
        state, completed, progress, note, unparsed = content
        cell = at.partition(": ")[2]
        outcomes = []
        measure = task.measure
        own = (measure.due_of(part).day for part in measure.responsibilities if part.body.iri == body)
        due = next(own, None) if body else measure.due.day
        if state == "overdue" and due and due >= submission.day:
            outcomes.append(RowOutcome("unexpected", at, filled("status_overdue_early", due=due, day=submission.day)))
        return (
            StatusReport(
                task.measure.iri,
                body,
                submission.reporter,
                submission,
                state,
                completed,
                progress,
                note,
                unparsed,
                cell,
            ),
            outcomes,
        )

    def _parse(self, row: ReturnedRow, day: date, at: str) -> tuple[_Content, list[RowOutcome]]:
        """Parse the report of a row; an invalid state or day is kept as words."""
        outcomes: list[RowOutcome] = []
        kept: dict[str, str] = {}
        given = words_of(row.values.get("state"))
        state = find_state(given, self._states) if given else None
        value = row.values.get("completed")
        completed = read_day(value, day)
        for name, words, parsed in (("state", given, state), ("completed", words_of(value), completed)):
            if words and parsed is None:
                heading = texts()[f"ledger_{name}"]
                cell = f"{at.rpartition('!')[0]}!{row.cells.get(name, row.number)}"
                outcomes.append(
                    RowOutcome("unparseable", cell, filled(f"status_unparseable_{name}", column=heading, words=words))
                )
                kept[name] = words
        progress, note = words_of(row.values.get("progress")), words_of(row.values.get("note"))
        cell = f"{at.rpartition('!')[0]}!{row.cells.get('completed', row.number)}"
        if completed and completed > day:
            outcomes.append(
                RowOutcome("unexpected", cell, filled("status_completed_later", completed=completed, day=day))
            )
        if completed and state and state.token != "completed":
            message = filled("status_completed_open", completed=completed, state=state.names)
            outcomes.append(RowOutcome("unexpected", cell, message))
        return (state.token if state else "", completed, progress, note, join_unparsed(kept)), outcomes
