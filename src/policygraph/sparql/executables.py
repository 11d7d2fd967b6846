"""The catalogue as RDF, in the form in which other catalogues of SPARQL examples are published."""

from __future__ import annotations

from collections.abc import Iterable

from ..namespaces import DCTERMS, PG, RDF, RDFS, SCHEMA, SH, XSD
from ..store import serialised
from .catalogue import catalogue
from .header import CatalogueQuery

__all__ = ["executables"]

#: Where the questions live: their IRIs are names, as those of the ontology are.
QUERY = PG + "query/"
_FORMS = {"SELECT": "select", "ASK": "ask", "CONSTRUCT": "construct", "DESCRIBE": "describe"}


def executables(queries: Iterable[CatalogueQuery] | None = None) -> str:
    """Turtle of the queries, all of the catalogue where none are given.

    Each is a ``sh:SPARQLExecutable`` (of its form: ``sh:SPARQLSelectExecutable`` …) with its question as
    ``rdfs:comment`` in both languages, its text as ``sh:select``, ``sh:ask``, ``sh:construct`` or ``sh:describe``, and
    its tags as ``schema:keywords``. DESCRIBE has no property in SHACL; ``sh:describe`` is the one that published
    catalogues of examples use.

    >>> "sh:SPARQLAskExecutable" in executables()
    True
    """
    from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat

    quads = []

    def state(subject: str, predicate: str, value: NamedNode | Literal) -> None:
        quads.append(Quad(NamedNode(subject), NamedNode(predicate), value, DefaultGraph()))

    for query in catalogue().values() if queries is None else queries:
        iri = QUERY + query.name
        kind = _FORMS[query.form]
        state(iri, RDF + "type", NamedNode(SH + "SPARQLExecutable"))
        if kind != "describe":
            state(iri, RDF + "type", NamedNode(f"{SH}SPARQL{kind.capitalize()}Executable"))
        state(iri, DCTERMS + "identifier", Literal(query.name))
        for language in ("zh", "en"):
            state(iri, RDFS + "comment", Literal(query.summary[language], language=language))
            description = " ".join(query.description[language].split())
            state(iri, DCTERMS + "description", Literal(description, language=language))
        for tag in query.tags:
            state(iri, SCHEMA + "keywords", Literal(tag))
        text = "\n".join(line for line in query.text.splitlines() if not line.startswith("#+")).strip() + "\n"
        state(iri, SH + kind, Literal(text, datatype=NamedNode(XSD + "string")))
    return b"".join(serialised(quads, RdfFormat.TURTLE)).decode()
