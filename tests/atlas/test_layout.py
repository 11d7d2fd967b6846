"""Positions of a drawing: they fill its area, are the same each time, and keep to the distances of the network."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from scipy.spatial import ConvexHull

from policygraph.atlas.boxes import Box, find_overlapping
from policygraph.atlas.layout import LARGEST_AREA, TALL, WIDE, arrange
from policygraph.atlas.stress import measure_distances

from .test_stress import network, stress

BOX = Box(36, 12, 28)


def share(points: list[tuple[float, float]], boxes: list[Box], shape: float = WIDE) -> float:
    """Of an area of a shape that holds all boxes, the share in their hull."""
    corners = np.array(
        [
            (x + dx, y + dy)
            for (x, y), box in zip(points, boxes, strict=True)
            for dx in (-box.half, box.half)
            for dy in (-box.up, box.down)
        ]
    )
    width, height = np.ptp(corners, axis=0)
    width = max(width, height * shape)
    return float(ConvexHull(corners).volume / (width * width / shape))


@pytest.mark.parametrize(("size", "ties"), [(20, 50), (40, 200), (74, 553), (150, 700)])
def test_most_of_the_area_is_used_and_few_boxes_overlap(size: int, ties: int) -> None:
    edges, weights = network(size, ties, 1)
    boxes = [BOX] * size
    wide, tall = arrange(boxes, edges, weights)
    assert share(wide, boxes) >= 0.66
    assert share(tall, boxes, TALL) >= 0.6
    assert np.ptp([x for x, _ in wide]) * np.ptp([y for _, y in wide]) <= 1.1 * LARGEST_AREA
    overlapping = find_overlapping([x for x, _ in wide], [y for _, y in wide], boxes, -2.0)
    assert len(overlapping) <= 0.6 * size


@pytest.mark.parametrize(("size", "ties", "seed"), [(25, 40, 11), (45, 130, 12), (70, 300, 13)])
def test_the_stress_is_near_that_of_kamada_and_kawai(size: int, ties: int, seed: int) -> None:
    edges, weights = network(size, ties, seed)
    wanted = measure_distances(size, edges, weights)
    theirs = nx.kamada_kawai_layout(nx.Graph(edges), dist={a: dict(enumerate(row)) for a, row in enumerate(wanted)})
    least = stress(np.array([theirs[node] for node in range(size)]), wanted)
    for points in arrange([BOX] * size, edges, weights):
        assert stress(np.array(points), wanted) <= 1.05 * least


def test_the_same_network_is_drawn_the_same() -> None:
    edges, weights = network(60, 240, 5)
    assert arrange([BOX] * 60, edges, weights) == arrange([BOX] * 60, edges, weights)


def test_large_components_stand_side_by_side() -> None:
    edges, weights = network(30, 80, 4)
    both = [*edges, *((a + 30, b + 30) for a, b in edges)]
    wide, _ = arrange([BOX] * 61, both, [*weights, *weights])
    left, right = [x for x, _ in wide[:30]], [x for x, _ in wide[30:60]]
    assert max(left) < min(right)


def test_components_are_drawn_to_one_scale() -> None:
    """A dense component is small beside a chain: distances mean the same in both."""
    dense = [(a, b) for a in range(14) for b in range(a)]
    chain = [(at, at + 1) for at in range(14, 27)]
    wide, _ = arrange([Box(20, 8, 12)] * 28, [*dense, *chain])
    ends = np.array([wide[14], wide[27]])
    across = max(float(np.hypot(*np.subtract(wide[a], wide[b]))) for a in range(14) for b in range(a))
    # All pairs of the one have the distance 1, the ends of the other 13.
    assert float(np.hypot(*(ends[0] - ends[1]))) > 3.5 * across
