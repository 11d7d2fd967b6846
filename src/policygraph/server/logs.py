"""What a server says while it runs: its own lines to standard error, a line for each request to standard output.

What is logged for people is ``Names``; the formatter tells it in the language of the command. Of uvicorn's own lines
only warnings and errors are let through.
"""

from __future__ import annotations

import logging
import socket
from typing import Any

import uvicorn

from ..texts import Names, texts

__all__ = ["LOG", "Server", "logs"]

#: The log for those who run the server.
LOG = logging.getLogger("policygraph.server")
#: What uvicorn may say, and how it is told here.
_WARNINGS = {
    "Invalid HTTP request received.": "not_http",
    "Unsupported upgrade request.": "no_upgrade",
    "Exceeded concurrency limit.": "connections_full",
    "Cancel %s running task(s), timeout graceful shutdown exceeded": "stopped_at_work",
}


class Said(logging.Formatter):
    """A line in one language."""

    def __init__(self, lang: str) -> None:
        super().__init__("policygraph: %(message)s")
        self.lang = lang

    def format(self, record: logging.LogRecord) -> str:
        """As ``logging`` has it."""
        said = record.msg if isinstance(record.msg, Names) else texts().get(_WARNINGS.get(str(record.msg), ""))
        if said is not None:
            record.msg, record.args = said.of(self.lang), ()
        return super().format(record)


class Server(uvicorn.Server):
    """A server that says that it stops: those at the console may have to wait for queries at work."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn has it."""
        LOG.info(texts()["stopping"])
        await super().shutdown(sockets)
        LOG.info(texts()["server_stopped"])


def logs(lang: str) -> dict[str, Any]:
    """The logs as ``logging.config`` takes them."""
    stream = "logging.StreamHandler"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "said": {"()": Said, "lang": lang},
            "asked": {"format": "%(asctime)s %(message)s", "datefmt": "%Y-%m-%dT%H:%M:%S%z"},
        },
        "handlers": {
            "said": {"class": stream, "formatter": "said", "stream": "ext://sys.stderr"},
            "asked": {"class": stream, "formatter": "asked", "stream": "ext://sys.stdout"},
        },
        "loggers": {
            "uvicorn": {"handlers": ["said"], "level": "WARNING", "propagate": False},
            LOG.name: {"handlers": ["said"], "level": "INFO", "propagate": False},
            "policygraph.access": {"handlers": ["asked"], "level": "INFO", "propagate": False},
        },
    }
