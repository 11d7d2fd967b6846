"""The Graph Store Protocol beyond the W3C's cases: formats, wrong requests, what is whole and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Served

G = "/graphs?graph=http://e/put"
TTL = "text/turtle"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/turtle", '<http://e/s> <http://e/p> "\u7701", <x> .'),
        ("application/n-triples", '<http://e/s> <http://e/p> "\u7701" .\n<http://e/s> <http://e/p> <http://e/x> .'),
        ("application/ld+json", '{"@id": "http://e/s", "http://e/p": ["\u7701", {"@id": "x"}]}'),
        (
            "application/rdf+xml",
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"><r:Description '
            'r:about="http://e/s"><e:p>\u7701</e:p><e:p r:resource="x"/></r:Description></r:RDF>',
        ),
    ],
)
def test_a_graph_comes_and_goes_in_every_format(writable: Served, kind: str, body: str) -> None:
    path = f"/graphs?graph=http://e/{kind.partition('/')[2].replace('+', '-')}"
    assert writable.ask(path, method="PUT", data=body.encode(), Content_Type=kind).status == 201
    expected = ['<http://e/s> <http://e/p> "\u7701" .', "<http://e/s> <http://e/p> <http://e/x> ."]
    assert sorted(writable.ask(path, Accept="application/n-triples").text.splitlines()) == sorted(expected)
    back = writable.ask(path, Accept=kind)
    assert back.headers["Content-Type"].partition(";")[0] == kind
    assert writable.ask(path, method="PUT", data=back.body, Content_Type=kind).status == 204
    assert sorted(writable.ask(path, Accept="application/n-triples").text.splitlines()) == sorted(expected)
    assert writable.ask(path, method="DELETE").status == 200


def test_an_empty_graph_is_there_until_it_is_deleted(writable: Served) -> None:
    assert writable.ask(G, method="PUT", data=b"", Content_Type=TTL).status == 201
    assert (writable.ask(G).status, writable.ask(G).body) == (200, b"")
    assert writable.ask(G, method="PUT", data=b"", Content_Type=TTL).status == 204
    assert writable.ask(G, method="DELETE").status == 200
    assert writable.ask(G).status == 404


def test_blank_nodes_of_two_requests_are_two(writable: Served) -> None:
    for _ in range(2):
        answer = writable.ask(G, method="POST", data=b"_:a <http://e/p> 1 .", Content_Type=TTL)
        assert answer.status in (200, 201)
    assert len(writable.ask(G, Accept="application/n-triples").text.splitlines()) == 2
    writable.ask(G, method="DELETE")


@pytest.mark.parametrize(
    ("status", "given"),
    [
        (400, {"path": "/graphs"}),
        (400, {"path": "/graphs?graph=not-an-iri"}),
        (400, {"path": "/graphs?graph=http://e/a%3E%20b"}),
        (400, {"path": "/graphs?graph=http://e/a&graph=http://e/b"}),
        (400, {"path": "/graphs?graph=http://e/a&default"}),
        (400, {"path": "/graphs?default=1"}),
        (400, {"path": "/graphs/a?graph=http://e/a"}),
        (400, {"path": "/graphs?graf=http://e/a"}),
        (404, {"path": "/graphs?graph=http://e/nowhere"}),
        (404, {"path": "/graphs/nowhere"}),
        (406, {"path": "/graphs?default", "Accept": "text/csv"}),
        (405, {"path": G, "method": "PATCH", "data": b""}),
        (415, {"path": G, "method": "PUT", "data": b"", "Content_Type": "text/csv"}),
        (415, {"path": G, "method": "PUT", "data": b"{}", "Content_Type": "application/json"}),
        (415, {"path": G, "method": "PUT", "data": b""}),
        (415, {"path": G, "method": "PUT", "data": b"", "Content_Type": "text/turtle; charset=gb2312"}),
        (415, {"path": G, "method": "PUT", "data": b"", "Content_Type": TTL, "Content_Encoding": "gzip"}),
        (400, {"path": G, "method": "PUT", "data": b"<http://e/a> <http://e/p> 1 . <", "Content_Type": TTL}),
        (400, {"path": G, "method": "PUT", "data": b"\xff\xfe", "Content_Type": TTL}),
        (
            400,
            {
                "path": G,
                "method": "PUT",
                "data": b'{"@id": "http://e/other", "@graph": [{"@id": "http://e/x", "http://e/p": 1}]}',
                "Content_Type": "application/ld+json",
            },
        ),
        (400, {"path": G, "method": "POST", "data": b"--", "Content_Type": "multipart/form-data; boundary=x"}),
        (400, {"path": G, "method": "POST", "data": b"--x--", "Content_Type": "multipart/form-data"}),
        (404, {"path": G, "method": "DELETE"}),
    ],
)
def test_wrong_requests_change_nothing(writable: Served, status: int, given: dict[str, Any]) -> None:
    before = writable.ask(query="SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o", Accept="text/csv").body
    answer = writable.ask(**given)
    assert answer.status == status, answer.text
    after = writable.ask(query="SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o", Accept="text/csv").body
    assert after == before
    assert writable.ask(G).status == 404


def test_a_graph_of_many_triples_is_put_and_deleted(writable: Served) -> None:
    row = b'<http://e/s> <http://e/p> "%d" .\n'
    many = b"".join(row % n for n in range(60_000))
    answer = writable.ask("/graphs?graph=http://e/large", method="PUT", data=many, Content_Type=TTL)
    assert answer.status == 201
    assert writable.true('ASK { <http://e/s> <http://e/p> "59999" }')
    assert writable.ask("/graphs?graph=http://e/large", method="DELETE").status == 200


def test_a_graph_made_without_a_name_is_where_it_says(writable: Served) -> None:
    made = writable.ask("/graphs", method="POST", data=b"<> <http://e/p> <b> .", Content_Type=TTL)
    place = made.headers["Location"]
    assert (made.status, place.startswith(writable.url + "/graphs/")) == (201, True)
    beside = place.rpartition("/")[0] + "/b"
    found = writable.ask(place.removeprefix(writable.url), Accept="application/n-triples").text
    assert found == f"<{place}> <http://e/p> <{beside}> .\n"
    assert writable.true(f"ASK {{ GRAPH <{place}> {{ <{place}> <http://e/p> <{beside}> }} }}")
