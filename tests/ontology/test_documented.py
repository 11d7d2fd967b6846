"""What docs/*/reference/ontology.md says of alignment is what the ontology states, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from policygraph.namespaces import PG
from policygraph.resources import ontology_dir

ROOT = Path(__file__).resolve().parents[2]
both = pytest.mark.parametrize("lang", ["zh", "en"])


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ontology_dir() / "policygraph.ttl")


def rows(lang: str) -> list[list[str]]:
    page = (ROOT / "docs" / lang / "reference" / "ontology.md").read_text(encoding="utf-8")
    return [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| `pg:")]


def curie(ontology: Graph, term: Node) -> str:
    return ontology.namespace_manager.curie(str(term))


def codes(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


@both
def test_every_superclass_is_listed(lang: str, ontology: Graph) -> None:
    told = {(*codes(row[0]), row[1]): codes(row[2]) for row in rows(lang) if row[0][4].isupper() and len(row) == 3}
    stated: dict[tuple[str, ...], set[str]] = {}
    for term in ontology.subjects(RDF.type, OWL.Class):
        names = {curie(ontology, above) for above in ontology.objects(term, RDFS.subClassOf)}
        label = next(
            str(each)
            for each in ontology.objects(term, RDFS.label)
            if isinstance(each, Literal) and each.language == lang
        )
        if names:
            stated[curie(ontology, term), label] = names
    assert told == stated


@both
def test_every_link_of_a_property_is_listed(lang: str, ontology: Graph) -> None:
    listed = {(*codes(row[0]), *codes(row[1]), *codes(row[2])) for row in rows(lang) if row[0][4].islower()}
    for claim in (RDFS.subPropertyOf, OWL.inverseOf, RDFS.seeAlso):
        for term, other in ontology.subject_objects(claim):
            assert tuple(curie(ontology, each) for each in (term, claim, other)) in listed


def test_no_equivalence_is_stated(ontology: Graph) -> None:
    for claim in (OWL.equivalentClass, OWL.equivalentProperty, OWL.sameAs, SKOS.exactMatch):
        assert not list(ontology.triples((None, claim, None)))
    assert (URIRef(PG), RDF.type, OWL.Ontology) in ontology
