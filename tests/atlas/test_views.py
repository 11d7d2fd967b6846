"""What is read and joined, and where it is drawn."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from policygraph.analysis.tables import tabulate_bodies
from policygraph.atlas.boxes import Box
from policygraph.atlas.content import read_content
from policygraph.atlas.detail_pages import build_body_page
from policygraph.atlas.drawing import OPTIONS, count_loads, draw
from policygraph.atlas.layout import arrange
from policygraph.atlas.views import COLOURS, list_facets, select_views
from policygraph.texts import Bilingual

from .graphs import COUNTY, EDUCATION, FINANCE, Item, Notice, Party, dataset, large, small


def test_what_is_read() -> None:
    found = read_content(dataset(small()))
    (policy,) = found.policies.values()
    assert (policy.heading, policy.day, policy.source_name) == (
        "示例省六部门推出若干措施",
        date(2020, 5, 11),
        "中国福建",
    )
    assert len(policy.issuers) == 5
    assert [measure.number for measure in found.measures.values()] == ["(一)", "(二)", "(三)", "(四)", "(五)"]
    assert [measure.open_ended for measure in found.measures.values()] == [False, False, True, False, False]
    body = found.bodies[str(EDUCATION.iri)]
    assert body.names == Bilingual("福建省教育厅", "Fujian Provincial Department of Education")
    assert (body.kind, body.level, found.names_in_text[body.iri]) == ("named", "provincial", ("省教育厅",))
    assert found.functions(body) == [Bilingual("教育", "education")]
    assert found.bodies[str(COUNTY.iri)].kind == "class"
    _, first = found.parts[0]
    assert (first.body, first.role) == (body, "lead")
    assert first.evidence.quote == "责任单位:省教育厅、财政厅,县(区)教育部门"


def test_the_level_with_most_named_bodies_comes_first() -> None:
    found = select_views(read_content(dataset(small())))
    assert [view.id for view in found] == ["provincial", "municipal-classes", "county-classes"]
    first = found[0]
    assert (len(first.bodies), len(first.pairs), first.shared, first.responsibilities) == (5, 3, 4, 9)
    strongest = first.pairs[0]
    assert {strongest.a, strongest.b} == {str(EDUCATION.iri), str(FINANCE.iri)}
    assert len(strongest.measures) == 2


def test_named_bodies_of_several_levels_have_a_view_together() -> None:
    city = Party("body/350100/education", "福州市教育局", "Fuzhou Education Bureau", "市教育局", "municipal")
    items = [Item("1", "甲", 0, [(EDUCATION, "lead"), (city, "support"), (FINANCE, "support")], "甲")]
    found = {view.id: view for view in select_views(read_content(dataset(Notice("n", "多级", ["一"], items))))}
    assert list(found) == ["provincial", "municipal", "all"]
    assert len(found["all"].pairs) == 3


def test_colours() -> None:
    found = read_content(dataset(small()))
    by_heading, by_sharing = list_facets(found, select_views(found)[0])
    assert by_heading.name == "heading"
    assert [found.categories[key].label for key in by_heading.keys] == ["教育", "资金"]
    assert list(by_heading.colour.values()) == [0, 0, 1, 0, 1]
    assert list(by_sharing.colour.values()) == [0, 0, 0, 0, 1]


def test_too_many_headings_share_the_last_colour() -> None:
    items = [Item(str(at), f"第{at}项", at, [(EDUCATION, "lead")], "文") for at in range(12)]
    items.append(Item("13", "又一项", 11, [(EDUCATION, "lead")], "文"))
    found = read_content(dataset(Notice("n", "标题", [f"章{at}" for at in range(12)], items)))
    facet = list_facets(found, select_views(found)[0])[0]
    assert len(facet.keys) == COLOURS
    assert facet.keys[-1] == ""
    assert max(facet.colour.values()) == COLOURS - 1
    assert facet.colour[list(found.measures)[-1]] == 6  # the heading with two measures keeps a colour of its own


def test_several_documents_are_told_apart() -> None:
    found = read_content(dataset(small(), replace(small(), id="second")))
    assert [facet.name for facet in list_facets(found, select_views(found)[0])] == ["document", "heading", "sharing"]


def test_short_names() -> None:
    found = read_content(dataset(small()))
    assert found.names[str(FINANCE.iri)] == Bilingual("省财政厅", "Department of Finance")


def test_pyvis_draws() -> None:
    found = read_content(dataset(small()))
    view = select_views(found)[0]
    drawing = draw(found, view, found.names, count_loads(found))
    assert [node["id"] for node in drawing.nodes] == [0, 1, 2, 3, 4]
    assert drawing.nodes[0]["label"] in ("省教育厅", "省财政厅")
    assert [(edge["from"], edge["to"]) for edge in drawing.edges] == [
        (view.bodies.index(pair.a), view.bodies.index(pair.b)) for pair in view.pairs
    ]
    assert drawing.edges[0]["width"] > drawing.edges[1]["width"]
    assert drawing.options == OPTIONS


def test_pyvis_is_not_asked_edge_by_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of its own calls walks all edges before; 30,000 of them take the better part of a minute."""
    from pyvis.network import Network

    def asked(*_: object, **__: object) -> None:
        raise AssertionError("edge by edge")

    monkeypatch.setattr(Network, "add_edge", asked)
    monkeypatch.setattr(Network, "add_edges", asked)
    found = read_content(dataset(large(60, 400)))
    view = select_views(found)[0]
    assert len(draw(found, view, found.names, count_loads(found)).edges) == 400


def test_hardly_any_box_covers_another() -> None:
    """Distances count for more: the page moves a label that lies under another one."""
    boxes = [Box(60, 20, 44)] * 24
    edges = [(a, b) for a, b in combinations(range(12), 2) if (a * b) % 5 == 1 or b == a + 1]
    edges += [(12, 13), (13, 14), (15, 16)]
    for points in arrange(boxes, edges):
        over = []
        for (ax, ay), (bx, by) in combinations(points, 2):
            wide, high = 120 - abs(ax - bx), 64 - abs(ay - by)
            if wide > 2 and high > 2:
                over.append(wide * high / (120 * 64))
        assert len(over) <= 6 and max(over, default=0) < 0.25, over


def test_single_bodies_stand_in_rows() -> None:
    wide, _ = arrange([Box(40, 20, 40)] * 9, [(0, 1)])
    rows = {y for _, y in wide[2:]}
    assert len(rows) <= 4
    assert min(rows) > max(wide[0][1], wide[1][1])


def test_positions_are_whole_and_finite() -> None:
    for points in arrange([Box(30, 20, 40)] * 130, [(a, (a * 7 + 1) % 130) for a in range(130)]):
        assert all(math.isfinite(each) and each == round(each) for point in points for each in point)


def test_partners_are_those_of_the_report() -> None:
    content = read_content(dataset(small()))
    body = str(EDUCATION.iri)
    assert str(COUNTY.iri) in dict(content.list_sharing(body)), "a class that shares a measure is listed"
    assert content.partners[body] == len([other for other, _ in content.list_sharing(body) if "/group/" not in other])
    rows = {row["body"]: row["partners"] for row in tabulate_bodies(content.incidence)}
    assert {each: content.partners[each] for each in rows} == rows


def test_the_figure_of_partners_counts_the_rows_below_it() -> None:
    content = read_content(dataset(small()))
    shown = build_body_page(content, content.bodies[str(EDUCATION.iri)])
    assert shown["sharing_classes"] > 0, "a class is among them"
    assert shown["partners"] + shown["sharing_classes"] == len(shown["sharing"])
    assert all(
        build_body_page(content, body)["partners"] == content.partners.get(body.iri, 0)
        for body in content.bodies.values()
        if body.kind == "named"
    )


def test_bodies_go_from_the_top_level_down() -> None:
    """Among equals: most first remains the order of tables that rank."""
    county = Party("body/110000/education", "甲县教育局", "A", "县教育局", "county")
    city = Party("body/120000/education", "乙市教育局", "B", "市教育局", "municipal")
    ministry = Party("body/990000/education", "教育部", "M", "教育部", "national")
    outside = Party("body/100000/zone", "丙开发区", "Z", "丙开发区", "other")
    items = [Item("1", "甲", 0, [(body, "responsible") for body in (outside, county, city, EDUCATION, ministry)], "甲")]
    content = read_content(dataset(Notice("n", "多级", ["一"], items)))
    down = [str(body.iri) for body in (ministry, EDUCATION, city, county, outside)]
    assert list(content.bodies) == down
    (everything,) = (view for view in select_views(content) if view.id == "all")
    assert list(everything.bodies) == down
    assert [iri for iri, _ in content.list_sharing(down[0])] == down[1:]
