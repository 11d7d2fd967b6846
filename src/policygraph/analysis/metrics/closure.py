"""Count triangles in sparse matrices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["count_triangles"]

#: So many products at once: the result stays below some hundred megabytes.
_AT_ONCE = 20_000_000


def count_triangles(ties: csr_array) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Count the triangles of each node.

    Each tie leads from the node of lower to that of higher degree, so that no node has many ties ahead (N. Chiba and T.
    Nishizeki, "Arboricity and subgraph listing algorithms", SIAM Journal on Computing 14, 1985).

    Args:
        ties: 1 for each pair of nodes with a tie; symmetric, its diagonal empty.

    Returns:
        The counts. Cost: at most ties times the square root of ties.
    """
    from scipy.sparse import csr_array, triu

    order = np.argsort(np.diff(ties.indptr), kind="stable")
    up = csr_array(triu(ties[order][:, order], k=1, format="csr"))
    found = np.zeros(up.shape[0])
    # i → j → k with i → k: the first product finds i and k, the second j.
    for start, rows in _closed(up, up, up):
        found[start : start + rows.shape[0]] += np.asarray(rows.sum(axis=1)).ravel()
        found += np.asarray(rows.sum(axis=0)).ravel()
    for start, rows in _closed(up.T.tocsr(), up, up):
        found[start : start + rows.shape[0]] += np.asarray(rows.sum(axis=1)).ravel()
    counts = np.zeros(len(found))
    counts[order] = found
    return counts


def _closed(one: csr_array, other: csr_array, within: csr_array) -> Iterator[tuple[int, csr_array]]:
    """The product of two matrices at the entries of a third, some rows at a time with the number of the first."""
    work = np.concatenate([[0], np.cumsum(one @ np.diff(other.indptr))])
    start = 0
    while start < one.shape[0]:
        end = max(start + 1, int(np.searchsorted(work, work[start] + _AT_ONCE, side="right")) - 1)
        yield start, (one[start:end] @ other).multiply(within[start:end]).tocsr()
        start = end
