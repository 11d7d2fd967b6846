"""Which pairs share more measures than chance would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from itertools import combinations

import networkx as nx
import numpy as np

__all__ = ["Excess", "curveball", "excess"]


@dataclass(frozen=True, slots=True)
class Excess:
    """A pair of bodies: the measures they share, the mean and the share of random graphs with at least as many.

    ``p`` has the observed graph counted among the random ones, so it is never 0; ``error`` is its standard error;
    ``q`` is p after Benjamini and Hochberg's correction for all pairs that were tested.
    """

    one: Hashable
    other: Hashable
    shared: int
    expected: float
    p: float
    error: float
    q: float


def curveball(sides: list[set[int]], rng: np.random.Generator, trades: int | None = None) -> list[set[int]]:
    """One random bipartite graph with the degrees of both sides kept: each body bears as many measures as before,
    and each measure has as many bearers (G. Strona et al., "A fast and unbiased procedure to randomize ecological
    binary matrices with fixed row and column totals", Nature Communications 5, 2014).

    ``sides`` holds the measures of each body. In a trade two bodies throw in what only one of them has and draw it
    anew. Five trades a body mix well; fewer leave traces of the original. Cost: the trades times the size of two sides.
    """
    drawn = [set(side) for side in sides]
    count = len(drawn)
    if count < 2:
        return drawn
    for _ in range(5 * count if trades is None else trades):
        a, b = rng.choice(count, 2, replace=False)
        only_a, only_b = drawn[a] - drawn[b], drawn[b] - drawn[a]
        if not only_a or not only_b:
            continue
        pool = np.array(sorted(only_a | only_b))
        rng.shuffle(pool)
        common = drawn[a] & drawn[b]
        drawn[a] = common | set(pool[: len(only_a)].tolist())
        drawn[b] = common | set(pool[len(only_a) :].tolist())
    return drawn


def excess(graph: nx.Graph, samples: int = 1000, seed: int = 0) -> list[Excess]:
    """The pairs of bodies that share something, least likely by chance first.

    ``graph`` is bipartite as ``networks.bipartite`` makes it. Against ``samples`` random graphs of the same degrees.
    A graph without a pair gives an empty list. Cost: samples times the trades and the pairs of each random graph.
    """
    bodies = [node for node, side in graph.nodes(data="bipartite") if side == 0]
    tasks = {node: at for at, node in enumerate(n for n, side in graph.nodes(data="bipartite") if side == 1)}
    sides = [{tasks[task] for task in graph[body]} for body in bodies]
    observed = _pairs(sides)
    if not observed:
        return []
    rng = np.random.default_rng(seed)
    as_many: Counter[tuple[int, int]] = Counter()
    total: Counter[tuple[int, int]] = Counter()
    for _ in range(samples):
        # From the last one on: a chain of random graphs, each five trades a body from the one before.
        sides = curveball(sides, rng)
        drawn = _pairs(sides)
        for pair, count in observed.items():
            total[pair] += drawn[pair]
            as_many[pair] += drawn[pair] >= count
    p = {pair: (as_many[pair] + 1) / (samples + 1) for pair in observed}
    order = sorted(observed, key=lambda pair: (p[pair], -observed[pair], pair))
    q, least = {}, 1.0
    for rank in range(len(order), 0, -1):
        least = min(least, p[order[rank - 1]] * len(order) / rank)
        q[order[rank - 1]] = least
    return [
        Excess(
            bodies[pair[0]],
            bodies[pair[1]],
            observed[pair],
            total[pair] / samples,
            p[pair],
            float(np.sqrt(p[pair] * (1 - p[pair]) / samples)),
            q[pair],
        )
        for pair in order
    ]


def _pairs(sides: list[set[int]]) -> Counter[tuple[int, int]]:
    """How many measures each pair of bodies shares, by index; pairs that share none are not there."""
    owners: dict[int, list[int]] = {}
    for body, side in enumerate(sides):
        for task in side:
            owners.setdefault(task, []).append(body)
    return Counter(pair for bearers in owners.values() for pair in combinations(bearers, 2))
