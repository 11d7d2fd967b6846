"""The networks that an incidence holds, as NetworkX graphs. Nodes are IRIs; what edges mean stands with each.

Projection is a product of sparse matrices, because NetworkX's own walks every pair of neighbours in Python: with 1,000
bodies and 1,000,000 measures it takes minutes where the product takes a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from ..model import ROLES
from .incidence import TIERS, Bearer, Incidence

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["bipartite", "issuing", "lead_support", "shared_network", "vertical"]


def bipartite(incidence: Incidence) -> nx.Graph:
    """Bodies and measures. An edge says that the body bears the measure; its ``roles`` are the roles, sorted.

    Nodes have ``bipartite`` 0 (bodies) or 1 (measures) and ``label``; bodies also ``level`` and ``kind``.
    """
    graph = nx.Graph()
    graph.add_nodes_from((bearer.iri, {"bipartite": 0, **_of(bearer)}) for bearer in incidence.bearers)
    graph.add_nodes_from(
        (task.iri, {"bipartite": 1, "label": f"{task.number}{task.title}" or task.iri}) for task in incidence.tasks
    )
    # One bit for each role, so that the roles of a body in a measure are a sum and each set of them is one tuple.
    kinds = [tuple(sorted(role for at, role in enumerate(ROLES) if bits >> at & 1)) for bits in range(1 << len(ROLES))]
    keys = incidence.body.astype(np.int64) * len(incidence.tasks) + incidence.task
    ends, place = np.unique(keys, return_inverse=True)
    bits = np.bincount(place, weights=1 << incidence.role.astype(np.int64), minlength=len(ends)).astype(np.int64)
    bodies, tasks = np.divmod(ends, max(len(incidence.tasks), 1))
    names, titles = [bearer.iri for bearer in incidence.bearers], [task.iri for task in incidence.tasks]
    graph.add_edges_from(
        (names[body], titles[task], {"roles": kinds[held]})
        for body, task, held in zip(bodies.tolist(), tasks.tolist(), bits.tolist(), strict=True)
    )
    return graph


def shared_network(incidence: Incidence) -> nx.Graph:
    """Bodies that share measures, all roles alike; bodies that share none are isolated nodes.

    An edge has ``measures``, the number of measures both bear, and ``newman``, the same with each measure of k bodies
    counting 1/(k-1): a measure with many owners does not make many strong ties (M. E. J. Newman, "Scientific
    collaboration networks. II", Physical Review E 64, 016132, 2001).

    Cost: one product of sparse matrices, in proportion to the sum of k² over the measures.

    >>> from .incidence import Incidence
    >>> graph = shared_network(Incidence.of([("m", "a", "lead"), ("m", "b", "support"), ("m", "c", "support")]))
    >>> graph.edges["a", "b"]
    {'measures': 1, 'newman': 0.5}
    """
    matrix = incidence.matrix()
    sizes = np.asarray(matrix.sum(axis=1)).ravel()
    each = np.divide(1.0, sizes - 1, out=np.zeros(len(sizes)), where=sizes > 1)
    # Both weights by one product: the real part counts measures, the imaginary part adds Newman's shares.
    first, second, weights = _upper(matrix.T.tocsr() @ (matrix.multiply((1 + 1j * each)[:, np.newaxis]).tocsr()))
    graph = _nodes(nx.Graph(), incidence)
    names = [bearer.iri for bearer in incidence.bearers]
    counts, shares = np.rint(weights.real).astype(np.int64), weights.imag
    graph.add_edges_from(
        (names[a], names[b], {"measures": m, "newman": w})
        for a, b, m, w in zip(first.tolist(), second.tolist(), counts.tolist(), shares.tolist(), strict=True)
    )
    return graph


def _upper(product: csr_array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row, column and value of the entries above the diagonal, in the order of rows."""
    from scipy.sparse import triu

    found = triu(product, k=1).tocsr()
    found.sort_indices()
    found = found.tocoo()
    return found.row, found.col, found.data


def lead_support(incidence: Incidence) -> nx.DiGraph:
    """From each lead to each supporter of the same measure: the lead's work depends on the supporter's.

    ``measures`` is the number of such measures. A body that both leads and supports one measure is not tied to itself.
    """
    tie = (incidence.matrix(["lead"]).T @ incidence.matrix(["support"])).tocoo()
    graph = _nodes(nx.DiGraph(), incidence)
    names = [bearer.iri for bearer in incidence.bearers]
    graph.add_edges_from(
        (names[a], names[b], {"measures": m})
        for a, b, m in zip(tie.row.tolist(), tie.col.tolist(), tie.data.tolist(), strict=True)
        if a != b
    )
    return graph


def vertical(incidence: Incidence) -> nx.DiGraph:
    """From each body to the bodies and classes below it that have one of its functions in the same measure (条).

    ``measures`` is the number of measures in which the lower one takes up the function of the upper.
    """
    matrix = incidence.matrix()
    tie = (matrix.T @ matrix).tocoo()
    graph = _nodes(nx.DiGraph(), incidence)
    bearers = incidence.bearers
    for a, b, measures in zip(tie.row.tolist(), tie.col.tolist(), tie.data.tolist(), strict=True):
        upper, lower = bearers[a], bearers[b]
        if _above(upper, lower) and set(upper.functions) & set(lower.functions):
            graph.add_edge(upper.iri, lower.iri, measures=measures)
    return graph


def _above(upper: Bearer, lower: Bearer) -> bool:
    tiers = (upper.level, lower.level)
    return all(tier in TIERS for tier in tiers) and TIERS.index(tiers[0]) < TIERS.index(tiers[1])


def issuing(incidence: Incidence) -> nx.Graph:
    """Bodies that issued documents together; ``policies`` is the number of documents."""
    graph = nx.Graph()
    by_iri = {bearer.iri: bearer for bearer in incidence.bearers}
    for issuers in incidence.issuers.values():
        graph.add_nodes_from((iri, _of(by_iri[iri])) for iri in issuers if iri in by_iri)
        for index, one in enumerate(issuers):
            for other in issuers[index + 1 :]:
                before = graph.edges[one, other]["policies"] if graph.has_edge(one, other) else 0
                graph.add_edge(one, other, policies=before + 1)
    return graph


def _of(bearer: Bearer) -> dict[str, str]:
    return {"label": bearer.label("zh"), "label_en": bearer.label("en"), "level": bearer.level, "kind": bearer.kind}


def _nodes(graph: nx.Graph, incidence: Incidence) -> nx.Graph:
    graph.add_nodes_from((bearer.iri, _of(bearer)) for bearer in incidence.bearers)
    return graph
