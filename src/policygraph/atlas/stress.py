"""Layout of one component by stress: distances in the drawing follow those in the network.

The stress of positions is the mean over all pairs of (s·r/d - 1)², where r is the distance of two nodes in the drawing,
d the one in the network, and s the scale that makes the mean smallest (T. Kamada and S. Kawai, "An algorithm for
drawing general undirected graphs", Information Processing Letters 31, 1989; E. Gansner, Y. Koren and S. North, "Graph
drawing by stress majorization", 2004). It is minimised by L-BFGS from fixed starts: the same network is always drawn
the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["Stress", "descend", "measure_distances", "reduce_stress"]

_Floats = npt.NDArray[np.float64]
_Cost = Callable[[_Floats], tuple[float, _Floats]]

_STEPS = 200
#: Up to this number of nodes several starts are tried: a descent from one of them may end in a poor minimum.
_TRIED = 60


def measure_distances(count: int, edges: Sequence[tuple[int, int]], weights: Sequence[float]) -> _Floats:
    """Measure the distances that a drawing is to show: the lengths of ties, added up along the shortest path.

    A tie of weight w has the length 1 / √(1 + log₂ w): 1 for one shared measure, about 0.5 for eight.

    Args:
        count: The number of nodes.
        edges: Pairs of nodes.
        weights: The strength of each, at least 1.

    Returns:
        The distance of each pair of nodes; infinite where no path joins them.

    Example:
        >>> measure_distances(3, [(0, 1), (1, 2)], [1, 2]).round(2).tolist()
        [[0.0, 1.0, 1.71], [1.0, 0.0, 0.71], [1.71, 0.71, 0.0]]
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import shortest_path

    lengths: dict[tuple[int, int], float] = {}
    for (a, b), weight in zip(edges, weights, strict=True):
        if a != b:
            pair = (min(a, b), max(a, b))
            lengths[pair] = min(1 / np.sqrt(1 + np.log2(max(weight, 1))), lengths.get(pair, np.inf))
    at = np.array(list(lengths), dtype=np.int64).reshape(-1, 2)
    graph = coo_array((np.array(list(lengths.values())), (at[:, 0], at[:, 1])), shape=(count, count)).tocsr()
    found: _Floats = shortest_path(graph, directed=False)
    return found


def reduce_stress(wanted: _Floats) -> _Floats:
    """Find positions of little stress.

    Args:
        wanted: The distance of each pair of nodes, finite.

    Returns:
        A row ``x, y`` for each node, centred on the origin, the longest axis sideways, to the scale of the distances.

    Example:
        >>> found = reduce_stress(measure_distances(2, [(0, 1)], [1]))
        >>> abs(found).round(2).tolist()
        [[0.5, 0.0], [0.5, 0.0]]
    """
    cost = Stress(wanted)
    found = min((descend(start, cost, _STEPS) for start in _begin(wanted)), key=cost.measure)
    return _principal(found) * cost.find_scale(found)


class Stress:
    """The stress of positions and its slope; nodes of different components are infinitely far apart and do not count.

    Args:
        wanted: The distance of each pair of nodes.
    """

    def __init__(self, wanted: _Floats) -> None:
        with np.errstate(divide="ignore"):
            self._share = 1 / wanted
        np.fill_diagonal(self._share, 0.0)
        self._pairs = int((self._share > 0).sum())

    def __call__(self, flat: _Floats) -> tuple[float, _Floats]:
        """Compute the stress and its slope.

        Args:
            flat: All x, then all y.

        Returns:
            Both.
        """
        x, y = flat.reshape(2, -1)
        right, down = x[:, None] - x, y[:, None] - y
        drawn = np.sqrt(right * right + down * down)
        ratio = drawn * self._share
        total, squares = float(ratio.sum()), float((ratio * ratio).sum())
        scale = total / squares
        # With the best scale the sum of (scale * ratio - 1)² is this; the scale adds nothing to the slope.
        cost = 1 - scale * total / self._pairs
        pull = (4 / self._pairs * scale) * (scale * self._share * self._share - self._share / np.maximum(drawn, 1e-9))
        return cost, np.concatenate([(pull * right).sum(axis=1), (pull * down).sum(axis=1)])

    def measure(self, points: _Floats) -> float:
        """Measure the stress.

        Args:
            points: A row ``x, y`` for each node.

        Returns:
            The mean of the squares.
        """
        return self(points.T.ravel())[0]

    def find_scale(self, points: _Floats) -> float:
        """Find the scale that makes the stress smallest.

        Args:
            points: A row ``x, y`` for each node.

        Returns:
            What distances in the drawing are multiplied by.
        """
        x, y = points.T
        ratio = np.hypot(x[:, None] - x, y[:, None] - y) * self._share
        return float(ratio.sum() / (ratio * ratio).sum())


def _begin(wanted: _Floats) -> Iterator[_Floats]:
    """Classical scaling: the plane that keeps most of the squared distances (W. Torgerson, 1952), or one near it."""
    starts = [(wanted, [-1, -2])]
    if 2 < len(wanted) <= _TRIED:
        starts += [(np.sqrt(wanted), [-1, -2]), (wanted, [-1, -3])]
    # Nodes with the same distances to all others would lie on one point, from which no slope leads.
    turn = np.arange(len(wanted)) * 2.399963
    apart = 0.02 * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    for distances, pair in starts:
        squared = distances**2
        centred = -(squared - squared.mean(axis=0) - squared.mean(axis=1)[:, None] + squared.mean()) / 2
        values, vectors = np.linalg.eigh(centred)
        axes = vectors[:, pair] * np.sqrt(np.maximum(values[pair], 1e-9))
        # The sign of an eigenvector is free.
        yield axes * _find_signs(axes) + distances.mean() * apart


def _find_signs(axes: _Floats) -> _Floats:
    signs: _Floats = np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])
    return signs


def _principal(points: _Floats) -> _Floats:
    """Turned so that the longest axis is sideways."""
    centred = points - points.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, ::-1]
    result: _Floats = centred @ (axes * _find_signs(axes))
    return result


def descend(points: _Floats, cost: _Cost, steps: int) -> _Floats:
    """Move positions down a slope.

    Args:
        points: Where they begin, a row ``x, y`` for each node.
        cost: What is to become small, and its slope, of all x and then all y.
        steps: The most.

    Returns:
        Where they end.
    """
    from scipy.optimize import minimize

    # L-BFGS is at its best where the unknowns are of the order of one.
    unit = max(float(np.ptp(points, axis=0).max()), 1e-9)

    def scaled(flat: _Floats) -> tuple[float, _Floats]:
        value, slope = cost(flat * unit)
        return value, slope * unit

    found = minimize(scaled, (points / unit).T.ravel(), method="L-BFGS-B", jac=True, options={"maxiter": steps})
    result: _Floats = found.x.reshape(2, -1).T * unit
    return result
