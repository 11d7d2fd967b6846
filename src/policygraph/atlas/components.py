"""The connected components of a network, each with positions to the scale of its distances."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from .boxes import Point
from .stress import measure_distances, reduce_stress

__all__ = ["Ties", "find_components", "measure_length", "place_component"]

_SEED = 20200511


class Ties:
    """The ties of a network.

    Args:
        edges: Pairs of nodes.
        weights: The strength of each, at least 1; without them all ties are of the same length.

    Attributes:
        neighbours: The nodes that each is tied to.
    """

    def __init__(self, edges: Sequence[tuple[int, int]], weights: Sequence[float] = ()) -> None:
        self._edges = edges
        self._weights = weights or [1.0] * len(edges)
        self.neighbours: Mapping[int, set[int]] = defaultdict(set)
        for a, b in edges:
            if a != b:
                self.neighbours[a].add(b)
                self.neighbours[b].add(a)

    def measure(self, nodes: Sequence[int]) -> npt.NDArray[np.float64]:
        """Measure the distances of the nodes of one or several components.

        Args:
            nodes: The nodes.

        Returns:
            The distance of each pair, infinite between components.
        """
        index = {node: at for at, node in enumerate(nodes)}
        inside = [at for at, (a, _) in enumerate(self._edges) if a in index]
        ends = [(index[self._edges[at][0]], index[self._edges[at][1]]) for at in inside]
        return measure_distances(len(nodes), ends, [self._weights[at] for at in inside])


def find_components(count: int, ties: Ties) -> list[list[int]]:
    """Find the connected components.

    Args:
        count: The number of nodes.
        ties: What joins them.

    Returns:
        The largest first, each in the order of the nodes.

    Example:
        >>> find_components(4, Ties([(1, 3)]))
        [[1, 3], [0], [2]]
    """
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from((a, b) for a, others in ties.neighbours.items() for b in others)
    groups = (sorted(group) for group in networkx.connected_components(graph))
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def place_component(group: Sequence[int], ties: Ties, limit: int) -> list[Point]:
    """Place the nodes of a component of two or more.

    Args:
        group: The nodes.
        ties: What joins them.
        limit: With more nodes, springs take the place of stress, and ties of median length have the length 1.

    Returns:
        Positions to the scale of the distances.
    """
    if len(group) <= limit:
        return [(float(x), float(y)) for x, y in reduce_stress(ties.measure(group))]
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(group)
    graph.add_edges_from(_list_edges(group, ties))
    spread = networkx.spring_layout(graph, seed=_SEED, iterations=60, k=1.6 / math.sqrt(len(group)))
    points = [(float(spread[node][0]), float(spread[node][1])) for node in group]
    unit = measure_length(group, points, ties)
    return [(x / unit, y / unit) for x, y in points]


def measure_length(group: Sequence[int], points: Sequence[Point], ties: Ties) -> float:
    """Measure the median length of the ties of a component.

    Args:
        group: The nodes.
        points: Their positions.
        ties: What joins them.

    Returns:
        The length, 1 if it is nought.

    Example:
        >>> measure_length([0, 1], [(0, 0), (3, 4)], Ties([(0, 1)]))
        5.0
    """
    place = dict(zip(group, points, strict=True))
    lengths = sorted(math.dist(place[a], place[b]) for a, b in _list_edges(group, ties))
    return lengths[len(lengths) // 2] or 1.0


def _list_edges(group: Sequence[int], ties: Ties) -> list[tuple[int, int]]:
    return [(a, b) for a in group for b in sorted(ties.neighbours[a]) if a < b]
