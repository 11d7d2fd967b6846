"""Send queries over HTTP with SPARQLWrapper and parse the answers with pyoxigraph."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Mapping
from typing import Any
from urllib.response import addinfourl

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results
from SPARQLWrapper import POST, QueryResult, SPARQLWrapper

from ..formats import media_type
from .http import Connection
from .syntax import find_form

__all__ = ["send_query"]


class _Wrapper(SPARQLWrapper):
    """SPARQLWrapper on a connection.

    By itself it sends with urllib, whose opener belongs to the whole process: a proxy, digest credentials or redirects
    that keep a POST cannot be set for a single query.
    """

    def __init__(self, endpoint: str, connection: Connection, **options: Any) -> None:
        super().__init__(endpoint)
        self.setMethod(POST)
        self._connection, self._options = connection, options

    def query(self) -> QueryResult:
        """Send the query by POST, as fields of a form, with only the fields of the protocol."""
        response = self._connection.send(
            self.method,
            self.endpoint,
            data={"query": self.queryString, **self.parameters},
            headers=self.customHttpHeaders,
            **self._options,
        )
        # QueryResult uses only the methods of a response that this one has.
        answer = addinfourl(io.BytesIO(response.content), response.headers, str(response.url))  # type: ignore[arg-type]
        return QueryResult((answer, self.returnFormat))  # type: ignore[arg-type]


def send_query(
    connection: Connection,
    endpoint: str,
    text: str,
    parameters: Mapping[str, str] | None = None,
    **options: Any,
) -> Any:
    """Send a query to an endpoint and read the answer.

    Args:
        connection: The connection to the server.
        endpoint: The address.
        text: The complete query.
        parameters: Further fields, such as ``default-graph-uri``.
        **options: Options of ``Connection.send``: ``origin`` and ``retry``.

    Returns:
        The answer in the types of pyoxigraph: solutions, a boolean, or triples.

    Raises:
        PolicyGraphError: An error of the connection's class: the server is out of reach, too slow or refuses, or the
            response is of another type, incomplete or malformed.
    """
    rows = find_form(text) in ("SELECT", "ASK")
    wanted = media_type("json" if rows else "nt")
    wrapper = _Wrapper(endpoint, connection, **options)
    wrapper.setQuery(text)
    wrapper.addCustomHttpHeader("Accept", wanted)
    for name, value in (parameters or {}).items():
        wrapper.addParameter(name, value)
    result = wrapper.query()
    kind = str(result.info().get("content-type", "")).partition(";")[0].strip().lower()
    if kind != wanted:
        key = "answer_html" if "html" in kind else "answer_kind" if kind else "answer_nothing"
        raise connection.error(key, url=endpoint, kind=kind, wanted=wanted)
    data = result.response.read()
    try:
        if not rows:
            return [quad.triple for quad in parse(data, RdfFormat.N_TRIPLES)]
        found = parse_query_results(data, QueryResultsFormat.JSON)
        if find_form(text) == "ASK":
            return _boolean(found)
        # Rows are parsed lazily: read them all now to find a malformed one.
        deque(found, maxlen=0)  # type: ignore[arg-type]
        return parse_query_results(data, QueryResultsFormat.JSON)
    except (SyntaxError, ValueError, TypeError) as error:
        raise connection.error("answer_malformed", url=endpoint, reason=error) from None


def _boolean(found: Any) -> Any:
    """Return a boolean of the protocol; Virtuoso sends a table instead, with 1 for true and 0 or no row for false."""
    if not isinstance(found, QuerySolutions):
        return found
    yes = any(value is not None and value.value == "1" for row in found for value in row)
    return parse_query_results(b'{"head":{},"boolean":%s}' % str(yes).lower().encode(), QueryResultsFormat.JSON)
