"""What if: without a body, or with two merged, which measures lose their lead or their only owner, what falls apart."""

from __future__ import annotations

from dataclasses import dataclass, replace

import networkx as nx
import numpy as np

from ..errors import UsageError
from ..model import ROLES
from .incidence import Bearer, Incidence, Task
from .measures import components
from .networks import shared_network

__all__ = ["Consequences", "merged", "without"]


_CODES: dict[str, int] = {role: code for code, role in enumerate(ROLES)}


@dataclass(frozen=True)
class Consequences:
    """What changes. ``lose_owner`` are measures that nobody is left to bear, ``lose_lead`` those that had a lead and
    have none now; ``parts`` and ``parts_after`` count the components of the named bodies that share measures,
    isolated ones left out; ``ties_lost`` the pairs that share no measure any more, ``ties_gained`` those that do now.
    """

    body: Bearer
    lose_owner: tuple[Task, ...]
    lose_lead: tuple[Task, ...]
    parts: int
    parts_after: int
    ties_lost: int
    ties_gained: int
    after: Incidence


def without(incidence: Incidence, body: str) -> Consequences:
    """The incidence as if a body did not exist. Classes of bodies that remain are owners as any.

    Raises:
        UsageError: there is no such body.

    >>> parts = [("m1", "a", "lead"), ("m1", "b", "support"), ("m2", "a", "responsible")]
    >>> found = without(Incidence.of(parts), "a")
    >>> [task.iri for task in found.lose_lead], [task.iri for task in found.lose_owner]
    (['m1'], ['m2'])
    """
    at = _index(incidence, body)
    after = incidence.select(lambda bearer: bearer.iri != body)
    return _compare(incidence, after, incidence.bearers[at])


def merged(incidence: Incidence, one: str, other: str) -> Consequences:
    """The incidence as if the second body were part of the first: its duties are the first one's.

    Where both have a part in a measure the stronger role stays: lead before responsible before joint before support.

    Raises:
        UsageError: a body is not there, or both are the same.
    """
    into, from_ = _index(incidence, one), _index(incidence, other)
    if into == from_:
        raise UsageError("merged_with_itself")
    body = np.where(incidence.body == from_, into, incidence.body).astype(np.int32)
    strongest: dict[tuple[int, int], int] = {}
    for task, bearer, role in zip(incidence.task.tolist(), body.tolist(), incidence.role.tolist(), strict=True):
        strongest[task, bearer] = min(role, strongest.get((task, bearer), len(ROLES)))
    joined = np.array([(b, t, r) for (t, b), r in strongest.items()], dtype=np.int32).reshape(-1, 3)
    whole = replace(incidence, body=joined[:, 0], task=joined[:, 1], role=joined[:, 2].astype(np.int8))
    return _compare(incidence, whole.select(lambda bearer: bearer.iri != other), incidence.bearers[into])


def _index(incidence: Incidence, body: str) -> int:
    for at, bearer in enumerate(incidence.bearers):
        if bearer.iri == body:
            return at
    raise UsageError("body_not_in_graph", body=body)


def _compare(before: Incidence, after: Incidence, body: Bearer) -> Consequences:
    owned, led = _held(before), _held(before, "lead")
    still_owned, still_led = _held(after), _held(after, "lead")
    network, network_after = (
        shared_network(each.select(lambda bearer: bearer.kind == "named")) for each in (before, after)
    )
    ties, ties_after = set(map(frozenset, network.edges)), set(map(frozenset, network_after.edges))
    return Consequences(
        body,
        tuple(task for task in before.tasks if task.iri in owned - still_owned),
        tuple(task for task in before.tasks if task.iri in (led - still_led) & still_owned),
        _parts(network),
        _parts(network_after),
        len(ties - ties_after),
        len(ties_after - ties),
        after,
    )


def _held(incidence: Incidence, role: str | None = None) -> set[str]:
    chosen = incidence.task if role is None else incidence.task[incidence.role == _CODES[role]]
    return {incidence.tasks[task].iri for task in np.unique(chosen).tolist()}


def _parts(network: nx.Graph) -> int:
    return sum(len(group) > 1 for group in components(network))
