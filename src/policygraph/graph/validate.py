"""Check a graph against the shapes: what is wrong, and where in the source it comes from.

The shapes are in ``ontology/shapes.ttl`` and are SHACL Core, so that any SHACL engine gives the same answer. Two checks
that SHACL Core cannot express (the quote is the text at its offsets, the text has its hash) are made here; their
names and messages are in the same file. A new rule is a new shape there, with a valid and an invalid example in
``tests/data/shapes``.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from ..namespaces import PG, SH, compact
from ..renamed import redirect
from ..resources import ontology_dir
from .concepts import CONCEPT_PREDICATES, concept_quads
from .engine import dataset_of, uri
from .validation_results import Passages, Severity, SourcePlace, ValidationResult

if TYPE_CHECKING:
    from rdflib import Dataset, Graph
    from rdflib.term import Node

__all__ = ["SourcePlace", "ValidationResult", "validate"]

__getattr__ = redirect(__name__, {"Finding": "policygraph.graph.validate.ValidationResult"})

SHAPE = PG + "shape/"
_SEVERITIES: dict[str, Severity] = {SH + "Violation": "violation", SH + "Warning": "warning", SH + "Info": "info"}


def validate(dataset: Dataset | Graph) -> list[ValidationResult]:
    """Check a graph against the project's shapes.

    Args:
        dataset: The graph; of a dataset, the union of all its graphs. It is copied and never changed. Concepts that
            the data use and do not describe are looked up in the vocabularies, as ``open_graph`` does.

    Returns:
        The results, worst first, then in the order of the source; the same for the same graph on every run. The graph
        may be used where none of them is a ``violation``. Nothing is inferred: the shapes check that every type which
        queries ask for is stated, so that neither subclasses nor inverse properties need reasoning.

    Example:
        >>> from policygraph import build
        >>> from policygraph.resources import examples_dir
        >>> made = build(examples_dir() / "fujian-relocation-2020.txt")
        >>> [result.line() for result in validate(made.dataset) if result.severity == "violation"]
        []
    """
    with _quiet():
        graph = _union(dataset)
        passages = Passages(graph)
        found = [*_shacl(graph), *_quotes(graph, passages), *_hashes(graph)]
        results = {_make_result(passages, *raw) for raw in found}
    return sorted(results, key=_order)


def _order(result: ValidationResult) -> tuple[object, ...]:
    place = result.place or SourcePlace()
    start = -1 if place.start is None else place.start
    return (
        [*_SEVERITIES.values()].index(result.severity),
        place.policy or "",
        start,
        result.shape,
        result.focus,
        result.path,
        result.value,
    )


# --- the graph that is checked --------------------------------------------------------------------------------------


def _union(dataset: Dataset | Graph) -> Graph:
    """All triples in one graph in memory: pySHACL asks for each node's values one by one, which memory answers fastest.

    Concepts that the data use and do not describe are described by the vocabularies.
    """
    from rdflib import Dataset, Graph, URIRef

    if isinstance(dataset, Dataset):
        # The store itself: a dataset gives its default graph alone unless it was told to give the union.
        triples = (triple for triple, _ in dataset.store.triples((None, None, None), context=None))
    else:
        triples = dataset.triples((None, None, None))
    union = Graph()
    for triple in _plain(triples):
        union.store.add(triple, union)
    used = {o for p in CONCEPT_PREDICATES for o in union.objects(None, URIRef(p)) if isinstance(o, URIRef)}
    missing = {str(iri) for iri in used if (iri, None, None) not in union}
    if missing:
        concepts = dataset_of(concept_quads(missing))
        new = {s for s in concepts.subjects(unique=True) if (s, None, None) not in union}
        for triple in _plain(concepts.triples((None, None, None))):
            if triple[0] in new:
                union.add(triple)
    return union


def _plain(triples: Iterable[tuple[Node, Node, Node]]) -> Iterator[tuple[Node, Node, Node]]:
    """Without xsd:string, which some stores give to plain strings: rdflib takes these for other literals."""
    from rdflib.term import Literal as Term

    string = uri("xsd:string")
    for s, p, o in triples:
        yield s, p, Term(str(o)) if isinstance(o, Term) and o.datatype == string else o


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each literal that its datatype does not allow: a shape reports it."""
    logger = logging.getLogger("rdflib.term")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


# --- the checks ------------------------------------------------------------------------------------------------------

_Raw = tuple["Node", "Node", "Node | None"]
"""The shape, the node it is about, and the value that is wrong."""


@cache
def _shapes_graph() -> Graph:
    from rdflib import Graph

    return Graph().parse(ontology_dir() / "shapes.ttl", format="turtle")


@cache
def _flat_shapes_graph() -> Graph:
    """The same shapes with the targets of a node shape moved to its property shapes, which SHACL treats alike.

    pySHACL checks a property shape below a node shape for one node after the other, one with targets of its own for all
    nodes at once: 100,000 triples take a third of the time.
    """
    from rdflib import Graph

    flat = Graph() + _shapes_graph()
    targets = [uri(f"sh:{name}") for name in ("targetClass", "targetObjectsOf", "targetSubjectsOf")]
    for node_shape, property_shape in list(flat.subject_objects(uri("sh:property"))):
        for target in targets:
            for value in flat.objects(node_shape, target):
                flat.add((property_shape, target, value))
        flat.remove((node_shape, uri("sh:property"), property_shape))
    return flat


@cache
def _shapes() -> dict[Node, ValidationResult]:
    """What each named shape finds, but for the node and the value."""
    from rdflib import Literal as Term

    shapes, found = _shapes_graph(), {}
    for node in {s for s in shapes.subjects() if str(s).startswith(SHAPE)}:
        messages = {m.language: str(m) for m in shapes.objects(node, uri("sh:message")) if isinstance(m, Term)}
        severity = shapes.value(node, uri("sh:severity"))
        path = shapes.value(node, uri("sh:path"))
        found[node] = ValidationResult(
            severity=_SEVERITIES.get(str(severity), "violation"),
            message_zh=messages.get("zh", ""),
            message_en=messages.get("en", ""),
            focus="",
            path="" if path is None else _path(shapes, path),
            value="",
            shape=str(node),
        )
    return found


def _path(shapes: Graph, path: Node) -> str:
    """A SHACL path in SPARQL's syntax."""
    from rdflib import URIRef
    from rdflib.collection import Collection

    if isinstance(path, URIRef):
        return compact(str(path)) or str(path)
    if (inverse := shapes.value(path, uri("sh:inversePath"))) is not None:
        return "^" + _path(shapes, inverse)
    if (choice := shapes.value(path, uri("sh:alternativePath"))) is not None:
        return "|".join(_path(shapes, step) for step in Collection(shapes, choice))
    return "/".join(_path(shapes, step) for step in Collection(shapes, path))


def _shacl(graph: Graph) -> Iterator[_Raw]:
    from pyshacl import validate as run
    from rdflib import Graph

    # inplace: the graph is our own copy, and nothing is inferred that could be added to it.
    _, report, _ = run(graph, shacl_graph=_flat_shapes_graph(), inference="none", advanced=False, inplace=True)
    assert isinstance(report, Graph)
    for result in report.objects(None, uri("sh:result")):
        shape = report.value(result, uri("sh:sourceShape"))
        focus = report.value(result, uri("sh:focusNode"))
        if shape is not None and focus is not None:
            yield shape, focus, report.value(result, uri("sh:value"))


def _quotes(graph: Graph, passages: Passages) -> Iterator[_Raw]:
    """Evidence whose quote is not the text at its offsets. What is missing or malformed is reported by the shapes."""
    from rdflib import Literal as Term

    shape = uri("pg:shape/EvidenceQuote")
    for passage in graph.subjects(uri("rdf:type"), uri("oa:SpecificResource")):
        start, end, quote = passages.selection(passage)
        content = passages.content(passage)
        if start is None or end is None or quote is None or content is None or start >= end:
            continue
        if content[start:end] != quote:
            yield shape, passage, Term(content[start:end])


def _hashes(graph: Graph) -> Iterator[_Raw]:
    """Texts whose hash is not theirs."""
    shape = uri("pg:shape/TextHash")
    for text, stated in graph.subject_objects(uri("pg:sha256")):
        contents: Iterable[Node] = graph.objects(text, uri("pg:textContent"))
        actual = {hashlib.sha256(str(content).encode()).hexdigest() for content in contents}
        if actual and len(str(stated)) == 64 and str(stated) not in actual:
            yield shape, text, stated


def _make_result(passages: Passages, shape: Node, focus: Node, value: Node | None) -> ValidationResult:
    from rdflib import BNode

    return replace(
        _shapes()[shape],
        focus="_:" if isinstance(focus, BNode) else str(focus),
        # A node shape reports the node itself as the value, and a blank node has no name that lasts.
        value="" if value is None or value == focus or isinstance(value, BNode) else str(value),
        place=passages.place(focus),
    )
