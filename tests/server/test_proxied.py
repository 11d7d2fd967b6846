"""Behind a reverse proxy below a path: every address that the server gives leads back to it."""

from __future__ import annotations

import json
import re
import urllib.parse
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph

from .conftest import TOKEN, Answer, Served, house_of, started, store_of
from .reverse import reverse
from .test_linked_data import FINANCE, raw

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BELOW = "/data/graph"
PLACE = "/id/body/350000/finance"


@pytest.fixture(scope="module")
def house(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with an atlas that knows from headers alone where it is."""
    with house_of(example, tmp_path_factory.mktemp("proxied")) as server:
        yield server


@pytest.fixture(scope="module")
def outside(house: Served) -> Iterator[Served]:
    with reverse(house.url, BELOW) as url:
        yield Served(url, house.pid)


def links(answer: Answer) -> set[str]:
    """Every address in a page that a browser would follow or load."""
    found: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            if given.get("rel") != "canonical":
                found.update(given[name] or "" for name in ("href", "src") if name in given)
            if "action" in given:
                # The form of the query page, filled in.
                found.add(f"{given['action']}?q=overdue")

    Reader().feed(answer.text)
    return found


def at(server: Served, path: str, **headers: str) -> Answer:
    """One request to a path below the server's own, redirects not followed."""
    return raw(server, urllib.parse.urlsplit(server.url).path + path, **headers)


def test_every_link_of_every_page_leads_back(outside: Served) -> None:
    seen: set[str] = set()
    waiting = [outside.url + path for path in ("/", PLACE + ".html", "/id/nothing", "/atlas/")]
    while waiting and len(seen) < 150:
        url = waiting.pop(0)
        seen.add(url)
        place = urllib.parse.urlsplit(url)
        answer = raw(outside, urllib.parse.urlunsplit(("", "", place.path, place.query, "")), Accept="text/html,*/*")
        assert answer.status in ((404,) if url.endswith("nothing") else (200, 303, 308)), url
        found = links(answer) if "html" in answer.headers.get("Content-Type", "") else set()
        if "Location" in answer.headers:
            found.add(answer.headers["Location"])
        for link in found:
            whole = urllib.parse.urldefrag(urllib.parse.urljoin(url, link)).url
            if whole.startswith(outside.url.removesuffix(BELOW)):
                assert whole.startswith(outside.url + "/"), (url, link)
                if whole not in seen and whole not in waiting:
                    waiting.append(whole)
    assert len(seen) > 100


def test_programs_are_told_addresses_from_outside(outside: Served) -> None:
    assert at(outside, PLACE, Accept="text/turtle").headers["Location"] == f"{BELOW}{PLACE}.ttl"
    assert at(outside, PLACE, Accept="text/html").headers["Location"].startswith(f"{BELOW}/atlas/")
    assert at(outside, "/atlas").headers["Location"] == f"{BELOW}/atlas/"
    told = at(outside, PLACE + ".ttl").headers["Link"]
    assert f"<{FINANCE}>" in told
    assert {link for link in re.findall("<(.*?)>", told) if link != FINANCE} == {
        f"{BELOW}{PLACE}{suffix}" for suffix in (".html", ".ttl", ".jsonld", ".nt", ".rdf")
    }
    page = at(outside, "/api/queries/workload?limit=3&offset=3").headers["Link"]
    assert re.findall("<(.*?)\\?", page) == [f"{BELOW}/api/queries/workload"] * 2
    assert all(each["address"].startswith(f"{BELOW}/api/") for each in json.loads(at(outside, "/api/queries").body))
    assert json.loads(at(outside, "/openapi.json").body)["servers"] == [{"url": BELOW}]
    for path in ("/.well-known/void", "/sparql"):
        graph = Graph().parse(data=at(outside, path, Accept="text/turtle").text, format="turtle")
        own = {str(term) for triple in graph for term in triple if str(term).startswith("http://127.0.0.1")}
        assert own == {f"{outside.url}/sparql", f"{outside.url}/.well-known/void"}


def test_things_answer_below_the_path_of_their_base_too(house: Served, outside: Served) -> None:
    assert at(outside, "/policygraph" + PLACE, Accept="text/turtle").headers["Location"] == f"{BELOW}{PLACE}.ttl"
    # Where the host of the base has the server below the beginning of the base's path, IRIs resolve as they are.
    with reverse(house.url, "/policygraph") as url:
        answer = raw(Served(url, 0), "/policygraph" + PLACE, Accept="text/turtle")
        assert answer.headers["Location"] == f"/policygraph{PLACE}.ttl"


def test_places_are_counted_without_the_prefix(outside: Served) -> None:
    assert at(outside, "/health").status == 200
    assert 'method="GET",place="/health",status="200"' in at(outside, "/metrics").text


@pytest.mark.browser
def test_a_browser_finds_everything(outside: Served, browser: Browser) -> None:
    origin = outside.url.removesuffix(BELOW)
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    asked: list[str] = []
    bad: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda response: bad.append(response.url) if response.status >= 400 else None)
    page.on("console", lambda message: bad.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: bad.append(str(error)))
    page.goto(outside.url + "/")
    page.locator("#table a.iri").first.wait_for()
    page.locator("[data-question=measures-of-body]").click()
    page.locator("#parameters input").first.fill("省财政厅")
    page.locator("#parameters input").first.press("Enter")
    # The table of the question before stands there until the answer comes.
    link = page.locator("#table a.iri[href*='/measure/']").first
    assert (link.get_attribute("href") or "").startswith(f"{BELOW}/id/")
    link.click()
    page.wait_for_url("**/atlas/**")
    page.goto(outside.url + PLACE + ".html")
    page.locator("header a.product").click()
    page.wait_for_url(outside.url + "/**")
    page.locator("#table td").first.wait_for()
    if page.locator("#other-editor").count():
        page.locator("#other-editor").click()
        page.locator("#table td").first.wait_for()
    context.close()
    assert bad == []
    assert [url for url in asked if url.startswith(origin) and not url.startswith(outside.url + "/")] == []
    assert len(asked) > 20


# --- who says where the server is ------------------------------------------------------------------------------


@pytest.mark.parametrize("strips", [True, False])
def test_the_option_says_it_where_the_proxy_does_not(strips: bool, graph: Path) -> None:
    with (
        started(graph, "--root-path", BELOW) as server,
        reverse(server.url, BELOW, strips=strips, tells=False) as url,
    ):
        found = Served(url, 0)
        assert all(link.startswith((BELOW + "/", "#")) for link in links(at(found, "/")))
        assert at(found, "/assets/page.js").status == 200
        assert at(found, "/id/nothing.ttl").status == 404
        assert at(found, "/health").status == 200
        # The option is the last word.
        assert f'href="{BELOW}/"' in server.ask("/", Accept="text/html", X_Forwarded_Prefix="/other").text


@pytest.mark.parametrize("below", ["/graphs", "/sparql/new", "/id"])
def test_a_prefix_may_be_named_as_a_path_of_the_server(below: str, server: Served) -> None:
    with reverse(server.url, below) as url:
        found = Served(url, 0)
        assert at(found, "/health").status == 200
        assert at(found, "/sparql?query=ASK%7B%7D").status == 200
        assert f'href="{below}/openapi.json"' in at(found, "/", Accept="text/html").text


@pytest.mark.parametrize(
    "prefix", ["//evil.example", "https://evil.example", "/a/../b", '/"><script>', "javascript:alert(1)", "/é", "/"]
)
def test_what_is_no_path_is_not_believed(prefix: str, server: Served) -> None:
    page = server.ask("/", Accept="text/html", X_Forwarded_Prefix=prefix.encode().decode("latin-1")).text
    assert 'href="/openapi.json"' in page and 'data-root="/"' in page
    assert "//evil" not in server.ask("/.well-known/void", X_Forwarded_Host="a b/evil//evil").text


def test_the_prefixes_of_a_chain_of_proxies_follow_each_other(server: Served) -> None:
    assert 'href="/a/b/openapi.json"' in server.ask("/", Accept="text/html", X_Forwarded_Prefix="/a/, /b").text


def test_headers_count_from_trusted_addresses_only(graph: Path) -> None:
    told = {"X-Forwarded-Prefix": "/x", "X-Forwarded-Host": "data.example", "X-Forwarded-Proto": "https"}
    with started(graph, "--forwarded-allow-ips", "10.0.0.0/8") as server:
        assert f"<{server.url}/sparql>" in raw(server, "/.well-known/void", **told).text
    with started(graph, "--forwarded-allow-ips", "127.0.0.0/8") as server:
        assert "<https://data.example/x/sparql>" in raw(server, "/.well-known/void", **told).text


def test_a_new_graph_is_where_location_says(tmp_path: Path) -> None:
    with started(store_of(tmp_path / "store"), token=TOKEN) as server, reverse(server.url, BELOW) as url:
        outside = Served(url, 0, TOKEN)
        made = outside.ask("/graphs", method="POST", data=b"<a> <b> <c> .", Content_Type="text/turtle")
        assert made.status == 201 and made.headers["Location"].startswith(f"{url}/graphs/")
        path = made.headers["Location"].removeprefix(url)
        assert f"<{url}/graphs/" in outside.ask(path, Accept="application/n-triples").text
        assert (
            outside.ask("/graphs/mine", method="PUT", data=b"<a> <b> <c> .", Content_Type="text/turtle").status == 201
        )
        assert outside.true(f"ASK {{ GRAPH <{url}/graphs/mine> {{ ?s ?p ?o }} }}")
