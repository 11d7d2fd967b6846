"""Place the nodes and labels of a drawing of a network on a page."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import networkx as nx
import numpy as np

__all__ = ["Box", "place_labels", "place_nodes"]

#: Left, bottom, right and top.
Box = tuple[float, float, float, float]
_Points = dict[Hashable, tuple[float, float]]
#: The distance of components in steps.
_GAP = 1.0
#: The least distance of labels on a line in the unit of the page, millimetres.
_SPACE = 1.2
#: Directions in which a label may stand from its node, best first.
_SIDES = ((0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1))


def place_nodes(graph: nx.Graph, shape: float = 1.6) -> tuple[_Points, float, float]:
    """Place nodes so that distances follow the steps between them, components side by side.

    Each component is laid out by stress (T. Kamada and S. Kawai, "An algorithm for drawing general undirected graphs",
    Information Processing Letters 31, 1989) and turned so that its longer side is horizontal; each component then
    stands where the whole stays smallest, the largest first.

    Args:
        graph: A graph without isolated nodes.
        shape: The width that is aimed at, divided by the height.

    Returns:
        The places, both coordinates from 0 to 1, and the width and height of the whole in steps. Cost: nodes² for each
        of some hundred steps.

    Example:
        >>> places, width, height = place_nodes(nx.path_graph(3))
        >>> sorted(round(x, 3) for x, _ in places.values()), round(width, 3)
        ([0.0, 0.5, 1.0], 2.0)
    """
    order = {node: at for at, node in enumerate(graph)}
    # In the order of the graph: that of a set is another on every run.
    parts = [sorted(part, key=order.__getitem__) for part in nx.connected_components(graph)]
    parts.sort(key=lambda part: (-len(part), order[part[0]]))
    found: _Points = {}
    taken: list[Box] = []
    for points, width, height in (_place_component(graph, part) for part in parts):
        left, top = _find_corner(taken, width + _GAP, height + _GAP, shape)
        taken.append((left, top, left + width + _GAP, top + height + _GAP))
        found |= {node: (left + x, top + y) for node, (x, y) in points.items()}
    width, height = (max(box[side] for box in taken) - _GAP for side in (2, 3))
    # All on one line are in the middle.
    flat = height < 1e-6
    places = {node: (x / width, 0.5 if flat else 1 - y / height) for node, (x, y) in found.items()}
    return places, width, 0.0 if flat else height


def _find_corner(taken: Sequence[Box], width: float, height: float, shape: float) -> tuple[float, float]:
    """Where a box fits beside or below those taken, so that all of them keep near to the shape."""
    corners = [(left, top) for left in {0.0, *(box[2] for box in taken)} for top in {0.0, *(box[3] for box in taken)}]
    free = [
        (left, top)
        for left, top in corners
        if not any(_meet((left, top, left + width, top + height), box) for box in taken)
    ]

    def size(corner: tuple[float, float]) -> tuple[float, float, float]:
        right = max([corner[0] + width, *(box[2] for box in taken)])
        low = max([corner[1] + height, *(box[3] for box in taken)])
        return round(max(right / shape, low), 9), corner[1], corner[0]

    return min(free, key=size)


def _place_component(graph: nx.Graph, nodes: Sequence[Hashable]) -> tuple[_Points, float, float]:
    """Places of one component in steps of its ties, from 0, with its width and height."""
    at = {node: number for number, node in enumerate(nodes)}
    part = nx.Graph()
    part.add_nodes_from(nodes)
    part.add_edges_from(edge for edge in graph.edges if edge[0] in at)
    made = nx.kamada_kawai_layout(part, weight=None, pos=nx.circular_layout(nodes))
    points = np.array([made[node] for node in nodes])
    points -= points.mean(axis=0)
    axes = np.linalg.svd(points, full_matrices=False)[2]
    # The signs of the axes are arbitrary; the same graph is drawn the same way round on every machine.
    axes *= np.where(axes[np.arange(2), np.abs(axes).argmax(axis=1)] < 0, -1, 1)[:, np.newaxis]
    points = points @ axes.T
    ends = np.array([(at[a], at[b]) for a, b in part.edges])
    points /= np.median(np.linalg.norm(points[ends[:, 0]] - points[ends[:, 1]], axis=1)) or 1.0
    points -= points.min(axis=0)
    width, height = points.max(axis=0)
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, points, strict=True)}, float(width), float(height)


def place_labels(
    places: Mapping[Hashable, tuple[float, float]],
    radii: Mapping[Hashable, float],
    sizes: Mapping[Hashable, tuple[float, float]],
    edges: Sequence[tuple[Hashable, Hashable]],
    page: Box,
) -> dict[Hashable, Box] | None:
    """Find room for each label beside its node, without overlaps.

    Args:
        places: The centre of each node.
        radii: Half of its width.
        sizes: The width and height of its label.
        edges: The edges, which a label covers only where there is no other room.
        page: What the labels must not leave.

    Returns:
        The box of each label, or ``None`` where one finds no room. Cost: nodes × (nodes + edges).

    Example:
        >>> place_labels({1: (5, 5)}, {1: 1}, {1: (4, 1)}, [], (0, 0, 10, 10))
        {1: (3.0, 2.5, 7.0, 3.5)}
        >>> place_labels({1: (5, 5)}, {1: 1}, {1: (40, 1)}, [], (0, 0, 10, 10)) is None
        True
    """
    discs = {
        node: (x - radii[node], y - radii[node], x + radii[node], y + radii[node]) for node, (x, y) in places.items()
    }
    lines = np.array([(*places[a], *places[b]) for a, b in edges]).reshape(-1, 4)
    options = {node: _options(places[node], radii[node], sizes[node], lines, page, discs, node) for node in places}
    if not all(options.values()):
        return None
    found: dict[Hashable, Box] = {}
    # Who has least choice comes first; a label in the way moves once to another side.
    for node in sorted(places, key=lambda node: len(options[node])):
        free = [box for box in options[node] if not any(_meet(box, other, _SPACE) for other in found.values())]
        found[node] = free[0] if free else options[node][0]
        if not free and not _make_room(node, found, options):
            return None
    return found


def _options(
    place: tuple[float, float],
    radius: float,
    size: tuple[float, float],
    lines: np.ndarray[Any, Any],
    page: Box,
    discs: Mapping[Hashable, Box],
    node: Hashable,
) -> list[Box]:
    """The boxes on the page that cover no node, those that cross the fewest edges first."""
    (x, y), (width, height) = place, size
    gap = 0.5 * min(height, radius)
    boxes = []
    for at, (right, up) in enumerate(_SIDES):
        reach = radius * (0.7 if right and up else 1) + gap
        cx, cy = x + right * (reach + width / 2), y + up * (reach + height / 2)
        box = (cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2)
        inside = box[0] >= page[0] and box[1] >= page[1] and box[2] <= page[2] and box[3] <= page[3]
        if inside and not any(_meet(box, disc) for other, disc in discs.items() if other != node):
            boxes.append((_crossed(box, lines), at, box))
    return [box for *_, box in sorted(boxes)]


def _make_room(node: Hashable, found: dict[Hashable, Box], options: Mapping[Hashable, list[Box]]) -> bool:
    for box in options[node]:
        others = [other for other, taken in found.items() if other != node and _meet(box, taken, _SPACE)]
        moved = {node: box}
        for other in others:
            kept = [taken for name, taken in found.items() if name not in (node, *others)] + list(moved.values())
            free = next(
                (each for each in options[other] if not any(_meet(each, taken, _SPACE) for taken in kept)), None
            )
            if free is None:
                break
            moved[other] = free
        else:
            found |= moved
            return True
    return False


def _meet(one: Box, other: Box, gap: float = 0.0) -> bool:
    """Whether two boxes overlap, or are nearer to each other than the gap from side to side."""
    return one[0] < other[2] + gap and other[0] < one[2] + gap and one[1] < other[3] and other[1] < one[3]


def _crossed(box: Box, lines: np.ndarray[Any, Any]) -> int:
    """How many lines pass through a box: clipped by Liang and Barsky's parameters, something is left."""
    if not len(lines):
        return 0
    x, y, dx, dy = lines[:, 0], lines[:, 1], lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
    low, high = np.zeros(len(lines)), np.ones(len(lines))
    for step, room in ((-dx, x - box[0]), (dx, box[2] - x), (-dy, y - box[1]), (dy, box[3] - y)):
        at = np.divide(room, step, out=np.zeros(len(lines)), where=step != 0)
        low = np.where(step < 0, np.maximum(low, at), low)
        high = np.where(step > 0, np.minimum(high, at), high)
        high = np.where((step == 0) & (room < 0), -1, high)
    return int((low < high).sum())
