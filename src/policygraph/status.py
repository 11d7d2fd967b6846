"""What departments report about tasks: frozen dataclasses beside ``model``, without RDF or I/O.

A notice says what is to be done; a report says what became of it. The two are never mixed: reports have their own
named graph, and refer to measures and bodies by IRI.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

__all__ = ["StatusReport", "Submission"]


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
