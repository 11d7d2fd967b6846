"""How dense drawings are sorted: communities, levels and functions to colour by, and the backbone first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from policygraph.atlas import write_atlas
from policygraph.atlas.content import Content, read_content
from policygraph.atlas.groups import list_body_facets, order_ties
from policygraph.atlas.networks import Drawings
from policygraph.atlas.views import View, select_views

from .graphs import EDUCATION, FINANCE, Item, Notice, Party, dataset, large, small


def cliques(count: int = 3, size: int = 6) -> Notice:
    """Groups of bodies that share two measures each, and one measure between the first bodies of two groups."""
    groups = [
        [
            Party(f"body/350000/g{at}-{each}", f"福建省{at}组{each}局", f"Bureau {each} of {at}", f"省{at}组{each}局")
            for each in range(size)
        ]
        for at in range(count)
    ]
    chosen = [group for group in groups for _ in range(2)] + [
        [groups[at][0], groups[at + 1][0]] for at in range(count - 1)
    ]
    items = [
        Item(str(at), f"第{at}项", at % 2, [(party, "responsible") for party in parties], "责任单位")
        for at, parties in enumerate(chosen)
    ]
    return Notice("cliques", "分组示例", ["甲", "乙"], items)


@pytest.fixture(scope="module")
def grouped() -> tuple[Content, View]:
    content = read_content(dataset(cliques()))
    return content, select_views(content)[0]


def test_communities_are_the_groups(grouped: tuple[Content, View]) -> None:
    content, view = grouped
    facet = next(each for each in list_body_facets(content, view) if each.name == "community")
    groups: dict[int, set[str]] = {}
    for body, colour in facet.colour.items():
        groups.setdefault(colour, set()).add(body.rpartition("/")[2].partition("-")[0])
    assert sorted(map(sorted, groups.values())) == [["g0"], ["g1"], ["g2"]]
    assert [facet.colour[key] for key in facet.keys] == [0, 1, 2]


def test_a_small_view_has_no_communities() -> None:
    content = read_content(dataset(small()))
    assert "community" not in [facet.name for facet in list_body_facets(content, select_views(content)[0])]


def test_levels_and_functions_where_there_are_several() -> None:
    city = Party("body/350100/education", "福州市教育局", "Fuzhou Education Bureau", "市教育局", "municipal")
    items = [Item("1", "甲", 0, [(EDUCATION, "lead"), (city, "support"), (FINANCE, "support")], "甲")]
    content = read_content(dataset(Notice("n", "多级", ["一"], items)))
    view = next(each for each in select_views(content) if each.id == "all")
    level, function = list_body_facets(content, view)
    assert level.keys == ("provincial", "municipal")
    assert level.colour[str(city.iri)] == 1
    assert function.keys == ("education", "finance")


def test_several_documents_begin_with_communities() -> None:
    one, several = (
        Drawings(read_content(dataset(*notices))) for notices in ([cliques()], [cliques(), replace(cliques(), id="b")])
    )
    first = [[facet["name"] for facet in made.draw(0)["facets"]] for made in (one, several)]
    assert first[0][0] == "heading"
    assert first[1][0] == "community"


def test_every_body_keeps_a_tie_in_the_backbone() -> None:
    content = read_content(dataset(large(60, 400)))
    view = select_views(content)[0]
    found = order_ties(view)
    assert found is not None
    places, first = found
    assert sorted(places) == list(range(len(view.pairs)))
    assert 0 < first < len(view.pairs)
    shown = [pair for pair, place in zip(view.pairs, places, strict=True) if place < first]
    assert {end for pair in shown for end in (pair.a, pair.b)} == {
        end for pair in view.pairs for end in (pair.a, pair.b)
    }


def test_a_sparse_view_shows_all_ties() -> None:
    content = read_content(dataset(small()))
    assert order_ties(select_views(content)[0]) is None


SHOWN = "Object.values(atlas.network.body.edges).filter(edge => !edge.options.hidden).length"


@pytest.mark.browser
def test_the_slider_shows_more_ties_and_stays_in_the_address(tmp_path: Path, open_page: Callable[..., Any]) -> None:
    path = write_atlas(dataset(large(60, 400)), tmp_path)
    opened = open_page(path)
    first = opened.page.evaluate("atlas.view().order.first")
    assert opened.page.evaluate(SHOWN) == first < 400
    slider = opened.page.locator("[data-ties]")
    slider.focus()
    opened.page.keyboard.press("ArrowRight")
    assert opened.page.evaluate(SHOWN) == first + 1
    assert f"ties={first + 1}" in opened.page.url
    assert slider.get_attribute("aria-valuetext") == f"{first + 1} / 400 条"
    opened.page.keyboard.press("End")
    assert opened.page.evaluate(SHOWN) == 400
    assert "ties=all" in opened.page.url
    opened.page.keyboard.press("Home")
    assert "ties=" not in opened.page.url
    again = open_page(path, "ties=all&colour=sharing")
    assert again.page.evaluate(SHOWN) == 400
    assert again.page.locator("[data-facet=sharing]:visible").get_attribute("aria-pressed") == "true"
    assert opened.console == again.console == []


@pytest.mark.browser
def test_a_selected_body_shows_all_its_ties(tmp_path: Path, open_page: Callable[..., Any]) -> None:
    opened = open_page(write_atlas(dataset(large(60, 400)), tmp_path))
    first = opened.page.evaluate(SHOWN)
    # An end of the tie that is shown last.
    opened.page.evaluate(
        "atlas.selectBody(atlas.view().bodies[atlas.view().edges.at(atlas.view().order.places.indexOf(399)).from], {})"
    )
    tied = (
        "atlas.view().edges.filter(edge => [edge.from, edge.to].includes(atlas.drawing.nodeOf(atlas.state.selected)))"
    )
    assert opened.page.evaluate(f"{tied}.every(edge => !atlas.network.body.edges[edge.id].options.hidden)")
    assert opened.page.evaluate(SHOWN) > first
    opened.page.keyboard.press("Escape")
    opened.page.evaluate("atlas.set({ selected: null })")
    assert opened.page.evaluate(SHOWN) == first


@pytest.mark.browser
def test_colours_are_chosen_and_no_two_labels_overlap(tmp_path: Path, open_page: Callable[..., Any]) -> None:
    opened = open_page(write_atlas(dataset(cliques(6, 12)), tmp_path), "colour=community")
    assert opened.page.evaluate("atlas.view().facets[atlas.state.facet].name") == "community"
    assert "colour=community" in opened.page.url
    assert "等（另有 11 个单位）" in opened.text(".legend:visible")
    boxes = opened.page.evaluate("atlas.seenBoxes().labels")
    assert len(boxes) >= 0.9 * 72
    for at, (left, top, right, low) in enumerate(boxes):
        for other in boxes[:at]:
            assert not (left < other[2] and other[0] < right and top < other[3] and other[1] < low)
    opened.page.locator("[data-language=en]").click()
    assert "and 11 more" in opened.text(".legend:visible")
    assert opened.console == []


@pytest.mark.browser
def test_the_matrix_has_the_bodies_of_a_community_together(tmp_path: Path, open_page: Callable[..., Any]) -> None:
    opened = open_page(write_atlas(dataset(cliques()), tmp_path), "body=body/350000/g1-2")
    opened.page.locator("#as-matrix").click()
    opened.page.locator("table.m-bodies").wait_for()
    names = opened.page.locator("table.m-bodies tbody th").all_inner_texts()
    groups = [name[1:3] for name in names]
    assert len(names) == 18
    assert sum(one != other for one, other in pairwise(groups)) == 2
    assert opened.text("tr.chosen th") == "省1组2局"
    assert opened.console == []


@pytest.mark.browser
def test_a_matrix_takes_the_place_of_the_drawing(tmp_path: Path, open_page: Callable[..., Any]) -> None:
    opened = open_page(write_atlas(dataset(cliques()), tmp_path))
    opened.page.locator("[data-as=matrix]").click()
    assert "as=matrix" in opened.page.url
    rows = opened.page.locator("#as-ties tbody tr")
    groups = [name[1:3] for name in rows.locator("th").all_inner_texts()]
    assert len(groups) == 18
    assert sum(one != other for one, other in pairwise(groups)) == 2
    assert opened.page.locator("#as-ties tr.begins").count() == 2
    # Each cell says what the tie of the drawing has.
    wrong = opened.page.evaluate(
        """() => [...document.querySelectorAll("#as-ties a[data-pair]")].filter((cell) =>
            Number(cell.textContent) !== atlas.view().pairs[cell.dataset.pair].length).length"""
    )
    assert wrong == 0
    assert opened.page.locator("#as-ties a[data-pair]").count() == 2 * opened.counts[1]
    first = opened.page.locator("#as-ties a[data-pair]").first
    first.click()
    assert "pair=" in opened.page.url
    assert opened.page.locator("#as-ties a.chosen").count() == 2
    again = open_page(tmp_path / "index.html", opened.page.url.partition("#")[2])
    assert again.page.locator("#as-ties a.chosen").count() == 2
    again.page.locator("[data-as='']").click()
    assert not again.page.locator("#as-ties").is_visible()
    assert "as=" not in again.page.url
    assert opened.console == again.console == []
