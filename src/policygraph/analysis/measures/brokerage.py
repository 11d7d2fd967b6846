"""Structural holes: whose partners know each other, and whose do not."""

from __future__ import annotations

from collections.abc import Hashable

import networkx as nx

__all__ = ["constraint"]


def constraint(graph: nx.Graph, weight: str | None = "measures") -> dict[Hashable, float]:
    """Burt's constraint: how far each body's ties lead back to one another (R. S. Burt, "Structural Holes", 1992).

    Low values mark brokers. A body with one partner scores 1. For an isolated body it is not defined; it is left out.
    Cost: in proportion to the sum of the squared degrees.

    >>> round(constraint(nx.star_graph(3), None)[0], 3)
    0.333
    """
    connected = [node for node, degree in graph.degree() if degree]
    return {node: float(value) for node, value in nx.constraint(graph, connected, weight=weight).items()}
