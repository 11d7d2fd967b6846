"""How well duties are held: by how many, at how many levels, across how many fields."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping

import networkx as nx
import numpy as np

from ..incidence import TIERS, Incidence

__all__ = ["participation", "redundancy", "vertical_coverage"]


def redundancy(graph: nx.Graph) -> dict[Hashable, int]:
    """For each measure, how many of those that bear it could be missing with somebody left: its bearers less one.

    0 marks a duty that hangs on one body alone; -1 a measure nobody bears. Nodes with ``bipartite`` 1 are measures.
    Cost: one pass.
    """
    return {node: graph.degree(node) - 1 for node, side in graph.nodes(data="bipartite") if side == 1}


def vertical_coverage(incidence: Incidence) -> dict[str, float]:
    """For each body above the county with a function: the share of its measures in which a lower body or class has it.

    1 means that every duty is taken up below (条), 0 that all of them stop here. Bodies without a measure or without a
    function are left out. Cost: one pass over the parts.
    """
    deepest: defaultdict[tuple[int, str], int] = defaultdict(lambda: -1)
    ranks = [TIERS.index(bearer.level) if bearer.level in TIERS else -1 for bearer in incidence.bearers]
    parts = sorted(set(zip(incidence.task.tolist(), incidence.body.tolist(), strict=True)))
    for task, body in parts:
        for function in incidence.bearers[body].functions:
            deepest[task, function] = max(deepest[task, function], ranks[body])
    taken_up: Counter[int] = Counter()
    borne: Counter[int] = Counter()
    for task, body in parts:
        bearer = incidence.bearers[body]
        if bearer.functions and 0 <= ranks[body] < TIERS.index("county"):
            borne[body] += 1
            taken_up[body] += any(deepest[task, function] > ranks[body] for function in bearer.functions)
    return {incidence.bearers[body].iri: taken_up[body] / count for body, count in sorted(borne.items())}


def participation(graph: nx.Graph, group: Mapping[Hashable, Hashable]) -> dict[Hashable, float]:
    """How evenly each body's measures spread over groups, such as categories: 1 - Σ (k_g / k)².

    0 for a body with measures in one group alone, towards 1 the more groups it serves alike (R. Guimerà and L. A. N.
    Amaral, Nature 433, 2005). ``group`` gives the group of each measure; a body without a measure scores 0. Cost: one
    pass over the edges.
    """
    found: dict[Hashable, float] = {}
    for node, side in graph.nodes(data="bipartite"):
        if side == 0:
            counts = np.array(list(Counter(group[task] for task in graph[node]).values()), dtype=float)
            found[node] = float(1 - ((counts / counts.sum()) ** 2).sum()) if len(counts) else 0.0
    return found
