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

    Its own way to send is urllib, whose opener belongs to the whole process: a proxy, digest credentials or redirects
    that keep a POST cannot be had for one query alone.
    """

    def __init__(self, endpoint: str, connection: Connection, **options: Any) -> None:
        super().__init__(endpoint)
        self.setMethod(POST)
        self._connection, self._options = connection, options

    def query(self) -> QueryResult:
        """Send the query by POST, as fields of a form, with no other field than the protocol has."""
        response = self._connection.send(
            self.method,
            self.endpoint,
            data={"query": self.queryString, **self.parameters},
            headers=self.customHttpHeaders,
            **self._options,
        )
        # QueryResult asks no more of a response than this one has.
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
        connection: To the server.
        endpoint: The address.
        text: The complete query.
        parameters: Further fields, such as ``default-graph-uri``.
        **options: Of ``Connection.send``: ``origin`` and ``retry``.

    Returns:
        What pyoxigraph has for answers of its own: solutions, a boolean, or triples.

    Raises:
        PolicyGraphError: Of the connection's class: out of reach, too slow, refused, or the answer is of another kind,
            breaks off or is malformed.
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
        # Rows are parsed as they are read: a malformed one must be found now.
        deque(found, maxlen=0)  # type: ignore[arg-type]
        return parse_query_results(data, QueryResultsFormat.JSON)
    except (SyntaxError, ValueError, TypeError) as error:
        raise connection.error("answer_malformed", url=endpoint, reason=error) from None


def _boolean(found: Any) -> Any:
    """A boolean as the protocol has it; Virtuoso sends a table with a 1 in it for yes, and none or a 0 for no."""
    if not isinstance(found, QuerySolutions):
        return found
    yes = any(value is not None and value.value == "1" for row in found for value in row)
    return parse_query_results(b'{"head":{},"boolean":%s}' % str(yes).lower().encode(), QueryResultsFormat.JSON)
