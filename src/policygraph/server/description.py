"""What the endpoint says of itself: SPARQL 1.1 service description, and VoID of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..formats import ROW_FORMATS, TRIPLE_FORMATS, rdf_format, row_format
from ..namespaces import RDF, VOID

if TYPE_CHECKING:
    from pyoxigraph import Triple

__all__ = ["description"]

FORMATS = "http://www.w3.org/ns/formats/"
SD = "http://www.w3.org/ns/sparql-service-description#"


def description(address: str, quads: int, updates: bool = False) -> list[Triple]:
    """Triples about the endpoint at an address, and whether it takes updates.

    >>> len(description("http://localhost:8000", 5)) > 10
    True
    """
    from pyoxigraph import Literal, NamedNode, Triple

    service, data = NamedNode(f"{address}/sparql"), NamedNode(f"{address}/.well-known/void")
    found = []

    def state(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> None:
        found.append(Triple(subject, NamedNode(predicate), value))

    state(service, RDF + "type", NamedNode(SD + "Service"))
    state(service, SD + "endpoint", service)
    state(service, SD + "supportedLanguage", NamedNode(SD + "SPARQL11Query"))
    if updates:
        state(service, SD + "supportedLanguage", NamedNode(SD + "SPARQL11Update"))
    state(service, SD + "feature", NamedNode(SD + "UnionDefaultGraph"))
    for iri in [row_format(each).iri for each in ROW_FORMATS] + [rdf_format(e).iri for e in (*TRIPLE_FORMATS, "rdf")]:
        # pyoxigraph has JSON-LD's under another path than the W3C.
        state(service, SD + "resultFormat", NamedNode(FORMATS + iri.rpartition("/")[2]))
    state(data, RDF + "type", NamedNode(VOID + "Dataset"))
    state(data, VOID + "sparqlEndpoint", service)
    state(data, VOID + "triples", Literal(quads))
    return found
