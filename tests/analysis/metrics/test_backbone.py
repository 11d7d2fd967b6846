"""The backbone against its formulas, written out tie by tie."""

from __future__ import annotations

import math
import random
from collections.abc import Hashable, Iterator
from statistics import NormalDist

import networkx as nx
import pytest

from policygraph.analysis.metrics.backbone import backbone, disparity, noise_corrected
from policygraph.errors import UsageError

GRAPHS = 60
METHODS = ("disparity", "noise-corrected")


def graphs(directed: bool) -> Iterator[nx.Graph]:
    """Random graphs of all densities with isolated nodes; weights are equal, few or all different."""
    for seed in range(GRAPHS):
        chance = random.Random(seed)
        graph = nx.gnp_random_graph(chance.randint(1, 12), chance.random(), seed=seed, directed=directed)
        for a, b in graph.edges:
            graph.edges[a, b]["measures"] = (1, chance.randint(1, 3), chance.random() * 9 + 0.1)[seed % 3]
        yield graph


def shares(graph: nx.Graph, node: Hashable, way: str) -> list[float]:
    """The weights of the ties of a node, in one direction."""
    if not graph.is_directed():
        return [data["measures"] for _, _, data in graph.edges(node, data=True)]
    found = graph.out_edges(node, data=True) if way == "out" else graph.in_edges(node, data=True)
    return [data["measures"] for *_, data in found]


def by_definition(graph: nx.Graph, a: Hashable, b: Hashable) -> float:
    """The chance that a piece of a strength cut at random into k pieces is as large, at the end where it is smaller."""
    weight, found = graph.edges[a, b]["measures"], [1.0]
    for weights in (shares(graph, a, "out"), shares(graph, b, "in")):
        if len(weights) > 1:
            found.append(max(0.0, 1 - weight / sum(weights)) ** (len(weights) - 1))
    return min(found)


def score_by_definition(graph: nx.Graph, a: Hashable, b: Hashable) -> tuple[float, float, float]:
    """Score, deviation and p of a tie: a Beta prior from its two moments, the posterior, the delta method."""
    n = graph.edges[a, b]["measures"]
    total = sum(sum(shares(graph, node, "out")) for node in graph)
    one, other = sum(shares(graph, a, "out")), sum(shares(graph, b, "in"))
    mean = one * other / total**2
    variance = one * other * (total - one) * (total - other) / (total**4 * (total - 1)) if total > 1 else 0.0
    posterior = mean
    if variance > 0:
        alpha = mean**2 / variance * (1 - mean) - mean
        beta = mean / variance * (1 - mean) ** 2 - (1 - mean)
        posterior = (alpha + n) / (alpha + beta + total)
    kappa = total / (one * other)
    score = (kappa * n - 1) / (kappa * n + 1)
    # The slope of the score in n, where n is part of one, other and total too.
    step = 1 / (one * other) - total * (one + other) / (one * other) ** 2
    slope = 2 * (kappa + n * step) / (kappa * n + 1) ** 2
    deviation = math.sqrt(max(posterior * (1 - posterior), 0.0) * total) * abs(slope)
    p = 0.5 if abs(score) < 1e-12 else 1 - NormalDist().cdf(score / deviation) if deviation else float(score < 0)
    return score, deviation, p


@pytest.mark.parametrize("directed", [False, True])
def test_disparity(directed: bool) -> None:
    seen = 0
    for graph in graphs(directed):
        found = disparity(graph)
        assert list(found) == list(graph.edges)
        seen += len(found)
        for (a, b), p in found.items():
            assert p == pytest.approx(by_definition(graph, a, b), abs=1e-12)
    assert seen > 400


@pytest.mark.parametrize("directed", [False, True])
def test_noise_corrected(directed: bool) -> None:
    for graph in graphs(directed):
        found = noise_corrected(graph)
        assert list(found) == list(graph.edges)
        for (a, b), tie in found.items():
            wanted = score_by_definition(graph, a, b)
            assert (tie.score, tie.deviation, tie.p) == pytest.approx(wanted, rel=1e-9, abs=1e-9)


def test_disparity_is_the_chance_of_a_piece_of_a_random_cut() -> None:
    """The formula itself: four pieces of a stick cut at three random places, one of them with at least this share."""
    star = nx.Graph()
    star.add_weighted_edges_from([("hub", leaf, weight) for leaf, weight in zip("abcd", (4, 3, 2, 1), strict=True)])
    found = disparity(star, "weight")
    chance, draws = random.Random(1), 20_000
    firsts = [min(chance.random() for _ in range(3)) for _ in range(draws)]
    for (_, leaf), p in found.items():
        share = star.edges["hub", leaf]["weight"] / 10
        assert sum(first >= share for first in firsts) / draws == pytest.approx(p, abs=0.015)


def connected(graph: nx.Graph, ties: list[tuple[Hashable, Hashable]]) -> float:
    """The share of bodies in the largest piece of their component, of components with three bodies or more."""
    piece = nx.Graph(ties)
    whole = [group for group in nx.connected_components(graph.to_undirected()) if len(group) > 2]
    best = [max((len(part) for part in nx.connected_components(piece) if part <= group), default=0) for group in whole]
    bodies = sum(map(len, whole))
    return sum(best) / bodies


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("keep", [0.5, 0.8, 1.0])
def test_the_chosen_alpha_is_the_smallest_that_keeps_the_share(method: str, directed: bool, keep: float) -> None:
    for graph in graphs(directed):
        found = backbone(graph, method=method, keep=keep)
        if all(len(group) < 3 for group in nx.connected_components(graph.to_undirected())):
            assert found.alpha == 1.0
            continue
        levels = [0.0, *sorted(set(found.p.values()))]
        enough = [
            level
            for level in levels
            if connected(graph, [tie for tie, p in found.p.items() if p <= level]) >= keep - 1e-9
        ]
        assert found.alpha == enough[0]
        assert set(found.graph.edges) == {tie for tie, p in found.p.items() if p <= found.alpha}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("directed", [False, True])
def test_the_backbone_has_all_nodes_and_the_attributes(method: str, directed: bool) -> None:
    graph = nx.Graph() if not directed else nx.DiGraph()
    graph.graph["title"] = "a network"
    graph.add_nodes_from("abcde", level="provincial")
    graph.add_weighted_edges_from([("a", "b", 9), ("a", "c", 1), ("a", "d", 1), ("c", "d", 1)], "measures", since=2020)
    before = nx.to_dict_of_dicts(graph)
    found = backbone(graph, method=method, alpha=0.05)
    assert found.alpha == 0.05 and type(found.graph) is type(graph)
    assert repr(found).endswith(", alpha=0.05)")
    assert dict(found.graph.nodes(data=True)) == dict(graph.nodes(data=True))
    assert found.graph.graph == {"title": "a network"}
    assert all(data == graph.edges[a, b] for a, b, data in found.graph.edges(data=True))
    found.graph.add_edge("d", "e", measures=1)
    for *_, data in found.graph.edges(data=True):
        data["measures"] = 0
    assert nx.to_dict_of_dicts(graph) == before and graph.edges["a", "b"]["measures"] == 9


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("count", [0, 1, 5])
@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_networks_without_ties(method: str, count: int, kind: type[nx.Graph]) -> None:
    found = backbone(nx.empty_graph(count, kind()), method=method)
    assert (len(found.graph), found.alpha, found.p) == (count, 1.0, {})


def test_single_ties_cannot_be_tested() -> None:
    assert disparity(nx.Graph([(1, 2, {"measures": 7})])) == {(1, 2): 1.0}
    (tie,) = noise_corrected(nx.DiGraph([(1, 2, {"measures": 7})])).values()
    assert (tie.score, tie.deviation, tie.p) == (0.0, 0.0, 0.5)
    star = nx.star_graph(3)
    nx.set_edge_attributes(star, 2, "measures")
    assert list(disparity(star).values()) == pytest.approx([(2 / 3) ** 2] * 3)


def test_equal_weights_stand_or_fall_together() -> None:
    ring = nx.cycle_graph(6)
    nx.set_edge_attributes(ring, 3, "measures")
    for method in METHODS:
        found = backbone(ring, method=method)
        assert len(set(found.p.values())) == 1 and found.graph.number_of_edges() == 6


def test_loops_are_left_out() -> None:
    graph = nx.Graph([(1, 2, {"measures": 2}), (2, 3, {"measures": 1}), (2, 2, {"measures": 50})])
    plain = graph.copy()
    plain.remove_edge(2, 2)
    assert disparity(graph) == disparity(plain) and noise_corrected(graph) == noise_corrected(plain)


@pytest.mark.parametrize("value", [None, 0, -1, "3", math.nan, math.inf])
@pytest.mark.parametrize("method", METHODS)
def test_a_tie_without_a_weight_is_named(value: object, method: str) -> None:
    graph = nx.Graph([("finance", "education", {} if value is None else {"measures": value})])
    with pytest.raises(UsageError, match="no 'measures' above 0 at the tie of finance and education"):
        backbone(graph, method=method)


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(UsageError, match="disparity, noise-corrected"):
        backbone(nx.Graph(), method="strongest")
    with pytest.raises(UsageError, match="alpha is between 0 and 1, not 5"):
        backbone(nx.Graph(), alpha=5)
    with pytest.raises(UsageError, match="keep is between 0 and 1"):
        backbone(nx.Graph(), keep=80)
