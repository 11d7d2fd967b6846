"""The addresses of graphs (Graph Store HTTP Protocol), and SPARQL updates; both need the server's token to change.

A graph is named by ``/graphs?graph=IRI``, the default graph by ``/graphs?default``, and a graph whose IRI lies under
``/graphs/`` by its own address. Reading is open.
"""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..messages import GraphRequest
from ..middleware import inner_path
from ..pool import Pool
from ..query_text import foreign_service
from ..requests import RefusedError, absolute_iri, address, fields_of, respond
from .changes import GraphChange, Update
from .documents import read_documents
from .store import WritableStore

__all__ = ["Updates"]

_ROOT = "/graphs"


class Updates:
    """The changes that a server takes from those who have its token; without a token it takes none."""

    def __init__(self, pool: Pool, paths: Sequence[Path], token: str | None) -> None:
        """Start nothing yet.

        Args:
            pool: Answers queries.
            paths: What is served; with a token, one store directory.
            token: Whoever bears it may change the store.
        """
        self._pool, self._paths = pool, paths
        self._token = (token or "").encode()
        self._store = WritableStore(pool, paths[0]) if token is not None else None

    @property
    def enabled(self) -> bool:
        """Whether there are changes at all."""
        return self._store is not None

    def start(self) -> None:
        """Open what is served.

        Raises:
            PolicyGraphError: It cannot be opened.
        """
        if self._store is None:
            self._pool.start(self._paths)
        else:
            self._store.start()

    async def reopen(self) -> None:
        """Open what is served anew.

        Raises:
            PolicyGraphError: It cannot be opened; the former is still served.
        """
        if self._store is None:
            await self._pool.reload(self._paths)
        else:
            await self._store.reopen()

    def stop(self) -> None:
        """Close the store."""
        if self._store is not None:
            self._store.stop()

    def routes(self) -> list[Route]:
        """The addresses of graphs."""
        methods = ["GET", "HEAD", "PUT", "POST", "DELETE"]
        return [Route(path, self._graph, methods=methods) for path in (_ROOT, _ROOT + "/{rest:path}")]

    async def update(self, request: Request, text: str, default: Sequence[str], named: Sequence[str]) -> Response:
        """Carry out a SPARQL update.

        Args:
            request: Must bear the token.
            text: The update.
            default: The graphs whose union its patterns are matched against.
            named: Those that ``GRAPH`` finds.

        Returns:
            The response.

        Raises:
            RefusedError: Not permitted, or it could not be made; then nothing of it was.
        """
        store = self._permitted(request)
        try:
            text.encode()
        except UnicodeEncodeError:
            raise RefusedError(400, "update_not_unicode") from None
        if place := foreign_service(text, self._pool.limits.services):
            raise RefusedError(403, "load_foreign", place=place)
        using = tuple(absolute_iri(each, "using-graph-uri") for each in default)
        using_named = tuple(absolute_iri(each, "using-named-graph-uri") for each in named)
        await store.change(Update(text, address(request), using, using_named))
        return Response(status_code=204)

    def _permitted(self, request: Request) -> WritableStore:
        """The store, where the request bears the token (RFC 6750)."""
        if self._store is None:
            raise RefusedError(403, "no_updates")
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        challenge = 'Bearer realm="policygraph"'
        if scheme.lower() != "bearer":
            raise RefusedError(401, "token_missing", {"WWW-Authenticate": challenge})
        if not hmac.compare_digest(given.strip().encode("utf-8", "surrogateescape"), self._token):
            challenge += ', error="invalid_token"'
            raise RefusedError(401, "token_wrong", {"WWW-Authenticate": challenge})
        return self._store

    async def _graph(self, request: Request) -> Response:
        """Read or change a graph."""
        if request.method in ("GET", "HEAD"):
            return respond(await self._pool.ask(GraphRequest(_graph_name(request), request.headers.get("accept"))))
        store = self._permitted(request)
        at_root = inner_path(request).rstrip("/") == _ROOT
        created = request.method == "POST" and at_root and not fields_of(request.scope["query_string"])
        name = f"{address(request).rstrip('/')}/{uuid.uuid4()}" if created else _graph_name(request)
        method: Any = request.method
        change = GraphChange(method, name)
        if method != "DELETE":
            # Relative IRIs are those of the graph, and where it has none, of the request.
            documents = await read_documents(request, self._pool.limits)
            change = GraphChange(method, name, name or address(request), documents)
        status = await store.change(change)
        located = status == 201 and name is not None and (created or name == address(request))
        return Response(status_code=status, headers={"Location": name} if located and name else {})


def _graph_name(request: Request) -> str | None:
    """The graph that a request is about, ``None`` for the default graph."""
    fields = fields_of(request.scope["query_string"])
    if inner_path(request).rstrip("/") != _ROOT:
        if fields:
            raise RefusedError(400, "graph_by_address", root=_ROOT)
        return address(request)
    if len(fields) != 1 or fields[0][0] not in ("graph", "default"):
        raise RefusedError(400, "one_graph")
    name, value = fields[0]
    if name == "default":
        if value:
            raise RefusedError(400, "default_no_value")
        return None
    # A relative IRI is one beside the request's own.
    return absolute_iri(urljoin(address(request), value) if value.startswith("/") else value, "graph")
