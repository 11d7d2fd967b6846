"""Core and periphery: whether a few bodies hold the network together, and which."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from .adjacency import Adjacency, Numbers, adjacency

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["Core", "core_periphery", "core_share", "correlated_core"]

#: The number of starts of the search for the best core.
_STARTS = 10


@dataclass(frozen=True, slots=True)
class Core:
    """A core and the correlation of the network with the ideal of it; ``None`` where that is not defined."""

    members: frozenset[Hashable]
    correlation: float | None


def core_periphery(graph: nx.Graph | Adjacency) -> frozenset[Hashable]:
    """Find the core of the best division into a core that is complete and a periphery without ties of its own.

    Best is the division with the fewest ties missing in the core and present in the periphery; ties between the two do
    not count. Ordered by degree the best core is a beginning of the list (S. Z. W. Lip, "A fast algorithm for the
    discrete core/periphery bipartitioning problem", 2011).

    Args:
        graph: The network of bodies; directions are ignored.

    Returns:
        The core, the smallest of equally good ones; isolated bodies are periphery. Cost: sorting.

    Example:
        >>> sorted(core_periphery(nx.Graph([(1, 2), (1, 3), (2, 3), (1, 4), (2, 5), (3, 6)])))
        [1, 2, 3]
    """
    made = adjacency(graph)
    order = np.argsort(-made.degrees, kind="stable")
    # Ties missing in the core plus ties in the periphery are k(k-1)/2 plus all ties minus the degrees of the core.
    sizes = np.arange(len(made) + 1)
    wrong = sizes * (sizes - 1) / 2 - np.concatenate([[0], np.cumsum(made.degrees[order])])
    return frozenset(made.nodes[at] for at in order[: int(wrong.argmin())].tolist())


def core_share(graph: nx.Graph | Adjacency) -> float | None:
    """Measure the share of bodies in the core that ``core_periphery`` finds.

    Args:
        graph: The network of bodies; directions are ignored.

    Returns:
        The share; ``None`` without bodies. Cost: sorting.

    Example:
        >>> core_share(nx.star_graph(4))
        0.2
    """
    made = adjacency(graph)
    return len(core_periphery(made)) / len(made) if len(made) else None


def correlated_core(graph: nx.Graph | Adjacency) -> Core:
    """Find the core for which the network correlates most with its ideal: a tie wherever one end is in the core.

    The discrete model of S. P. Borgatti and M. G. Everett, "Models of core/periphery structures", Social Networks 21,
    2000: core bodies are tied with all, bodies of the periphery not with each other. Lip's core, beside it, does not
    count the ties between core and periphery. The best core of a given size is hard to find; this starts from the ten
    best beginnings of the list by degree and moves one body in or out, or swaps two, while the correlation grows.

    Args:
        graph: The network of bodies; directions and weights are ignored.

    Returns:
        The core and its correlation; no body moved in or out makes it better. Without ties and in a complete network
        the correlation is not defined and the core empty. Cost: sorting, and one pass over the bodies a move.

    Example:
        >>> found = correlated_core(nx.star_graph(4))
        >>> sorted(found.members), round(found.correlation, 6)
        ([0], 1.0)
    """
    made = adjacency(graph)
    count, ties = len(made), int(made.either.nnz) // 2
    pairs = count * (count - 1) // 2
    if not 0 < ties < pairs:
        return Core(frozenset(), None)

    def rated(size: Numbers, covered: Numbers) -> Numbers:
        """Return the correlation of a core by its numbers of bodies and of ties that it covers."""
        ideal = pairs - (count - size) * (count - size - 1) / 2
        spread = np.sqrt((pairs * ties - ties**2) * np.maximum(pairs * ideal - ideal**2, 0))
        return np.asarray(
            np.divide(pairs * covered - ties * ideal, spread, out=np.full_like(spread, -2), where=spread > 0)
        )

    order = np.argsort(-made.degrees, kind="stable")
    rank = np.empty(count, dtype=np.int64)
    rank[order] = np.arange(count)
    found = made.either.tocoo()
    # A tie is covered from the rank of its earlier end on.
    first = np.minimum(rank[found.row], rank[found.col])[found.row < found.col]
    covered = np.concatenate([[0], np.cumsum(np.bincount(first, minlength=count))]).astype(np.float64)
    by_size = rated(np.arange(count + 1, dtype=np.float64), covered)
    starts = np.argsort(-by_size, kind="stable")[:_STARTS]
    best, inside = max((_climb(made.either, rank < size, rated) for size in starts), key=lambda found: found[0])
    return Core(frozenset(node for node, core in zip(made.nodes, inside.tolist(), strict=True) if core), best)


def _climb(
    ties: csr_array, inside: np.ndarray[Any, Any], rated: Callable[[Numbers, Numbers], Numbers]
) -> tuple[float, np.ndarray[Any, Any]]:
    """Move one body in or out of the core, or swap two, while the correlation grows."""
    count, size = len(inside), int(inside.sum())
    # The ties of each body with the periphery: what the core gains with it, or loses without it.
    outer = ties @ (~inside).astype(np.float64)
    held = float(outer[inside].sum() + (ties @ inside)[inside].sum() / 2)
    best = float(rated(np.array([float(size)]), np.array([held]))[0])
    while True:
        moves = []
        enter = int(np.where(inside, -1, outer).argmax()) if size < count else -1
        leave = int(np.where(inside, outer, math.inf).argmin()) if size else -1
        if enter >= 0:
            moves.append((size + 1, held + outer[enter], [enter]))
        if leave >= 0:
            moves.append((size - 1, held - outer[leave], [leave]))
        if enter >= 0 and leave >= 0:
            # The tie between the two, if there is one, remains covered.
            moves.append((size, held + outer[enter] - outer[leave] + float(ties[enter, leave]), [enter, leave]))
        values = rated(np.array([float(move[0]) for move in moves]), np.array([move[1] for move in moves]))
        at = int(values.argmax())
        if values[at] <= best + 1e-12:
            return best, inside
        best, (size, held, changed) = float(values[at]), moves[at]
        for node in changed:
            inside[node] = not inside[node]
            outer[ties.indices[ties.indptr[node] : ties.indptr[node + 1]]] += -1 if inside[node] else 1
