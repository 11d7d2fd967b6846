"""The server's side of the process that writes: one change after the other, each passed to readers before it counts.

A change is answered when it is on disk and every query that begins from then on sees it. The graphs that it may have
changed are sent from the writer to the graph process; where a change does not say which these are, or the writer had to
be killed, all are sent; where they are many, to a new graph process, and the old one serves until that is ready.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import subprocess
from pathlib import Path

from ...errors import PolicyGraphError
from ...web.refusals import RefusedError
from ..graph_process import GraphProcess, start_process
from ..messages import GraphOpened, OpenGraph, pack, receive
from ..pool import Pool
from .changes import Changed, GraphChange, SendGraphs, Update

__all__ = ["WritableStore"]

_LOG = logging.getLogger("policygraph.server")
#: A store of fewer quads is passed on as a whole within a fraction of a second, in which no new worker is forked.
_SMALL = 50_000
#: Seconds that a writer has to end which has closed its side.
_ENDING = 5.0


class WritableStore:
    """A store on disk that is written; ``start`` before the event loop runs, ``change`` inside it."""

    def __init__(self, pool: Pool, path: Path) -> None:
        """Start nothing yet.

        Args:
            pool: Reads what is written.
            path: The store directory.
        """
        self._pool, self._path = pool, path
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = asyncio.Lock()
        self._waiting = 0

    def start(self) -> None:
        """Open the store and give it to the pool.

        Raises:
            PolicyGraphError: It cannot be opened, or another process has it open.
        """
        asyncio.run(self._reopen())

    async def change(self, change: Update | GraphChange) -> int:
        """Make a change. One that fails is in the store as a whole or, most likely, not at all; readers see which.

        Args:
            change: What is to be changed.

        Returns:
            The status of the response.

        Raises:
            RefusedError: Too many changes wait, the store cannot be opened, the deadline has passed, the writer broke
                at the change or ended for another reason, or the change is wrong.
        """
        if self._waiting >= self._pool.limits.max_waiting:
            raise _busy()
        self._waiting += 1
        try:
            # Not to be left in the middle: the next change would get the answer to this one.
            told = await asyncio.shield(asyncio.ensure_future(self._in_turn(change)))
        finally:
            self._waiting -= 1
        if isinstance(told, RefusedError):
            raise told
        return told.status

    async def reload(self) -> None:
        """Open the store anew, as one that has taken the place of the former, and give it to the pool.

        Raises:
            PolicyGraphError: It cannot be opened; the former is still served, and takes no changes.
        """
        async with self._turn:
            await self._reopen()

    async def _in_turn(self, change: Update | GraphChange) -> Changed | RefusedError:
        until = asyncio.get_running_loop().time() + self._pool.limits.timeout
        try:
            async with asyncio.timeout_at(until):
                await self._turn.acquire()
        except TimeoutError:
            raise _busy() from None
        try:
            if self._process is None or self._process.poll() is not None:
                await self._reopen()
            try:
                told = await self._call(until, change)
            except RefusedError:
                # It may have been stopped just after it was written: what is in the store then is passed to readers.
                await self._reopen()
                raise
            if isinstance(told, Changed):
                await self._pass_on(told.graphs)
            elif told.status == 503:
                await self._reopen()
            return told
        except PolicyGraphError as error:
            _LOG.error(error.names)
            raise RefusedError(503, "store_closed") from None
        finally:
            self._turn.release()

    async def _call(self, until: float, change: Update | GraphChange) -> Changed | RefusedError:
        """Let the writer make a change; it is killed where it takes longer than until then."""

        def call() -> Changed | RefusedError | PolicyGraphError:
            self._control.sendall(pack(change))
            told: Changed | RefusedError | PolicyGraphError = receive(self._control)
            return told

        try:
            async with asyncio.timeout_at(until):
                told = await asyncio.to_thread(call)
            if not isinstance(told, PolicyGraphError):
                return told
            _LOG.error(told.names)
        except TimeoutError:
            raise RefusedError(504, "change_too_long", seconds=f"{self._pool.limits.timeout:g}") from None
        except (EOFError, OSError):
            pass
        raise await asyncio.to_thread(self._broken)

    def _broken(self) -> RefusedError:
        """What ended the writer: the change at work, which took memory or depth, or what is not of its making."""
        assert self._process is not None
        try:
            code = self._process.wait(_ENDING)
        except subprocess.TimeoutExpired:
            code = 0
        # It ends by itself where the disk fails it, and by a signal where the machine has no more memory or a person
        # wants it to; a change that is too much for it aborts it.
        if code in (0, -signal.SIGKILL, -signal.SIGTERM):
            return RefusedError(503, "change_broke_off", {"Retry-After": "1"})
        return RefusedError(422, "change_too_big")

    async def _pass_on(self, graphs: tuple[str | None, ...] | None) -> None:
        """Pass the graphs that may have changed, or all of them, to readers."""
        if graphs is not None or self._pool.quads < _SMALL:
            ours, theirs = socket.socketpair()
            try:
                with theirs:
                    self._pool.pass_change(theirs)
            except OSError:
                ours.close()
            else:
                if told := await asyncio.to_thread(self._send, graphs, ours):
                    self._pool.renew_workers(told.quads)
                    return
        new, ours = self._new_readers()
        await asyncio.to_thread(self._send, None, ours)
        await asyncio.to_thread(new.wait_until_open)
        self._pool.adopt(new)

    async def _reopen(self) -> None:
        self._kill()
        self._start_writer()
        await asyncio.to_thread(self._wait_until_open)
        await self._pass_on(None)

    # --- the processes --------------------------------------------------------------------------------------

    def _new_readers(self) -> tuple[GraphProcess, socket.socket]:
        """A graph process, and the socket that it waits for a graph at."""
        ours, theirs = socket.socketpair()
        with theirs:
            return GraphProcess(self._pool.limits, (), theirs), ours

    def _start_writer(self) -> None:
        self._process, self._control = start_process("policygraph.server.update.writer")
        self._control.sendall(pack(OpenGraph((self._path,), self._pool.limits)))

    def _wait_until_open(self) -> None:
        try:
            told: PolicyGraphError | None = receive(self._control)
        except (EOFError, OSError):
            raise PolicyGraphError("opener_ended", path=self._path) from None
        if told is not None:
            raise told

    def _send(self, graphs: tuple[str | None, ...] | None, sock: socket.socket) -> GraphOpened | None:
        """Let the writer send graphs to the other end of a socket; what was said there."""
        with sock:
            self._control.sendall(pack(SendGraphs(graphs)))
            socket.send_fds(self._control, [b"s"], [sock.fileno()])
        try:
            told: GraphOpened | None = receive(self._control)
        except (EOFError, OSError):
            raise PolicyGraphError("writer_ended", path=self._path) from None
        return told

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._control.close()

    def stop(self) -> None:
        """Let the change at work, if there is one, come to its end, and close the store."""
        if self._process is None:
            return
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_WR)
        try:
            self._process.wait(self._pool.limits.timeout)
        except subprocess.TimeoutExpired:
            self._kill()


def _busy() -> RefusedError:
    return RefusedError(503, "too_many_changes", {"Retry-After": "5"})
