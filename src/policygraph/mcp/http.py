"""MCP over streamable HTTP: the address ``/mcp`` of the server, under the server's limits.

Requests are independent: there are no sessions, and no streams that hold a connection. A page of another site cannot
use the address: the host of a request must be an IP address, ``localhost`` or a name that the owner gave, which refuses
DNS rebinding; and the ``Origin`` that browsers send must be of such a host.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from urllib.parse import urlsplit

from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..ask.names import NameIndex
from ..server import Extension
from ..server.graph_cache import GraphCache
from ..server.pages import Site
from ..server.pool import Pool
from ..server.requests import read_body, write_refusal
from ..server.turn import Turn
from ..web.refusals import RefusedError
from .application import create_server
from .results import Lang
from .source import Source

__all__ = ["PATH", "extend_server", "is_own_host"]

PATH = "/mcp"


def extend_server(
    pool: Pool,
    names: GraphCache[NameIndex],
    turn: Turn,
    site: Site,
    lang: Lang,
    hosts: Iterable[str] = (),
    proposals: Path | None = None,
) -> Extension:
    """Make the extension that adds MCP to the server.

    Args:
        pool: Answers queries.
        names: The names of the graph that is served.
        turn: Matches words one call at a time.
        site: What the pages of the server belong to.
        lang: The language of answers to questions that have none.
        hosts: Names under which clients reach the server, beside ``localhost``.
        proposals: The owner's folder for proposed corrections, if there is one.

    Returns:
        The address and its lifespan.
    """
    source = Source(pool, names, turn, lang, site)
    server = create_server(source, proposals)
    # The SDK's own application is not used, only its manager of requests. It would check hosts against fixed lists.
    server.streamable_http_app(
        json_response=True,
        stateless_http=True,
        max_request_body_size=pool.limits.max_request,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    manager = server.session_manager
    app = _Guarded(manager.asgi_app, pool, frozenset(host.lower() for host in hosts))

    @contextlib.asynccontextmanager
    async def lifespan() -> AsyncIterator[None]:
        names = asyncio.create_task(source.prepare())
        async with manager.run():
            try:
                yield
            finally:
                names.cancel()

    return Extension([Route(PATH, app)], lifespan())


class _Guarded:
    """Passes on requests of programs and of our own pages, with bodies within the limits."""

    def __init__(self, app: ASGIApp, pool: Pool, hosts: frozenset[str]) -> None:
        self._app, self._pool, self._hosts = app, pool, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request, as ASGI defines it."""
        request = Request(scope, receive)
        limits = self._pool.limits
        try:
            self._check(request)
            body = await read_body(request, limits.max_request, limits.timeout)
        except RefusedError as error:
            await write_refusal(request, error)(scope, receive, send)
            return
        pieces: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return pieces.pop() if pieces else await receive()

        await self._app(scope, replay, send)

    def _check(self, request: Request) -> None:
        if request.method != "POST":
            # By the protocol this means that there are no streams from the server and no sessions to end.
            raise RefusedError(405, "method_refused", {"Allow": "POST"}, method=request.method)
        host = request.headers.get("host", "")
        if not is_own_host(host, self._hosts):
            raise RefusedError(421, "mcp_host", host=host)
        origin = request.headers.get("origin")
        if origin is not None and not is_own_host(urlsplit(origin).netloc, self._hosts):
            raise RefusedError(403, "mcp_origin", origin=origin)


def is_own_host(host: str, names: frozenset[str]) -> bool:
    """Tell whether a host is this server, and not a name of another site that leads here.

    Args:
        host: A host with or without a port.
        names: Names of this server.

    Returns:
        Whether it is an IP address, ``localhost`` or one of the names.

    Example:
        >>> [is_own_host(host, frozenset()) for host in ("127.0.0.1:80", "[::1]", "localhost:8000", "evil.example", "")]
        [True, True, True, False, False]
        >>> is_own_host("data.example.org", frozenset({"data.example.org"}))
        True
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    with contextlib.suppress(ValueError):
        return bool(ipaddress.ip_address(name))
    return name == "localhost" or name in names
