"""The SPARQL 1.1 protocol for queries, case by case as the specification has them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

if TYPE_CHECKING:
    from .conftest import Served

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
ALL = "SELECT ?o { ?s <http://e/p> ?o } ORDER BY ?o"
GRAPHS = "SELECT ?o { GRAPH ?g { ?s <http://e/p> ?o } } ORDER BY ?o"
A, B = "http://e/graph/a", "http://e/graph/b"


def values(answer: Any) -> list[str]:
    assert answer.status == 200, answer.text
    return [row["o"]["value"] for row in json.loads(answer.body)["results"]["bindings"]]


def test_query_by_get(server: Served) -> None:
    assert values(server.ask(query=ALL)) == ["a", "b", "d"]


def test_query_by_form(server: Served) -> None:
    assert values(server.ask(data=urlencode({"query": ALL}).encode(), Content_Type=FORM)) == ["a", "b", "d"]


def test_query_by_post_directly(server: Served) -> None:
    assert values(server.ask(data=ALL.encode(), Content_Type=DIRECT)) == ["a", "b", "d"]
    assert values(server.ask(data=ALL.encode(), Content_Type=DIRECT + "; charset=UTF-8")) == ["a", "b", "d"]


@pytest.mark.parametrize("way", ["get", "form", "direct"])
@pytest.mark.parametrize(
    ("query", "dataset", "expected"),
    [
        (ALL, [("default-graph-uri", A)], ["a"]),
        (ALL, [("default-graph-uri", A), ("default-graph-uri", B)], ["a", "b"]),
        (ALL, [("default-graph-uri", A), ("default-graph-uri", ""), ("named-graph-uri", "")], ["a"]),
        (GRAPHS, [("named-graph-uri", A)], ["a"]),
        (ALL, [("named-graph-uri", A)], []),
        (GRAPHS, [("named-graph-uri", A), ("named-graph-uri", B)], ["a", "b"]),
        (GRAPHS, [("default-graph-uri", A), ("named-graph-uri", B)], ["b"]),
        (ALL.replace("{", f"FROM <{A}> {{", 1), [("default-graph-uri", B)], ["b"]),
        (ALL.replace("{", f"FROM <{A}> {{", 1), [], ["a"]),
        (GRAPHS.replace("{", f"FROM NAMED <{A}> {{", 1), [], ["a"]),
    ],
)
def test_dataset(server: Served, way: str, query: str, dataset: list[tuple[str, str]], expected: list[str]) -> None:
    if way == "get":
        answer = server.ask(query=query, more=dataset)
    elif way == "form":
        answer = server.ask(data=urlencode([("query", query), *dataset]).encode(), Content_Type=FORM)
    else:
        answer = server.ask(more=dataset, data=query.encode(), Content_Type=DIRECT)
    assert values(answer) == expected


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        ("SELECT * {}", None, "application/sparql-results+json"),
        ("SELECT * {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("SELECT * {}", "text/csv", "text/csv; charset=utf-8"),
        ("SELECT * {}", "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("SELECT * {}", "text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("SELECT * {}", "text/csv, application/sparql-results+json", "text/csv; charset=utf-8"),
        ("SELECT * {}", "application/pdf, */*;q=0.1", "application/sparql-results+json"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", None, "text/turtle; charset=utf-8"),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "application/rdf+xml", "application/rdf+xml"),
        ("DESCRIBE <http://e/a>", "application/n-triples", "application/n-triples"),
        ("DESCRIBE <http://e/a>", "application/ld+json", "application/ld+json"),
    ],
)
def test_content_negotiation(server: Served, query: str, accept: str | None, kind: str) -> None:
    answer = server.ask(query=query, Accept=accept) if accept else server.ask(query=query)
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)


@pytest.mark.parametrize(
    ("status", "given"),
    [
        (405, {"query": ALL, "method": "PUT"}),
        (400, {"more": [("query", ALL), ("query", ALL)]}),
        (400, {"more": [("querry", ALL)]}),
        (415, {"data": ALL.encode(), "Content_Type": "text/plain"}),
        (415, {"data": urlencode({"query": ALL}).encode()}),
        (415, {"data": ALL.encode()}),
        (400, {"data": ALL.encode("utf-16"), "Content_Type": DIRECT}),
        (400, {"query": "SELECT nothing"}),
        (400, {"query": ALL, "more": [("default-graph-uri", "not an IRI")]}),
        (406, {"query": ALL, "Accept": "application/pdf"}),
        (403, {"more": [("update", "CLEAR ALL")]}),
        (403, {"data": b"update=CLEAR+ALL", "Content_Type": FORM}),
        (403, {"data": b"CLEAR ALL", "Content_Type": "application/sparql-update"}),
        (403, {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}),
        (403, {"query": "SELECT * { SERVICE SILENT ?x { ?s ?p ?o } }"}),
        (413, {"data": b"SELECT" + b" " * 2_000_000, "Content_Type": DIRECT}),
        (400, {"data": b"query=%ff%fe", "Content_Type": FORM}),
        (400, {"data": b"a=b&" * 2000, "Content_Type": FORM}),
        (404, {"path": "/../../etc/passwd"}),
        (404, {"path": "/%2e%2e/%2e%2e/etc/passwd"}),
    ],
)
def test_wrong_requests(server: Served, status: int, given: dict[str, Any]) -> None:
    answer = server.ask(**given)
    assert answer.status == status
    assert "Traceback" not in answer.text


def test_an_encoded_chinese_iri_is_decoded_once(server: Served) -> None:
    query = "SELECT ?o { <http://e/\u7701> <http://e/name> ?o }"
    assert values(server.ask(data=urlencode({"query": query}).encode(), Content_Type=FORM)) == [
        "\u7701\u6559\u80b2\u5385"
    ]
    percent = 'SELECT ("%E7%9C%81" AS ?o) {}'
    assert values(server.ask(data=urlencode({"query": percent}).encode(), Content_Type=FORM)) == ["%E7%9C%81"]


def test_head_options_and_cors(server: Served) -> None:
    head = server.ask(query=ALL, method="HEAD", Origin="http://elsewhere")
    assert (head.status, head.body, head.headers["Access-Control-Allow-Origin"]) == (200, b"", "*")
    preflight = server.ask(method="OPTIONS", Origin="http://elsewhere", Access_Control_Request_Method="POST")
    assert preflight.status == 200
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]


def test_a_request_without_a_question_describes_the_service(server: Served) -> None:
    for path in ("/sparql", "/.well-known/void"):
        assert "UnionDefaultGraph" in server.ask(path, Accept="text/turtle").text
    assert "sh:SPARQLExecutable" in server.ask("/.well-known/sparql-examples").text
    assert json.loads(server.ask("/health").body) == {"status": "ok", "quads": 4}


def test_the_start_depends_on_the_accept_header(server: Served) -> None:
    """Caches must not give the page to programs that ask for RDF."""
    for accept in ("text/html", "text/turtle"):
        assert "Accept" in server.ask("/", Accept=accept).headers["Vary"].split(", ")


def test_an_empty_dataset_is_none(server: Served) -> None:
    """Forms send the fields that nobody filled in."""
    empty = [("default-graph-uri", ""), ("named-graph-uri", "")]
    everything = values(server.ask(query=ALL))
    assert len(everything) == 3
    assert values(server.ask(query=ALL, more=empty)) == everything
    form = urlencode([("query", ALL), *empty]).encode()
    assert values(server.ask(data=form, Content_Type=FORM)) == everything
    direct = server.ask(data=ALL.encode(), more=empty, Content_Type="application/sparql-query")
    assert values(direct) == everything
    assert "UnionDefaultGraph" in server.ask(more=empty, Accept="text/turtle").text


def test_a_byte_order_mark_is_no_part_of_a_query(server: Served) -> None:
    marked = "\ufeff" + ALL
    assert values(server.ask(query=marked)) == ["a", "b", "d"]
    assert values(server.ask(data=urlencode({"query": marked}).encode(), Content_Type=FORM)) == ["a", "b", "d"]
    assert values(server.ask(data=marked.encode(), Content_Type=DIRECT)) == ["a", "b", "d"]


def test_a_byte_order_mark_is_no_part_of_what_is_written(writable: Served) -> None:
    writable.update('\ufeffINSERT DATA { <http://e/m> <http://e/marked> "u" }')
    data = '\ufeff<http://e/m> <http://e/marked> "{}" .'
    for method, letter in (("PUT", "a"), ("POST", "b")):
        body = data.format(letter).encode()
        answer = writable.ask("/graphs?graph=http://e/graph/mark", data=body, method=method, Content_Type="text/turtle")
        assert answer.status in (200, 201, 204), answer.text
    assert values(writable.ask(query="SELECT ?o { ?s <http://e/marked> ?o } ORDER BY ?o")) == ["a", "b", "u"]


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("SELECT ?o { ?s <http://e/control> ?o }", "application/sparql-results+xml"),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o . ?s <http://e/control> ?o }", "application/rdf+xml"),
    ],
)
def test_xml_answers_are_well_formed(writable: Served, query: str, kind: str) -> None:
    writable.update('INSERT DATA { <http://e/c> <http://e/control> "a\\u0002b\\uFFFEc\\u000B" }')
    answer = writable.ask(query=query, Accept=kind)
    assert "".join(ElementTree.fromstring(answer.body).itertext()).strip() == "a\ufffdb\ufffdc\ufffd"


def test_a_graph_in_xml_is_well_formed(writable: Served) -> None:
    writable.update('INSERT DATA { <http://e/c> <http://e/control> "a\\u0002b" }')
    ElementTree.fromstring(writable.ask("/graphs?default", Accept="application/rdf+xml").body)
