"""The core of bodies that all work with one another, and the periphery that works with the core."""

from __future__ import annotations

from collections.abc import Hashable

import networkx as nx

__all__ = ["core_number", "core_periphery"]


def core_number(graph: nx.Graph) -> dict[Hashable, int]:
    """The largest k for which a body belongs to a group whose members each have k ties within it (S. B. Seidman, 1983).

    An isolated body scores 0. Cost: one pass over the edges (V. Batagelj and M. Zaversnik, 2003).
    """
    return dict(nx.core_number(graph))


def core_periphery(graph: nx.Graph) -> frozenset[Hashable]:
    """The core of the best division into a core that is complete and a periphery without ties of its own.

    Best is the division with the fewest ties missing in the core and present in the periphery; ties between the two do
    not count. Ordered by degree the best core is a beginning of the list (S. Z. W. Lip, "A fast algorithm for the
    discrete core/periphery bipartitioning problem", 2011). Of equally good cores the smallest is taken; isolated
    bodies are periphery. Cost: sorting.

    >>> sorted(core_periphery(nx.Graph([(1, 2), (1, 3), (2, 3), (1, 4), (2, 5), (3, 6)])))
    [1, 2, 3]
    """
    place = {node: at for at, node in enumerate(graph)}
    order = sorted(graph, key=lambda node: (-graph.degree(node), place[node]))
    # Ties missing in the core plus ties in the periphery are k(k-1)/2 plus all ties minus the degrees of the core.
    best, wrong = 0, graph.number_of_edges()
    errors = wrong
    for size, node in enumerate(order, 1):
        errors += (size - 1) - graph.degree(node)
        if errors < wrong:
            best, wrong = size, errors
    return frozenset(order[:best])
