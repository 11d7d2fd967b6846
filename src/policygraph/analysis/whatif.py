"""What if a body did not exist, or two were merged: what loses its lead or its only body, what falls apart."""

from __future__ import annotations

from dataclasses import dataclass, replace

import networkx as nx
import numpy as np

from ..errors import UsageError
from ..graph.incidence import Incidence
from ..model import ROLES, Body, Measure
from .metrics import components
from .networks import shared_network

__all__ = ["Consequences", "merged", "without"]


@dataclass(frozen=True)
class Consequences:
    """What changes.

    ``lose_owner`` are measures that nobody is left to bear, ``lose_lead`` those that had a lead and have none now;
    ``parts`` and ``parts_after`` count the components of the named bodies that share measures, isolated ones left out;
    ``ties_lost`` the pairs that share no measure any more, ``ties_gained`` those that do now.
    """

    body: Body
    lose_owner: tuple[Measure, ...]
    lose_lead: tuple[Measure, ...]
    parts: int
    parts_after: int
    ties_lost: int
    ties_gained: int
    after: Incidence


def without(incidence: Incidence, body: str) -> Consequences:
    """Take a body out of an incidence. Classes of bodies that remain count as any other body.

    Args:
        incidence: Who bears what; it stays as it is.
        body: The IRI of the body.

    Returns:
        What changes.

    Raises:
        UsageError: There is no such body.

    Example:
        >>> parts = [("m1", "a", "lead"), ("m1", "b", "support"), ("m2", "a", "responsible")]
        >>> found = without(Incidence.of(parts), "a")
        >>> [each.iri for each in found.lose_lead], [each.iri for each in found.lose_owner]
        (['m1'], ['m2'])
    """
    at = _index(incidence, body)
    return _compare(incidence, incidence.select(lambda each: each.iri != body), incidence.bodies[at])


def merged(incidence: Incidence, one: str, other: str) -> Consequences:
    """Give the responsibilities of one body to another.

    Where both have a part in a measure the stronger role stays: lead before responsible before joint before support.

    Args:
        incidence: Who bears what; it stays as it is.
        one: The IRI of the body that remains.
        other: The IRI of the body that becomes a part of it.

    Returns:
        What changes.

    Raises:
        UsageError: A body is not there, or both are the same.
    """
    into, from_ = _index(incidence, one), _index(incidence, other)
    if into == from_:
        raise UsageError("merged_with_itself")
    strongest: dict[tuple[int, int], int] = {}
    for measure, body, role in incidence.entries():
        part = measure, into if body == from_ else body
        strongest[part] = min(role, strongest.get(part, len(ROLES)))
    joined = np.array([(m, b, r) for (m, b), r in strongest.items()], dtype=np.int32).reshape(-1, 3)
    whole = replace(incidence, measure=joined[:, 0], body=joined[:, 1], role=joined[:, 2].astype(np.int8))
    return _compare(incidence, whole.select(lambda each: each.iri != other), incidence.bodies[into])


def _index(incidence: Incidence, body: str) -> int:
    for at, each in enumerate(incidence.bodies):
        if each.iri == body:
            return at
    raise UsageError("body_not_in_graph", body=body)


def _compare(before: Incidence, after: Incidence, body: Body) -> Consequences:
    owned, led = _held(before), _held(before, "lead")
    still_owned, still_led = _held(after), _held(after, "lead")
    network, network_after = shared_network(before.named()), shared_network(after.named())
    ties, ties_after = set(map(frozenset, network.edges)), set(map(frozenset, network_after.edges))
    return Consequences(
        body,
        tuple(each for each in before.measures if each.iri in owned - still_owned),
        tuple(each for each in before.measures if each.iri in (led - still_led) & still_owned),
        _parts(network),
        _parts(network_after),
        len(ties - ties_after),
        len(ties_after - ties),
        after,
    )


def _held(incidence: Incidence, role: str | None = None) -> set[str]:
    return {incidence.measures[at].iri for at, _, code in incidence.entries() if role in (None, ROLES[code])}


def _parts(network: nx.Graph) -> int:
    return sum(len(group) > 1 for group in components(network))
