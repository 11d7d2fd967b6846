"""The position of bodies: who stands between others, and on whom the work of others rests."""

from __future__ import annotations

import math
import random
from collections.abc import Hashable
from dataclasses import dataclass

import networkx as nx
import numpy as np

from .adjacency import adjacency
from .paths import carried

__all__ = ["Betweenness", "betweenness", "constraint", "dependence"]

#: So many sources at once: more need more memory, fewer more passes over the ties.
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Betweenness:
    """Betweenness by node.

    ``error`` is the standard error of values from a sample, 0 where all paths were followed.
    """

    values: dict[Hashable, float]
    error: float


def betweenness(graph: nx.Graph, samples: int | None = None, seed: int = 0) -> Betweenness:
    """Measure the share of shortest paths between other bodies that lead over each body.

    After L. C. Freeman, 1977. A high value marks a broker between parts of government that share nothing directly. Ties
    count as one step, however many measures they stand for.

    Args:
        graph: The network of bodies.
        samples: The number of bodies from which paths are followed (U. Brandes and C. Pich, 2007).
        seed: The same seed draws the same bodies.

    Returns:
        The share of each body, 0 where it is isolated, and how far the values may be off: the largest standard error of
        a node's mean over the sources. Cost: nodes times edges, or samples times edges; with rustworkx installed, which
        gives the same values, about a fiftieth of it.
    """
    nodes = list(graph)
    count = len(nodes)
    if count < 3:
        return Betweenness(dict.fromkeys(nodes, 0.0), 0.0)
    if samples is None or samples >= count:
        return Betweenness(_exact(graph), 0.0)
    sources = random.Random(seed).sample(range(count), samples)
    made = adjacency(graph)
    shares = np.concatenate([carried(made, sources[at : at + _BATCH]) for at in range(0, samples, _BATCH)], axis=1)
    shares *= count / ((count - 1) * (count - 2))
    spread = float(shares.var(axis=1).max())
    return Betweenness(dict(zip(nodes, shares.mean(axis=1).tolist(), strict=True)), math.sqrt(spread / samples))


def _exact(graph: nx.Graph) -> dict[Hashable, float]:
    try:
        import rustworkx
    except ImportError:
        return dict(nx.betweenness_centrality(graph))
    found = rustworkx.betweenness_centrality(rustworkx.networkx_converter(graph), normalized=True)
    return {node: found[index] for index, node in enumerate(graph)}


def dependence(graph: nx.DiGraph, weight: str = "measures") -> dict[Hashable, float]:
    """Rank bodies by how much of the work of leads rests on them in the end: PageRank on lead → support.

    After S. Brin and L. Page, 1998.

    Args:
        graph: The directed network from leads to those who support them.
        weight: The attribute that says how strong a tie is.

    Returns:
        The share of each body; shares sum to 1, and bodies that support nobody have the same small one. Cost: some tens
        of passes over the edges.
    """
    if not len(graph):
        return {}
    return dict(nx.pagerank(graph, alpha=0.85, weight=weight, tol=1e-10, max_iter=500))


def constraint(graph: nx.Graph, weight: str | None = "measures") -> dict[Hashable, float]:
    """Measure how far each body's ties lead back to one another: Burt's constraint.

    After R. S. Burt, "Structural Holes", 1992. Low values mark brokers.

    Args:
        graph: The network of bodies.
        weight: The attribute that says how strong a tie is; ``None`` for ties of equal strength.

    Returns:
        The constraint of each body, 1 with one partner; isolated bodies, for which it is not defined, are left out.
        Cost: in proportion to the sum of the squared degrees.

    Example:
        >>> round(constraint(nx.star_graph(3), None)[0], 3)
        0.333
    """
    connected = [node for node, degree in graph.degree() if degree]
    if not connected:
        return {}
    # Only for all nodes of a graph NetworkX computes with sparse matrices, some hundred times faster.
    found = nx.constraint(graph.subgraph(connected), weight=weight)
    return {node: float(found[node]) for node in connected}
