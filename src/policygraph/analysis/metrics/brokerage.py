"""Who stands between two bodies that are not tied, by the groups of the three: the roles of Gould and Fernandez."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from .adjacency import Adjacency, Numbers, adjacency

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["BROKERS", "Brokerage", "brokerage"]

#: The roles: all three in one group; the first outside; the last outside; both others in another group; all in
#: different groups.
BROKERS = ("coordinator", "gatekeeper", "representative", "consultant", "liaison")


@dataclass(frozen=True, slots=True)
class Brokerage:
    """How often a body is a broker in one role.

    ``expected`` and ``z`` compare the count with random directed networks of the same density and groups; ``None`` for
    networks without directions, and ``z`` also where chance leaves no choice.
    """

    count: int
    expected: float | None
    z: float | None


def brokerage(graph: nx.Graph | Adjacency, group: Mapping[Hashable, Hashable]) -> dict[Hashable, dict[str, Brokerage]]:
    """Count for each body j the paths i → j → k whose ends are not tied (i → k is missing), by the groups of the three.

    After R. V. Gould and R. M. Fernandez, "Structures of mediation: a formal approach to brokerage in transaction
    networks", Sociological Methodology 19, 1989. A **coordinator** has i and k in its own group; a **gatekeeper** k
    alone, so that it lets in from outside; a **representative** i alone, so that it speaks to the outside; a
    **consultant** (itinerant broker) stands between two bodies of one other group, a **liaison** between two different
    other groups. The expectation is that of a network in which each tie exists with the chance that the density gives;
    its variance counts the paths that have a tie in common, and so is exact.

    Args:
        graph: The network of bodies; a tie without direction leads both ways.
        group: The group of each body; bodies without one are left out, with their ties.

    Returns:
        For each body with a group its five roles, in the order of ``BROKERS``. Cost: products of sparse matrices, in
        proportion to the paths of two ties.

    Example:
        >>> found = brokerage(nx.DiGraph([("a", "b"), ("b", "c")]), {"a": 1, "b": 1, "c": 2})
        >>> [role for role, held in found["b"].items() if held.count]
        ['representative']
    """
    from scipy.sparse import csr_array

    whole = adjacency(graph)
    kept = [at for at, node in enumerate(whole.nodes) if node in group]
    nodes = [whole.nodes[at] for at in kept]
    ties = whole.ties[kept][:, kept]
    names = {name: at for at, name in enumerate(dict.fromkeys(group[node] for node in nodes))}
    of = np.array([names[group[node]] for node in nodes], dtype=np.int64)
    alike = _where(ties, of, same=True)
    apart = _where(ties, of, same=False)
    belongs = csr_array((np.ones(len(of)), (np.arange(len(of)), of)), shape=(len(of), len(names)))
    # Ends in other groups, by their group: to count pairs of ends of one group.
    from_, to = apart.T.tocsr() @ belongs, apart @ belongs
    in_alike, out_alike = _sums(alike, 0), _sums(alike, 1)
    in_apart, out_apart = _sums(apart, 0), _sums(apart, 1)
    one_group = np.asarray(from_.multiply(to).sum(axis=1)).ravel()
    found = {
        "coordinator": in_alike * out_alike - _returned(alike) - _closed(alike, alike, alike),
        "gatekeeper": in_apart * out_alike - _closed(apart, alike, apart),
        "representative": in_alike * out_apart - _closed(alike, apart, apart),
        "consultant": one_group - _returned(apart) - _closed(apart, apart, alike),
        "liaison": in_apart * out_apart - one_group - _closed(apart, apart, apart),
    }
    chance = _expected(of, len(names), ties.nnz) if whole.directed else {}
    rows: dict[Hashable, dict[str, Brokerage]] = {}
    for at, node in enumerate(nodes):
        rows[node] = {}
        for role in BROKERS:
            count = round(float(found[role][at]))
            mean, spread = (float(values[at]) for values in chance[role]) if chance else (None, None)
            z = (count - mean) / spread if mean is not None and spread else None
            rows[node][role] = Brokerage(count, mean, z)
    return rows


def _where(ties: csr_array, of: np.ndarray[Any, Any], *, same: bool) -> csr_array:
    """The ties within groups, or those between groups."""
    from scipy.sparse import csr_array

    found = ties.tocoo()
    kept = (of[found.row] == of[found.col]) == same
    return csr_array((found.data[kept], (found.row[kept], found.col[kept])), shape=ties.shape)


def _sums(ties: csr_array, axis: int) -> Numbers:
    return np.asarray(ties.sum(axis=axis)).ravel()


def _returned(ties: csr_array) -> Numbers:
    """The paths of each node from a neighbour back to the same."""
    return _sums(ties.multiply(ties.T), 1)


def _closed(one: csr_array, other: csr_array, ends: csr_array) -> Numbers:
    """The paths i → j → k of each j that a tie i → k closes."""
    return _sums((one.T.tocsr() @ ends).multiply(other), 1)


def _expected(of: np.ndarray[Any, Any], groups: int, ties: int) -> dict[str, tuple[Numbers, Numbers]]:
    """Mean and standard deviation of each role of each node, where each tie has the same chance."""
    count = len(of)
    p = ties / (count * (count - 1)) if count > 1 else 0.0
    sizes = np.bincount(of, minlength=groups).astype(np.float64)
    inner, outer = sizes[of] - 1, count - sizes[of]

    def others(values: Numbers) -> Numbers:
        """The sum over the groups that are not one's own."""
        return np.asarray(values.sum() - values[of])

    pairs, shared = sizes * (sizes - 1), sizes * (sizes - 1) * (sizes - 2)
    # Σ n_h (d − n_h)(d − n_h − 1) over the other groups h, where d are the nodes in all of them.
    first, second, third = others(sizes), others(sizes**2), others(sizes**3)
    split = outer * (outer - 1) * first - (2 * outer - 1) * second + third
    # The pairs of ends; and the pairs of such paths that have their first, or their second tie in common.
    crossing = inner * outer, inner * outer * (outer - 1) + inner * (inner - 1) * outer
    counts = {
        "coordinator": (inner * (inner - 1), 2 * inner * (inner - 1) * (inner - 2)),
        "gatekeeper": crossing,
        "representative": crossing,
        "consultant": (others(pairs), 2 * others(shared)),
        "liaison": (outer**2 - second, 2 * split),
    }
    path = p**2 * (1 - p)
    return {
        role: (ends * path, np.sqrt(np.maximum(ends * path * (1 - path) + common * (p * (1 - p)) ** 3, 0)))
        for role, (ends, common) in counts.items()
    }
