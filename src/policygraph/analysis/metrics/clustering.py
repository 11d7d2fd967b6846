"""How far the partners of a body are partners of each other; in networks of bodies, and of bodies with measures."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from .adjacency import Adjacency, Numbers, adjacency

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = [
    "bipartite_clustering",
    "effective_size",
    "mean_clustering",
    "pair_clustering",
    "transitivity",
    "triangles",
]


def triangles(graph: nx.Graph | Adjacency) -> Numbers:
    """Count the triangles of each body: pairs of its neighbours that are neighbours themselves.

    Args:
        graph: The network of bodies; directions are ignored.

    Returns:
        The count of each body, in the order of the nodes. Cost: at most ties times the square root of ties.

    Example:
        >>> triangles(nx.complete_graph(4)).tolist()
        [3.0, 3.0, 3.0, 3.0]
    """
    return adjacency(graph).triangles


def transitivity(graph: nx.Graph | Adjacency) -> float | None:
    """Measure the share of pairs of ties at one body that are closed to a triangle.

    After R. D. Luce and A. D. Perry, 1949; M. E. J. Newman, S. H. Strogatz and D. J. Watts, 2001.

    Args:
        graph: The network of bodies; directions are ignored.

    Returns:
        The share; ``None`` where no body has two neighbours. Cost: as ``triangles``.

    Example:
        >>> transitivity(nx.complete_graph(3)), transitivity(nx.path_graph(3)), transitivity(nx.path_graph(2))
        (1.0, 0.0, None)
    """
    made = adjacency(graph)
    pairs = (made.degrees * (made.degrees - 1)).sum() / 2
    return float(triangles(made).sum() / pairs) if pairs else None


def mean_clustering(graph: nx.Graph | Adjacency) -> float | None:
    """Measure the mean share of a body's pairs of neighbours that are neighbours themselves.

    After D. J. Watts and S. H. Strogatz, "Collective dynamics of 'small-world' networks", Nature 393, 1998. For bodies
    with fewer than two neighbours the share is not defined, and they are left out (NetworkX counts them as 0).

    Args:
        graph: The network of bodies; directions are ignored.

    Returns:
        The mean; ``None`` where no body has two neighbours. Cost: as ``triangles``.
    """
    made = adjacency(graph)
    several = made.degrees > 1
    pairs = made.degrees[several] * (made.degrees[several] - 1) / 2
    return float((triangles(made)[several] / pairs).mean()) if several.any() else None


def effective_size(graph: nx.Graph | Adjacency) -> dict[Hashable, float]:
    """Count the neighbours of a body less the mean number of ties that each has with the others: d − 2t/d.

    After R. S. Burt, "Structural Holes", 1992, for ties of equal strength as S. P. Borgatti simplified it ("Structural
    holes: unpacking Burt's redundancy measures", Connections 20, 1997); t are the ties among the d neighbours.

    Args:
        graph: The network of bodies; directions and weights are ignored.

    Returns:
        The effective size of each body, between 1 and d; isolated bodies, for which it is not defined, are left out.
        Cost: as ``triangles``; ``networkx.effective_size`` gives the same from a dense matrix.

    Example:
        >>> effective_size(nx.star_graph(3))[0], effective_size(nx.complete_graph(4))[0]
        (3.0, 1.0)
    """
    made = adjacency(graph)
    closed = triangles(made)
    return {
        node: degree - 2 * count / degree
        for node, degree, count in zip(made.nodes, made.degrees.tolist(), closed.tolist(), strict=True)
        if degree
    }


def bipartite_clustering(borne: csr_array) -> float | None:
    """Measure how often two bodies that share a measure share a second one: four times the four-cycles by three-paths.

    After G. Robins and M. Alexander, "Small worlds among interlocking directors: network structure and distance in
    bipartite graphs", Computational & Mathematical Organization Theory 10, 2004.

    Args:
        borne: Measures by bodies, 1 where the body bears the measure, as ``Incidence.matrix`` gives it.

    Returns:
        The share of paths of three ties that are closed; ``None`` without such a path. Cost: one sparse product.
    """
    from scipy.sparse import triu

    shared = triu(borne.T @ borne, k=1).tocoo().data.astype(np.float64)
    cycles = (shared * (shared - 1) / 2).sum()
    entries = borne.tocoo()
    bodies, measures = (np.asarray(borne.sum(axis=axis)).ravel() - 1.0 for axis in (0, 1))
    paths = (bodies[entries.col] * measures[entries.row]).sum()
    return float(4 * cycles / paths) if paths else None


def pair_clustering(borne: csr_array) -> Numbers:
    """Measure how much the measures of a body and of those it shares any with are the same: the mean of |∩| / |∪|.

    After M. Latapy, C. Magnien and N. Del Vecchio, "Basic notions for the analysis of large two-mode networks", Social
    Networks 30, 2008.

    Args:
        borne: Measures by bodies, as for ``bipartite_clustering``.

    Returns:
        The mean of each body, in the order of columns; NaN for a body that shares no measure. Cost: one sparse product.
    """
    loads = np.asarray(borne.sum(axis=0)).ravel().astype(np.float64)
    shared = (borne.T @ borne).tocoo()
    apart = shared.row != shared.col
    rows, columns, both = shared.row[apart], shared.col[apart], shared.data[apart].astype(np.float64)
    alike = np.bincount(rows, weights=both / (loads[rows] + loads[columns] - both), minlength=len(loads))
    partners = np.bincount(rows, minlength=len(loads))
    return np.asarray(np.divide(alike, partners, out=np.full(len(loads), np.nan), where=partners > 0))
