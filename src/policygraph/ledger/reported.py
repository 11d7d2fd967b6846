"""Fill a ledger with the latest reports, and recognise rows that come back unchanged.

The list of one body shows its latest report. The ledger of all tasks shows one row for several bodies: the latest
report on the whole task; else, if every body reported the same, that; else a line for each reporter and the state that
needs attention most.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from ..analysis.progress import COMPLETED
from ..graph.status import latest_reports
from ..registry.states import TaskState, name_state, rank_urgency, states
from ..status import StatusReport, split_unparsed
from ..texts import text
from .cells import clean
from .columns import REPORTED
from .tasks import Assignment, Task

__all__ = ["LatestReports", "Value", "digest", "words_of"]

Value = str | int | date | None


class LatestReports:
    """The latest reports by measure, as the cells of a ledger show them."""

    def __init__(
        self, reports: Iterable[StatusReport], lang: str = "zh", known: Mapping[str, TaskState] | None = None
    ) -> None:
        """Take the latest reports.

        Args:
            reports: Reports in any order.
            lang: The language of states and separators.
            known: The states; by default those of ``states.ttl``.
        """
        self._lang, self._states = lang, known or states()
        self._of: dict[str, list[StatusReport]] = defaultdict(list)
        for report in latest_reports(reports).values():
            self._of[report.measure].append(report)

    def values(self, row: Task | Assignment) -> dict[str, Value]:
        """Return the values of a row in the columns that departments fill in.

        Args:
            row: A task, or a task of one body.

        Returns:
            The values by field; a field without a value is left out.
        """
        if isinstance(row, Assignment):
            return self._of_body(row)
        reports = self._of.get(row.measure.iri, [])
        whole = [report for report in reports if not report.body]
        if whole:
            return self._of_report(_last(whole))
        bodies = list(dict.fromkeys(part.body.iri for part in row.measure.responsibilities))
        reports.sort(key=lambda report: bodies.index(report.body) if report.body in bodies else len(bodies))
        return self._of_several(reports, everybody={*bodies} <= {report.body for report in reports})

    def _of_body(self, row: Assignment) -> dict[str, Value]:
        """Fill in the report of a body; for a class without members, the reports of all that belong to it."""
        body = row.responsibility.body
        reports = [report for report in self._of.get(row.task.measure.iri, []) if report.body == body.iri]
        own = [report for report in reports if report.reporter == row.name]
        if own or (reports and body.kind == "named"):
            return self._of_report(_last(own or reports))
        return {} if row.is_member else self._of_several(reports, everybody=True)

    def _of_report(self, report: StatusReport) -> dict[str, Value]:
        kept = split_unparsed(report.unparsed)
        values: dict[str, Value] = {
            "progress": report.progress,
            "state": self._state(report.state) or kept.get("state", ""),
            "completed": report.completed or kept.get("completed", ""),
            "note": report.note,
        }
        return {name: value for name, value in values.items() if value}

    def _of_several(self, reports: Sequence[StatusReport], everybody: bool) -> dict[str, Value]:
        """Fill several reports into one row.

        Args:
            reports: The latest reports, one for each body and reporter.
            everybody: Whether every body reported.
        """
        if not reports:
            return {}
        if everybody and len({report.content for report in reports}) == 1:
            return self._of_report(reports[0])
        found = [report.state for report in reports] + ([] if everybody else [""])
        urgent = min(found, key=lambda token: rank_urgency(token, self._states))
        days = [report.completed for report in reports if report.completed]
        values: dict[str, Value] = {
            "progress": "\n".join(self._line(report) for report in reports),
            "state": self._state(urgent),
            "completed": max(days) if urgent == COMPLETED and len(days) == len(reports) else None,
            "note": "\n".join(self._remark(report) for report in reports if report.note),
        }
        return {name: value for name, value in values.items() if value}

    def _line(self, report: StatusReport) -> str:
        said = self._state(report.state) or report.unparsed or text("ledger_no_state", self._lang)
        values = {"who": report.reporter or "—", "state": said, "day": report.day.isoformat()}
        if report.completed:
            line = text("ledger_completed_line", self._lang, completed=report.completed.isoformat(), **values)
        else:
            line = text("ledger_reported_line", self._lang, **values)
        return f"{line}{text('colon', self._lang)}{report.progress}" if report.progress else line

    def _remark(self, report: StatusReport) -> str:
        return f"{report.reporter or '—'}{text('colon', self._lang)}{report.note}"

    def _state(self, token: str) -> str:
        return name_state(token, self._states).of(self._lang)


def _last(reports: Iterable[StatusReport]) -> StatusReport:
    return max(reports, key=lambda report: (report.day, report.revision))


def words_of(value: object) -> str:
    """Return the words of a cell: a day in ISO form, everything else as text."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value).strip()


def digest(sheet: str, key: str, values: Mapping[str, object]) -> str:
    """Make the mark by which a row that comes back unchanged is recognised.

    Args:
        sheet: The name of the sheet.
        key: The key of the row.
        values: The values by field.

    Returns:
        Sixteen hexadecimal digits; empty if nothing is reported in the row.
    """
    words = [clean(words_of(values.get(name))).strip() for name in REPORTED]
    if not any(words):
        return ""
    # A length precedes each part: words may contain any character, so no separator is safe.
    parts = "".join(f"{len(part)}:{part}" for part in (sheet, key, *words))
    return hashlib.sha256(parts.encode()).hexdigest()[:16]
