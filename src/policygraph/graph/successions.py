"""Successions of bodies: which body followed which, by the reforms that moved functions of government.

省扶贫办 and 省乡村振兴局 are two bodies. That one followed the other is in no notice; it follows from the reform that
moved the function (``ontology/reforms.ttl``) and from the two being in one place and at one level.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ..namespaces import DCTERMS, FUNCTION, LEVEL, ORG, PG, PLACE, RDF, RDFS, VOCABULARY_GRAPH
from ..registry import functions
from ..resources import ontology_dir
from .engine import read_facts
from .iris import Iris

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

__all__ = ["SUCCESSION_PREDICATES", "Succession", "read_successions", "reform_days", "succession_quads"]

_REFORM = PG + "reform/"
#: The predicates of the facts that tell which bodies follow which.
SUCCESSION_PREDICATES = (PG + "function", PG + "level", DCTERMS + "spatial", RDF + "type")


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
        if predicate in SUCCESSION_PREDICATES and isinstance(subject, NamedNode) and isinstance(value, NamedNode):
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


@dataclass(frozen=True, slots=True)
class Succession:
    """One ``org:ChangeEvent``: the IRIs of the bodies before and after it, and its day."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    day: date | None = None


def read_successions(store: Store) -> tuple[Succession, ...]:
    """Read the changes of bodies that a graph states.

    Args:
        store: The graphs.

    Returns:
        The changes with bodies on both sides, earliest first.

    Example:
        >>> from pyoxigraph import Store
        >>> read_successions(Store())
        ()
    """
    before, after, day = "org:originalOrganization", "org:resultingOrganization", "dcterms:date"
    facts = read_facts(store, f"?s {before} ?body", f"{before} {after} {day}")
    found = [Succession(tuple(each.all(before)), tuple(each.all(after)), each.day(day)) for each in facts.values()]
    complete = [each for each in found if each.after]
    return tuple(sorted(complete, key=lambda each: (each.day or date.min, each.before, each.after)))


#: How the documents of the vocabulary are called that are plans for reforming the State Council: 2018-state-council.
_PLAN = "-state-council"


@cache
def reform_days() -> tuple[date, ...]:
    """Return the days on which plans for reforming the institutions of the State Council were approved.

    Returns:
        The days, earliest first.

    Example:
        >>> [day.isoformat() for day in reform_days()]
        ['2013-03-14', '2018-03-17', '2023-03-10']
    """
    from pyoxigraph import parse

    days = {
        date.fromisoformat(quad.object.value)
        for quad in parse(path=str(ontology_dir() / "reforms.ttl"))
        if quad.predicate.value == DCTERMS + "issued"
        and quad.subject.value.startswith(PG + "reform-document/")
        and quad.subject.value.endswith(_PLAN)
    }
    return tuple(sorted(days))
