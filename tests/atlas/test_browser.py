"""The page in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from policygraph.atlas import write_atlas
from policygraph.atlas.labels import clean

from .graphs import dataset, hostile, large, small

pytestmark = pytest.mark.browser

Open = Callable[..., Any]

COLOURS = """() => {
    const canvas = document.querySelector("#network canvas");
    const pixels = new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    return new Set(pixels).size;
}"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_atlas(dataset(small()), tmp_path_factory.mktemp("atlas"))


def test_it_draws_alone_and_without_complaint(page: Path, open_page: Open) -> None:
    opened = open_page(page)
    assert opened.counts == (5, 3)
    assert opened.page.evaluate(COLOURS) > 20
    opened.page.locator("#tables").scroll_into_view_if_needed()
    assert all(request.startswith(page.parent.as_uri()) for request in opened.requests)
    assert opened.blocked == []
    assert opened.console == []


def test_physics_is_off(page: Path, open_page: Open) -> None:
    opened = open_page(page)
    assert opened.page.evaluate("atlas.network.physics.physicsEnabled") is False


@pytest.mark.parametrize(
    "asked", ["省教育厅", "教育厅", "provincial department of edu", "ＥＤＵＣＡＴＩＯＮ", "shengjiaoyu", "sjyt"]
)
def test_search_finds_by_any_name(page: Path, open_page: Open, asked: str) -> None:
    opened = open_page(page)
    opened.page.keyboard.press("/")
    opened.page.keyboard.type(asked)
    opened.page.locator("#found [aria-selected=true]").wait_for()
    assert "福建省教育厅" in opened.text("#found [aria-selected=true]")
    opened.page.keyboard.press("Enter")
    opened.page.locator("#panel h3", has_text="福建省教育厅").wait_for()
    x, y = opened.node("省教育厅")
    frame = opened.page.locator("#network").bounding_box()
    assert abs(x - frame["x"] - frame["width"] / 2) < 3
    assert abs(y - frame["y"] - frame["height"] / 2) < 3


def test_search_says_when_there_is_none(page: Path, open_page: Open) -> None:
    opened = open_page(page)
    opened.page.locator("#search").fill("交通厅")
    opened.page.locator("#found .muted").wait_for()
    assert opened.text("#found") == "没有匹配的单位或文件"
    assert opened.page.locator("#search").get_attribute("aria-activedescendant") is None


def test_search_shows_the_view_that_has_the_body(page: Path, open_page: Open) -> None:
    opened = open_page(page)
    opened.page.locator("#search").fill("县级教育")
    opened.page.locator("#found [aria-selected=true]").wait_for()
    opened.page.keyboard.press("Enter")
    opened.wait("atlas.state.view > 0")
    assert opened.counts == (1, 0)
    assert opened.page.locator("[data-show=county-classes]").get_attribute("aria-pressed") == "true"


def test_hovering_a_tie_shows_measures_and_quotes(page: Path, open_page: Open) -> None:
    opened = open_page(page)
    opened.page.locator("#network").scroll_into_view_if_needed()
    x, y = opened.edge("省教育厅", "省财政厅")
    opened.page.mouse.move(x - 40, y - 40)
    opened.page.mouse.move(x, y, steps=3)
    opened.page.locator("#tooltip").wait_for(state="visible")
    card = opened.text("#tooltip")
    assert "共担 2 条措施" in card
    assert "(一) 办好学校" in card
    assert "责任单位:省教育厅、财政厅,县(区)教育部门" in card


def test_clicking_a_tie_shows_measures_roles_and_quotes(page: Path, open_page: Open) -> None:
    opened = open_page(page)
    opened.page.locator("#network").scroll_into_view_if_needed()
    opened.page.mouse.click(*opened.edge("省教育厅", "省财政厅"))
    panel = opened.text("#panel")
    assert "共担 2 条措施" in panel
    assert "(一) 办好学校" in panel
    assert "(二) 资助学生" in panel
    assert "牵头" in panel
    assert "配合" in panel
    assert "2022年10月底前" in panel
    assert opened.page.locator("#panel blockquote").all_inner_texts() == [
        "责任单位:省教育厅、财政厅,县(区)教育部门",
        "责任单位:省教育厅、财政厅,市、县(区)教育部门",
    ]
    assert "pair=" in opened.page.url


def test_clicking_a_body_shows_its_measures_and_those_that_share_them(page: Path, open_page: Open) -> None:
    opened = open_page(page)
    opened.page.locator("#network").scroll_into_view_if_needed()
    opened.page.mouse.click(*opened.node("省财政厅"))
    assert opened.text("#panel h3") == "福建省财政厅"
    assert opened.page.locator("#panel .sharing li").count() == 2
    assert opened.page.locator("#panel .measure").count() == 3
    assert "责任单位未列尽" in opened.text("#panel")
    opened.page.locator("#panel .sharing a", has_text="省教育厅").click()
    assert opened.text("#panel h3") == "福建省教育厅"
    opened.page.locator("#panel [data-close]").click()
    assert "共担最多" in opened.text("#panel")
    assert "福建省国资委" in opened.text("#panel")


def test_language_is_switched_at_once(page: Path, open_page: Open) -> None:
    opened = open_page(page)
    opened.page.locator("[data-language=en]").click()
    everything = opened.text("body")
    assert "A line joins two bodies" in everything
    assert "连线表示" not in everything
    assert "Department of Finance" in opened.text("table.bodies >> nth=0")
    assert opened.page.evaluate("document.documentElement.lang") == "en"
    assert opened.page.title().endswith("Policy atlas")
    opened.page.mouse.click(*opened.node("省财政厅"))
    assert opened.text("#panel h3") == "Fujian Provincial Department of Finance"
    assert "Build good schools." in opened.text("#panel")
    opened.page.locator("[data-language=zh]").click()
    assert opened.text("#panel h3") == "福建省财政厅"
    assert opened.console == []


def test_an_address_brings_back_what_was_seen(page: Path, open_page: Open) -> None:
    opened = open_page(page, "lang=en&colour=sharing&body=body/350000/finance")
    assert opened.text("#panel h3") == "Fujian Provincial Department of Finance"
    assert opened.page.locator("[data-facet=sharing] >> nth=0").get_attribute("aria-pressed") == "true"
    assert "Department of Finance" in opened.text("table.bodies >> nth=0")
    assert opened.page.url.endswith("#lang=en&colour=sharing&body=body/350000/finance")


def test_every_view_has_its_own_legend_and_tables(page: Path, open_page: Open) -> None:
    opened = open_page(page)
    opened.page.locator("[data-show=municipal-classes]").click()
    assert opened.counts == (1, 0)
    assert "1 个点" in opened.text("#shown-count")
    assert opened.page.locator("table.bodies:visible tbody tr").count() == 1
    assert opened.page.locator("table.pairs:visible").count() == 0


def test_keyboard_alone_is_enough(page: Path, open_page: Open) -> None:
    opened = open_page(page)
    opened.page.locator("#network").focus()
    opened.page.keyboard.press("ArrowRight")
    assert "条措施" in opened.page.locator("#cursor").text_content()
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#panel .measure").count() > 0
    assert opened.page.evaluate("document.activeElement.tagName") == "H3"
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.closest('#panel') !== null")


def test_tables_say_the_same_as_the_network(page: Path, open_page: Open) -> None:
    opened = open_page(page)
    drawn = opened.page.evaluate(
        """() => {
            const name = id => atlas.data.bodies[atlas.view().bodies[id]].short[0];
            const { nodes, edges } = atlas.network.body.data;
            return {
                bodies: nodes.get().map(node => name(node.id)).sort(),
                pairs: edges.get().map(edge => `${name(edge.from)} — ${name(edge.to)}`).sort(),
            };
        }"""
    )

    def heads(kind: str) -> list[str]:
        # A table out of sight is not laid out until there is time, and has no inner text before.
        opened.page.locator(f"table.{kind}:visible").scroll_into_view_if_needed()
        found = opened.page.locator(f"table.{kind}:visible tbody th")
        expect(found.first).not_to_have_text("", use_inner_text=True)
        return sorted(found.all_inner_texts())

    assert heads("bodies") == drawn["bodies"]
    assert heads("pairs") == drawn["pairs"]
    opened.page.locator("table.pairs:visible a >> nth=0").click()
    assert "共担 2 条措施" in opened.text("#panel")


def test_tables_are_sorted(page: Path, open_page: Open) -> None:
    opened = open_page(page)
    counts = opened.page.locator("table.bodies:visible td.figure")
    assert counts.all_inner_texts() == ["3", "3", "1", "1", "1"]
    opened.page.locator("table.bodies:visible th[data-sort=number] button").click()
    assert counts.all_inner_texts() == ["1", "1", "1", "3", "3"]


@pytest.mark.parametrize("way", ["button", "sort", "print", "button in a single file"])
def test_a_long_table_shows_the_rest_of_its_rows_when_asked(tmp_path: Path, open_page: Open, way: str) -> None:
    single = "single" in way
    page = write_atlas(dataset(large(70, 120)), tmp_path / "site", single_file=single)
    opened = open_page(page, *(["!networks", "index"] if single else []))
    table = opened.page.locator("table.bodies:visible")
    rows, button = table.locator("tbody tr"), opened.page.locator("table.bodies:visible ~ button[data-rest]")
    assert (rows.count(), button.inner_text()) == (50, "再显示 17 行")
    if way.startswith("button"):
        button.press("Enter")
        rows.nth(66).wait_for(state="attached")
        assert opened.page.evaluate("document.activeElement.closest('tr').rowIndex") == 51
    elif way == "sort":
        table.locator("th[data-sort=number] button").click()
        rows.nth(66).wait_for(state="attached")
    else:
        opened.wait("'rows' in window.atlasData")
        opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert (rows.count(), button.count()) == (67, 0)  # three bear nothing
    counts = [int(text) for text in table.locator("td.figure").all_inner_texts()]
    assert counts == sorted(counts, reverse=way != "sort")
    assert rows.last.locator("a[data-body]").count() >= 1


HOSTILE = {
    "script": "<script>document.title='gone'</script>",
    "end of script": "</script><script>document.title='gone'</script>",
    "image": "<img src=x onerror=\"document.title='gone'\">",
    "quotes": "\"'`&amp;<b>${document.title='gone'}{{ 7*7 }}",
    "direction": "甲\u202e乙\u2066丙\u200f丁",
    "length": "长" * 10_000,
}
#: The others are slow tests.
SOME_HOSTILE = [
    name if name in ("script", "quotes") else pytest.param(name, marks=pytest.mark.slow) for name in HOSTILE
]


@pytest.mark.parametrize("name", SOME_HOSTILE)
def test_hostile_text_shows_as_text(tmp_path: Path, open_page: Open, name: str) -> None:
    text = HOSTILE[name]
    path = write_atlas(dataset(hostile(text)), tmp_path)
    opened = open_page(path, "body=body/350000/a")
    shown = opened.page.locator
    assert shown("#panel h3").text_content() == text + "甲"
    assert shown("#panel .measure .title >> nth=0").text_content().startswith(f"{text} {text}t1")
    assert shown("#panel blockquote >> nth=0").text_content() == text
    assert shown("table.bodies tbody th a .zh >> nth=0").text_content() == clean(text + "a")
    shown("#network").scroll_into_view_if_needed()
    opened.page.mouse.move(*opened.spot("at(0)"))
    shown("#tooltip").wait_for(state="visible")
    assert shown("#tooltip .title").text_content() == text + "甲"
    opened.page.locator("#search").fill(text[:200])
    shown("#found [data-option]").nth(2).wait_for()
    assert shown("#found [data-option]").count() == 3  # two bodies and the document
    opened.page.locator("[data-language=en]").click()
    assert shown("#panel h3").text_content() == text + "A"
    assert not opened.page.title().startswith("gone")
    assert shown("main img, main b, main script script").count() == 0
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert opened.console == []
    assert opened.blocked == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 820, 1920])
def test_no_width_and_no_scheme_breaks_it(page: Path, open_page: Open, width: int, scheme: str) -> None:
    opened = open_page(page, viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name in ("省教育厅", "省财政厅", "省卫健委", "省扶贫办", "省林业局"):
        x, y = opened.node(name)
        frame = opened.page.locator("#network").bounding_box()
        assert frame["x"] < x < frame["x"] + frame["width"]
        assert frame["y"] < y < frame["y"] + frame["height"]
    luminance = opened.page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert (sum(luminance) > 600) == (scheme == "light")
    assert opened.console == []


def test_the_drawing_follows_the_colour_scheme(page: Path, open_page: Open) -> None:
    opened = open_page(page)
    ink = "atlas.network.body.edges[0].options.color.color"
    before = opened.page.evaluate(ink)
    opened.page.emulate_media(color_scheme="dark")
    opened.wait(f"{ink} !== {before!r}")
    assert opened.console == []


def test_without_scripts_the_tables_remain(page: Path, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(page.with_name("networks.html").as_uri())
    text = opened.locator("main").inner_text()
    assert "下方表格内容相同" in text
    assert "省林业局" in text
    opened.goto((page.parent / "policy/small.html").as_uri())
    assert "责任单位:省林业局" in opened.locator("main").inner_text()
    context.close()


@pytest.mark.slow
def test_five_hundred_bodies_are_drawn(tmp_path: Path, open_page: Open) -> None:
    path = write_atlas(dataset(large(500, 3000)), tmp_path)
    opened = open_page(path)
    assert opened.counts == (500, 3000)
    # How soon, benchmarks/atlas.py tells from this mark.
    assert opened.page.evaluate("performance.getEntriesByName('atlas-drawn').length") == 1
    assert opened.console == []
