"""The rule for where a fact stands, on its own."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from policygraph.graph import graph_for, share_quads
from policygraph.namespaces import VOCABULARY_GRAPH

names = st.sampled_from("abc").map(lambda letter: NamedNode(f"urn:{letter}"))
graphs = st.sampled_from(["urn:g", "urn:h", "urn:i", VOCABULARY_GRAPH]).map(NamedNode)
stated = st.lists(st.builds(Quad, names, names, names, graphs))


@given(stated)
def test_each_fact_stands_once_in_its_only_graph_or_in_the_shared_one(quads: list[Quad]) -> None:
    placed = share_quads(quads)
    assert Counter(quad.triple for quad in placed) == Counter({quad.triple for quad in quads})
    for quad in placed:
        where = sorted({str(other.graph_name.value) for other in quads if other.triple == quad.triple})  # type: ignore[union-attr]
        assert quad.graph_name == NamedNode(graph_for(where[0], len(where)))


@given(stated, st.randoms())
def test_neither_order_nor_repetition_matter(quads: list[Quad], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = [*quads, *quads]
    random.shuffle(shuffled)
    assert set(share_quads(shuffled)) == set(share_quads(quads)) == set(share_quads(share_quads(quads)))
