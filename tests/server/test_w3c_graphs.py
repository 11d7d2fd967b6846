"""The test cases that the W3C's SPARQL 1.1 suite has for the Graph Store Protocol, in its order: each builds on those
before it. Statuses are exactly those of the suite's manifest.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from .conftest import Served

TURTLE = "text/turtle; charset=utf-8"
PREFIXES = "@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix v: <http://www.w3.org/2006/vcard/ns#> .\n"
PERSON = "<HOST/graphs/person/1>"


def card(name: str, more: str = "") -> str:
    return f'{PREFIXES}{PERSON} a foaf:Person ; {more} foaf:businessCard [ a v:VCard ; v:fn "{name}" ] .'


ALICE = PREFIXES + '[] a foaf:Person ; foaf:businessCard [ a v:VCard ; v:given-name "Alice" ] .'
PART = (
    '--edge\r\nContent-Disposition: form-data; name="{0}"; filename="{0}"\r\n'
    "Content-Type: text/turtle; charset=utf-8\r\n\r\n{1}\r\n"
)
FORM = (
    PART.format("last.ttl", PREFIXES + PERSON + ' foaf:familyName "Doe" .')
    + PART.format("first.ttl", PREFIXES + PERSON + ' foaf:givenName "Jane" .')
    + "--edge--\r\n"
)


@dataclass
class Case:
    """A request; the status of its answer, and the graph in it. NEW is what an answer before had in Location."""

    name: str
    method: str
    path: str
    status: int
    body: str | None = None
    kind: str = TURTLE
    graph: str | None = None


CASES = [
    Case("put__initial_state", "PUT", "/graphs/person/1.ttl", 201, card("John Doe")),
    Case("get_of_put__initial_state", "GET", "/graphs?graph=HOST/graphs/person/1.ttl", 200, graph=card("John Doe")),
    Case("put__graph_already_in_store", "PUT", "/graphs/person/1.ttl", 204, card("Jane Doe")),
    Case("get_of_put__graph_already_in_store", "GET", "/graphs/person/1.ttl", 200, graph=card("Jane Doe")),
    Case("put__default_graph", "PUT", "/graphs?default", 201, ALICE),
    Case("get_of_put__default_graph", "GET", "/graphs?default", 200, graph=ALICE),
    Case("put__mismatched_payload", "PUT", "/graphs/person/1.ttl", 400, card("Jane Doe"), "application/rdf+xml"),
    Case("(the graph deleted next)", "PUT", "/graphs/person/2.ttl", 201, card("Nobody")),
    Case("delete__existing_graph", "DELETE", "/graphs/person/2.ttl", 200),
    Case("get_of_delete__existing_graph", "GET", "/graphs/person/2.ttl", 404),
    Case("delete__nonexistent_graph", "DELETE", "/graphs/person/2.ttl", 404),
    Case("post__existing_graph", "POST", "/graphs/person/1.ttl", 200, PREFIXES + PERSON + ' foaf:name "Jane Doe" .'),
    Case(
        "get_of_post__existing_graph", "GET", "/graphs/person/1.ttl", 200,
        graph=card("Jane Doe", 'foaf:name "Jane Doe" ;'),
    ),
    Case("post__multipart_formdata", "POST", "/graphs/person/1.ttl", 200, FORM, "multipart/form-data; boundary=edge"),
    Case(
        "get_of_post__multipart_formdata", "GET", "/graphs/person/1.ttl", 200,
        graph=card("Jane Doe", 'foaf:name "Jane Doe" ; foaf:familyName "Doe" ; foaf:givenName "Jane" ;'),
    ),
    Case("post__create__new_graph", "POST", "/graphs", 201, ALICE),
    Case("get_of_post__create__new_graph", "GET", "NEW", 200, graph=ALICE),
    Case("(nothing is added)", "POST", "NEW", 200, ""),
    Case("get_of_post__after_noop", "GET", "NEW", 200, graph=ALICE),
    Case("head_on_an_existing_graph", "HEAD", "/graphs/person/1.ttl", 200),
    Case("head_on_a_nonexisting_graph", "HEAD", "/graphs/person/4.ttl", 404),
]  # fmt: skip


def canonical(turtle: str) -> list[str]:
    """Triples with blank nodes named by what is said of them."""
    found = Dataset(
        Quad(*quad) for quad in ((q.subject, q.predicate, q.object) for q in parse(turtle, RdfFormat.TURTLE))
    )
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, found))


def test_all_cases_of_the_suite_pass_in_their_order(empty: Served) -> None:
    assert sum(not case.name.startswith("(") for case in CASES) == 19
    new, failed = "", []
    for case in CASES:
        path = new if case.path == "NEW" else case.path.replace("HOST", empty.url)
        body = None if case.body is None else case.body.replace("HOST", empty.url).encode()
        if body is None:
            found = empty.ask(path, method=case.method, Accept="text/turtle")
        else:
            found = empty.ask(path, method=case.method, data=body, Content_Type=case.kind)
        if found.status != case.status:
            failed.append(f"{case.name}: {found.status} {found.text}")
        if case.graph is not None and found.status == 200:
            assert found.headers["Content-Type"] == "text/turtle; charset=utf-8"
            if canonical(found.text) != canonical(case.graph.replace("HOST", empty.url)):
                failed.append(f"{case.name}: {found.text}")
        if "Location" in found.headers and case.path == "/graphs":
            new = found.headers["Location"].removeprefix(empty.url)
    assert not failed


def test_head_says_what_get_says(writable: Served) -> None:
    got, head = (writable.ask("/graphs?default", method=method, Accept="text/turtle") for method in ("GET", "HEAD"))
    assert head.body == b""
    assert head.headers["Content-Type"] == got.headers["Content-Type"]
    assert int(head.headers["Content-Length"]) > 0
