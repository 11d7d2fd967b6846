"""A graph that was built anew is served without a request being dropped.

On SIGHUP, and where a store directory has been put in the place of the one that is served (as ``build -o`` does it),
the graph is opened beside the one that is served; once it is ready, new queries go to it, and those at work end as
they began. For that while there are two in memory. Where the process that holds the graph has ended, it is begun anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from ..errors import PolicyGraphError, reason_of
from ..texts import filled
from .logs import LOG
from .pool import Pool
from .writing import Writing

__all__ = ["Reload"]

#: Seconds between two looks at the store directories.
PAUSE = 1.0


class Reload:
    """Watches what is served, as long as ``watching`` is entered."""

    def __init__(self, pool: Pool, paths: Sequence[Path], writing: Writing | None = None) -> None:
        self.pool, self.paths, self.writing = pool, list(paths), writing
        self._wanted = asyncio.Event()
        self._seen = self._identities()

    def _identities(self) -> list[tuple[int, int] | None]:
        """Which directories are there. A file is no sign: it may be there by half."""
        found: list[tuple[int, int] | None] = []
        for path in self.paths:
            try:
                state = path.stat()
            except OSError:
                # Between two renames.
                return self._seen
            found.append((state.st_dev, state.st_ino) if path.is_dir() else None)
        return found

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Reload whenever it is called for."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGHUP, self._wanted.set)
        task = loop.create_task(self._watch())
        try:
            yield
        finally:
            loop.remove_signal_handler(signal.SIGHUP)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _watch(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wanted.wait(), PAUSE)
            self.pool.reap()
            found = self._identities()
            if self._wanted.is_set() or found != self._seen or not self.pool.alive:
                self._wanted.clear()
                self._seen = found
                await self._reload()

    async def _reload(self) -> None:
        try:
            if self.writing is None:
                await self.pool.reload(self.paths)
            else:
                await self.writing.renew()
        except (PolicyGraphError, OSError) as error:
            LOG.error(filled("not_reloaded", reason=reason_of(error)))
        else:
            LOG.info(filled("reloaded", n=self.pool.quads))
