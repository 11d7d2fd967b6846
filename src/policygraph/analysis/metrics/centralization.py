"""How far a network centres on one body: Freeman's centralisation."""

from __future__ import annotations

import networkx as nx
import numpy as np

from .adjacency import Adjacency, Numbers, adjacency

__all__ = ["degree_centralization", "in_degree_centralization", "out_degree_centralization"]


def degree_centralization(graph: nx.Graph | Adjacency) -> float | None:
    """Measure how far the largest degree exceeds the others: Σ (d* − d_i) / ((n − 1)(n − 2)).

    After L. C. Freeman, "Centrality in social networks: conceptual clarification", Social Networks 1, 1979. The
    denominator is the sum in a star, the most centralised network of n nodes.

    Args:
        graph: The network of bodies; directions and weights of ties are ignored.

    Returns:
        1 for a star, 0 where all degrees are equal; ``None`` with fewer than three nodes, where it is not defined.
        Cost: one pass.

    Example:
        >>> degree_centralization(nx.star_graph(4)), degree_centralization(nx.cycle_graph(4))
        (1.0, 0.0)
    """
    made = adjacency(graph)
    count = len(made)
    return _spread(made.degrees, (count - 1) * (count - 2)) if count > 2 else None


def in_degree_centralization(graph: nx.DiGraph | Adjacency) -> float | None:
    """Measure how far the largest number of incoming ties exceeds the others: Σ (d* − d_i) / (n − 1)².

    After Freeman as above, with the sum in a directed star as the denominator (S. Wasserman and K. Faust, "Social
    Network Analysis", 1994).

    Args:
        graph: The directed network of bodies.

    Returns:
        1 for a star whose ties all lead to its centre; ``None`` with fewer than two nodes. Cost: one pass.
    """
    made = adjacency(graph)
    degrees = np.bincount(made.ties.indices, minlength=len(made)).astype(np.float64)
    return _spread(degrees, (len(made) - 1) ** 2) if len(made) > 1 else None


def out_degree_centralization(graph: nx.DiGraph | Adjacency) -> float | None:
    """Measure how far the largest number of outgoing ties exceeds the others, as ``in_degree_centralization`` does.

    Args:
        graph: The directed network of bodies.

    Returns:
        1 for a star whose ties all lead away from its centre; ``None`` with fewer than two nodes. Cost: one pass.
    """
    made = adjacency(graph)
    degrees = np.diff(made.ties.indptr).astype(np.float64)
    return _spread(degrees, (len(made) - 1) ** 2) if len(made) > 1 else None


def _spread(values: Numbers, most: float) -> float:
    return float((values.max() - values).sum() / most)
