"""What departments report about tasks: frozen dataclasses beside ``model``, without RDF or I/O.

A notice says what is to be done; a report says what became of it. The two are never mixed: reports have their own
named graph, and refer to measures and bodies by IRI.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

__all__ = ["StatusReport", "Submission", "join_unparsed", "split_unparsed"]


@dataclass(frozen=True, slots=True)
class Submission:
    """A file that a department sent back.

    Attributes:
        file: The name of the file.
        sha256: The hash of its bytes.
        day: The day of the report.
        reporter: The name of the body that sent it; empty if the file does not say.
        iri: Its IRI, if read from a graph.
    """

    file: str
    sha256: str
    day: date
    reporter: str = ""
    iri: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class StatusReport:
    """What one body reported about one task on one day.

    Attributes:
        measure: The IRI of the measure.
        body: The IRI of the body, or of the class that the reporter belongs to; empty for a report on the whole task.
        reporter: The name of the body that reports.
        state: The token of the state; empty if only words were given.
        completed: The day of completion.
        progress: The words about the progress.
        note: The words of the note.
        unparsed: Words that are no state or no date, with the heading of their column.
        submission: The file that has the report.
        cell: The sheet and the cell of the state in it: ``督办台账!K7``.
        iri: Its IRI, if read from a graph.
        revision: How many reports of the same subject come before it, if read from a graph.
    """

    measure: str
    body: str
    reporter: str
    submission: Submission
    state: str = ""
    completed: date | None = None
    progress: str = ""
    note: str = ""
    unparsed: str = ""
    cell: str = ""
    iri: str = field(default="", compare=False)
    revision: int = field(default=0, compare=False)

    @property
    def day(self) -> date:
        """The day of the report."""
        return self.submission.day

    @property
    def content(self) -> tuple[str, date | None, str, str, str]:
        """What was reported: two reports with the same content say the same."""
        return (self.state, self.completed, self.progress, self.note, self.unparsed)

    @property
    def subject(self) -> tuple[str, str, str]:
        """The measure, the body and the reporter: a later report with the same subject revises an earlier one."""
        return (self.measure, self.body, self.reporter)


#: The headings before words that could not be parsed, by field, and what stands between them.
_UNPARSED = {"state": "状态：", "completed": "完成日期："}
_BETWEEN = "；"


def join_unparsed(words: Mapping[str, str]) -> str:
    """Join words that are no state and no day, each with the heading of its column.

    Args:
        words: The words by field: ``state``, ``completed``.

    Returns:
        The words of ``StatusReport.unparsed``.

    Example:
        >>> join_unparsed({"state": "差不多", "completed": "年底"})
        '状态：差不多；完成日期：年底'
    """
    return _BETWEEN.join(f"{heading}{words[name]}" for name, heading in _UNPARSED.items() if words.get(name))


def split_unparsed(unparsed: str) -> dict[str, str]:
    """Split the words of ``StatusReport.unparsed`` by field.

    Args:
        unparsed: What ``join_unparsed`` returned.

    Returns:
        The words by field.

    Example:
        >>> split_unparsed("状态：差不多；完成日期：年底")
        {'state': '差不多', 'completed': '年底'}
    """
    state, completed = _UNPARSED.values()
    if unparsed.startswith(completed):
        return {"completed": unparsed.removeprefix(completed)}
    if not unparsed.startswith(state):
        return {}
    before, found, after = unparsed.removeprefix(state).rpartition(_BETWEEN + completed)
    return {"state": before, "completed": after} if found else {"state": after}
