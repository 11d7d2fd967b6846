"""SPARQL of the client's own: read-only, bounded, without calls to other hosts."""

from __future__ import annotations

import re

from ..errors import UsageError
from ..formats import media_type
from ..server.graph_cache import parse_rows
from ..server.messages import Query
from ..server.negotiation import RESULTS
from ..server.query_text import find_foreign_service, has_dataset, split_words
from ..sparql.syntax import find_form
from ..texts import text
from .questions import count_triples
from .results import Lang, SparqlResult, Value
from .source import Source, clean, cut, read_rows

__all__ = ["run_sparql"]

_FORMS = ("SELECT", "ASK", "CONSTRUCT")
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
_MOST_BYTES = 60_000


async def run_sparql(source: Source, query: str, limit: int, lang: Lang) -> SparqlResult:
    """Run a query.

    Args:
        source: The graph.
        query: SELECT, ASK or CONSTRUCT; the project's prefixes need no declaration.
        limit: The most rows or triples.
        lang: The language of notes.

    Returns:
        The first rows or triples, as they come.

    Raises:
        UsageError: It is no query, changes something or calls another host.
        RefusedError: It is wrong, with line and column, or takes too long.
    """
    _check(query)
    form, union = find_form(query), not has_dataset(query)
    if form == "CONSTRUCT":
        answer = await source.pool.ask(Query(query, media_type("ttl"), union=union, sorted=True, limit=limit))
        turtle = clean(answer.content.decode())
        count, note = count_triples(turtle), text("assist_triples_cut", lang, n=limit) if answer.more else ""
        if len(turtle.encode()) > _MOST_BYTES:
            raise UsageError("assist_too_large", n=_MOST_BYTES)
        return SparqlResult(
            lang=lang, form="triples", columns=[], rows=[], turtle=turtle, count=count, more=answer.more, note=note
        )
    answer = await source.pool.ask(Query(query, RESULTS[0], union=union, limit=limit))
    found = parse_rows(answer.content)
    if form == "ASK":
        return SparqlResult(lang=lang, form="boolean", columns=[], rows=[], boolean=bool(found), count=1, more=False)
    columns = [variable.value for variable in found.variables]
    rows, size = list[dict[str, Value]](), 0
    whole = read_rows(columns, found)
    for row in whole:
        rows.append({column: cut(value) for column, value in row.items()})
        size += sum(len(str(value).encode()) for value in rows[-1].values())
        if size > _MOST_BYTES:
            break
    more = answer.more or len(rows) < len(whole)
    note = text("assist_rows_cut", lang, n=len(rows)) if more else "" if rows else text("assist_no_rows", lang)
    return SparqlResult(lang=lang, form="rows", columns=columns, rows=rows, count=len(rows), more=more, note=note)


def _check(query: str) -> None:
    if place := find_foreign_service(query, ()):
        raise UsageError("assist_service", place=clean(place))
    keys = [word.key for word in split_words(query) if word.depth == 0]
    # What follows PREFIX is a name, whatever it is: PREFIX load: <…>
    outside = [key for before, key in zip(["", *keys], keys, strict=False) if before != "PREFIX"]
    form = find_form(query)
    if form not in _FORMS:
        changes = next((word for word in outside if word in _UPDATES), None)
        if changes:
            raise UsageError("assist_update", word=changes)
        raise UsageError("assist_form", form=form or clean(re.sub(r"\s+", " ", query)[:40]))
    # INSERT { … } WHERE { SELECT … } has the word of a query, too.
    before = outside[: outside.index(form)] if form in outside else outside
    if changes := next((word for word in before if word in _UPDATES), None):
        raise UsageError("assist_update", word=changes)
