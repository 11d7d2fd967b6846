"""Cache values that are computed once per generation of the graph, such as the names of its bodies."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from ..ask.bodies import BODIES, NAMES_IN_TEXTS, gather_bodies
from ..ask.names import NameIndex
from ..namespaces import ID
from ..web.paths import find_base
from ..web.refusals import RefusedError
from .messages import Query
from .negotiation import RESULTS
from .pool import Pool

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

__all__ = ["GraphCache", "parse_rows", "read_base", "read_names", "select"]

T = TypeVar("T")


class GraphCache(Generic[T]):
    """A value of one generation of the graph; it is computed when it is first needed in that generation."""

    def __init__(self, pool: Pool, make: Callable[[Pool], Awaitable[T]]) -> None:
        """Create an empty cache.

        Args:
            pool: Knows the generation of the graph.
            make: Computes the value.
        """
        self._pool, self._make = pool, make
        self._making: asyncio.Task[T] | None = None
        self._waiters: Counter[asyncio.Task[T]] = Counter()
        self._generation = -1

    async def get(self, *, patient: bool = False) -> T:
        """Return the value for the graph that is served now.

        Args:
            patient: Whether to wait longer than a request may.

        Returns:
            The value.

        Raises:
            RefusedError: The value cannot be computed now, and the next call tries again; or computing takes longer
                than one request may, and a later call gets the value: 503.
        """
        former = self._making
        if former is None or self._generation != self._pool.generation or _failed(former):
            self._generation = self._pool.generation
            self._making = asyncio.create_task(self._run())
            self._making.add_done_callback(_failed)
            if former is not None:
                self._drop(former)
        making = self._making
        assert making is not None
        self._waiters[making] += 1
        try:
            async with asyncio.timeout(None if patient else self._pool.limits.timeout):
                # Computing continues without this request: others wait for the value, and later ones need it.
                return await asyncio.shield(making)
        except TimeoutError:
            raise _refuse_unread() from None
        except RefusedError as error:
            # The server made the query: the client cannot ask for less.
            raise _refuse_unread() if error.status == 504 else error from None
        finally:
            self._waiters[making] -= 1
            if making is not self._making:
                self._drop(making)

    def _drop(self, former: asyncio.Task[T]) -> None:
        """Stop computing the value of a former generation unless a request waits for it."""
        if not self._waiters[former]:
            del self._waiters[former]
            former.cancel()

    async def _run(self) -> T:
        return await self._make(self._pool)


def _refuse_unread() -> RefusedError:
    return RefusedError(503, "graph_unread", {"Retry-After": "5"})


def _failed(task: asyncio.Task[Any]) -> bool:
    """Tell whether a task has ended without a value; this marks its error as retrieved."""
    return task.done() and (task.cancelled() or task.exception() is not None)


async def read_names(pool: Pool) -> NameIndex:
    """Read the names of all bodies.

    Args:
        pool: Answers queries.

    Returns:
        The index of the names, with its lookup tables built.

    Raises:
        RefusedError: They cannot be read in time.
    """
    answers = [await _ask(pool, text, whole=True) for text in (BODIES, NAMES_IN_TEXTS)]
    return await asyncio.to_thread(_index, *answers)


def _index(statements: bytes, names: bytes) -> NameIndex:
    # Solutions of the engine must stay in one thread: they are parsed in the thread that uses them.
    index = NameIndex(gather_bodies(parse_rows(statements), parse_rows(names)))
    index.prepare()
    return index


async def read_base(pool: Pool) -> str:
    """Read the base of the data: the part before ``policy/`` in the IRI of a policy.

    Args:
        pool: Answers queries.

    Returns:
        The base; the default one if the graph has no policy.

    Raises:
        RefusedError: It cannot be read in time.
    """
    query = "SELECT ?policy { ?policy a pg:Policy } LIMIT 1"
    found = [policy.value for (policy,) in await select(pool, query, whole=True)]
    return find_base(found) if found else ID


async def select(pool: Pool, text: str, *, whole: bool = False, limit: int | None = None) -> QuerySolutions:
    """Run a SELECT query of our own.

    Args:
        pool: Answers queries.
        text: The query.
        whole: Whether rows and bytes have no limit and the query has at least a minute.
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
