"""Predecessors and successors: two bodies, joined by a dated ``org:ChangeEvent`` where a graph has both.

省扶贫办 and 省乡村振兴局 are two bodies. That one followed the other is in no notice; it follows from the reform that
moved the function (``ontology/reforms.ttl``) and from the two standing in one place and at one level.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ..namespaces import DCTERMS, FUNCTION, LEVEL, ORG, PG, PLACE, RDF, RDFS, VOCABULARY_GRAPH
from ..registry import functions
from ..resources import ontology_dir
from .iris import Iris

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, Quad

__all__ = ["succession_quads"]

_REFORM = PG + "reform/"


@dataclass(frozen=True, slots=True)
class _Reform:
    """One reform: the functions it took from and gave to, its day and its names."""

    iri: str
    before: frozenset[str]
    after: frozenset[str]
    day: Literal
    labels: tuple[Literal, ...]


@cache
def _reforms() -> tuple[_Reform, ...]:
    from pyoxigraph import parse

    facts: defaultdict[str, defaultdict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in parse(path=str(ontology_dir() / "reforms.ttl")):
        facts[quad.subject.value][quad.predicate.value].append(quad.object)
    return tuple(
        _Reform(
            iri,
            frozenset(_ended(str(node)) for node in values[PG + "fromFunction"]) - {""},
            frozenset(str(node).strip("<>") for node in values[PG + "toFunction"]),
            values[DCTERMS + "date"][0],
            tuple(values[RDFS + "label"]),
        )
        for iri, values in sorted(facts.items())
        if iri.startswith(_REFORM) and values[DCTERMS + "date"]
    )


def _ended(function: str) -> str:
    """The function's IRI where the reform ended it; a body that gave a part away and goes on has no successor."""
    function = function.strip("<>")
    known = functions().get(function.removeprefix(FUNCTION))
    return function if known and known.valid_until else ""


def succession_quads(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The change events between named bodies that ``quads`` describe, in the graph of shared descriptions.

    One event for each reform, place and level: ``org:originalOrganization`` each body with a function that the reform
    ended, ``org:resultingOrganization`` each with one that it gave, ``dcterms:date`` the day of the national reform.
    Local bodies followed it within about a year.
    """
    from pyoxigraph import NamedNode, Quad

    doing: defaultdict[NamedNode, set[str]] = defaultdict(set)
    place: dict[NamedNode, str] = {}
    level: dict[NamedNode, str] = {}
    bodies: set[NamedNode] = set()
    for quad in quads:
        subject, predicate = quad.subject, quad.predicate.value
        if not isinstance(subject, NamedNode) or not isinstance(quad.object, NamedNode):
            continue
        if predicate == PG + "function":
            doing[subject].add(quad.object.value)
        elif predicate == DCTERMS + "spatial":
            place[subject] = quad.object.value
        elif predicate == PG + "level":
            level[subject] = quad.object.value
        elif predicate == RDF + "type" and quad.object.value == PG + "Body":
            bodies.add(subject)
    standing: defaultdict[tuple[str, str], list[NamedNode]] = defaultdict(list)
    for body in sorted(bodies, key=lambda node: node.value):
        if body in place and body in doing:
            standing[place[body], level.get(body, "")].append(body)
    graph = NamedNode(VOCABULARY_GRAPH)
    for (where, tier), there in sorted(standing.items()):
        for reform in _reforms():
            before = [body for body in there if doing[body] & reform.before and not doing[body] & reform.after]
            after = [body for body in there if doing[body] & reform.after and not doing[body] & reform.before]
            if not before or not after:
                continue
            slug, code = reform.iri.removeprefix(_REFORM), where.removeprefix(PLACE)
            event = NamedNode(Iris().change(slug, code, tier.removeprefix(LEVEL)))
            yield Quad(event, NamedNode(RDF + "type"), NamedNode(ORG + "ChangeEvent"), graph)
            yield Quad(event, NamedNode(PG + "ofReform"), NamedNode(reform.iri), graph)
            yield Quad(event, NamedNode(DCTERMS + "date"), reform.day, graph)
            yield Quad(event, NamedNode(DCTERMS + "spatial"), NamedNode(where), graph)
            yield from (Quad(event, NamedNode(RDFS + "label"), label, graph) for label in reform.labels)
            for predicate, members in (("originalOrganization", before), ("resultingOrganization", after)):
                yield from (Quad(event, NamedNode(ORG + predicate), body, graph) for body in members)
