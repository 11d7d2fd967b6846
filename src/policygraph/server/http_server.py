"""Uvicorn with the limits and the log of the server."""

from __future__ import annotations

import logging
import resource
import socket
import sys

import uvicorn
from starlette.types import ASGIApp

from ..texts import Bilingual, texts
from ..web.serving import LINE, OPTIONS, write_log
from .limits import Limits
from .request_head import limit_protocol

__all__ = ["Server"]

_LOG = logging.getLogger(__package__)
#: What uvicorn may log, and our text for it.
_WARNINGS = {
    "Invalid HTTP request received.": "not_http",
    "Unsupported upgrade request.": "no_upgrade",
    "Exceeded concurrency limit.": "connections_full",
    "Cancel %s running task(s), timeout graceful shutdown exceeded": "stopped_at_work",
}


class _Formatter(logging.Formatter):
    """Writes what is logged as ``Bilingual`` in one language."""

    def __init__(self, lang: str) -> None:
        super().__init__(LINE)
        self.lang = lang

    def format(self, record: logging.LogRecord) -> str:
        """Format a record, as ``logging`` defines it."""
        names = record.msg if isinstance(record.msg, Bilingual) else texts().get(_WARNINGS.get(str(record.msg), ""))
        if names is not None:
            record.msg, record.args = names.of(self.lang), ()
        return super().format(record)


class Server(uvicorn.Server):
    """Uvicorn with our limits and our log."""

    def __init__(self, app: ASGIApp, limits: Limits, lang: str) -> None:
        """Configure it.

        Args:
            app: The application.
            limits: What one request may cost.
            lang: The language of the log.
        """
        _configure_log(lang)
        super().__init__(
            uvicorn.Config(
                app,
                http=limit_protocol(limits),
                limit_concurrency=_max_connections(),
                timeout_graceful_shutdown=int(limits.timeout) + 1,
                backlog=2048,
                headers=[("Server", "policygraph")],
                **OPTIONS,
            )
        )

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop, and report it: running queries may take time."""
        _LOG.info(texts()["stopping"])
        await super().shutdown(sockets)
        _LOG.info(texts()["server_stopped"])


def _max_connections() -> int:
    """Return the limit of open connections. Each takes a file, and a running query takes another."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = min(most, 65_536) if most != resource.RLIM_INFINITY else 65_536
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return max(16, files // 2 - 64)


def _configure_log(lang: str) -> None:
    """Write our log and uvicorn's warnings to standard error, and a line for each request to standard output."""
    access = logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")
    write_log("uvicorn", logging.WARNING, sys.stderr, _Formatter(lang))
    write_log(_LOG.name, logging.INFO, sys.stderr, _Formatter(lang))
    write_log("policygraph.access", logging.INFO, sys.stdout, access)
    # If the reader of one log is gone, its errors must not fill the other log.
    logging.raiseExceptions = False
