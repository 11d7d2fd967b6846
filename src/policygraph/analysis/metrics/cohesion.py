"""How a network holds together: its parts, where it would fall apart, its communities."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import networkx as nx

__all__ = [
    "articulations",
    "bridges",
    "communities",
    "components",
    "core_number",
    "modularity",
]


def components(graph: nx.Graph) -> list[frozenset[Hashable]]:
    """Divide a network into its parts: bodies linked by shared measures, directly or over others.

    Args:
        graph: The network of bodies.

    Returns:
        The parts, largest first; an isolated body is one of its own. Cost: one pass over nodes and edges.
    """
    place = {node: at for at, node in enumerate(graph)}
    found = [frozenset(group) for group in nx.connected_components(graph)]
    return sorted(found, key=lambda group: (-len(group), min(place[node] for node in group)))


def bridges(graph: nx.Graph) -> list[tuple[Hashable, Hashable]]:
    """Find the ties without which two parts would no longer be linked.

    After R. E. Tarjan, 1974.

    Args:
        graph: The network of bodies.

    Returns:
        The ties, in the order of the graph's nodes. Cost: one pass over nodes and edges.
    """
    place = {node: at for at, node in enumerate(graph)}
    found = [tuple(sorted(edge, key=place.__getitem__)) for edge in nx.bridges(graph)]
    return sorted(found, key=lambda edge: (place[edge[0]], place[edge[1]]))


def articulations(graph: nx.Graph) -> list[Hashable]:
    """Find the bodies without which a part would fall apart.

    After J. Hopcroft and R. Tarjan, 1973.

    Args:
        graph: The network of bodies.

    Returns:
        The bodies, in the order of the graph's nodes; an isolated one is never among them. Cost: one pass over nodes
        and edges.
    """
    found = set(nx.articulation_points(graph))
    return [node for node in graph if node in found]


def communities(graph: nx.Graph, weight: str | None = "newman", seed: int = 0) -> list[frozenset[Hashable]]:
    """Divide a network into groups of bodies that work together more than with others, by Louvain's method.

    After V. D. Blondel et al., "Fast unfolding of communities in large networks", 2008.

    Args:
        graph: The network of bodies.
        weight: The attribute that says how strong a tie is; ``None`` for ties of equal strength.
        seed: Another seed may give another division of nearly the same modularity; the same gives the same.

    Returns:
        The groups, largest first; an isolated body is one of its own. Cost: close to the number of edges.

    Example:
        >>> [sorted(group) for group in communities(nx.Graph([(1, 2), (3, 4)]), None)]
        [[1, 2], [3, 4]]
    """
    found = nx.community.louvain_communities(graph, weight=weight, seed=seed)
    place = {node: at for at, node in enumerate(graph)}
    groups = [frozenset(group) for group in found]
    return sorted(groups, key=lambda group: (-len(group), min(place[node] for node in group)))


def modularity(graph: nx.Graph, groups: Sequence[frozenset[Hashable]], weight: str | None = "newman") -> float:
    """Measure how much more weight lies within groups than chance would put there.

    After M. E. J. Newman, 2004.

    Args:
        graph: The network of bodies.
        groups: A division of its nodes.
        weight: As in ``communities``.

    Returns:
        The modularity, 0 without ties.

    Example:
        >>> modularity(nx.Graph([(1, 2), (3, 4)]), [frozenset({1, 2}), frozenset({3, 4})], None)
        0.5
    """
    return float(nx.community.modularity(graph, groups, weight=weight)) if graph.size() else 0.0


def core_number(graph: nx.Graph) -> dict[Hashable, int]:
    """Find the largest k for which a body belongs to a group whose members each have k ties within it.

    After S. B. Seidman, 1983; computed as V. Batagelj and M. Zaversnik do, 2003.

    Args:
        graph: The network of bodies.

    Returns:
        The k of each body, 0 where it is isolated. Cost: one pass over the edges.
    """
    return dict(nx.core_number(graph))
