"""Limits on the head of a request: its time, its address and its headers.

The parser of uvicorn takes an address of up to 64 KiB and waits for headers as long as they take. A head that exceeds a
limit gets a problem document as any other refusal.
"""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from ..web.refusals import RefusedError
from .limits import Limits
from .requests import LINGER, write_refusal

__all__ = ["AddressLimited", "limit_protocol"]

#: Bytes of the longest address that ``httptools.parse_url`` takes; older versions cut longer ones without an error.
_ADDRESS = (1 << 16) - 1
#: Bytes that all headers of a request may have.
_HEADERS = 64 << 10
#: Entry of a request's state that says which limit its address exceeds.
_EXCEEDED = "address_limit"


def limit_protocol(limits: Limits) -> type[HttpToolsProtocol]:
    """Limit time and size of what comes before a request's body.

    Args:
        limits: What one request may cost.

    Returns:
        A protocol for uvicorn.

    Example:
        >>> issubclass(limit_protocol(Limits()), HttpToolsProtocol)
        True
    """
    most = min(limits.max_request, _ADDRESS)

    class Connection(HttpToolsProtocol):
        """A connection whose heads have limits."""

        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            self.url = b""
            self._size = self._address_size = 0
            self._late: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._await_head()

        def connection_lost(self, exc: Exception | None) -> None:
            self._head_is_here()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            begun = self._late
            super().data_received(data)
            # Where the head began in these bytes, the body of the request before may be part of them.
            if self._late is not None and self._late is begun:
                self._size += len(data)
                if self._address_size > LINGER[0]:
                    self._refuse(_address_too_long(most))
                elif self._size - self._address_size > _HEADERS:
                    self._refuse(RefusedError(431, "headers_too_large", n=_HEADERS))

        def on_message_begin(self) -> None:
            # The first request of a connection has the time from when it was made.
            if self._late is None:
                self._await_head()
            super().on_message_begin()

        def on_url(self, url: bytes) -> None:
            self._address_size += len(url)
            self.url += url
            if len(self.url) > 2 * _ADDRESS:
                # It will be refused: the beginning has the path, and either end may have the language.
                self.url = self.url[:_ADDRESS] + self.url[-_ADDRESS:]

        def on_headers_complete(self) -> None:
            self._head_is_here()
            if self._address_size <= most:
                super().on_headers_complete()
                return
            # The application refuses it, so that the request is logged and counted. Its task has not begun yet.
            path, _, query = self.url.partition(b"?")
            self.url = path[:_ADDRESS]
            self.scope["state"][_EXCEEDED] = most
            super().on_headers_complete()
            self.scope["query_string"] = query

        def send_400_response(self, msg: str) -> None:
            self._refuse(RefusedError(400, "not_http"))

        def _await_head(self) -> None:
            self._size = self._address_size = 0
            self._late = self.loop.call_later(limits.timeout, self._refuse_late)

        def _head_is_here(self) -> None:
            if self._late is not None:
                self._late.cancel()
                self._late = None

        def _refuse_late(self) -> None:
            self._refuse(RefusedError(408, "request_late", seconds=f"{limits.timeout:g}"))

        def _refuse(self, error: RefusedError) -> None:
            """Answer without the application, as far as the head tells the language, and close the connection."""
            self._head_is_here()
            if self.transport.is_closing():
                return
            query = self.url.partition(b"?")[2]
            request = Request({"type": "http", "headers": self.headers or [], "query_string": query})
            response = write_refusal(request, error)
            headers = [*self.server_state.default_headers, *response.raw_headers, (b"connection", b"close")]
            lines = [name + b": " + value + b"\r\n" for name, value in headers]
            self.transport.write(b"".join([STATUS_LINE[error.status], *lines, b"\r\n", response.body]))
            self.transport.close()

    return Connection


class AddressLimited:
    """Refuses requests whose address exceeds the limit of their connection."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request, as ASGI defines it."""
        most = scope.get("state", {}).get(_EXCEEDED)
        refusal = None if most is None else write_refusal(Request(scope), _address_too_long(most))
        await (refusal or self.app)(scope, receive, send)


def _address_too_long(most: int) -> RefusedError:
    return RefusedError(414, "address_too_long", n=most)
