"""Metrics of whole networks on random graphs: against igraph or NetworkX where they have them, else the definition."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Hashable, Iterator

import igraph
import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

from policygraph.analysis import Incidence, bipartite
from policygraph.analysis import metrics as ours

GRAPHS = 120


def graphs(directed: bool = False, most: int = 12) -> Iterator[nx.Graph]:
    """Random graphs of all densities: empty ones, complete ones, one node alone, isolated nodes."""
    kind = nx.DiGraph if directed else nx.Graph
    yield nx.empty_graph(0, kind)
    yield nx.empty_graph(1, kind)
    yield nx.empty_graph(4, kind)
    yield nx.complete_graph(4, kind)
    for seed in range(GRAPHS):
        chance = random.Random(seed)
        graph = nx.gnp_random_graph(chance.randint(1, most), chance.random(), seed=seed, directed=directed)
        for a, b in graph.edges:
            graph.edges[a, b]["weight"] = chance.randint(1, 5)
        yield graph


def theirs(graph: nx.Graph) -> igraph.Graph:
    return igraph.Graph(n=len(graph), edges=list(graph.edges), directed=graph.is_directed())


def same(found: float | None, wanted: float | None) -> bool:
    """Whether two values are equal, ``None`` standing for NaN."""
    if wanted is None or math.isnan(wanted):
        return found is None
    return found is not None and found == pytest.approx(wanted, abs=1e-9)


def labelled(graph: nx.Graph, seed: int = 0, missing: bool = True) -> dict[Hashable, Hashable]:
    """A group for most nodes."""
    chance = random.Random(seed)
    groups = {node: chance.choice("xyz") for node in graph}
    return {node: name for node, name in groups.items() if not missing or chance.random() < 0.9}


# --- the matrix ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("directed", [False, True])
def test_a_matrix_has_the_ties_and_no_loops(directed: bool) -> None:
    for graph in graphs(directed):
        if len(graph):
            graph.add_edge(0, 0, weight=7)
        made = ours.adjacency(graph, "weight")
        graph.remove_edges_from(list(nx.selfloop_edges(graph)))
        wanted = nx.to_numpy_array(graph, weight="weight")
        assert (made.weights.toarray() == wanted).all() and (made.ties.toarray() == (wanted > 0)).all()
        assert (made.either.toarray() == ((wanted + wanted.T) > 0)).all()
        assert made.count == graph.number_of_edges() and len(made) == len(graph)
        assert same(made.density, nx.density(graph) if len(graph) > 1 else None)
        assert ours.adjacency(made) is made


# --- centralisation and paths ----------------------------------------------------------------------------------------


def test_degree_centralization() -> None:
    for graph in graphs():
        degrees = [degree for _, degree in graph.degree()]
        count = len(graph)
        wanted = sum(max(degrees) - d for d in degrees) / ((count - 1) * (count - 2)) if count > 2 else None
        assert same(ours.degree_centralization(graph), wanted)
    for graph in graphs(directed=True):
        count = len(graph)
        for found, degrees in (
            (ours.in_degree_centralization(graph), [d for _, d in graph.in_degree()]),
            (ours.out_degree_centralization(graph), [d for _, d in graph.out_degree()]),
        ):
            assert same(found, sum(max(degrees) - d for d in degrees) / (count - 1) ** 2 if count > 1 else None)
        assert same(ours.degree_centralization(graph), ours.degree_centralization(graph.to_undirected()))


def test_a_star_is_the_most_central_network() -> None:
    star = nx.star_graph(6)
    inwards = nx.DiGraph((leaf, 0) for leaf in range(1, 7))
    assert ours.degree_centralization(star) == 1.0 and ours.shortest_paths(star).centralization == pytest.approx(1)
    assert (ours.in_degree_centralization(inwards), ours.out_degree_centralization(inwards.reverse())) == (1.0, 1.0)


@pytest.mark.parametrize("directed", [False, True])
def test_paths(directed: bool) -> None:
    for graph in graphs(directed):
        count = len(graph)
        found = ours.shortest_paths(graph)
        steps = [n for row in theirs(graph).distances() for n in row if 0 < n < math.inf]
        assert same(found.length, sum(steps) / len(steps) if steps else None)
        assert same(found.reachable, len(steps) / (count * (count - 1)) if count > 1 else None)
        assert found.length_error == found.centralization_error == 0
        scale = (count - 1) * (count - 2) / (1 if directed else 2)
        between = [value / scale for value in theirs(graph).betweenness()] if count > 2 else []
        wanted = sum(max(between) - value for value in between) / (count - 1) if count > 2 else None
        assert same(found.centralization, wanted)


def test_sampled_paths_are_within_their_stated_error() -> None:
    graph = nx.barabasi_albert_graph(400, 2, seed=1)
    exact = ours.shortest_paths(graph)
    off, far = [], []
    for seed in range(20):
        found = ours.shortest_paths(graph, samples=80, seed=seed)
        assert found == ours.shortest_paths(graph, samples=80, seed=seed)
        assert found.length is not None and exact.length is not None
        assert found.centralization is not None and exact.centralization is not None
        assert 0 < found.length_error < 0.2 and 0 < found.centralization_error < 0.2
        off.append(abs(found.length - exact.length) / found.length_error)
        far.append(abs(found.centralization - exact.centralization) / found.centralization_error)
    assert max(off) < 4 and 0.3 < np.mean(off) < 1.6 and max(far) < 4 and 0.3 < np.mean(far) < 1.6


# --- clustering ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("directed", [False, True])
def test_clustering(directed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for graph in graphs(directed):
        plain = nx.Graph(graph)
        other = theirs(plain)
        assert ours.triangles(graph).tolist() == list(nx.triangles(plain).values())
        assert same(ours.transitivity(graph), other.transitivity_undirected())
        assert same(ours.mean_clustering(graph), other.transitivity_avglocal_undirected())
    dense = nx.gnp_random_graph(60, 0.5, seed=1)
    monkeypatch.setattr("policygraph.analysis.metrics.closure._AT_ONCE", 50)
    assert ours.triangles(dense).tolist() == list(nx.triangles(dense).values()), "in many blocks of rows"


def test_effective_size() -> None:
    for graph in graphs():
        wanted = {node: value for node, value in nx.effective_size(graph, nodes=list(graph)).items() if value == value}
        assert ours.effective_size(graph) == pytest.approx(wanted)
        if len(graph):
            whole = {node: value for node, value in nx.effective_size(graph).items() if value == value}
            assert ours.effective_size(graph) == pytest.approx(whole), "Burt's own formula, for ties of one strength"


def shared(seed: int) -> Incidence:
    chance = random.Random(seed)
    bodies, measures = chance.randint(1, 6), chance.randint(1, 9)
    parts = {(f"m{chance.randrange(measures)}", f"b{chance.randrange(bodies)}") for _ in range(chance.randint(0, 24))}
    return Incidence.of((measure, body, "lead") for measure, body in sorted(parts))


def test_clustering_of_bodies_and_measures() -> None:
    for seed in range(GRAPHS):
        parts = shared(seed)
        both, matrix = bipartite(parts), parts.matrix()
        bodies = [body.iri for body in parts.bodies]
        found, paths = ours.bipartite_clustering(matrix), 0
        cycles = 0
        for a, b in itertools.combinations(bodies, 2):
            together = len(set(both[a]) & set(both[b]))
            cycles += together * (together - 1) // 2
        for a, b in both.edges:
            paths += (both.degree(a) - 1) * (both.degree(b) - 1)
        assert same(found, 4 * cycles / paths if paths else None)
        if paths:
            assert found == pytest.approx(nx.bipartite.robins_alexander_clustering(both))
        wanted = nx.bipartite.latapy_clustering(both, bodies) if bodies else {}
        for body, value in zip(bodies, ours.pair_clustering(matrix).tolist(), strict=True):
            partners = any(both.degree(measure) > 1 for measure in both[body])
            assert value == pytest.approx(wanted[body]) if partners else math.isnan(value)
    assert ours.bipartite_clustering(csr_array((3, 2))) is None


# --- mixing ----------------------------------------------------------------------------------------------------------


def test_reciprocity() -> None:
    for graph in graphs(directed=True):
        assert same(ours.reciprocity(graph), theirs(graph).reciprocity() if graph.size() else None)
    assert ours.reciprocity(nx.path_graph(3)) is None


@pytest.mark.parametrize("directed", [False, True])
def test_assortativity(directed: bool) -> None:
    undefined = 0
    for seed, graph in enumerate(graphs(directed)):
        group = labelled(graph, seed)
        kept = graph.subgraph(group)
        found = ours.assortativity(graph, group)
        ends = {group[node] for edge in kept.edges for node in edge}
        if not kept.size() or len(ends) == 1:
            assert found is None
            undefined += 1
            continue
        nx.set_node_attributes(kept, group, "group")
        renumbered = nx.convert_node_labels_to_integers(kept)
        codes = ["xyz".index(data["group"]) for _, data in renumbered.nodes(data=True)]
        assert found == pytest.approx(theirs(renumbered).assortativity_nominal(codes, directed=directed))
        assert found == pytest.approx(nx.attribute_assortativity_coefficient(kept, "group"))
    assert undefined > 3


# --- core ------------------------------------------------------------------------------------------------------------


def test_share_of_the_core() -> None:
    for graph in graphs():
        assert same(ours.core_share(graph), len(ours.core_periphery(graph)) / len(graph) if len(graph) else None)


def correlation(graph: nx.Graph, core: frozenset[Hashable]) -> float | None:
    """Pearson's, of the cells above the diagonal with those of the ideal."""
    pairs = list(itertools.combinations(graph, 2))
    tied = np.array([graph.has_edge(a, b) for a, b in pairs], dtype=float)
    ideal = np.array([a in core or b in core for a, b in pairs], dtype=float)
    if len(pairs) < 2 or not tied.std() or not ideal.std():
        return None
    return float(np.corrcoef(tied, ideal)[0, 1])


def test_core_with_the_best_correlation() -> None:
    best, several = 0, 0
    for graph in graphs(most=8):
        found = ours.correlated_core(graph)
        every = [
            value
            for size in range(len(graph) + 1)
            for core in itertools.combinations(graph, size)
            if (value := correlation(graph, frozenset(core))) is not None
        ]
        if not every:
            assert found == ours.Core(frozenset(), None)
            continue
        several += 1
        assert found.correlation == pytest.approx(correlation(graph, found.members))
        best += found.correlation is not None and found.correlation > max(every) - 1e-9
        for node in graph:
            moved = correlation(graph, found.members ^ {node})
            assert moved is None or found.correlation is None or moved < found.correlation + 1e-9
    assert several > 60 and best >= 0.97 * several, f"the best core in {best} of {several}"


# --- communities -----------------------------------------------------------------------------------------------------


def divisions(nodes: list[int]) -> Iterator[list[list[int]]]:
    if not nodes:
        yield []
        return
    for rest in divisions(nodes[1:]):
        yield [[nodes[0]], *rest]
        for at, group in enumerate(rest):
            yield [*rest[:at], [nodes[0], *group], *rest[at + 1 :]]


def test_modularity_of_many_divisions() -> None:
    most = tied = 0
    for graph in graphs(most=6):
        found = ours.modularity_range(graph, seeds=5, weight="weight")
        if not graph.size():
            assert found is None
            continue
        assert found is not None
        tied += 1
        best = max(nx.community.modularity(graph, each, weight="weight") for each in divisions(list(graph)))
        assert best - 0.1 < found.least <= found.median <= found.most <= best + 1e-9
        most += found.most > best - 1e-9
    assert tied > 60 and most > 0.95 * tied, f"the best division in {most} of {tied}"


@pytest.mark.parametrize("directed", [False, True])
def test_louvain_against_igraph(directed: bool) -> None:
    for seed in range(12):
        graph = nx.gnp_random_graph(40, 0.05 + seed / 24, seed=seed, directed=directed)
        both = nx.Graph()
        both.add_nodes_from(graph)
        for a, b in graph.edges:
            before = both.edges[a, b]["weight"] if both.has_edge(a, b) else 0
            both.add_edge(a, b, weight=before + 1)
        labels = ours.louvain(graph, seed)
        assert (labels == ours.louvain(graph, seed)).all()
        other = theirs(both)
        other.es["weight"] = [data["weight"] for *_, data in both.edges(data=True)]
        value = other.modularity(labels.tolist(), weights="weight")
        assert value > other.community_multilevel(weights="weight").modularity - 0.05
        found = ours.modularity_range(graph, seeds=seed + 1)
        assert found is not None and found.least - 1e-9 <= value <= found.most + 1e-9


# --- brokers ---------------------------------------------------------------------------------------------------------


def role_of(i: Hashable, j: Hashable, k: Hashable) -> str:
    """The role of j by the groups of the three, as Gould and Fernandez define it."""
    if i == j:
        return "coordinator" if j == k else "representative"
    if j == k:
        return "gatekeeper"
    return "consultant" if i == k else "liaison"


def counted(graph: nx.Graph, group: dict[Hashable, Hashable]) -> dict[Hashable, dict[str, int]]:
    found: dict[Hashable, dict[str, int]] = {node: dict.fromkeys(ours.BROKERS, 0) for node in graph if node in group}
    for i, j, k in itertools.permutations(found, 3):
        if graph.has_edge(i, j) and graph.has_edge(j, k) and not graph.has_edge(i, k):
            found[j][role_of(group[i], group[j], group[k])] += 1
    return found


@pytest.mark.parametrize("directed", [False, True])
def test_brokers(directed: bool) -> None:
    for seed, graph in enumerate(graphs(directed, most=9)):
        group = labelled(graph, seed)
        found = ours.brokerage(graph, group)
        assert {node: {r: b.count for r, b in roles.items()} for node, roles in found.items()} == counted(graph, group)
        assert directed or {b.expected for roles in found.values() for b in roles.values()} <= {None}


#: A network, the groups of its nodes, and what R's package sna 2.7-1 gave for it: the z of five nodes by the function
#: ``brokerage`` (w_I, b_OI, b_IO, w_O, b_O), and the centralisations by ``centralization``.
TIES = {
    0: [1, 2, 4, 5, 10],
    1: [2, 3, 4, 9],
    2: [4, 8, 10],
    4: [0, 3, 5],
    5: [0, 2, 11],
    6: [0, 1, 4, 7, 9],
    7: [3],
    8: [1, 3, 7, 9, 10],
    9: [2, 5, 6, 7, 8, 11],
    10: [0, 2, 4, 11],
    11: [1, 3, 7, 9, 10],
}
GROUPS = [2, 1, 1, 1, 1, 3, 3, 2, 1, 2, 3, 2]
OF_SNA = {
    0: (-0.60302269, -0.8870655, -0.8870655, 2.2662355, 1.3832083),
    1: (0.95636507, 1.3516622, -0.9581403, -0.2422719, -1.0327956),
    4: (0.09563651, 0.4277412, 0.8897017, 0.4845437, -1.0327956),
    10: (-0.40000000, -0.7682213, -0.7682213, 0.8109308, 1.2593050),
    11: (-0.60302269, 1.1088319, 0.6098575, -0.5150535, 0.8852533),
}


def test_values_of_sna() -> None:
    graph = nx.DiGraph((a, b) for a, ends in TIES.items() for b in ends)
    graph.add_nodes_from(range(12))
    found = ours.brokerage(graph, dict(enumerate(GROUPS)))
    for node, wanted in OF_SNA.items():
        assert [roles.z for roles in found[node].values()] == pytest.approx(wanted, abs=1e-6)
    assert ours.in_degree_centralization(graph) == pytest.approx(0.1322314, abs=1e-6)
    assert ours.out_degree_centralization(graph) == pytest.approx(0.231405, abs=1e-6)
    assert ours.shortest_paths(graph).centralization == pytest.approx(0.1157025, abs=1e-6)
    assert ours.reciprocity(graph) == pytest.approx(0.3636364, abs=1e-6)


def test_expected_brokers_are_those_of_all_networks_of_the_density() -> None:
    """Every directed network of four nodes, each as likely as its ties make it."""
    nodes: list[Hashable] = [0, 1, 2, 3]
    group: dict[Hashable, Hashable] = {0: "x", 1: "x", 2: "x", 3: "y"}
    apart: dict[Hashable, Hashable] = {0: "x", 1: "y", 2: "z", 3: "z"}
    pairs = list(itertools.permutations(nodes, 2))
    observed = nx.DiGraph()
    observed.add_nodes_from(nodes)
    observed.add_edges_from(pairs[:5])
    p = 5 / len(pairs)
    for groups in (group, apart):
        mean: dict[tuple[Hashable, str], float] = {}
        square: dict[tuple[Hashable, str], float] = {}
        for chosen in itertools.product((False, True), repeat=len(pairs)):
            chance = p ** sum(chosen) * (1 - p) ** (len(pairs) - sum(chosen))
            ties = {pair for pair, there in zip(pairs, chosen, strict=True) if there}
            counts: dict[tuple[Hashable, str], int] = {}
            for i, j, k in itertools.permutations(nodes, 3):
                if (i, j) in ties and (j, k) in ties and (i, k) not in ties:
                    key = j, role_of(groups[i], groups[j], groups[k])
                    counts[key] = counts.get(key, 0) + 1
            for key, count in counts.items():
                mean[key] = mean.get(key, 0) + chance * count
                square[key] = square.get(key, 0) + chance * count**2
        for node, roles in ours.brokerage(observed, groups).items():
            for role, found in roles.items():
                expected = mean.get((node, role), 0.0)
                spread = math.sqrt(max(square.get((node, role), 0.0) - expected**2, 0))
                assert found.expected == pytest.approx(expected, abs=1e-9)
                assert same(found.z, (found.count - expected) / spread if spread > 1e-9 else None)


# --- equivalence -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("weight", [None, "weight"])
def test_distances_of_tie_profiles(directed: bool, weight: str | None) -> None:
    for graph in graphs(directed):
        x = nx.to_numpy_array(graph, weight=weight)
        found = ours.equivalence_distances(graph, weight)
        for i, j in itertools.product(range(len(graph)), repeat=2):
            others = [k for k in range(len(graph)) if k not in (i, j)]
            total = sum((x[i, k] - x[j, k]) ** 2 for k in others)
            if directed and i != j:
                total += sum((x[k, i] - x[k, j]) ** 2 for k in others) + 2 * (x[i, j] - x[j, i]) ** 2
            assert found[i, j] == pytest.approx(math.sqrt(total), abs=1e-6)


def test_equivalent_bodies_are_one_class() -> None:
    for sizes in ((3, 4), (2, 3, 5)):
        graph = nx.complete_multipartite_graph(*sizes)
        wanted = {frozenset(node for node, data in graph.nodes(data=True) if data["subset"] == at) for at in range(9)}
        found = ours.equivalence_classes(graph)
        assert set(found.classes) == wanted - {frozenset()} and found.silhouette == pytest.approx(1)
        assert [len(each) for each in found.classes] == sorted(sizes, reverse=True)


def test_classes_of_any_network() -> None:
    for graph in graphs():
        found = ours.equivalence_classes(graph)
        assert sorted(node for each in found.classes for node in each if isinstance(node, int)) == sorted(graph)
        if len(found.classes) > 1:
            distances = ours.equivalence_distances(graph)
            classes = [[node for node in each if isinstance(node, int)] for each in found.classes]
            rated: list[float] = []
            for own, node in ((each, node) for each in classes for node in each):
                a = sum(float(distances[node, n]) for n in own) / max(len(own) - 1, 1)
                b = min(sum(float(distances[node, n]) for n in each) / len(each) for each in classes if each is not own)
                rated.append((b - a) / max(a, b) if len(own) > 1 and max(a, b) else 0.0)
            assert found.silhouette == pytest.approx(sum(rated) / len(rated))
    assert len(ours.equivalence_classes(nx.path_graph(5), classes=3).classes) == 3
