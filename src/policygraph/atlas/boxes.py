"""Boxes of dots and labels: which of them overlap, and how components are packed into one area of a given shape."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = [
    "GAP",
    "Block",
    "Box",
    "Point",
    "count_covered",
    "find_overlapping",
    "measure_overlap",
    "pack",
    "pack_column",
    "pack_strip",
]

Point = tuple[float, float]

#: Between components.
GAP = 36.0
_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Box:
    """The room that a node takes: half its width, and its height above and below its centre."""

    half: float
    up: float
    down: float


@dataclass(slots=True)
class Block:
    """A component, relative to its own upper left corner."""

    members: list[int]
    points: list[Point]
    width: float
    height: float


def pack(blocks: list[Block], singles: list[int], boxes: Sequence[Box], aspect: float) -> list[Point]:
    """Pack components, with single nodes in a grid below, in the width whose shape is nearest to an aspect ratio.

    Args:
        blocks: The components.
        singles: The single nodes.
        boxes: The room that each node takes.
        aspect: Width to height of the area.

    Returns:
        The position of each node, centred on the origin.
    """
    area = sum((block.width + GAP) * (block.height + GAP) for block in blocks)
    area += sum((2 * boxes[node].half + GAP) * (boxes[node].up + boxes[node].down + GAP) for node in singles)
    widest = max([block.width for block in blocks] + [2 * boxes[node].half for node in singles], default=0.0)
    best: tuple[float, dict[int, Point]] | None = None
    for step in range(24):
        target = max(widest, math.sqrt(area * aspect) * (0.7 + 0.06 * step))
        places, broad, total, shelves = _stack(blocks, singles, boxes, target)
        # What counts is how small the whole must be drawn to fit an area of the given shape; among near equals, how
        # few shelves there are: components side by side read better than a stair.
        cost = max(broad, total * aspect) * (1 + 0.04 * shelves)
        if best is None or cost < best[0] - 1e-6:
            x0, y0 = broad / 2, total / 2
            best = (cost, {node: (x - x0, y - y0) for node, (x, y) in places.items()})
    assert best is not None
    return [(float(round(best[1][node][0])), float(round(best[1][node][1]))) for node in range(len(boxes))]


def pack_strip(
    blocks: Sequence[Block], singles: Sequence[int], boxes: Sequence[Box], width: float
) -> tuple[dict[int, Point], float, float]:
    """Pack components and single nodes in a strip of a given width.

    Args:
        blocks: The components.
        singles: The single nodes.
        boxes: The room that each node takes.
        width: The width; a wider component makes it wider.

    Returns:
        The position of each node, from the upper left corner, with the strip in the middle of the width; its width; its
        height.
    """
    places, broad, total, _ = _stack(blocks, singles, boxes, max([width, *(block.width for block in blocks)]))
    shift = max(width - broad, 0.0) / 2
    return {node: (x + shift, y) for node, (x, y) in places.items()}, broad, total


def pack_column(
    blocks: Sequence[Block], singles: Sequence[int], boxes: Sequence[Box], height: float
) -> tuple[dict[int, Point], float, float]:
    """Pack components and single nodes in a column of a given height, as narrow as it can be.

    Args:
        blocks: The components.
        singles: The single nodes.
        boxes: The room that each node takes.
        height: The height; where it cannot be kept, the column is the lowest one that was tried.

    Returns:
        The position of each node, from the upper left corner, with the column in the middle of the height; its width;
        its height.
    """
    widest = max([block.width for block in blocks] + [2 * boxes[node].half + 12 for node in singles])
    tried = []
    for step in range(12):
        places, broad, total, _ = _stack(blocks, singles, boxes, widest * (1 + step / 2))
        tried.append((places, broad, total))
        if total <= height:
            break
    places, broad, total = min(tried, key=lambda each: (each[2] > height, each[1] if each[2] <= height else each[2]))
    shift = max(height - total, 0.0) / 2
    return {node: (x, y + shift) for node, (x, y) in places.items()}, broad, total


def _stack(
    blocks: Sequence[Block], singles: Sequence[int], boxes: Sequence[Box], target: float
) -> tuple[dict[int, Point], float, float, int]:
    """Components in shelves, single nodes below: positions, width, height and the number of shelves."""
    places, width, height, shelves = _packed(blocks, target)
    grid, grid_width, grid_height = _grid(singles, boxes, max(width, target if not blocks else width))
    total = height + (GAP + grid_height if blocks and singles else grid_height)
    broad = max(width, grid_width)
    for node, (x, y) in grid.items():
        places[node] = (x + (broad - grid_width) / 2, y + (height + GAP if blocks else 0.0))
    shift = (broad - width) / 2
    for block in blocks:
        for node in block.members:
            places[node] = (places[node][0] + shift, places[node][1])
    return places, broad, total, shelves


def _packed(blocks: Sequence[Block], target: float) -> tuple[dict[int, Point], float, float, int]:
    """Blocks in shelves; on a shelf, smaller ones are stacked beside the first as far as they fit."""
    shelves = 0
    places: dict[int, Point] = {}
    top = broad = 0.0
    waiting = list(blocks)
    while waiting:
        shelves += 1
        x = shelf = 0.0
        while waiting:
            column: list[Block] = []
            used = 0.0
            for block in list(waiting):
                fits_beside = not x or x + block.width <= target
                fits_below = not column or used + block.height <= shelf
                if fits_beside and fits_below and (not x or block.height <= shelf):
                    column.append(block)
                    waiting.remove(block)
                    used += block.height + GAP
                    shelf = max(shelf, block.height)
            if not column:
                break
            wide = max(block.width for block in column)
            y = top + (shelf - (used - GAP)) / 2
            for block in column:
                for node, (px, py) in zip(block.members, block.points, strict=True):
                    places[node] = (x + (wide - block.width) / 2 + px, y + py)
                y += block.height + GAP
            x += wide + GAP
        broad = max(broad, x - GAP)
        top += shelf + GAP
    return places, broad, max(top - GAP, 0.0), shelves


def _grid(singles: Sequence[int], boxes: Sequence[Box], target: float) -> tuple[dict[int, Point], float, float]:
    """Single nodes in rows of equal cells, as many rows as the width asks for and as even as they can be."""
    if not singles:
        return {}, 0.0, 0.0
    cell = 2 * max(boxes[node].half for node in singles) + 12
    up = max(boxes[node].up for node in singles)
    down = max(boxes[node].down for node in singles)
    rows = math.ceil(len(singles) / max(1, int(target // cell)))
    per_row = math.ceil(len(singles) / rows)
    places = {}
    for at, node in enumerate(singles):
        row, column = divmod(at, per_row)
        in_row = min(per_row, len(singles) - row * per_row)
        indent = (per_row - in_row) * cell / 2
        places[node] = (indent + (column + 0.5) * cell, row * (up + down + 8) + up)
    return places, per_row * cell, rows * (up + down + 8) - 8


# --- overlaps: all boxes and lines at once, quadratic but quick in numpy ----------------------------------


def count_covered(points: Sequence[Point], rooms: Sequence[Box], edges: Sequence[tuple[int, int]]) -> float:
    """Count the labels that overlap other nodes, and half of those that lie on a line of other nodes.

    Args:
        points: The positions of the nodes.
        rooms: The room that each takes.
        edges: Pairs of indices of nodes.

    Returns:
        The sum of both.

    Example:
        >>> boxes = [Box(10, 5, 15)] * 3
        >>> count_covered([(0, 0), (15, 0), (100, 0)], boxes, [])
        1.0
        >>> count_covered([(0, 0), (50, 0), (100, 0)], boxes, [(0, 2)])
        0.5
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


def find_overlapping(xs: Sequence[float], ys: Sequence[float], rooms: Sequence[Box], air: float) -> list[list[int]]:
    """Find the pairs of nodes whose boxes overlap.

    Args:
        xs: The positions of the nodes, sideways.
        ys: The same, downwards.
        rooms: The room that each takes.
        air: The space that is to be between two.

    Returns:
        Pairs of indices, the lower one first.

    Example:
        >>> find_overlapping([0, 15, 100], [0, 0, 0], [Box(10, 5, 15)] * 3, 0.0)
        [[0, 1]]
    """
    found: list[list[int]] = np.argwhere(np.triu(_boxes(np.array(xs), np.array(ys), rooms, air), 1)).tolist()
    return found


def measure_overlap(a: Point, room_a: Box, b: Point, room_b: Box, air: float = 0.0) -> tuple[float, float] | None:
    """Measure how far two boxes overlap.

    Args:
        a: The position of the first.
        room_a: The room that it takes.
        b: The position of the second.
        room_b: The room that it takes.
        air: The space that is to be between them.

    Returns:
        How far sideways, and how far upright; ``None`` where they do not overlap.

    Example:
        >>> measure_overlap((0, 0), Box(10, 5, 15), (15, 0), Box(10, 5, 15))
        (5.0, 20.0)
    """
    sideways = room_a.half + room_b.half + air - abs(a[0] - b[0])
    upright = room_a.down + room_b.up if a[1] <= b[1] else room_b.down + room_a.up
    upright += air - abs(a[1] - b[1])
    return (sideways, upright) if sideways > 0 and upright > 0 else None


def _boxes(x: _Floats, y: _Floats, rooms: Sequence[Box], air: float) -> npt.NDArray[np.bool_]:
    """Whether boxes overlap, for all pairs."""
    half, up, down = _sides(rooms, "half"), _sides(rooms, "up"), _sides(rooms, "down")
    sideways = half[:, None] + half + air > abs(x[:, None] - x)
    upright = np.where(y[:, None] <= y, down[:, None] + up, up[:, None] + down) + air > abs(y[:, None] - y)
    both: npt.NDArray[np.bool_] = sideways & upright
    return both


def _sides(rooms: Sequence[Box], side: str) -> _Floats:
    return np.array([getattr(room, side) for room in rooms], dtype=np.float64)
