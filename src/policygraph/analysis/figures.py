"""Draw figures: Chinese names in a font that has them, colours that colour-blind readers can tell apart."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from typing import Any

import networkx as nx

from ..texts import text
from .fonts import choose_language, find_chinese_font

__all__ = ["draw_network", "draw_workload"]

_COLOURS = ("#27529e", "#c0502c", "#2f9e6a", "#8455c2", "#a98a20", "#7a2f4f", "#3a97cc", "#8a8f95")
_MOST = 40


def _pyplot() -> Any:
    """The plotting library without a screen, or ``None`` where it is not installed."""
    try:
        import matplotlib
    except ImportError:
        return None
    matplotlib.use("Agg")
    from matplotlib import pyplot

    pyplot.rcParams["font.family"] = [*find_chinese_font(), "sans-serif"]
    pyplot.rcParams["svg.hashsalt"] = "policygraph"
    return pyplot


def _png(figure: Any, pyplot: Any) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=150, bbox_inches="tight", metadata={"Software": None})
    pyplot.close(figure)
    return buffer.getvalue()


def draw_workload(bodies: Sequence[Mapping[str, Any]], lang: str = "zh") -> bytes:
    """Draw bars of the most loaded bodies: what they bear with others, and alone.

    Args:
        bodies: Rows of ``tabulate_bodies``.
        lang: The language of labels, ``zh`` or ``en``.

    Returns:
        A PNG image; empty without matplotlib or where there is nothing to show.
    """
    pyplot, lang = _pyplot(), choose_language(lang)
    shown = [row for row in bodies if row["load"]][:_MOST][::-1]
    if pyplot is None or not shown:
        return b""
    figure, axes = pyplot.subplots(figsize=(8, 0.6 + 0.28 * len(shown)))
    names = [row[f"label_{lang}"] for row in shown]
    together = [row["shared_load"] for row in shown]
    alone = [row["load"] - row["shared_load"] for row in shown]
    axes.barh(names, together, color=_COLOURS[0], label=text("workload_together", lang))
    axes.barh(names, alone, left=together, color=_COLOURS[4], label=text("workload_alone", lang))
    axes.set_xlabel(text("workload_measures", lang))
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    return _png(figure, pyplot)


def draw_network(graph: nx.Graph, bodies: Sequence[Mapping[str, Any]], lang: str = "zh") -> bytes:
    """Draw bodies joined by shared measures: size by load, colour by community, width by measures.

    Args:
        graph: The shared network of named bodies.
        bodies: Rows of ``tabulate_bodies``.
        lang: The language of labels, ``zh`` or ``en``.

    Returns:
        A PNG image; empty without matplotlib or where no two bodies share a measure.
    """
    pyplot, lang = _pyplot(), choose_language(lang)
    row = {each["body"]: each for each in bodies}
    linked = [node for node, degree in graph.degree() if degree]
    linked = sorted(linked, key=lambda node: (-row[node]["load"], node))[:_MOST]
    part = graph.subgraph(linked)
    if pyplot is None or not part.number_of_edges():
        return b""
    place = nx.kamada_kawai_layout(part, weight=None) if len(part) < 120 else nx.spring_layout(part, seed=0)
    figure, axes = pyplot.subplots(figsize=(9, 7))
    from matplotlib import patheffects as path_effects

    most = max(data["measures"] for *_, data in part.edges(data=True))
    widths = [0.8 + 3.2 * data["measures"] / most for *_, data in part.edges(data=True)]
    nx.draw_networkx_edges(part, place, ax=axes, width=widths, edge_color="#8b939b")
    colours = [_COLOURS[(row[node]["community"] - 1) % len(_COLOURS)] for node in part]
    sizes = [80 + 60 * row[node]["load"] for node in part]
    nx.draw_networkx_nodes(part, place, ax=axes, node_size=sizes, node_color=colours)
    halo = [path_effects.withStroke(linewidth=3, foreground="white")]
    for (node, (x, y)), size in zip(place.items(), sizes, strict=True):
        name, below = row[node][f"label_{lang}"], (0, -math.sqrt(size) / 2 - 3)
        style = {"ha": "center", "va": "top", "fontsize": 8, "path_effects": halo}
        axes.annotate(name, (x, y), below, textcoords="offset points", **style)
    axes.margins(0.15)
    axes.axis("off")
    return _png(figure, pyplot)
