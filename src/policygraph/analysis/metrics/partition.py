"""Divide networks of any size into communities many times over, for the range of their modularity."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from .adjacency import Adjacency, Numbers, adjacency

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["ModularityRange", "louvain", "modularity_range"]

_Labels = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class ModularityRange:
    """The modularity of the divisions that different seeds give."""

    median: float
    least: float
    most: float


def modularity_range(graph: nx.Graph | Adjacency, seeds: int = 20, weight: str | None = None) -> ModularityRange | None:
    """Divide a network with many seeds, and measure how modular the divisions are.

    Near-best divisions are many and differ from each other, so that one value says little (B. H. Good, Y.-A. de
    Montjoye and A. Clauset, "Performance of modularity maximization in practical contexts", Physical Review E 81,
    046106, 2010).

    Args:
        graph: The network of bodies; of a directed one the weights of both directions are added.
        seeds: How many divisions are made, with the seeds from 0 on.
        weight: The attribute that says how strong a tie is; a matrix has its weights already.

    Returns:
        The median, least and largest modularity (M. E. J. Newman, 2004); ``None`` without ties. Cost: for each seed
        close to the number of ties.

    Example:
        >>> modularity_range(nx.Graph([(1, 2), (3, 4)]), seeds=3)
        ModularityRange(median=0.5, least=0.5, most=0.5)
    """
    made = adjacency(graph, weight)
    if not made.ties.nnz:
        return None
    found = [_modularity(made.strengths, louvain(made, seed)) for seed in range(seeds)]
    return ModularityRange(float(np.median(found)), min(found), max(found))


def louvain(graph: nx.Graph | Adjacency, seed: int = 0, weight: str | None = None) -> _Labels:
    """Divide a network into communities by Louvain's method, on arrays.

    After V. D. Blondel et al., "Fast unfolding of communities in large networks", 2008; a node is tried again only
    after one of its neighbours has moved (V. A. Traag, L. Waltman and N. J. van Eck, "From Louvain to Leiden", 2019).
    For some hundred neighbours a node this is several times faster than ``communities``, which calls NetworkX.

    Args:
        graph: The network of bodies; of a directed one the weights of both directions are added.
        seed: Another seed tries the nodes in another order.
        weight: As in ``modularity_range``.

    Returns:
        The number of its community for each body, in the order of the nodes. Cost: close to the number of ties.
    """
    from scipy.sparse import csr_array

    made = adjacency(graph, weight)
    rng = np.random.default_rng(seed)
    ties, loops = made.strengths, np.zeros(len(made))
    labels = np.arange(len(made))
    while True:
        found, moved = _move(ties, loops, rng)
        if not moved:
            return labels
        names, found = np.unique(found, return_inverse=True)
        labels = found[labels]
        ones = (np.ones(len(found)), (np.arange(len(found)), found))
        into = csr_array(ones, shape=(len(found), len(names)))
        joined = (into.T @ ties @ into).tocsr()
        within = joined.diagonal()
        loops = np.bincount(found, weights=loops, minlength=len(names)) + within
        joined.setdiag(0)
        joined.eliminate_zeros()
        ties = joined


def _move(ties: csr_array, loops: Numbers, rng: np.random.Generator) -> tuple[_Labels, bool]:
    """Move nodes to the community of a neighbour where modularity grows most, until no move makes it grow."""
    starts, ends, weights = ties.indptr, ties.indices, ties.data
    count = len(loops)
    strength = np.asarray(ties.sum(axis=1)).ravel() + loops
    total = strength.sum()
    member, inside = np.arange(count), strength.copy()
    towards = np.zeros(count)
    order = rng.permutation(count)
    queue, waiting, moved = deque(order.tolist()), np.ones(count, dtype=bool), False
    while queue:
        node = queue.popleft()
        waiting[node] = False
        near = ends[starts[node] : starts[node + 1]]
        if not len(near):
            continue
        home, own = member[node], strength[node]
        groups = member[near]
        inside[home] -= own
        np.add.at(towards, groups, weights[starts[node] : starts[node + 1]])
        gains = towards[groups] - inside[groups] * (own / total)
        best = int(gains.argmax())
        stay = towards[home] - inside[home] * (own / total)
        into = groups[best] if gains[best] > stay + 1e-12 * total else home
        towards[groups] = 0
        inside[into] += own
        if into != home:
            member[node], moved = into, True
            again = near[(groups != into) & ~waiting[near]]
            waiting[again] = True
            queue.extend(again.tolist())
    return member, moved


def _modularity(ties: csr_array, labels: _Labels) -> float:
    """The share of weight within communities, less the share that chance would put there."""
    found = ties.tocoo()
    total = found.data.sum()
    within = found.data[labels[found.row] == labels[found.col]].sum()
    strength = np.bincount(labels, weights=np.asarray(ties.sum(axis=1)).ravel())
    return float(within / total - ((strength / total) ** 2).sum())
