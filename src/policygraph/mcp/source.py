"""The graph behind the tools: queries through the pool, cached names and headings, links."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ..ask.matching import match
from ..ask.names import NameIndex
from ..ask.requests import language_of
from ..server.detail_page import make_address
from ..server.graph_cache import GraphCache, read_base, select
from ..server.pages import Site
from ..server.pool import Pool
from ..server.turn import Turn
from ..sparql.results import Value, to_python
from ..web.refusals import RefusedError
from ..wellformed import replace_controls as clean
from .results import Lang

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

__all__ = ["Known", "Link", "Source", "choose_language", "clean", "cut", "read_rows"]

#: The page of a thing, or ``None``.
Link = Callable[[str], "str | None"]
_HEADINGS = "SELECT ?policy ?heading { ?policy a pg:Policy ; rdfs:label ?heading }"
#: Characters of a cell or a quote; the tool evidence shows more.
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Known:
    """Names and headings of one generation of the graph.

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

    def __init__(
        self, pool: Pool, names: GraphCache[NameIndex], turn: Turn, lang: Lang, site: Site | None = None
    ) -> None:
        """Serve a pool.

        Args:
            pool: Answers queries.
            names: The names of the graph that is served.
            turn: Matches words one call at a time.
            lang: The language of answers to questions that have none.
            site: The pages of the server; ``None`` where there are none.
        """
        self.pool, self.lang = pool, lang
        self.turn, self._site, self._names = turn, site, names
        self._headings, self._base = GraphCache(pool, _read_headings), GraphCache(pool, read_base)

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
        """Return the names of the graph that is served now; they are read once per generation of the graph.

        Returns:
            The names and headings.

        Raises:
            RefusedError: They cannot be read in time.
        """
        return Known(await self._names.get(), await self._headings.get())

    async def prepare(self) -> None:
        """Read the names before the first question needs them; an error is reported to the first question."""
        with contextlib.suppress(RefusedError):
            names, _ = await asyncio.gather(self._names.get(patient=True), self._headings.get(patient=True))
            await self.turn.run(match, "?", names, date.today())

    async def link_from(self, address: str | None) -> Link:
        """Make a function that finds the page of a thing.

        Args:
            address: The address of the server as this client reaches it; ``None`` without a server.

        Returns:
            A function from IRI to address.
        """
        if address is None or self._site is None:
            return lambda _: None
        site = self._site
        base = await self._base.get() if site.base is None else site.base

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
