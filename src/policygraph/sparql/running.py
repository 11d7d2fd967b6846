"""Running a query on a dataset."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import QueryError
from ..namespaces import PREFIXES
from ..store import engine
from ..texts import Names, filled
from .binding import bind
from .catalogue import find
from .endpoint import Endpoint
from .header import CatalogueQuery, read_query
from .names import body_iris
from .results import Results
from .syntax import misread

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Dataset

__all__ = ["prepare", "query", "run"]

_NAME = re.compile(r"[A-Za-z0-9_-]+")


def query(dataset: Dataset | Endpoint, question: str, /, *, lang: str | None = None, **parameters: object) -> Results:
    """Ask a graph: a question of the catalogue, or SPARQL of your own.

    Args:
        dataset: what ``open_graph`` or ``build`` gives, or an ``Endpoint``.
        question: a name of the catalogue (``policygraph queries`` lists them) or the text of a query.
        lang: the language of labels, ``zh`` or ``en``, where the query knows languages.
        parameters: the values of the query's parameters.

    Returns:
        the answer; iterate over it for rows as dictionaries.

    Raises:
        QueryError: the query or a parameter is unknown or wrong.

    >>> from policygraph.store import open_graph
    >>> list(query(open_graph(), "responsibilities"))
    []
    """
    return run(dataset, question, {name: str(value) for name, value in parameters.items()}, lang=lang)


def run(
    dataset: Dataset | Endpoint,
    question: str | CatalogueQuery,
    params: Mapping[str, str] | None = None,
    *,
    lang: str | None = None,
) -> Results:
    """As ``query``, with the parameters as a mapping, and for a query that was loaded from a file."""
    asked = _query(question)
    source = dataset if isinstance(dataset, Endpoint) else engine(dataset)
    text = prepare(source, asked, params, lang=lang)
    return Results(asked, lambda: _evaluate(source, text, asked.origin))


def prepare(
    source: Store | Endpoint,
    question: str | CatalogueQuery,
    params: Mapping[str, str] | None = None,
    *,
    lang: str | None = None,
) -> str:
    """The complete text that ``run`` runs: any engine that knows the graph gives the same answer to it."""
    asked = _query(question)
    values = dict(params or {})
    if lang is not None and asked.parameter("lang"):
        values.setdefault("lang", lang)
    origin = filled("origin_names")
    return bind(asked, values, lambda name: body_iris(name, lambda text: _evaluate(source, text, origin)))


def _query(question: str | CatalogueQuery) -> CatalogueQuery:
    if isinstance(question, CatalogueQuery):
        return question
    # No SPARQL query is a single word, and no name of the catalogue is anything else.
    if _NAME.fullmatch(question):
        return find(question)
    return read_query(question, name="query", origin=filled("origin_query"))


def _evaluate(source: Store | Endpoint, text: str, origin: str | Names) -> Any:
    if isinstance(source, Endpoint):
        return source.ask(text, origin)
    try:
        return source.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise QueryError("about", what=origin, path=origin, reason=misread(error.msg)) from None
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError("query_fails", origin=origin, reason=error) from error
