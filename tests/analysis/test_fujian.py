"""The Fujian notice against what was worked out by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from competency import dataset
from policygraph.analysis import Incidence, bipartite, findings, incidence, shared_network
from policygraph.analysis.metrics import (
    bridges,
    components,
    load,
    redundancy,
    shared_load,
    strength,
    vertical_coverage,
)
from policygraph.corpus import build

BY_HAND: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("fujian.yaml").read_text(encoding="utf-8"))
NAMES = {slug: name for name, slug in BY_HAND["slugs"].items()}


@cache
def whole() -> Incidence:
    return incidence(dataset("fujian"))


@cache
def provincial() -> Incidence:
    return whole().named()


def short(iri: object) -> str:
    return str(NAMES[str(iri).rpartition("/")[2]])


def test_components() -> None:
    found = [sorted(map(short, group)) for group in components(shared_network(provincial()))]
    together = [group for group in found if len(group) > 1]
    assert sorted(together) == sorted(sorted(group) for group in BY_HAND["components"])
    alone = {group[0] for group in found if len(group) == 1}
    assert alone == {*BY_HAND["alone"], BY_HAND["issuer_without_task"]}


def test_pairs() -> None:
    graph = shared_network(provincial())
    assert graph.number_of_edges() == BY_HAND["pairs"]
    one, other, data = max(graph.edges(data=True), key=lambda edge: edge[2]["measures"])
    assert {short(one), short(other)} == set(BY_HAND["strongest"][:2])
    assert data["measures"] == BY_HAND["strongest"][2]


def test_loads() -> None:
    graph = bipartite(provincial())
    idle = BY_HAND["issuer_without_task"]
    assert {short(body): n for body, n in load(graph).items()} == {**BY_HAND["loads"], idle: 0}
    assert {short(body): n for body, n in shared_load(graph).items()} == {**BY_HAND["shared_loads"], idle: 0}
    ties = {short(body): value for body, value in strength(shared_network(provincial()), "newman").items()}
    assert ties == pytest.approx({**BY_HAND["shared_loads"], idle: 0})


def test_vertical_coverage() -> None:
    named = {body.iri for body in provincial().bodies}
    covered = {short(body): share for body, share in vertical_coverage(whole()).items() if body in named}
    assert covered == {**dict.fromkeys(BY_HAND["loads"], 1.0), **BY_HAND["without_counterpart"]}


def test_every_measure_has_local_bodies_too() -> None:
    assert min(redundancy(bipartite(whole())).values()) == 2


def test_bridges_are_the_two_small_components() -> None:
    found = [sorted(map(short, edge)) for edge in bridges(shared_network(provincial()))]
    assert sorted(found) == sorted(sorted(group) for group in BY_HAND["components"] if len(group) == 2)


def test_findings() -> None:
    told = findings(whole())
    assert [finding.kind for finding in told] == ["stops", "idle-issuer"]
    stops, idle = told
    assert short(stops.bodies[0]) == "财政" and stops.measures[0].endswith("/measure/3")
    assert short(idle.bodies[0]) == BY_HAND["issuer_without_task"]
    for finding in told:
        assert finding.text_zh and finding.text_en and finding.numbers and finding.query


def test_the_published_notice_gives_the_same(shared: Path) -> None:
    made = build(shared / "documents" / "00-fujian-relocation-2020.txt", id="fujian-relocation-2020")
    assert [finding.text_zh for finding in findings(incidence(made.dataset))] == [
        finding.text_zh for finding in findings(whole())
    ]
