"""Layouts by stress: they are the same each time and keep to the distances of the network."""

from __future__ import annotations

import random

import networkx as nx
import numpy as np
import pytest

from policygraph.atlas.stress import Stress, measure_distances, reduce_stress


def network(size: int, ties: int, seed: int) -> tuple[list[tuple[int, int]], list[float]]:
    """Ties of a network with busy bodies; the weights are small counts."""
    chance = random.Random(seed)
    found = {(min(a, at), max(a, at)) for at in range(1, size) for a in [chance.randrange(at)]}
    while len(found) < ties:
        a, b = min(chance.randrange(size), chance.randrange(size)), chance.randrange(size)
        if a != b:
            found.add((min(a, b), max(a, b)))
    return sorted(found), [float(chance.choice([1, 1, 1, 2, 3, 8])) for _ in found]


def stress(points: np.ndarray, wanted: np.ndarray) -> float:
    """From the definition, pair by pair."""
    ratios = [float(np.hypot(*(points[a] - points[b])) / wanted[a, b]) for a in range(len(points)) for b in range(a)]
    scale = sum(ratios) / sum(ratio**2 for ratio in ratios)
    return sum((scale * ratio - 1) ** 2 for ratio in ratios) / len(ratios)


def test_distances_are_those_of_the_shortest_paths() -> None:
    edges, weights = network(25, 60, 3)
    graph = nx.Graph()
    for (a, b), weight in zip(edges, weights, strict=True):
        graph.add_edge(a, b, length=1 / np.sqrt(1 + np.log2(weight)))
    expected = dict(nx.all_pairs_dijkstra_path_length(graph, weight="length"))
    found = measure_distances(25, edges, weights)
    assert all(found[a, b] == pytest.approx(expected[a][b]) for a in range(25) for b in range(25))


def test_nodes_without_a_path_are_infinitely_far() -> None:
    assert np.isinf(measure_distances(3, [(0, 1)], [1])[0, 2])


@pytest.mark.parametrize("size", [12, 40])
def test_stress_is_no_more_than_that_of_kamada_and_kawai(size: int) -> None:
    edges, weights = network(size, 3 * size, size)
    wanted = measure_distances(size, edges, weights)
    theirs = nx.kamada_kawai_layout(nx.Graph(edges), dist={a: dict(enumerate(row)) for a, row in enumerate(wanted)})
    placed = np.array([theirs[node] for node in range(size)])
    assert stress(reduce_stress(wanted), wanted) <= 1.03 * stress(placed, wanted)


def test_the_slope_is_that_of_the_stress() -> None:
    edges, weights = network(12, 30, 8)
    cost = Stress(measure_distances(12, edges, weights))
    at = np.random.default_rng(1).normal(size=24)
    _, slope = cost(at)
    for side in range(24):
        step = np.eye(24)[side] * 1e-6
        assert slope[side] == pytest.approx((cost(at + step)[0] - cost(at - step)[0]) / 2e-6, rel=1e-4, abs=1e-8)


def test_positions_are_to_the_scale_of_the_distances() -> None:
    edges = [(at, at + 1) for at in range(6)]
    found = reduce_stress(measure_distances(7, edges, [1.0] * 6))
    assert float(np.hypot(*(found[0] - found[6]))) == pytest.approx(6, rel=0.01)


def test_pairs_of_different_components_do_not_count() -> None:
    cost = Stress(measure_distances(4, [(0, 1), (2, 3)], [1, 1]))
    assert cost.measure(np.array([[0, 0], [1, 0], [90, 7], [90, 8]], float)) == pytest.approx(0)
    assert cost.measure(np.array([[0, 0], [1, 0], [90, 7], [90, 9]], float)) == pytest.approx(0.1)


def test_nodes_of_the_same_distances_come_apart() -> None:
    """A complete network: nothing tells its nodes from each other."""
    edges = [(a, b) for a in range(9) for b in range(a)]
    found = reduce_stress(measure_distances(9, edges, [1.0] * len(edges)))
    assert min(float(np.hypot(*(found[a] - found[b]))) for a, b in edges) > 0.1
