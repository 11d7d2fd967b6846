"""Make the content of the cells of a ledger, for a workbook and a Word file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..texts import join_words, text
from .cells import join_lines
from .columns import COLUMNS
from .naming import name_policy
from .reported import LatestReports, Value
from .tasks import GROUPS, Assignment, Task

__all__ = ["Row", "make_row", "make_rows"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a ledger.

    Attributes:
        key: The key of the task, or of the task and the body.
        values: The value of each column by its field; a field without a value is left out.
        role: The role of the body, in the list of one body.
        measure: The IRI of the measure, for a link to its place in the atlas.
    """

    key: str
    values: dict[str, Value] = field(default_factory=dict)
    role: str = ""
    measure: str = ""


def make_rows(rows: Iterable[Task | Assignment], lang: str = "zh", reported: LatestReports | None = None) -> list[Row]:
    """Make the rows of a sheet, numbered from 1.

    Args:
        rows: Tasks, or the tasks of one body.
        lang: The language of what is not quoted from a notice.
        reported: What was reported about tasks.

    Returns:
        The rows.
    """
    return [make_row(row, number, lang, reported) for number, row in enumerate(rows, 1)]


def make_row(row: Task | Assignment, number: int, lang: str = "zh", reported: LatestReports | None = None) -> Row:
    """Make one row.

    Args:
        row: A task, or a task of one body.
        number: Its number in the sheet.
        lang: The language of what is not quoted from a notice.
        reported: What was reported about tasks; the columns that departments fill in are empty without it.

    Returns:
        The row. The deadline is a date where the text states one, else its words; in the row of a task that has none,
        the deadlines of its bodies with their names.
    """
    task = row.task if isinstance(row, Assignment) else row
    due = row.due if isinstance(row, Assignment) else task.measure.due
    values: dict[str, Value] = {
        "number": number,
        "source": _source(task),
        "category": task.headings,
        "task": task.words,
        "deadline": due.day or due.words or (_own_deadlines(task, lang) if row is task else ""),
        "quote": "\n".join(map(join_lines, task.quotes)),
    }
    values |= {group: join_words(task.names(group), lang) for group in GROUPS}
    if reported is not None:
        values |= reported.values(row)
    known = [column.field for column in COLUMNS]
    return Row(
        row.key,
        {name: values[name] for name in known if values.get(name)},
        row.responsibility.role if isinstance(row, Assignment) else "",
        task.measure.iri,
    )


def _source(task: Task) -> str:
    """Return the title of the document and its number, as a notice cites another: 《…》（闽发改〔2020〕1号）."""
    named = name_policy(task.policy)
    return f"{named}（{task.policy.number}）" if task.policy.number else named


def _own_deadlines(task: Task, lang: str) -> str:
    """List the deadlines of single bodies, each with the body's name in the text."""
    own = (f"{part.name}{text('colon', lang)}{part.due.value}" for part in task.measure.responsibilities if part.due)
    return join_words(dict.fromkeys(own), lang)
