"""Answers in other forms: a data frame, and the catalogue itself as RDF."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from rdflib import RDF, SH, Graph

from competency import dataset
from policygraph.errors import UsageError
from policygraph.sparql import catalogue, run
from policygraph.sparql.catalogue import executables
from policygraph.sparql.header import read_query


def test_a_data_frame() -> None:
    frame = run(dataset("fujian"), "workload").to_pandas()
    assert list(frame.columns)[:2] == ["body", "label"]
    assert len(frame) == 42
    assert frame["total"].sum() == 106
    with pytest.raises(UsageError, match="its result is triples, not rows"):
        run(dataset("fujian"), "shared-responsibility").to_pandas()


def test_rows_are_read_as_they_are_asked_for() -> None:
    rows = iter(run(dataset("fujian"), "responsibilities").rows)
    first = next(rows)
    assert first["number"] == "(一)" and len(list(rows)) == 105


def test_an_answer_can_be_read_twice() -> None:
    results = run(dataset("fujian"), "body-pairs")
    assert list(results) == list(results) and len(list(results)) == 11


def test_the_catalogue_is_published_as_executables() -> None:
    graph = Graph().parse(data=executables(), format="turtle")
    assert len(list(graph.subjects(RDF.type, SH.SPARQLExecutable))) == len(catalogue())
    texts = {str(text) for text in graph.objects(None, SH.select)}
    assert len(texts) == sum(query.form == "SELECT" for query in catalogue().values())
    for text in texts:
        dataset("fujian").query(text)


def test_one_alone() -> None:
    from policygraph.sparql import find

    assert executables([find("are-linked")]).count("a sh:SPARQLAskExecutable") + executables(
        [find("are-linked")]
    ).count("sh:SPARQLAskExecutable") in (1, 2)


def test_rows_in_xml_are_well_formed_in_memory_and_in_a_file() -> None:
    question = read_query('SELECT ("a\\u0002b\\uFFFF" AS ?x) {}', name="any", origin="any.rq")
    results = run(dataset("fujian"), question)
    written = results.serialize("xml")
    assert written is not None
    assert "".join(ElementTree.fromstring(written).itertext()) == "a\ufffdb\ufffd"
    file = io.BytesIO()
    results.serialize("xml", file)
    assert file.getvalue() == written
