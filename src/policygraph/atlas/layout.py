"""Positions of the nodes of a drawing, computed once, so that the page draws at once and always the same.

Each connected component is laid out by itself (by NetworkX), turned to the angle that reads best, and pulled apart
until no label overlaps another; then the components are packed in rows, with single nodes in a grid below. Two layouts
are made, one for a wide and one for a tall drawing area. A network with levels has a row for each.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from .boxes import Block, Box, Point, count_covered, find_overlapping, measure_overlap, pack

__all__ = ["TALL", "WIDE", "arrange", "arrange_layers"]

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
    """Compute the positions of all nodes, for a wide and for a tall drawing area.

    Args:
        boxes: The room each node takes, in the unit of the drawing.
        edges: Pairs of indices into ``boxes``.

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
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from((a, b) for a, others in neighbours.items() for b in others)
    groups = (sorted(group) for group in networkx.connected_components(graph))
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def _raw(group: Sequence[int], neighbours: Mapping[int, set[int]], limit: int) -> list[Point]:
    """Positions by NetworkX, centred on the origin, with edges of median length one."""
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
        points = _push_apart(_stretch(_turn(scaled, rooms, edges, aspect), aspect), rooms, edges)
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
        if len(points) <= _STRESS_LIMIT and len(points) * len(edges) <= 4000:
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


def _push_apart(
    points: Sequence[Point], rooms: Sequence[Box], edges: Sequence[tuple[int, int]], rounds: int = 60
) -> list[Point]:
    """Push boxes apart, each pair along the shorter way, until none overlap or the rounds are used up.

    Between two that are joined some space is kept, so that the line between them can be seen.
    """
    joined = set(edges) if len(points) <= _STRESS_LIMIT else set()
    xs, ys = [x for x, _ in points], [y for _, y in points]
    for _ in range(rounds if len(xs) <= 500 else rounds // 3):
        moved = False
        for a, b in find_overlapping(xs, ys, rooms, _AIR if joined else 0.0):
            air = _AIR if (a, b) in joined else 0.0
            over = measure_overlap((xs[a], ys[a]), rooms[a], (xs[b], ys[b]), rooms[b], air)
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


# --- one row for each level ---------------------------------------------------------------------------------

#: Of a drawing in rows: space between dots, rows and levels, rounds of sorting, dots in a row.
_SIDEWAYS, _BETWEEN_ROWS, _BETWEEN_LEVELS, _ROUNDS, _PER_ROW = 14.0, 26.0, 96.0, 8, 9


def arrange_layers(boxes: Sequence[Box], edges: Sequence[tuple[int, int]], layers: Sequence[int]) -> list[Point]:
    """Compute positions in layers: the layer of a node is its height, its neighbours decide its place in the row.

    Args:
        boxes: The room each node takes.
        edges: Pairs of indices into ``boxes``.
        layers: The layer of each node; one of many nodes takes several rows.

    Returns:
        The position of each node.

    Example:
        >>> places = arrange_layers([Box(20, 10, 30)] * 3, [(0, 1), (0, 2)], [1, 2, 2])
        >>> places[0][1] < places[1][1] == places[2][1]
        True
    """
    members: dict[int, list[int]] = defaultdict(list)
    for node, layer in enumerate(layers):
        members[layer].append(node)
    joined: dict[int, list[int]] = defaultdict(list)
    for a, b in edges:
        joined[a].append(b)
        joined[b].append(a)
    order = {node: at / len(row) for row in members.values() for at, node in enumerate(row)}
    for _ in range(_ROUNDS):
        for layer in sorted(members):
            near = {
                node: sum(order[other] for other in joined[node]) / len(joined[node]) if joined[node] else order[node]
                for node in members[layer]
            }
            members[layer].sort(key=lambda node: (near[node], node))
            for at, node in enumerate(members[layer]):
                order[node] = (at + 0.5) / len(members[layer])
    places: dict[int, Point] = {}
    y = 0.0
    for layer in sorted(members):
        nodes = members[layer]
        rows = -(-len(nodes) // _PER_ROW)
        # One after another over the rows, so that neighbours in the order stay above each other.
        split = [nodes[at::rows] for at in range(rows)]
        for row in split:
            up, down = max(boxes[node].up for node in row), max(boxes[node].down for node in row)
            cell = 2 * max(boxes[node].half for node in row) + _SIDEWAYS
            for at, node in enumerate(row):
                places[node] = (float(round((at - (len(row) - 1) / 2) * cell)), float(round(y + up)))
            y += up + down + _BETWEEN_ROWS
        y += _BETWEEN_LEVELS - _BETWEEN_ROWS
    return [places[node] for node in range(len(boxes))]
