"""Files for other programs: each is read back by a reader that is not ours, with hostile labels."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import igraph
import networkx as nx
import pytest

from competency import dataset
from policygraph.analysis import Incidence, bipartite, incidence, issuing, lead_support, shared_network, vertical
from policygraph.analysis.colours import SHADES, colour_of_level, find_lightness
from policygraph.analysis.exports import (
    date_ties,
    make_csv,
    make_dl,
    make_edges_csv,
    make_gexf,
    make_graphml,
    make_nodes_csv,
    make_pajek,
)
from policygraph.model import LEVELS, Measure, Policy

HOSTILE = [
    '福建省 "财政" 厅',
    "two\nlines\r\nand\ttab",
    "back\\slash\\",
    "a, b = c: d",
    "*Edges",
    "data:",
    "labels",
    "% comment",
    "'single' <tag> & 实体",
    "A名",
    "a名",
    "3",
    "",
    "control\x02\ufffe",
    "half \ud83d pair",
    "𠮷野家区 财政局",
]


def hostile(kind: type[nx.Graph] = nx.Graph) -> nx.Graph:
    """A path through all hostile labels but the last, which is isolated."""
    graph = kind()
    for at, label in enumerate(HOSTILE):
        graph.add_node(
            f"https://example.org/{at}", label=label, label_en=f"en {at}", level="county", functions=("a", "b")
        )
    nodes = list(graph)
    graph.add_edges_from((a, b, {"weight": at}) for at, (a, b) in enumerate(pairwise(nodes[:-1]), 1))
    return graph


def two_modes() -> nx.Graph:
    return bipartite(
        Incidence.of([("m 1", "a", "lead"), ("m 1", "b", "support"), ("m,2", "b", "lead"), ("m,2", "b", "joint")])
    )


def structure(graph: nx.Graph) -> list[tuple[int, int, float]]:
    at = {node: number for number, node in enumerate(graph)}
    return sorted((at[a], at[b], float(weight)) for a, b, weight in graph.edges(data="weight"))


def read_dl(data: bytes) -> tuple[str, list[list[str]], list[list[float]]]:
    """A reader of DL by UCINET's reference: format, lists of labels, rows of data."""
    text = data.decode()
    assert re.match(r"dl\s", text)
    head, body = re.split(r"\ndata:\n", text, maxsplit=1)
    lists = [part.split("\n") for part in re.split(r"\n(?:row |column )?labels:\n", head)[1:]]
    found = re.search(r"format = (\w+)", head)
    assert found
    return found[1], lists, [[float(value) for value in line.split()] for line in body.splitlines()]


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_pajek_is_read_by_networkx_and_igraph(kind: type[nx.Graph], tmp_path: Path) -> None:
    graph = hostile(kind)
    path = tmp_path / "a.net"
    path.write_bytes(make_pajek(graph))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf%")
    read = nx.read_pajek(path)
    assert read.is_directed() == graph.is_directed() and len(read) == len(graph) == len(HOSTILE)
    assert structure(read) == structure(graph)
    labels = list(read)
    assert labels[0] == "福建省 '财政' 厅" and labels[1] == "two lines and tab" and labels[2] == "back/slash/"
    assert labels[9:11] == ["A名", "a名_2"] and labels[-1] == "𠮷野家区 财政局"
    other = igraph.Graph.Read_Pajek(str(path))
    assert other.is_directed() == graph.is_directed() and other.vcount() == len(HOSTILE)
    assert other.es["weight"] == [weight for *_, weight in structure(graph)]
    assert next(iter(nx.read_pajek(io.BytesIO(make_pajek(graph, "en"))))) == "en 0"


def test_pajek_has_bodies_first_in_two_modes() -> None:
    text = make_pajek(two_modes()).decode("utf-8-sig")
    assert text.splitlines()[1] == "*Vertices 4 2" and '1 "a"' in text and '3 "m 1"' in text
    assert text.partition("*Edges\n")[2] == "1 3 1\n2 3 1\n2 4 2\n"


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_dl_is_read_by_igraph(kind: type[nx.Graph], tmp_path: Path) -> None:
    graph = hostile(kind)
    path = tmp_path / "a.dl"
    path.write_bytes(make_dl(graph))
    read = igraph.Graph.Read_DL(str(path))
    at = list(graph)
    ways = [(a, b, w) for a, b, w in graph.edges(data="weight")]
    ways += [] if graph.is_directed() else [(b, a, w) for a, b, w in ways]
    wanted = sorted((at.index(a), at.index(b), float(w)) for a, b, w in ways)
    assert sorted((e.source, e.target, e["weight"]) for e in read.es) == wanted
    names = read.vs["name"]
    assert len(names) == len({name.casefold() for name in names}) == len(HOSTILE)
    assert names[0] == "福建省_财政_厅" and names[3] == "a_b_c_d"


def test_dl_as_a_matrix(tmp_path: Path) -> None:
    graph = nx.DiGraph([("a b", "c"), ("c", "d")])
    graph.add_node("alone")
    path = tmp_path / "a.dl"
    path.write_bytes(make_dl(graph, matrix=True))
    read = igraph.Graph.Read_DL(str(path))
    assert read.get_edgelist() == [(0, 1), (1, 2)] and read.vs["name"] == ["a_b", "c", "d", "alone"]
    weighted = read_dl(make_dl(hostile(), matrix=True))
    assert weighted[2] == nx.to_numpy_array(hostile()).tolist()


def test_dl_of_two_modes() -> None:
    kind, labels, rows = read_dl(make_dl(two_modes()))
    assert kind == "edgelist2" and labels == [["a", "b"], ["m_1", "m_2"]]
    assert rows == [[1, 1, 1], [2, 1, 1], [2, 2, 2]]
    assert read_dl(make_dl(two_modes(), matrix=True))[2] == [[1, 0], [1, 2]]


def test_csv_has_isolated_nodes_and_hostile_labels() -> None:
    graph = hostile()
    nodes = list(csv.DictReader(io.StringIO(make_nodes_csv(graph).decode("utf-8-sig"), newline="")))
    assert [row["label"] for row in nodes][:4] == HOSTILE[:4] and len(nodes) == len(HOSTILE)
    assert nodes[0]["functions"] == "a; b" and nodes[0]["level"] == "county"
    edges = list(csv.DictReader(io.StringIO(make_edges_csv(graph).decode("utf-8-sig"), newline="")))
    assert len(edges) == graph.number_of_edges() and edges[1]["weight"] == "2" and edges[0]["type"] == "Undirected"
    assert make_edges_csv(nx.DiGraph()).decode("utf-8-sig").strip() == "source,target,type,weight"
    assert make_csv([]) == b"\xef\xbb\xbf"


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_graphml_and_gexf_are_read_by_others(kind: type[nx.Graph], tmp_path: Path) -> None:
    graph = hostile(kind)
    for name, data in (("a.graphml", make_graphml(graph)), ("a.gexf", make_gexf(graph))):
        path = tmp_path / name
        path.write_bytes(data)
        ElementTree.parse(path)
        read = nx.read_graphml(path) if path.suffix == ".graphml" else nx.read_gexf(path)
        assert structure(read) == structure(graph) and list(read) == list(graph)
        assert read.nodes["https://example.org/0"]["label"] == HOSTILE[0]
    other = igraph.Graph.Read_GraphML(str(tmp_path / "a.graphml"))
    assert other.es["weight"] == [weight for *_, weight in structure(graph)] and other.vs["label"][0] == HOSTILE[0]


def test_gexf_has_colours_and_time() -> None:
    graph = nx.Graph()
    graph.add_node("a", level="national", start="2020-05-11", label='lastmodifieddate="x"')
    graph.add_edge("a", "b", weight=3, start="2021-01-02")
    read = nx.read_gexf(io.BytesIO(make_gexf(graph)))
    assert read.nodes["a"]["start"] == "2020-05-11" and read.edges["a", "b"]["start"] == "2021-01-02"
    assert read.nodes["a"]["label"] == 'lastmodifieddate="x"'
    red, green, blue = (read.nodes["a"]["viz"]["color"][name] for name in "rgb")
    assert f"#{red:02x}{green:02x}{blue:02x}" == colour_of_level("national") != colour_of_level("other")


def test_shades_stay_apart_without_colour() -> None:
    lightness = [find_lightness(colour) for colour in SHADES]
    assert len(SHADES) == len(LEVELS) and lightness == sorted(lightness)
    assert min(b - a for a, b in pairwise(lightness)) > 10


def test_every_edge_has_a_weight() -> None:
    whole = incidence(dataset("fujian"))
    seen = 0
    for network in (bipartite, shared_network, lead_support, vertical, issuing):
        for *_, data in network(whole).edges(data=True):
            counted = data.get("measures", data.get("policies", len(data.get("roles", ()))))
            assert data["weight"] == counted > 0
            seen += 1
    assert seen > 200


def test_a_tie_starts_with_its_first_document() -> None:
    parts = [
        ("m1", "a", "lead"),
        ("m1", "b", "support"),
        ("m2", "a", "support"),
        ("m2", "b", "lead"),
        ("m3", "a", "lead"),
    ]
    parts += [("m3", "b", "joint"), ("m4", "c", "lead"), ("m4", "a", "support")]
    plain = Incidence.of(parts)
    day = {"m1": date(2021, 3, 1), "m2": date(2020, 1, 31), "m3": date(2019, 1, 1), "m4": None}
    measures = [Measure(name, iri=name, policy=f"p{name}") for name in sorted(day)]
    issuers = {"pm1": plain.bodies[:2], "pm2": plain.bodies[:2]}
    policies = {
        f"p{name}": Policy(name, name, dated=when, issuers=tuple(issuers.get(f"p{name}", ())), iri=f"p{name}")
        for name, when in day.items()
    }
    whole = replace(plain, measures=measures, policies=policies)
    shared = date_ties(shared_network(whole), whole)
    assert shared.edges["a", "b"]["start"] == "2019-01-01" and "start" not in shared.edges["a", "c"]
    assert shared.nodes["a"]["start"] == "2019-01-01" and "start" not in shared.nodes["c"]
    directed = date_ties(lead_support(whole), whole, "lead-support")
    assert directed.edges["a", "b"]["start"] == "2021-03-01" and directed.edges["b", "a"]["start"] == "2020-01-31"
    both = date_ties(bipartite(whole), whole, "bipartite")
    assert both.edges["a", "m1"]["start"] == both.nodes["m1"]["start"] == "2021-03-01"
    together = date_ties(issuing(whole), whole, "issuing")
    assert together.edges["a", "b"]["start"] == together.nodes["a"]["start"] == "2020-01-31"
