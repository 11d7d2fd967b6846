"""Make NetworkX graphs of an incidence. Nodes are IRIs; each function says what the edges mean.

Every edge has ``weight``, the count by which libraries and programs read the strength of a tie. Nodes that are bodies
have ``label``, ``label_en``, ``level``, ``kind``, ``place`` (its code, or empty) and ``functions`` (slugs, a tuple).

Projection is a product of sparse matrices: NetworkX's own walks every pair of neighbours in Python and takes minutes
for 1,000 bodies and 1,000,000 measures where the product takes a second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from itertools import combinations
from typing import TYPE_CHECKING, Literal, get_args

import networkx as nx
import numpy as np

from ..errors import UsageError
from ..graph.incidence import Incidence
from ..model import ROLES, TIERS, Body

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = [
    "KINDS",
    "Kind",
    "attribute_network",
    "bipartite",
    "issuing",
    "lead_support",
    "make_network",
    "shared_network",
    "vertical",
]

#: The kinds of network by name, as files and tables call them.
Kind = Literal["shared", "lead-support", "vertical", "issuing", "bipartite"]
KINDS: tuple[Kind, ...] = get_args(Kind)


def make_network(incidence: Incidence, kind: str) -> nx.Graph:
    """Make a network of one kind, of the bodies that all tables, files and drawings have in it.

    Classes of bodies share everything with their own members, so ``shared`` and ``lead-support`` have named bodies
    only.

    Args:
        incidence: Who bears what.
        kind: ``shared``, ``lead-support``, ``vertical``, ``issuing`` or ``bipartite``.

    Returns:
        What the function of that name makes.

    Raises:
        UsageError: There is no such kind.

    Example:
        >>> from policygraph.analysis import Incidence
        >>> make_network(Incidence.of([("m", "a", "lead"), ("m", "b", "support")]), "lead-support").edges
        OutEdgeView([('a', 'b')])
    """
    if kind == "shared":
        return shared_network(incidence.named())
    if kind == "lead-support":
        return lead_support(incidence.named())
    if kind == "vertical":
        return vertical(incidence)
    if kind == "issuing":
        return issuing(incidence)
    if kind == "bipartite":
        return bipartite(incidence)
    raise UsageError("network_unknown", value=kind, known=list(KINDS))


def bipartite(incidence: Incidence) -> nx.Graph:
    """Join bodies with the measures that they bear.

    Args:
        incidence: Who bears what.

    Returns:
        A bipartite graph. Nodes have ``bipartite`` 0 (bodies) or 1 (measures) and ``label``; edges have ``roles``,
        sorted, and ``weight``, their number.
    """
    graph = nx.Graph()
    graph.add_nodes_from((body.iri, {"bipartite": 0, **_attributes(body)}) for body in incidence.bodies)
    graph.add_nodes_from((each.iri, {"bipartite": 1, "label": each.name}) for each in incidence.measures)
    # One bit for each role, so that the roles of a body in a measure are a sum and each set of them is one tuple.
    kinds = [tuple(sorted(role for at, role in enumerate(ROLES) if bits >> at & 1)) for bits in range(1 << len(ROLES))]
    keys = incidence.body.astype(np.int64) * len(incidence.measures) + incidence.measure
    ends, place = np.unique(keys, return_inverse=True)
    bits = np.bincount(place, weights=1 << incidence.role.astype(np.int64), minlength=len(ends)).astype(np.int64)
    body_at, measure_at = np.divmod(ends, max(len(incidence.measures), 1))
    bodies, measures = incidence.bodies, incidence.measures
    graph.add_edges_from(
        (bodies[a].iri, measures[b].iri, {"roles": kinds[held], "weight": len(kinds[held])})
        for a, b, held in zip(body_at.tolist(), measure_at.tolist(), bits.tolist(), strict=True)
    )
    return graph


def shared_network(incidence: Incidence) -> nx.Graph:
    """Join bodies that share measures, in whatever roles.

    Args:
        incidence: Who bears what.

    Returns:
        A graph of all bodies; those that share no measure are isolated nodes. An edge has ``measures`` and ``weight``,
        the number of measures that both bear, and ``newman``, the same with each measure of k bodies counting 1/(k-1),
        so that a measure of many bodies does not make many strong ties (M. E. J. Newman, "Scientific collaboration
        networks. II", Physical Review E 64, 016132, 2001). Cost: one product of sparse matrices, in proportion to the
        sum of k² over the measures.

    Example:
        >>> from policygraph.analysis import Incidence
        >>> graph = shared_network(Incidence.of([("m", "a", "lead"), ("m", "b", "support"), ("m", "c", "support")]))
        >>> graph.edges["a", "b"]
        {'measures': 1, 'newman': 0.5, 'weight': 1}
    """
    matrix = incidence.matrix()
    sizes = np.asarray(matrix.sum(axis=1)).ravel()
    each = np.divide(1.0, sizes - 1, out=np.zeros(len(sizes)), where=sizes > 1)
    # Both weights by one product: the real part counts measures, the imaginary part adds Newman's shares.
    first, second, weights = _upper(matrix.T.tocsr() @ (matrix.multiply((1 + 1j * each)[:, np.newaxis]).tocsr()))
    graph = _nodes(nx.Graph(), incidence)
    names = [body.iri for body in incidence.bodies]
    counts, shares = np.rint(weights.real).astype(np.int64), weights.imag
    graph.add_edges_from(
        (names[a], names[b], {"measures": m, "newman": w, "weight": m})
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
    """Join each lead with each supporter of the same measure: the lead's work depends on the supporter's.

    Args:
        incidence: Who bears what.

    Returns:
        A directed graph of all bodies; edges have ``measures`` and ``weight``, the number of such measures. A body that
        both leads and supports a measure is not joined with itself.
    """
    tie = (incidence.matrix(["lead"]).T @ incidence.matrix(["support"])).tocoo()
    graph = _nodes(nx.DiGraph(), incidence)
    names = [body.iri for body in incidence.bodies]
    graph.add_edges_from(
        (names[a], names[b], {"measures": m, "weight": m})
        for a, b, m in zip(tie.row.tolist(), tie.col.tolist(), tie.data.tolist(), strict=True)
        if a != b
    )
    return graph


def vertical(incidence: Incidence) -> nx.DiGraph:
    """Join each body with those below it that have one of its functions in the same measure (条).

    Args:
        incidence: Who bears what, with the classes of bodies.

    Returns:
        A directed graph from the upper to the lower; edges have ``measures`` and ``weight``, the number of measures in
        which the lower takes up the function of the upper.
    """
    matrix = incidence.matrix()
    tie = (matrix.T @ matrix).tocoo()
    graph = _nodes(nx.DiGraph(), incidence)
    bodies = incidence.bodies
    for a, b, measures in zip(tie.row.tolist(), tie.col.tolist(), tie.data.tolist(), strict=True):
        upper, lower = bodies[a], bodies[b]
        if _above(upper, lower) and set(upper.functions) & set(lower.functions):
            graph.add_edge(upper.iri, lower.iri, measures=measures, weight=measures)
    return graph


def _above(upper: Body, lower: Body) -> bool:
    tiers = (upper.level, lower.level)
    return all(tier in TIERS for tier in tiers) and TIERS.index(tiers[0]) < TIERS.index(tiers[1])


def issuing(incidence: Incidence) -> nx.Graph:
    """Join bodies that issued policies together.

    Args:
        incidence: Who bears what; its policies name their issuers.

    Returns:
        A graph of the issuers; edges have ``policies`` and ``weight``, the number of policies that both issued.
    """
    graph = nx.Graph()
    there = {body.iri for body in incidence.bodies}
    for policy in incidence.policies.values():
        graph.add_nodes_from((body.iri, _attributes(body)) for body in policy.issuers if body.iri in there)
        for one, other in combinations((body.iri for body in policy.issuers if body.iri in there), 2):
            before = graph.edges[one, other]["policies"] if graph.has_edge(one, other) else 0
            graph.add_edge(one, other, policies=before + 1, weight=before + 1)
    return graph


def attribute_network(graph: nx.Graph, attribute: str) -> nx.Graph:
    """Join nodes that have the same value of an attribute, for example the same level: a predictor for ``mrqap``.

    Args:
        graph: A network whose nodes have the attribute. Its ties do not matter.
        attribute: Its name: ``level``, ``place``, ``functions`` or any other. Of several values, in a tuple, list or
            set, one in common is enough; a node without a value or with an empty one is joined with nobody.

    Returns:
        An undirected graph of the same nodes in the same order, with their attributes; edges have ``weight`` 1. Cost:
        the edges, half the square of the number of nodes with the same value.

    Raises:
        UsageError: No node has the attribute.

    Example:
        >>> graph = nx.Graph()
        >>> graph.add_nodes_from([("a", {"level": "county"}), ("b", {"level": "county"}), ("c", {"level": "national"})])
        >>> list(attribute_network(graph, "level").edges(data="weight"))
        [('a', 'b', 1)]
    """
    groups: defaultdict[Hashable, list[Hashable]] = defaultdict(list)
    for node, value in graph.nodes(data=attribute):
        several = isinstance(value, (tuple, list, set, frozenset))
        for each in dict.fromkeys(value) if several else [value]:
            if each is not None and each != "":
                groups[each].append(node)
    if len(graph) and not any(attribute in data for _, data in graph.nodes(data=True)):
        known = sorted({name for _, data in graph.nodes(data=True) for name in data})
        raise UsageError("no_node_attribute", name=attribute, known=", ".join(known) or "–")
    made = nx.Graph()
    made.add_nodes_from(graph.nodes(data=True))
    for group in groups.values():
        made.add_edges_from(combinations(group, 2), weight=1)
    return made


def _attributes(body: Body) -> dict[str, str | tuple[str, ...]]:
    return {
        "label": body.names.zh,
        "label_en": body.names.en,
        "level": body.level,
        "kind": body.kind,
        "place": body.place.code if body.place else "",
        "functions": body.functions,
    }


def _nodes(graph: nx.Graph, incidence: Incidence) -> nx.Graph:
    graph.add_nodes_from((body.iri, _attributes(body)) for body in incidence.bodies)
    return graph
