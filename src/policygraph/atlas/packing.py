"""Setting the laid-out components of a network, and its single nodes, into one area of a given shape."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Block", "Box", "Point", "pack"]

Point = tuple[float, float]

_GAP = 36.0  # between components


@dataclass(frozen=True, slots=True)
class Box:
    """The room one node takes, about its centre: half its width, and how far it reaches up and down."""

    half: float
    up: float
    down: float


@dataclass(slots=True)
class Block:
    """A component, placed about its own origin (upper left corner)."""

    members: list[int]
    points: list[Point]
    width: float
    height: float


def pack(blocks: list[Block], singles: list[int], boxes: Sequence[Box], aspect: float) -> list[Point]:
    """Pack the components and set the single nodes below, in the width whose shape comes nearest to the aspect."""
    area = sum((block.width + _GAP) * (block.height + _GAP) for block in blocks)
    area += sum((2 * boxes[node].half + _GAP) * (boxes[node].up + boxes[node].down + _GAP) for node in singles)
    widest = max([block.width for block in blocks] + [2 * boxes[node].half for node in singles], default=0.0)
    best: tuple[float, dict[int, Point]] | None = None
    for step in range(24):
        target = max(widest, math.sqrt(area * aspect) * (0.7 + 0.06 * step))
        places, width, height, shelves = _packed(blocks, target)
        grid, grid_width, grid_height = _grid(singles, boxes, max(width, target if not blocks else width))
        total = height + (_GAP + grid_height if blocks and singles else grid_height)
        broad = max(width, grid_width)
        for node, (x, y) in grid.items():
            places[node] = (x + (broad - grid_width) / 2, y + (height + _GAP if blocks else 0.0))
        shift = (broad - width) / 2
        for block in blocks:
            for node in block.members:
                places[node] = (places[node][0] + shift, places[node][1])
        # What counts is how small the whole must be drawn to fit an area of the given shape; among near equals, how
        # few shelves there are: components side by side read better than a stair.
        cost = max(broad, total * aspect) * (1 + 0.04 * shelves)
        if best is None or cost < best[0] - 1e-6:
            x0, y0 = broad / 2, total / 2
            best = (cost, {node: (x - x0, y - y0) for node, (x, y) in places.items()})
    assert best is not None
    return [(float(round(best[1][node][0])), float(round(best[1][node][1]))) for node in range(len(boxes))]


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
                    used += block.height + _GAP
                    shelf = max(shelf, block.height)
            if not column:
                break
            wide = max(block.width for block in column)
            y = top + (shelf - (used - _GAP)) / 2
            for block in column:
                for node, (px, py) in zip(block.members, block.points, strict=True):
                    places[node] = (x + (wide - block.width) / 2 + px, y + py)
                y += block.height + _GAP
            x += wide + _GAP
        broad = max(broad, x - _GAP)
        top += shelf + _GAP
    return places, broad, max(top - _GAP, 0.0), shelves


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
