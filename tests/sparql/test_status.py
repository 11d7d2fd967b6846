"""What the questions about status count: reports without a state, and tasks without a heading."""

from __future__ import annotations

from datetime import date
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
