"""Draw how networks change over periods, for print."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ...texts import named, text
from ..colours import SHADES
from .page import Drawing
from .style import Width, make_figure

__all__ = ["CHANGES", "draw_changes"]

_Row = Mapping[str, Any]
#: The statistics that are drawn, one panel each.
CHANGES = ("ties", "density", "degree_centralization", "modularity")
#: Colour, marker and dashes of each network.
_STYLES = {
    "shared": (SHADES[0], "o", "-"),
    "lead-support": (SHADES[2], "s", "--"),
    "vertical": (SHADES[3], "^", "-."),
    "issuing": ("#777777", "D", ":"),
}


def draw_changes(networks: Sequence[_Row], lang: str, width: Width = "double") -> Drawing | None:
    """Draw statistics of whole networks by period, a panel for each and a line for each network.

    Args:
        networks: Rows of ``describe_networks``.
        lang: The language of labels, ``zh`` or ``en``.
        width: The width of the figure.

    Returns:
        The figure with ``periods``, their number; ``None`` if fewer than two have bodies. Lines have gaps where a
        value is not defined.
    """
    held = [row["period"] for row in networks if row["nodes"]]
    periods = list(dict.fromkeys(row["period"] for row in networks))
    if len(set(held)) < 2:
        return None
    columns = 2 if width == "single" else 4
    rows = len(CHANGES) // columns
    figure = make_figure(width, 10 + rows * (38 if columns == 2 else 46), constrained=True)
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    kinds = list(dict.fromkeys(row["network"] for row in networks))
    for at, (panel, name) in enumerate(zip(panels, CHANGES, strict=True)):
        for kind in kinds:
            colour, marker, dashes = _STYLES[kind]
            found = {row["period"]: _value(row, name) for row in networks if row["network"] == kind}
            values = [found.get(period, math.nan) for period in periods]
            style = {
                "color": colour,
                "marker": marker,
                "linestyle": dashes,
                "markersize": 3.2,
                "markerfacecolor": "white",
            }
            panel.plot(range(len(periods)), values, label=named("tie", kind).of(lang), clip_on=False, **style)
        panel.set_title(f"({chr(97 + at)}) {text(f'column_{name}', lang)}", loc="left")
        panel.set_xticks(range(len(periods)), periods, rotation=90 if len(periods) * columns > 16 else 0)
        panel.set_xlim(-0.4, len(periods) - 0.6)
        panel.margins(y=0.12)
        low = panel.dataLim.y0
        if not low < 0:
            panel.set_ylim(bottom=0)
        if name == "ties":
            panel.yaxis.get_major_locator().set_params(integer=True)
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels), borderaxespad=0.2)
    return Drawing(figure, {"periods": len(periods)})


def _value(row: _Row, name: str) -> float:
    """Return a value of a row, NaN if it is undefined. Directed networks give in-degree centralization."""
    if name == "degree_centralization" and row.get(name) is None:
        name = "in_degree_centralization"
    found = row.get(name) if row["nodes"] else None
    return math.nan if found is None else float(found)
