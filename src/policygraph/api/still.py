"""A still picture of a drawing as SVG, for viewers of notebooks that run no scripts, and for documents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from ..atlas.labels import measure_width
from ..web.assets import load

__all__ = ["draw_svg"]

_LETTER, _LINE = 14.0, 17.0
_INK, _SURFACE, _TIE = "#20262d", "#fffefb", "#8b939b"

#: In a drawing of more than 120 nodes only the 60 largest have labels: others would be covered.
_MANY, _NAMED = 120, 60

_Box = tuple[float, float, float, float]


def draw_svg(data: Mapping[str, Any], lang: str = "zh") -> str:
    """Draw the same as the page: dots, lines, labels if there is room, and the legend of the first scheme of colours.

    Args:
        data: The data of the page's script.
        lang: The language of labels.

    Returns:
        The SVG, without scripts and links.

    Example:
        >>> draw_svg({"nodes": [], "edges": [], "facets": [], "directed": False}).startswith("<svg")
        True
    """
    at = 1 if lang == "en" else 0
    nodes: Sequence[Mapping[str, Any]] = data["nodes"]
    colours = re.findall(r"--c\d: (#\w+);", load("base.css").text)[:8]
    facet = data["facets"][0] if data["facets"] else {"keys": [], "of": [0] * len(nodes)}
    most = max((edge["weight"] for edge in data["edges"]), default=1)
    parts = []
    for edge in data["edges"]:
        a, b = nodes[edge["from"]], nodes[edge["to"]]
        opacity = max(0.15, min(1.0, 8 / len(data["edges"]) ** 0.5) * (0.3 + 0.7 * edge["weight"] / most))
        arrow = ' marker-end="url(#arrow)"' if data["directed"] else ""
        parts.append(
            f'<path d="M{a["x"]} {a["y"]}L{b["x"]} {b["y"]}" stroke="{_TIE}" stroke-opacity="{opacity:.2f}" '
            f'stroke-width="{edge["width"]}"{arrow}/>'
        )
    for node in nodes:
        look = f'fill="{_SURFACE}" stroke="{colours[facet["of"][node["id"]]]}" stroke-width="4"'
        x, y, size = node["x"], node["y"], node["size"]
        if node["square"]:
            parts.append(f'<rect x="{x - size}" y="{y - size}" width="{2 * size}" height="{2 * size}" {look}/>')
        else:
            parts.append(f'<circle cx="{x}" cy="{y}" r="{size}" {look}/>')
    labels, boxes = _place_labels(nodes, at)
    legend, bottom = [], max((box[3] for box in boxes), default=0.0) + 24
    x = left = min((box[0] for box in boxes), default=0.0)
    for key, colour in zip(facet["keys"], colours, strict=False):
        legend.append(f'<circle cx="{x + 7:.0f}" cy="{bottom - 5:.0f}" r="6" fill="{colour}"/>')
        legend.append(f'<text x="{x + 18:.0f}" y="{bottom:.0f}">{escape(key[at])}</text>')
        x += 40 + measure_width(key[at]) * _LETTER / 2
    right, top = max([x, *(box[2] for box in boxes)]), min((box[1] for box in boxes), default=0.0)
    frame = f"{left - 10:.0f} {top - 10:.0f} {right - left + 20:.0f} {bottom - top + 30:.0f}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{frame}" width="900" font-family="sans-serif" '
            f'font-size="{_LETTER:.0f}" fill="{_INK}">',
            '<defs><marker id="arrow" viewBox="0 0 10 10" refX="22" refY="5" markerWidth="12" markerHeight="12" '
            f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L10 5L0 10z" fill="{_TIE}"/></marker></defs>',
            *parts,
            f'<g text-anchor="middle" paint-order="stroke" stroke="{_SURFACE}" stroke-width="4">{"".join(labels)}</g>',
            *legend,
            "</svg>\n",
        ]
    )


def _place_labels(nodes: Sequence[Mapping[str, Any]], at: int) -> tuple[list[str], list[_Box]]:
    """Place labels beside their dots, larger dots first, where they cover nothing; return them and all boxes in use."""
    taken: list[_Box] = [_around(node["x"], node["y"], node["size"], node["size"]) for node in nodes]
    found = []
    order = sorted(nodes, key=lambda node: (-node["size"], node["id"]))
    for node in order[: _NAMED if len(order) > _MANY else _MANY]:
        lines = node["label"][at].split("\n")
        half = max(map(measure_width, lines)) * _LETTER / 4 + 2
        high, away = len(lines) * _LINE / 2, node["size"] + 5
        # Below, above, to the right or to the left of the dot, as on the page.
        places = ((0, away + high), (0, -away - high), (away + half, 0), (-away - half, 0))
        boxes = (_around(node["x"] + x, node["y"] + y, half, high) for x, y in places)
        box = next((each for each in boxes if not any(_overlap(each, other) for other in taken)), None)
        if box is None:
            continue
        taken.append(box)
        for number, line in enumerate(lines):
            x, y = (box[0] + box[2]) / 2, box[1] + (number + 0.8) * _LINE
            found.append(f'<text x="{x:.0f}" y="{y:.0f}">{escape(line)}</text>')
    return found, taken


def _around(x: float, y: float, half: float, high: float) -> _Box:
    return (x - half, y - high, x + half, y + high)


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
