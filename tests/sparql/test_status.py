"""What the questions about status count: reports without a state, and tasks without a heading."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policygraph import build
from policygraph.graph.engine import engine
from policygraph.graph.read import read_policies
from policygraph.graph.status import report_quads
from policygraph.sparql import run
from policygraph.status import StatusReport, Submission

if TYPE_CHECKING:
    from rdflib import Dataset

NOTICE = "关于印发2025年工作方案的通知\n\n1.修路。全面修路。责任单位：市财政局、市水利局\n"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """A task without a heading; one of its two bodies reported a state that is none."""
    source = tmp_path_factory.mktemp("notice") / "plain.txt"
    source.write_text(NOTICE, encoding="utf-8")
    graph = build([source]).dataset
    [policy] = read_policies(graph)
    part = policy.measures[0].responsibilities[0]
    sent = Submission("a.xlsx", "0" * 64, date(2025, 6, 1), part.body.label)
    report = StatusReport(policy.measures[0].iri, part.body.iri, part.body.label, sent, unparsed="状态：差不多了")
    engine(graph).bulk_extend(report_quads([report]))
    return graph


@pytest.mark.parametrize("query", ["status-by-category", "status-by-level"])
def test_a_report_without_a_state_is_not_silent_and_no_task_is_left_out(graph: Dataset, query: str) -> None:
    [row] = run(graph, query).rows
    assert [str(row[name]) for name in ("tasks", "unread", "silent")] == ["2", "1", "1"]


def test_each_body_has_its_own_count(graph: Dataset) -> None:
    rows = run(graph, "status-by-body").rows
    assert sorted((str(row["unread"]), str(row["silent"])) for row in rows) == [("0", "1"), ("1", "0")]


def test_a_lead_waits_for_every_other_body_but_no_other_lead(tmp_path: Path) -> None:
    source = tmp_path / "shared.txt"
    source.write_text(
        "关于印发2025年工作方案的通知\n\n"
        "1.修路。全面修路。（市财政局、市水利局牵头，市公安局配合）\n"
        "2.架桥。新建三座。牵头单位：市水利局，责任单位：市公安局、市财政局\n"
        "3.通水。全面通水。（市教育局、市公安局按职责分工负责）\n",
        encoding="utf-8",
    )
    graph = build([source]).dataset
    [policy] = read_policies(graph)
    part = next(each for each in policy.measures[1].responsibilities if each.name == "市财政局")
    sent = Submission("a.xlsx", "0" * 64, date(2025, 6, 1), part.body.label)
    engine(graph).bulk_extend(
        report_quads([StatusReport(policy.measures[1].iri, part.body.iri, part.body.label, sent, "completed")])
    )
    rows = run(graph, "status-waiting").rows
    assert sorted(
        tuple(str(row[name]) for name in ("number", "lead_label", "other_label", "role")) for row in rows
    ) == [
        ("1.", "市水利局", "市公安局", "support"),
        ("1.", "市财政局", "市公安局", "support"),
        ("2.", "市水利局", "市公安局", "responsible"),
    ]
