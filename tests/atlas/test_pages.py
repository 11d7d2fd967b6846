"""Every page of the site, and the single file, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policygraph.atlas import write_atlas
from policygraph.corpus import build
from policygraph.resources import examples_dir

from .graphs import dataset, hostile
from .test_browser import HOSTILE, SOME_HOSTILE

pytestmark = pytest.mark.browser

Open = Callable[..., Any]

PAGES = (
    "index",
    "networks",
    "matrices",
    "tables",
    "timeline",
    "comparison",
    "policy/anhui-cold-chain-2020",
    "body/350000/finance",
    "group/350000/county/education",
)


@pytest.fixture(scope="module")
def examples() -> Any:
    return build(sorted(examples_dir().glob("*.txt"))).dataset


@pytest.fixture(scope="module")
def site(examples: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_atlas(examples, tmp_path_factory.mktemp("atlas") / "site")


@pytest.fixture(scope="module")
def single(examples: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_atlas(examples, tmp_path_factory.mktemp("single") / "site", single_file=True)


def serious(page: Any) -> list[str]:
    """What axe-core finds that keeps people out."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"preload": False, "resultTypes": ["violations"]}).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found if each["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.slow)])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_in_both_languages_and_schemes(site: Path, open_page: Open, page: str, lang: str) -> None:
    scheme = "dark" if lang == "en" else "light"
    opened = open_page(site, f"lang={lang}", page, color_scheme=scheme)
    main = opened.text("main")
    assert len(main) > 100
    assert opened.page.evaluate("document.documentElement.lang") == lang
    # The words of the page are in one language; names and quotes of the documents stay in theirs.
    assert opened.page.evaluate(f"getComputedStyle(document.querySelector('.{lang}')).display") != "none"
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert "false" not in main.split()
    assert "undefined" not in main
    assert serious(opened.page) == []
    assert opened.blocked == []
    assert opened.console == []


@pytest.mark.parametrize("page", PAGES)
def test_every_page_on_a_phone_and_on_paper(site: Path, open_page: Open, page: str) -> None:
    opened = open_page(site, "", page, viewport={"width": 360, "height": 740})
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opened.page.emulate_media(media="print")
    assert not opened.page.locator(".bar").is_visible()
    assert opened.page.locator("main h1").is_visible()
    assert opened.console == []


def test_the_language_stays_from_page_to_page(site: Path, open_page: Open) -> None:
    opened = open_page(site, "", "index")
    opened.page.locator("[data-language=en]").click()
    opened.page.locator("[data-nav=tables]").click()
    opened.page.locator("table.rows").wait_for()
    assert "Responsibilities" in opened.text("main")


# --- tables -----------------------------------------------------------------------------------------------


def test_levels_are_sorted_from_the_top_down(site: Path, open_page: Open) -> None:
    opened = open_page(site, "lang=en", "tables")
    opened.page.locator("[data-tab=bodies]").click()
    opened.page.locator("[data-column=level]").click()
    texts = opened.page.locator("table.rows tbody tr").all_inner_texts()
    levels = list(dict.fromkeys(text.split("\t")[1] for text in texts))
    assert levels == opened.page.evaluate(
        "['provincial', 'municipal', 'county', 'other'].map((level) => atlas.named('level', level))"
    )


def saved(opened: Any, selector: str) -> tuple[str, bytes]:
    with opened.page.expect_download() as download:
        opened.page.locator(selector).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_tables_are_sorted_filtered_and_saved(site: Path, open_page: Open) -> None:
    from rdflib import Graph

    opened = open_page(site, "", "tables")
    opened.page.locator("[data-tab=duties]").click()
    rows = opened.page.locator("table.rows tbody tr")
    opened.page.locator(".rows-filter").fill("牵头 财政")
    some = rows.count()
    assert 0 < some < 20
    assert all("牵头" in text and "财政" in text for text in rows.all_inner_texts())
    opened.page.locator("[data-column=body]").click()
    names = [text.split("\t")[0] for text in rows.all_inner_texts()]
    assert names == opened.page.evaluate(
        "names => [...names].sort(new Intl.Collator('zh-Hans-u-co-pinyin').compare)", names
    )
    name, content = saved(opened, "[data-save=json]")
    assert name == "policygraph-duties.json"
    parsed = json.loads(content)
    assert (len(parsed), {row["role"] for row in parsed}) == (some, {"lead"})
    name, content = saved(opened, "[data-save=csv]")
    assert content.startswith(b"\xef\xbb\xbfpolicy,")
    assert content.count(b"\r\n") == some + 1
    name, content = saved(opened, "[data-save=ttl]")
    graph = Graph().parse(data=content, format="turtle")
    assert len(set(graph.subjects())) == some
    assert "search=" in opened.page.url
    again = open_page(site, opened.page.url.partition("#")[2], "tables")
    assert again.page.locator("table.rows tbody tr").count() == some
    assert opened.console == []


@pytest.mark.parametrize("tab", ["measures", "bodies", "duties"])
def test_what_is_saved_is_in_the_graph(site: Path, examples: Any, open_page: Open, tab: str) -> None:
    from rdflib import Graph
    from rdflib.namespace import RDF

    opened = open_page(site, f"table={tab}", "tables")
    _, content = saved(opened, "[data-save=ttl]")
    triples = set(Graph().parse(data=content, format="turtle"))
    assert len(triples) > 50
    # rdflib tells "a" from "a"^^xsd:string, which are the same in RDF 1.1.
    known = {
        (s, p, o.n3().removesuffix("^^<http://www.w3.org/2001/XMLSchema#string>")) for s, p, o, _ in examples.quads()
    }
    assert {(s, p, o.n3()) for s, p, o in triples if p != RDF.type} - known == set()


# --- matrices ---------------------------------------------------------------------------------------------


def test_matrices(site: Path, open_page: Open) -> None:
    opened = open_page(site, "", "matrices")
    led = opened.page.locator("td.r-lead")
    assert led.count() > 3
    assert led.first.inner_text() == "牵"
    opened.page.locator("[data-matrix=categories]").click()
    assert opened.page.locator("td.h5").count() >= 1
    opened.page.locator("[data-matrix=bodies]").click()
    numbers = opened.page.evaluate(
        "[...document.querySelectorAll('.matrix tbody tr')].map(r => [...r.cells].slice(2).map(c => c.innerText))"
    )
    assert all(numbers[a][b] == numbers[b][a] for a in range(len(numbers)) for b in range(len(numbers)))
    opened.page.locator("[data-choice=order]").select_option("name")
    name, _ = saved(opened, "[data-save=csv]")
    assert name == "policygraph-matrix-bodies.csv"
    assert "kind=bodies&order=name" in opened.page.url
    opened.page.locator("td.cell a").first.click()
    opened.wait("location.hash.includes('pair=')")
    opened.page.locator("#panel .measure").first.wait_for()
    assert opened.console == []


# --- networks ---------------------------------------------------------------------------------------------


def test_four_networks(site: Path, open_page: Open) -> None:
    opened = open_page(site)
    kinds = opened.page.evaluate("atlas.views.map(view => view.network)")
    assert {"shared", "lead", "measures", "vertical"} == set(kinds)
    opened.page.locator("[data-show=lead]").click()
    arrows = opened.page.evaluate("atlas.network.body.data.edges.get().every(edge => edge.arrows.to.enabled)")
    assert arrows is True
    opened.page.locator("table.pairs:visible a[data-pair] >> nth=0").click()
    panel = opened.text("#panel")
    assert "→" in panel
    assert "牵头" in panel
    assert "配合" in panel
    opened.page.locator("[data-show=measures]").click()
    measure = opened.page.evaluate("atlas.view().bodies.indexOf(-1)")
    opened.page.locator("#network").scroll_into_view_if_needed()
    opened.page.mouse.click(*opened.spot(f"at({measure})"))
    assert opened.page.locator("#panel blockquote").count() >= 1
    assert "measure=" in opened.page.url
    opened.page.locator("[data-show=vertical]").click()
    tiers = opened.page.evaluate(
        """atlas.view().edges.every(e => {
            const at = id => atlas.network.body.nodes[id].y;
            return at(e.from) < at(e.to);
        })"""
    )
    assert tiers is True
    assert opened.console == []


def test_filters_and_threshold(site: Path, open_page: Open) -> None:
    opened = open_page(site, "view=all")
    shown = "atlas.network.body.data.nodes.get().filter(node => !node.hidden).length"
    ties = "atlas.network.body.data.edges.get().filter(edge => !edge.hidden).length"
    everything, every_tie = opened.page.evaluate(shown), opened.page.evaluate(ties)
    opened.page.locator("[data-filter=role]").select_option("lead")
    leads = opened.page.evaluate(shown)
    assert 0 < leads < everything
    opened.page.locator("[data-filter=document]").select_option("0")
    assert opened.page.evaluate(shown) < leads
    again = open_page(site, opened.page.url.partition("#")[2])
    assert again.page.evaluate(shown) == opened.page.evaluate(shown)
    opened.page.locator("[data-reset]").click()
    assert opened.page.evaluate(shown) == everything
    opened.page.locator("[data-filter=least]").select_option("2")
    strong = opened.page.evaluate("atlas.view().pairs.filter(each => each.length > 1).length")
    assert opened.page.evaluate(ties) == strong < every_tie
    assert opened.console == []


def test_image_and_data_are_saved(site: Path, open_page: Open) -> None:
    opened = open_page(site)
    name, content = saved(opened, "[data-save=png]")
    assert name.endswith(".png")
    assert content.startswith(b"\x89PNG")
    assert len(content) > 10_000
    name, content = saved(opened, "[data-save=json]")
    assert len(json.loads(content)) == opened.counts[1]
    assert opened.console == []


def test_large_networks_are_opened_group_by_group(
    tmp_path: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from .graphs import large

    monkeypatch.setattr("policygraph.atlas.networks.LARGEST", 60)
    opened = open_page(write_atlas(dataset(large(150, 400)), tmp_path))
    bearing = opened.page.evaluate("atlas.data.bodies.filter(body => body.duties.length).length")
    assert bearing > 120
    assert opened.page.evaluate("atlas.view().groups.reduce((sum, each) => sum + each.size, 0)") == bearing
    opened.page.locator("#panel [data-group]").first.click()
    opened.wait("atlas.view().part !== undefined")
    assert "group=0" in opened.page.url
    assert opened.counts[0] == opened.page.evaluate("atlas.views[0].groups[0].size") <= 60
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#panel .measure").count() > 0
    again = open_page(tmp_path / "index.html", opened.page.url.partition("#")[2])
    again.wait("atlas.view().part !== undefined")
    again.page.locator("#grouped button").click()
    assert again.page.evaluate("Boolean(atlas.view().groups)")
    assert opened.console == []


# --- one file ---------------------------------------------------------------------------------------------


def test_a_single_file_has_every_page(single: Path, open_page: Open) -> None:
    assert sorted(path.name for path in single.parent.iterdir()) == ["atlas.json", "index.html"]
    opened = open_page(single, "", "index")
    for page in PAGES:
        opened.page.evaluate("page => { location.hash = `#!${page}`; }", page)
        opened.page.locator(f'section[data-page="{page}"]').wait_for()
        assert opened.page.locator("section.page:visible").count() == 1
        assert len(opened.text("main")) > 100
    opened.page.locator("[data-nav=networks]").click()
    opened.wait("performance.getEntriesByName('atlas-drawn').length > 0")
    assert opened.counts[0] > 5
    opened.page.locator("[data-language=en]").click()
    opened.page.locator("#search").fill("fujian provincial department of finance")
    opened.page.locator("#found [aria-selected=true]").wait_for()
    opened.page.keyboard.press("Enter")
    opened.page.locator("#panel h3", has_text="Fujian Provincial Department of Finance").wait_for()
    opened.page.locator("#panel .actions a").click()
    opened.page.locator('section[data-page="body/350000/finance"]').wait_for()
    assert opened.page.title().startswith("Fujian Provincial Department of Finance")
    assert opened.requests == [single.as_uri()]
    assert opened.blocked == []
    assert opened.console == []


@pytest.mark.parametrize(
    "name", ["script", *(pytest.param(name, marks=pytest.mark.slow) for name in ("end of script", "quotes"))]
)
def test_hostile_text_shows_as_text_in_one_file(tmp_path: Path, open_page: Open, name: str) -> None:
    text = HOSTILE[name]
    opened = open_page(write_atlas(dataset(hostile(text)), tmp_path, single_file=True), "", "index")
    for page in ("tables", "matrices", "body/350000/a", "networks"):
        opened.page.evaluate("page => { location.hash = `#!${page}`; }", page)
        opened.page.locator(f'section[data-page="{page}"]').wait_for()
        assert text[:6] in opened.text("main")
    assert not opened.page.title().startswith("gone")
    assert opened.page.locator("main img, main b, main script script").count() == 0
    assert opened.console == []


@pytest.mark.parametrize("name", SOME_HOSTILE)
def test_hostile_text_on_every_page(tmp_path: Path, open_page: Open, name: str) -> None:
    text = HOSTILE[name]
    path = write_atlas(dataset(hostile(text)), tmp_path)
    opened = open_page(path, "", "index")
    for page in ("index", "tables", "matrices", "policy/hostile", "body/350000/a"):
        opened.page.goto((path.parent / f"{page}.html").as_uri())
        assert text[:6] in opened.page.locator("main").text_content()
        assert not opened.page.title().startswith("gone")
        assert opened.page.locator("main img, main b:not(.x), main script").count() == 0
        assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page
        assert opened.console == []
        assert opened.blocked == []
