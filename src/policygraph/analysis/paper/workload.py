"""Draw the load of bodies for print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...texts import text
from ..colours import SHADES
from .page import Drawing
from .style import HATCHES, WIDTHS, Width, make_figure, wrap

__all__ = ["draw_workload"]

_MOST = 30


def draw_workload(bodies: Sequence[Mapping[str, Any]], lang: str, width: Width = "double") -> Drawing | None:
    """Draw a bar for each body: the measures that it bears with others, and alone.

    The two parts differ in lightness and in pattern.

    Args:
        bodies: Rows of ``tabulate_bodies``, the most loaded first.
        lang: The language of labels, ``zh`` or ``en``.
        width: The width of the figure.

    Returns:
        The figure with ``shown`` and ``left`` (loaded bodies that are not drawn); ``None`` if no body bears a measure.
    """
    loaded = [row for row in bodies if row["load"]]
    if not loaded:
        return None
    # Of the width two fifths at most are for names.
    columns = int(WIDTHS[width] * (0.36 if lang == "zh" else 0.4))
    names = [wrap(row[f"label_{lang}"], columns) for row in loaded[:_MOST]]
    tallest = max(name.count("\n") + 1 for name in names)
    shown = loaded[: _MOST if tallest == 1 else _MOST * 2 // 3][::-1]
    names = names[: len(shown)][::-1]
    figure = make_figure(width, 14 + len(shown) * (1.2 + 3.0 * tallest), constrained=True)
    axes = figure.subplots()
    places = range(len(shown))
    together = [row["shared_load"] for row in shown]
    alone = [row["load"] - row["shared_load"] for row in shown]
    style = {"height": 0.62, "edgecolor": "#222222", "linewidth": 0.4}
    plain, hatched = HATCHES
    axes.barh(places, together, color=SHADES[1], hatch=plain, label=text("workload_together", lang), **style)
    axes.barh(places, alone, left=together, color=SHADES[5], hatch=hatched, label=text("workload_alone", lang), **style)
    axes.set_yticks(places, names, linespacing=0.9)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-0.6, len(shown) - 0.4)
    axes.set_xlabel(text("workload_measures", lang))
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.grid(axis="x", color="#dddddd", linewidth=0.4)
    axes.set_axisbelow(True)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside upper right", ncols=2, borderaxespad=0.2)
    return Drawing(figure, {"shown": len(shown), "left": len(loaded) - len(shown)})
