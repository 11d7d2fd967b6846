"""How the analysis grows: networks and measures of many bodies and measures, beside NetworkX's own projection.

    python benchmarks/analysis.py [--bodies 10000] [--measures 1000000] [--peer 1000 100000] [--whole-peer]

Promised: the shared network of 10,000 bodies and 1,000,000 measures at least 100 times faster than
``networkx.bipartite.weighted_projected_graph`` takes for 1,000 bodies and 1,000,000 measures; measures whose cost is
linear together under 60 s; betweenness and the null model sampled, with their error. The peer is run on fewer measures,
to which its time is in proportion; ``--whole-peer`` runs it on all of them, for some minutes.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np

from policygraph.analysis import Bearer, Incidence, Task, bipartite, lead_support, shared_network, vertical
from policygraph.analysis import measures as of
from policygraph.model import ROLES

LEVELS = ("national", "provincial", "municipal", "county", "township", "other")


def incidence(bodies: int, measures: int, seed: int = 0) -> Incidence:
    """An invented incidence: one to five bearers a measure, most often two; few bodies bear much (Zipf)."""
    rng = np.random.default_rng(seed)
    owners = rng.choice([1, 2, 3, 4, 5], size=measures, p=[0.25, 0.3, 0.2, 0.15, 0.1])
    task = np.repeat(np.arange(measures), owners)
    chance = 1.0 / np.arange(1, bodies + 1) ** 0.8
    # A body works within its field: a fifth of the bearers come from anywhere, the others from the measure's field.
    fields = 50
    field = np.repeat(rng.integers(fields, size=measures), owners)
    of_field = [np.arange(at, bodies, fields) for at in range(fields)]
    body = np.empty(len(task), dtype=np.int64)
    for at, members in enumerate(of_field):
        chosen = field == at
        weight = chance[members] / chance[members].sum()
        body[chosen] = rng.choice(members, size=int(chosen.sum()), p=weight)
    anywhere = rng.random(len(task)) < 0.2
    body[anywhere] = rng.choice(bodies, size=int(anywhere.sum()), p=chance / chance.sum())
    _, first = np.unique(task * bodies + body, return_index=True)
    role = rng.choice(len(ROLES), size=len(task), p=[0.2, 0.4, 0.1, 0.3])
    return Incidence(
        [Bearer(f"b{n}", level=LEVELS[n % 5], functions=(f"f{n % fields}",)) for n in range(bodies)],
        [Task(f"t{n}", policy=f"p{n // 25}", category=f"p{n // 25}/c{n % 5}") for n in range(measures)],
        body[first].astype(np.int32),
        task[first].astype(np.int32),
        role[first].astype(np.int8),
    )


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--bodies", type=int, default=10_000)
    parser.add_argument("--measures", type=int, default=1_000_000)
    parser.add_argument("--peer", type=int, nargs=2, default=(1_000, 50_000), metavar=("BODIES", "MEASURES"))
    parser.add_argument("--whole-peer", action="store_true")
    given = parser.parse_args()

    peer_bodies, peer_measures = given.peer[0], given.measures if given.whole_peer else given.peer[1]
    part = bipartite(incidence(peer_bodies, peer_measures))
    nodes = [node for node, side in part.nodes(data="bipartite") if side == 0]
    took, projected = timed(lambda: nx.bipartite.weighted_projected_graph(part, nodes))
    small = shared_network(incidence(peer_bodies, peer_measures))
    assert small.number_of_edges() == projected.number_of_edges(), "the two must be the same network"
    peer = took * given.measures / peer_measures
    how = "measured" if given.whole_peer else f"in proportion, {took:.1f} s for {peer_measures:,}"
    same, _ = timed(lambda: shared_network(incidence(peer_bodies, given.measures)))
    del part, projected, small

    whole = incidence(given.bodies, given.measures)
    print(f"{given.bodies:,} bodies, {given.measures:,} measures, {len(whole.body):,} parts\n")
    print("| step | s | |\n|---|---|---|")

    def row(name: str, seconds: float, note: str = "") -> None:
        print(f"| {name} | {seconds:.2f} | {note} |", flush=True)

    seconds, shared = timed(lambda: shared_network(whole))
    row("shared_network", seconds, f"{shared.number_of_edges():,} ties; {peer / seconds:.0f} times as fast as the peer")
    row("weighted_projected_graph (NetworkX)", peer, f"{peer_bodies:,} bodies, {given.measures:,} measures; {how}")
    row("shared_network of the peer's size", same, f"with making the data; {peer / same:.0f} times as fast")
    total = 0.0

    def linear(name: str, work: Callable[[], Any]) -> Any:
        nonlocal total
        seconds, made = timed(work)
        total += seconds
        row(name, seconds)
        return made

    both = linear("bipartite", lambda: bipartite(whole))
    directed = linear("lead_support", lambda: lead_support(whole))
    linear("vertical", lambda: vertical(whole))
    linear("load", lambda: of.load(both))
    linear("shared_load", lambda: of.shared_load(both))
    linear("redundancy", lambda: of.redundancy(both))
    linear("participation", lambda: of.participation(both, {task.iri: task.category for task in whole.tasks}))
    linear("vertical_coverage", lambda: of.vertical_coverage(whole))
    linear("strength", lambda: of.strength(shared, "newman"))
    linear("components", lambda: of.components(shared))
    linear("bridges", lambda: of.bridges(shared))
    linear("articulations", lambda: of.articulations(shared))
    linear("core_number", lambda: of.core_number(shared))
    linear("core_periphery", lambda: of.core_periphery(shared))
    linear("dependence", lambda: of.dependence(directed))
    row("**linear ones together**", total, "promised: under 60")
    seconds, groups = timed(lambda: of.communities(shared))
    row("communities", seconds, f"{len(groups):,} communities, modularity {of.modularity(shared, groups):.3f}")
    seconds, between = timed(lambda: of.betweenness(shared, samples=100))
    row("betweenness, 100 sources", seconds, f"largest standard error {between.error:.5f}")
    seconds, pairs = timed(lambda: of.excess(both, samples=20))
    row("excess, 20 random graphs", seconds, f"{len(pairs):,} pairs; largest standard error {max(p.error for p in pairs):.3f}")


if __name__ == "__main__":
    main()
