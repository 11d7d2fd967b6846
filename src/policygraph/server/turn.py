"""Run work in a thread, one call at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from .pool import refuse_busy

__all__ = ["Turn"]

T = TypeVar("T")


class Turn:
    """A queue for work that takes processor time, such as matching a sentence. Only one call runs at a time."""

    def __init__(self, most: int) -> None:
        """Create an empty queue.

        Args:
            most: How many calls may run and wait.
        """
        self._most, self._waiting = most, 0
        self._turn = asyncio.Semaphore(1)

    async def run(self, work: Callable[..., T], *given: Any) -> T:
        """Run work in a thread when it is its turn, so that the event loop stays free.

        A thread cannot be stopped: if the caller is cancelled, the next call waits for the thread all the same.

        Args:
            work: The function; the limits of its input bound its time.
            *given: Its arguments.

        Returns:
            Its result.

        Raises:
            RefusedError: Too many calls wait.
        """
        if self._waiting >= self._most:
            raise refuse_busy()
        self._waiting += 1
        try:
            await self._turn.acquire()
        except asyncio.CancelledError:
            self._waiting -= 1
            raise
        running = asyncio.create_task(asyncio.to_thread(work, *given))
        running.add_done_callback(self._end)
        return await asyncio.shield(running)

    def _end(self, running: asyncio.Task[Any]) -> None:
        self._waiting -= 1
        self._turn.release()
        if not running.cancelled():
            # Mark an error as retrieved, also if nobody waits for it.
            running.exception()
