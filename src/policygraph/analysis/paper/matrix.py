"""Draw a network as a matrix ordered by community, for print."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import groupby
from typing import Any

import networkx as nx

from ...texts import text
from .page import Drawing, Page, Sample
from .style import Width, grey, wrap

__all__ = ["draw_matrix"]

_Row = Mapping[str, Any]
#: The height of a line of names, the largest side of a cell and the room above for numbers, in millimetres.
_PITCH, _CELL, _HEAD = 2.7, 5.0, 4.8


def draw_matrix(graph: nx.Graph, bodies: Sequence[_Row], lang: str, width: Width = "double") -> Drawing | None:
    """Draw the shared measures of each pair of bodies: communities as blocks, the core marked.

    The darker a cell, the more measures the two bodies share; the diagonal is crossed out. Within a community the most
    loaded bodies come first. A star marks bodies of the core.

    Args:
        graph: The shared network of named bodies.
        bodies: Rows of ``tabulate_bodies``.
        lang: The language of labels, ``zh`` or ``en``.
        width: The width of the figure.

    Returns:
        The figure with ``shown``, ``left`` (tied bodies that are not drawn) and ``core`` (bodies of the core that are
        drawn); ``None`` where none of the most loaded bodies share a measure.
    """
    tied = [row for row in bodies if graph.degree(row["body"])]
    if not tied:
        return None
    page = Page(width)
    room = 0.5 * page.width
    shown = tied[: int(room / _PITCH)]
    chosen = {row["body"] for row in shown}
    shown = [row for row in shown if chosen & set(graph[row["body"]])]
    if not shown:
        return None
    shown.sort(key=lambda row: (row["community"], -row["load"], row["body"]))
    names = [wrap(row[f"label_{lang}"], 999) + ("*" if row["in_core"] else "") for row in shown]
    cut = "…" if lang == "zh" else "..."
    lines = [_shorten(page, name, page.width - room - 9, cut) for name in names]
    left = max(page.measure(line, 6)[0] for line in lines) + 7.5
    side = min((page.width - left - 1) / len(shown), _CELL)
    top = side * len(shown)
    place = {row["body"]: at for at, row in enumerate(shown)}
    _paint_cells(page, graph, place, (left, top, side))
    for at, line in enumerate(lines):
        y = top - (at + 0.5) * side
        page.write(left - 5.5, y, line, 6, ha="right", va="center")
        page.write(left - 1, y, str(at + 1), 6, ha="right", va="center")
        page.write(left + (at + 0.5) * side, top + 1, str(at + 1), 5 if side < 3 else 6, ha="center", va="bottom")
    _paint_frames(page, [row["community"] for row in shown], (left, top, side))
    most = max(graph.edges[a, b]["weight"] for a, b in graph.edges if a in place and b in place)
    values = sorted({1, round((1 + most) / 2), most})
    samples = [Sample(str(value), "s", 3.0, grey(value / most)) for value in values]
    end = page.draw_legend([(text("legend_cell", lang), samples), (text("legend_core", lang), [])], -1.5)
    page.cut(end, top + _HEAD)
    facts = {"shown": len(shown), "left": len(tied) - len(shown), "core": sum(row["in_core"] for row in shown)}
    return Drawing(page.figure, facts)


def _shorten(page: Page, name: str, room: float, cut: str) -> str:
    """A name, cut where it would take more than the room."""
    if page.measure(name, 6)[0] <= room:
        return name
    star = "*" * name.endswith("*")
    while name and page.measure(f"{name}{cut}{star}", 6)[0] > room:
        name = name[:-1]
    return f"{name.rstrip()}{cut}{star}"


def _paint_cells(page: Page, graph: nx.Graph, place: Mapping[Hashable, int], at: tuple[float, float, float]) -> None:
    from matplotlib.patches import Rectangle

    left, top, side = at
    held = [(place[a], place[b], weight) for a, b, weight in graph.edges(data="weight") if a in place and b in place]
    most = max((weight for *_, weight in held), default=1)
    for one, other, weight in held:
        for row, column in ((one, other), (other, one)):
            corner = (left + column * side, top - (row + 1) * side)
            page.axes.add_patch(Rectangle(corner, side, side, facecolor=grey(weight / most), edgecolor="none"))
    for number in range(len(place)):
        x, y = left + number * side, top - number * side
        page.axes.plot([x, x + side], [y, y - side], lw=0.3, color="#777777")


def _paint_frames(page: Page, communities: Sequence[int], at: tuple[float, float, float]) -> None:
    from matplotlib.patches import Rectangle

    left, top, side = at
    whole, done = side * len(communities), 0
    for number in range(1, len(communities)):
        for ends in (
            ([left, left + whole], [top - number * side] * 2),
            ([left + number * side] * 2, [top, top - whole]),
        ):
            page.axes.plot(*ends, lw=0.2, color="#cccccc", zorder=0.5)
    page.axes.add_patch(Rectangle((left, top - whole), whole, whole, fill=False, lw=0.4, edgecolor="#555555"))
    for _, members in groupby(communities):
        many = len(list(members))
        corner = (left + done * side, top - (done + many) * side)
        page.axes.add_patch(
            Rectangle(corner, many * side, many * side, fill=False, lw=1.0, edgecolor="black", zorder=4)
        )
        done += many
