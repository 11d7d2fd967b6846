"""What networks of bodies are projected from: matrices of measures by bodies, which chance can draw anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..errors import UsageError
from ..graph.incidence import Incidence
from ..model import TIERS, Body
from .metrics import Adjacency, curveball_rounds

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["NETWORKS", "Source", "make_source"]

#: The networks of bodies by name, as the files of the report are called.
NETWORKS = ("shared", "lead-support", "vertical", "issuing")

_Matrices = tuple["csr_array", ...]


@dataclass(frozen=True, eq=False)
class Source:
    """The matrices of a network, each of measures (or policies) by bodies, and how ties are made of them."""

    bodies: Sequence[Body]
    matrices: _Matrices
    tie: Callable[[_Matrices], csr_array]
    directed: bool

    def project(self, matrices: _Matrices | None = None) -> Adjacency:
        """Make the network.

        Args:
            matrices: Others than the observed ones, such as ``draws`` gives.

        Returns:
            The network; its nodes are IRIs.
        """
        ties = self.tie(matrices or self.matrices).tocsr()
        ties.setdiag(0)
        ties.eliminate_zeros()
        ties.sort_indices()
        return Adjacency([body.iri for body in self.bodies], ties.astype(np.float64), self.directed)

    def draws(self, seed: int = 0) -> Iterator[_Matrices]:
        """Draw the matrices anew: each body keeps the number of its measures, each measure that of its bodies.

        Args:
            seed: The same seed draws the same matrices.

        Yields:
            Random matrices without end: a chain, each five trades a body from the one before. Of a network of leads
            and supporters the two roles are drawn apart, so that each keeps its numbers.
        """
        from scipy.sparse import csr_array

        rng = np.random.default_rng(seed)
        entries = [matrix.tocoo() for matrix in self.matrices]
        drawn = [each.col for each in entries]
        while True:
            drawn = [curveball_rounds(bodies, each.row, rng) for bodies, each in zip(drawn, entries, strict=True)]
            yield tuple(
                csr_array((np.ones(len(bodies)), (each.row, bodies)), shape=each.shape)
                for bodies, each in zip(drawn, entries, strict=True)
            )


def make_source(incidence: Incidence, network: str) -> Source:
    """Prepare a network of bodies, as the functions in ``networks`` define them.

    Args:
        incidence: Who bears what.
        network: ``shared``, ``lead-support`` and ``issuing`` have named bodies, ``vertical`` also classes.

    Returns:
        Its matrices. Ties of ``shared`` weigh as ``newman`` says, others by their number of measures or policies. Cost:
        one pass over the entries.

    Raises:
        UsageError: There is no such network.

    Example:
        >>> source = make_source(Incidence.of([("m", "a", "lead"), ("m", "b", "support")]), "lead-support")
        >>> source.project().ties.toarray().tolist()
        [[0.0, 1.0], [0.0, 0.0]]
    """
    if network not in NETWORKS:
        raise UsageError("network_unknown", value=network, known=NETWORKS)
    if network == "vertical":
        return Source(incidence.bodies, (incidence.matrix(),), _below(incidence.bodies), True)
    kinds = np.array([body.kind == "named" for body in incidence.bodies], dtype=bool)
    named = incidence.take(kinds, np.ones(len(incidence.measures), dtype=bool))
    if network == "shared":
        return Source(named.bodies, (named.matrix(),), _shared, False)
    if network == "lead-support":
        return Source(named.bodies, (named.matrix(["lead"]), named.matrix(["support"])), _lead_to_support, True)
    return _issuing(named)


def _shared(matrices: _Matrices) -> csr_array:
    (borne,) = matrices
    sizes = np.asarray(borne.sum(axis=1)).ravel()
    each = np.divide(1.0, sizes - 1, out=np.zeros(len(sizes)), where=sizes > 1)
    return borne.T.tocsr() @ borne.multiply(each[:, np.newaxis]).tocsr()


def _lead_to_support(matrices: _Matrices) -> csr_array:
    lead, support = matrices
    return lead.T.tocsr() @ support


def _below(bodies: Sequence[Body]) -> Callable[[_Matrices], csr_array]:
    """Ties from upper to lower bodies that have a function in common."""
    from scipy.sparse import csr_array

    tiers = np.array([TIERS.index(body.level) if body.level in TIERS else -1 for body in bodies], dtype=np.int64)
    names = {name: at for at, name in enumerate(sorted({name for body in bodies for name in body.functions}))}
    held = [(at, names[name]) for at, body in enumerate(bodies) for name in body.functions]
    rows, columns = np.array(held, dtype=np.int64).reshape(-1, 2).T
    has = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(bodies), max(len(names), 1)))

    def tie(matrices: _Matrices) -> csr_array:
        found = (matrices[0].T.tocsr() @ matrices[0]).tocoo()
        upper, lower = tiers[found.row], tiers[found.col]
        kept = np.flatnonzero((upper >= 0) & (lower > upper))
        if len(kept):
            common = has[found.row[kept]].multiply(has[found.col[kept]]).sum(axis=1)
            kept = kept[np.asarray(common).ravel() > 0]
        return csr_array((found.data[kept], (found.row[kept], found.col[kept])), shape=found.shape)

    return tie


def _issuing(incidence: Incidence) -> Source:
    from scipy.sparse import csr_array

    signed = [{body.iri for body in policy.issuers} for policy in incidence.policies.values()]
    issuers = [body for body in incidence.bodies if any(body.iri in each for each in signed)]
    place = {body.iri: at for at, body in enumerate(issuers)}
    found = [(row, place[iri]) for row, each in enumerate(signed) for iri in each if iri in place]
    rows, columns = np.array(found, dtype=np.int64).reshape(-1, 2).T
    matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(signed), len(issuers)))
    return Source(issuers, (matrix,), lambda matrices: matrices[0].T.tocsr() @ matrices[0], False)
