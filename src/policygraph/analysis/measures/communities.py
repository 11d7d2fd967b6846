"""Groups of bodies that work together more than with others."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import networkx as nx

__all__ = ["communities", "modularity"]


def communities(graph: nx.Graph, weight: str | None = "newman", seed: int = 0) -> list[frozenset[Hashable]]:
    """Louvain's communities, largest first (V. D. Blondel et al., "Fast unfolding of communities", 2008).

    Another seed may give another division of nearly the same modularity; the same seed gives the same one. Each
    isolated body is a community of its own. Cost: close to the number of edges.

    >>> [sorted(group) for group in communities(nx.Graph([(1, 2), (3, 4)]), None)]
    [[1, 2], [3, 4]]
    """
    found = nx.community.louvain_communities(graph, weight=weight, seed=seed)
    place = {node: at for at, node in enumerate(graph)}
    groups = [frozenset(group) for group in found]
    return sorted(groups, key=lambda group: (-len(group), min(place[node] for node in group)))


def modularity(graph: nx.Graph, groups: Sequence[frozenset[Hashable]], weight: str | None = "newman") -> float:
    """How much more weight lies within the groups than chance would put there (M. E. J. Newman, 2004); 0 without ties.

    >>> modularity(nx.Graph([(1, 2), (3, 4)]), [frozenset({1, 2}), frozenset({3, 4})], None)
    0.5
    """
    return float(nx.community.modularity(graph, groups, weight=weight)) if graph.size() else 0.0
