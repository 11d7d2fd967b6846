"""Plan what a database lacks, and send that and nothing else.

The graphs go in an order in which no reader misses a fact that was there before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from threading import BoundedSemaphore, Event
from typing import TYPE_CHECKING, NamedTuple

from ..errors import PublishError
from ..namespaces import LINKS_GRAPH, VOCABULARY_GRAPH
from ..texts import Bilingual
from .publication import Fingerprint, Publication, fingerprint
from .remote import STAGING, Remote

if TYPE_CHECKING:
    from pyoxigraph import Triple

__all__ = ["Action", "FailedGraph", "Outcome", "Step", "is_first", "make_plan", "transfer"]

#: Graphs of what concerns several policies.
_SHARED = (VOCABULARY_GRAPH, LINKS_GRAPH)
#: Threads that write and send graphs: as many as are ever sent together.
_THREADS = 2


class Action(StrEnum):
    """What happens to a graph; ``STALE`` is a policy that only the database has and that is kept without ``prune``."""

    KEEP = "keep"
    ADD = "add"
    REPLACE = "replace"
    REMOVE = "remove"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Step:
    """One graph, what happens to it, and its fingerprints: as it is to be, and in the database before.

    ``kept`` are triples of the database that are kept in the graph in addition to those of the source.
    """

    graph: str
    action: Action
    wanted: Fingerprint | None
    before: Fingerprint | None = None
    kept: frozenset[Triple] = frozenset()


@dataclass(frozen=True, slots=True)
class FailedGraph:
    """A graph whose transfer failed: whether it is still ``old``, is ``new``, ``neither`` of them, or ``unknown``."""

    graph: str
    found: str
    reason: Bilingual


@dataclass(frozen=True, slots=True)
class Outcome:
    """Graphs that were sent or removed, those that failed, and those that were then not tried."""

    done: tuple[str, ...]
    failed: tuple[FailedGraph, ...] = ()
    left: tuple[str, ...] = ()


def make_plan(source: Publication, remote: Remote, prune: bool = False) -> list[Step]:
    """Compare a source with a database, graph by graph; the database is only read.

    A graph with the same number of triples is read back and compared by its fingerprint, so that nothing is sent twice:
    a publication that was cut off resumes where it stopped.

    What several policies share (names of bodies, concepts) is in the graph of the vocabulary, and the links between
    them in a graph of their own. While the database has policies that the source does not have, triples are only
    added to these graphs; otherwise they become the source's.

    Cost: one query for every 200 graphs, and reading back those of equal size.

    Args:
        source: What is to be there.
        remote: Where.
        prune: Remove policies that the source does not have; without it they are ``stale`` and are kept.

    Returns:
        A step for every graph of the source in its order, then those to be removed, then those that are stale. What an
        interrupted run left behind (``#staging``) is always removed.
    """
    wanted = source.graphs()
    here = remote.counts([*wanted, *_SHARED])
    unfinished = set(remote.counts([graph + STAGING for graph in (*wanted, *_SHARED)]))
    others = {graph for graph in remote.policy_graphs() if not graph.endswith(STAGING)} - set(wanted)
    stale = set() if prune else others
    steps = []
    for graph in wanted:
        ours = source.fingerprint(graph)
        kept: frozenset[Triple] = frozenset()
        if graph in _SHARED and stale:
            new, old = set(source.triples(graph)), set(remote.triples(graph))
            ours, kept = fingerprint(new | old), frozenset(old - new)
        theirs = None
        if graph in here:
            same_size = here[graph] == ours.count
            theirs = fingerprint(remote.triples(graph)) if same_size else Fingerprint(here[graph], "")
        action = Action.ADD if theirs is None else Action.KEEP if theirs == ours else Action.REPLACE
        steps.append(Step(graph, action, ours, theirs, kept))
    unused = [graph for graph in _SHARED if graph in here and graph not in wanted and not stale]
    removed = [*unused, *sorted((others - stale) | unfinished)]
    steps += [Step(graph, Action.REMOVE, None) for graph in removed]
    return steps + [Step(graph, Action.STALE, None) for graph in sorted(stale)]


def is_first(plan: Sequence[Step]) -> bool:
    """Check whether a plan only adds: the database has none of its graphs, no other policy and no staging graph."""
    return all(step.action is Action.ADD for step in plan)


class _Delivery(NamedTuple):
    """A step, and the triples to send in addition to the source's; ``None`` for one that removes."""

    step: Step
    more: Sequence[Triple] | None


def transfer(
    plan: Sequence[Step],
    source: Publication,
    remote: Remote,
    progress: Callable[[Step], None] = lambda _: None,
) -> Outcome:
    """Send what a plan adds or replaces, remove what it removes.

    Shared descriptions are in the graph of the vocabulary. It grows before policies change and shrinks after them, so
    that readers find every fact that is in both the old and the new graphs at all times. Policies are sent
    ``remote.max_concurrent`` at a time: one is on its way while the server loads another.

    A database that has none of the graphs yet is written in place: there is no old graph to preserve, and staging
    graphs cost a store without transactions half as much again as the sending. A transfer that was cut off is resumed
    with staging graphs.

    Cost: two graphs in memory, as N-Triples.

    Args:
        plan: From ``make_plan``.
        source: What the plan was made from.
        remote: Where it goes.
        progress: Called after each step.

    Returns:
        What was done. After a final fault nothing more is started. Each graph that failed is read back, to report
        whether the old one is still complete. Running the transfer again repairs it.
    """
    done: list[str] = []
    left: list[str] = []
    faults: list[tuple[Step, PublishError]] = []
    staged, halted = not is_first(plan), Event()
    # Where one is sent at a time, the next is serialised meanwhile.
    sending = BoundedSemaphore(remote.max_concurrent)

    def carry_out(delivery: _Delivery) -> PublishError | bool:
        """Return whether the delivery was started, or the error."""
        data = b"" if delivery.more is None or halted.is_set() else _serialise(delivery, source)
        with sending:
            if halted.is_set():
                return False
            try:
                if delivery.more is None:
                    remote.drop(delivery.step.graph)
                else:
                    remote.put(delivery.step.graph, data, staged=staged)
            except PublishError as error:
                halted.set()
                return error
        return True

    with ThreadPoolExecutor(_THREADS) as pool:
        for stage in _stages(plan, source, remote):
            # ``map`` cancels what has not started if this loop ends early, on an interruption for example.
            for delivery, result in zip(stage, pool.map(carry_out, stage), strict=True):
                if isinstance(result, PublishError):
                    faults.append((delivery.step, result))
                elif result:
                    done.append(delivery.step.graph)
                    progress(delivery.step)
                else:
                    left.append(delivery.step.graph)
    failed = tuple(_read_failed_graph(step, remote, fault.names) for step, fault in faults)
    untried = dict.fromkeys(graph for graph in left if graph not in {state.graph for state in failed})
    return Outcome(tuple(dict.fromkeys(done)), failed, tuple(untried))


def _serialise(delivery: _Delivery, source: Publication) -> bytes:
    from pyoxigraph import RdfFormat, serialize

    return source.serialise(delivery.step.graph) + (serialize(delivery.more or (), format=RdfFormat.N_TRIPLES) or b"")


def _stages(plan: Sequence[Step], source: Publication, remote: Remote) -> list[list[_Delivery]]:
    """Sort steps into stages, each of which begins when the one before has ended."""
    sent = [step for step in plan if step.action in (Action.ADD, Action.REPLACE)]
    shared = next((step for step in sent if step.graph == VOCABULARY_GRAPH), None)
    gains: list[_Delivery] = []
    losses: list[_Delivery] = []
    if shared is not None:
        old = set(remote.triples(VOCABULARY_GRAPH)) if shared.action is Action.REPLACE else set()
        lost = old - set(source.triples(VOCABULARY_GRAPH)) - shared.kept
        gains = [_Delivery(shared, [*shared.kept, *lost])]
        if lost:
            losses = [_Delivery(shared, list(shared.kept))]
    policies = [_Delivery(step, list(step.kept)) for step in sent if step is not shared]
    removed = [_Delivery(step, None) for step in plan if step.action is Action.REMOVE]
    return [gains, policies, removed, losses]


def _read_failed_graph(step: Step, remote: Remote, reason: Bilingual) -> FailedGraph:
    """Read back what is there after a failure, without retries."""
    try:
        found = fingerprint(remote.triples(step.graph, retry=False))
    except PublishError:
        return FailedGraph(step.graph, "unknown", reason)
    if step.wanted is not None and found == step.wanted:
        return FailedGraph(step.graph, "new", reason)
    if step.before is None:
        old = step.action is Action.REMOVE or not found.count
    else:
        old = found.count == step.before.count and step.before.sha256 in ("", found.sha256)
    return FailedGraph(step.graph, "old" if old else "neither", reason)
