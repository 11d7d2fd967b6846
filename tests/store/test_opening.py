"""Opening graphs: every format, stores in folders, and what cannot be opened."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path

import pytest
from rdflib import RDF, URIRef

from competency import dataset
from policygraph.errors import StoreError
from policygraph.formats import GRAPH_SUFFIXES
from policygraph.namespaces import PG, VOCABULARY_GRAPH
from policygraph.store import dump, engine, open_graph

DUTIES = "SELECT (COUNT(*) AS ?n) WHERE { ?duty a <https://w3id.org/policygraph/def/Responsibility> }"


def count(graph: object, query: str = DUTIES) -> int:
    (row,) = graph.query(query)  # type: ignore[attr-defined]
    return int(row[0])


@pytest.mark.parametrize("suffix", [*GRAPH_SUFFIXES, ""])
def test_what_is_written_is_read_again(suffix: str, tmp_path: Path) -> None:
    path = dump(dataset("fujian"), tmp_path / f"graph{suffix}")
    opened = open_graph(path)
    assert count(opened) == 106
    before = {quad.triple for quad in engine(dataset("fujian"))}
    assert {quad.triple for quad in engine(opened)} == before


def test_rdflib_reads_the_same_triples(tmp_path: Path) -> None:
    from rdflib import Graph

    plain = Graph().parse(dump(dataset("fujian"), tmp_path / "graph.ttl"))
    assert len(list(plain.subjects(RDF.type, URIRef(PG + "Responsibility")))) == 106
    assert len(plain) == len({quad.triple for quad in engine(dataset("fujian"))})


def test_a_file_without_graphs_gets_its_policys_graph(tmp_path: Path) -> None:
    opened = open_graph(dump(dataset("fujian"), tmp_path / "graph.ttl"))
    names = {str(graph.identifier) for graph in opened.graphs()}
    assert "https://w3id.org/policygraph/id/graph/fujian-relocation-2020" in names


def test_the_same_file_twice_counts_once(tmp_path: Path) -> None:
    path = dump(dataset("fujian"), tmp_path / "graph.ttl")
    assert count(open_graph(path, path)) == 106


def test_facts_that_two_graphs_state_are_kept_once(tmp_path: Path) -> None:
    one, other, body = (f"https://example.org/{name}" for name in ("one", "other", "body"))
    (tmp_path / "two.nq").write_text(
        "".join(
            f'<{body}> <{RDF.type}> <{PG}Body> <{graph}> .\n<{body}> <{PG}surface> "{graph}" <{graph}> .\n'
            for graph in (one, other)
        )
    )
    opened = open_graph(tmp_path / "two.nq")
    assert count(opened, f"SELECT (COUNT(*) AS ?n) WHERE {{ ?body a <{PG}Body> }}") == 1
    assert len(opened.graph(URIRef(VOCABULARY_GRAPH))) == 1
    assert [str(value) for value in opened.graph(URIRef(one)).objects()] == [one]
    assert count(open_graph(tmp_path / "two.nq", vocabulary=False), "SELECT (COUNT(*) AS ?n) WHERE { ?s a ?t }") == 2


def test_labels_of_concepts_are_added_where_the_file_has_none(tmp_path: Path) -> None:
    (tmp_path / "bare.nt").write_text(f"<https://example.org/b> <{PG}level> <{PG}level/county> .\n")
    labels = "SELECT (COUNT(?l) AS ?n) WHERE { ?level <http://www.w3.org/2004/02/skos/core#prefLabel> ?l }"
    assert count(open_graph(tmp_path / "bare.nt"), labels) >= 2
    assert count(open_graph(tmp_path / "bare.nt", vocabulary=False), labels) == 0


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("absent.ttl", None, "there is no such file"),
        ("wrong.ttl", "this is no Turtle\n", "line 1: not valid Turtle"),
        ("wrong.nq", "<a> <b>", "not valid N-Quads"),
        ("graph.xyz", "", "unknown graph format"),
    ],
)
def test_what_cannot_be_opened_is_one_clear_line(name: str, content: str | None, message: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(StoreError) as caught:
        open_graph(tmp_path / name)
    assert name in str(caught.value) and message in str(caught.value) and "\n" not in str(caught.value)


def test_a_folder_that_is_no_store_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="not a store"):
        open_graph(tmp_path)


def test_a_store_is_opened_where_it_lies_and_not_changed(tmp_path: Path) -> None:
    path = dump(dataset("fujian"), tmp_path / "store")
    before = {file: file.stat().st_mtime_ns for file in path.glob("*.sst")}
    assert before and count(open_graph(path)) == 106
    assert {file: file.stat().st_mtime_ns for file in path.glob("*.sst")} == before


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".nq", ".trig", ".rdf", ".jsonld"])
def test_a_byte_order_mark_is_no_part_of_a_graph(suffix: str, tmp_path: Path) -> None:
    plain = dump(dataset("fujian"), tmp_path / f"plain{suffix}")
    marked = tmp_path / f"marked{suffix}"
    marked.write_bytes(BOM_UTF8 + plain.read_bytes())
    assert len(open_graph(marked)) == len(open_graph(plain))


def test_the_line_of_an_error_is_right_behind_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "marked.ttl"
    path.write_bytes(BOM_UTF8 + b"\n\n<a> <b> .\n")
    with pytest.raises(StoreError, match="line 3"):
        open_graph(path)
