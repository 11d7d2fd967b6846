"""Uvicorn as the review page runs it."""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

__all__ = ["Server"]


class Server(uvicorn.Server):
    """Uvicorn for one person on one machine, which tells when it listens."""

    def __init__(self, app: ASGIApp, ready: Callable[[], None]) -> None:
        """Configure it.

        Args:
            app: The application.
            ready: Called when the server listens.
        """
        _configure_log()
        super().__init__(
            uvicorn.Config(
                app,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=5,
            )
        )
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and tell so."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def _configure_log() -> None:
    """What uvicorn and this package warn of goes to standard error, a line each."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("policygraph: %(message)s"))
    for name in ("uvicorn", __package__):
        log = logging.getLogger(name)
        log.handlers[:] = [handler]
        log.setLevel(logging.WARNING)
        log.propagate = False
