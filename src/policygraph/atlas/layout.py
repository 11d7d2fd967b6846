"""Positions of the nodes of a drawing, computed once, so that the page draws at once and always the same.

Each connected component is laid out by stress (``stress``), or by NetworkX's springs where it is large. Those that hold
most nodes share the area (``filling``), the others stand beside them or below. Without such, components are turned to
the angle that reads best, pulled apart until no label overlaps another, and packed in rows. Single nodes stand in a
grid. Two layouts are made, one for a wide and one for a tall drawing area.
"""

from __future__ import annotations

from collections.abc import Sequence

from .blocks import make_block
from .boxes import Box, Point, pack
from .components import Ties, find_components, measure_length, place_component
from .filling import LARGEST_AREA, Component, fill_area

__all__ = ["LARGEST_AREA", "TALL", "WIDE", "arrange"]

#: Width to height of the drawing area that an arrangement is for.
WIDE = 1.45
TALL = 0.7

_EDGE = 132.0  # length that most edges should have: room for a label and the air around it
_STRESS_LIMIT = 160  # above this many nodes stress takes too long, and a spring layout looks as good
_PATIENCE = 400  # with more nodes than this in all, only small components are laid out by stress
_TALL_ZOOM = 1.12  # a tall area is a phone: labels stay legible there by being larger than the drawing's own scale
#: Components of at least this number of nodes share the area among them if they have this share of all nodes.
_LARGE, _MOST = 6, 0.3


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

    arranged = []
    # One thread: these are small problems, which threads make slower, and sums in another order would move points.
    with threadpool_limits(1):
        ties = Ties(edges, weights)
        groups = find_components(len(boxes), ties)
        limit = _STRESS_LIMIT if len(boxes) <= _PATIENCE else 16
        singles = [group[0] for group in groups if len(group) == 1]
        joined = [Component(group, place_component(group, ties, limit)) for group in groups if len(group) > 1]
        large = [each for each in joined if _LARGE <= len(each.members) <= limit]
        if sum(len(each.members) for each in large) < _MOST * len(boxes) or len(boxes) > _PATIENCE:
            large = []
        for aspect, zoom in ((WIDE, 1.0), (TALL, _TALL_ZOOM)):
            rooms = [Box(max(box.half * zoom, box.up), box.up, box.up + (box.down - box.up) * zoom) for box in boxes]
            if large:
                small = [each for each in joined if each not in large]
                arranged.append(fill_area(large, small, singles, ties, rooms, aspect))
                continue
            blocks = []
            for each in joined:
                scale = _EDGE / measure_length(each.members, each.points, ties)
                blocks.append(make_block(each.members, each.points, ties, rooms, aspect, scale))
            arranged.append(pack(blocks, singles, rooms, aspect))
    return arranged[0], arranged[1]
