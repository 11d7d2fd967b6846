"""Boxes pushed apart until none overlap."""

from __future__ import annotations

from collections.abc import Sequence

from .boxes import Box, Point, find_overlapping, measure_overlap

__all__ = ["push_apart"]

_ROUNDS = 60


def push_apart(
    points: Sequence[Point], rooms: Sequence[Box], edges: Sequence[tuple[int, int]] = (), air: float = 0.0
) -> list[Point]:
    """Push boxes apart, each pair along the shorter way, until none overlap or the rounds are used up.

    Args:
        points: The positions.
        rooms: The room that each node takes.
        edges: Pairs of nodes that are joined.
        air: The space that is kept between two that are joined, so that the line between them can be seen.

    Returns:
        The new positions.

    Example:
        >>> push_apart([(0, 0), (15, 0)], [Box(10, 5, 15)] * 2)
        [(-3.0, 0), (18.0, 0)]
    """
    joined = set(edges) if air else set()
    xs, ys = [x for x, _ in points], [y for _, y in points]
    for _ in range(_ROUNDS if len(xs) <= 500 else _ROUNDS // 3):
        moved = False
        for a, b in find_overlapping(xs, ys, rooms, air):
            space = air if (a, b) in joined else 0.0
            over = measure_overlap((xs[a], ys[a]), rooms[a], (xs[b], ys[b]), rooms[b], space)
            if over is None:
                continue
            moved = True
            sideways, upright = over
            if sideways < upright:
                push = (sideways / 2 + 0.5) * (1 if xs[a] <= xs[b] else -1)
                xs[a], xs[b] = xs[a] - push, xs[b] + push
            else:
                push = (upright / 2 + 0.5) * (1 if ys[a] <= ys[b] else -1)
                ys[a], ys[b] = ys[a] - push, ys[b] + push
        if not moved:
            break
    return list(zip(xs, ys, strict=True))
