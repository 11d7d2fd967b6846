"""Run a query on a dataset or an endpoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..errors import QueryError
from ..namespaces import PREFIXES
from ..store import AnyGraph, as_dataset, engine
from ..texts import Bilingual, filled
from .catalogue import NAME, find
from .endpoint import Endpoint
from .header import CatalogueQuery, read_query
from .parameters import bind
from .results import Results
from .syntax import explain_syntax_error

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Dataset

__all__ = ["prepare", "query", "run"]


def query(graph: AnyGraph | Endpoint, question: str, /, *, lang: str | None = None, **parameters: object) -> Results:
    """Query a graph: a query of the catalogue, or SPARQL of your own.

    Args:
        graph: One or several paths, a dataset, what ``build``, ``read`` or ``open_graph`` returns, or an ``Endpoint``.
        question: A name of the catalogue (``catalogue`` has them) or the text of a query.
        lang: The language of labels, ``zh`` or ``en``, if the query has a parameter for it.
        **parameters: The values of the query's parameters: text, numbers, dates. A parameter with the value ``None``
            keeps its default.

    Returns:
        The answer; iterate over it for rows as dictionaries.

    Raises:
        QueryError: The query or a parameter is unknown or wrong.
        UsageError: The first argument is not a graph.

    Example:
        >>> from policygraph.store import open_graph
        >>> list(query(open_graph(), "responsibilities", body=None))
        []
    """
    source = graph if isinstance(graph, Endpoint) else as_dataset(graph)
    values = {name: _written(value) for name, value in parameters.items() if value is not None}
    return run(source, question, values, lang=lang)


def _written(value: object) -> str:
    """Write a value as a user would; of a datetime only the day."""
    return str(value.date() if isinstance(value, datetime) else value)


def run(
    dataset: Dataset | Endpoint,
    question: str | CatalogueQuery,
    params: Mapping[str, str | Sequence[str]] | None = None,
    *,
    lang: str | None = None,
) -> Results:
    """Query a graph like ``query``, also with a query that was loaded from a file.

    Args:
        dataset: What ``open_graph`` or ``build`` returns, or an ``Endpoint``.
        question: A query, its name in the catalogue, or its text.
        params: The values of the query's parameters; several values mean any of them.
        lang: The language of labels.

    Returns:
        The answer.

    Raises:
        QueryError: The query or a parameter is unknown or wrong.
    """
    found = _read(question)
    source = dataset if isinstance(dataset, Endpoint) else engine(dataset)
    text = prepare(source, found, params, lang=lang)
    return Results(found, lambda: _evaluate(source, text, found.origin))


def prepare(
    source: Store | Endpoint,
    question: str | CatalogueQuery,
    params: Mapping[str, str | Sequence[str]] | None = None,
    *,
    lang: str | None = None,
) -> str:
    """Write the complete text that ``run`` runs; every engine with the graph gives the same answer to it.

    Args:
        source: The store or endpoint in which bodies are looked up by their names.
        question: A query, its name in the catalogue, or its text.
        params: The values of the query's parameters; several values mean any of them.
        lang: The language of labels.

    Returns:
        The text.

    Raises:
        QueryError: The query or a parameter is unknown or wrong.
    """
    found = _read(question)
    values: dict[str, str | Sequence[str]] = dict(params or {})
    if lang is not None and found.parameter("lang"):
        values.setdefault("lang", lang)
    return bind(found, values, lambda text: _evaluate(source, text, filled("origin_names")))


def _read(question: str | CatalogueQuery) -> CatalogueQuery:
    if isinstance(question, CatalogueQuery):
        return question
    return (
        find(question)
        if NAME.fullmatch(question)
        else read_query(question, name="query", origin=filled("origin_query"))
    )


def _evaluate(source: Store | Endpoint, text: str, origin: str | Bilingual) -> Any:
    if isinstance(source, Endpoint):
        return source.ask(text, origin)
    try:
        return source.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise QueryError("about", what=origin, path=origin, reason=explain_syntax_error(error.msg)) from None
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError("query_fails", origin=origin, reason=error) from error
