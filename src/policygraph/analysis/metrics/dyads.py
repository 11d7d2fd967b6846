"""Networks on the same nodes as matrices over dyads, the pairs of different nodes, and their permutations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import networkx as nx
import numpy as np

from ...errors import UsageError

__all__ = ["dyad_values", "in_both_directions", "permuted_products", "to_matrices"]

_Array = np.ndarray[Any, np.dtype[Any]]


def to_matrices(networks: Sequence[tuple[str, nx.Graph | _Array]], weight: str | None) -> list[_Array]:
    """Make matrices of networks with the same nodes, in the order of the first graph, with an empty diagonal.

    Args:
        networks: Each with its name for errors; arrays, also sparse ones, are in the order of the first graph already.
        weight: The attribute with the value of a tie; ``None`` for 1.

    Returns:
        The matrices.

    Raises:
        UsageError: The nodes are not the same, or a value is not a finite number.
    """
    graphs = [(name, each) for name, each in networks if isinstance(each, nx.Graph)]
    for name, graph in graphs:
        for lacking, short, full in ((name, graph, graphs[0][1]), (graphs[0][0], graphs[0][1], graph)):
            if missing := [str(node) for node in full if node not in short]:
                told = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
                raise UsageError("network_nodes", name=lacking, n=len(missing), missing=told)
    nodes = list(graphs[0][1]) if graphs else None
    found: list[_Array] = []
    for name, each in networks:
        if isinstance(each, nx.Graph):
            matrix = _of_graph(each, nodes, name, weight)
        else:
            matrix = np.array(each.toarray() if hasattr(each, "toarray") else each, dtype=np.float64, ndmin=2)
        size = len(nodes) if nodes is not None else len(found[0] if found else matrix)
        if matrix.shape != (size, size):
            raise UsageError("network_matrix", name=name, size=size)
        np.fill_diagonal(matrix, 0)
        if not np.isfinite(matrix).all():
            raise UsageError("network_matrix", name=name, size=size)
        found.append(matrix)
    return found


def _of_graph(graph: nx.Graph, nodes: list[Any] | None, name: str, weight: str | None) -> _Array:
    if weight is not None:
        for a, b, value in graph.edges(data=weight):
            if not isinstance(value, (int, float, np.number)) or not np.isfinite(value):
                raise UsageError("tie_value", name=name, one=a, other=b, weight=weight)
    matrix: _Array = nx.to_numpy_array(graph, nodelist=nodes, weight=weight)
    return matrix


def in_both_directions(matrices: Sequence[_Array], names: Sequence[str], wanted: bool | None) -> bool:
    """Decide whether (a, b) and (b, a) are two dyads: as asked for, or as the matrices need it.

    Args:
        matrices: The matrices of the networks.
        names: Their names for errors.
        wanted: What was asked for; ``None`` where nothing was.

    Returns:
        Whether they are.

    Raises:
        UsageError: One dyad was asked for, and a matrix is not symmetric.
    """
    skew = [name for name, matrix in zip(names, matrices, strict=True) if not np.array_equal(matrix, matrix.T)]
    if wanted is False and skew:
        raise UsageError("network_not_symmetric", name=skew[0])
    return bool(skew) if wanted is None else wanted


def dyad_values(matrix: _Array, name: str, directed: bool) -> _Array:
    """Take the values of all dyads from a matrix.

    Args:
        matrix: The matrix of a network.
        name: Its name for errors.
        directed: Whether (a, b) and (b, a) are two dyads.

    Returns:
        The values, row by row.

    Raises:
        UsageError: There is no dyad, or all have the same value.
    """
    away = ~np.eye(len(matrix), dtype=bool)
    values: _Array = matrix[away if directed else np.triu(away)]
    if not len(values) or np.ptp(values) == 0:
        raise UsageError("network_constant", name=name, n=len(values))
    return values


def permuted_products(
    lefts: list[_Array], rights: list[_Array], permutations: int, seed: int, directed: bool
) -> _Array:
    """Sum over the dyads the product of each left matrix, its nodes permuted, with each right one.

    Only dyads in which a left matrix is not 0 are looked up, in all right matrices at once, and all sums are one matrix
    product. The same permutations serve all lefts.

    Args:
        lefts: Matrices of networks.
        rights: The others.
        permutations: So many.
        seed: The same seed draws the same permutations.
        directed: Whether (a, b) and (b, a) are two dyads.

    Returns:
        The sums: permutations by lefts by rights, without a permutation before the first one.

    Raises:
        UsageError: There is no permutation.
    """
    from threadpoolctl import threadpool_limits

    if permutations < 1:
        raise UsageError("permutations_few", value=permutations)
    size = len(lefts[0])
    needed = np.logical_or.reduce([left != 0 for left in lefts])
    rows, columns = np.nonzero(needed if directed else np.triu(needed))
    left = np.stack([each[rows, columns] for each in lefts])
    right = np.stack([each.ravel() for each in rights], axis=1)
    in_row = np.bincount(rows, minlength=size)
    found: _Array = np.empty((permutations + 1, len(lefts), len(rights)))
    rng, order = np.random.default_rng(seed), np.arange(size)
    # The products are small: a second thread costs more than it gives.
    with threadpool_limits(1):
        for at in range(permutations + 1):
            # Without the mode each index would be checked first.
            place = order.take(columns, mode="clip")
            place += np.repeat(order * size, in_row)
            found[at] = left @ right.take(place, axis=0, mode="clip")
            order = rng.permutation(size)
    return found
