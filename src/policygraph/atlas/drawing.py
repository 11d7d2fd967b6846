"""A view as a pyvis network: nodes, edges and options, with computed positions and physics off."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..model import level_rank
from ..texts import Bilingual
from .boxes import Box, Point
from .content import Content
from .labels import measure_width, wrap
from .layers import arrange_layers
from .layout import LARGEST_AREA, arrange
from .views import View

if TYPE_CHECKING:
    from pyvis.network import Network

__all__ = [
    "Drawing",
    "choose_size",
    "compute_radius",
    "compute_width",
    "count_loads",
    "draw",
    "draw_nodes",
    "make_pyvis_network",
]

#: The sizes of letters that the page draws with, in the unit of the drawing; labels are set apart by them.
LETTER = 7.0
LINE = 17.5
#: Of the largest area the share up to which labels have room in both languages.
_BOTH = 0.3

#: Above this many nodes no room is kept for labels: the page then names the largest ones only (MANY in paint.js).
MANY = 160

#: Up to this many nodes dots and lines have their full size; among more they are smaller.
_FEW = 20

#: Options of vis-network. What it should look like (colours, fonts) is the page's business: it depends on the scheme.
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"shape": "dot", "chosen": False},
    "edges": {"smooth": {"enabled": False}, "selectionWidth": 0, "hoverWidth": 0, "chosen": False},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "multiselect": False,
        "navigationButtons": False,
        "keyboard": False,
        "dragNodes": True,
        "zoomSpeed": 0.6,
    },
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A view, ready for vis-network: nodes, edges and options; labels of the nodes, and their places in a tall area."""

    nodes: Sequence[Mapping[str, Any]]
    edges: Sequence[Mapping[str, Any]]
    options: Mapping[str, Any]
    labels: Sequence[Bilingual]
    tall: Sequence[Point]


def choose_size(nodes: int, layered: bool = False) -> float:
    """Choose the size of dots and lines: among many they are smaller, so that labels have room.

    Args:
        nodes: How many nodes are drawn.
        layered: Whether they stand in layers.

    Returns:
        A factor of the full size, at most 1.

    Example:
        >>> choose_size(20), choose_size(80)
        (1.0, 0.5)
    """
    return 1.0 if layered or nodes > MANY else max(0.4, min(1.0, math.sqrt(_FEW / max(nodes, 1))))


def compute_radius(measures: int, most: int, size: float = 1.0) -> float:
    """Compute the radius of a node: its area grows with the number of measures.

    Args:
        measures: How many it has.
        most: How many any node has.
        size: What ``choose_size`` gives.

    Returns:
        The radius, in the unit of the drawing.

    Example:
        >>> compute_radius(1, 4), compute_radius(4, 4)
        (12.5, 25.0)
    """
    unit = min(12.5, 34 / math.sqrt(max(most, 1)))
    return round(max(max(10.0, unit * math.sqrt(measures)) * size, 6.0), 1)


def compute_width(shared: int, most: int, size: float = 1.0) -> float:
    """Compute the width of a line, from 1.6 for one shared measure to 9 for many.

    Args:
        shared: How many measures its ends share.
        most: How many the ends of any line share.
        size: What ``choose_size`` gives.

    Returns:
        The width, in the unit of the drawing.

    Example:
        >>> compute_width(1, 5), compute_width(5, 5)
        (1.6, 7.5)
    """
    return round((1.6 + 7.4 * (shared - 1) / max(most - 1, 5)) * size, 1)


def count_loads(content: Content) -> dict[str, int]:
    """Count the measures of each body and the bodies of each measure, which the size of a node shows.

    Args:
        content: What the atlas shows.

    Returns:
        The counts by IRI.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for measure, part in content.parts:
        found[part.body.iri].add(measure.iri)
        found[measure.iri].add(part.body.iri)
    return {iri: len(others) for iri, others in found.items()}


def draw(content: Content, view: View, names: Mapping[str, Bilingual], borne: Mapping[str, int]) -> Drawing:
    """Draw a view with pyvis.

    Args:
        content: Everything the atlas knows.
        view: The view to draw.
        names: The short name of each of its bodies and measures.
        borne: What ``loads`` counts.

    Returns:
        Nodes numbered in the order of ``view.bodies``, edges in that of ``view.pairs``.
    """
    index = {body: at for at, body in enumerate(view.bodies)}
    layers = [level_rank(content.bodies[body].level) for body in view.bodies] if view.network == "vertical" else None
    return draw_nodes(
        [names[body] for body in view.bodies],
        [borne.get(body, 0) for body in view.bodies],
        [(index[pair.a], index[pair.b], len(pair.measures)) for pair in view.pairs],
        layers,
    )


def draw_nodes(
    names: Sequence[Bilingual],
    counts: Sequence[int],
    ties: Sequence[tuple[int, int, int]],
    layers: Sequence[int] | None = None,
) -> Drawing:
    """Draw nodes and ties of any origin with pyvis.

    Args:
        names: The name of each node.
        counts: The number that the size of each node shows.
        ties: Both ends, as indices into ``names``, and the number that the width of the line shows.
        layers: The layer of each node, from the top, if the drawing has layers.

    Returns:
        Nodes and edges, numbered in their order.

    Example:
        >>> made = draw_nodes([Bilingual("甲", "A"), Bilingual("乙", "B")], [1, 4], [(0, 1, 3)])
        >>> [node["size"] for node in made.nodes], made.edges[0]["width"]
        ([12.5, 25.0], 4.6)
    """
    labels = [Bilingual(wrap(name.zh), wrap(name.en)) for name in names]
    size = choose_size(len(names), layers is not None)
    radii = [compute_radius(count, max(counts), size) for count in counts]
    ends = [(a, b) for a, b, _ in ties]
    roomy = len(labels) <= MANY
    boxes = _make_boxes(radii, labels) if roomy else [Box(radius + 5, radius + 5, radius + 5) for radius in radii]
    if layers is not None:
        wide = tall = arrange_layers(boxes, ends, layers)
    else:
        wide, tall = arrange(boxes, ends, [count for *_, count in ties])
    strongest = max((count for *_, count in ties), default=1)
    network = make_pyvis_network(
        nodes=[
            {"id": at, "label": label.zh, "x": x, "y": y, "size": radius}
            for at, (label, (x, y), radius) in enumerate(zip(labels, wide, radii, strict=True))
        ],
        edges=[
            {"id": at, "from": a, "to": b, "width": compute_width(count, strongest, size)}
            for at, (a, b, count) in enumerate(ties)
        ],
        options=OPTIONS,
    )
    nodes, edges, _, _, _, options = network.get_network_data()
    return Drawing(nodes, edges, json.loads(options), labels, tall)


def make_pyvis_network(
    nodes: Sequence[Mapping[str, Any]],
    edges: Sequence[Mapping[str, Any]],
    options: Mapping[str, Any],
    kind: type[Network] | None = None,
    *,
    directed: bool = False,
) -> Network:
    """Make a network of pyvis in linear time.

    Its ``add_node`` and ``add_edge`` search all that was added before, so nodes and edges are made with its own classes
    and handed over at once.

    Args:
        nodes: The options of each node; ``id`` is its name.
        edges: The options of each edge; ``from`` and ``to`` are its ends.
        options: Options of vis-network for the whole.
        kind: A class derived from that of pyvis.
        directed: Whether edges are arrows.

    Returns:
        The network, its scripts within the page.
    """
    # pyvis imports IPython, hence here.
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    def rest(given: Mapping[str, Any], *names: str) -> dict[str, Any]:
        return {name: value for name, value in given.items() if name not in names}

    network = (kind or Network)(cdn_resources="in_line", directed=directed)
    network.nodes = [Node(node["id"], "dot", **rest(node, "id")).options for node in nodes]
    network.node_ids = [node["id"] for node in network.nodes]
    network.node_map = {node["id"]: node for node in network.nodes}
    network.edges = [Edge(edge["from"], edge["to"], directed, **rest(edge, "from", "to")).options for edge in edges]
    network.set_options(json.dumps(options))
    return network


def _make_boxes(radii: Sequence[float], labels: Sequence[Bilingual]) -> list[Box]:
    """The rooms of dots with their labels below.

    Labels have room in the language that takes more; where that would fill the drawing, in Chinese alone.
    """
    both = [_make_box(radius, (label.zh, label.en)) for radius, label in zip(radii, labels, strict=True)]
    if sum(2 * box.half * (box.up + box.down) for box in both) <= _BOTH * LARGEST_AREA:
        return both
    return [_make_box(radius, (label.zh,)) for radius, label in zip(radii, labels, strict=True)]


def _make_box(radius: float, texts: Sequence[str]) -> Box:
    lines = [text.split("\n") for text in texts]
    half = max(max(measure_width(line) for line in text) for text in lines) * LETTER / 2 + 3
    return Box(max(radius + 3, half), radius + 4, radius + 6 + LINE * max(len(text) for text in lines))
