"""Who stands between others, and on whom the work of others rests."""

from __future__ import annotations

import math
import random
from collections.abc import Hashable
from dataclasses import dataclass

import networkx as nx

__all__ = ["Betweenness", "betweenness", "dependence"]


@dataclass(frozen=True, slots=True)
class Betweenness:
    """``values`` by node; ``error`` is the standard error of the values that come from a sample, 0 where all count."""

    values: dict[Hashable, float]
    error: float


def betweenness(graph: nx.Graph, samples: int | None = None, seed: int = 0) -> Betweenness:
    """The share of shortest paths between other bodies that lead over each body (L. C. Freeman, 1977).

    Here: the broker between parts of government that share nothing directly. Ties count as one step, however many
    measures they stand for. An isolated body scores 0. With ``samples`` paths are followed from so many bodies alone
    (U. Brandes and C. Pich, 2007), and ``error`` tells how far the values may be off: the largest standard error of a
    node's mean over the sources. Cost: nodes times edges, or samples times edges; with rustworkx installed, which gives
    the same values, about a fiftieth of it.
    """
    nodes = list(graph)
    count = len(nodes)
    if count < 3:
        return Betweenness(dict.fromkeys(nodes, 0.0), 0.0)
    if samples is None or samples >= count:
        return Betweenness(_exact(graph), 0.0)
    sources = random.Random(seed).sample(nodes, samples)
    total = dict.fromkeys(nodes, 0.0)
    squares = dict.fromkeys(nodes, 0.0)
    scale = count / ((count - 1) * (count - 2))
    for source in sources:
        for node, share in _dependencies(graph, source).items():
            total[node] += share * scale
            squares[node] += (share * scale) ** 2
    values = {node: value / samples for node, value in total.items()}
    spread = max(max(squares[node] / samples - values[node] ** 2, 0.0) for node in nodes)
    return Betweenness(values, math.sqrt(spread / samples))


def _exact(graph: nx.Graph) -> dict[Hashable, float]:
    try:
        import rustworkx
    except ImportError:
        return dict(nx.betweenness_centrality(graph))
    nodes = list(graph)
    at = {node: index for index, node in enumerate(nodes)}
    ties = [(at[a], at[b]) for a, b in graph.edges]
    if graph.is_directed():
        directed = rustworkx.PyDiGraph()
        directed.add_nodes_from(nodes)
        directed.add_edges_from_no_data(ties)
        found = rustworkx.digraph_betweenness_centrality(directed, normalized=True)
    else:
        plain = rustworkx.PyGraph()
        plain.add_nodes_from(nodes)
        plain.add_edges_from_no_data(ties)
        found = rustworkx.graph_betweenness_centrality(plain, normalized=True)
    return {node: found[index] for index, node in enumerate(nodes)}


def _dependencies(graph: nx.Graph, source: Hashable) -> dict[Hashable, float]:
    """What each node carries of the shortest paths from one source (Brandes 2001, the accumulation step)."""
    order: list[Hashable] = []
    before: dict[Hashable, list[Hashable]] = {source: []}
    paths: dict[Hashable, float] = {source: 1.0}
    distance = {source: 0}
    queue = [source]
    for node in queue:
        order.append(node)
        for neighbour in graph[node]:
            if neighbour not in distance:
                distance[neighbour] = distance[node] + 1
                before[neighbour], paths[neighbour] = [], 0.0
                queue.append(neighbour)
            if distance[neighbour] == distance[node] + 1:
                paths[neighbour] += paths[node]
                before[neighbour].append(node)
    carried = dict.fromkeys(order, 0.0)
    for node in reversed(order):
        for earlier in before[node]:
            carried[earlier] += paths[earlier] / paths[node] * (1 + carried[node])
    carried.pop(source)
    return carried


def dependence(graph: nx.DiGraph, weight: str = "measures") -> dict[Hashable, float]:
    """PageRank on lead → support: on whom, in the end, the work of the leads rests (S. Brin and L. Page, 1998).

    Values sum to 1. A body that supports nobody scores the same small share as any other such. An empty graph scores
    nothing. Cost: some tens of passes over the edges.
    """
    if not len(graph):
        return {}
    return dict(nx.pagerank(graph, alpha=0.85, weight=weight, tol=1e-10, max_iter=500))
