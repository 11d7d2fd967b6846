"""Describe the concepts that data use: levels, roles, functions and places, as the vocabularies have them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from ..namespaces import CV, DCTERMS, LEVEL, PG, ROLE, SKOS, VOCABULARY_GRAPH, expand
from ..resources import ontology_dir

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

    _Term = NamedNode | BlankNode | Literal | Triple

__all__ = ["CONCEPT_PREDICATES", "concept_quads"]

#: The predicates by which data use concepts.
CONCEPT_PREDICATES = (
    *(PG + name for name in ("level", "function", "mainFunction", "state", "reviewStatus")),
    CV + "role",
    DCTERMS + "spatial",
)

#: What of a concept travels with the data; its definition and examples stay in the ontology.
_CARRIED = (
    "rdf:type skos:prefLabel skos:altLabel skos:notation skos:inScheme skos:broader skos:closeMatch pg:level"
    " pg:position dcterms:isReplacedBy"
)
#: These lead to concepts that are needed too.
_NEEDED = {SKOS + "broader", SKOS + "inScheme", PG + "level"}


@cache
def _concepts() -> dict[str, list[tuple[str, _Term]]]:
    """What is carried of each concept of the vocabularies, by concept."""
    from pyoxigraph import parse

    carried = set(map(expand, _CARRIED.split()))
    found: defaultdict[str, list[tuple[str, _Term]]] = defaultdict(list)
    for name in (
        "levels.ttl",
        "roles.ttl",
        "states.ttl",
        "review-statuses.ttl",
        "functions.ttl",
        "places.ttl",
        "counties.ttl",
    ):
        for quad in parse(path=str(ontology_dir() / name)):
            if quad.predicate.value in carried:
                found[quad.subject.value].append((quad.predicate.value, quad.object))
    return dict(found)


def concept_quads(used: Iterable[str]) -> Iterator[Quad]:
    """Describe concepts, with what stands above them; and all levels and roles.

    They travel with the data, so that a graph can be read on its own.

    Args:
        used: The IRIs of concepts, among others.

    Yields:
        The statements about concepts, in the graph of shared descriptions.
    """
    from pyoxigraph import NamedNode, Quad

    graph = NamedNode(VOCABULARY_GRAPH)
    concepts = _concepts()
    wanted = [*sorted(used), *(iri for iri in concepts if iri.startswith((LEVEL, ROLE)))]
    done: set[str] = set()
    while wanted:
        iri = wanted.pop()
        if iri in done or iri not in concepts:
            continue
        done.add(iri)
        for predicate, value in concepts[iri]:
            yield Quad(NamedNode(iri), NamedNode(predicate), value, graph)
            if predicate in _NEEDED and isinstance(value, NamedNode):
                wanted.append(value.value)
