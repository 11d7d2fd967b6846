"""The workers of a server: so many queries at once, a queue for the rest, an end for each.

Why processes of our own and not a maintained server behind ours: pyoxigraph cannot stop a query, and ``oxigraph serve``
goes on with one whose client has left; a process can be killed. The work is done by the same engine in both, a
question of the catalogue takes 20 ms of it on average at 100,000 triples in memory, and what Python adds is a
fraction of that.

Every request has one deadline from its arrival. A query that has had a tenth of a second of the processor no longer
counts among those at once: another worker is forked beside it where others wait, up to a limit, so that slow queries
do not stand in the way of quick ones. It also gives way to younger ones by its priority, and once more after half a
second. It is the processor's time that counts, because under load any query takes long by the clock.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections import deque
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .frames import Frame, pack, read
from .holder import Holder
from .limits import Limits
from .template import CHANGE, WORKER

__all__ = ["BusyError", "Pool", "TooLongError"]

#: Seconds of the processor after which a query no longer counts among those at once: another worker takes its place.
LONG = 0.1
#: Seconds of it after which the query is the last to get more.
HEAVY = 0.5
_TICK = os.sysconf("SC_CLK_TCK")


class BusyError(Exception):
    """Too many queries wait, or this one has waited for all of its time."""


class TooLongError(Exception):
    """The query did not end in time and was stopped."""


@dataclass(eq=False)
class _Worker:
    pid: int
    generation: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    long: bool = False
    #: Its priority was lowered, and stays so: it does not take another query.
    lowered: bool = False
    #: Seconds that it had used when its query began, and when it is looked at next.
    begun: float = 0.0
    timer: asyncio.TimerHandle | None = None

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.writer.close()


class Pool:
    """Workers over one state of the graph; ``start`` before the event loop runs, ``ask`` inside it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.quads = 0
        self.stopped = 0
        self._idle: list[_Worker] = []
        self._waiting: deque[asyncio.Future[_Worker]] = deque()
        self._count = 0
        self._long = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self.generation = 0
        self._holder: Holder | None = None
        self._former: list[Holder] = []

    def start(self, paths: Sequence[Path]) -> None:
        """Open the graph in a process of its own.

        Raises:
            PolicyGraphError: it cannot be opened; the message is the one that ``open_graph`` gives.
        """
        new = self.launch(paths)
        self.adopt(new, new.ready())

    def launch(self, paths: Sequence[Path], stream: socket.socket | None = None) -> Holder:
        """Begin to open a graph, from paths or from a stream; ``adopt`` it when it is ready."""
        return Holder(self.limits, paths, stream)

    def adopt(self, new: Holder, quads: int) -> None:
        """Put every query that begins from now on to a graph that is ready; those at work end as they began."""
        former, self._holder = self._holder, new
        self.renewed(quads)
        if former is not None:
            self._former.append(former)
            former.leave()

    def reap(self) -> None:
        """Take leave of processes that held a former graph and have ended."""
        self._former = [old for old in self._former if old.alive]

    async def reload(self, paths: Sequence[Path]) -> None:
        """Open the graph anew beside the one that is served, and put it in its place.

        Raises:
            PolicyGraphError: it cannot be opened; the former is still served.
        """
        new = self.launch(paths)
        self.adopt(new, await asyncio.to_thread(new.ready))

    def hand_over(self, change: socket.socket) -> None:
        """Let the graph that is held take in a change, which comes through a socket."""
        if self._holder is None:
            raise ConnectionError("no graph is held")
        self._holder.pass_on(CHANGE, change)

    def renewed(self, quads: int) -> None:
        """No worker that was forked before now gets another query."""
        self.quads = quads
        self.generation += 1
        for worker in self._idle:
            self._retire(worker)
        self._idle.clear()

    @property
    def running(self) -> int:
        """Queries at work."""
        return self._count - len(self._idle)

    @property
    def waiting(self) -> int:
        """Queries in the queue."""
        return len(self._waiting)

    @property
    def alive(self) -> bool:
        """Is the process that holds the graph there?"""
        return self._holder is not None and self._holder.alive

    async def _spawn(self) -> _Worker:
        self._count += 1
        generation = self.generation
        try:
            if self._holder is None:
                raise ConnectionError("no graph is held")
            ours, theirs = socket.socketpair()
            with theirs:
                self._holder.pass_on(WORKER, theirs)
            reader, writer = await asyncio.open_connection(sock=ours, limit=1 << 20)
            head, _ = await read(reader)
        except (OSError, asyncio.IncompleteReadError):
            # The process that holds the graph is gone; it is begun anew.
            self._count -= 1
            raise BusyError from None
        except BaseException:
            self._count -= 1
            raise
        return _Worker(head["pid"], generation, reader, writer)

    async def _take(self, until: float) -> _Worker:
        loop = asyncio.get_running_loop()
        if self._idle and not self._waiting:
            return self._idle.pop()
        if self._room():
            return await self._spawn()
        if len(self._waiting) >= self.limits.queue:
            raise BusyError
        place: asyncio.Future[_Worker] = loop.create_future()
        self._waiting.append(place)
        try:
            async with asyncio.timeout_at(until):
                return await place
        except TimeoutError:
            raise BusyError from None
        finally:
            with contextlib.suppress(ValueError):
                self._waiting.remove(place)
            if place.done() and not place.cancelled() and asyncio.current_task() and sys.exc_info()[0] is not None:
                self._give(place.result())

    def _give(self, worker: _Worker) -> None:
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

    def _retire(self, worker: _Worker) -> None:
        self._count -= 1
        worker.kill()

    def _room(self) -> bool:
        """May there be another worker?"""
        return self._count - self._long < self.limits.workers and self._count < self.limits.most

    async def _replace(self) -> None:
        """Whoever waits is not to wait for a worker that is gone, or at a long query."""
        if self._waiting and self._room():
            with contextlib.suppress(BusyError):
                self._give(await self._spawn())

    def _watch(self, worker: _Worker) -> None:
        """Look at what a worker has used of the processor, and when it is worth a look again."""
        used = self._used(worker) - worker.begun
        if used >= LONG and not worker.long:
            worker.long = worker.lowered = True
            self._long += 1
            _yield_to_others(worker.pid, 15)
            self._soon(self._replace())
        if used >= HEAVY:
            _yield_to_others(worker.pid, 19)
            return
        left = (HEAVY if worker.long else LONG) - used
        worker.timer = asyncio.get_running_loop().call_later(max(left, LONG / 2), self._watch, worker)

    def _used(self, worker: _Worker) -> float:
        # A call to another host uses no processor, and keeps others waiting all the same.
        return asyncio.get_running_loop().time() if self.limits.services else _processor(worker.pid)

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def ask(self, head: dict[str, Any], body: bytes) -> Frame:
        """The answer to one request.

        Raises:
            BusyError: too many wait. TooLongError: stopped at its deadline. ``ConnectionError`` where the worker broke:
            the query needed more memory than it may have, or is nested deeper than the engine can read.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + self.limits.timeout
        worker = await self._take(until)
        worker.begun = self._used(worker)
        worker.timer = loop.call_later(LONG, self._watch, worker)
        whole = False
        try:
            worker.writer.write(pack({**head, "seconds": max(0.1, until - loop.time())}, body))
            async with asyncio.timeout_at(until):
                answer = await read(worker.reader)
            whole = not worker.lowered
            return answer
        except TimeoutError:
            self.stopped += 1
            raise TooLongError from None
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise ConnectionError("the worker ended") from error
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

    def stop(self) -> None:
        """End every process."""
        for worker in self._idle:
            worker.kill()
        for holder in (*self._former, self._holder):
            if holder is not None:
                holder.stop()


def _processor(pid: int) -> float:
    """Seconds of the processor that a process has used; 0 where it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICK


def _yield_to_others(pid: int, priority: int) -> None:
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, priority)
