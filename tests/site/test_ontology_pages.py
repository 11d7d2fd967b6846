"""The pages of the ontology as they are written: complete, valid, linked, and fit for all readers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

import pytest
from docs.ontology import history
from docs.ontology.facts import is_own
from docs.ontology.generate import Site
from docs.ontology.pages import path_of
from html5rdf import HTMLParser
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from selectolax.lexbor import LexborHTMLParser

from policygraph.namespaces import PG, PLACE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

FORMATS = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}
#: A page of each kind.
SAMPLE = (
    "def/index",
    "id/index",
    "def/0.3.0",
    "def/Measure",
    "def/responsibleBody",
    "def/bodyType",
    "def/roles",
    "def/functions",
    "def/function/health",
    "def/function-collection/education-sport",
    "def/reform/2018-healthcare-security",
    "def/reform-document/2018-state-council",
    "def/metric/load",
    "def/shape/index",
    "def/shape/Responsibility-participant",
    "id/place",
    "id/place/350100",
    "id/place/110000",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    found = Site(tmp_path_factory.mktemp("site"))
    assert found.write() > 900
    return found


@pytest.fixture(scope="module")
def html(site: Site) -> dict[str, LexborHTMLParser]:
    """Path → page."""
    paths = {path.relative_to(site.root).with_suffix("").as_posix(): path for path in site.root.rglob("*.html")}
    return {name: LexborHTMLParser(path.read_text(encoding="utf-8")) for name, path in paths.items()}


def test_every_iri_has_a_page_or_a_place_on_one(site: Site, html: dict[str, LexborHTMLParser]) -> None:
    for iri in site.facts.source:
        assert is_own(iri), iri
        address, anchor = urldefrag(site.writer.value(iri, "index").href)
        assert address.removesuffix(".html") in html, iri
        if anchor:
            assert html[address.removesuffix(".html")].css_first(f"[id='{anchor}']") is not None, iri
    assert {path_of(iri) for iri in site.things} <= set(html)


def test_every_page_has_files_and_every_version_too(site: Site, html: dict[str, LexborHTMLParser]) -> None:
    # The page about IRIs of data describes nothing.
    for name in html.keys() - {"id/index"}:
        for suffix in FORMATS:
            assert (site.root / f"{name}.{suffix}").stat().st_size > 0
    versions = [history.show_version(version) for version in history.versions("policygraph")]
    assert len(versions) >= 5 and {f"def/{number}" for number in versions} <= set(html)
    assert (site.root / "def" / "functions" / "0.1.0.ttl").exists()
    assert (site.root / "def" / "shape" / "0.1.0.ttl").exists()


@pytest.mark.parametrize("name", [name for name in SAMPLE if name != "id/index"])
def test_the_files_say_the_same_and_describe_the_thing(site: Site, name: str) -> None:
    read = {suffix: Graph().parse(site.root / f"{name}.{suffix}", format=FORMATS[suffix]) for suffix in FORMATS}
    number = name.removeprefix("def/")
    iri = PG if number[0].isdigit() else next(iri for iri in site.things if path_of(iri) == name)
    assert (URIRef(iri), None, None) in read["ttl"]
    if name not in ("def/functions", "id/place", "def/shape/index"):  # comparing these takes seconds
        assert all(isomorphic(read["ttl"], other) for other in read.values())
    assert len({len(graph) for graph in read.values()}) == 1


def test_a_city_has_its_counties_in_its_files(site: Site) -> None:
    graph = Graph().parse(site.root / "id/place/350100.ttl")
    assert (URIRef(PLACE + "350102"), None, None) in graph


@pytest.mark.parametrize("name", SAMPLE)
def test_html_is_valid(site: Site, name: str) -> None:
    parser = HTMLParser()
    parser.parse((site.root / f"{name}.html").read_text(encoding="utf-8"))
    assert parser.errors == []


def test_links_lead_somewhere_and_nothing_is_loaded_from_elsewhere(
    site: Site, html: dict[str, LexborHTMLParser]
) -> None:
    anchors = {name: {node.attributes["id"] for node in page.css("[id]")} for name, page in html.items()}
    for name, page in html.items():
        folder = (site.root / name).parent
        loaded = [*page.css("script[src]"), *page.css("link[rel=stylesheet]"), *page.css("img")]
        for node in loaded:
            address = node.attributes.get("src") or node.attributes["href"] or ""
            assert "://" not in address and (folder / address).exists(), f"{name}: {address}"
        ids = [node.attributes["id"] for node in page.css("[id]")]
        assert len(ids) == len(set(ids)), name
        for node in page.css("a[href]"):
            address = node.attributes["href"] or ""
            if address.startswith(("http://", "https://")):
                continue
            path, anchor = urldefrag(address)
            target = (folder / path).resolve() if path else (site.root / f"{name}.html").resolve()
            if target.relative_to(site.root.resolve()).parts[0] in ("zh", "en"):
                continue  # the documentation is beside it in the whole site
            assert target.is_file(), f"{name}: {address}"
            if anchor:
                assert anchor in anchors[target.relative_to(site.root.resolve()).with_suffix("").as_posix()], (
                    f"{name}: {address}"
                )


def test_words_of_pages_are_in_both_languages(html: dict[str, LexborHTMLParser]) -> None:
    for name in SAMPLE:
        for heading in html[name].css("h1, h2, h3, dt"):
            zh, en = heading.css("span.zh"), heading.css("span.en")
            same = heading.css_first("span.any, a, code") is not None
            assert len(zh) == len(en) and (zh or same), f"{name}: {heading.html}"


def watch(page: Page, problems: list[str]) -> None:
    """Note errors of scripts, and files that are missing."""
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("requestfailed", lambda request: problems.append(request.url))


@pytest.mark.browser
@pytest.mark.parametrize("name", SAMPLE)
def test_pages_are_fit_for_all_readers(site: Site, browser: Browser, name: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for lang, scheme, width in (("zh", "light", 1280), ("en", "dark", 360)):
        page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
        try:
            problems: list[str] = []
            watch(page, problems)
            page.goto(f"{(site.root / name).as_uri()}.html?lang={lang}")
            found = Axe().run(page, options={"preload": False, "resultTypes": ["violations"]}).response["violations"]
            assert [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found] == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert page.evaluate("document.documentElement.lang") == ("zh-Hans" if lang == "zh" else "en")
            other = "en" if lang == "zh" else "zh"
            assert not any(each.is_visible() for each in page.locator(f"h1 > span.{other}").all())
            assert problems == []
        finally:
            page.close()


@pytest.mark.browser
def test_the_language_stays_from_page_to_page(site: Site, browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{(site.root / 'def/index').as_uri()}.html")
    assert page.locator("h1").inner_text().startswith("policygraph 本体")
    page.locator("[data-language=en]").click()
    page.locator("a", has_text="measure").first.click()
    assert page.evaluate("document.documentElement.dataset.lang") == "en"
    assert page.locator("[data-language=en]").get_attribute("aria-pressed") == "true"
    context.close()


@pytest.mark.browser
def test_both_languages_are_shown_without_scripts(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{(site.root / 'def/Measure').as_uri()}.html")
    assert page.locator("h1 > span.zh").is_visible() and page.locator("h1 > span.en").is_visible()
    assert not page.locator(".languages").is_visible()
    context.close()
