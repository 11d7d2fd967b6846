"""How much bodies bear, and how much of it together with others."""

from __future__ import annotations

from collections.abc import Hashable

import networkx as nx

__all__ = ["load", "shared_load", "strength"]


def load(graph: nx.Graph) -> dict[Hashable, int]:
    """The number of measures that each body bears: its degree in the bipartite graph.

    Nodes with ``bipartite`` 0 are bodies, those with 1 measures. A body without a measure scores 0. Cost: one pass.

    >>> load(_example())
    {'a': 2, 'b': 1}
    """
    return {node: graph.degree(node) for node, side in graph.nodes(data="bipartite") if side == 0}


def shared_load(graph: nx.Graph) -> dict[Hashable, int]:
    """The number of measures that each body bears together with at least one other.

    What is left of the load is the body's alone. A body without a measure scores 0. Cost: one pass over the edges.

    >>> shared_load(_example())
    {'a': 1, 'b': 1}
    """
    return {
        node: sum(graph.degree(task) > 1 for task in graph[node])
        for node, side in graph.nodes(data="bipartite")
        if side == 0
    }


def strength(graph: nx.Graph, weight: str = "measures") -> dict[Hashable, float]:
    """The sum of the weights of each body's ties (A. Barrat et al., "The architecture of complex weighted networks",
    PNAS 101, 2004). With the weight ``newman`` it is the number of measures the body shares. An isolated body scores 0.
    Cost: one pass over the edges.

    >>> strength(nx.Graph([("a", "b", {"measures": 3})]))
    {'a': 3, 'b': 3}
    """
    return dict(graph.degree(weight=weight))


def _example() -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from("ab", bipartite=0)
    graph.add_nodes_from((1, 2), bipartite=1)
    graph.add_edges_from([("a", 1), ("a", 2), ("b", 2)])
    return graph
