"""The ontology's own lint: every term described in both languages, and every term that is used defined."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from competency import dataset
from policygraph.corpus import build
from policygraph.namespaces import PG
from policygraph.resources import ontology_dir

FILES = (
    "policygraph",
    "levels",
    "roles",
    "functions",
    "places",
    "counties",
    "body-names",
    "reforms",
    "metrics",
    "review-statuses",
    "shapes",
)
ONTOLOGY = URIRef(PG)
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


@cache
def read(name: str) -> Graph:
    return Graph().parse(ontology_dir() / f"{name}.ttl", format="turtle")


@cache
def terms() -> frozenset[URIRef]:
    """The classes and properties of our own."""
    own = read("policygraph")
    found = (term for kind in KINDS for term in own.subjects(RDF.type, kind))
    return frozenset(term for term in found if isinstance(term, URIRef) and term.startswith(PG))


def languages(graph: Graph, subject: URIRef, predicate: URIRef) -> set[str | None]:
    return {value.language for value in graph.objects(subject, predicate) if isinstance(value, Literal)}


def test_the_ontology_has_a_version_and_says_who_may_use_it() -> None:
    own = read("policygraph")
    version = own.value(ONTOLOGY, OWL.versionInfo)
    assert version is not None
    assert str(own.value(ONTOLOGY, OWL.versionIRI)).rstrip("/").endswith(str(version))
    terms_of = URIRef("http://purl.org/dc/terms/license")
    assert own.value(ONTOLOGY, terms_of) is not None
    assert languages(own, ONTOLOGY, SKOS.changeNote) | languages(own, ONTOLOGY, SKOS.historyNote) >= {"zh", "en"}


def test_there_are_terms() -> None:
    assert len(terms()) >= 40


@pytest.mark.parametrize("name", sorted(str(term).removeprefix(PG) for term in terms()))
def test_each_term_is_described_in_both_languages(name: str) -> None:
    own, term = read("policygraph"), URIRef(PG + name)
    assert languages(own, term, RDFS.label) == {"zh", "en"}
    assert languages(own, term, SKOS.definition) == {"zh", "en"}
    assert own.value(term, SKOS.example) is not None, "an example"
    assert own.value(term, RDFS.isDefinedBy) == ONTOLOGY


def used_in(graph: Graph) -> set[URIRef]:
    """Own terms that a graph uses as predicate or class."""
    used = {p for p in graph.predicates() if isinstance(p, URIRef)}
    used |= {o for o in graph.objects(None, RDF.type) if isinstance(o, URIRef)}
    concepts = tuple(PG + kind + "/" for kind in ("level", "role", "function", "shape", "reform", "review-status"))
    return {term for term in used if term.startswith(PG) and not str(term).startswith(concepts)}


@pytest.mark.parametrize("name", FILES)
def test_vocabularies_use_defined_terms_alone(name: str) -> None:
    assert used_in(read(name)) <= terms()


def labels(kind: URIRef) -> set[tuple[str, Node, Node]]:
    """The labels of one kind in all vocabularies, each with its vocabulary and its concept."""
    found = (pair for name in FILES for pair in read(name).subject_objects(kind))
    return {(str(concept).rpartition("/")[0], concept, label) for concept, label in found}


def test_no_alternative_label_is_a_preferred_one() -> None:
    """SKOS S13 for each concept; no other concept of the vocabulary has the label either."""
    preferred, alternative, hidden = map(labels, (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel))
    assert len(preferred) > 6000 and len(alternative) > 2000
    taken = {(vocabulary, label) for vocabulary, _, label in preferred}
    assert [each for each in alternative | hidden if (each[0], each[2]) in taken] == []
    assert not alternative & hidden


@pytest.mark.parametrize("notices", ["fujian", "anhui"])
def test_no_body_has_an_alias_that_is_its_name(notices: str) -> None:
    data = dataset(notices)
    labelled = set(graph_of(data).subject_objects(SKOS.altLabel))
    assert labelled and not labelled & set(graph_of(data).subject_objects(SKOS.prefLabel))


def test_shapes_speak_of_defined_terms_alone() -> None:
    shapes = read("shapes")
    spoken = {
        o
        for o in shapes.objects()
        if isinstance(o, URIRef) and o.startswith(PG) and "/" not in o.removeprefix(PG).rstrip("/")
    }
    assert {o for o in spoken if not o.startswith(PG + "shape") and o != ONTOLOGY} <= terms()


def graph_of(data: object) -> Graph:
    plain = Graph()
    for triple in data.triples((None, None, None)):  # type: ignore[attr-defined]
        plain.add(triple)
    return plain


def test_the_graph_of_the_example_uses_defined_terms_alone() -> None:
    used = used_in(graph_of(dataset("fujian")))
    assert len(used) > 20
    assert used <= terms()


def test_the_graphs_of_published_notices_use_defined_terms_alone(shared: Path) -> None:
    sources = sorted((shared / "documents").iterdir())
    made = build(sources, columns=None)
    assert len(made.policies) >= 9
    assert used_in(graph_of(made.dataset)) <= terms()


def test_every_property_of_other_vocabularies_is_one_that_we_know() -> None:
    """A misspelt property of a standard vocabulary would be silent: each is named here once, as read in its text."""
    known = {
        "dcterms": "abstract creator date description format identifier isReplacedBy issued source spatial title",
        "eli": "based_on date_document id_local is_part_of number passed_by",
        "cv": "hasParticipant role",
        "oa": "end exact hasSelector hasSource start",
        "prov": "generated used wasAssociatedWith wasDerivedFrom wasGeneratedBy wasInfluencedBy",
        "foaf": "page primaryTopic",
        "org": "originalOrganization resultingOrganization subOrganizationOf",
        "skos": "altLabel broader closeMatch definition exactMatch hasTopConcept hiddenLabel inScheme notation note "
        "prefLabel scopeNote",
    }
    from policygraph.namespaces import PREFIXES

    allowed = {PREFIXES[prefix] + name for prefix, names in known.items() for name in names.split()}
    used = {str(p) for p in graph_of(dataset("fujian")).predicates()}
    foreign = {p for p in used if not p.startswith(PG) and not p.startswith((str(RDF), str(RDFS), str(OWL)))}
    assert foreign <= allowed
