"""Networks as sparse matrices, which the metrics of whole networks compute with."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from .closure import count_triangles

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["Adjacency", "Numbers", "adjacency"]

Numbers = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, eq=False)
class Adjacency:
    """A network as a matrix: ``weights[i, j]`` is the weight of the tie from ``nodes[i]`` to ``nodes[j]``.

    The matrix of an undirected network is symmetric. The diagonal is empty: a tie of a node with itself does not count.
    """

    nodes: Sequence[Hashable]
    weights: csr_array
    directed: bool = False

    def __len__(self) -> int:
        return len(self.nodes)

    @cached_property
    def ties(self) -> csr_array:
        """1 for each tie, whatever its weight."""
        ones = self.weights.copy()
        ones.data = np.ones(len(ones.data))
        return ones

    @cached_property
    def either(self) -> csr_array:
        """1 for each pair of nodes with a tie in one direction or in both; symmetric."""
        if not self.directed:
            return self.ties
        both = (self.ties + self.ties.T).tocsr()
        both.data = np.ones(len(both.data))
        both.sort_indices()
        return both

    @cached_property
    def strengths(self) -> csr_array:
        """The weights of both directions together; symmetric."""
        return (self.weights + self.weights.T).tocsr() if self.directed else self.weights

    @cached_property
    def degrees(self) -> Numbers:
        """The neighbours of each node, whatever the direction of ties."""
        return np.asarray(np.diff(self.either.indptr), dtype=np.float64)

    @cached_property
    def triangles(self) -> Numbers:
        """The triangles of each node, whatever the direction of ties."""
        return count_triangles(self.either)

    @property
    def count(self) -> int:
        """The number of ties."""
        return int(self.ties.nnz) // (1 if self.directed else 2)

    @property
    def density(self) -> float | None:
        """The share of possible ties that exist; ``None`` with fewer than two nodes."""
        nodes = len(self)
        return float(self.ties.nnz) / (nodes * (nodes - 1)) if nodes > 1 else None


def adjacency(graph: nx.Graph | Adjacency, weight: str | None = None) -> Adjacency:
    """Make the matrix of a network.

    Args:
        graph: The network, directed or not, or a matrix already, which is returned as it is.
        weight: The attribute that says how strong a tie is; ``None`` for ties of equal strength.

    Returns:
        The matrix, its rows in the order of the nodes. Cost: one pass over nodes and ties.

    Example:
        >>> adjacency(nx.path_graph(3)).ties.toarray().astype(int).tolist()
        [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    """
    if isinstance(graph, Adjacency):
        return graph
    from scipy.sparse import csr_array

    nodes = list(graph)
    place = {node: at for at, node in enumerate(nodes)}
    found = [(place[a], place[b], data.get(weight, 1) if weight else 1) for a, b, data in graph.edges(data=True)]
    rows, columns, values = np.array(found, dtype=np.float64).reshape(-1, 3).T
    kept = rows != columns
    rows, columns, values = rows[kept].astype(np.int64), columns[kept].astype(np.int64), values[kept]
    if not graph.is_directed():
        rows, columns = np.concatenate([rows, columns]), np.concatenate([columns, rows])
        values = np.concatenate([values, values])
    matrix = csr_array((values, (rows, columns)), shape=(len(nodes), len(nodes)))
    matrix.sum_duplicates()
    matrix.sort_indices()
    return Adjacency(nodes, matrix, graph.is_directed())
