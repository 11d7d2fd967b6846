"""Carrying out a plan: the graphs that are sent, in an order in which no reader misses a fact that was there before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import PublishError
from ..namespaces import VOCABULARY_GRAPH
from .plan import Action, Step, is_first
from .remote import Remote
from .source import Source, fingerprint

if TYPE_CHECKING:
    from pyoxigraph import Triple

__all__ = ["Outcome", "State", "transfer"]


@dataclass(frozen=True, slots=True)
class State:
    """What became of a graph whose transfer failed: ``old`` whole, ``new`` whole, ``neither``, or ``unknown``."""

    graph: str
    found: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Graphs that were sent or removed, the one that failed, and those that were then not tried."""

    done: tuple[str, ...]
    failed: State | None = None
    left: tuple[str, ...] = ()


def transfer(
    plan: Sequence[Step],
    source: Source,
    remote: Remote,
    progress: Callable[[Step], None] = lambda _: None,
) -> Outcome:
    """Send what a plan adds or replaces, remove what it removes.

    What several policies say of one body stands in the graph of the vocabulary. It gains before policies change and
    loses after them, so that every fact that both the old and the new graphs have can be read all the while.

    Where the database has none of the graphs yet, there is no old one to keep whole: they go straight to their places,
    and a store without transactions is spared the way by staging graphs, which costs it as much again as half of the
    sending. A transfer that was cut off has graphs there, and is taken up by that way.

    Args:
        plan: from ``make_plan``.
        source: what the plan was made from.
        remote: where it goes.
        progress: called after each step.

    Returns:
        what was done. A fault that patience does not mend ends the transfer and is in ``failed``; the graph is then
        looked at, so that it can be said whether the old one is still whole. Running again mends it.
    """
    done: list[str] = []
    todo = list(_ordered(plan, source, remote))
    first = is_first(plan)
    for at, ((step, _), data) in enumerate(zip(todo, _written(todo, source), strict=True)):
        try:
            if data is None:
                remote.drop(step.graph)
            else:
                remote.put(step.graph, data, staged=not first)
        except PublishError as error:
            left = dict.fromkeys(later.graph for later, _ in todo[at + 1 :] if later.graph != step.graph)
            return Outcome(tuple(dict.fromkeys(done)), _state(step, remote, str(error)), tuple(left))
        done.append(step.graph)
        progress(step)
    return Outcome(tuple(dict.fromkeys(done)))


def _written(todo: Sequence[tuple[Step, list[Triple] | None]], source: Source) -> Iterator[bytes | None]:
    """What is sent for each step, written while the server takes in the one before; ``None`` for a removal."""
    from concurrent.futures import ThreadPoolExecutor

    from pyoxigraph import RdfFormat, serialize

    def written(step: Step, more: list[Triple] | None) -> bytes | None:
        if more is None:
            return None
        rest = serialize(more, format=RdfFormat.N_TRIPLES) if more else None
        return source.serialised(step.graph) + (rest or b"")

    with ThreadPoolExecutor(1) as writer:
        ahead = [writer.submit(written, *each) for each in todo[:1]]
        for at in range(len(todo)):
            ready = ahead.pop()
            data = ready.result()
            ahead += [writer.submit(written, *each) for each in todo[at + 1 : at + 2]]
            yield data


def _ordered(plan: Sequence[Step], source: Source, remote: Remote) -> Iterator[tuple[Step, list[Triple] | None]]:
    """Steps with the triples to send beside the source's, ``None`` for those that remove."""
    sent = [step for step in plan if step.action in (Action.ADD, Action.REPLACE)]
    shared = next((step for step in sent if step.graph == VOCABULARY_GRAPH), None)
    last: list[tuple[Step, list[Triple] | None]] = []
    if shared is not None:
        old = set(remote.triples(VOCABULARY_GRAPH)) if shared.action is Action.REPLACE else set()
        lost = old - set(source.triples(VOCABULARY_GRAPH)) - shared.kept
        yield shared, [*shared.kept, *lost]
        if lost:
            last.append((shared, list(shared.kept)))
    for step in sent:
        if step is not shared:
            yield step, []
    for step in plan:
        if step.action is Action.REMOVE:
            yield step, None
    yield from last


def _state(step: Step, remote: Remote, reason: str) -> State:
    """What is there after a failure; one look, without patience."""
    tries, remote.tries = remote.tries, 1
    try:
        found = fingerprint(remote.triples(step.graph))
    except PublishError:
        return State(step.graph, "unknown", reason)
    finally:
        remote.tries = tries
    if step.wanted is not None and found == step.wanted:
        return State(step.graph, "new", reason)
    if step.before is None:
        return State(step.graph, "old" if step.action is Action.REMOVE or not found.count else "neither", reason)
    same = found.count == step.before.count and step.before.sha256 in ("", found.sha256)
    return State(step.graph, "old" if same else "neither", reason)
