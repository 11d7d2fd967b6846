"""Positions of the nodes of a drawing, computed once, so that the page draws at once and always the same.

Each connected component is laid out by itself: by stress (``stress``), or by NetworkX's springs where it is large.
A few large ones that hold most nodes share the area, the others stand beside them or below. Without such, components
are turned to the angle that reads best, pulled apart until no label overlaps another, and packed in rows. Single nodes
stand in a grid. Two layouts are made, one for a wide and one for a tall drawing area.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from .boxes import (
    GAP,
    Block,
    Box,
    Point,
    count_covered,
    pack,
    pack_column,
    pack_strip,
)
from .spacing import push_apart
from .stress import fit_area, measure_distances, reduce_stress

__all__ = ["LARGEST_AREA", "TALL", "WIDE", "arrange"]

#: Width to height of the drawing area that an arrangement is for.
WIDE = 1.45
TALL = 0.7

_SEED = 20200511
_EDGE = 132.0  # length that most edges should have: room for a label and the air around it
_AIR = 22.0  # between the boxes of two nodes that are joined
_STRESS_LIMIT = 160  # above this many nodes stress takes too long, and a spring layout looks as good
_COVERED_LIMIT = 60  # above this many nodes, what lies under lines is not counted
_PATIENCE = 400  # with more nodes than this in all, only small components are laid out by stress
_TURNS = 36
_TALL_ZOOM = 1.12  # a tall area is a phone: labels stay legible there by being larger than the drawing's own scale


#: The largest area whose labels are legible: the page draws letters of 14 units no smaller than 11 pixels, and has
#: about 850 by 586 pixels.
LARGEST_AREA = (850 * 586) / (11 / 14) ** 2
#: Of the area the share that boxes take, unless they are so many that it would be larger.
_FILL = 0.22
#: Components of at most so many nodes are pulled apart until no boxes overlap, whatever the stress.
_SMALL = 30
#: Components of so many nodes share the area among them if they have this share of all nodes.
_LARGE, _MOST = 8, 0.5


def arrange(
    boxes: Sequence[Box], edges: Sequence[tuple[int, int]], weights: Sequence[float] = ()
) -> tuple[list[Point], list[Point]]:
    """Compute the positions of all nodes, for a wide and for a tall drawing area.

    Args:
        boxes: The room each node takes, in the unit of the drawing.
        edges: Pairs of indices into ``boxes``.
        weights: The strength of each, at least 1; without them all ties are of the same length.

    Returns:
        Two lists of ``(x, y)``, rounded to whole units, centred on the origin.

    Example:
        >>> wide, tall = arrange([Box(30, 20, 40)] * 3, [(0, 1)])
        >>> len(wide), wide[0][1] == wide[1][1], wide[2][1] > wide[0][1]
        (3, True, True)
    """
    from threadpoolctl import threadpool_limits

    neighbours: dict[int, set[int]] = defaultdict(set)
    for a, b in edges:
        if a != b:
            neighbours[a].add(b)
            neighbours[b].add(a)
    groups = _components(len(boxes), neighbours)
    limit = _STRESS_LIMIT if len(boxes) <= _PATIENCE else 16
    arranged = []
    # One thread: these are small problems, which threads make slower, and sums in another order would move points.
    with threadpool_limits(1):
        ties = _Ties(edges, weights)
        raw = {group[0]: _raw(group, neighbours, ties, limit) for group in groups if len(group) > 1}
        large = [group for group in groups if _LARGE <= len(group) <= limit]
        if sum(map(len, large)) < _MOST * len(boxes) or len(boxes) > _PATIENCE:
            large = []
        for aspect, zoom in ((WIDE, 1.0), (TALL, _TALL_ZOOM)):
            rooms = [Box(max(box.half * zoom, box.up), box.up, box.up + (box.down - box.up) * zoom) for box in boxes]
            others = [group for group in groups if group not in large]
            crowd = _FILL * LARGEST_AREA / max(_measure_room(rooms), 1.0)
            edge = _EDGE * (max(0.6, min(1.0, math.sqrt(crowd))) if large else 1.0)
            blocks = [_block(each, raw[each[0]], neighbours, rooms, aspect, edge) for each in others if len(each) > 1]
            singles = [group[0] for group in others if len(group) == 1]
            if large:
                arranged.append(
                    _fill([(group, raw[group[0]]) for group in large], ties, blocks, singles, rooms, aspect)
                )
            else:
                arranged.append(pack(blocks, singles, rooms, aspect))
    return arranged[0], arranged[1]


class _Ties:
    """The ties with their strength, and the distances they make."""

    def __init__(self, edges: Sequence[tuple[int, int]], weights: Sequence[float]) -> None:
        self.edges = edges
        self.weights = weights or [1.0] * len(edges)

    def measure(self, group: Sequence[int]) -> npt.NDArray[np.float64]:
        """The distances of the nodes of a component."""
        index = {node: at for at, node in enumerate(group)}
        inside = [at for at, (a, _) in enumerate(self.edges) if a in index]
        ends = [(index[self.edges[at][0]], index[self.edges[at][1]]) for at in inside]
        return measure_distances(len(group), ends, [self.weights[at] for at in inside])


def _fill(
    large: Sequence[tuple[Sequence[int], Sequence[Point]]],
    ties: _Ties,
    blocks: list[Block],
    singles: list[int],
    boxes: Sequence[Box],
    aspect: float,
) -> list[Point]:
    """Large components side by side in an area of the given shape, the others in a strip below or beside them."""
    taken = _measure_room(boxes)
    height = math.sqrt(min(taken / _FILL, max(LARGEST_AREA, taken)) / aspect)
    width = height * aspect
    places: dict[int, Point] = {}
    across, down = width, height
    if blocks or singles:
        below, _, low = pack_strip(blocks, singles, boxes, width)
        beside, broad, _ = pack_column(blocks, singles, boxes, height)
        # What leaves more room.
        if (width - broad - GAP) * height > width * (height - low - GAP):
            across = max(width - broad - GAP, width / 2)
            places = {node: (x + across + GAP, y) for node, (x, y) in beside.items()}
        else:
            down = max(height - low - GAP, height / 2)
            places = {node: (x, y + down + GAP) for node, (x, y) in below.items()}
    shares = [_measure_room([boxes[node] for node in group]) for group, _ in large]
    for (group, raw), (left, top, wide, high) in zip(large, _split((0.0, 0.0, across, down), shares), strict=True):
        rooms = [boxes[node] for node in group]
        found = fit_area(np.array(raw), ties.measure(group), rooms, wide, high)
        points = [(left + float(x), top + float(y)) for x, y in found]
        if len(group) <= _SMALL:
            points = push_apart(points, rooms)
        places |= dict(zip(group, points, strict=True))
    return _centre(places, boxes)


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


def _components(count: int, neighbours: Mapping[int, set[int]]) -> list[list[int]]:
    """Connected components, largest first, each in the order of the nodes."""
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from((a, b) for a, others in neighbours.items() for b in others)
    groups = (sorted(group) for group in networkx.connected_components(graph))
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def _raw(group: Sequence[int], neighbours: Mapping[int, set[int]], ties: _Ties, limit: int) -> list[Point]:
    """Positions centred on the origin, with ties of median length one."""
    import networkx

    if len(group) == 2:
        return [(-0.5, 0.0), (0.5, 0.0)]
    members = set(group)
    edges = [(a, b) for a in group for b in sorted(neighbours[a] & members) if a < b]
    if len(group) <= limit:
        found = reduce_stress(ties.measure(group))
        points = [(float(x), float(y)) for x, y in found]
    else:
        graph = networkx.Graph()
        graph.add_nodes_from(group)
        graph.add_edges_from(edges)
        spread = networkx.spring_layout(graph, seed=_SEED, iterations=60, k=1.6 / math.sqrt(len(group)))
        points = [(float(spread[node][0]), float(spread[node][1])) for node in group]
    place = dict(zip(group, points, strict=True))
    lengths = sorted(math.dist(place[a], place[b]) for a, b in edges)
    unit = lengths[len(lengths) // 2] or 1.0
    x, y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    return [((px - x) / unit, (py - y) / unit) for px, py in points]


# --- one component ----------------------------------------------------------------------------------------


def _block(
    group: list[int],
    raw: Sequence[Point],
    neighbours: Mapping[int, set[int]],
    boxes: Sequence[Box],
    aspect: float,
    edge: float,
) -> Block:
    rooms = [boxes[node] for node in group]
    index = {node: at for at, node in enumerate(group)}
    edges = [(index[a], index[b]) for a in group for b in sorted(neighbours[a]) if a < b]
    if len(group) == 2:
        length = max(edge, rooms[0].half + rooms[1].half + 24)
        points = [(-length / 2, 0.0), (length / 2, 0.0)]
    else:
        scaled = [(x * edge, y * edge) for x, y in raw]
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
