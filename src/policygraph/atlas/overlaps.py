"""What covers what in a drawing: all boxes and lines compared at once, quadratic but quick in numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .packing import Box, Point

__all__ = ["covered", "overlap", "overlapping"]

_Floats = npt.NDArray[np.float64]


def covered(points: Sequence[Point], rooms: Sequence[Box], edges: Sequence[tuple[int, int]]) -> float:
    """How many labels lie over other nodes, and half as much for each that lies on a line that is not its own.

    >>> boxes = [Box(10, 5, 15)] * 3
    >>> covered([(0, 0), (15, 0), (100, 0)], boxes, []), covered([(0, 0), (50, 0), (100, 0)], boxes, [(0, 2)])
    (1.0, 0.5)
    """
    at = np.array(points)
    over = float(np.triu(_boxes(at[:, 0], at[:, 1], rooms, 0.0), 1).sum())
    if not edges:
        return over
    ends = np.array(edges)
    up, down = _sides(rooms, "up"), _sides(rooms, "down")
    middles = at + np.stack([np.zeros_like(up), (down - up) / 2], axis=1)
    start, along = at[ends[:, 0]], at[ends[:, 1]] - at[ends[:, 0]]
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    # From the middle of each box to the nearest point of each line: rows are lines, columns are nodes.
    to = middles[None, :, :] - start[:, None, :]
    share = np.clip((to * along[:, None, :]).sum(axis=2) / length[:, None], 0.0, 1.0)
    gap = to - share[:, :, None] * along[:, None, :]
    under = np.hypot(gap[:, :, 0], gap[:, :, 1]) < (up + down) / 2
    under[np.arange(len(ends))[:, None], ends] = False
    return over + 0.5 * float(under.sum())


def overlapping(xs: Sequence[float], ys: Sequence[float], rooms: Sequence[Box], air: float) -> list[list[int]]:
    """Pairs of nodes, the lower number first, whose boxes with so much air between them cover each other.

    >>> overlapping([0, 15, 100], [0, 0, 0], [Box(10, 5, 15)] * 3, 0.0)
    [[0, 1]]
    """
    found: list[list[int]] = np.argwhere(np.triu(_boxes(np.array(xs), np.array(ys), rooms, air), 1)).tolist()
    return found


def overlap(a: Point, room_a: Box, b: Point, room_b: Box, air: float = 0.0) -> tuple[float, float] | None:
    """How far two boxes reach into each other, sideways and up or down; None where they do not.

    >>> overlap((0, 0), Box(10, 5, 15), (15, 0), Box(10, 5, 15))
    (5.0, 20.0)
    """
    sideways = room_a.half + room_b.half + air - abs(a[0] - b[0])
    upright = room_a.down + room_b.up if a[1] <= b[1] else room_b.down + room_a.up
    upright += air - abs(a[1] - b[1])
    return (sideways, upright) if sideways > 0 and upright > 0 else None


def _boxes(x: _Floats, y: _Floats, rooms: Sequence[Box], air: float) -> npt.NDArray[np.bool_]:
    """What ``overlap`` says of every two, as yes or no."""
    half, up, down = _sides(rooms, "half"), _sides(rooms, "up"), _sides(rooms, "down")
    sideways = half[:, None] + half + air > abs(x[:, None] - x)
    upright = np.where(y[:, None] <= y, down[:, None] + up, up[:, None] + down) + air > abs(y[:, None] - y)
    both: npt.NDArray[np.bool_] = sideways & upright
    return both


def _sides(rooms: Sequence[Box], side: str) -> _Floats:
    return np.array([getattr(room, side) for room in rooms], dtype=np.float64)
