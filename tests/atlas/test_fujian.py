"""The bundled example, from its text to the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policygraph.atlas import write_atlas
from policygraph.atlas.content import read_content
from policygraph.atlas.views import select_views
from policygraph.corpus import build
from policygraph.resources import examples_dir

BEARERS = {
    "省发改委": 6,
    "省扶贫办": 6,
    "省农业农村厅": 5,
    "省自然资源厅": 4,
    "省教育厅": 3,
    "省财政厅": 2,
    "省人社厅": 2,
    "省住建厅": 2,
    "省卫健委": 1,
    "省医保局": 1,
    "省商务厅": 1,
    "省林业局": 1,
    "省民政厅": 1,
    "中国人民银行福州中心支行": 1,
}
PAIRS = {
    ("省发改委", "省扶贫办"): 5,
    ("省发改委", "省自然资源厅"): 1,
    ("省发改委", "省住建厅"): 1,
    ("省扶贫办", "省自然资源厅"): 1,
    ("省扶贫办", "省人社厅"): 1,
    ("省扶贫办", "省住建厅"): 1,
    ("省农业农村厅", "省自然资源厅"): 1,
    ("省农业农村厅", "省人社厅"): 1,
    ("省自然资源厅", "省住建厅"): 1,
    ("省教育厅", "省财政厅"): 1,
    ("省卫健委", "省医保局"): 1,
}


@pytest.fixture(scope="module")
def graph() -> Any:
    return build([examples_dir() / "fujian-relocation-2020.txt"]).dataset


@pytest.fixture(scope="module")
def page(graph: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_atlas(graph, tmp_path_factory.mktemp("fujian"))


def test_bodies_and_pairs(graph: Any) -> None:
    found = read_content(graph)
    first, *others = select_views(found)
    assert (first.level, first.kind) == ("provincial", "named")
    assert {view.id for view in others} == {"municipal-classes", "county-classes"}
    name = {iri: names[0] for iri, names in found.names_in_text.items() if names}
    assert {name[body]: len(found.measures_of(body)) for body in first.bodies} == BEARERS
    assert {frozenset((name[pair.a], name[pair.b])): len(pair.measures) for pair in first.pairs} == {
        frozenset(pair): count for pair, count in PAIRS.items()
    }
    assert (len(found.measures), len(found.parts), first.responsibilities, first.shared) == (24, 106, 36, 10)


@pytest.mark.browser
def test_in_the_browser(page: Path, open_page: Callable[..., Any]) -> None:
    opened = open_page(page)
    assert opened.counts == (14, 11)
    opened.page.locator("#search").fill("省教育厅")
    opened.page.locator("#found [aria-selected=true]").wait_for()
    opened.page.keyboard.press("Enter")
    opened.page.locator("#panel h3", has_text="福建省教育厅").wait_for()
    assert opened.page.locator("#panel .sharing").inner_text().split() == ["省财政厅", "共担", "1", "条措施"]
    assert "省教育厅、财政厅" in opened.text("#panel .measures-list")
    opened.page.locator("[data-zoom=fit]").click()
    opened.page.mouse.click(*opened.edge("省发改委", "省扶贫办"))
    assert opened.page.locator("#panel .measure").count() == 5
    assert "责任单位未列尽" in opened.text("#panel .measure >> nth=0")
    opened.page.locator("#panel [data-close]").click()
    assert "国有资产监督管理委员会" in opened.text("#panel")  # issued, and bears nothing
    assert opened.page.evaluate("atlas.view().outsiders.map(id => atlas.view().labels[id][0])") == ["省扶贫办"]
    assert all(request.startswith(page.parent.as_uri()) for request in opened.requests)
    assert opened.blocked == []
    assert opened.console == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1400])
def test_every_chinese_label_has_room(page: Path, open_page: Callable[..., Any], width: int) -> None:
    opened = open_page(page, viewport={"width": width, "height": 844})
    assert opened.page.evaluate("atlas.labelled()") == 14
