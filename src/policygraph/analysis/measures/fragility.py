"""Where the network would fall apart."""

from __future__ import annotations

from collections.abc import Hashable

import networkx as nx

__all__ = ["articulations", "bridges", "components"]


def components(graph: nx.Graph) -> list[frozenset[Hashable]]:
    """Sets of bodies linked by shared measures, directly or over others, largest first; an isolated body is one alone.

    Cost: one pass over nodes and edges.
    """
    place = {node: at for at, node in enumerate(graph)}
    found = [frozenset(group) for group in nx.connected_components(graph)]
    return sorted(found, key=lambda group: (-len(group), min(place[node] for node in group)))


def bridges(graph: nx.Graph) -> list[tuple[Hashable, Hashable]]:
    """Ties without which two parts would no longer be linked, in the order of the graph's nodes.

    Cost: one pass over nodes and edges (R. E. Tarjan, 1974).
    """
    place = {node: at for at, node in enumerate(graph)}
    found = [tuple(sorted(edge, key=place.__getitem__)) for edge in nx.bridges(graph)]
    return sorted(found, key=lambda edge: (place[edge[0]], place[edge[1]]))


def articulations(graph: nx.Graph) -> list[Hashable]:
    """Bodies without which a component would fall apart, in the order of the graph's nodes; isolated bodies never.

    Cost: one pass over nodes and edges (J. Hopcroft and R. Tarjan, 1973).
    """
    found = set(nx.articulation_points(graph))
    return [node for node in graph if node in found]
