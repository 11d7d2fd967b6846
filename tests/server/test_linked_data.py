"""IRIs of the data at their paths: what people and what programs get."""

from __future__ import annotations

import http.client
import json
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from .conftest import Answer, Served, started

FINANCE = "https://w3id.org/policygraph/id/body/350000/finance"
CHINESE = """
<http://data.example/sz/policy/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/policygraph/def/Policy> <http://data.example/sz/graph/a> .
<http://data.example/sz/\u673a\u6784/\u7701\u6559\u80b2\u5385> <http://www.w3.org/2004/02/skos/core#prefLabel> "<script>alert(1)</script>"@zh <http://data.example/sz/graph/a> .
<http://data.example/sz/\u673a\u6784/\u7701\u6559\u80b2\u5385> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <javascript:alert(1)> <http://data.example/sz/graph/a> .
<http://data.example/sz/enc/%E7%9C%81> <http://www.w3.org/2004/02/skos/core#prefLabel> "encoded" <http://data.example/sz/graph/a> .
<http://data.example/sz/file.ttl> <http://www.w3.org/2004/02/skos/core#prefLabel> "named like a file" <http://data.example/sz/graph/a> .
"""  # noqa: E501


def raw(server: Served, path: str, method: str = "GET", **headers: str) -> Answer:
    """One request, redirects not followed, the path sent as it is."""
    place = urllib.parse.urlsplit(server.url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
    connection.request(method, path, headers=headers)
    response = connection.getresponse()
    return Answer(response.status, response.headers, response.read())


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("plain") / "data.nq"
    path.write_text(CHINESE, encoding="utf-8")
    with started(path) as server:
        yield server


@pytest.mark.parametrize(
    ("accept", "place"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "/atlas/body/350000/finance.html"),
        ("text/turtle", "/id/body/350000/finance.ttl"),
        ("application/ld+json", "/id/body/350000/finance.jsonld"),
        ("application/n-triples, text/turtle;q=0.5", "/id/body/350000/finance.nt"),
        ("application/rdf+xml", "/id/body/350000/finance.rdf"),
        ("*/*", "/id/body/350000/finance.ttl"),
    ],
)
def test_a_thing_says_where_it_is_described(house: Served, accept: str, place: str) -> None:
    for path in ("/id/body/350000/finance", "/policygraph/id/body/350000/finance"):
        answer = raw(house, path, Accept=accept)
        assert (answer.status, answer.headers["Location"]) == (303, place)
        assert "Accept" in answer.headers["Vary"]
        assert raw(house, path, "HEAD", Accept=accept).status == 303
    described = raw(house, place)
    assert described.status == 200


@pytest.mark.parametrize(("suffix", "form"), [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdf", "xml")])
def test_every_form_says_the_same(house: Served, suffix: str, form: str) -> None:
    answer = raw(house, f"/id/body/350000/finance.{suffix}")
    assert answer.status == 200
    found = Graph().parse(data=answer.body, format=form)
    said = Graph().parse(data=raw(house, "/id/body/350000/finance.nt").body, format="nt")
    assert set(found) == set(said)
    subject = URIRef(FINANCE)
    assert any(found.objects(subject)) and any(found.subjects(None, subject))


def test_a_measure_is_a_place_in_its_policys_page(house: Served) -> None:
    answer = raw(house, "/id/policy/fujian-relocation-2020/measure/3", Accept="text/html")
    assert answer.headers["Location"] == "/atlas/policy/fujian-relocation-2020.html#measure/3"
    page = raw(house, "/atlas/policy/fujian-relocation-2020.html").text
    assert 'id="measure/3"' in page


def test_what_the_atlas_has_no_page_of_has_a_plain_one(house: Served) -> None:
    answer = raw(house, "/id/policy/fujian-relocation-2020/measure/3/responsibility/1", Accept="text/html")
    assert answer.headers["Location"].endswith("/responsibility/1.html")
    page = raw(house, answer.headers["Location"])
    assert page.status == 200 and page.headers["Content-Type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_a_graph_is_a_document(house: Served) -> None:
    whole = raw(house, "/id/graph/fujian-relocation-2020", Accept="application/n-triples")
    assert whole.status == 200 and "Accept" in whole.headers["Vary"]
    counted = house.ask(
        query="SELECT (COUNT(*) AS ?n) { GRAPH <https://w3id.org/policygraph/id/graph/fujian-relocation-2020>"
        " { ?s ?p ?o } }"
    )
    number = json.loads(counted.body)["results"]["bindings"][0]["n"]["value"]
    assert len(Graph().parse(data=whole.body, format="nt")) == int(number) > 500


@pytest.mark.parametrize("path", ["/id/body/nowhere", "/id/body/350000/finance.exe", "/id/%3Cx%3E", "/id/../x", "/x"])
def test_what_is_unknown(house: Served, path: str) -> None:
    assert raw(house, path).status == 404
    page = raw(house, path, Accept="text/html")
    assert page.status == 404 and page.headers["Content-Type"].startswith("text/html")
    assert "<x>" not in page.text


def test_what_is_not_offered(house: Served) -> None:
    assert raw(house, "/id/body/350000/finance", Accept="image/png").status == 406


@pytest.mark.parametrize("path", ["/atlas/../../../etc/passwd", "/atlas/%2e%2e/graph.ttl", "/atlas/..%2fgraph.ttl"])
def test_the_atlas_gives_nothing_else(house: Served, path: str) -> None:
    assert raw(house, path).status == 404


def test_chinese_paths_are_decoded_once(plain: Served) -> None:
    path = urllib.parse.quote("机构/省教育厅")
    for prefix in ("/id/", "/sz/"):
        answer = raw(plain, prefix + path, Accept="text/turtle")
        assert (answer.status, answer.headers["Location"]) == (303, f"/id/{path}.ttl")
    found = Graph().parse(data=raw(plain, f"/id/{path}.ttl").body, format="turtle")
    assert set(found.subjects()) == {URIRef("http://data.example/sz/机构/省教育厅")}
    # An IRI that is written with percent signs is another thing, and is found as it is written.
    answer = raw(plain, "/id/enc/%E7%9C%81", Accept="text/turtle")
    assert answer.status == 303
    encoded = Graph().parse(data=raw(plain, answer.headers["Location"]).body, format="turtle")
    assert set(encoded.subjects()) == {URIRef("http://data.example/sz/enc/%E7%9C%81")}


def test_a_thing_may_be_named_like_a_file(plain: Served) -> None:
    assert raw(plain, "/id/file.ttl", Accept="application/n-triples").headers["Location"] == "/id/file.ttl.nt"
    assert b"named like a file" in raw(plain, "/id/file.ttl.nt").body


def test_hostile_words_stay_words(plain: Served) -> None:
    page = raw(plain, "/id/" + urllib.parse.quote("机构/省教育厅") + ".html").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "<script>alert" not in page
    assert "javascript:alert(1)" in page and 'href="javascript:' not in page


@pytest.fixture(scope="module")
def popular(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A thing that much refers to, and that has much to say; its statements are in no order, some in two graphs."""
    path = tmp_path_factory.mktemp("popular") / "data.nq"
    thing, p = "<http://data.example/sz/thing>", "http://data.example/p"
    lines = [
        "<http://data.example/sz/policy/a> a <https://w3id.org/policygraph/def/Policy> .",
        f'{thing} <http://www.w3.org/2004/02/skos/core#prefLabel> "Name of it" .',
        '<http://data.example/sz/in1> <http://www.w3.org/2004/02/skos/core#prefLabel> "First of them" .',
        *(f"{thing} <{p}/out> <http://data.example/sz/out{n}> ." for n in (5, 3, 1, 4, 2)),
        *(f"<http://data.example/sz/in{n}> <{p}/b> {thing} ." for n in (5, 3, 1, 4, 2)),
        *(f"<http://data.example/sz/in{n}> <{p}/a> {thing} <http://data.example/g{n}> ." for n in (2, 1)),
        *(f"<http://data.example/sz/in{n}> <{p}/a> {thing} <http://data.example/g> ." for n in (2, 1)),
    ]
    path.write_text("\n".join(lines).replace(" a ", " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "))
    return path


def test_a_page_says_that_it_shows_the_first_statements(popular: Path) -> None:
    with started(popular, "--max-page-rows", "4") as server:
        page = raw(server, "/id/thing.html").text
        assert page.count("Only the first 4 statements are listed") == page.count("此处只列出前 4 条") == 2
        assert "<h1" in page and "Name of it" in page and "First of them" in page
        # The first four, by predicate and then by the other end.
        out, into = page.split("<section>")[1:]
        assert [f"/id/out{n}" in out for n in range(1, 6)] == [True] * 3 + [False] * 2
        assert [into.count(f'"/id/in{n}"') for n in range(1, 6)] == [2, 2, 0, 0, 0]
        # A number stands only where it is that of all.
        assert 'class="count"' not in out and into.count('class="count">2<') == into.count('class="count"') == 1
        for section, count in ((out, 6), (into, 9)):
            fragment = section.split('href="/#')[1].split('"')[0]
            answer = server.ask(query=urllib.parse.parse_qs(fragment)["query"][0])
            assert len(json.loads(answer.body)["results"]["bindings"]) == count
        for suffix, form in (("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdf", "xml")):
            assert len(Graph().parse(data=raw(server, f"/id/thing.{suffix}").body, format=form)) == 13
    with started(popular, "--max-page-rows", "7", "--max-rows", "12") as server:
        page = raw(server, "/id/thing.html").text
        assert "Only the first" not in page and page.count('class="count">5<') == 2
        for suffix in ("ttl", "nt"):
            refused = raw(server, f"/id/thing.{suffix}")
            assert (refused.status, "more than 12 rows" in refused.text) == (422, True)
