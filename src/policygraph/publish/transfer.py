"""Carrying out a plan: the graphs that are sent, in an order in which no reader misses a fact that was there before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import BoundedSemaphore, Event
from typing import TYPE_CHECKING, NamedTuple

from ..errors import PublishError
from ..namespaces import VOCABULARY_GRAPH
from ..texts import Names
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
    reason: Names


@dataclass(frozen=True, slots=True)
class Outcome:
    """Graphs that were sent or removed, those that failed, and those that were then not tried."""

    done: tuple[str, ...]
    failed: tuple[State, ...] = ()
    left: tuple[str, ...] = ()


def transfer(
    plan: Sequence[Step],
    source: Source,
    remote: Remote,
    progress: Callable[[Step], None] = lambda _: None,
) -> Outcome:
    """Send what a plan adds or replaces, remove what it removes.

    What several policies say of one body stands in the graph of the vocabulary. It gains before policies change and
    loses after them, so that every fact that both the old and the new graphs have can be read all the while. Policies
    are sent ``remote.max_concurrent`` at a time: one is on its way while the server takes in another.

    Where the database has none of the graphs yet, there is no old one to keep whole: they go straight to their places,
    and a store without transactions is spared the way by staging graphs, which costs it as much again as half of the
    sending. A transfer that was cut off has graphs there, and is taken up by that way.

    Args:
        plan: from ``make_plan``.
        source: what the plan was made from.
        remote: where it goes.
        progress: called after each step.

    Returns:
        what was done. After a fault that patience does not mend nothing more is begun; that graph, and any other that
        was under way and failed too, is in ``failed``: each is then looked at, so that it can be said whether the old
        one is still whole. Running again mends it.

    Cost: two graphs in memory, as N-Triples.
    """
    done: list[str] = []
    faults: list[tuple[Step, PublishError]] = []
    left: list[str] = []
    first = is_first(plan)
    halted = Event()

    def carry_out(task: _Task) -> PublishError | None:
        if halted.is_set():
            return _LEFT
        data = None if task.more is None else _written(task.step, task.more, source)
        with line:
            if halted.is_set():
                return _LEFT
            try:
                if data is None:
                    remote.drop(task.step.graph)
                else:
                    remote.put(task.step.graph, data, staged=not first)
            except PublishError as error:
                halted.set()
                return error
        return None

    # Where one is sent at a time, the next is still written meanwhile.
    line = BoundedSemaphore(remote.max_concurrent)
    with ThreadPoolExecutor(_WRITERS) as pool:
        for stage in _stages(plan, source, remote):
            # Whatever ends this loop early, an interruption too, takes back what has not begun: so does ``map``.
            for task, fault in zip(stage, pool.map(carry_out, stage), strict=True):
                if fault is None:
                    done.append(task.step.graph)
                    progress(task.step)
                elif fault is _LEFT:
                    left.append(task.step.graph)
                else:
                    faults.append((task.step, fault))
    failed = tuple(_state(step, remote, fault.names) for step, fault in faults)
    named = {state.graph for state in failed}
    return Outcome(
        tuple(dict.fromkeys(done)), failed, tuple(graph for graph in dict.fromkeys(left) if graph not in named)
    )


class _Task(NamedTuple):
    """A step, and the triples to send beside the source's; ``None`` for one that removes."""

    step: Step
    more: Sequence[Triple] | None


#: As many as are ever sent together.
_WRITERS = 2
#: Stands for the fault of a step that was not begun, since another had failed.
_LEFT = PublishError("verbatim", message="not tried")


def _written(step: Step, more: Sequence[Triple], source: Source) -> bytes:
    from pyoxigraph import RdfFormat, serialize

    rest = serialize(more, format=RdfFormat.N_TRIPLES) if more else None
    return source.serialised(step.graph) + (rest or b"")


def _stages(plan: Sequence[Step], source: Source, remote: Remote) -> list[list[_Task]]:
    """What may be done at a time; each stage begins when the one before has ended."""
    sent = [step for step in plan if step.action in (Action.ADD, Action.REPLACE)]
    shared = next((step for step in sent if step.graph == VOCABULARY_GRAPH), None)
    gains: list[_Task] = []
    losses: list[_Task] = []
    if shared is not None:
        old = set(remote.triples(VOCABULARY_GRAPH)) if shared.action is Action.REPLACE else set()
        lost = old - set(source.triples(VOCABULARY_GRAPH)) - shared.kept
        gains = [_Task(shared, [*shared.kept, *lost])]
        if lost:
            losses = [_Task(shared, list(shared.kept))]
    policies = [_Task(step, list(step.kept)) for step in sent if step is not shared]
    removed = [_Task(step, None) for step in plan if step.action is Action.REMOVE]
    return [gains, policies, removed, losses]


def _state(step: Step, remote: Remote, reason: Names) -> State:
    """What is there after a failure; one look, without patience."""
    try:
        found = fingerprint(remote.triples(step.graph, retry=False))
    except PublishError:
        return State(step.graph, "unknown", reason)
    if step.wanted is not None and found == step.wanted:
        return State(step.graph, "new", reason)
    if step.before is None:
        return State(step.graph, "old" if step.action is Action.REMOVE or not found.count else "neither", reason)
    same = found.count == step.before.count and step.before.sha256 in ("", found.sha256)
    return State(step.graph, "old" if same else "neither", reason)
