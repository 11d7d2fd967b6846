"""The backbone of a network: the ties that are stronger than the strength of their ends would give by chance."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

import networkx as nx
import numpy as np

from ...errors import UsageError

__all__ = ["Backbone", "NoiseCorrected", "backbone", "disparity", "noise_corrected"]

Tie = tuple[Hashable, Hashable]
_Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class NoiseCorrected:
    """A tie beside its expected weight.

    ``score`` lies between -1 and 1, 0 if the tie is as strong as expected; ``deviation`` is its standard deviation;
    ``p`` is the chance of such a score if the tie is only as strong as expected.
    """

    score: float
    deviation: float
    p: float


@dataclass(frozen=True, slots=True)
class Backbone:
    """The backbone of a network.

    ``graph`` has all nodes and the ties with p of at most ``alpha``, with their attributes; ``p`` has every tie.
    """

    graph: nx.Graph
    alpha: float
    p: dict[Tie, float] = field(repr=False)


def disparity(graph: nx.Graph, weight: str = "measures") -> dict[Tie, float]:
    """Test which ties carry more of a body's strength than an even split by chance would give them.

    For an end with k ties of total weight s, a tie of weight w has p = (1 - w/s)^(k-1): the chance of such a share if s
    were cut into k pieces at random. The p of a tie is the smaller one of its two ends. In a directed graph the ends
    are the outgoing ties of the one and the incoming ties of the other (M. Á. Serrano, M. Boguñá and A. Vespignani,
    "Extracting the multiscale backbone of complex weighted networks", PNAS 106, 2009).

    An end with a single tie has nothing to compare it with, so it has p = 1 and the other end decides, as in the paper;
    a tie that is the only one of both ends has p = 1.

    Args:
        graph: The network of bodies, directed or not, without parallel ties. Loops are left out.
        weight: The attribute that says how strong a tie is, a number above 0.

    Returns:
        The p of each tie, in the order of the graph. Cost: one pass over the ties.

    Raises:
        UsageError: A tie has no such weight.

    Example:
        >>> star = nx.Graph()
        >>> star.add_weighted_edges_from([("a", "b", 8), ("a", "c", 1), ("a", "d", 1)], "measures")
        >>> {end: round(p, 2) for (_, end), p in disparity(star).items()}
        {'b': 0.04, 'c': 0.81, 'd': 0.81}
    """
    ties, tail, head, weights = _ties(graph, weight)
    p = np.ones(len(ties))
    for end, strengths, degrees in _ends(graph, tail, head, weights):
        strength, degree = strengths[end], degrees[end]
        rest = np.clip(1 - weights / strength, 0, 1)
        p = np.minimum(p, np.where(degree > 1, rest ** np.maximum(degree - 1, 1), 1.0))
    return dict(zip(ties, p.tolist(), strict=True))


def noise_corrected(graph: nx.Graph, weight: str = "measures") -> dict[Tie, NoiseCorrected]:
    """Compare the weight of each tie with the one expected from the strength of both ends.

    Of N units of weight in all, the ends a and b have n_a and n_b, so n_a n_b / N is expected between them. With
    κ = N / (n_a n_b) the score of a tie of weight n is (κn - 1) / (κn + 1). Its variance is that of a binomial n,
    carried over by the delta method; the probability of a unit is estimated by Bayes' rule, with the Beta distribution
    as prior that has the mean and variance of hypergeometric draws. p is the normal tail beyond score / deviation, so
    that the paper's thresholds δ of 1.28, 1.64 and 2.32 are p of 0.1, 0.05 and 0.01 (M. Coscia and F. M. H. Neffke,
    "Network backboning with noisy data", ICDE 2017). An undirected tie counts once in each direction.

    Args:
        graph: The network of bodies, directed or not, without parallel ties. Loops are left out.
        weight: The attribute that counts what a tie stands for, a number above 0.

    Returns:
        The score of each tie with its standard deviation and p, in the order of the graph. Where nothing can vary, as
        in a directed graph of one tie, the deviation is 0 and p is 0.5; beyond 38 deviations p is 0. Cost: one pass
        over the ties, some 15 µs for each.

    Raises:
        UsageError: A tie has no such weight.

    Example:
        >>> pair = nx.Graph()
        >>> pair.add_weighted_edges_from([("a", "b", 8), ("b", "c", 1), ("c", "d", 8)], "measures")
        >>> [round(each.p, 3) for each in noise_corrected(pair).values()]
        [0.0, 0.82, 0.0]
    """
    from scipy.special import ndtr

    ties, tail, head, n = _ties(graph, weight)
    (_, out, _), (_, into, _) = _ends(graph, tail, head, n)
    a, b = out[tail], into[head]
    total = n.sum() * (1 if graph.is_directed() else 2)
    mean = a * b / total**2 if len(ties) else n
    # Fewer than two units in all cannot vary: the prior alone is left.
    variance = mean * (total - a) * (total - b) / (total**2 * (total - 1)) if total > 1 else np.zeros_like(n)
    scale = mean * (1 - mean) + (total - 1) * variance
    learned = np.divide(total * variance, scale, out=np.zeros_like(n), where=scale > 0)
    chance = np.clip(mean + learned * (n / max(total, 1e-300) - mean), 0, 1)
    kappa = total / (a * b)
    slope = 2 * (kappa + n * (1 / (a * b) - total * (a + b) / (a * b) ** 2)) / (kappa * n + 1) ** 2
    score = (kappa * n - 1) / (kappa * n + 1)
    deviation = np.sqrt(chance * (1 - chance) * total) * np.abs(slope)
    sure = np.where(np.abs(score) < 1e-12, 0.0, np.copysign(np.inf, score))
    p = ndtr(-np.divide(score, deviation, out=sure, where=deviation > 0))
    found = map(NoiseCorrected, score.tolist(), deviation.tolist(), p.tolist())
    return dict(zip(ties, found, strict=True))


#: The methods of ``backbone`` to test ties.
_METHODS: dict[str, Callable[[nx.Graph, str], dict[Tie, float]]] = {
    "disparity": disparity,
    "noise-corrected": lambda graph, weight: {tie: each.p for tie, each in noise_corrected(graph, weight).items()},
}


def backbone(
    graph: nx.Graph, weight: str = "measures", method: str = "disparity", alpha: float | None = None, keep: float = 0.8
) -> Backbone:
    """Keep the ties of a network that are stronger than chance would make them.

    Without an alpha it is the smallest one at which most bodies stay together: of each component of three bodies or
    more the largest connected piece is counted, and these pieces must have the share ``keep`` of all bodies in such
    components. In a connected network that is the size of the giant component, a usual criterion: Serrano et al. (2009)
    compare filters by the nodes left at so many ties, and C. Bordier, C. Nicolini and A. Bifone (Frontiers in
    Neuroscience 11, 2017) set the threshold just before the giant component breaks up. At a share of 1 the weakest tie
    of one outlying body would decide; 0.8 is about what Serrano et al. keep of the airports of the United States at
    α = 0.2. A component of two bodies is one tie, which cannot be weighed against others, so it has no say.

    Args:
        graph: The network of bodies, directed or not, without parallel ties. It is not changed.
        weight: The attribute that says how strong a tie is, a number above 0.
        method: ``disparity`` looks at each end alone and keeps the strongest ties of small bodies too;
            ``noise-corrected`` looks at both ends together and keeps ties that are strong for such ends.
        alpha: The largest p of a tie that is kept, from 0 to 1; ``None`` chooses it.
        keep: The share of bodies for the choice, from 0 to 1.

    Returns:
        The backbone with the alpha used: the p of the last tie that was needed where it was chosen, or 1 where no
        component has three bodies. Cost: sorting the ties.

    Raises:
        UsageError: A tie has no such weight, or an argument has no such value.

    Example:
        >>> found = backbone(nx.les_miserables_graph(), "weight")
        >>> found.graph.number_of_edges(), round(found.alpha, 3)
        (187, 0.549)
    """
    if method not in _METHODS:
        raise UsageError("backbone_method", name=method, known=", ".join(_METHODS))
    for name, value in (("alpha", alpha), ("keep", keep)):
        if value is not None and not 0 <= value <= 1:
            raise UsageError("share_range", name=name, value=value)
    p = _METHODS[method](graph, weight)
    if alpha is None:
        alpha = _choose(p, keep)
    kept: nx.Graph = graph.__class__(**graph.graph)
    kept.add_nodes_from(graph.nodes(data=True))
    kept.add_edges_from((a, b, graph.edges[a, b]) for (a, b), chance in p.items() if chance <= alpha)
    return Backbone(kept, alpha, p)


def _choose(p: dict[Tie, float], keep: float) -> float:
    """Return the smallest p at which the largest pieces of all components have the required share of bodies."""
    components = [group for group in nx.connected_components(nx.Graph(iter(p))) if len(group) > 2]
    alpha = 0.0 if components else 1.0
    component = {node: at for at, group in enumerate(components) for node in group}
    needed = keep * len(component) - 1e-9
    largest, together = [0] * len(components), 0
    parent, size = {node: node for node in component}, dict.fromkeys(component, 1)

    def root(node: Hashable) -> Hashable:
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    for (a, b), chance in sorted(p.items(), key=lambda item: item[1]):
        if together >= needed:
            break
        if a not in component:
            continue
        one, other = sorted((root(a), root(b)), key=size.__getitem__)
        if one != other:
            parent[one] = other
            size[other] += size[one]
            at = component[a]
            together += max(size[other] - largest[at], 0)
            largest[at] = max(size[other], largest[at])
        alpha = chance
    return alpha


def _ties(graph: nx.Graph, weight: str) -> tuple[list[Tie], _Array, _Array, _Array]:
    """Return the ties without loops, the places of both ends among the nodes, and the weights."""
    place = {node: at for at, node in enumerate(graph)}
    ties: list[Tie] = []
    weights: list[float] = []
    for a, b, value in graph.edges(data=weight):
        if not isinstance(value, (int, float, np.number)) or not value > 0 or not np.isfinite(value):
            raise UsageError("tie_weight", one=a, other=b, weight=weight)
        if a != b:
            ties.append((a, b))
            weights.append(float(value))
    tail = np.array([place[a] for a, _ in ties], dtype=np.int64)
    head = np.array([place[b] for _, b in ties], dtype=np.int64)
    return ties, tail, head, np.array(weights, dtype=np.float64)


def _ends(graph: nx.Graph, tail: _Array, head: _Array, weights: _Array) -> list[tuple[_Array, _Array, _Array]]:
    """For each end of the ties: its places, and the strength and degree of all nodes seen from there."""
    ways = [tail, head] if graph.is_directed() else [np.concatenate([tail, head])] * 2
    carried = weights if graph.is_directed() else np.concatenate([weights, weights])
    return [
        (end, np.bincount(way, carried, len(graph)), np.bincount(way, minlength=len(graph)))
        for end, way in zip((tail, head), ways, strict=True)
    ]
