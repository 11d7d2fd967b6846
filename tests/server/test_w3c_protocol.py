"""The test cases that the W3C's SPARQL 1.1 suite has for the protocol, each under the name it has there.

The requests are those of the suite's manifest, with shorter data. A bad request there may be answered by any status of
400 and above; here it must be below 500, because each is the client's fault.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from .conftest import Answer, Served, started

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
DATA = [f"http://example.org/data{n}.rdf" for n in range(4)]
DOCUMENT, RESOURCE = "http://xmlns.com/foaf/0.1/Document", "http://purl.org/dc/terms/BibliographicResource"
TARGET = "http://example.org/protocol-update-test/"
D1, D2, D3 = (f"<{iri}>" for iri in DATA[1:])
#: Asked whatever the test: is this endpoint's answer one of these types?
ROWS = {"application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"}
YES = {"application/sparql-results+json", "application/sparql-results+xml"}
TRIPLES = {"text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"}

FILL = (
    "DROP ALL ; INSERT DATA { "
    + " ".join(f"GRAPH <{iri}> {{ <{iri}> a <{DOCUMENT}> }}" for iri in DATA[1:])
    + f" }} ; INSERT {{ GRAPH <{TARGET}> {{ ?s a <{RESOURCE}> }} }} WHERE "
)
WITH = f"WITH <{DATA[1]}> DELETE {{ ?s a ?t }} INSERT {{ ?s a <{RESOURCE}> }} WHERE {{ ?s a ?t }}"


def filled(present: list[str], absent: list[str]) -> str:
    """Whether the update reached some and not others."""
    none = "".join(f" FILTER NOT EXISTS {{ GRAPH <{TARGET}> {{ {iri} a <{RESOURCE}> }} }}" for iri in absent)
    return f"ASK {{ GRAPH <{TARGET}> {{ {' '.join(f'{iri} a <{RESOURCE}> .' for iri in present)} }}{none} }}"


@dataclass
class Step:
    """A request, and what its answer must be: its boolean, one of these media types, a text in it, or refused."""

    method: str = "GET"
    fields: list[tuple[str, str]] = field(default_factory=list)
    body: bytes | None = None
    kind: str | None = None
    true: bool = False
    types: set[str] | None = None
    holds: str | None = None
    bad: bool = False

    def check(self, server: Served) -> None:
        more = {"Content_Type": self.kind} if self.kind else {}
        found: Answer = server.ask(method=self.method, more=self.fields, data=self.body, **more)
        if self.bad:
            assert 400 <= found.status < 500, found.text
            return
        assert 200 <= found.status < 300, found.text
        if self.true:
            assert json.loads(found.body)["boolean"] is True
        if self.types:
            assert found.headers["Content-Type"].partition(";")[0] in self.types
        if self.holds:
            assert self.holds.replace("HOST", server.url) in found.text


def get(query: str, *fields: tuple[str, str], **more: object) -> Step:
    return Step("GET", [("query", query), *fields], **more)  # type: ignore[arg-type]


def post(kind: str | None, body: str | bytes, *fields: tuple[str, str], **more: object) -> Step:
    data = body.encode() if isinstance(body, str) else body
    return Step("POST", list(fields), data, kind, **more)  # type: ignore[arg-type]


def ask(query: str) -> Step:
    return post(QUERY, query, true=True)


def default(*numbers: int) -> list[tuple[str, str]]:
    return [("default-graph-uri", DATA[n]) for n in numbers]


def named(*numbers: int) -> list[tuple[str, str]]:
    return [("named-graph-uri", DATA[n]) for n in numbers]


BOTH = f"ASK {{ {D1} a ?t . {D2} a ?t }}"
BOTH_NAMED = f"ASK {{ GRAPH ?g {{ {D1} a ?t }} GRAPH ?h {{ {D2} a ?u }} }}"
FULL = f"ASK {{ {D3} a ?t GRAPH ?g {{ {D1} a ?t }} GRAPH ?h {{ {D2} a ?u }} }}"
USING = [("using-graph-uri", DATA[1])]

CASES: dict[str, list[Step]] = {
    "query_post_form": [post(FORM, "query=ASK%20%7B%7D", *default(0), true=True)],
    "query_dataset_default_graphs_get": [get(BOTH, *default(1, 2), true=True)],
    "query_dataset_default_graphs_post": [post(QUERY, BOTH, *default(1, 2), true=True)],
    "query_dataset_named_graphs_post": [post(QUERY, BOTH_NAMED, *named(1, 2), true=True)],
    "query_dataset_named_graphs_get": [get(BOTH_NAMED, *named(1, 2), true=True)],
    "query_dataset_full": [post(QUERY, FULL, *default(3), *named(1, 2), true=True)],
    "query_multiple_dataset": [
        # The request's dataset counts and the query's own does not.
        post(QUERY, f"ASK FROM <{DATA[1]}> {{ {D2} a ?t FILTER NOT EXISTS {{ {D1} a ?u }} }}", *default(2), true=True)
    ],
    "query_get": [get("ASK {}", *default(0), true=True)],
    "query_content_type_select": [post(QUERY, "SELECT (1 AS ?value) {}", *default(0), types=ROWS)],
    "query_content_type_ask": [post(QUERY, "ASK {}", *default(0), types=YES)],
    "query_content_type_describe": [post(QUERY, "DESCRIBE <http://example.org/>", *default(0), types=TRIPLES)],
    "query_content_type_construct": [post(QUERY, "CONSTRUCT { <s> <p> 1 } WHERE {}", *default(0), types=TRIPLES)],
    "update_dataset_default_graph": [
        post(UPDATE, FILL + f"{{ ?s a <{DOCUMENT}> }}", *USING),
        ask(filled([D1], [D2, D3])),
    ],
    "update_dataset_default_graphs": [
        post(UPDATE, FILL + f"{{ ?s a <{DOCUMENT}> }}", *USING, ("using-graph-uri", DATA[2])),
        ask(filled([D1, D2], [D3])),
    ],
    "update_dataset_named_graphs": [
        post(
            UPDATE,
            FILL + f"{{ GRAPH ?g {{ ?s a <{DOCUMENT}> }} }}",
            *[("using-named-graph-uri", DATA[n]) for n in (1, 2)],
        ),
        ask(filled([D1, D2], [D3])),
    ],
    "update_dataset_full": [
        post(
            UPDATE,
            FILL + f"{{ {{ ?s a <{DOCUMENT}> }} UNION {{ GRAPH ?g {{ ?s a <{DOCUMENT}> }} }} }}",
            *USING,
            ("using-named-graph-uri", DATA[2]),
        ),
        ask(filled([D1, D2], [D3])),
    ],
    "update_post_form": [
        post(FORM, urlencode({"update": f"CLEAR ALL ; INSERT DATA {{ {D1} a 1 }}"})),
        ask(f"ASK {{ {D1} a 1 }}"),
    ],
    "update_post_direct": [post(UPDATE, f"CLEAR ALL ; INSERT DATA {{ {D2} a 1 }}"), ask(f"ASK {{ {D2} a 1 }}")],
    "update_base_uri": [
        post(UPDATE, f"CLEAR SILENT GRAPH <{TARGET}> ; INSERT DATA {{ GRAPH <{TARGET}> {{ {D1} a <test> }} }}"),
        post(QUERY, f"SELECT ?o {{ GRAPH <{TARGET}> {{ {D1} a ?o }} }}", types=ROWS, holds='"HOST/test"'),
    ],
    "query_post_direct": [post(QUERY, "ASK {}", *default(0), true=True)],
    "bad_query_method": [Step("PUT", [("query", "ASK {}"), *default(0)], bad=True)],
    "bad_multiple_queries": [get("ASK {}", ("query", "SELECT * {}"), *default(0), bad=True)],
    "bad_query_wrong_media_type": [post("text/plain", "ASK {}", *default(0), bad=True)],
    "bad_query_missing_form_type": [post(None, "query=ASK%20%7B%7D", *default(0), bad=True)],
    "bad_query_missing_direct_type": [post(None, "ASK {}", *default(0), bad=True)],
    "bad_query_non_utf8": [post(QUERY + "; charset=UTF-16", "ASK {}".encode("utf-16"), *default(0), bad=True)],
    "bad_query_syntax": [get("ASK {", *default(0), bad=True)],
    "bad_update_get": [Step("GET", [("update", "CLEAR ALL")], bad=True)],
    "bad_multiple_updates": [post(FORM, "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", bad=True)],
    "bad_update_wrong_media_type": [post("text/plain", "CLEAR NAMED", bad=True)],
    "bad_update_missing_form_type": [post(None, "update=CLEAR%20NAMED", bad=True)],
    "bad_update_non_utf8": [post(UPDATE + "; charset=UTF-16", "CLEAR NAMED".encode("utf-16"), bad=True)],
    "bad_update_syntax": [post(FORM, "update=CLEAR%20XYZ", bad=True)],
    "bad_update_dataset_conflict": [
        post(FORM, urlencode({"using-named-graph-uri": "http://example/people", "update": WITH}), bad=True)
    ],
}


def test_all_cases_of_the_suite_are_here() -> None:
    assert len(CASES) == 34
    assert sum(step.bad for steps in CASES.values() for step in steps) == 14


@pytest.mark.parametrize("name", CASES)
def test_case(empty: Served, name: str) -> None:
    assert empty.update(FILL + "{}").status == 204
    before = empty.ask(query="SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o", Accept="text/csv").body
    for step in CASES[name]:
        step.check(empty)
    if any(step.bad for step in CASES[name]):
        after = empty.ask(query="SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o", Accept="text/csv").body
        assert after == before


def test_the_suite_can_fail(graph: Path) -> None:
    """Without a token the same server refuses what changes anything."""
    with started(graph) as server:
        for name in ("update_post_form", "update_post_direct", "update_base_uri"):
            with pytest.raises(AssertionError, match="does not accept updates"):
                CASES[name][0].check(server)
