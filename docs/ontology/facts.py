"""All statements of the files in ``ontology/``, by subject and by object."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

PG = "https://w3id.org/policygraph/def/"
ID = "https://w3id.org/policygraph/id/"
PLACES = ID + "place"
SHAPES = PG + "shape/"

PREFIXES = {
    "pg": PG,
    "function": PG + "function/",
    "level": PG + "level/",
    "metric": PG + "metric/",
    "reform": PG + "reform/",
    "review-status": PG + "review-status/",
    "role": PG + "role/",
    "shape": SHAPES,
    "state": PG + "state/",
    "place": PLACES + "/",
    "cofog": "http://linked.data.gov.au/def/cofog/",
    "cv": "http://data.europa.eu/m8g/",
    "dcterms": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))

Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Subject = ox.NamedNode | ox.BlankNode


def expand(name: str) -> str:
    """Write a compact IRI in full: ``skos:broader``."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def compact(iri: str) -> str:
    """Write an IRI with its prefix; as it is where none fits."""
    for prefix, namespace in _LONGEST_FIRST:
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def is_own(iri: str) -> bool:
    """Return whether the site has a page for an IRI: those of the ontology, and those of places."""
    return iri == PLACES or iri.startswith((PG, PLACES + "/"))


class Facts:
    """The statements of Turtle files.

    Attributes:
        source: IRI → name of the file that describes it, without suffix.
        outgoing: Subject → predicate and object of each statement, in the order of the file.
        incoming: IRI or blank node → predicate and subject of each statement that has it as object.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self.source: dict[str, str] = {}
        self.outgoing: dict[Subject, list[tuple[str, Object]]] = defaultdict(list)
        self.incoming: dict[Subject, list[tuple[str, Subject]]] = defaultdict(list)
        for path in paths:
            for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
                subject = quad.subject
                if isinstance(subject, ox.Triple):
                    continue
                self.outgoing[subject].append((quad.predicate.value, quad.object))
                if isinstance(quad.object, ox.NamedNode | ox.BlankNode):
                    self.incoming[quad.object].append((quad.predicate.value, subject))
                if isinstance(subject, ox.NamedNode) and quad.predicate.value == expand("rdf:type"):
                    self.source.setdefault(subject.value, path.stem)

    def objects(self, iri: str, name: str) -> list[Object]:
        """Return the objects of a subject for a predicate given in compact form."""
        predicate = expand(name)
        return [value for each, value in self.outgoing.get(ox.NamedNode(iri), ()) if each == predicate]

    def iris(self, iri: str, name: str) -> list[str]:
        """Return the objects that are IRIs."""
        return [value.value for value in self.objects(iri, name) if isinstance(value, ox.NamedNode)]

    def subjects(self, iri: str, name: str) -> list[str]:
        """Return the IRIs of the subjects whose object for a predicate is the IRI."""
        predicate = expand(name)
        found = self.incoming.get(ox.NamedNode(iri), ())
        return [subject.value for each, subject in found if each == predicate and isinstance(subject, ox.NamedNode)]

    def text(self, iri: str, name: str, lang: str) -> str:
        """Return the first literal of a language; an empty text if there is none."""
        for value in self.objects(iri, name):
            if isinstance(value, ox.Literal) and (value.language or "") == lang:
                return value.value
        return ""

    def label(self, iri: str, lang: str) -> str:
        """Return the name of a thing in a language, or in the other, or its compact IRI."""
        for each in (lang, "en" if lang == "zh" else "zh"):
            for name in ("skos:prefLabel", "rdfs:label", "dcterms:title"):
                if found := self.text(iri, name, each):
                    return found
        return compact(iri)

    def listed(self, node: Object) -> Iterator[str]:
        """Yield the IRIs of an RDF list."""
        while isinstance(node, ox.BlankNode):
            stated = dict(self.outgoing[node])
            first = stated[expand("rdf:first")]
            if isinstance(first, ox.NamedNode):
                yield first.value
            node = stated[expand("rdf:rest")]

    def kinds(self, iri: str) -> set[str]:
        """Return the types of a thing in compact form."""
        return {compact(kind) for kind in self.iris(iri, "rdf:type")}

    def describe(self, iri: str) -> Iterator[ox.Triple]:
        """Yield the statements about a thing, with those about the blank nodes in them."""
        waiting: list[Subject] = [ox.NamedNode(iri)]
        while waiting:
            subject = waiting.pop()
            for predicate, value in self.outgoing.get(subject, ()):
                yield ox.Triple(subject, ox.NamedNode(predicate), value)
                if isinstance(value, ox.BlankNode):
                    waiting.append(value)

    def owners(self, node: Subject) -> Iterator[str]:
        """Yield the IRIs of the things whose description, with its blank nodes, has a node as object."""
        for _, subject in self.incoming.get(node, ()):
            if isinstance(subject, ox.NamedNode):
                yield subject.value
            else:
                yield from self.owners(subject)
