"""A graph that was built anew is served without a request being dropped.

On SIGHUP, and where a store directory has taken the place of the one that is served (as ``build -o`` does it), the
graph is opened beside the one that is served; once it is open, new queries use it, and running queries finish on the
old one. Until then both are in memory. If the graph process has ended, it is started again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from ..errors import PolicyGraphError, reason_of
from ..texts import filled
from .pool import Pool

__all__ = ["Reload"]

_LOG = logging.getLogger(__package__)
#: Seconds between two looks at the store directories.
_PAUSE = 1.0


class Reload:
    """Watches what is served, as long as ``watching`` is entered."""

    def __init__(self, pool: Pool, paths: Sequence[Path], reopen: Callable[[], Awaitable[None]]) -> None:
        """Remember which directories are served.

        Args:
            pool: Serves them.
            paths: Files and store directories.
            reopen: Opens them anew.
        """
        self._pool, self._paths, self._reopen = pool, paths, reopen
        self._requested = asyncio.Event()
        self._seen = self._identities()

    def _identities(self) -> list[tuple[int, int]]:
        """Return the identities of the directories. Files are ignored: they may be incomplete."""
        try:
            states = [path.stat() for path in self._paths if not path.is_file()]
        except OSError:
            # Between two renames.
            return self._seen
        return [(state.st_dev, state.st_ino) for state in states]

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Reload whenever it is called for."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGHUP, self._requested.set)
        task = loop.create_task(self._watch())
        try:
            yield
        finally:
            loop.remove_signal_handler(signal.SIGHUP)
            task.cancel()

    async def _watch(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._requested.wait(), _PAUSE)
            self._pool.reap()
            found = self._identities()
            if not self._requested.is_set() and found == self._seen and self._pool.alive:
                continue
            self._requested.clear()
            self._seen = found
            try:
                await self._reopen()
            except (PolicyGraphError, OSError) as error:
                _LOG.error(filled("not_reloaded", reason=reason_of(error)))
            else:
                _LOG.info(filled("reloaded", n=self._pool.quads))
