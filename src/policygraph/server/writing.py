"""The server's side of the process that writes: one change after the other, each told to readers before it counts.

A change is answered when it is on disk and every query that begins from then on sees it. The graphs that it may have
touched are sent from the writer to the process that readers are forked from; where a change does not say which these
are, or the writer had to be stopped, all are sent; where they are many, to a new one, and the old one serves until that
is ready.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..errors import PolicyGraphError
from ..texts import Names
from .frames import Frame, pack, receive
from .limits import Limits
from .logs import LOG
from .pool import BusyError, Pool, TooLongError
from .refusals import RefusedError

__all__ = ["Writing"]

#: A store of fewer quads is taken in as a whole within a fraction of a second, in which no new worker is forked.
SMALL = 50_000
#: Seconds that a writer has to end which has closed its side.
_ENDING = 5.0


class Writing:
    """A store on disk that is written; ``start`` before the event loop runs, ``change`` inside it."""

    def __init__(self, pool: Pool, path: Path) -> None:
        self.pool, self.path = pool, path
        self.changes = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = asyncio.Lock()
        self._waiting = 0

    @property
    def limits(self) -> Limits:
        """Those of the pool."""
        return self.pool.limits

    def start(self) -> None:
        """Open the store and give it to the pool.

        Raises:
            PolicyGraphError: it cannot be opened, or another process has it open.
        """
        self._open()
        self._ready()
        ours, theirs = socket.socketpair()
        with theirs:
            new = self.pool.launch((), theirs)
        self._send(None, ours)
        self.pool.adopt(new, new.ready())

    async def change(self, head: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Make a change; the head of the writer's answer, with its status.

        Raises:
            BusyError: too many wait. RefusedError: the store cannot be opened. TooLongError: it was stopped.
                ``ConnectionError``: the writer broke at it, or, as a ``ConnectionResetError``, ended for a reason that
                is not the change's. It then is in the store as a whole or, most likely, not at all, and readers see
                which.
        """
        if self._waiting >= self.limits.queue:
            raise BusyError
        self._waiting += 1
        try:
            # Not to be left in the middle: the next change would get the answer to this one.
            return await asyncio.shield(asyncio.ensure_future(self._in_turn(head, body)))
        finally:
            self._waiting -= 1

    async def renew(self) -> None:
        """Open the store anew, as one that has taken the place of the former, and give it to the pool.

        Raises:
            PolicyGraphError: it cannot be opened; the former is still served, and takes no changes.
        """
        async with self._turn:
            await self._reopen()

    async def _in_turn(self, head: dict[str, Any], body: bytes) -> dict[str, Any]:
        loop = asyncio.get_running_loop()
        until = loop.time() + self.limits.timeout
        try:
            async with asyncio.timeout_at(until):
                await self._turn.acquire()
        except TimeoutError:
            raise BusyError from None
        try:
            if self._process is None or self._process.poll() is not None:
                await self._reopen()
            try:
                told = await self._within(until, head, body)
            except (TooLongError, ConnectionError):
                # It may have been stopped just after it was written: what is in the store then is told to readers.
                await self._reopen()
                raise
            if told.get("graphs", []) != []:
                await self._tell(told["graphs"])
                self.changes += 1
            if told["status"] == 503:
                await self._reopen()
            return told
        except PolicyGraphError as error:
            LOG.error(error.names)
            raise RefusedError(503, "store_closed") from None
        finally:
            self._turn.release()

    async def _within(self, until: float, head: dict[str, Any], body: bytes) -> dict[str, Any]:
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._kill()

        alarm = asyncio.get_running_loop().call_at(until, stop)
        try:
            told, _ = await asyncio.to_thread(self._call, head, body)
            if "fault" in told:
                LOG.error(Names(*told["fault"]))
                raise EOFError
            return told
        except (EOFError, OSError):
            if late.is_set():
                raise TooLongError from None
            raise await asyncio.to_thread(self._broken) from None
        finally:
            alarm.cancel()

    async def _tell(self, graphs: Sequence[str | None] | None) -> None:
        """Give readers the graphs that may have changed, or all of them."""
        if graphs is not None or self.pool.quads < SMALL:
            ours, theirs = socket.socketpair()
            try:
                with theirs:
                    self.pool.hand_over(theirs)
            except OSError:
                ours.close()
            else:
                told = await asyncio.to_thread(self._send, graphs, ours)
                if "quads" in told:
                    self.pool.renewed(told["quads"])
                    return
        ours, theirs = socket.socketpair()
        with theirs:
            new = self.pool.launch((), theirs)
        await asyncio.to_thread(self._send, None, ours)
        self.pool.adopt(new, await asyncio.to_thread(new.ready))

    async def _reopen(self) -> None:
        self._kill()
        self._open()
        await asyncio.to_thread(self._ready)
        await self._tell(None)

    # --- the process ----------------------------------------------------------------------------------------

    def _open(self) -> None:
        # Never in a thread: the process ends with the thread that began it.
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "policygraph.server.writer"),
                    *(str(theirs.fileno()), self.limits.written(), str(self.path)),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )
        self._control = ours

    def _ready(self) -> None:
        try:
            head, _ = receive(self._control)
        except (EOFError, OSError):
            raise PolicyGraphError("opener_ended", path=self.path) from None
        if "problem" in head:
            raise PolicyGraphError.of(Names(*head["problem"]))

    def _call(self, head: dict[str, Any], body: bytes) -> Frame:
        self._control.sendall(pack(head, body))
        return receive(self._control)

    def _send(self, graphs: Sequence[str | None] | None, sock: socket.socket) -> dict[str, Any]:
        """Let the writer send graphs to the other end of a socket; what was said there."""
        with sock:
            self._control.sendall(pack({"do": "send", "graphs": None if graphs is None else list(graphs)}))
            socket.send_fds(self._control, [b"s"], [sock.fileno()])
        try:
            return receive(self._control)[0]
        except (EOFError, OSError):
            raise PolicyGraphError("writer_ended", path=self.path) from None

    def _broken(self) -> ConnectionError:
        """What ended the writer: the change at work, which took memory or depth, or what is not of its making."""
        assert self._process is not None
        try:
            code = self._process.wait(_ENDING)
        except subprocess.TimeoutExpired:
            code = 0
        # It ends by itself where the disk fails it, and by a kill where the machine has no more memory or a person
        # wants it to; at what a change brings, it is broken off.
        if code in (0, -signal.SIGKILL, -signal.SIGTERM):
            return ConnectionResetError("the writer ended")
        return ConnectionError("the writer broke")

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
            self._process.wait(self.limits.timeout)
        except subprocess.TimeoutExpired:
            self._kill()
