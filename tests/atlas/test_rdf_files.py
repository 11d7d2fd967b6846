"""The files beside a page say what the graph says, whatever characters it holds."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from policygraph.atlas.rdf_files import write_rdf_files
from policygraph.namespaces import ID, PG, RDF, XSD

IRIS = [f"{ID}policy/a/measure/10", f"{ID}policy/a/measure/9", f"{ID}place/350000", PG + "Policy", "urn:x:~!$&'()*+,;="]
KINDS = [XSD + "integer", XSD + "boolean", XSD + "date", "urn:kind"]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
nodes = st.sampled_from(IRIS).map(NamedNode) | st.sampled_from("ab").map(BlankNode)
literals = (
    TEXTS.map(Literal)
    | st.builds(lambda text: Literal(text, language="zh-hans"), TEXTS)
    | st.builds(lambda text: Literal(text, language="ar", direction=BaseDirection.RTL), TEXTS)
    | st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(kind)),
        TEXTS | st.sampled_from(["3", "true"]),
        st.sampled_from(KINDS),
    )
)
predicates = st.sampled_from([*IRIS, PG + "position"]).map(NamedNode)
triples = st.builds(Triple, nodes, predicates, nodes | literals) | st.builds(
    Triple, nodes, st.just(NamedNode(RDF + "type")), nodes
)


@given(st.lists(triples, max_size=12))
def test_both_files_hold_the_triples(given: list[Triple]) -> None:
    lines = [f"{triple} ." for triple in given]
    (turtle, written), (linked, said) = write_rdf_files("policy/a", [*lines, *lines])
    assert (turtle, linked) == ("policy/a.ttl", "policy/a.jsonld")
    json.loads(said)
    wanted = {str(triple) for triple in given}
    # Names of blank nodes that a parser makes up are told apart by nothing else than what they say.
    named = {line for line in wanted if "_:" not in line}
    for form, content in ((RdfFormat.TURTLE, written), (RdfFormat.JSON_LD, said)):
        found = {str(quad.triple) for quad in parse(content, form)}
        assert {line for line in found if "_:" not in line} == named
        assert len(found) == len(wanted)


def test_the_same_bytes_in_any_order_and_numbers_as_numbers() -> None:
    lines = [f'<{ID}measure/{n}> <{PG}position> "{n}"^^<{XSD}integer> .' for n in (10, 9, 1)]
    one, other = list(write_rdf_files("x", lines)), list(write_rdf_files("x", reversed(lines)))
    assert one == other
    assert [line for line in one[0][1].decode().splitlines() if line.startswith("<")] == [
        "<measure/1>",
        "<measure/9>",
        "<measure/10>",
    ]
