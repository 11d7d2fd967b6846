"""Find the day from which a tie exists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Set
from datetime import date
from typing import Any

import networkx as nx

from ...graph.incidence import Incidence
from ...model import ROLES
from ..networks import Kind

__all__ = ["date_ties"]

#: A measure or policy with its day, which sorts first.
_Event = tuple[date, str]


def date_ties(graph: nx.Graph, incidence: Incidence, kind: Kind = "shared") -> nx.Graph:
    """Copy a network and add ``start``, the day of the first document that makes a node or an edge, as an ISO date.

    The day of a document is its date, or else the day it was posted. Nodes and edges of documents without a day have no
    ``start``. No tie has an end: few notices state until when a duty lasts.

    Args:
        graph: A network of ``networks``.
        incidence: What the network was made of.
        kind: What joins its nodes: ``shared`` or ``vertical`` (any measure of both), ``lead-support`` (a measure that
            the first leads and the second supports), ``issuing`` (a document of both) or ``bipartite``.

    Returns:
        The copy. Cost: for each edge the smaller number of measures of its two ends.

    Example:
        >>> from policygraph.analysis import incidence, shared_network
        >>> from policygraph.corpus import build
        >>> from policygraph.resources import examples_dir
        >>> whole = incidence(build(examples_dir() / "fujian-relocation-2020.txt").dataset)
        >>> {day for *_, day in date_ties(shared_network(whole), whole).edges(data="start")}
        {'2020-05-11'}
    """
    events = _issued(incidence) if kind == "issuing" else _borne(incidence)
    leads, supports = (
        (_borne(incidence, ["lead"]), _borne(incidence, ["support"])) if kind == "lead-support" else (events, events)
    )
    dated = graph.copy()
    for node, data in dated.nodes(data=True):
        _set_start(data, events.get(node, frozenset()))
    for a, b, data in dated.edges(data=True):
        _set_start(data, leads.get(a, frozenset()) & supports.get(b, frozenset()))
    return dated


def _set_start(data: dict[str, Any], events: Set[_Event]) -> None:
    if events:
        data["start"] = min(events)[0].isoformat()


def _borne(incidence: Incidence, roles: Collection[str] = ROLES) -> dict[str, set[_Event]]:
    """The dated measures that each body bears in some roles; of a measure, itself."""
    days = {iri: policy.day for iri, policy in incidence.policies.items()}
    event = [(day, each.iri) if (day := days.get(each.policy)) else None for each in incidence.measures]
    found = defaultdict[str, set[_Event]](set)
    for one in event:
        if one:
            found[one[1]].add(one)
    for measure, body, role in incidence.entries():
        if (one := event[measure]) and ROLES[role] in roles:
            found[incidence.bodies[body].iri].add(one)
    return found


def _issued(incidence: Incidence) -> dict[str, set[_Event]]:
    """The dated policies that each body issued."""
    found = defaultdict[str, set[_Event]](set)
    for iri, policy in incidence.policies.items():
        if policy.day:
            for body in policy.issuers:
                found[body.iri].add((policy.day, iri))
    return found
