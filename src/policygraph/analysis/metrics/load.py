"""How much bodies bear, and how well measures are borne: by how many, at how many levels, across how many fields."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping

import networkx as nx
import numpy as np

from ...graph.incidence import Incidence
from ...model import TIERS

__all__ = ["load", "participation", "partners", "redundancy", "shared_load", "strength", "vertical_coverage"]


def load(graph: nx.Graph) -> dict[Hashable, int]:
    """Count the measures that each body bears: its degree in the bipartite graph.

    Args:
        graph: Bipartite; nodes with ``bipartite`` 0 are bodies, those with 1 measures.

    Returns:
        The count of each body, 0 without a measure. Cost: one pass.

    Example:
        >>> load(_example())
        {'a': 2, 'b': 1}
    """
    return {node: graph.degree(node) for node, side in graph.nodes(data="bipartite") if side == 0}


def shared_load(graph: nx.Graph) -> dict[Hashable, int]:
    """Count the measures that each body bears together with at least one other.

    The rest of its load is the body's alone.

    Args:
        graph: Bipartite, as for ``load``.

    Returns:
        The count of each body, 0 without a measure. Cost: one pass over the edges.

    Example:
        >>> shared_load(_example())
        {'a': 1, 'b': 1}
    """
    return {
        node: sum(graph.degree(measure) > 1 for measure in graph[node])
        for node, side in graph.nodes(data="bipartite")
        if side == 0
    }


def strength(graph: nx.Graph, weight: str = "measures") -> dict[Hashable, float]:
    """Sum the weights of each body's ties.

    After A. Barrat et al., "The architecture of complex weighted networks", PNAS 101, 2004.

    Args:
        graph: The network of bodies.
        weight: The attribute that is summed; with ``newman`` the sum is the number of measures that the body shares.

    Returns:
        The strength of each body, 0 where it is isolated. Cost: one pass over the edges.

    Example:
        >>> strength(nx.Graph([("a", "b", {"measures": 3})]))
        {'a': 3, 'b': 3}
    """
    return dict(graph.degree(weight=weight))


def partners(graph: nx.Graph) -> dict[Hashable, int]:
    """Count for each body the named bodies that it shares measures with; classes of bodies are not counted.

    Args:
        graph: The network of bodies; nodes whose ``kind`` is ``class`` are classes.

    Returns:
        The count of each body or class, 0 where it is isolated. Cost: one pass over the edges.

    Example:
        >>> graph = nx.Graph([("a", "b"), ("a", "counties")])
        >>> graph.nodes["counties"]["kind"] = "class"
        >>> partners(graph)
        {'a': 1, 'b': 1, 'counties': 1}
    """
    kind = graph.nodes(data="kind")
    return {node: sum(kind[other] != "class" for other in graph[node]) for node in graph}


def redundancy(graph: nx.Graph) -> dict[Hashable, int]:
    """Count for each measure the bodies that could be missing with somebody left: its bodies less one.

    Args:
        graph: Bipartite, as for ``load``.

    Returns:
        The count of each measure: 0 where it depends on one body alone, -1 where nobody bears it. Cost: one pass.
    """
    return {node: graph.degree(node) - 1 for node, side in graph.nodes(data="bipartite") if side == 1}


def vertical_coverage(incidence: Incidence) -> dict[str, float]:
    """Measure for each body above the county how far its measures are taken up below (条).

    That is the share of its measures in which a lower body or class has one of its functions: 1 where every one is
    taken up below, 0 where all of them stop at the body.

    Args:
        incidence: Who bears what, with the classes of bodies.

    Returns:
        The share of each body; those without a measure or without a function are left out. Cost: one pass over the
        entries.
    """
    deepest: defaultdict[tuple[int, str], int] = defaultdict(lambda: -1)
    bodies = incidence.bodies
    ranks = [TIERS.index(body.level) if body.level in TIERS else -1 for body in bodies]
    parts = sorted(set(zip(incidence.measure.tolist(), incidence.body.tolist(), strict=True)))
    for measure, body in parts:
        for function in bodies[body].functions:
            deepest[measure, function] = max(deepest[measure, function], ranks[body])
    taken_up: Counter[int] = Counter()
    borne: Counter[int] = Counter()
    for measure, body in parts:
        functions = bodies[body].functions
        if functions and 0 <= ranks[body] < TIERS.index("county"):
            borne[body] += 1
            taken_up[body] += any(deepest[measure, function] > ranks[body] for function in functions)
    return {bodies[body].iri: taken_up[body] / count for body, count in sorted(borne.items())}


def participation(graph: nx.Graph, group: Mapping[Hashable, Hashable]) -> dict[Hashable, float]:
    """Measure how evenly each body's measures spread over groups, such as categories: 1 - Σ (k_g / k)².

    After R. Guimerà and L. A. N. Amaral, Nature 433, 2005.

    Args:
        graph: Bipartite, as for ``load``.
        group: The group of each measure.

    Returns:
        0 for a body with measures in one group alone or with none, towards 1 the more groups it serves alike. Cost: one
        pass over the edges.
    """
    found: dict[Hashable, float] = {}
    for node, side in graph.nodes(data="bipartite"):
        if side == 0:
            counts = np.array(list(Counter(group[measure] for measure in graph[node]).values()), dtype=float)
            found[node] = float(1 - ((counts / counts.sum()) ** 2).sum()) if len(counts) else 0.0
    return found


def _example() -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from("ab", bipartite=0)
    graph.add_nodes_from((1, 2), bipartite=1)
    graph.add_edges_from([("a", 1), ("a", 2), ("b", 2)])
    return graph
