"""Which bodies have the same ties: structural equivalence, and classes of bodies that are nearly equivalent."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from .adjacency import Adjacency, Numbers, adjacency

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["EquivalenceClasses", "equivalence_classes", "equivalence_distances"]

#: So many classes at most, among which the best number is looked for.
_MOST = 12


@dataclass(frozen=True, slots=True)
class EquivalenceClasses:
    """Classes of bodies, largest first, and how well they are apart (mean silhouette, up to 1); ``None`` for one."""

    classes: tuple[frozenset[Hashable], ...]
    silhouette: float | None


def equivalence_distances(graph: nx.Graph | Adjacency, weight: str | None = None) -> Numbers:
    """Measure how far the ties of two bodies differ: the Euclidean distance of their rows and columns.

    The square of the distance of i and j is Σ (x_ik − x_jk)² + (x_ki − x_kj)² over all other bodies k, plus
    2 (x_ij − x_ji)² for the ties between the two (R. S. Burt, "Positions in networks", Social Forces 55, 1976). In an
    undirected network the rows count once.

    Args:
        graph: The network of bodies.
        weight: The attribute that says how strong a tie is; ``None`` for ties of equal strength.

    Returns:
        Bodies by bodies, in the order of the nodes; 0 for bodies with the same ties. Cost: one sparse product, and
        memory for all pairs.

    Example:
        >>> equivalence_distances(nx.star_graph(2)).round(3).tolist()
        [[0.0, 1.0, 1.0], [1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]
    """
    made = adjacency(graph, weight)
    ties = made.weights if weight or isinstance(graph, Adjacency) else made.ties
    dense = ties.toarray()
    squares = _squares(ties, dense)
    if made.directed:
        back = ties.T.tocsr()
        squares += _squares(back, dense.T) + 2 * (dense - dense.T) ** 2
    np.fill_diagonal(squares, 0)
    return np.sqrt(np.maximum(squares, 0))


def _squares(ties: csr_array, dense: Numbers) -> Numbers:
    """The squared distances of the rows, columns of the two bodies left out."""
    norms = np.asarray(ties.multiply(ties).sum(axis=1)).ravel()
    whole = norms[:, np.newaxis] + norms[np.newaxis, :] - 2 * (ties @ ties.T).toarray()
    # In the columns of the two bodies themselves the rows differ by their tie to each other, and by none to themselves.
    return np.asarray(whole - dense**2 - dense.T**2)


def equivalence_classes(
    graph: nx.Graph | Adjacency, classes: int | None = None, weight: str | None = None
) -> EquivalenceClasses:
    """Put bodies with nearly the same ties into one class, by average linkage of ``equivalence_distances``.

    After S. Wasserman and K. Faust, "Social Network Analysis", 1994, chapter 9. Isolated bodies have the same ties, and
    so are one class or part of one.

    Args:
        graph: The network of bodies.
        classes: How many; by default the number from 2 to 12 whose classes are best apart, by the mean silhouette (P.
            J. Rousseeuw, "Silhouettes", Journal of Computational and Applied Mathematics 20, 1987).
        weight: As in ``equivalence_distances``.

    Returns:
        The classes; one where all bodies have the same ties. Cost: the square of the bodies, in time and memory.

    Example:
        >>> [sorted(each) for each in equivalence_classes(nx.star_graph(3)).classes]
        [[1, 2, 3], [0]]
    """
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    made = adjacency(graph, weight)
    distances = equivalence_distances(graph, weight)
    count = len(made)
    if count < 2 or not distances.any():
        return EquivalenceClasses((frozenset(made.nodes),) if count else (), None)
    tree = linkage(squareform(distances, checks=False), "average")
    tried = range(2, min(_MOST, count) + 1) if classes is None else [classes]
    cuts = [np.asarray(fcluster(tree, number, "maxclust")) for number in tried]
    rated = [_silhouette(distances, cut) for cut in cuts]
    best = max(range(len(cuts)), key=lambda at: rated[at])
    groups: dict[int, list[Hashable]] = {}
    for node, name in zip(made.nodes, cuts[best].tolist(), strict=True):
        groups.setdefault(name, []).append(node)
    ordered = sorted(groups.values(), key=len, reverse=True)
    return EquivalenceClasses(tuple(map(frozenset, ordered)), rated[best] if len(ordered) > 1 else None)


def _silhouette(distances: Numbers, cut: np.ndarray[Any, Any]) -> float:
    """How much nearer bodies are to their own class than to the next one, on average; 0 for a class of one."""
    names, of = np.unique(cut, return_inverse=True)
    if len(names) < 2:
        return -1.0
    belongs = of[:, np.newaxis] == np.arange(len(names))
    sizes = belongs.sum(axis=0)
    sums = distances @ belongs
    rows = np.arange(len(of))
    own = sums[rows, of] / np.maximum(sizes[of] - 1, 1)
    other = np.where(belongs, np.inf, sums / sizes).min(axis=1)
    widest = np.maximum(own, other)
    rated = np.divide(other - own, widest, out=np.zeros(len(of)), where=widest > 0)
    return float(np.where(sizes[of] > 1, rated, 0).mean())
