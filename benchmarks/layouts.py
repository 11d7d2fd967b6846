"""How readable the drawings of the atlas are, beside NetworkX's layouts of the same networks.

    python benchmarks/layouts.py [--sizes 20 50 100 150] [--documents FILE ... --view all] [--viewport 1400x931]

Every layout is shown by the atlas's own page in Chromium, fitted to a drawing area whose width is 1.45 times its
height, and measured there:

stress
    The mean over all pairs of bodies in one component of (s·r/d - 1)²: r is their distance in the drawing, d the one
    in the network, s the scale that makes the mean smallest (the energy of Kamada and Kawai, 1989). d adds up the
    lengths of the ties on the shortest path (``atlas.distances``: a strong tie is short).
hops
    The same with every tie of length one.
near
    Of as many bodies as a body has ties, those drawn nearest to it, the share that it is tied to; the mean over bodies
    with a tie.
crossings
    Pairs of ties that cross, ties from the same body apart.
hull, cells
    The share of the area inside the convex hull of all dots and shown labels, and the share of 12 by 8 equal cells
    that a dot or a shown label touches.
hidden
    The share of labels for which the page finds no room, in Chinese and in English.

Promised for 20 to 150 bodies: hull at least 0.6, hidden under 0.05 in Chinese, stress within 5 % of the best of the
others. Generated networks have communities and some busy bodies, with names of usual length.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "atlas"))

import networkx as nx
import numpy as np
from graphs import Item, Notice, Party, dataset
from playwright.sync_api import sync_playwright
from scipy.spatial import ConvexHull

from policygraph import build
from policygraph.atlas import write_atlas
from policygraph.registry import functions

#: Enough to see that this works: ``run.py --small``.
SMALL = ["--sizes", "20"]

ASPECT = 1.45
_CELLS = (12, 8)


@dataclass
class Shown:
    """A network as the page has it: ends of ties, shared measures, positions and drawing of the atlas."""

    name: str
    page: Any
    size: int
    ends: list[tuple[int, int]]
    weights: list[int]
    points: np.ndarray[Any, Any]
    graph: nx.Graph = field(init=False)

    def __post_init__(self) -> None:
        """Make the network for NetworkX."""
        self.graph = nx.Graph()
        self.graph.add_nodes_from(range(self.size))
        for (a, b), weight in zip(self.ends, self.weights, strict=True):
            self.graph.add_edge(a, b, weight=weight)


# --- networks ---------------------------------------------------------------------------------------------


def generated(size: int, seed: int = 7) -> Notice:
    """Bodies in communities that share measures, most within a community; every eighth body is busy everywhere."""
    chance = random.Random(f"{seed}-{size}")
    names = [each for function in functions().values() if (each := function.names.get(("provincial", "zh")))]
    names = list(dict.fromkeys(each for each in names if len(each) < 14))
    chance.shuffle(names)
    parties = [
        Party(
            f"body/350000/b{at}", f"福建省{name}", f"Fujian Provincial Office of {len(name)} Subjects {at}", f"省{name}"
        )
        for at, name in enumerate(f"{names[at % len(names)]}{at // len(names) or ''}" for at in range(size))
    ]
    count = max(3, size // 12)
    items = []
    for at in range(round(size * 2.2)):
        community = [party for index, party in enumerate(parties) if index % count == at % count]
        busy = parties[:: max(8, size // 8)]
        pool = community * 3 + busy * 2 + ([chance.choice(parties)] if at % 4 == 0 else [])
        chosen = list(dict.fromkeys(chance.choices(pool, k=chance.choice([1, 2, 3, 3, 4, 5]))))
        items.append(Item(f"{at}", f"第{at}项", at % 6, [(party, "responsible") for party in chosen], "责任单位"))
    return Notice(f"made-{size}", "示例", ["甲", "乙", "丙", "丁", "戊", "己"], items, issuers=parties[:3])


# --- layouts ----------------------------------------------------------------------------------------------


def distances(shown: Shown) -> np.ndarray[Any, Any]:
    """The distances that the drawing is to show."""
    from policygraph.atlas.stress import measure_distances

    return measure_distances(shown.size, shown.ends, shown.weights)


def hops(shown: Shown) -> np.ndarray[Any, Any]:
    """The numbers of ties between bodies."""
    found = np.full((shown.size, shown.size), np.inf)
    for a, reached in nx.all_pairs_shortest_path_length(shown.graph):
        for b, steps in reached.items():
            found[a, b] = steps
    return found


def peers(shown: Shown) -> Iterator[tuple[str, np.ndarray[Any, Any], float]]:
    """NetworkX's layouts with the seconds they take; components are kept from drifting apart where that is needed."""
    graph = shown.graph
    wide = distances(shown)
    wide[np.isinf(wide)] = wide[np.isfinite(wide)].max() + 1
    table = {a: dict(enumerate(row)) for a, row in enumerate(wide)}
    ways = {
        "spring_layout": lambda: nx.spring_layout(graph, seed=1),
        "kamada_kawai_layout": lambda: nx.kamada_kawai_layout(graph, dist=table),
        "forceatlas2_layout": lambda: nx.forceatlas2_layout(graph, seed=1, weight="weight"),
    }
    for name, way in ways.items():
        begun = time.perf_counter()
        found = way()
        taken = time.perf_counter() - begun
        yield name, np.array([found[node] for node in range(shown.size)]), taken


# --- figures ----------------------------------------------------------------------------------------------


def stress(points: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any]) -> float:
    """The mean of (s·r/d - 1)² at the best scale s."""
    upper = np.triu_indices(len(points), 1)
    drawn = np.hypot(*(points[upper[0]] - points[upper[1]]).T)
    usable = np.isfinite(wanted[upper])
    ratio = drawn[usable] / wanted[upper][usable]
    scale = ratio.sum() / (ratio**2).sum()
    return float(((scale * ratio - 1) ** 2).mean())


def near(points: np.ndarray[Any, Any], graph: nx.Graph) -> float:
    """The share of the nearest dots that are tied."""
    shares = []
    for node in graph:
        tied = set(graph[node])
        if tied:
            order = np.argsort(np.hypot(*(points - points[node]).T), kind="stable")
            closest = [other for other in order.tolist() if other != node][: len(tied)]
            shares.append(len(tied.intersection(closest)) / len(tied))
    return float(np.mean(shares))


def crossings(points: np.ndarray[Any, Any], ends: Sequence[tuple[int, int]]) -> int:
    """Pairs of ties that cross."""
    at = np.array(ends)
    start, end = points[at[:, 0]], points[at[:, 1]]

    def side(a: Any, b: Any, c: Any) -> Any:
        return np.sign(
            (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])
        )

    a, b, c, d = start[:, None], end[:, None], start[None], end[None]
    cross = (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
    return int(np.triu(cross, 1).sum())


def used(boxes: Sequence[Sequence[float]], width: float, height: float) -> tuple[float, float]:
    """The shares of the area in the hull of all boxes, and of the cells that a box touches."""
    corners = np.array([(x, y) for left, top, right, low in boxes for x in (left, right) for y in (top, low)])
    hull = ConvexHull(corners.clip((0, 0), (width, height))).volume / (width * height)
    columns, rows = _CELLS
    cells = set()
    for left, top, right, low in boxes:
        for column in range(int(left / width * columns), int(right / width * columns) + 1):
            for row in range(int(top / height * rows), int(low / height * rows) + 1):
                if 0 <= column < columns and 0 <= row < rows:
                    cells.add((column, row))
    return float(hull), len(cells) / (columns * rows)


# --- the page ---------------------------------------------------------------------------------------------

#: Puts the dots at the given places, or where the atlas has them, and tells what is seen.
_SHOW = """(points) => {
    const nodes = atlas.view().nodes;
    nodes.forEach((node, at) => atlas.network.moveNode(node.id, ...(points ? points[at] : [node.x, node.y])));
    atlas.drawing.fit();
    atlas.network.redraw();
    const frame = document.getElementById("network").getBoundingClientRect();
    return { width: frame.width, height: frame.height, scale: atlas.network.getScale(), ...atlas.seenBoxes() };
}"""


def opened(browser: Any, folder: Path, name: str, data: Any, view: str, viewport: tuple[int, int]) -> Shown:
    """The page of a network."""
    page = write_atlas(data, folder / name.replace("/", "-"))
    context = browser.new_context(
        viewport={"width": viewport[0], "height": viewport[1]}, reduced_motion="reduce", java_script_enabled=True
    )
    tab = context.new_page()
    tab.goto(page.with_name("networks.html").as_uri() + (f"#view={view}&ties=all" if view else "#ties=all"))
    tab.wait_for_timeout(800)
    found = tab.evaluate(
        """() => ({ nodes: atlas.view().nodes.map((node) => [node.x, node.y]),
            ends: atlas.view().edges.map((edge) => [edge.from, edge.to]),
            weights: atlas.view().pairs.map((measures) => measures.length) })"""
    )
    return Shown(
        name,
        tab,
        len(found["nodes"]),
        list(map(tuple, found["ends"])),
        found["weights"],
        np.array(found["nodes"], float),
    )


def measured(shown: Shown, points: np.ndarray[Any, Any] | None) -> dict[str, float]:
    """All figures of one layout."""
    places = shown.points if points is None else points
    if points is not None:
        # As large as the atlas's own, so that dots and labels have the same size at the same zoom.
        low, high = shown.points.min(axis=0), shown.points.max(axis=0)
        scale = ((high - low) / np.ptp(points, axis=0)).min()
        places = (points - points.mean(axis=0)) * scale
    hidden = {}
    for lang in ("en", "zh"):
        shown.page.evaluate(f"atlas.speak('{lang}')")
        seen = shown.page.evaluate(_SHOW, None if points is None else places.tolist())
        hidden[lang] = 1 - len(seen["labels"]) / shown.size
    hull, cells = used([*seen["labels"], *seen["dots"]], seen["width"], seen["height"])
    return {
        "stress": stress(places, distances(shown)),
        "hops": stress(places, hops(shown)),
        "near": near(places, shown.graph),
        "crossings": crossings(places, shown.ends),
        "hull": hull,
        "cells": cells,
        "hidden zh": hidden["zh"],
        "hidden en": hidden["en"],
    }


def compare(shown: Shown) -> bool:
    """Print the figures of every layout of a network; whether the promises are kept."""
    scale = shown.page.evaluate("atlas.network.getScale()")
    print(f"\n{shown.name}: {shown.size} bodies, {len(shown.ends)} ties, fitted at {scale:.2f}", flush=True)
    names = ("stress", "hops", "near", "crossings", "hull", "cells", "hidden zh", "hidden en")
    print("| layout | " + " | ".join(names) + " | s |\n|---" * 1 + "|---" * (len(names) + 1) + "|")
    ours = measured(shown, None)
    rows = [("atlas", ours, float("nan"))]
    rows += [(name, measured(shown, points), taken) for name, points, taken in peers(shown)]
    for name, figures, taken in rows:
        cells = [f"{figures[each]:.0f}" if each == "crossings" else f"{figures[each]:.3f}" for each in names]
        print(f"| {name} | " + " | ".join(cells) + f" | {'' if taken != taken else f'{taken:.2f}'} |", flush=True)
    best = min(figures["stress"] for _, figures, _ in rows[1:])
    print(f"stress against the best of the others: {ours['stress'] / best:.3f}")
    return ours["hull"] >= 0.6 and ours["hidden zh"] < 0.05 and ours["stress"] <= 1.05 * best


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="*", type=int, default=[20, 50, 100, 150])
    parser.add_argument("--documents", nargs="*", type=Path, default=[])
    parser.add_argument("--view", default="")
    parser.add_argument("--viewport", default="1400x931")
    given = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    width, height = map(int, given.viewport.split("x"))
    kept = True
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        if given.documents:
            data = build(given.documents).dataset
            kept &= compare(opened(browser, Path(name), "documents", data, given.view, (width, height)))
        for size in [] if given.documents else given.sizes:
            data = dataset(generated(size))
            kept &= compare(opened(browser, Path(name), f"generated-{size}", data, "", (width, height)))
        browser.close()
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
