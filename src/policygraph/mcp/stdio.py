"""MCP over standard input and output: for a client that starts the program itself."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from anyio import BrokenResourceError, ClosedResourceError
from mcp.server.mcpserver import MCPServer
from mcp.server.stdio import stdio_server

from ..server.graph_cache import GraphCache, read_names
from ..server.limits import Limits
from ..server.pool import Pool
from ..server.reload import Reload
from ..server.turn import Turn
from .application import create_server
from .results import Lang
from .source import Source

__all__ = ["run_stdio"]


def run_stdio(paths: Sequence[Path], limits: Limits, lang: Lang, proposals: Path | None = None) -> None:
    """Serve graphs to the client at the other end of standard input until it closes it.

    Nothing else is written to standard output: this process and its children use standard error instead.

    Args:
        paths: Files or store directories.
        limits: What one request may cost.
        lang: The language of answers to questions that have none.
        proposals: The owner's folder for proposed corrections, if there is one.

    Raises:
        StoreError: A graph cannot be opened.
        BrokenPipeError: The client no longer reads.
        KeyboardInterrupt: It was interrupted.
    """
    pool = Pool(limits, paths)
    try:
        pool.start()
        source = Source(pool, GraphCache(pool, read_names), Turn(limits.max_waiting), lang)
        server = create_server(source, proposals)
        if asyncio.run(_serve(server, source, pool, Reload(pool, paths, pool.reload))):
            raise KeyboardInterrupt
    finally:
        pool.stop()


async def _serve(server: MCPServer[Any], source: Source, pool: Pool, reload: Reload) -> bool:
    """Serve until the client leaves or Ctrl-C; return whether it was Ctrl-C."""
    lines: Any = _Lines(pool.limits.max_request)
    # MCPServer.run_stdio_async has no place for another reader.
    low = server._lowlevel_server
    serving, interrupted = asyncio.current_task(), False
    assert serving is not None

    def interrupt() -> None:
        nonlocal interrupted
        interrupted = True
        serving.cancel()

    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, interrupt)
    # Read while the client says hello.
    names = asyncio.create_task(source.prepare())
    try:
        async with reload.watching(), stdio_server(stdin=lines) as (reader, writer):
            await low.run(reader, writer, low.create_initialization_options())
    except BaseException as error:
        # The SDK's groups of tasks wrap what ended them, and what was half-way then.
        if not interrupted and (cause := _cause(error)) is not None:
            raise cause from None
    finally:
        names.cancel()
        # While the loop still runs, in which the workers' connections close.
        pool.stop()
    return interrupted


def _cause(error: BaseException) -> BaseException | None:
    """Find what ended the server: a client that no longer reads, or else the first error; ``None`` for a normal end."""
    if not isinstance(error, BaseExceptionGroup):
        return None if isinstance(error, (BrokenResourceError, ClosedResourceError)) else error
    causes = [cause for each in error.exceptions if (cause := _cause(each)) is not None]
    return next((cause for cause in causes if isinstance(cause, BrokenPipeError)), causes[0] if causes else None)


class _Lines:
    """The lines of standard input.

    A thread reads them that does not keep the program from ending: with the SDK's own reader, which waits for the next
    line whatever happens, Ctrl-C would end nothing until the client sends something. A line has a limit.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._queue: asyncio.Queue[str | None] = asyncio.Queue(16)

    async def __aiter__(self) -> AsyncIterator[str]:
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, args=(loop,), daemon=True).start()
        while (line := await self._queue.get()) is not None:
            yield line

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        rest, too_long = bytearray(), False
        # The loop may be closed before the client is.
        with contextlib.suppress(RuntimeError, OSError):
            while piece := os.read(0, 1 << 16):
                *whole, last = piece.split(b"\n")
                for line in whole:
                    rest += line
                    # What is left of a line that is too long is no message, and is refused as such.
                    self._put(loop, "" if too_long or len(rest) > self._most else rest.decode("utf-8", "replace"))
                    rest.clear()
                    too_long = False
                rest += last
                if len(rest) > self._most:
                    rest.clear()
                    too_long = True
            if rest:
                self._put(loop, rest.decode("utf-8", "replace"))
            self._put(loop, None)

    def _put(self, loop: asyncio.AbstractEventLoop, line: str | None) -> None:
        asyncio.run_coroutine_threadsafe(self._queue.put(line), loop).result()
