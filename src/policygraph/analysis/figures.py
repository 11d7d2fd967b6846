"""Figures that people can read: Chinese names in a font that has them, colours that all eyes tell apart."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from typing import Any

import networkx as nx

__all__ = ["network_figure", "workload_figure"]

#: Fonts with Chinese characters, in the order of preference.
_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "SimHei",
    "WenQuanYi Zen Hei",
)
_COLOURS = ("#27529e", "#c0502c", "#2f9e6a", "#8455c2", "#a98a20", "#7a2f4f", "#3a97cc", "#8a8f95")
_MOST = 40


def _pyplot() -> Any:
    """matplotlib without a screen, or ``None`` where it is not installed."""
    try:
        import matplotlib
    except ImportError:
        return None
    matplotlib.use("Agg")
    from matplotlib import font_manager, pyplot

    there = {font.name for font in font_manager.fontManager.ttflist}
    pyplot.rcParams["font.family"] = [*(name for name in _FONTS if name in there), "sans-serif"]
    pyplot.rcParams["svg.hashsalt"] = "policygraph"
    return pyplot


def _png(figure: Any, pyplot: Any) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=150, bbox_inches="tight", metadata={"Software": None})
    pyplot.close(figure)
    return buffer.getvalue()


def workload_figure(bodies: Sequence[Mapping[str, Any]], lang: str = "zh") -> bytes:
    """Bars of the most loaded bodies: what they bear with others, and alone. Empty where there is nothing to show."""
    pyplot = _pyplot()
    shown = [row for row in bodies if row["load"]][:_MOST][::-1]
    if pyplot is None or not shown:
        return b""
    figure, axes = pyplot.subplots(figsize=(8, 0.6 + 0.28 * len(shown)))
    names = [row[f"label_{lang}"] for row in shown]
    together = [row["shared_load"] for row in shown]
    alone = [row["load"] - row["shared_load"] for row in shown]
    axes.barh(names, together, color=_COLOURS[0], label="共同承担" if lang == "zh" else "with others")
    axes.barh(names, alone, left=together, color=_COLOURS[4], label="单独承担" if lang == "zh" else "alone")
    axes.set_xlabel("措施数" if lang == "zh" else "measures")
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    return _png(figure, pyplot)


def network_figure(graph: nx.Graph, bodies: Sequence[Mapping[str, Any]], lang: str = "zh") -> bytes:
    """Bodies joined by shared measures: size by load, colour by community, width by measures. Empty without a tie."""
    pyplot = _pyplot()
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
        text, below = row[node][f"label_{lang}"], (0, -math.sqrt(size) / 2 - 3)
        style = {"ha": "center", "va": "top", "fontsize": 8, "path_effects": halo}
        axes.annotate(text, (x, y), below, textcoords="offset points", **style)
    axes.margins(0.15)
    axes.axis("off")
    return _png(figure, pyplot)
