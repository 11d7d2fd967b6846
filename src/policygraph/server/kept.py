"""What is worked out once for each state of the graph, such as the names of its bodies, and then kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from ..ask.bodies import BODIES, NAMES_IN_TEXTS, gather_bodies
from ..ask.names import NameIndex
from .messages import Query
from .negotiation import RESULTS
from .pool import Pool, refuse_busy

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

__all__ = ["Kept", "parse_rows", "read_names", "select"]

T = TypeVar("T")


class Kept(Generic[T]):
    """A value that belongs to one state of the graph; it is made when it is first asked for in that state."""

    def __init__(self, pool: Pool, make: Callable[[Pool], Awaitable[T]]) -> None:
        """Make nothing yet.

        Args:
            pool: Knows the state of the graph.
            make: Makes the value.
        """
        self._pool, self._make = pool, make
        self._making: asyncio.Task[T] | None = None
        self._generation = -1

    async def get(self) -> T:
        """Return the value for the graph that is served now.

        Returns:
            The value.

        Raises:
            RefusedError: It cannot be made now, and the next call tries again; or it takes longer than one request
                may, and a later call gets it.
        """
        if self._making is None or self._generation != self._pool.generation or _failed(self._making):
            self._generation = self._pool.generation
            self._making = asyncio.create_task(self._run())
            self._making.add_done_callback(_failed)
        try:
            async with asyncio.timeout(self._pool.limits.timeout):
                # It goes on without this request: others wait for it, and later ones need it.
                return await asyncio.shield(self._making)
        except TimeoutError:
            raise refuse_busy() from None

    async def _run(self) -> T:
        return await self._make(self._pool)


def _failed(task: asyncio.Task[Any]) -> bool:
    """Whether a task has ended without a value; its error counts as seen, even if nobody waits for it any more."""
    return task.done() and (task.cancelled() or task.exception() is not None)


async def read_names(pool: Pool) -> NameIndex:
    """Read the names of all bodies.

    Args:
        pool: Answers queries.

    Returns:
        The names, with all that finding them needs.

    Raises:
        RefusedError: They cannot be read in time.
    """
    answers = [await _ask(pool, text, whole=True) for text in (BODIES, NAMES_IN_TEXTS)]
    return await asyncio.to_thread(_index, *answers)


def _index(statements: bytes, names: bytes) -> NameIndex:
    # Solutions of the engine do not change threads: they are read in the one that uses them.
    index = NameIndex(gather_bodies(parse_rows(statements), parse_rows(names)))
    index.prepare()
    return index


async def select(pool: Pool, text: str, *, whole: bool = False, limit: int | None = None) -> QuerySolutions:
    """Run a SELECT query of our own.

    Args:
        pool: Answers queries.
        text: The query.
        whole: Whether the answer has no limit.
        limit: The most rows.

    Returns:
        The solutions, as the engine itself would give them.

    Raises:
        RefusedError: It cannot be answered in time.
    """
    return parse_rows(await _ask(pool, text, whole=whole, limit=limit))


async def _ask(pool: Pool, text: str, *, whole: bool, limit: int | None = None) -> bytes:
    return (await pool.ask(Query(text, RESULTS[0], whole=whole, limit=limit))).content


def parse_rows(content: bytes) -> QuerySolutions:
    """Read the answer of a worker to a SELECT query.

    Args:
        content: The answer as JSON.

    Returns:
        The solutions; only the thread that reads them may use them.
    """
    from pyoxigraph import QueryResultsFormat, parse_query_results

    return cast("QuerySolutions", parse_query_results(content, QueryResultsFormat.JSON))
