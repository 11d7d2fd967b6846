"""The worker processes of a server: a process pool with a queue, and a deadline for each query.

Why our own and not a maintained server behind ours: pyoxigraph cannot stop a query, and ``oxigraph serve`` goes on with
one whose client has left; a process can be killed. The work is done by the same engine in both, a question of the
catalogue takes 20 ms of it on average at 100,000 triples in memory, and what Python adds is a fraction of that.

Every request has one deadline from its arrival. A query that has used a tenth of a second of processor time no longer
counts as one of ``Limits.workers``: where others wait, another worker is forked beside it, up to a limit, so that slow
queries do not block quick ones. It also gets a lower priority, and a lower one still after half a second. Processor
time counts, because under load any query takes long by the clock.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
from collections import deque
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

from .graph_process import CHANGE, WORKER, GraphProcess
from .limits import Limits
from .messages import Answer, GraphRequest, Query, Question, Refusal, Task, WorkerStarted, pack, read
from .requests import RefusedError
from .worker import WorkerProcess

__all__ = ["Pool"]

#: Seconds of processor time after which a query no longer counts among those at once.
LONG = 0.1
#: Seconds of it after which the query has the lowest priority.
HEAVY = 0.5


def _busy() -> RefusedError:
    return RefusedError(503, "too_many_queries", {"Retry-After": "5"})


class Pool:
    """Workers over one state of the graph; ``start`` before the event loop runs, ``ask`` inside it."""

    def __init__(self, limits: Limits) -> None:
        """Start nothing yet.

        Args:
            limits: What one request may cost.
        """
        self.limits = limits
        self.quads = 0
        self.stopped = 0
        self.generation = 0
        self._idle: list[WorkerProcess] = []
        self._waiting: deque[asyncio.Future[WorkerProcess]] = deque()
        self._count = 0
        self._long = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._graph: GraphProcess | None = None
        self._former: list[GraphProcess] = []

    def start(self, paths: Sequence[Path]) -> None:
        """Open the graph in a process of its own.

        Args:
            paths: Files or a store directory.

        Raises:
            PolicyGraphError: It cannot be opened; the message is the one that ``open_graph`` gives.
        """
        new = GraphProcess(self.limits, paths)
        new.wait_until_open()
        self.adopt(new)

    async def reload(self, paths: Sequence[Path]) -> None:
        """Open the graph anew beside the one that is served, and put it in its place.

        Args:
            paths: Files or a store directory.

        Raises:
            PolicyGraphError: It cannot be opened; the former is still served.
        """
        new = GraphProcess(self.limits, paths)
        await asyncio.to_thread(new.wait_until_open)
        self.adopt(new)

    def adopt(self, new: GraphProcess) -> None:
        """Put every query that begins from now on to another graph; those at work end as they began.

        Args:
            new: The process that has it open.
        """
        former, self._graph = self._graph, new
        self.renew_workers(new.quads)
        if former is not None:
            self._former.append(former)
            former.release()

    def pass_change(self, change: socket.socket) -> None:
        """Let the graph process take in a change.

        Args:
            change: The socket that it comes through.

        Raises:
            OSError: The process is gone.
        """
        self._require_graph().pass_socket(CHANGE, change)

    def renew_workers(self, quads: int) -> None:
        """Give no other query to a worker that was forked before now.

        Args:
            quads: How many quads the graph has now.
        """
        self.quads = quads
        self.generation += 1
        for worker in self._idle:
            self._retire(worker)
        self._idle.clear()

    def reap(self) -> None:
        """Forget processes of former graphs that have ended."""
        self._former = [old for old in self._former if old.alive]

    @property
    def running(self) -> int:
        """How many queries are at work."""
        return self._count - len(self._idle)

    @property
    def waiting(self) -> int:
        """How many queries are in the queue."""
        return len(self._waiting)

    @property
    def alive(self) -> bool:
        """Whether the graph process is running."""
        return self._graph is not None and self._graph.alive

    def _require_graph(self) -> GraphProcess:
        if self._graph is None:
            raise ConnectionError("no graph is open")
        return self._graph

    async def _spawn(self) -> WorkerProcess:
        self._count += 1
        generation = self.generation
        try:
            ours, theirs = socket.socketpair()
            with theirs:
                self._require_graph().pass_socket(WORKER, theirs)
            reader, writer = await asyncio.open_connection(sock=ours, limit=1 << 20)
            started: WorkerStarted = await read(reader)
        except (OSError, asyncio.IncompleteReadError):
            # The graph process is gone; it is started anew.
            self._count -= 1
            raise _busy() from None
        except BaseException:
            self._count -= 1
            raise
        return WorkerProcess(started.pid, generation, reader, writer)

    async def _take(self, until: float) -> WorkerProcess:
        loop = asyncio.get_running_loop()
        if self._idle and not self._waiting:
            return self._idle.pop()
        if self._has_room():
            return await self._spawn()
        if len(self._waiting) >= self.limits.max_waiting:
            raise _busy()
        place: asyncio.Future[WorkerProcess] = loop.create_future()
        self._waiting.append(place)
        try:
            async with asyncio.timeout_at(until):
                return await place
        except TimeoutError:
            raise _busy() from None
        finally:
            with contextlib.suppress(ValueError):
                self._waiting.remove(place)
            if place.done() and not place.cancelled() and asyncio.current_task() and sys.exc_info()[0] is not None:
                self._give(place.result())

    def _give(self, worker: WorkerProcess) -> None:
        if worker.generation != self.generation:
            self._retire(worker)
            self._soon(self._replace())
            return
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(worker)
                return
        if self._count - self._long > self.limits.workers:
            self._retire(worker)
        else:
            self._idle.append(worker)

    def _retire(self, worker: WorkerProcess) -> None:
        self._count -= 1
        worker.kill()

    def _has_room(self) -> bool:
        """Whether there may be another worker."""
        return self._count - self._long < self.limits.workers and self._count < self.limits.max_concurrent

    async def _replace(self) -> None:
        """Fork a worker for whoever waits, in the place of one that is gone or at a long query."""
        if self._waiting and self._has_room():
            with contextlib.suppress(RefusedError):
                self._give(await self._spawn())

    def _watch(self, worker: WorkerProcess) -> None:
        """Look at how much processor time a worker has used, and again when the next limit may be reached."""
        used = self._used(worker) - worker.begun
        if used >= LONG and not worker.long:
            worker.long = worker.lowered = True
            self._long += 1
            worker.lower_priority(15)
            self._soon(self._replace())
        if used >= HEAVY:
            worker.lower_priority(19)
            return
        left = (HEAVY if worker.long else LONG) - used
        worker.timer = asyncio.get_running_loop().call_later(max(left, LONG / 2), self._watch, worker)

    def _used(self, worker: WorkerProcess) -> float:
        # A call to another host uses no processor, and keeps others waiting all the same.
        return asyncio.get_running_loop().time() if self.limits.services else worker.processor_time()

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def ask(self, request: Query | Question | GraphRequest) -> Answer:
        """Let a worker answer a request.

        Args:
            request: What is asked.

        Returns:
            The answer.

        Raises:
            RefusedError: Too many wait, the deadline has passed, the answer exceeds a limit, or the request is wrong.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + self.limits.timeout
        worker = await self._take(until)
        worker.begun = self._used(worker)
        worker.timer = loop.call_later(LONG, self._watch, worker)
        whole = False
        try:
            worker.writer.write(pack(Task(request, max(0.1, until - loop.time()))))
            async with asyncio.timeout_at(until):
                answer: Answer | Refusal = await read(worker.reader)
            whole = not worker.lowered
        except TimeoutError:
            self.stopped += 1
            # By the protocol a sound query that is not carried out is the service's refusal, not the client's fault;
            # 503 would tell clients to send it again soon.
            raise RefusedError(504, "query_too_long", seconds=f"{self.limits.timeout:g}") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            # The query needed more memory than it may have, or is nested deeper than the engine can read.
            raise RefusedError(422, "query_too_big") from None
        finally:
            self._long -= worker.long
            worker.long = False
            worker.timer.cancel()
            if whole:
                self._give(worker)
            else:
                # Also where the client has left: nobody waits for the answer.
                self._retire(worker)
                await self._replace()
        if isinstance(answer, Refusal):
            raise RefusedError(answer.status, "verbatim", message=answer.problem)
        return answer

    def stop(self) -> None:
        """End every process."""
        for worker in self._idle:
            worker.kill()
        for process in (*self._former, self._graph):
            if process is not None:
                process.stop()
