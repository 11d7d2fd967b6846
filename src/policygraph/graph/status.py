"""Write and read what departments report, in a named graph of its own.

A report is about a measure and a body of a policy's graph and adds nothing to that graph. Reports are never changed or
removed: a later one about the same task and body is a revision of the one before (``prov:wasRevisionOf``), so that the
history is kept. The same report read twice is one report, because its IRI is made of its content.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..namespaces import ID, STATE, STATUS_GRAPH
from ..status import StatusReport, Submission
from ..texts import Bilingual
from .engine import Facts, engine, local_name, read_facts
from .nquads import Lines

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from rdflib import Graph

__all__ = ["latest_reports", "read_reports", "read_state_names", "report_quads"]

_REPORT = (
    "pg:reportedMeasure pg:reportedBody pg:reporterName pg:state pg:completedOn pg:progress pg:remark pg:unparsedText"
    " pg:sourceCell prov:wasGeneratedBy prov:wasRevisionOf"
)
_SUBMISSION = "pg:reporterName dcterms:date prov:used"


def report_quads(reports: Iterable[StatusReport], before: Iterable[StatusReport] = (), base: str = ID) -> list[Quad]:
    """Write reports as quads.

    Args:
        reports: The new reports.
        before: Those that are known already; they are not written again. A new report revises the one before it by
            day; a known one that comes after a new one revises that, so its earlier link is to be replaced.
        base: The beginning of the IRIs of data.

    Returns:
        The quads, in the graph of reports.

    Example:
        >>> from datetime import date
        >>> sent = Submission("a.xlsx", "0" * 64, date(2025, 6, 1), "省财政厅")
        >>> report = StatusReport("https://example.org/policy/a/measure/1", "", "省财政厅", sent, "completed")
        >>> quads = report_quads([report])
        >>> quads[0].graph_name.value
        'https://w3id.org/policygraph/id/graph/status'
    """
    lines = _ReportLines(base)
    added: dict[tuple[str, str, str], list[StatusReport]] = defaultdict(list)
    for report in reports:
        added[report.subject].append(report)
    known: dict[tuple[str, str, str], list[StatusReport]] = defaultdict(list)
    for report in sorted(before, key=_order):
        if report.subject in added:
            known[report.subject].append(report)
    for subject, new in sorted(added.items()):
        lines.history(known[subject], new)
    return lines.to_quads(STATUS_GRAPH if base == ID else f"{base}graph/status")


def read_reports(graph: Graph) -> list[StatusReport]:
    """Read the reports of a graph.

    Args:
        graph: What ``open_graph`` gives.

    Returns:
        The reports, earliest first; those of one day in the order of measures, bodies, reporters and revisions.
    """
    store = engine(graph)
    files = read_facts(store, "?sent prov:used ?s . ?sent a pg:Submission", "dcterms:identifier pg:sha256")
    submissions = {
        iri: _submission(iri, facts, files)
        for iri, facts in read_facts(store, "?s a pg:Submission", _SUBMISSION).items()
    }
    found = read_facts(store, "?s a pg:StatusReport", _REPORT)
    revised = {iri: facts.one("prov:wasRevisionOf") for iri, facts in found.items()}
    reports = [
        StatusReport(
            facts.one("pg:reportedMeasure"),
            facts.one("pg:reportedBody"),
            facts.one("pg:reporterName"),
            submissions.get(facts.one("prov:wasGeneratedBy"), _UNKNOWN),
            local_name(facts.one("pg:state")) if facts.one("pg:state") else "",
            facts.day("pg:completedOn"),
            facts.one("pg:progress"),
            facts.one("pg:remark"),
            facts.one("pg:unparsedText"),
            facts.one("pg:sourceCell"),
            iri,
            _count_before(iri, revised),
        )
        for iri, facts in found.items()
    ]
    return sorted(reports, key=_order)


def _count_before(iri: str, revised: Mapping[str, str]) -> int:
    """Count the reports that a report revises, directly or through others."""
    count, seen = 0, {iri}
    while (iri := revised.get(iri, "")) and iri not in seen:
        seen.add(iri)
        count += 1
    return count


def read_state_names(graph: Graph) -> dict[str, Bilingual]:
    """Read the names that a graph has for the states in its reports: those of an office's own states.

    Args:
        graph: What ``open_graph`` gives.

    Returns:
        The names by token; a state without a name in the graph is left out.
    """
    found = read_facts(engine(graph), "?report pg:state ?s . ?report a pg:StatusReport", "skos:prefLabel")
    return {local_name(iri): facts.names("skos:prefLabel") for iri, facts in found.items() if facts}


def latest_reports(reports: Iterable[StatusReport]) -> dict[tuple[str, str, str], StatusReport]:
    """Take the latest report of each reporter about each task.

    Args:
        reports: Reports in any order.

    Returns:
        The reports by measure, body and reporter.
    """
    return {report.subject: report for report in sorted(reports, key=_order)}


#: The submission of a report whose graph does not say where it comes from.
_UNKNOWN = Submission("", "", date.min)


def _submission(iri: str, facts: Facts, files: dict[str, Facts]) -> Submission:
    file = files.get(facts.one("prov:used"), Facts())
    day = facts.day("dcterms:date") or date.min
    return Submission(file.one("dcterms:identifier"), file.one("pg:sha256"), day, facts.one("pg:reporterName"), iri)


def _order(report: StatusReport) -> tuple[date, str, str, str, int, str]:
    return (report.day, *report.subject, report.revision, report.iri)


class _ReportLines(Lines):
    """The lines of reports."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = base

    def history(self, known: Sequence[StatusReport], new: Sequence[StatusReport]) -> None:
        """Write the new reports about one subject, and link each report with the one before it.

        Args:
            known: The reports that are known, in their order.
            new: The new ones; one of the same day comes after the known ones.
        """
        written = {report.iri or self._iri(report) for report in known}
        previous, is_linked = "", True
        for is_new, report in sorted([*((False, each) for each in known), *((True, each) for each in new)], key=_place):
            node = self._iri(report) if is_new else report.iri or self._iri(report)
            if is_new:
                if node == previous:
                    continue
                if node in written:  # somebody said it before and something else in between
                    node = self._iri(report, previous)
                written.add(node)
                self._report(node, report)
            if previous and (is_new or not is_linked):
                self.add_iri(node, "prov:wasRevisionOf", previous)
            previous, is_linked = node, not is_new

    def _iri(self, report: StatusReport, after: str = "") -> str:
        completed = report.completed.isoformat() if report.completed else ""
        said = (report.state, completed, report.progress, report.note, report.unparsed, report.day.isoformat())
        task = report.measure.rpartition("/policy/")[2] or _hash(report.measure)
        return f"{self._base}status/{task}/{_hash(*report.subject, *said, *filter(None, [after]))}"

    def _report(self, node: str, report: StatusReport) -> None:
        self.add_types(node, "pg:StatusReport", "prov:Entity")
        self.add_iri(node, "pg:reportedMeasure", report.measure)
        if report.body:
            self.add_iri(node, "pg:reportedBody", report.body)
            self.add_iri(node, "prov:wasAttributedTo", report.body)
        self.add_text(node, "pg:reporterName", report.reporter, "zh")
        if report.state:
            self.add_iri(node, "pg:state", STATE + report.state)
        self.add_typed(node, "pg:completedOn", report.completed, "date")
        self.add_typed(node, "dcterms:date", report.day, "date")
        self.add_text(node, "pg:progress", report.progress, "zh")
        self.add_text(node, "pg:remark", report.note, "zh")
        self.add_text(node, "pg:unparsedText", report.unparsed, "zh")
        self.add_text(node, "pg:sourceCell", report.cell)
        self.add_iri(node, "prov:wasGeneratedBy", self._submission(report))

    def _submission(self, report: StatusReport) -> str:
        sent = report.submission
        node = f"{self._base}submission/{_hash(sent.sha256, sent.reporter, sent.day.isoformat())}"
        if self.is_new(node):
            file = f"{self._base}file/{sent.sha256[:16]}"
            self.add_types(node, "pg:Submission", "prov:Activity")
            self.add_text(node, "pg:reporterName", sent.reporter, "zh")
            self.add_typed(node, "dcterms:date", sent.day, "date")
            self.add_iri(node, "prov:used", file)
            self.add_file(file, sent.file, sent.sha256)
        return node


def _place(each: tuple[bool, StatusReport]) -> tuple[date, bool, int]:
    is_new, report = each
    return (report.day, is_new, 0 if is_new else report.revision)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
