"""Networks of bodies that have an attribute in common."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from policygraph import build
from policygraph.analysis import attribute_network, incidence, lead_support, shared_network
from policygraph.analysis.metrics import mrqap
from policygraph.errors import UsageError
from policygraph.resources import examples_dir


def valued(*values: Any) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from((at, {} if value is ... else {"value": value}) for at, value in enumerate(values))
    graph.add_edge(0, 1, weight=9)
    return graph


@pytest.mark.parametrize(
    ("values", "ties"),
    [
        (("a", "b", "a", "a"), {(0, 2), (0, 3), (2, 3)}),
        (("a", "b", "", None, ..., ()), set()),
        (("", "", None, None, (), ()), set()),
        ((("x", "y"), ("y", "z"), ("z",), ["x", "x"], {"y"}), {(0, 1), (0, 3), (0, 4), (1, 2), (1, 4)}),
        ((0, 0, 1), {(0, 1)}),
    ],
)
def test_nodes_with_a_value_in_common_are_joined(values: tuple[Any, ...], ties: set[tuple[int, int]]) -> None:
    graph = valued(*values)
    made = attribute_network(graph, "value")
    assert {(min(edge), max(edge)) for edge in made.edges} == ties
    assert list(made.nodes(data=True)) == list(graph.nodes(data=True))
    assert {weight for *_, weight in made.edges(data="weight")} <= {1}
    assert list(graph.edges(data="weight")) == [(0, 1, 9)]


def test_a_directed_network_gives_an_undirected_one() -> None:
    assert not attribute_network(valued("a", "a").to_directed(), "value").is_directed()


def test_an_attribute_that_nobody_has_is_named() -> None:
    with pytest.raises(UsageError, match="no node has the attribute 'tier': use one of value"):
        attribute_network(valued("a", "b"), "tier")
    assert len(attribute_network(nx.Graph(), "tier")) == 0


def test_networks_of_an_incidence_can_be_regressed_on_each_other() -> None:
    whole = incidence(build(sorted(examples_dir().glob("*cold-chain*.txt"))).dataset).named()
    shared = shared_network(whole)
    assert {data["place"] for _, data in shared.nodes(data=True)} >= {"340000", "340100"}
    predictors = {name: attribute_network(shared, name) for name in ("level", "place", "functions")}
    found = mrqap(shared, {**predictors, "lead": lead_support(whole)}, permutations=50)
    assert found.directed and set(found.coefficients) == {"level", "place", "functions", "lead"}
