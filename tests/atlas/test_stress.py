"""Layouts by stress: they fill their area, are the same each time, and keep to the distances of the network."""

from __future__ import annotations

import random

import networkx as nx
import numpy as np
import pytest
from scipy.spatial import ConvexHull

from policygraph.atlas.boxes import Box, find_overlapping
from policygraph.atlas.layout import LARGEST_AREA, WIDE, arrange
from policygraph.atlas.stress import fit_area, measure_distances, reduce_stress

BOX = Box(36, 12, 28)


def network(size: int, ties: int, seed: int) -> tuple[list[tuple[int, int]], list[float]]:
    """Ties of a network with busy bodies; the weights are small counts."""
    chance = random.Random(seed)
    found = {(min(a, at), max(a, at)) for at in range(1, size) for a in [chance.randrange(at)]}
    while len(found) < ties:
        a, b = min(chance.randrange(size), chance.randrange(size)), chance.randrange(size)
        if a != b:
            found.add((min(a, b), max(a, b)))
    return sorted(found), [float(chance.choice([1, 1, 1, 2, 3, 8])) for _ in found]


def share(points: list[tuple[float, float]], boxes: list[Box]) -> float:
    """Of an area of the wide shape that holds all boxes, the share in their hull."""
    corners = np.array(
        [
            (x + dx, y + dy)
            for (x, y), box in zip(points, boxes, strict=True)
            for dx in (-box.half, box.half)
            for dy in (-box.up, box.down)
        ]
    )
    width, height = np.ptp(corners, axis=0)
    width = max(width, height * WIDE)
    return float(ConvexHull(corners).volume / (width * width / WIDE))


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


@pytest.mark.parametrize(("size", "ties"), [(20, 50), (40, 200), (74, 553), (150, 700)])
def test_most_of_the_area_is_used_and_few_boxes_overlap(size: int, ties: int) -> None:
    edges, weights = network(size, ties, 1)
    boxes = [BOX] * size
    wide, _ = arrange(boxes, edges, weights)
    assert share(wide, boxes) >= 0.6
    assert np.ptp([x for x, _ in wide]) * np.ptp([y for _, y in wide]) <= 1.1 * LARGEST_AREA
    overlapping = find_overlapping([x for x, _ in wide], [y for _, y in wide], boxes, -2.0)
    assert len({b for _, b in overlapping}) <= 0.25 * size


def test_the_same_network_is_drawn_the_same() -> None:
    edges, weights = network(60, 240, 5)
    assert arrange([BOX] * 60, edges, weights) == arrange([BOX] * 60, edges, weights)


def test_boxes_stay_inside_the_area() -> None:
    edges, weights = network(40, 120, 2)
    wanted = measure_distances(40, edges, weights)
    found = fit_area(reduce_stress(wanted), wanted, [BOX] * 40, 900, 600)
    assert (found >= [BOX.half - 12, BOX.up - 12]).all()
    assert (found <= [900 - BOX.half + 12, 600 - BOX.down + 12]).all()


def test_nodes_of_the_same_distances_come_apart() -> None:
    """A complete network: nothing tells its nodes from each other."""
    edges = [(a, b) for a in range(9) for b in range(a)]
    found = reduce_stress(measure_distances(9, edges, [1.0] * len(edges)))
    assert min(float(np.hypot(*(found[a] - found[b]))) for a, b in edges) > 0.1


def test_large_components_stand_side_by_side() -> None:
    edges, weights = network(30, 80, 4)
    both = [*edges, *((a + 30, b + 30) for a, b in edges)]
    wide, _ = arrange([BOX] * 61, both, [*weights, *weights])
    left, right = [x for x, _ in wide[:30]], [x for x, _ in wide[30:60]]
    assert max(left) < min(right)
