"""What docs/*/reference/ontology.md says of alignment is what the ontology states, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from competency import EXAMPLES, dataset
from policygraph.graph.engine import engine
from policygraph.namespaces import PG, compact
from policygraph.namespaces import RDF as RDF_NAMESPACE
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


@both
def test_terms_of_the_aligned_vocabularies_in_data_are_listed(lang: str) -> None:
    """Those of ELI, CPSV-AP, ORG, Web Annotation and PROV-O, in the graphs of all examples."""
    page = (ROOT / "docs" / lang / "reference" / "ontology.md").read_text(encoding="utf-8")
    prefixes = ("eli", "cv", "org", "oa", "prov")
    used = set()
    for example in EXAMPLES:
        for quad in engine(dataset(example)):
            used.add(quad.predicate.value)
            if quad.predicate.value == RDF_NAMESPACE + "type" and isinstance(quad.object, NamedNode):
                used.add(quad.object.value)
    names = {name for iri in used if (name := compact(iri)) and name.partition(":")[0] in prefixes}
    assert len(names) > 20
    assert names - codes(page) == set()
