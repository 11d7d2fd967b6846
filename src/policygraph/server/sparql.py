"""The SPARQL 1.1 protocol."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from ..formats import QUERY_MEDIA_TYPE, UPDATE_MEDIA_TYPE
from ..texts import texts
from ..web.refusals import RefusedError
from .messages import Query
from .pool import Pool
from .query_text import has_dataset, refuse_foreign_services
from .requests import decode_fields, parse_content_type, read_body, request_address, respond

__all__ = ["Handler", "SparqlEndpoint", "UpdateHandler"]

_FORM = "application/x-www-form-urlencoded"
_DATASET = ("default-graph-uri", "named-graph-uri")

#: Answers a request.
Handler = Callable[[Request], Awaitable[Response]]
#: Carries out the update of a request, on the dataset (default and named graphs) that it names, if any.
UpdateHandler = Callable[[Request, str, list[str], list[str]], Awaitable[Response]]


class SparqlEndpoint:
    """The address ``/sparql``."""

    def __init__(self, pool: Pool, update: UpdateHandler | None, describe: Handler) -> None:
        """Serve a pool.

        Args:
            pool: Answers queries.
            update: Carries out updates; ``None`` if updates are not permitted.
            describe: Describes the service to a GET without a question.
        """
        self._pool, self._update, self._describe = pool, update, describe

    async def respond(self, request: Request) -> Response:
        """Answer a query, carry out an update, or describe the service where a GET asks nothing.

        Args:
            request: By any of the three ways of the protocol.

        Returns:
            The response.

        Raises:
            RefusedError: 4xx for an invalid request, 5xx if the server cannot answer it.
        """
        # Forms send empty fields: an empty dataset counts as absent. A byte order mark is not part of the text.
        fields = [
            (name, value.removeprefix("\ufeff"))
            for name, value in await self._fields(request)
            if value or name not in _DATASET
        ]

        def values(wanted: str) -> list[str]:
            return [value for name, value in fields if name == wanted]

        queries, updates = values("query"), values("update")
        if updates:
            if self._update is None:
                raise RefusedError(403, "no_updates")
            if request.method != "POST":
                raise RefusedError(405, "update_by_post", {"Allow": "POST"})
            if queries or len(updates) != 1:
                raise RefusedError(400, "query_or_update")
            using, using_named = values("using-graph-uri"), values("using-named-graph-uri")
            return await self._update(request, updates[0], using, using_named)
        if not fields and request.method in ("GET", "HEAD"):
            return await self._describe(request)
        if len(queries) != 1:
            raise RefusedError(400, "one_query", n=len(queries))
        refuse_foreign_services(queries[0], self._pool.limits.services)
        default, named = (tuple(values(name)) for name in _DATASET)
        union = not has_dataset(queries[0])
        query = Query(queries[0], request.headers.get("accept"), request_address(request), default, named, union)
        return respond(await self._pool.ask(query))

    async def _fields(self, request: Request) -> list[tuple[str, str]]:
        """Read the fields of a request from its address or its body."""
        fields = decode_fields(request.scope["query_string"])
        if request.method != "POST":
            return fields
        kind = parse_content_type(request.headers.get("content-type"))
        if kind not in (_FORM, QUERY_MEDIA_TYPE, UPDATE_MEDIA_TYPE):
            shown = kind or texts()["type_missing"]
            query, update = QUERY_MEDIA_TYPE, UPDATE_MEDIA_TYPE
            raise RefusedError(415, "post_type", form=_FORM, query=query, update=update, kind=shown)
        limits = self._pool.limits
        body = await read_body(request, limits.max_request, limits.timeout)
        if kind == _FORM:
            return fields + decode_fields(body)
        try:
            return [*fields, ("query" if kind == QUERY_MEDIA_TYPE else "update", body.decode("utf-8"))]
        except UnicodeError:
            raise RefusedError(400, "body_not_utf8") from None
