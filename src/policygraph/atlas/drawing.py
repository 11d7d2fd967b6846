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
from .layout import arrange, arrange_layers
from .views import View

if TYPE_CHECKING:
    from pyvis.network import Network

__all__ = ["Drawing", "compute_radius", "compute_width", "count_loads", "draw"]

#: The sizes of letters that the page draws with, in the unit of the drawing; labels are set apart by them.
LETTER = 7.4
LINE = 18.0

#: Above this many nodes no room is kept for labels: the page then names the largest ones only (MANY in network.js).
MANY = 120

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


def compute_radius(measures: int, most: int) -> float:
    """Compute the radius of a node: its area grows with the number of measures.

    Args:
        measures: How many it has.
        most: How many any node has.

    Returns:
        The radius, in the unit of the drawing.

    Example:
        >>> compute_radius(1, 4), compute_radius(4, 4)
        (12.5, 25.0)
    """
    unit = min(12.5, 34 / math.sqrt(max(most, 1)))
    return round(max(10.0, unit * math.sqrt(measures)), 1)


def compute_width(shared: int, most: int) -> float:
    """Compute the width of a line, from 1.6 for one shared measure to 9 for many.

    Args:
        shared: How many measures its ends share.
        most: How many the ends of any line share.

    Returns:
        The width, in the unit of the drawing.

    Example:
        >>> compute_width(1, 5), compute_width(5, 5)
        (1.6, 7.5)
    """
    return round(1.6 + 7.4 * (shared - 1) / max(most - 1, 5), 1)


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
    labels = [Bilingual(wrap(names[body].zh), wrap(names[body].en)) for body in view.bodies]
    counts = [borne.get(body, 0) for body in view.bodies]
    radii = [compute_radius(count, max(counts)) for count in counts]
    index = {body: at for at, body in enumerate(view.bodies)}
    ends = [(index[pair.a], index[pair.b]) for pair in view.pairs]
    roomy = len(labels) <= MANY
    boxes = [_box(radius, label, roomy) for radius, label in zip(radii, labels, strict=True)]
    if view.network == "vertical":
        wide = tall = arrange_layers(boxes, ends, [_tier(content, body) for body in view.bodies])
    else:
        wide, tall = arrange(boxes, ends)
    strongest = max((len(pair.measures) for pair in view.pairs), default=1)
    network = _network(
        nodes=[
            {"label": label.zh, "x": x, "y": y, "size": radius}
            for label, (x, y), radius in zip(labels, wide, radii, strict=True)
        ],
        edges=[
            {"id": at, "from": a, "to": b, "width": compute_width(len(pair.measures), strongest)}
            for at, ((a, b), pair) in enumerate(zip(ends, view.pairs, strict=True))
        ],
    )
    nodes, edges, _, _, _, options = network.get_network_data()
    return Drawing(nodes, edges, json.loads(options), labels, tall)


def _tier(content: Content, body: str) -> int:
    return level_rank(content.bodies[body].level)


def _network(nodes: Sequence[Mapping[str, Any]], edges: Sequence[Mapping[str, Any]]) -> Network:
    # pyvis imports IPython, hence here. Its add_node and add_edge search all that was added before, which makes adding
    # quadratic, so nodes and edges are made with its own classes and handed over at once.
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    network = Network(cdn_resources="in_line")
    network.nodes = [Node(at, "dot", **node).options for at, node in enumerate(nodes)]
    network.node_ids = [node["id"] for node in network.nodes]
    network.node_map = {node["id"]: node for node in network.nodes}
    network.edges = [
        Edge(
            edge["from"],
            edge["to"],
            network.directed,
            **{key: value for key, value in edge.items() if key not in ("from", "to")},
        ).options
        for edge in edges
    ]
    network.set_options(json.dumps(OPTIONS))
    return network


def _box(radius: float, label: Bilingual, roomy: bool) -> Box:
    """The room of a dot, with its label below in whichever language takes more."""
    if not roomy:
        return Box(radius + 5, radius + 5, radius + 5)
    lines = [text.split("\n") for text in (label.zh, label.en)]
    half = max(max(measure_width(line) for line in text) for text in lines) * LETTER / 2 + 6
    return Box(max(radius + 4, half), radius + 8, radius + 6 + LINE * max(len(text) for text in lines))
