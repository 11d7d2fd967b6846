"""Fill the graph of shared descriptions: concepts in use, facts of several policies, reforms of bodies.

A policy is a named graph. Several policies describe the same bodies and places, and a store's union of graphs gives a
fact once for each graph that states it: counts would be too high and joins too large. So each fact stands in one graph
only. Builds, stores, corpora and publications all follow this rule.

省扶贫办 and 省乡村振兴局 are two bodies. That one followed the other is in no notice; it follows from the reform that
moved the function (``ontology/reforms.ttl``) and from the two being in one place and at one level.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ..namespaces import DCTERMS, FUNCTION, LEVEL, ORG, PG, PLACE, RDF, RDFS, ROLE, SKOS, VOCABULARY_GRAPH, expand
from ..registry import functions
from ..resources import ontology_dir
from .engine import select
from .iris import Iris

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

    _Term = NamedNode | BlankNode | Literal | Triple

__all__ = ["concept_quads", "graph_for", "place", "share", "succession_quads", "vocabulary_quads"]


# --- facts of several graphs ------------------------------------------------------------------------------------------


def graph_for(first: str, statements: int) -> str:
    """Find the graph of a fact: its own where one graph states it, that of shared descriptions where several do.

    Args:
        first: A graph that states it.
        statements: How many do.

    Returns:
        The IRI of the graph.

    Example:
        >>> graph_for("https://example.org/graph/a", 1)
        'https://example.org/graph/a'
        >>> graph_for("https://example.org/graph/a", 2) == VOCABULARY_GRAPH
        True
    """
    return first if statements == 1 else VOCABULARY_GRAPH


def place(quads: Iterable[Quad]) -> list[Quad]:
    r"""Put each triple into one graph, by ``graph_for``.

    Args:
        quads: The statements.

    Returns:
        The quads; the union of the graphs has the same triples.

    Example:
        >>> from pyoxigraph import RdfFormat, parse
        >>> stated = [f"<urn:s> <urn:{p}> <urn:o> <urn:{graph}> ." for p, graph in ("pa", "pb", "qb")]
        >>> placed = place(parse("\n".join(stated), RdfFormat.N_QUADS))
        >>> [quad.graph_name.value for quad in placed] == [VOCABULARY_GRAPH, "urn:b"]
        True
    """
    from pyoxigraph import NamedNode, Quad

    stated: dict[tuple[object, object, object], set[Quad]] = defaultdict(set)
    for quad in quads:
        stated[quad.subject, quad.predicate, quad.object].add(quad)
    placed: list[Quad] = []
    for copies in stated.values():
        quad = next(iter(copies))
        if len(copies) > 1:
            graph = NamedNode(graph_for(str(quad.graph_name), len(copies)))
            quad = Quad(quad.subject, quad.predicate, quad.object, graph)
        placed.append(quad)
    return placed


#: What several graphs describe; an engine that merges the graphs of a union finds nothing, and nothing is to be done.
_DESCRIBED_AGAIN = "SELECT DISTINCT ?thing WHERE { ?thing a ?type } GROUP BY ?thing ?type HAVING (COUNT(*) > 1)"


def share(store: Store) -> None:
    """Put each fact that several graphs state about the same typed thing into one graph, as ``place`` does.

    The union of the graphs is the same set of triples as before.

    Args:
        store: The store to change.
    """
    for (thing,) in list(select(store, _DESCRIBED_AGAIN)):
        before = set(store.quads_for_pattern(thing, None, None))
        after = set(place(before))
        for quad in before - after:
            store.remove(quad)
        store.extend(after - before)


# --- concepts ---------------------------------------------------------------------------------------------------------

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
    for name in ("levels.ttl", "roles.ttl", "functions.ttl", "places.ttl", "counties.ttl"):
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


def vocabulary_quads(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Describe the concepts that quads use, as ``concept_quads`` does.

    Args:
        quads: The data.

    Returns:
        The statements about concepts, in the graph of shared descriptions.
    """
    from pyoxigraph import NamedNode

    return concept_quads({quad.object.value for quad in quads if isinstance(quad.object, NamedNode)})


# --- reforms ----------------------------------------------------------------------------------------------------------

_REFORM = PG + "reform/"
#: What tells which bodies follow which.
_OF_BODIES = {RDF + "type", PG + "function", PG + "level", DCTERMS + "spatial"}


class _Reform(NamedTuple):
    """One reform: the functions it took from and gave to, and what is stated of its events: day and names."""

    iri: str
    before: frozenset[str]
    after: frozenset[str]
    stated: list[tuple[str, Any]]


@cache
def _reforms() -> tuple[_Reform, ...]:
    from pyoxigraph import parse

    facts: defaultdict[str, defaultdict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in parse(path=str(ontology_dir() / "reforms.ttl")):
        facts[quad.subject.value][quad.predicate.value].append(quad.object)
    return tuple(
        _Reform(
            iri,
            frozenset(node.value for node in values[PG + "fromFunction"] if _has_ended(node.value)),
            frozenset(node.value for node in values[PG + "toFunction"]),
            [(name, value) for name in (DCTERMS + "date", RDFS + "label") for value in values[name]],
        )
        for iri, values in sorted(facts.items())
        if iri.startswith(_REFORM) and values[DCTERMS + "date"]
    )


def _has_ended(function: str) -> bool:
    """Whether the reform ended the function; a body that gave a part away and goes on has no successor."""
    known = functions().get(function.removeprefix(FUNCTION))
    return known is not None and known.valid_until is not None


def succession_quads(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Join predecessors and successors among the named bodies that ``quads`` describe, by ``org:ChangeEvent``.

    One event for each reform, place and level: ``org:originalOrganization`` each body with a function that the reform
    ended, ``org:resultingOrganization`` each with one that it gave, ``dcterms:date`` the day of the national reform.
    Local bodies followed it within about a year.

    Args:
        quads: Descriptions of bodies, among others.

    Yields:
        The events, in the graph of shared descriptions.
    """
    from pyoxigraph import NamedNode, Quad

    facts: defaultdict[NamedNode, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if predicate in _OF_BODIES and isinstance(subject, NamedNode) and isinstance(value, NamedNode):
            facts[subject][predicate].add(value.value)
    together: defaultdict[tuple[str, str], list[tuple[NamedNode, set[str]]]] = defaultdict(list)
    for body, values in sorted(facts.items(), key=lambda item: item[0].value):
        if PG + "Body" in values[RDF + "type"] and values[PG + "function"]:
            for place_of in values[DCTERMS + "spatial"]:
                together[place_of, min(values[PG + "level"], default="")].append((body, values[PG + "function"]))
    graph = NamedNode(VOCABULARY_GRAPH)
    for (place_of, level), bodies in sorted(together.items()):
        for reform in _reforms():
            before = [body for body, has in bodies if has & reform.before and not has & reform.after]
            after = [body for body, has in bodies if has & reform.after and not has & reform.before]
            if not before or not after:
                continue
            slug, code = reform.iri.removeprefix(_REFORM), place_of.removeprefix(PLACE)
            event = NamedNode(Iris().change(slug, code, level.removeprefix(LEVEL)))
            stated = [
                (RDF + "type", NamedNode(ORG + "ChangeEvent")),
                (PG + "ofReform", NamedNode(reform.iri)),
                (DCTERMS + "spatial", NamedNode(place_of)),
                *reform.stated,
                *((ORG + "originalOrganization", body) for body in before),
                *((ORG + "resultingOrganization", body) for body in after),
            ]
            yield from (Quad(event, NamedNode(predicate), value, graph) for predicate, value in stated)
