"""Graphs made elsewhere: what is missing, odd or circular in them keeps nobody from reading the rest."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from rdflib import Dataset

from policygraph.errors import StoreError
from policygraph.graph.bodies import read_function_names
from policygraph.graph.incidence import Incidence, read_incidence
from policygraph.graph.quotes import read_quotes
from policygraph.graph.read import read_policies
from policygraph.model import NO_EVIDENCE
from policygraph.namespaces import PREFIXES

GRAPH = """
<http://e/p> a pg:Policy ; dcterms:title "A plan"@en ; eli:date_document "2020-13-45"^^xsd:date ;
    dcterms:issued "2021-02-03"^^xsd:date ; eli:passed_by <http://e/office> , <http://e/unknown> .
<http://e/head> a pg:Category ; skos:notation "1" ; skos:broader <http://e/below> ; pg:position 1 .
<http://e/below> a pg:Category ; skos:prefLabel "Schools"@en ; skos:broader <http://e/head> ; pg:position 2 .
<http://e/m2> a pg:Measure ; eli:is_part_of <http://e/p> ; pg:position 2 ; pg:inCategory <http://e/below> ;
    pg:deadline "soon" ; pg:openEnded true .
<http://e/m1> a pg:Measure ; eli:is_part_of <http://e/p> ; pg:position 1 ; eli:number "1" ; dcterms:title "Build" ;
    pg:inCategory <http://e/nowhere> ; pg:evidence <http://e/passage> .
<http://e/passage> oa:hasSource <http://e/text> ; oa:hasSelector [ oa:exact "Build" ; oa:start 0 ; oa:end 5 ] .
<http://e/text> pg:textContent "Build schools." .
<http://e/lost> a pg:Measure ; dcterms:title "Of no policy" .
[] a pg:Responsibility ; pg:ofMeasure <http://e/m1> ; cv:hasParticipant <http://e/office> ; cv:role <http://e/guest> ;
    pg:evidence <http://e/passage> .
<http://e/r> a pg:Responsibility ; pg:ofMeasure <http://e/m2> ; cv:hasParticipant <http://e/bare> ;
    pg:nameInText "某局" .
<http://e/none> a pg:Responsibility ; pg:ofMeasure <http://e/m2> .
<http://e/office> skos:prefLabel "The office" ; pg:function function:education , <http://e/made-up> ;
    dcterms:spatial <http://e/place> .
function:education skos:prefLabel "教育"@zh .
"""


@pytest.fixture(scope="module", params=["Oxigraph", "default"])
def dataset(request: pytest.FixtureRequest) -> Any:
    found = Dataset(store=request.param, default_union=True)
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    found.graph("http://e/graph").parse(data=prefixes + GRAPH, format="turtle")
    return found


def test_a_graph_made_elsewhere(dataset: Any) -> None:
    (policy,) = read_policies(dataset, strict=False)
    assert (policy.id, policy.heading, policy.number) == ("p", "A plan", None)
    assert (policy.dated, policy.day) == (None, date(2021, 2, 3))
    assert policy.document.text == "Build schools."
    first, second = policy.measures
    assert (first.name, first.label, first.category) == ("1.Build", "Build", None)
    assert (second.name, second.label, second.deadline, second.due.label) == ("http://e/m2", "m2", None, "soon")
    assert second.open_ended and second.span == NO_EVIDENCE
    assert second.category is not None and second.category.label == "Schools"
    assert second.category.above is not None and second.category.above.label == "head"
    assert second.category.above.above is None, "a heading that stands under itself"
    (part,) = first.responsibilities
    assert (part.role, part.evidence) == ("guest", ("Build", 0, 5)) and part.iri
    assert (part.body.names.zh, part.body.names.en, part.body.level) == ("The office", "The office", "other")
    (part,) = second.responsibilities
    assert (part.role, part.body.label, part.body.iri) == ("responsible", "某局", "http://e/bare")
    assert [body.label for body in policy.issuers] == ["The office", "unknown"]
    assert part.body.place is None and policy.issuers[0].place is not None


def test_columns_of_a_graph_made_elsewhere(dataset: Any) -> None:
    whole = read_incidence(dataset)
    assert [body.iri for body in whole.bodies] == ["http://e/office", "http://e/unknown"]
    assert [measure.iri for measure in whole.measures] == ["http://e/lost", "http://e/m1", "http://e/m2"]
    assert list(whole.entries()) == [], "neither entry has a role that counts"
    assert len(Incidence.of_policies(read_policies(dataset, strict=False)).body) == 1, "a missing role is responsible"


def test_functions_have_the_names_that_the_graph_gives(dataset: Any) -> None:
    names = read_function_names(dataset)
    assert {slug: each.zh for slug, each in names.items()} == {"education": "教育"}


def test_quotes(dataset: Any) -> None:
    assert read_quotes(dataset, ["http://e/m1", "http://e/m2"]) == {("http://e/m1", "http://e/office"): ("Build",)}


def test_words_that_the_ontology_does_not_have_are_refused(dataset: Any) -> None:
    with pytest.raises(StoreError, match="not one of national"):
        read_policies(dataset)
