"""The graph behind the tools: queries through the pool, names and headings kept for one state of the graph, links."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from ..ask.matching import match
from ..ask.names import NameIndex
from ..ask.requests import language_of
from ..server.detail_page import make_address
from ..server.kept import Kept, select
from ..server.linked_data import LinkedData
from ..server.messages import RefusedError
from ..server.pages import Site
from ..server.pool import Pool, refuse_busy
from ..sparql.results import Value, to_python
from ..wellformed import replace_controls as clean
from .results import Lang

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

__all__ = ["Known", "Link", "Source", "choose_language", "clean", "cut", "read_rows"]

T = TypeVar("T")
#: The page of a thing, or ``None``.
Link = Callable[[str], "str | None"]
_HEADINGS = "SELECT ?policy ?heading { ?policy a pg:Policy ; rdfs:label ?heading }"
#: Characters of a cell or a quote; the tool evidence shows more.
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of one state of the graph.

    Attributes:
        names: The names of its bodies.
        headings: The headings of its notices by IRI.
    """

    names: NameIndex
    headings: Mapping[str, str]

    def label(self, values: Iterable[object], lang: str) -> dict[str, str]:
        """Name the bodies and notices among some values.

        Args:
            values: IRIs and anything else.
            lang: The language of the names.

        Returns:
            The names by IRI.
        """
        found = {}
        for value in {str(value) for value in values if value is not None}:
            if body := self.names.bodies.get(value):
                found[value] = clean(body.label.of(lang))
            elif heading := self.headings.get(value):
                found[value] = heading
        return dict(sorted(found.items()))


class Source:
    """A graph that a pool serves."""

    def __init__(self, pool: Pool, names: Kept[NameIndex], lang: Lang, site: Site | None = None) -> None:
        """Serve a pool.

        Args:
            pool: Answers queries.
            names: The names of the graph that is served.
            lang: The language of answers to questions that have none.
            site: The pages of the server; ``None`` where there are none.
        """
        self.pool, self.lang = pool, lang
        self._site, self._things = site, LinkedData(pool, site or Site())
        self._names, self._headings = names, Kept(pool, _read_headings)
        self._turn, self._waiting = asyncio.Semaphore(1), 0

    async def select(self, text: str, *, whole: bool = False, limit: int | None = None) -> QuerySolutions:
        """Run a SELECT query of our own.

        Args:
            text: The query.
            whole: Whether the answer has no limit.
            limit: The most rows.

        Returns:
            The solutions, as the engine itself would give them.

        Raises:
            RefusedError: It cannot be answered in time.
        """
        return await select(self.pool, text, whole=whole, limit=limit)

    async def known(self) -> Known:
        """Return the names of the graph that is served now; they are read once for each state of the graph.

        Returns:
            The names and headings.

        Raises:
            RefusedError: They cannot be read in time.
        """
        return Known(await self._names.get(), await self._headings.get())

    async def beside(self, work: Callable[..., T], *given: Any) -> T:
        """Do some work on words beside the event loop; one after the other, so that others are answered meanwhile.

        Args:
            work: What to call; it takes no longer than the bounds of its words allow.
            *given: Its arguments.

        Returns:
            What it returns.

        Raises:
            RefusedError: Too many wait.
        """
        if self._waiting >= self.pool.limits.max_waiting:
            raise refuse_busy()
        self._waiting += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(work, *given)
        finally:
            self._waiting -= 1

    async def prepare(self) -> None:
        """Read now what is otherwise read for the first question; a fault is told to the first who asks."""
        with contextlib.suppress(RefusedError):
            await self.beside(match, "?", (await self.known()).names, date.today())

    async def link_from(self, address: str | None) -> Link:
        """Make what finds the page of a thing.

        Args:
            address: Of the server as this client reaches it; ``None`` without a server.

        Returns:
            A function from IRI to address.
        """
        if address is None or self._site is None:
            return lambda _: None
        site, base = self._site, await self._things.base()

        def find(iri: str) -> str | None:
            if not iri.startswith(base):
                return None
            return address + (site.page(iri, base) or make_address(iri, base, "", ".html"))

        return find


async def _read_headings(pool: Pool) -> Mapping[str, str]:
    return {policy.value: clean(heading.value) for policy, heading in await select(pool, _HEADINGS, whole=True)}


def choose_language(given: Lang | None, otherwise: Lang, *texts: str | None) -> Lang:
    """Choose the language of an answer.

    Args:
        given: The one that is asked for.
        otherwise: The one of a question without words.
        *texts: The words of the question.

    Returns:
        The language: the one asked for, else that of the words.

    Example:
        >>> choose_language(None, "en", "省财政厅牵头哪些任务"), choose_language(None, "zh", "who leads"), \
choose_language(None, "zh")
        ('zh', 'en', 'zh')
    """
    return given or language_of(" ".join(text for text in texts if text), otherwise)


def cut(value: Value) -> Value:
    r"""Clean a value of a row, and cut one that is very long.

    Args:
        value: The value.

    Returns:
        The value for an answer.

    Example:
        >>> cut("省\x00"), cut(3), len(str(cut("长" * 5000)))
        ('省�', 3, 2001)
    """
    if not isinstance(value, str):
        return value
    value = clean(value)
    return value if len(value) <= _LONGEST else value[:_LONGEST] + "…"


def read_rows(columns: Iterable[str], solutions: Iterable[Any]) -> list[dict[str, Value]]:
    """Read solutions as rows.

    Args:
        columns: The names of their variables.
        solutions: The solutions.

    Returns:
        The rows, unclean and uncut.
    """
    return [{name: to_python(solution[name]) for name in columns} for solution in solutions]
