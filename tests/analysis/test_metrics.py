"""Every measure on 200 random graphs: against python-igraph where it has the measure, else against its definition."""

from __future__ import annotations

import importlib
import itertools
import math
import random
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace

import igraph
import networkx as nx
import numpy as np
import pytest

from policygraph.analysis import Incidence, bipartite, lead_support, shared_network
from policygraph.analysis import metrics as ours
from policygraph.analysis.metrics import centrality
from policygraph.analysis.metrics.paths import carried
from policygraph.model import LEVELS, ROLES, Body, Measure

GRAPHS = 200


def graphs(directed: bool = False, most: int = 14) -> Iterator[nx.Graph]:
    """Random graphs of all densities with weights, isolated nodes among them."""
    for seed in range(GRAPHS):
        chance = random.Random(seed)
        count = chance.randint(1, most)
        graph = nx.gnp_random_graph(count, chance.random(), seed=seed, directed=directed)
        for a, b in graph.edges:
            graph.edges[a, b]["measures"] = chance.randint(1, 5)
            graph.edges[a, b]["newman"] = chance.random() + 0.1
        yield graph


def theirs(graph: nx.Graph) -> igraph.Graph:
    made = igraph.Graph(n=len(graph), edges=list(graph.edges), directed=graph.is_directed())
    for name in ("measures", "newman"):
        made.es[name] = [data[name] for *_, data in graph.edges(data=True)]
    return made


def in_order(nodes: Iterable[Hashable]) -> list[int]:
    """The nodes of a random graph, which are numbers, in their order."""
    return sorted(node for node in nodes if isinstance(node, int))


def body(number: int) -> Body:
    return Body(f"b{number}", "Body", f"b{number}", iri=f"b{number}")


def incidences() -> Iterator[Incidence]:
    for seed in range(GRAPHS):
        chance = random.Random(seed)
        bodies, measures = chance.randint(1, 8), chance.randint(1, 10)
        parts = sorted(
            {
                (chance.randrange(measures), chance.randrange(bodies), chance.randrange(4))
                for _ in range(chance.randint(0, 25))
            }
        )
        columns = np.array(parts, dtype=np.int32).reshape(-1, 3)
        yield Incidence(
            [
                replace(
                    body(n), level=chance.choice(LEVELS), functions=tuple(chance.sample("fgh", chance.randint(0, 2)))
                )
                for n in range(bodies)
            ],
            [Measure(f"t{n}", iri=f"t{n}") for n in range(measures)],
            columns[:, 1],
            columns[:, 0],
            columns[:, 2].astype(np.int8),
        )


# --- networks, against their definitions -----------------------------------------------------------------------


def test_shared_network() -> None:
    for each in incidences():
        owners: dict[int, set[int]] = {}
        for body, measure in zip(each.body.tolist(), each.measure.tolist(), strict=True):
            owners.setdefault(measure, set()).add(body)
        counts: Counter[frozenset[str]] = Counter()
        weights: defaultdict[frozenset[str], float] = defaultdict(float)
        for together in owners.values():
            for a, b in itertools.combinations(together, 2):
                counts[frozenset((f"b{a}", f"b{b}"))] += 1
                weights[frozenset((f"b{a}", f"b{b}"))] += 1 / (len(together) - 1)
        graph = shared_network(each)
        assert len(graph) == len(each.bodies)
        assert {frozenset(edge[:2]): edge[2]["measures"] for edge in graph.edges(data=True)} == dict(counts)
        found = {frozenset(edge[:2]): edge[2]["newman"] for edge in graph.edges(data=True)}
        assert found == pytest.approx(dict(weights))
        both = bipartite(each)
        bodies = [node for node, side in both.nodes(data="bipartite") if side == 0]
        projected = nx.bipartite.weighted_projected_graph(both, bodies)
        assert {frozenset((a, b)): data["weight"] for a, b, data in projected.edges(data=True)} == dict(counts)


def test_lead_support() -> None:
    for each in incidences():
        tied: Counter[tuple[str, str]] = Counter()
        parts = list(zip(each.measure.tolist(), each.body.tolist(), [ROLES[code] for code in each.role], strict=True))
        for (measure, a, role), (other_measure, b, other_role) in itertools.product(parts, parts):
            if measure == other_measure and a != b and (role, other_role) == ("lead", "support"):
                tied[f"b{a}", f"b{b}"] += 1
        assert {(a, b): data["measures"] for a, b, data in lead_support(each).edges(data=True)} == dict(tied)


# --- loads ----------------------------------------------------------------------------------------------------------


def test_load_shared_load_redundancy_participation() -> None:
    for each in incidences():
        both = bipartite(each)
        borne: dict[str, set[str]] = {body.iri: set() for body in each.bodies}
        owners: dict[str, set[str]] = {measure.iri: set() for measure in each.measures}
        for body, measure in zip(each.body.tolist(), each.measure.tolist(), strict=True):
            borne[f"b{body}"].add(f"t{measure}")
            owners[f"t{measure}"].add(f"b{body}")
        assert ours.load(both) == {body: len(measures) for body, measures in borne.items()}
        assert ours.shared_load(both) == {
            body: sum(len(owners[measure]) > 1 for measure in measures) for body, measures in borne.items()
        }
        assert ours.redundancy(both) == {measure: len(bodies) - 1 for measure, bodies in owners.items()}
        group: dict[Hashable, Hashable] = {measure.iri: at % 3 for at, measure in enumerate(each.measures)}
        for body, value in ours.participation(both, group).items():
            measures = borne[str(body)]
            counts = [sum(group[measure] == g for measure in measures) for g in range(3)]
            shares = [count / len(measures) for count in counts] if measures else [1.0]
            assert value == pytest.approx(1 - sum(share**2 for share in shares))


def test_vertical_coverage() -> None:
    tiers = ("national", "provincial", "municipal", "county", "township")
    for each in incidences():
        found = ours.vertical_coverage(each)
        for at, upper in enumerate(each.bodies):
            measures = {measure for measure, body, _ in each.entries() if body == at}
            if not measures or not upper.functions or upper.level not in tiers[:3]:
                assert upper.iri not in found
                continue
            taken = 0
            for measure in measures:
                here = [each.bodies[b] for t, b, _ in each.entries() if t == measure]
                below = [b for b in here if b.level in tiers and tiers.index(b.level) > tiers.index(upper.level)]
                taken += any(set(b.functions) & set(upper.functions) for b in below)
            assert found[upper.iri] == pytest.approx(taken / len(measures))


def test_strength() -> None:
    for graph in graphs():
        assert list(ours.strength(graph, "newman").values()) == pytest.approx(theirs(graph).strength(weights="newman"))


# --- centrality --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("fast", [False, True])
def test_betweenness(directed: bool, fast: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not fast:
        monkeypatch.setattr(centrality, "_exact", lambda graph: dict(nx.betweenness_centrality(graph)))
    for graph in graphs(directed):
        count = len(graph)
        scale = (count - 1) * (count - 2) / (1 if directed else 2)
        wanted = [value / scale if scale else 0.0 for value in theirs(graph).betweenness(directed=directed)]
        assert list(ours.betweenness(graph).values.values()) == pytest.approx(wanted)


def test_sampled_betweenness_is_within_its_stated_error() -> None:
    graph = nx.barabasi_albert_graph(300, 2, seed=1)
    exact = ours.betweenness(graph).values
    sampled = ours.betweenness(graph, samples=100, seed=3)
    assert 0 < sampled.error < 0.05
    assert max(abs(sampled.values[node] - exact[node]) for node in graph) < 4 * sampled.error
    assert ours.betweenness(graph, samples=100, seed=3) == sampled


@pytest.mark.parametrize("directed", [False, True])
def test_paths_from_every_body_together_are_the_exact_betweenness(directed: bool) -> None:
    """What the sample adds up, taken from every source: igraph's values, with whichever batch it comes in."""
    for graph in graphs(directed):
        count = len(graph)
        scale = count / ((count - 1) * (count - 2)) if count > 2 else 0.0
        sources = list(range(count))
        shares = np.concatenate([carried(graph, sources[at : at + 5]) for at in range(0, count, 5)], axis=1)
        norm = (count - 1) * (count - 2) / (1 if directed else 2)
        wanted = [value / norm if norm else 0.0 for value in theirs(graph).betweenness(directed=directed)]
        assert (shares * scale).mean(axis=1).tolist() == pytest.approx(wanted)


def test_dependence() -> None:
    for graph in graphs(directed=True):
        wanted = theirs(graph).pagerank(weights="measures")
        assert list(ours.dependence(graph).values()) == pytest.approx(wanted, abs=1e-6)


def test_constraint() -> None:
    for graph in graphs():
        wanted = theirs(graph).constraint(weights="measures")
        found = ours.constraint(graph)
        assert set(found) == {node for node in graph if graph.degree(node)}
        for node, value in found.items():
            assert value == pytest.approx(wanted[node])


# --- structure ---------------------------------------------------------------------------------------------------


def test_components_bridges_articulations_cores() -> None:
    for graph in graphs():
        other = theirs(graph)
        assert sorted(map(in_order, ours.components(graph))) == sorted(map(sorted, other.connected_components()))
        assert [len(group) for group in ours.components(graph)] == sorted(map(len, other.connected_components()))[::-1]
        ends = sorted(sorted(other.es[at].tuple) for at in other.bridges())
        assert sorted(map(in_order, ours.bridges(graph))) == ends
        assert ours.articulations(graph) == sorted(other.articulation_points())
        assert list(ours.core_number(graph).values()) == other.coreness()


def test_modularity_and_communities() -> None:
    for graph in graphs():
        groups = ours.communities(graph)
        assert in_order(node for group in groups for node in group) == sorted(graph)
        assert groups == ours.communities(graph)
        if graph.size():
            member = {node: at for at, group in enumerate(groups) for node in group}
            wanted = theirs(graph).modularity([member[node] for node in graph], weights="newman")
            assert ours.modularity(graph, groups) == pytest.approx(wanted)
            best = theirs(graph).community_multilevel(weights="newman").modularity
            assert ours.modularity(graph, groups) > best - 0.12
            alone = [frozenset({node}) for node in graph]
            assert ours.modularity(graph, groups) >= ours.modularity(graph, alone) - 1e-9


def test_core_periphery_is_the_best_of_all_divisions() -> None:
    def wrong(graph: nx.Graph, core: frozenset[Hashable]) -> int:
        inside = int(graph.subgraph(core).number_of_edges())
        outside = int(graph.subgraph(set(graph) - core).number_of_edges())
        return len(core) * (len(core) - 1) // 2 - inside + outside

    for graph in graphs(most=8):
        best = min(
            wrong(graph, frozenset(core))
            for size in range(len(graph) + 1)
            for core in itertools.combinations(graph, size)
        )
        assert wrong(graph, ours.core_periphery(graph)) == best


# --- chance --------------------------------------------------------------------------------------------------------


def test_curveball_keeps_both_degree_sequences() -> None:
    for each in incidences():
        both = bipartite(each)
        sides = [set(both[body.iri]) for body in each.bodies]
        measures = sorted({measure for side in sides for measure in side})
        numbered = [{measures.index(measure) for measure in side} for side in sides]
        drawn = ours.curveball(numbered, np.random.default_rng(1))
        assert [len(side) for side in drawn] == [len(side) for side in numbered]
        before, after = (Counter(measure for side in each_ for measure in side) for each_ in (numbered, drawn))
        assert before == after


def test_curveball_draws_every_graph_alike() -> None:
    """All graphs with these degrees, counted out; the draws must be even among them."""
    sides = [{0, 1}, {1, 2}, {0}]
    possible = {
        tuple(map(frozenset, drawn))
        for drawn in itertools.product(
            *([frozenset(c) for c in itertools.combinations(range(3), len(side))] for side in sides)
        )
        if Counter(t for side in drawn for t in side) == Counter(t for side in sides for t in side)
    }
    rng = np.random.default_rng(0)
    seen: Counter[tuple[frozenset[int], ...]] = Counter()
    for _ in range(6000):
        sides = ours.curveball(sides, rng)
        seen[tuple(map(frozenset, sides))] += 1
    assert set(seen) == possible
    expected = 6000 / len(possible)
    chi = sum((seen[each] - expected) ** 2 / expected for each in possible)
    assert chi < 4 * len(possible), "not even"


def test_rounds_of_curveball_keep_both_degree_sequences() -> None:
    for each in incidences():
        entries = np.array(sorted(set(zip(each.body.tolist(), each.measure.tolist(), strict=True))), dtype=np.int64)
        bodies, measures = entries.reshape(-1, 2).T
        drawn = ours.curveball_rounds(bodies, measures, np.random.default_rng(1))
        assert np.array_equal(np.bincount(drawn, minlength=9), np.bincount(bodies, minlength=9))
        assert len(set(zip(drawn.tolist(), measures.tolist(), strict=True))) == len(entries), "no measure twice"


def test_rounds_of_curveball_draw_every_graph_alike() -> None:
    """All graphs with these degrees, counted out, of an odd number of bodies."""
    bodies, measures = np.array([0, 0, 1, 1, 2]), np.array([0, 1, 1, 2, 0])
    possible = {
        tuple(sorted((body, measure) for body, side in enumerate(sides) for measure in side))
        for sides in itertools.product(*(itertools.combinations(range(3), size) for size in (2, 2, 1)))
        if Counter(measure for side in sides for measure in side) == {0: 2, 1: 2, 2: 1}
    }
    rng, seen = np.random.default_rng(0), Counter[tuple[tuple[int, int], ...]]()
    for _ in range(6000):
        bodies = ours.curveball_rounds(bodies, measures, rng)
        seen[tuple(sorted(zip(bodies.tolist(), measures.tolist(), strict=True)))] += 1
    assert set(seen) == possible
    expected = 6000 / len(possible)
    chi = sum((seen[each] - expected) ** 2 / expected for each in possible)
    assert chi < 4 * len(possible), f"not even: {seen}"


def test_excess_against_all_graphs_of_the_same_degrees() -> None:
    parts = [("t1", "a", "lead"), ("t1", "b", "lead"), ("t2", "a", "lead"), ("t2", "b", "lead"), ("t3", "c", "lead")]
    graph = bipartite(Incidence.of(parts))
    (pair,) = ours.excess(graph, samples=4000, seed=1)
    names, measures = ["a", "b", "c"], ["t1", "t2", "t3"]
    sizes, needed = [2, 2, 1], {"t1": 2, "t2": 2, "t3": 1}
    draws = [
        drawn
        for drawn in itertools.product(*(itertools.combinations(measures, size) for size in sizes))
        if Counter(measure for side in drawn for measure in side) == needed
    ]
    shared = [len(set(drawn[0]) & set(drawn[1])) for drawn in draws]
    assert (pair.one, pair.other, pair.shared) == ("a", "b", 2) and len(names) == 3
    assert pair.p == pytest.approx(sum(count >= 2 for count in shared) / len(draws), abs=4 * pair.error)
    assert pair.expected == pytest.approx(sum(shared) / len(draws), abs=0.05)
    assert pair.q == pytest.approx(pair.p)


def test_corrected_probabilities_are_benjamini_and_hochbergs() -> None:
    rows = ours.excess(bipartite(next(itertools.islice(incidences(), 7, 8))), samples=50)
    for rank, row in enumerate(rows, 1):
        rest = [other.p * len(rows) / (at + 1) for at, other in enumerate(rows) if at + 1 >= rank]
        assert row.q == pytest.approx(min(1.0, *rest))


# --- where there is next to nothing -----------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 10_000])
def test_bodies_without_a_tie(count: int) -> None:
    graph = nx.empty_graph(count)
    assert ours.components(graph) == [frozenset({node}) for node in graph]
    assert ours.bridges(graph) == ours.articulations(graph) == []
    assert set(ours.betweenness(graph, samples=20).values.values()) <= {0.0}
    assert ours.constraint(graph) == {} and ours.core_periphery(graph) == frozenset()
    assert len(ours.communities(graph)) == count and ours.modularity(graph, ours.communities(graph)) == 0.0
    assert set(ours.core_number(graph).values()) <= {0} and set(ours.strength(graph).values()) <= {0}
    assert math.isclose(sum(ours.dependence(nx.empty_graph(count, nx.DiGraph())).values()), min(count, 1), abs_tol=1e-6)
    nobody = np.array([], dtype=np.int32)
    idle = Incidence([body(n) for n in range(count)], [], nobody, nobody, nobody.astype(np.int8))
    assert len(shared_network(idle)) == count and ours.vertical_coverage(idle) == {}
    assert ours.excess(bipartite(idle)) == [] and set(ours.load(bipartite(idle)).values()) <= {0}


def test_the_former_package_name_works_and_warns() -> None:
    former = importlib.import_module("policygraph.analysis.measures")
    with pytest.warns(DeprecationWarning, match=r"analysis\.metrics"):
        assert former.betweenness is centrality.betweenness
