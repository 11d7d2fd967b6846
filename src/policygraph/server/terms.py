"""The terms of the ontology: their labels, and their prefixed names for the completion of queries."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ..namespaces import LOCAL_NAME, RDFS, SKOS, compact
from ..resources import ontology_dir
from ..texts import Names

__all__ = ["labels", "terms"]

#: Prefixes of things, not of terms.
_DATA = {"id", "place"}


@cache
def labels() -> Mapping[str, Names]:
    """Read the labels of the ontology.

    Returns:
        The labels by IRI.

    Example:
        >>> labels()["https://w3id.org/policygraph/def/Policy"].en
        'policy'
    """
    found: dict[str, dict[str, str]] = {}
    for subject, predicate, value in _statements():
        if predicate in (RDFS + "label", SKOS + "prefLabel") and isinstance(value, tuple):
            found.setdefault(subject, {}).setdefault(value[1], value[0])
    return {
        iri: Names(names.get("zh") or next(iter(names.values())), names.get("en") or next(iter(names.values())))
        for iri, names in found.items()
    }


@cache
def terms() -> tuple[tuple[str, str, str], ...]:
    """Every term of the ontology and its shapes: its prefixed name, and its labels where it has some."""
    named = labels()
    found = {}
    for subject, predicate, value in _statements():
        for iri in (subject, predicate, value):
            if isinstance(iri, str) and (name := compact(iri, LOCAL_NAME)) and name.partition(":")[0] not in _DATA:
                own = named.get(iri, Names("", ""))
                found[name] = (name, own.zh, own.en)
    return tuple(found[name] for name in sorted(found))


@cache
def _statements() -> tuple[tuple[str, str, str | tuple[str, str]], ...]:
    from pyoxigraph import Literal, NamedNode, RdfFormat, parse

    found = []
    for name in ("policygraph.ttl", "shapes.ttl"):
        for quad in parse(path=ontology_dir() / name, format=RdfFormat.TURTLE):
            subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
            value: str | tuple[str, str] = ""
            if isinstance(quad.object, NamedNode):
                value = quad.object.value
            elif isinstance(quad.object, Literal):
                value = (quad.object.value, quad.object.language or "")
            found.append((subject, quad.predicate.value, value))
    return tuple(found)
