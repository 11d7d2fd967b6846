"""The worker processes of a server: a process pool with a queue, and a deadline for each query.

Why our own and not a maintained server behind ours: pyoxigraph cannot stop a query, and ``oxigraph serve`` continues a
query whose client has left; a process can be killed. Both use the same engine: a question of the catalogue takes 20 ms
on average at 100,000 triples in memory, and Python adds a fraction of that.

Every request has one deadline from its arrival; queries that the server makes for itself have a later one. A query
that has used a tenth of a second of processor time is slow: it no longer counts as one of ``Limits.workers``, so that
it does not block quick ones, and gets a lower priority, and the lowest after half a second. Processor time is measured
because under load any query takes long by the clock.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from pathlib import Path

from ..web.refusals import RefusedError
from .graph_process import CHANGE, WORKER, GraphProcess
from .limits import Limits
from .messages import Answer, GraphRequest, Job, Query, Question, WorkerStarted, pack, read
from .worker import WorkerProcess

__all__ = ["Pool", "refuse_busy"]

#: Seconds of processor time after which a query is slow, and after which it has the lowest priority.
SLOW, HEAVY = 0.1, 0.5

#: The least time limit in seconds for a query of the server itself, which runs once per generation of the graph: with a
#: short time limit for users it would be stopped each time.
OWN = 60.0


def refuse_busy() -> RefusedError:
    """Create the refusal of a request because too many wait."""
    return RefusedError(503, "too_many_queries", {"Retry-After": "5"})


class Pool:
    """Workers over one state of the graph; ``start`` before the event loop runs, ``ask`` inside it."""

    def __init__(self, limits: Limits, paths: Sequence[Path]) -> None:
        """Create a pool without processes.

        Args:
            limits: The limits of one request.
            paths: Files or a store directory.
        """
        self.limits, self._paths = limits, paths
        self.quads = self.generation = self.running = self.waiting = self.stopped = 0
        #: Places for queries that are not slow, and for all.
        self._quick = asyncio.Semaphore(limits.workers)
        self._all = asyncio.Semaphore(limits.max_concurrent)
        self._idle: list[WorkerProcess] = []
        self._graph: GraphProcess | None = None
        self._former: list[GraphProcess] = []

    def start(self) -> None:
        """Open the graph in a separate process.

        Raises:
            PolicyGraphError: It cannot be opened; the message is the one that ``open_graph`` gives.
        """
        asyncio.run(self.reload())

    async def reload(self) -> None:
        """Open the graph again beside the one that is served, and replace that one.

        Raises:
            PolicyGraphError: It cannot be opened; the old one is still served.
        """
        new = GraphProcess(self.limits, self._paths)
        await asyncio.to_thread(new.wait_until_open)
        self.adopt(new)

    def adopt(self, new: GraphProcess) -> None:
        """Send new queries to another graph process; running queries finish on the old one.

        Args:
            new: The process that has opened the graph.
        """
        former, self._graph = self._graph, new
        self.renew_workers(new.quads)
        if former is not None:
            self._former.append(former)
            former.release()

    def pass_change(self, change: socket.socket) -> None:
        """Pass a change to the graph process.

        Args:
            change: The socket from which the process reads the change.

        Raises:
            OSError: The process has ended.
        """
        self._require_graph().pass_socket(CHANGE, change)

    def renew_workers(self, quads: int) -> None:
        """Stop idle workers and start a new generation of the graph: workers forked before get no more queries.

        Args:
            quads: The number of quads of the graph.
        """
        self.quads = quads
        self.generation += 1
        for worker in self._idle:
            worker.kill()
        self._idle.clear()

    def reap(self) -> None:
        """Forget processes of former graphs that have ended."""
        self._former = [old for old in self._former if old.alive]

    @property
    def alive(self) -> bool:
        """Whether the graph process is running."""
        return self._graph is not None and self._graph.alive

    def _require_graph(self) -> GraphProcess:
        if self._graph is None:
            raise ConnectionError("no graph is open")
        return self._graph

    async def ask(self, request: Query | Question | GraphRequest) -> Answer:
        """Let a worker answer a request.

        Args:
            request: The query or question.

        Returns:
            The answer.

        Raises:
            RefusedError: Too many requests wait, the deadline has passed, the answer exceeds a limit, or the request
                is invalid.
        """
        until = asyncio.get_running_loop().time() + self._limit(request)
        await self._wait_for_place(until)
        self.running += 1
        worker, answer = None, None
        try:
            worker = self._idle.pop() if self._idle else await self._fork()
            answer = await self._answer(worker, request, until)
        finally:
            self.running -= 1
            self._all.release()
            if worker is None or not worker.slow:
                self._quick.release()
            if worker is not None:
                worker.watch.cancel()
                if answer is not None and not worker.slow and worker.generation == self.generation:
                    self._idle.append(worker)
                else:
                    # Also if the client has left: the query is stopped.
                    worker.kill()
        if isinstance(answer, RefusedError):
            raise answer
        return answer

    def _limit(self, request: Query | Question | GraphRequest) -> float:
        own = isinstance(request, Query) and request.whole
        return max(self.limits.timeout, OWN) if own else self.limits.timeout

    async def _wait_for_place(self, until: float) -> None:
        if (self._quick.locked() or self._all.locked()) and self.waiting >= self.limits.max_waiting:
            raise refuse_busy()
        self.waiting += 1
        try:
            async with asyncio.timeout_at(until):
                await self._quick.acquire()
                try:
                    await self._all.acquire()
                except asyncio.CancelledError:
                    self._quick.release()
                    raise
        except TimeoutError:
            raise refuse_busy() from None
        finally:
            self.waiting -= 1

    async def _fork(self) -> WorkerProcess:
        generation = self.generation
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._require_graph().pass_socket(WORKER, theirs)
            reader, writer = await asyncio.open_connection(sock=ours, limit=1 << 20)
            started: WorkerStarted = await read(reader)
        except (OSError, asyncio.IncompleteReadError):
            # The graph process has ended and is started again.
            ours.close()
            raise refuse_busy() from None
        return WorkerProcess(started.pid, generation, reader, writer)

    async def _answer(
        self, worker: WorkerProcess, request: Query | Question | GraphRequest, until: float
    ) -> Answer | RefusedError:
        loop = asyncio.get_running_loop()
        worker.begun = self._used(worker)
        worker.watch = loop.call_later(SLOW, self._watch, worker)
        try:
            worker.writer.write(pack(Job(request, max(0.1, until - loop.time()))))
            async with asyncio.timeout_at(until):
                answer: Answer | RefusedError = await read(worker.reader)
        except TimeoutError:
            self.stopped += 1
            # By the protocol a valid query that is not carried out is a refusal of the service, not an error of the
            # client; 503 would make clients repeat it soon.
            raise RefusedError(504, "query_too_long", seconds=f"{self._limit(request):g}") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            # The query exceeded the memory limit, or is nested deeper than the engine can read.
            raise RefusedError(422, "query_too_big") from None
        return answer

    def _watch(self, worker: WorkerProcess) -> None:
        """Check the processor time of a worker, and again when it may reach the next limit."""
        used = self._used(worker) - worker.begun
        if used >= SLOW and not worker.slow:
            worker.slow = True
            worker.lower_priority(15)
            self._quick.release()
        if used >= HEAVY:
            worker.lower_priority(19)
            return
        left = (HEAVY if worker.slow else SLOW) - used
        worker.watch = asyncio.get_running_loop().call_later(max(left, SLOW / 2), self._watch, worker)

    def _used(self, worker: WorkerProcess) -> float:
        # A call to another host uses no processor time but delays other queries too.
        return asyncio.get_running_loop().time() if self.limits.services else worker.processor_time()

    def stop(self) -> None:
        """End every process."""
        while self._idle:
            self._idle.pop().kill()
        for process in (*self._former, self._graph):
            if process is not None:
                process.stop()
