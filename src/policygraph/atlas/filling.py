"""Large components side by side in one area and to one scale, with the small ones in a strip below or beside them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .blocks import make_block
from .boxes import GAP, Box, Point, pack_column, pack_strip
from .components import Ties
from .fitting import fit_areas

__all__ = ["LARGEST_AREA", "Component", "fill_area"]

_Area = tuple[float, float, float, float]

#: The largest area whose labels are legible: the page draws letters of 14 units no smaller than 11 pixels, and has
#: about 850 by 586 pixels.
LARGEST_AREA = (850 * 586) / (11 / 14) ** 2
#: Of the area the share that boxes take, unless they are so many that it would be larger.
_FILL = 0.22
#: Of the area the share that components take with their labels, where the scale of small ones is chosen.
_TAKEN = 0.85


@dataclass(frozen=True, slots=True)
class Component:
    """The nodes of a component, and their positions to the scale of the distances."""

    members: list[int]
    points: Sequence[Point]


def fill_area(
    large: Sequence[Component],
    small: Sequence[Component],
    singles: list[int],
    ties: Ties,
    boxes: Sequence[Box],
    aspect: float,
) -> list[Point]:
    """Fill an area with large components, with the others below or beside them.

    Args:
        large: Those that share the area.
        small: Others of two nodes or more.
        singles: Nodes without ties.
        ties: What joins the nodes.
        boxes: The room that each node takes.
        aspect: Width to height of the area.

    Returns:
        The position of each node, in whole units, with the middle of all boxes as origin.
    """
    taken = _measure_room(boxes)
    height = math.sqrt(min(taken / _FILL, max(LARGEST_AREA, taken)) / aspect)
    width = height * aspect
    places: dict[int, Point] = {}
    across, down = width, height
    if small or singles:
        rest = _TAKEN * width * height - _measure_room([boxes[node] for node in singles])
        scale = _find_scale([_Extent.of(each, boxes) for each in (*large, *small)], rest)
        blocks = [make_block(each.members, each.points, ties, boxes, aspect, scale) for each in small]
        below, _, low = pack_strip(blocks, singles, boxes, width)
        beside, broad, _ = pack_column(blocks, singles, boxes, height)
        # What leaves more room.
        if (width - broad - GAP) * height > width * (height - low - GAP):
            across = max(width - broad - GAP, width / 2)
            places = {node: (x + across + GAP, y) for node, (x, y) in beside.items()}
        else:
            down = max(height - low - GAP, height / 2)
            places = {node: (x, y + down + GAP) for node, (x, y) in below.items()}
    corners = [
        (x + dx, y + dy)
        for node, (x, y) in places.items()
        for dx in (-boxes[node].half, boxes[node].half)
        for dy in (-boxes[node].up, boxes[node].down)
    ]
    nodes, start, areas = _begin(large, boxes, across, down)
    rooms = [boxes[node] for node in nodes]
    others = np.array(corners).reshape(-1, 2)
    found = fit_areas(start, ties.measure(nodes), rooms, areas, width * height, others)
    places |= {node: (float(x), float(y)) for node, (x, y) in zip(nodes, found, strict=True)}
    return _centre(places, boxes)


def _begin(
    large: Sequence[Component], boxes: Sequence[Box], across: float, down: float
) -> tuple[list[int], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Each component in the middle of a share of an area, all to the scale at which the one with least room fits."""
    extents = [_Extent.of(each, boxes) for each in large]
    scale = _find_scale(extents, across * down)
    order = sorted(range(len(large)), key=lambda at: (-extents[at].measure_area(scale), at))
    areas = _split((0.0, 0.0, across, down), [extents[at].measure_area(scale) for at in order])
    turned = []
    scales = []
    for at, (_, _, wide, high) in zip(order, areas, strict=True):
        points = np.array(large[at].points)
        # The longer axis along the longer side.
        if (wide > high) != (np.ptp(points[:, 0]) > np.ptp(points[:, 1])):
            points = points[:, ::-1] * np.array([1.0, -1.0])
        turned.append(points)
        room = np.maximum([wide - extents[at].label_width, high - extents[at].label_height], 1.0)
        scales.append(float((room / np.maximum(np.ptp(points, axis=0), 1e-9)).min()))
    nodes: list[int] = []
    start, sides = [], []
    for at, points, (left, top, wide, high) in zip(order, turned, areas, strict=True):
        nodes += large[at].members
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        start.append((points - middle) * min(scales) + [left + wide / 2, top + high / 2])
        sides.append(np.tile([left, top, left + wide, top + high], (len(points), 1)))
    return nodes, np.concatenate(start), np.concatenate(sides)


@dataclass(frozen=True, slots=True)
class _Extent:
    """The width and height of a component to the scale of the distances, and what its labels add in the drawing."""

    width: float
    height: float
    label_width: float
    label_height: float

    @staticmethod
    def of(component: Component, boxes: Sequence[Box]) -> _Extent:
        width, height = np.ptp(np.array(component.points), axis=0)
        rooms = [boxes[node] for node in component.members]
        up, down = max(room.up for room in rooms), max(room.down for room in rooms)
        return _Extent(float(width), float(height), 2 * max(room.half for room in rooms), up + down)

    def measure_area(self, scale: float) -> float:
        return (self.width * scale + self.label_width) * (self.height * scale + self.label_height)


def _find_scale(extents: Sequence[_Extent], area: float) -> float:
    """The scale at which components with their labels take an area: a root of a quadratic equation, at least nought."""
    square = sum(each.width * each.height for each in extents)
    linear = sum(each.width * each.label_height + each.height * each.label_width for each in extents)
    rest = max(area - sum(each.label_width * each.label_height for each in extents), 0.0)
    return 2 * rest / (linear + math.sqrt(linear**2 + 4 * square * rest)) if linear else 0.0


def _measure_room(boxes: Sequence[Box]) -> float:
    return sum(2 * box.half * (box.up + box.down) for box in boxes)


def _split(area: tuple[float, float, float, float], shares: Sequence[float]) -> list[tuple[float, float, float, float]]:
    """An area (left, top, width, height) cut in proportion to the shares, across the longer side each time."""
    if len(shares) == 1:
        return [area]
    left, top, width, height = area
    # Shares are the largest first: the cut is where both sides are nearest to half.
    sums = np.cumsum(shares)
    at = int(np.abs(sums[:-1] - sums[-1] / 2).argmin()) + 1
    part = float(sums[at - 1] / sums[-1])
    if width >= height:
        cut = (width - GAP) * part
        one, other = (left, top, cut, height), (left + cut + GAP, top, width - GAP - cut, height)
    else:
        cut = (height - GAP) * part
        one, other = (left, top, width, cut), (left, top + cut + GAP, width, height - GAP - cut)
    return _split(one, shares[:at]) + _split(other, shares[at:])


def _centre(places: Mapping[int, Point], boxes: Sequence[Box]) -> list[Point]:
    """Positions in whole units, around the middle of all boxes."""
    left = min(x - boxes[node].half for node, (x, _) in places.items())
    right = max(x + boxes[node].half for node, (x, _) in places.items())
    top = min(y - boxes[node].up for node, (_, y) in places.items())
    low = max(y + boxes[node].down for node, (_, y) in places.items())
    x0, y0 = (left + right) / 2, (top + low) / 2
    return [(float(round(places[at][0] - x0)), float(round(places[at][1] - y0))) for at in range(len(boxes))]
