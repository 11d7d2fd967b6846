"""Positions of the nodes of a drawing in layers: a row for each level, neighbours near each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from .boxes import Box, Point

__all__ = ["arrange_layers"]

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
