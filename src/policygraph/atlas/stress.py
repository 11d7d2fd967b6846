"""Layout of one component by stress: distances in the drawing follow those in the network, within an area.

The stress of positions is the mean over all pairs of (s·r/d - 1)², where r is the distance of two nodes in the drawing,
d the one in the network, and s the scale that makes the mean smallest (T. Kamada and S. Kawai, "An algorithm for
drawing general undirected graphs", Information Processing Letters 31, 1989; E. Gansner, Y. Koren and S. North, "Graph
drawing by stress majorization", 2004). It is minimised together with the overlap of boxes and with what lies outside
the area, in steps that weigh the overlap more and more, by L-BFGS from a fixed start: the same network is always drawn
the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .boxes import Box, find_overlapping

__all__ = ["fit_area", "measure_distances", "reduce_stress"]

_Floats = npt.NDArray[np.float64]

#: How much the overlap of boxes weighs against the stress, step by step, until few pairs (a share of the nodes) are
#: left: the page finds another place for a label here and there.
_WEIGHTS, _FEW = (0.02, 0.05, 0.1, 0.15), 0.05
_OUTSIDE = 40.0
_STEPS = 80  # of each descent
#: An axis is stretched until the hull of the boxes has this share of the area, or the stress has grown by this factor.
_HULL, _DEAREST = 0.72, 1.15


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
        A row ``x, y`` for each node, centred on the origin, the longest axis sideways; as large as the distances.
    """
    return _principal(_descend(_begin(wanted), _Cost(wanted)))


def fit_area(points: _Floats, wanted: _Floats, boxes: Sequence[Box], width: float, height: float) -> _Floats:
    """Fit positions into an area: boxes do not overlap and lie inside, with as little stress as that allows.

    Args:
        points: Positions of little stress.
        wanted: The distance of each pair of nodes, finite.
        boxes: The room that each node takes.
        width: Of the area.
        height: Of the area.

    Returns:
        Positions, with the upper left corner of the area as origin. Where boxes take more room than there is, some
        still overlap.
    """
    low = np.array([[box.half, box.up] for box in boxes]).max(axis=0)
    high = np.array([width, height]) - np.array([[box.half, box.down] for box in boxes]).max(axis=0)
    inner = np.maximum(high - low, 1.0)
    at = points - points.min(axis=0)
    at = at * (inner / np.maximum(np.ptp(at, axis=0), 1e-9)).min()
    at += low + (inner - np.ptp(at, axis=0)) / 2
    for weight in _WEIGHTS:
        at = _descend(at, _Cost(wanted, boxes, width, height, weight))
        if len(find_overlapping(at[:, 0].tolist(), at[:, 1].tolist(), boxes, -1.0)) <= _FEW * len(boxes):
            break
    return _stretch(at, wanted, boxes, low, high, width * height)


def _stretch(
    points: _Floats, wanted: _Floats, boxes: Sequence[Box], low: _Floats, high: _Floats, area: float
) -> _Floats:
    """Each axis stretched until the boxes span the area, as far as the stress stays nearly the same."""
    cost = _Cost(wanted)
    most = cost(points.T.ravel())[0] * _DEAREST
    for axis in (0, 1):
        spread = max(float(np.ptp(points[:, axis])), 1e-9)
        centre = points[:, axis].min() + spread / 2
        best = points
        for factor in np.linspace(1.0, max((high[axis] - low[axis]) / spread, 1.0), 9):
            wider = points.copy()
            wider[:, axis] = (low[axis] + high[axis]) / 2 + (points[:, axis] - centre) * factor
            if cost(wider.T.ravel())[0] > most:
                break
            best = wider
            if _measure_hull(best, boxes) >= _HULL * area:
                break
        points = best
    return points


def _measure_hull(points: _Floats, boxes: Sequence[Box]) -> float:
    """The area of the convex hull of all boxes."""
    from scipy.spatial import ConvexHull

    sides = np.array([[-box.half, box.half, -box.up, box.down] for box in boxes])
    corners = [points + sides[:, [x, y]] for x in (0, 1) for y in (2, 3)]
    return float(ConvexHull(np.concatenate(corners)).volume)


def _begin(wanted: _Floats) -> _Floats:
    """Classical scaling: the plane that keeps most of the squared distances (W. Torgerson, 1952)."""
    squared = wanted**2
    centred = -(squared - squared.mean(axis=0) - squared.mean(axis=1)[:, None] + squared.mean()) / 2
    values, vectors = np.linalg.eigh(centred)
    axes = vectors[:, [-1, -2]] * np.sqrt(np.maximum(values[[-1, -2]], 1e-9))
    # The sign of an eigenvector is free.
    signs = np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])
    # Nodes with the same distances to all others would lie on one point, from which no slope leads.
    turn = np.arange(len(axes)) * 2.399963
    result: _Floats = axes * signs + 0.02 * wanted.mean() * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return result


def _principal(points: _Floats) -> _Floats:
    """Turned so that the longest axis is sideways."""
    centred = points - points.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, ::-1]
    result: _Floats = centred @ (axes * np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]]))
    return result


class _Cost:
    """What is minimised, and its slope."""

    def __init__(
        self,
        wanted: _Floats,
        boxes: Sequence[Box] = (),
        width: float = 0.0,
        height: float = 0.0,
        weight: float = 0.0,
    ) -> None:
        self.count = len(wanted)
        self.pairs = self.count * (self.count - 1)
        with np.errstate(divide="ignore"):
            self.share = 1 / wanted
        np.fill_diagonal(self.share, 0.0)
        self.weight = weight
        if weight:
            half, up, down = (np.array([getattr(box, side) for box in boxes]) for side in ("half", "up", "down"))
            self.low = np.stack([half, up])
            self.high = np.array([[width], [height]]) - np.stack([half, down])
            self.sideways = half[:, None] + half
            np.fill_diagonal(self.sideways, 0.0)
            # Boxes reach further down than up: they overlap as boxes around their own middles do.
            self.middle = (down - up) / 2
            self.upright = (up + down)[:, None] / 2 + (up + down) / 2
            self.factor = weight / float((2 * half * (up + down)).sum())
            self.size = min(width, height)

    def __call__(self, flat: _Floats) -> tuple[float, _Floats]:
        x, y = flat.reshape(2, -1)
        right, down = x[:, None] - x, y[:, None] - y
        drawn = np.sqrt(right * right + down * down)
        ratio = drawn * self.share
        total, squares = float(ratio.sum()), float((ratio * ratio).sum())
        scale = total / squares
        # With the best scale the sum of (scale * ratio - 1)² is this; the scale adds nothing to the slope.
        cost = 1 - scale * total / self.pairs
        pull = (4 / self.pairs * scale) * (scale * self.share * self.share - self.share / np.maximum(drawn, 1e-9))
        slope = np.stack([(pull * right).sum(axis=1), (pull * down).sum(axis=1)])
        if self.weight:
            down += self.middle[:, None] - self.middle
            over_x, over_y = self.sideways - np.abs(right), self.upright - np.abs(down)
            over_x *= (over_x > 0) & (over_y > 0)
            over_y *= over_x > 0
            cost += self.factor / 2 * float((over_x * over_y).sum())
            slope[0] -= self.factor * (over_y * np.sign(right)).sum(axis=1)
            slope[1] -= self.factor * (over_x * np.sign(down)).sum(axis=1)
            at = flat.reshape(2, -1)
            out = (np.minimum(at - self.low, 0) + np.maximum(at - self.high, 0)) / self.size
            cost += _OUTSIDE * float((out * out).sum())
            slope += 2 * _OUTSIDE / self.size * out
        return cost, slope.ravel()


def _descend(points: _Floats, cost: _Cost) -> _Floats:
    from scipy.optimize import minimize

    # L-BFGS is at its best where the unknowns are of the order of one.
    unit = max(float(np.ptp(points, axis=0).max()), 1e-9)

    def scaled(flat: _Floats) -> tuple[float, _Floats]:
        value, slope = cost(flat * unit)
        return value, slope * unit

    found = minimize(scaled, (points / unit).T.ravel(), method="L-BFGS-B", jac=True, options={"maxiter": _STEPS})
    result: _Floats = found.x.reshape(2, -1).T * unit
    return result
