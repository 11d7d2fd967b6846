"""Where the dots stand: computed once, here, so that the page draws at once and the same way every time.

Each connected component is laid out by itself (by NetworkX), turned to the angle that reads best, and pulled apart
until no label covers another; then the components are packed in rows, and bodies that share nothing stand in a tidy
grid below. Two arrangements are made, one for a wide and one for a tall drawing area.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from .overlaps import covered, overlap, overlapping
from .packing import Block, Box, Point, pack

__all__ = ["TALL", "WIDE", "arrange"]

#: Width to height of the drawing area that an arrangement is for.
WIDE = 1.45
TALL = 0.7

_SEED = 20200511
_EDGE = 132.0  # length that most edges should have: room for a label and the air around it
_AIR = 22.0  # between the boxes of two nodes that are joined
_STRESS_LIMIT = 60  # above this many nodes Kamada-Kawai takes too long, and a spring layout looks as good
_PATIENCE = 400  # with more nodes than this in all, only small components are laid out that way
_TURNS = 36
_TALL_ZOOM = 1.12  # a tall area is a phone: labels stay legible there by being larger than the drawing's own scale


def arrange(boxes: Sequence[Box], edges: Iterable[tuple[int, int]]) -> tuple[list[Point], list[Point]]:
    """Positions of all nodes, for a wide and for a tall drawing area.

    Args:
        boxes: the room each node takes, in the unit of the drawing.
        edges: pairs of indices into ``boxes``.

    Returns:
        two lists of ``(x, y)``, rounded to whole units, centred on the origin.

    >>> wide, tall = arrange([Box(30, 20, 40)] * 3, [(0, 1)])
    >>> len(wide), wide[0][1] == wide[1][1], wide[2][1] > wide[0][1]
    (3, True, True)
    """
    neighbours: dict[int, set[int]] = defaultdict(set)
    for a, b in edges:
        if a != b:
            neighbours[a].add(b)
            neighbours[b].add(a)
    from threadpoolctl import threadpool_limits

    groups = _components(len(boxes), neighbours)
    limit = _STRESS_LIMIT if len(boxes) <= _PATIENCE else 16
    # One thread: these are small problems, which threads make slower, and sums in another order would move points.
    with threadpool_limits(1):
        raw = {group[0]: _raw(group, neighbours, limit) for group in groups if len(group) > 1}
    arranged = []
    for aspect, zoom in ((WIDE, 1.0), (TALL, _TALL_ZOOM)):
        rooms = [Box(max(box.half * zoom, box.up), box.up, box.up + (box.down - box.up) * zoom) for box in boxes]
        blocks = [_block(group, raw[group[0]], neighbours, rooms, aspect) for group in groups if len(group) > 1]
        singles = [group[0] for group in groups if len(group) == 1]
        arranged.append(pack(blocks, singles, rooms, aspect))
    return arranged[0], arranged[1]


def _components(count: int, neighbours: Mapping[int, set[int]]) -> list[list[int]]:
    """Connected components, largest first, each in the order of the nodes."""
    seen: set[int] = set()
    groups = []
    for start in range(count):
        if start in seen:
            continue
        group, queue = {start}, [start]
        while queue:
            fresh = neighbours.get(queue.pop(), set()) - group
            group |= fresh
            queue.extend(sorted(fresh))
        seen |= group
        groups.append(sorted(group))
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def _raw(group: Sequence[int], neighbours: Mapping[int, set[int]], limit: int) -> list[Point]:
    """Positions by NetworkX, about the origin, the middle length of an edge being one."""
    import networkx

    if len(group) == 2:
        return [(-0.5, 0.0), (0.5, 0.0)]
    graph = networkx.Graph()
    graph.add_nodes_from(group)
    members = set(group)
    graph.add_edges_from((a, b) for a in group for b in sorted(neighbours[a] & members) if a < b)
    if len(group) <= limit:
        found = networkx.kamada_kawai_layout(graph)
    else:
        found = networkx.spring_layout(graph, seed=_SEED, iterations=60, k=1.6 / math.sqrt(len(group)))
    points = [(float(found[node][0]), float(found[node][1])) for node in group]
    place = dict(zip(group, points, strict=True))
    lengths = sorted(math.dist(place[a], place[b]) for a, b in graph.edges)
    unit = lengths[len(lengths) // 2] or 1.0
    x, y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    return [((px - x) / unit, (py - y) / unit) for px, py in points]


# --- one component ----------------------------------------------------------------------------------------


def _block(
    group: list[int], raw: Sequence[Point], neighbours: Mapping[int, set[int]], boxes: Sequence[Box], aspect: float
) -> Block:
    rooms = [boxes[node] for node in group]
    index = {node: at for at, node in enumerate(group)}
    edges = [(index[a], index[b]) for a in group for b in sorted(neighbours[a]) if a < b]
    if len(group) == 2:
        length = max(_EDGE, rooms[0].half + rooms[1].half + 24)
        points = [(-length / 2, 0.0), (length / 2, 0.0)]
    else:
        scaled = [(x * _EDGE, y * _EDGE) for x, y in raw]
        points = _apart(_shaped(_turned(scaled, rooms, edges, aspect), aspect), rooms, edges)
    left = min(x - room.half for (x, _), room in zip(points, rooms, strict=True))
    right = max(x + room.half for (x, _), room in zip(points, rooms, strict=True))
    top = min(y - room.up for (_, y), room in zip(points, rooms, strict=True))
    bottom = max(y + room.down for (_, y), room in zip(points, rooms, strict=True))
    return Block(group, [(x - left, y - top) for x, y in points], right - left, bottom - top)


def _turned(
    points: Sequence[Point], rooms: Sequence[Box], edges: Sequence[tuple[int, int]], aspect: float
) -> list[Point]:
    """The component at the angle (or its mirror image) at which it covers its own labels least and fits best."""
    best: tuple[float, list[Point]] | None = None
    for turn in range(_TURNS):
        angle = math.pi * turn / _TURNS
        cos, sin = math.cos(angle), math.sin(angle)
        turned = [(x * cos - y * sin, x * sin + y * cos) for x, y in points]
        width = max(x for x, _ in turned) - min(x for x, _ in turned) + 100
        height = max(y for _, y in turned) - min(y for _, y in turned) + 60
        cost = abs(math.log(width / height / aspect))
        if len(points) <= _STRESS_LIMIT and len(points) * len(edges) <= 4000:
            cost += 0.5 * covered(turned, rooms, edges)
        if best is None or cost < best[0] - 1e-6:
            best = (cost, turned)
    assert best is not None
    return best[1]


def _shaped(points: list[Point], aspect: float) -> list[Point]:
    """A large component, drawn out towards the shape of the area; a small one would lose its own."""
    if len(points) < 12:
        return points
    width = max(x for x, _ in points) - min(x for x, _ in points)
    height = max(y for _, y in points) - min(y for _, y in points)
    stretch = min(max(math.sqrt(aspect * height / max(width, 1.0)), 0.8), 1.25)
    return [(x * stretch, y / stretch) for x, y in points]


def _apart(
    points: Sequence[Point], rooms: Sequence[Box], edges: Sequence[tuple[int, int]], rounds: int = 60
) -> list[Point]:
    """Push boxes apart, each pair along the shorter way, until none cover each other or the rounds are used up.

    Between two that are joined air is kept, so that the line between them can be seen.
    """
    joined = set(edges) if len(points) <= _STRESS_LIMIT else set()
    xs, ys = [x for x, _ in points], [y for _, y in points]
    for _ in range(rounds if len(xs) <= 500 else rounds // 3):
        moved = False
        for a, b in overlapping(xs, ys, rooms, _AIR if joined else 0.0):
            air = _AIR if (a, b) in joined else 0.0
            over = overlap((xs[a], ys[a]), rooms[a], (xs[b], ys[b]), rooms[b], air)
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
