"""What a database lacks: each graph kept, added, replaced or removed, found out before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ..namespaces import LINKS_GRAPH, VOCABULARY_GRAPH
from .remote import STAGING, Remote
from .source import Fingerprint, Source, fingerprint

if TYPE_CHECKING:
    from pyoxigraph import Triple

__all__ = ["Action", "Step", "is_first", "make_plan"]


class Action(StrEnum):
    """What happens to a graph; ``STALE`` is a policy that the source no longer has and that stays without ``prune``."""

    KEEP = "keep"
    ADD = "add"
    REPLACE = "replace"
    REMOVE = "remove"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Step:
    """One graph, what happens to it, and its fingerprints: as it is to be, and in the database before.

    ``kept`` are triples of the database that stay in the graph beside those of the source.
    """

    graph: str
    action: Action
    wanted: Fingerprint | None
    before: Fingerprint | None = None
    kept: frozenset[Triple] = frozenset()


#: Graphs of what concerns several policies.
_SHARED = (VOCABULARY_GRAPH, LINKS_GRAPH)


def make_plan(source: Source, remote: Remote, prune: bool = False) -> list[Step]:
    """Compare a source with a database, graph by graph; the database is only read.

    A graph whose number of triples agrees is read back and compared by its canonical hash, so that what has arrived
    before is not sent again: a publication that was cut off goes on where it stopped.

    What several policies share (names of bodies, concepts) stands in the graph of the vocabulary, and the links between
    them in a graph of their own. Where policies stay that the source does not have, these only gain; where none do,
    they become the source's.

    Args:
        source: what is to be there.
        remote: where.
        prune: remove policies that the source does not have; without it they are ``stale`` and stay.

    Returns:
        a step for every graph of the source in its order, then those to be removed, then those that are stale.
        What an earlier run left half made (``#staging``) is always removed.

    Cost: one query for every 200 graphs, and reading back those of equal size.
    """
    wanted = source.graphs()
    here = remote.counts([*wanted, *_SHARED])
    beside = remote.counts([graph + STAGING for graph in (*wanted, *_SHARED)]).keys()
    others = {graph for graph in remote.policy_graphs() if not graph.endswith(STAGING)} - set(wanted)
    stale = set() if prune else others
    steps = []
    for graph in wanted:
        ours = source.fingerprint(graph)
        kept: frozenset[Triple] = frozenset()
        if graph in _SHARED and stale:
            new, old = set(source.triples(graph)), set(remote.triples(graph))
            ours, kept = fingerprint(new | old), frozenset(old - new)
        steps.append(_step(graph, ours, kept, here, remote))
    steps += [
        Step(graph, Action.REMOVE, None) for graph in _SHARED if graph in here and graph not in wanted and not stale
    ]
    steps += [Step(graph, Action.REMOVE, None) for graph in sorted((others - stale) | beside)]
    return steps + [Step(graph, Action.STALE, None) for graph in sorted(stale)]


def _step(graph: str, ours: Fingerprint, kept: frozenset[Triple], here: dict[str, int], remote: Remote) -> Step:
    if graph not in here:
        return Step(graph, Action.ADD, ours, None, kept)
    if here[graph] != ours.count:
        return Step(graph, Action.REPLACE, ours, Fingerprint(here[graph], ""), kept)
    theirs = fingerprint(remote.triples(graph))
    return Step(graph, Action.KEEP if theirs == ours else Action.REPLACE, ours, theirs, kept)


def is_first(plan: Sequence[Step]) -> bool:
    """Does a plan only add, to a database that has none of its graphs, no other policy, and nothing left half made?"""
    return all(step.action is Action.ADD for step in plan)
