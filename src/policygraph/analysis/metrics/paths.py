"""Shortest paths, all of them or those from a sample of bodies: their mean length, and what lies on them.

All sources go a step at a time, as products of the adjacency matrix with one column a source; the same sums as
following the paths one by one (U. Brandes, 2001), in a twentieth of the time.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from .adjacency import Adjacency, Numbers, adjacency

__all__ = ["ShortestPaths", "carried", "shortest_paths"]

#: So many sources at once: more need more memory, fewer more passes over the ties.
_BATCH = 64


@dataclass(frozen=True, slots=True)
class ShortestPaths:
    """What the shortest paths of a network say of it.

    Attributes:
        length: The mean number of steps between two bodies that a path links; ``None`` where no path links any.
        length_error: The standard error of ``length``, 0 where all paths were followed.
        reachable: The share of ordered pairs of bodies that a path links; ``None`` with fewer than two bodies.
        centralization: Freeman's betweenness centralisation; ``None`` with fewer than three bodies.
        centralization_error: The standard error of ``centralization``, 0 where all paths were followed.
    """

    length: float | None
    length_error: float
    reachable: float | None
    centralization: float | None
    centralization_error: float


def shortest_paths(graph: nx.Graph | Adjacency, samples: int | None = None, seed: int = 0) -> ShortestPaths:
    """Follow the shortest paths between bodies; each tie is one step, in its direction if it has one.

    The mean length is that over the pairs which a path links; pairs without one are left out of it, and ``reachable``
    says how many remain. Betweenness centralisation is Σ (b* − b_i) / (n − 1), where b_i is the share of shortest paths
    between other bodies that lead over body i (L. C. Freeman, "Centrality in social networks: conceptual
    clarification", Social Networks 1, 1979): 1 for a star.

    Args:
        graph: The network of bodies.
        samples: The number of bodies from which paths are followed (U. Brandes and C. Pich, 2007).
        seed: The same seed draws the same bodies.

    Returns:
        The lengths and the centralisation, with their standard errors if sampled. In a sample the largest
        betweenness is a maximum of estimates, so that the centralisation tends to be too high by about its error. Cost:
        nodes times ties, or samples times ties.

    Example:
        >>> found = shortest_paths(nx.star_graph(3))
        >>> found.length, found.reachable, found.centralization
        (1.5, 1.0, 1.0)
        >>> shortest_paths(nx.Graph([(1, 2), (3, 4)])).reachable
        0.3333333333333333
    """
    made = adjacency(graph)
    count = len(made)
    if count < 2:
        return ShortestPaths(None, 0.0, None, None, 0.0)
    every = samples is None or samples >= count
    sources = range(count) if every else random.Random(seed).sample(range(count), samples or 0)
    steps, reached, shares = np.zeros(len(sources)), np.zeros(len(sources)), np.zeros(count)
    # What each source adds to the sum over all bodies; the body with the most is known only afterwards.
    together, kept = np.zeros(len(sources)), []
    for at in range(0, len(sources), _BATCH):
        distance, over = _follow(made, sources[at : at + _BATCH])
        linked = distance > 0
        steps[at : at + _BATCH] = np.where(linked, distance, 0).sum(axis=0)
        reached[at : at + _BATCH] = linked.sum(axis=0)
        together[at : at + _BATCH] = over.sum(axis=0)
        shares += over.sum(axis=1)
        if not every:
            kept.append(over)
    length = float(steps.sum() / reached.sum()) if reached.any() else None
    spread = 0.0 if every or length is None else _error(steps - length * reached, count) / reached.mean()
    central = central_error = None
    if count > 2:
        scale = count / ((count - 1) * (count - 2)) / (count - 1)
        top = int(shares.argmax())
        central = float((count * shares[top] - shares.sum()) / len(sources) * scale)
        central_error = (
            0.0 if every else _error((count * np.concatenate([o[top] for o in kept]) - together) * scale, count)
        )
    return ShortestPaths(length, float(spread), float(reached.mean() / (count - 1)), central, central_error or 0.0)


def _error(values: Numbers, count: int) -> float:
    """The standard error of the mean of values drawn from ``count`` without replacement."""
    drawn = len(values)
    return math.sqrt(values.var(ddof=1) / drawn * (1 - drawn / count)) if drawn > 1 else math.inf


def carried(graph: nx.Graph | Adjacency, sources: Sequence[int]) -> Numbers:
    """Sum what each body carries of the shortest paths from each source, as Brandes' algorithm does.

    Args:
        graph: The network of bodies.
        sources: The places of the sources among the nodes.

    Returns:
        Nodes by sources; the mean over all sources, times n / ((n − 1)(n − 2)), is betweenness as a share. Cost:
        sources times ties.
    """
    return _follow(adjacency(graph), sources)[1]


def _follow(made: Adjacency, sources: Sequence[int]) -> tuple[np.ndarray[Any, np.dtype[np.int32]], Numbers]:
    """The steps from each source to each node, -1 where there is no path; and what each node carries."""
    ahead = made.ties
    back = ahead.T.tocsr() if made.directed else ahead
    columns = np.arange(len(sources))
    distance = np.full((len(made), len(sources)), -1, dtype=np.int32)
    distance[sources, columns] = 0
    paths = (distance == 0).astype(np.float64)
    reached, step = paths, 0
    while True:
        reached = back @ reached
        reached[distance >= 0] = 0
        new = reached > 0
        if not new.any():
            break
        step += 1
        distance[new] = step
        paths += reached
    over: Numbers = np.zeros_like(paths)
    for far in range(step, 0, -1):
        share = np.divide(1 + over, paths, out=np.zeros_like(paths), where=distance == far)
        nearer = distance == far - 1
        over[nearer] += (paths * (ahead @ share))[nearer]
    over[sources, columns] = 0
    return distance, over
