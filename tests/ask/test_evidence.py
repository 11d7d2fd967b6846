"""Every row that states a duty has its words, and they stand in the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from rdflib import Dataset

from competency import EXAMPLES, asked, dataset, parameters
from policygraph.ask.evidence import QuotedEvidence, choose_evidence, states_duty, write_evidence_query
from policygraph.sparql import run
from policygraph.store import engine, select


def texts(graph: Dataset) -> dict[str, str]:
    rows = select(engine(graph), "SELECT ?text ?content { ?text pg:textContent ?content }")
    return {text.value: content.value for text, content in rows}


def find_evidence(rows: Sequence[Mapping[str, object]], graph: Dataset) -> list[list[QuotedEvidence]]:
    query = write_evidence_query(rows)
    return choose_evidence(rows, select(engine(graph), query) if query else ())


@pytest.mark.parametrize("example", sorted(EXAMPLES))
def test_every_row_that_states_a_duty_has_its_words(example: str) -> None:
    graph = dataset(example)
    known = texts(graph)
    count = 0
    for query in asked(example):
        if not states_duty(query.columns):
            continue
        rows = list(run(graph, query, parameters(example, query.name)).rows)
        found = find_evidence(rows, graph)
        assert len(found) == len(rows)
        for row, evidence in zip(rows, found, strict=True):
            assert evidence, (query.name, row)
            for each in evidence:
                assert each.quote == known[each.text][each.start : each.end]
                assert each.thing.startswith(str(row["measure_iri"]))
            count += 1
    assert count > 5


def test_a_row_has_the_words_of_its_own_bodies() -> None:
    graph = dataset("fujian")
    rows = [row for row in run(graph, "responsibilities").rows if row["quote"]]
    for row, evidence in zip(rows, find_evidence(rows, graph), strict=True):
        assert row["quote"] in [each.quote for each in evidence]


def test_rows_without_a_measure_have_no_words() -> None:
    graph = dataset("fujian")
    rows = list(run(graph, "load-by-level").rows)
    assert find_evidence(rows, graph) == [[] for _ in rows]
