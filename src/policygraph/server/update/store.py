"""The server's side of the process that writes: one change after the other, each passed to readers before the response.

A change is confirmed when it is on disk and every new query sees it. The graphs that it may have changed are sent from
the writer to the graph process. If a change does not state which these are, or the writer had to be killed, all graphs
are sent; if they are many, they go to a new graph process, and the old one serves until that is ready.
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
#: A smaller store is passed on as a whole within a fraction of a second, during which no new worker is forked.
_SMALL = 50_000
#: A writer that has closed its side must end within so many seconds.
_ENDING = 5.0


class WritableStore:
    """A store on disk that is written; ``start`` before the event loop runs, ``change`` inside it."""

    def __init__(self, pool: Pool, path: Path) -> None:
        """Create the store without a process.

        Args:
            pool: The readers of the store.
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
        """Make a change. If it fails, the store has all of it or, normally, none of it; readers see the actual state.

        Args:
            change: The change.

        Returns:
            The status of the response.

        Raises:
            RefusedError: Too many changes wait, the store cannot be opened, the deadline has passed, the writer ended
                during the change, or the change is invalid.
        """
        if self._waiting >= self._pool.limits.max_waiting:
            raise _busy()
        self._waiting += 1
        try:
            # Not to be cancelled halfway: the next change would get the reply to this one.
            reply = await asyncio.shield(asyncio.ensure_future(self._in_turn(change)))
        finally:
            self._waiting -= 1
        if isinstance(reply, RefusedError):
            raise reply
        return reply.status

    async def reload(self) -> None:
        """Open the store again after it was replaced, and give it to the pool.

        Raises:
            PolicyGraphError: It cannot be opened; the old one is still served and takes no changes.
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
                reply = await self._call(until, change)
            except RefusedError:
                # It may have been stopped just after the change was written: readers get the actual state.
                await self._reopen()
                raise
            if isinstance(reply, Changed):
                await self._pass_on(reply.graphs)
            elif reply.status == 503:
                await self._reopen()
            return reply
        except PolicyGraphError as error:
            _LOG.error(error.names)
            raise RefusedError(503, "store_closed") from None
        finally:
            self._turn.release()

    async def _call(self, until: float, change: Update | GraphChange) -> Changed | RefusedError:
        """Let the writer make a change; it is stopped at the deadline ``until``."""

        def call() -> Changed | RefusedError | PolicyGraphError:
            self._control.sendall(pack(change))
            reply: Changed | RefusedError | PolicyGraphError = receive(self._control)
            return reply

        try:
            async with asyncio.timeout_at(until):
                reply = await asyncio.to_thread(call)
            if not isinstance(reply, PolicyGraphError):
                return reply
            _LOG.error(reply.names)
        except TimeoutError:
            raise RefusedError(504, "change_too_long", seconds=f"{self._pool.limits.timeout:g}") from None
        except (EOFError, OSError):
            pass
        raise await asyncio.to_thread(self._broken)

    def _broken(self) -> RefusedError:
        """Tell why the writer ended: the change needed too much memory or recursion, or the cause lies elsewhere."""
        assert self._process is not None
        try:
            code = self._process.wait(_ENDING)
        except subprocess.TimeoutExpired:
            code = 0
        # It ends by itself if the disk fails, and by a signal if the machine has no more memory or a person stops it; a
        # change that exceeds its limits aborts it.
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
                if reply := await asyncio.to_thread(self._send, graphs, ours):
                    self._pool.renew_workers(reply.quads)
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
        """Start a graph process; return it and the socket from which it reads a graph."""
        ours, theirs = socket.socketpair()
        with theirs:
            return GraphProcess(self._pool.limits, (), theirs), ours

    def _start_writer(self) -> None:
        self._process, self._control = start_process("policygraph.server.update.writer")
        self._control.sendall(pack(OpenGraph((self._path,), self._pool.limits)))

    def _wait_until_open(self) -> None:
        try:
            reply: PolicyGraphError | None = receive(self._control)
        except (EOFError, OSError):
            raise PolicyGraphError("opener_ended", path=self._path) from None
        if reply is not None:
            raise reply

    def _send(self, graphs: tuple[str | None, ...] | None, sock: socket.socket) -> GraphOpened | None:
        """Let the writer send graphs to the other end of a socket; return the reply from there."""
        with sock:
            self._control.sendall(pack(SendGraphs(graphs)))
            socket.send_fds(self._control, [b"s"], [sock.fileno()])
        try:
            reply: GraphOpened | None = receive(self._control)
        except (EOFError, OSError):
            raise PolicyGraphError("writer_ended", path=self._path) from None
        return reply

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._control.close()

    def stop(self) -> None:
        """Wait until the running change, if any, is finished, and close the store."""
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
