"""The concepts of the vocabularies that a graph uses: they travel with the data, so that a graph is read on its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from ..namespaces import DCTERMS, FUNCTION, LEVEL, PG, PLACE, RDF, RDFS, ROLE, SKOS, VOCABULARY_GRAPH
from ..resources import ontology_dir

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

    _Term = NamedNode | BlankNode | Literal | Triple

__all__ = ["vocabulary_quads"]


@cache
def _concepts() -> dict[str, list[tuple[str, _Term]]]:
    """The statements of the vocabularies about each concept, by concept."""
    from pyoxigraph import NamedNode, parse

    found: dict[str, list[tuple[str, _Term]]] = {}
    for name in ("levels.ttl", "roles.ttl", "functions.ttl", "places.ttl", "counties.ttl"):
        path = ontology_dir() / name
        if not path.exists():
            continue
        for quad in parse(path=str(path)):
            if isinstance(quad.subject, NamedNode):
                found.setdefault(quad.subject.value, []).append((quad.predicate.value, quad.object))
    return found


#: What of a concept travels with the data; its definition and examples stay in the ontology.
_CARRIED = (
    RDF + "type",
    SKOS + "prefLabel",
    SKOS + "altLabel",
    SKOS + "notation",
    SKOS + "inScheme",
    SKOS + "broader",
    SKOS + "closeMatch",
    PG + "level",
    PG + "position",
    DCTERMS + "isReplacedBy",
)


def vocabulary_quads(quads: Sequence[Quad]) -> Iterator[Quad]:
    """The concepts that ``quads`` use, with labels, notations and what stands above them; all levels and roles."""
    from pyoxigraph import NamedNode, Quad

    graph = NamedNode(VOCABULARY_GRAPH)
    concepts = _concepts()
    wanted = [
        term.value
        for quad in quads
        for term in (quad.object,)
        if isinstance(term, NamedNode) and term.value in concepts
    ]
    wanted += [iri for iri in concepts if iri.startswith((LEVEL, ROLE))]
    done: set[str] = set()
    while wanted:
        iri = wanted.pop()
        if iri in done or iri not in concepts:
            continue
        done.add(iri)
        for predicate, value in concepts[iri]:
            if predicate in _CARRIED:
                yield Quad(NamedNode(iri), NamedNode(predicate), value, graph)
                if predicate in (SKOS + "broader", SKOS + "inScheme", PG + "level") and isinstance(value, NamedNode):
                    wanted.append(value.value)
        if not iri.startswith((LEVEL, ROLE, FUNCTION, PLACE)):
            yield from (
                Quad(NamedNode(iri), NamedNode(predicate), value, graph)
                for predicate, value in concepts[iri]
                if predicate in (DCTERMS + "title", RDFS + "label")
            )
