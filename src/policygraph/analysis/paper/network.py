"""Draw a network of bodies for print."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import networkx as nx

from ...model import LEVELS
from ...texts import named, text
from ..colours import find_lightness
from ..metrics import backbone
from .page import LINE, Drawing, LegendGroup, Page, Sample
from .placing import place_labels, place_nodes
from .style import Width, assign_shades, grey, wrap

__all__ = ["draw_network"]

_Row = Mapping[str, Any]
#: So many bodies are drawn at most, the most loaded ones: more are not readable on a page.
_MOST = 40
#: Diameters of nodes in millimetres and widths of lines in points.
_SMALLEST, _LARGEST = 1.8, 6.0
_THIN, _THICK = 0.4, 3.2
_MARGIN = 2.0
#: How long a tie becomes at most, in millimetres upwards.
_STEP = 24.0
#: With more ties than this for each body only those of the backbone are drawn.
_DENSE = 6
#: What keeps names legible over lines. An outline of the letters would make the PDF file draw them as shapes.
_VEIL = {"facecolor": "white", "edgecolor": "none", "pad": 0.3, "alpha": 0.75}


def draw_network(graph: nx.Graph, bodies: Sequence[_Row], lang: str, width: Width = "double") -> Drawing | None:
    """Draw bodies joined by shared measures: area by load, fill and shape by level or community, lines by weight.

    Names stand beside the nodes if all of them find room; otherwise nodes have numbers and the names stand below. Of
    more than six ties for each body only those of the noise-corrected backbone are drawn.

    Args:
        graph: The shared network of named bodies.
        bodies: Rows of ``tabulate_bodies``.
        lang: The language of labels, ``zh`` or ``en``.
        width: The width of the figure.

    Returns:
        The figure with ``shown``, ``isolated`` and ``left`` (tied bodies that are not drawn), ``fill`` (``level`` or
        ``community``), and for a backbone ``alpha`` and the numbers ``ties`` and ``drawn``; ``None`` where no two
        bodies share a measure.
    """
    rows = {row["body"]: row for row in bodies}
    tied = sorted((node for node, degree in graph.degree() if degree), key=lambda node: (-rows[node]["load"], node))
    chosen = set(tied[:_MOST])
    edges = [edge for edge in graph.edges(data=True) if edge[0] in chosen and edge[1] in chosen]
    if not edges:
        return None
    ends = {node for edge in edges for node in edge[:2]}
    shown = [node for node in tied if node in ends]
    drawn = nx.Graph()
    drawn.add_nodes_from(shown)
    drawn.add_edges_from(edges)
    painter = _Painter(drawn, rows, lang, width)
    painter.paint()
    isolated = sum(not degree for _, degree in graph.degree())
    facts = {"shown": len(shown), "isolated": isolated, "left": len(tied) - len(shown), "fill": painter.fill}
    if painter.alpha is not None:
        facts |= {"alpha": round(painter.alpha, 4), "ties": len(edges), "drawn": len(painter.ties)}
    return Drawing(painter.page.figure, facts)


class _Painter:
    """One drawing in the making."""

    def __init__(self, graph: nx.Graph, rows: Mapping[Hashable, _Row], lang: str, width: Width) -> None:
        self.graph, self.rows, self.lang = graph, rows, lang
        self.ties = list(graph.edges(data="weight"))
        self.alpha: float | None = None
        if len(self.ties) > _DENSE * len(graph):
            found = backbone(graph, "weight", "noise-corrected")
            self.ties, self.alpha = list(found.graph.edges(data="weight")), found.alpha
        self.page = Page(width)
        self.most = max(rows[node]["load"] for node in graph)
        self.size = {node: self.diameter(rows[node]["load"]) for node in graph}
        levels = sorted({rows[node]["level"] for node in graph}, key=LEVELS.index)
        self.fill = "level" if len(levels) > 1 else "community"
        groups = (
            levels if self.fill == "level" else list(dict.fromkeys(sorted(rows[node]["community"] for node in graph)))
        )
        self.shades = assign_shades(groups)

    def diameter(self, load: float) -> float:
        return max(_SMALLEST, _LARGEST * math.sqrt(load / max(self.most, 1)))

    def paint(self) -> None:
        page, graph = self.page, self.graph
        shape, wide, high = place_nodes(graph)
        height = min(page.width * max(high / wide, 0.4), 0.85 * page.width, max(_STEP * high, 2 * len(graph)))
        labels = {node: wrap(self.rows[node][f"label_{self.lang}"], 16 if self.lang == "zh" else 22) for node in graph}
        sizes = {node: page.measure(label) for node, label in labels.items()}
        radii = {node: size * 0.55 for node, size in self.size.items()}
        along = max(high for _, high in sizes.values()) + _LARGEST / 2 + 2
        height += 2 * along
        whole = (0.5, 0.5, page.width - 0.5, height - 0.5)
        places = self.spread(shape, _MARGIN + max(wide for wide, _ in sizes.values()) / 2, along, height)
        boxes = place_labels(places, radii, sizes, [tie[:2] for tie in self.ties], whole)
        if boxes is None:
            self.size = {node: max(size, 3.6) for node, size in self.size.items()}
            height -= 2 * along - 8
            places = self.spread(shape, 5, 4, height)
        numbers = {node: str(at) for at, node in enumerate(graph, 1)}
        self.paint_edges(places)
        for node, (x, y) in places.items():
            colour, marker = self.shades[self.rows[node][self.fill]]
            page.mark(x, y, marker, self.size[node], colour)
            if boxes is None:
                ink = "white" if find_lightness(colour) < 50 else "black"
                low = 0.12 * self.size[node] if marker == "^" else 0
                page.write(x, y - low, numbers[node], 5.5, ha="center", va="center", color=ink)
            else:
                left, bottom, right, top = boxes[node]
                page.write((left + right) / 2, (bottom + top) / 2, labels[node], ha="center", va="center", bbox=_VEIL)
        drawn = [
            *(boxes or {}).values(),
            *((x, y - self.size[node], x, y + self.size[node]) for node, (x, y) in places.items()),
        ]
        end = page.draw_legend(self.samples(), min(box[1] for box in drawn) - 1)
        end = self.paint_names(numbers, end - 1) if boxes is None else end
        page.cut(end, max(box[3] for box in drawn) + 0.5)

    def spread(
        self, shape: Mapping[Hashable, tuple[float, float]], across: float, along: float, height: float
    ) -> dict[Hashable, tuple[float, float]]:
        """Spread places over the page between margins."""
        wide, high = self.page.width - 2 * across, height - 2 * along
        return {node: (across + x * wide, along + y * high) for node, (x, y) in shape.items()}

    def paint_edges(self, places: Mapping[Hashable, tuple[float, float]]) -> None:
        edges = sorted(self.ties, key=lambda edge: (edge[2], str(edge[0]), str(edge[1])))
        most = edges[-1][2]
        for a, b, weight in edges:
            (x, y), (u, v) = places[a], places[b]
            self.page.axes.plot([x, u], [y, v], lw=self.line(weight, most), color=self.ink(weight, most), zorder=1)

    @staticmethod
    def line(weight: float, most: float) -> float:
        return max(_THIN, _THICK * weight / most)

    @staticmethod
    def ink(weight: float, most: float) -> str:
        return grey(0.12 + 0.4 * weight / most)

    def paint_names(self, numbers: Mapping[Hashable, str], top: float) -> float:
        """Write the names of numbered nodes in columns; return where they end."""
        page = self.page
        names = [f"{number}  {wrap(self.rows[node][f'label_{self.lang}'], 999)}" for node, number in numbers.items()]
        widths = sorted(page.measure(name, 6)[0] for name in names)
        # As many columns as fit most names; longer ones take two lines.
        columns = max(1, int((page.width - 2) // (widths[int(0.6 * (len(widths) - 1))] + 3)))
        room = (page.width - 2) / columns
        entries = [self.break_name(name, room - 3) for name in names]
        most = -(-sum(len(lines) for lines in entries) // columns)
        column, line, lowest = 0, 0, 0
        for lines in entries:
            if line and line + len(lines) > most + 1 and column < columns - 1:
                column, line = column + 1, 0
            for part in lines:
                page.write(1 + column * room, top - (line + 0.5) * LINE, part, 6, va="center")
                line += 1
            lowest = max(lowest, line)
        return top - lowest * LINE - 1

    def break_name(self, name: str, room: float) -> list[str]:
        """A numbered name in as many lines as the room asks for; those after the first are indented."""
        width = self.page.measure(name, 6)[0]
        if width <= room:
            return [name]
        first, *rest = wrap(name, int(len(name) * room / width) if " " in name[4:] else 999).split("\n")
        return [first, *(f"     {line}" for line in rest)]

    def samples(self) -> list[LegendGroup]:
        lang = self.lang
        weights = [weight for *_, weight in self.ties]
        loads = [self.rows[node]["load"] for node in self.graph]
        most = max(weights)
        lines = [
            Sample(str(weight), line=self.line(weight, most), colour=self.ink(weight, most))
            for weight in _steps(weights)
        ]
        areas = [Sample(str(load), "o", self.diameter(load)) for load in _steps(loads)]
        fills = [
            Sample(self.name_group(group), marker, 2.6, colour)
            for at, (group, (colour, marker)) in enumerate(self.shades.items())
            if at < len(set(self.shades.values()))
        ]
        found: list[LegendGroup] = [(text("legend_load", lang), areas), (text("legend_weight", lang), lines)]
        return [*found, (text(f"legend_{self.fill}", lang), fills)] if len(fills) > 1 else found

    def name_group(self, group: Hashable) -> str:
        if self.fill == "level":
            return named("level", str(group)).of(self.lang)
        at = list(self.shades).index(group)
        last = len(set(self.shades.values())) - 1
        return text("legend_other", self.lang) if at == last and len(self.shades) > last + 1 else str(group)


def _steps(values: Sequence[int]) -> list[int]:
    """The least, a middle and the greatest of some numbers.

    >>> _steps([1, 2, 9]), _steps([1, 1])
    ([1, 5, 9], [1])
    """
    low, high = min(values), max(values)
    return sorted({low, round((low + high) / 2), high})
