"""Uvicorn as the review page runs it."""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from ..web.serving import LINE, OPTIONS, write_log

__all__ = ["Server"]


class Server(uvicorn.Server):
    """Uvicorn for one person on one machine. It reports when it listens."""

    def __init__(self, app: ASGIApp, ready: Callable[[], None]) -> None:
        """Configure it.

        Args:
            app: The application.
            ready: Called when the server listens.
        """
        # Warnings of uvicorn and of this package go to standard error.
        for name in ("uvicorn", __package__):
            write_log(name, logging.WARNING, sys.stderr, logging.Formatter(LINE))
        super().__init__(uvicorn.Config(app, lifespan="off", timeout_graceful_shutdown=5, **OPTIONS))
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and report it."""
        await super().startup(sockets)
        if self.started:
            self._ready()
