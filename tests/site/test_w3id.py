"""The redirects of https://w3id.org/policygraph/ on a real Apache, as browsers, rdflib, curl and others ask."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag

import httpx
import pytest
from docs.ontology.generate import Site
from rdflib import OWL, RDF, Graph, URIRef

from policygraph.namespaces import FUNCTION, ID, LEVEL, PG, PLACE, ROLE

from .apache import HTACCESS, Served, serve

pytestmark = pytest.mark.slow

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CHROMIUM = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
PROTEGE = "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09"
TYPES = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
PARSERS = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}
#: What an IRI names, the file it leads to without suffix, and the anchor for people.
TERMS = {
    PG: "def/index",
    PG + "0.3.0": "def/0.3.0",
    PG + "Policy": "def/Policy",
    PG + "Function": "def/Function",
    PG + "function": "def/function",
    PG + "level": "def/level",
    PG + "levels": "def/levels",
    LEVEL + "county": "def/level/county",
    ROLE + "lead": "def/role/lead",
    PG + "review-status/accepted": "def/review-status/accepted",
    PG + "metric/shared_load": "def/metric/shared_load",
    FUNCTION + "education": "def/function/education",
    PG + "functions": "def/functions",
    PG + "function-collection/education-sport": "def/function-collection/education-sport",
    PG + "reform/2018-health": "def/reform/2018-health",
    PG + "shape/": "def/shape/index",
    PG + "shape/Policy-date": "def/shape/Policy-date",
    ID + "place": "id/place",
    PLACE + "100000": "id/place/100000",
    PLACE + "350000": "id/place/350000",
    PLACE + "350100": "id/place/350100",
    PLACE + "350102": "id/place/350100#350102",
    PLACE + "110101": "id/place/110000#110101",
    PLACE + "429004": "id/place/429004",
}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that Apache may read: pytest's own are for their user alone."""
    with tempfile.TemporaryDirectory(prefix="policygraph-w3id-") as name:
        found = Path(name)
        found.chmod(0o755)
        Site(found / "site").write()
        (found / "site" / "index.html").write_text("<!doctype html><title>start</title>", encoding="utf-8")
        yield found


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    with serve(folder) as found:
        yield found


def first(served: Served, iri: str, accept: str | None) -> httpx.Response:
    """Return the first answer to a request for an IRI."""
    request = httpx.Request("GET", served.local(iri))
    if accept is not None:
        request.headers["Accept"] = accept
    with httpx.Client() as client:
        return client.send(request)


def led(served: Served, iri: str, accept: str | None) -> str:
    """Return the suffix of the file that an IRI leads to."""
    answer = first(served, iri, accept)
    assert answer.status_code == 303
    return answer.headers["Location"].rpartition(".")[2]


@pytest.mark.parametrize("iri", TERMS)
def test_browsers_see_the_page_of_a_term(served: Served, iri: str) -> None:
    for accept in (FIREFOX, CHROMIUM):
        answer = first(served, iri, accept)
        path, anchor = urldefrag(TERMS[iri])
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"{served.site}/{path}.html" + (f"#{anchor}" if anchor else "")
        page = httpx.get(answer.headers["Location"])
        assert page.headers["Content-Type"].startswith("text/html")
        assert (f'id="{anchor}"' if anchor else iri) in page.text


@pytest.mark.parametrize("suffix", PARSERS)
@pytest.mark.parametrize("iri", TERMS)
def test_programs_get_a_description_in_the_format_they_ask_for(served: Served, iri: str, suffix: str) -> None:
    answer = httpx.get(served.local(iri), headers={"Accept": TYPES[suffix]}, follow_redirects=True)
    assert [each.status_code for each in answer.history] == [303]
    assert answer.url.path.endswith(f"{urldefrag(TERMS[iri])[0]}.{suffix}")
    assert answer.headers["Content-Type"] == TYPES[suffix]
    graph = Graph().parse(data=answer.content, format=PARSERS[suffix])
    subject = URIRef(PG) if iri == PG + "0.3.0" else URIRef(iri)
    assert (subject, RDF.type, None) in graph
    if iri == PG + "0.3.0":
        assert (subject, OWL.versionIRI, URIRef(iri)) in graph


@pytest.mark.parametrize("iri", [PG, PG + "Policy", FUNCTION + "education", PLACE + "350102", PG + "shape/Policy-date"])
def test_rdflib_reads_an_iri_as_it_asks_by_default(served: Served, iri: str) -> None:
    assert (URIRef(iri), RDF.type, None) in Graph().parse(served.local(iri))
    for format in ("turtle", "xml", "nt", "json-ld"):
        assert (URIRef(iri), RDF.type, None) in Graph().parse(served.local(iri), format=format), format


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        # A client that names no type is a program: browsers name HTML.
        (None, "ttl"),
        ("*/*", "ttl"),
        ("", "ttl"),
        (FIREFOX, "html"),
        (CHROMIUM, "html"),
        (PROTEGE, "rdf"),
        # The better quality wins, whatever the order.
        ("text/turtle;q=0.5, text/html", "html"),
        ("text/html;q=0.5, text/turtle", "ttl"),
        ("text/html;q=0.8, text/turtle;q=0.85", "ttl"),
        ("text/turtle;q=0.8, text/html;q=0.85", "html"),
        ("application/rdf+xml;q=0.9,text/turtle;q=0.899", "rdf"),
        ("application/ld+json;q=1.000, text/turtle;q=0.9", "jsonld"),
        ("application/n-triples, text/turtle;q=0.1, */*;q=0.5", "nt"),
        # A named type is before a range of the same quality, and a range stands for the types in it.
        ("application/rdf+xml, */*", "rdf"),
        ("text/html, */*", "html"),
        ("text/*", "ttl"),
        ("application/*", "jsonld"),
        ("text/*;q=0.3, application/*;q=0.4", "jsonld"),
        ("text/html;q=0.2, */*;q=0.1", "html"),
        # RDF is before HTML at the same quality: browsers name no RDF.
        ("text/html, text/turtle", "ttl"),
        ("text/turtle, application/ld+json", "ttl"),
        # A quality of nothing excludes.
        ("text/turtle;q=0, */*", "jsonld"),
        ("text/turtle;q=0.0, application/ld+json;q=0, */*;q=0.1", "nt"),
        ("text/html;q=0, */*;q=0", "ttl"),
        # Parameters, spaces and capitals do not matter.
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"', "jsonld"),
        ("text/html;level=1;q=0.4, text/turtle;charset=utf-8;q=0.5", "ttl"),
        ("TEXT/HTML ; Q=0.9 , text/turtle ; q=0.3", "html"),
        ("application/xhtml+xml", "html"),
        # Names that clients also use.
        ("application/json, text/plain, */*", "jsonld"),
        ("text/n3, */*;q=0.1", "ttl"),
        ("text/plain, */*;q=0.1", "nt"),
        # What is not here gives the default: an answer helps more than 406.
        ("image/png", "ttl"),
        ("text/turtles, nottext/html", "ttl"),
    ],
)
def test_qualities(served: Served, accept: str | None, suffix: str) -> None:
    assert led(served, PG + "Policy", accept) == suffix


def test_answers_may_be_kept_by_type_and_read_from_any_page(served: Served) -> None:
    for accept in (None, FIREFOX):
        answer = first(served, PG + "Policy", accept)
        assert answer.headers["Vary"].lower().count("accept") == 1
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        (LEVEL, "def/levels"),
        (ROLE, "def/roles"),
        (FUNCTION, "def/functions"),
        (PG + "review-status/", "def/review-statuses"),
        (PG + "metric/", "def/metrics"),
        (PG + "state/", "def/states"),
        (PG + "reform/", "def/Reform"),
        (PG + "function-collection/", "def/FunctionCollection"),
        (PLACE, "id/place"),
        (PG.rstrip("/"), "def/index"),
    ],
)
def test_a_namespace_leads_to_what_is_in_it(served: Served, iri: str, path: str) -> None:
    for accept, suffix in ((FIREFOX, "html"), (None, "ttl")):
        answer = first(served, iri, accept)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{served.site}/{path}.{suffix}")
        assert httpx.get(answer.headers["Location"]).status_code == 200


def test_files_and_earlier_versions_of_schemes_have_addresses_of_their_own(served: Served) -> None:
    for iri, path in (
        (PG + "Policy.jsonld", "def/Policy.jsonld"),
        (PG + "index.nt", "def/index.nt"),
        (PG + "functions/0.1.0", "def/functions/0.1.0.ttl"),
        (PG + "shape/0.1.0", "def/shape/0.1.0.ttl"),
    ):
        answer = httpx.get(served.local(iri), headers={"Accept": FIREFOX}, follow_redirects=True)
        assert answer.status_code == 200 and str(answer.url) == f"{served.site}/{path}"


def test_addresses_for_people(served: Served) -> None:
    real = dict(re.findall(r"E=([A-Z]+):([^\]]*)\]", HTACCESS.read_text(encoding="utf-8")))
    home = "https://w3id.org/policygraph/"
    for path, target in (
        ("", f"{served.site}/"),
        ("docs/", f"{served.site}/"),
        ("docs/en/guides/review/", f"{served.site}/en/guides/review/"),
        ("source", real["SOURCE"]),
        ("source/blob/main/README.md", real["SOURCE"] + "/blob/main/README.md"),
        ("issues", real["ISSUES"]),
        ("issues/23", real["ISSUES"] + "/23"),
        ("changelog", real["CHANGELOG"]),
    ):
        answer = first(served, home + path, FIREFOX)
        assert (answer.status_code, answer.headers["Location"]) == (302, target), path


def test_data_that_nobody_serves_here(served: Served) -> None:
    body = ID + "body/350000/finance"
    answer = httpx.get(served.local(body), headers={"Accept": FIREFOX}, follow_redirects=True)
    assert str(answer.url) == f"{served.site}/id/index.html" and "policygraph serve" in answer.text
    # There is no description for programs, and a page would not be one.
    assert first(served, body, "text/turtle").status_code == 404
    assert first(served, body, None).status_code == 404


def test_data_that_a_server_describes(folder: Path) -> None:
    with serve(folder, data="https://data.example.org/id") as found:
        for accept in (FIREFOX, "text/turtle"):
            answer = first(found, ID + "body/350000/finance", accept)
            assert (answer.status_code, answer.headers["Location"]) == (
                303,
                "https://data.example.org/id/body/350000/finance",
            )
        # Places are the ontology's all the same.
        assert first(found, PLACE + "350000", None).headers["Location"] == f"{found.site}/id/place/350000.ttl"


def test_unknown_addresses_are_not_found(served: Served) -> None:
    for path in ("nothing", "define", "def/a%2F..%2Fb", "idea", "sources", "id/place/35"):
        assert first(served, "https://w3id.org/policygraph/" + path, "text/turtle").status_code == 404, path
    assert httpx.get(served.local(PG + "Nothing"), follow_redirects=True).status_code == 404


def test_real_addresses_are_in_the_first_lines_alone() -> None:
    lines = HTACCESS.read_text(encoding="utf-8").splitlines()
    elsewhere = [line for line in lines[8:] if re.search(r"https?://(?!w3id\.org)", line)]
    assert elsewhere == []
    assert sum("E=SITE:" in line for line in lines[:8]) == 1
