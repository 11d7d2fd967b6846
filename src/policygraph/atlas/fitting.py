"""Positions of little stress fitted into an area: their boxes lie inside, fill it and hardly overlap.

The stress is minimised together with the overlap of boxes, with what lies outside, and with the part of the area that
their hull leaves empty. The overlap weighs more and more, as long as the stress stays near the least that there is: the
page finds another place for a label here and there, but nothing in the page makes up for distances that mislead.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .boxes import Box, find_overlapping
from .stress import Stress, descend

__all__ = ["fit_areas"]

_Floats = npt.NDArray[np.float64]

#: All weights are in units of the least stress. That of overlap grows by a factor with each stage.
_OVERLAP, _GROWTH, _STAGES, _STEPS = 0.15, 2.5, 4, 80
#: The share of the area that the hull of all boxes is to have, and how much it weighs that it has less.
_HULL, _HOLLOW, _GENTLY, _DIRECTIONS = 0.72, 60.0, 5.0, 24
#: What lies outside weighs more by this factor.
_OUTSIDE = 6.7
#: Pairs of boxes that overlap, as a share of the nodes: so few are no matter; so many are a crowd.
_FEW, _CROWD = 0.05, 0.8
#: How much larger than the least the stress may be, in general and for a crowd; where it is nearly that, no more stage.
_DEAREST, _DEAREST_CROWD, _NEARLY = 1.04, 1.12, 1.03


def fit_areas(
    points: _Floats, wanted: _Floats, boxes: Sequence[Box], areas: _Floats, whole: float, others: _Floats
) -> _Floats:
    """Fit positions into areas: boxes hardly overlap and lie inside, with little more stress than the least.

    Args:
        points: Positions of little stress, in their areas.
        wanted: The distance of each pair of nodes; infinite between components, which keep to one scale.
        boxes: The room that each node takes.
        areas: The left, upper, right and lower side of the area of each node.
        whole: The size of all areas, with what else is drawn.
        others: The corners of what else is drawn.

    Returns:
        Positions. Where boxes take more room than there is, some overlap.
    """
    stress = Stress(wanted)
    least = max(stress.measure(points), 1e-6)
    best, crowded, weight, lower, hollow = points, False, _OVERLAP, 0.0, _HOLLOW
    for _ in range(_STAGES):
        bounds = _Bounds(boxes, areas, whole, others, least * weight, least * hollow)

        def cost(flat: _Floats, bounds: _Bounds = bounds) -> tuple[float, _Floats]:
            value, slope = stress(flat)
            more, tilt = bounds(flat)
            return value + more, slope + tilt

        found = descend(best, cost, _STEPS)
        grown = stress.measure(found) / least
        if grown > (_DEAREST_CROWD if crowded else _DEAREST):
            if lower:
                weight = (lower * weight) ** 0.5
                continue
            if hollow == _HOLLOW:
                # Filled too fast, it bends where it need not.
                hollow /= _GENTLY
                continue
        best, lower = found, weight
        overlapping = len(find_overlapping(best[:, 0].tolist(), best[:, 1].tolist(), boxes, -1.0)) / len(boxes)
        crowded = overlapping >= _CROWD
        if overlapping <= _FEW or (grown > _NEARLY and not crowded):
            break
        weight *= _GROWTH
    return best


class _Bounds:
    """What boxes cost that overlap, lie outside, or leave too much of the area empty; and its slope."""

    def __init__(
        self, boxes: Sequence[Box], areas: _Floats, whole: float, others: _Floats, weight: float, hollow: float
    ) -> None:
        half, up, down = (np.array([getattr(box, side) for box in boxes]) for side in ("half", "up", "down"))
        self.low = areas[:, :2].T + np.stack([half, up])
        self.high = areas[:, 2:].T - np.stack([half, down])
        self.size = float((areas[:, 2:].max(axis=0) - areas[:, :2].min(axis=0)).min())
        self.sideways = half[:, None] + half
        np.fill_diagonal(self.sideways, 0.0)
        # Boxes reach further down than up: they overlap as boxes around their own middles do.
        self.middle = (down - up) / 2
        self.upright = (up + down)[:, None] / 2 + (up + down) / 2
        self.factor = weight / float((2 * half * (up + down)).sum())
        # By how much a box reaches out from its node in each direction, and the corner by which it does.
        turn = np.arange(_DIRECTIONS) * (2 * np.pi / _DIRECTIONS)
        self.directions = np.stack([np.cos(turn), np.sin(turn)], axis=1)
        right, low = (self.directions[:, :, None] > 0).transpose(1, 0, 2)
        self.corners = np.stack([np.where(right, half, -half), np.where(low, down, -up)])
        self.reach = (self.directions.T[:, :, None] * self.corners).sum(axis=0)
        # What else is drawn does not move.
        far = self.directions @ others.T
        self.furthest = far.max(axis=1, initial=-np.inf)
        self.outer = others[far.argmax(axis=1)].T if len(others) else np.zeros((2, _DIRECTIONS))
        self.whole, self.hollow = whole, hollow

    def __call__(self, flat: _Floats) -> tuple[float, _Floats]:
        at = flat.reshape(2, -1)
        x, y = at[0], at[1] + self.middle
        right, down = x[:, None] - x, y[:, None] - y
        over_x, over_y = self.sideways - np.abs(right), self.upright - np.abs(down)
        np.maximum(over_x, 0, out=over_x)
        np.maximum(over_y, 0, out=over_y)
        over_x *= over_y > 0
        over_y *= over_x > 0
        cost = self.factor / 2 * float((over_x * over_y).sum())
        slope = -self.factor * np.stack([(over_y * np.sign(right)).sum(axis=1), (over_x * np.sign(down)).sum(axis=1)])
        out = (np.minimum(at - self.low, 0) + np.maximum(at - self.high, 0)) / self.size
        cost += _OUTSIDE * self.hollow * float((out * out).sum())
        slope += 2 * _OUTSIDE * self.hollow / self.size * out
        share, growth = self._measure_hull(at)
        if share < _HULL:
            cost += self.hollow * (_HULL - share) ** 2
            slope -= 2 * self.hollow * (_HULL - share) * growth
        return cost, slope.ravel()

    def _measure_hull(self, at: _Floats) -> tuple[float, _Floats]:
        """The share of the whole area inside the hull of all boxes, and how it grows with each position.

        The hull is the polygon of the corners that reach furthest in each direction, counterclockwise.
        """
        reached = self.directions @ at + self.reach
        furthest = reached.argmax(axis=1)
        every = np.arange(_DIRECTIONS)
        mine = reached[every, furthest] > self.furthest
        ring = np.where(mine, at[:, furthest] + self.corners[:, every, furthest], self.outer)
        x, y = ring
        after, before = np.roll(ring, -1, axis=1), np.roll(ring, 1, axis=1)
        share = float((x * after[1] - y * after[0]).sum()) / 2
        growth = np.zeros_like(at)
        np.add.at(growth[0], furthest[mine], (after[1] - before[1])[mine] / 2)
        np.add.at(growth[1], furthest[mine], (before[0] - after[0])[mine] / 2)
        return share / self.whole, growth / self.whole
