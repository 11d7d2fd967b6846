"""How the analysis grows: networks and measures of many bodies and measures, beside NetworkX's own projection.

    python benchmarks/analysis.py [--bodies 10000] [--measures 1000000] [--peer 1000 100000]

Promised: the shared network of 10,000 bodies and 1,000,000 measures at least 100 times faster than
``networkx.bipartite.weighted_projected_graph`` takes for 1,000 bodies and 1,000,000 measures; measures whose cost is
linear together under 60 s; betweenness and the null model sampled, with their error; the table of whole networks under
60 s, without intervals, its paths sampled with their error; QAP with 1,000 permutations on
1,000 bodies under 60 s, beside a loop that permutes a matrix and calls ``numpy.corrcoef``. NetworkX takes minutes at
its full size (``--peer 1000 1000000``); a tenth of it is enough to see what is faster.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import networkx as nx
import numpy as np

from policygraph.analysis import (
    Incidence,
    attribute_network,
    bipartite,
    describe_networks,
    lead_support,
    shared_network,
    vertical,
)
from policygraph.analysis import metrics as of
from policygraph.analysis.sources import make_source
from policygraph.model import LEVELS, ROLES, Body, Measure, Policy

#: Enough to see that this works: ``run.py --small``.
SMALL = ["--bodies", "300", "--measures", "5000", "--peer", "200", "2000", "--permuted", "100"]


def incidence(bodies: int, measures: int, seed: int = 0) -> Incidence:
    """An invented incidence: one to five bodies a measure, most often two; few bodies bear much (Zipf)."""
    rng = np.random.default_rng(seed)
    owners = rng.choice([1, 2, 3, 4, 5], size=measures, p=[0.25, 0.3, 0.2, 0.15, 0.1])
    measure = np.repeat(np.arange(measures), owners)
    chance = 1.0 / np.arange(1, bodies + 1) ** 0.8
    # A body works within its field: a fifth of the bodies come from anywhere, the others from the measure's field.
    fields = 50
    field = np.repeat(rng.integers(fields, size=measures), owners)
    of_field = [np.arange(at, bodies, fields) for at in range(fields)]
    body = np.empty(len(measure), dtype=np.int64)
    for at, members in enumerate(of_field):
        chosen = field == at
        weight = chance[members] / chance[members].sum()
        body[chosen] = rng.choice(members, size=int(chosen.sum()), p=weight)
    anywhere = rng.random(len(measure)) < 0.2
    body[anywhere] = rng.choice(bodies, size=int(anywhere.sum()), p=chance / chance.sum())
    _, first = np.unique(measure * bodies + body, return_index=True)
    role = rng.choice(len(ROLES), size=len(measure), p=[0.2, 0.4, 0.1, 0.3])
    return Incidence(
        [
            Body(f"b{n}", "Body", f"b{n}", level=LEVELS[n % 5], functions=(f"f{n % fields}",), iri=f"b{n}")
            for n in range(bodies)
        ],
        [Measure(f"t{n}", policy=f"p{n // 25}", iri=f"t{n}") for n in range(measures)],
        body[first].astype(np.int32),
        measure[first].astype(np.int32),
        role[first].astype(np.int8),
        {f"p{n}": Policy(f"p{n}", "", dated=date(2015 + n % 10, 1, 1), iri=f"p{n}") for n in range(measures // 25 + 1)},
    )


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what was made."""
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


def peer(bodies: int, measures: int) -> tuple[float, float]:
    """Seconds of NetworkX's projection, and of ours for the same; both must have the same ties."""
    data = incidence(bodies, measures)
    graph = bipartite(data)
    nodes = [node for node, side in graph.nodes(data="bipartite") if side == 0]
    theirs, projected = timed(lambda: nx.bipartite.weighted_projected_graph(graph, nodes))
    ours, shared = timed(lambda: shared_network(data))
    assert {frozenset(edge) for edge in shared.edges} == {frozenset(edge) for edge in projected.edges}
    return theirs, ours


def row(name: str, seconds: float, note: str = "") -> None:
    """A line of the table, at once."""
    print(f"| {name} | {seconds:.2f} | {note} |", flush=True)


def main() -> None:
    """Run and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--bodies", type=int, default=10_000)
    parser.add_argument("--measures", type=int, default=1_000_000)
    parser.add_argument("--peer", type=int, nargs=2, default=(1_000, 100_000), metavar=("BODIES", "MEASURES"))
    parser.add_argument("--permuted", type=int, default=1_000, metavar="BODIES")
    given = parser.parse_args()

    whole = incidence(given.bodies, given.measures)
    print(f"{given.bodies:,} bodies, {given.measures:,} measures, {len(whole.body):,} parts\n")
    print("| step | s | |\n|---|---|---|")
    projection(whole, *given.peer)
    shared = shared_network(whole)
    both = linear(whole, shared)
    sampled(both, shared)
    whole_networks(whole)
    permuted(given.permuted)


def projection(whole: Incidence, bodies: int, measures: int) -> None:
    """The shared network beside NetworkX's."""
    theirs, ours = peer(bodies, measures)
    of_peer = f"{bodies:,} bodies, {measures:,} measures"
    row("weighted_projected_graph of NetworkX", theirs, of_peer)
    row("shared_network", ours, f"{of_peer}; {theirs / ours:.0f} times as fast")
    print(f"ratio: shared network, NetworkX against ours: {theirs / ours:.0f}")
    seconds, shared = timed(lambda: shared_network(whole))
    row(
        "shared_network",
        seconds,
        f"all; {shared.number_of_edges():,} ties; {theirs / seconds:.0f} times the peer's speed",
    )


def linear(whole: Incidence, shared: nx.Graph) -> nx.Graph:
    """What costs one pass, or as good as one."""
    total = 0.0

    def run(name: str, work: Callable[[], Any]) -> Any:
        nonlocal total
        seconds, made = timed(work)
        total += seconds
        row(name, seconds)
        return made

    headings = {each.iri: f"{each.policy}/{at % 5}" for at, each in enumerate(whole.measures)}
    both = run("bipartite", lambda: bipartite(whole))
    directed = run("lead_support", lambda: lead_support(whole))
    run("vertical", lambda: vertical(whole))
    run("load", lambda: of.load(both))
    run("shared_load", lambda: of.shared_load(both))
    run("redundancy", lambda: of.redundancy(both))
    run("participation", lambda: of.participation(both, headings))
    run("vertical_coverage", lambda: of.vertical_coverage(whole))
    run("strength", lambda: of.strength(shared, "newman"))
    run("components", lambda: of.components(shared))
    run("bridges", lambda: of.bridges(shared))
    run("articulations", lambda: of.articulations(shared))
    run("core_number", lambda: of.core_number(shared))
    run("core_periphery", lambda: of.core_periphery(shared))
    run("dependence", lambda: of.dependence(directed))
    row("**linear ones together**", total, "promised: under 60")
    return both


def sampled(both: nx.Graph, shared: nx.Graph) -> None:
    """What cannot be linear: communities, and what is taken from a sample."""
    seconds, groups = timed(lambda: of.communities(shared))
    row("communities", seconds, f"{len(groups):,} communities, modularity {of.modularity(shared, groups):.3f}")
    seconds, between = timed(lambda: of.betweenness(shared, samples=100))
    row("betweenness, 100 sources", seconds, f"largest standard error {between.error:.5f}")
    seconds, pairs = timed(lambda: of.excess(both, samples=20))
    error = max(pair.error for pair in pairs)
    row("excess, 20 random graphs", seconds, f"{len(pairs):,} pairs; largest standard error of p {error:.3f}")


def whole_networks(whole: Incidence) -> None:
    """The table of whole networks, of everything and by year; and one network drawn by chance."""
    for periods in (None, "year"):
        seconds, found = timed(partial(describe_networks, whole, periods=periods))
        errors = "; ".join(
            f"{each['network']}, {each['seeds']} seeds: "
            f"path length {each['mean_path_length']:.3f} ± {each['path_length_error']:.3f}, "
            f"betweenness centralisation {each['betweenness_centralization']:.3f} ± {each['betweenness_error']:.3f}"
            for each in found[:: max(len(found) // 2, 1)]
        )
        promised = "promised: under 60; " if periods is None else "by year; "
        row(f"describe_networks, {len(found)} rows", seconds, promised + errors)
    for network in ("shared", "lead-support"):
        source = make_source(whole, network)
        draws = source.draws()
        seconds, drawn = timed(partial(next, draws))
        projecting, made = timed(partial(source.project, drawn))
        row(f"one draw of {network}", seconds, f"and {projecting:.2f} s to project it to {made.count:,} ties")
    small = incidence(74, 300)
    seconds, _ = timed(partial(describe_networks, small, networks=["shared"], intervals=100))
    row("describe_networks, 100 draws", seconds, "74 bodies, 300 measures, shared")


def permuted(bodies: int, permutations: int = 1000) -> None:
    """Networks compared by permutations, beside a loop of NumPy's own functions; the backbone."""
    data = incidence(bodies, 20 * bodies)
    shared, lead = shared_network(data), lead_support(data)
    level, function = (attribute_network(shared, name) for name in ("level", "functions"))
    seconds, kept = timed(lambda: of.backbone(shared, method="noise-corrected"))
    row("backbone", seconds, f"{shared.number_of_edges():,} ties, {kept.graph.number_of_edges():,} kept")
    seconds, found = timed(lambda: of.qap_correlation(shared, level, permutations))
    naive, correlation = timed(lambda: loop(shared, level, permutations // 20))
    assert abs(correlation - found.correlation) < 1e-12
    note = f"{bodies:,} bodies, {found.dyads:,} dyads; promised for 1,000 bodies: under 60"
    row(f"qap_correlation, {permutations:,} permutations", seconds, note)
    print(f"ratio: QAP, a loop of numpy.corrcoef against ours: {naive * 20 / seconds:.1f}")
    predictors = {"level": level, "function": function, "lead": lead}
    seconds, fit = timed(lambda: of.mrqap(shared, predictors, permutations))
    row(f"mrqap, 3 predictors, {permutations:,} permutations", seconds, f"{fit.dyads:,} dyads, R² {fit.r_squared:.3f}")


def loop(x: nx.Graph, y: nx.Graph, permutations: int) -> float:
    """QAP as it is defined: permute a whole matrix, correlate, count. The correlation of the networks as they are."""
    one, other = (nx.to_numpy_array(graph, nodelist=list(x)) for graph in (x, y))
    dyads, rng = np.triu_indices(len(one), 1), np.random.default_rng(0)
    values = [np.corrcoef(one[dyads], other[dyads])[0, 1]]
    for _ in range(permutations):
        order = rng.permutation(len(one))
        values.append(np.corrcoef(one[np.ix_(order, order)][dyads], other[dyads])[0, 1])
    return float(values[0])


if __name__ == "__main__":
    main()
