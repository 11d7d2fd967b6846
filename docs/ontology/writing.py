"""Write RDF files in four formats, the same bytes on every run."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
from docs.ontology.facts import PREFIXES

#: Suffix → format. A page links to them in this order.
FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
}


def write_graph(triples: Iterable[ox.Triple], path: Path) -> None:
    """Write a graph in each format.

    Args:
        triples: The graph.
        path: The file without suffix; its folder exists.
    """
    named = list(_name_blanks(triples))
    used = _prefixes(named)
    for suffix, format in FORMATS.items():
        with path.with_name(f"{path.name}.{suffix}").open("wb") as file:
            ox.serialize(named, file, format=format, prefixes=used)


def write_copies(source: Path, path: Path) -> None:
    """Write a Turtle file in each format; as Turtle it is copied with its comments.

    Args:
        source: The Turtle file.
        path: The files without suffix; their folder exists.
    """
    triples = (ox.Triple(quad.subject, quad.predicate, quad.object) for quad in ox.parse(path=str(source)))
    write_graph(triples, path)
    path.with_name(f"{path.name}.ttl").write_bytes(source.read_bytes())


def _name_blanks(triples: Iterable[ox.Triple]) -> Iterable[ox.Triple]:
    """Number the blank nodes: a parser names them at random."""
    names: dict[ox.BlankNode, ox.BlankNode] = {}
    for triple in triples:
        subject, value = triple.subject, triple.object
        if isinstance(subject, ox.BlankNode):
            subject = names.setdefault(subject, ox.BlankNode(f"b{len(names)}"))
        if isinstance(value, ox.BlankNode):
            value = names.setdefault(value, ox.BlankNode(f"b{len(names)}"))
        yield ox.Triple(subject, triple.predicate, value)


def _prefixes(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Return the prefixes that a graph uses."""
    text = "\n".join({str(term) for triple in triples for term in (triple.subject, triple.predicate, triple.object)})
    return {prefix: namespace for prefix, namespace in PREFIXES.items() if namespace in text}
