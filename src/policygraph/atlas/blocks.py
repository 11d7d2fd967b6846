"""Small components as blocks: turned to the angle that reads best, pulled apart until no label overlaps another."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .boxes import Block, Box, Point, count_covered
from .components import Ties
from .spacing import push_apart

__all__ = ["make_block"]

_AIR = 22.0  # between the boxes of two nodes that are joined
_COVERED_LIMIT = 60  # above this many nodes, what lies under lines is not counted
_TURNS = 36


def make_block(
    group: list[int], raw: Sequence[Point], ties: Ties, boxes: Sequence[Box], aspect: float, scale: float
) -> Block:
    """Make a block of a component.

    Args:
        group: The nodes.
        raw: Their positions.
        ties: What joins them.
        boxes: The room that each node of the network takes.
        aspect: Width to height of the area.
        scale: What positions are multiplied by.

    Returns:
        The block.
    """
    rooms = [boxes[node] for node in group]
    index = {node: at for at, node in enumerate(group)}
    edges = [(index[a], index[b]) for a in group for b in sorted(ties.neighbours[a]) if a < b]
    scaled = [(x * scale, y * scale) for x, y in raw]
    if len(group) == 2:
        length = max(math.dist(*scaled), rooms[0].half + rooms[1].half + 24)
        points = [(-length / 2, 0.0), (length / 2, 0.0)]
    else:
        air = _AIR if len(group) <= _COVERED_LIMIT else 0.0
        points = push_apart(_stretch(_turn(scaled, rooms, edges, aspect), aspect), rooms, edges, air)
    left = min(x - room.half for (x, _), room in zip(points, rooms, strict=True))
    right = max(x + room.half for (x, _), room in zip(points, rooms, strict=True))
    top = min(y - room.up for (_, y), room in zip(points, rooms, strict=True))
    bottom = max(y + room.down for (_, y), room in zip(points, rooms, strict=True))
    return Block(group, [(x - left, y - top) for x, y in points], right - left, bottom - top)


def _turn(
    points: Sequence[Point], rooms: Sequence[Box], edges: Sequence[tuple[int, int]], aspect: float
) -> list[Point]:
    """The component turned to the angle at which its labels overlap least and it fits the area best."""
    best: tuple[float, list[Point]] | None = None
    for turn in range(_TURNS):
        angle = math.pi * turn / _TURNS
        cos, sin = math.cos(angle), math.sin(angle)
        turned = [(x * cos - y * sin, x * sin + y * cos) for x, y in points]
        width = max(x for x, _ in turned) - min(x for x, _ in turned) + 100
        height = max(y for _, y in turned) - min(y for _, y in turned) + 60
        cost = abs(math.log(width / height / aspect))
        if len(points) <= _COVERED_LIMIT and len(points) * len(edges) <= 4000:
            cost += 0.5 * count_covered(turned, rooms, edges)
        if best is None or cost < best[0] - 1e-6:
            best = (cost, turned)
    assert best is not None
    return best[1]


def _stretch(points: list[Point], aspect: float) -> list[Point]:
    """A large component stretched towards the shape of the area; a small one keeps its own."""
    if len(points) < 12:
        return points
    width = max(x for x, _ in points) - min(x for x, _ in points)
    height = max(y for _, y in points) - min(y for _, y in points)
    stretch = min(max(math.sqrt(aspect * height / max(width, 1.0)), 0.8), 1.25)
    return [(x * stretch, y / stretch) for x, y in points]
