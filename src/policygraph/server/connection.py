"""One connection: the HTTP of uvicorn, with limits on the part of a request that comes before its body.

Uvicorn waits for headers as long as they take and holds as many as come. Here a head has a time and a size, so that a
client that sends slowly, or without end, costs little and is answered.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["connection"]

#: Bytes of a head beside the query that its first line may hold.
_HEADERS = 64 << 10


def connection(seconds: float, query: int) -> type[HttpToolsProtocol]:
    """The protocol of connections on which a head must be complete after some seconds and may hold a query so long.

    >>> issubclass(connection(30, 1 << 20), HttpToolsProtocol)
    True
    """
    most = query + _HEADERS

    class Connection(HttpToolsProtocol):
        """A connection whose heads have limits."""

        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            self._size = 0
            self._late: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._await_head()

        def connection_lost(self, exc: Exception | None) -> None:
            self._head_is_here()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self._late is not None and not self.transport.is_closing():
                self._size += len(data)
                if self._size > most:
                    self._refuse(b"431 Request Header Fields Too Large")

        def on_message_begin(self) -> None:
            # The first request of a connection has the time from when it was made.
            if self._late is None:
                self._await_head()
            super().on_message_begin()

        def on_headers_complete(self) -> None:
            self._head_is_here()
            super().on_headers_complete()

        def _await_head(self) -> None:
            self._size = 0
            self._late = self.loop.call_later(seconds, self._refuse, b"408 Request Timeout")

        def _head_is_here(self) -> None:
            if self._late is not None:
                self._late.cancel()
                self._late = None

        def _refuse(self, status: bytes) -> None:
            self._head_is_here()
            if not self.transport.is_closing():
                self.transport.write(b"HTTP/1.1 " + status + b"\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
                self.transport.close()

    return Connection
