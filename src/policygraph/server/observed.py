"""What a server tells those who run it: a line for each request, a number by which to find it, figures for Prometheus.

The text format of Prometheus is a few lines; a client library for it would be one more dependency.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .. import __version__
from .pool import Pool
from .proxied import PLACES, inner_path

__all__ = ["Figures", "Observed", "metrics"]

#: Upper bounds of the classes of durations, in seconds.
BOUNDS = (0.005, 0.025, 0.1, 0.5, 1, 5, 10, 30, 60)
METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"}
_NUMBER = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LOG = logging.getLogger("policygraph.access")


@dataclass(slots=True)
class Figures:
    """Requests by place, method and status, and how long they took by place.

    >>> figures = Figures()
    >>> figures.add("/sparql", "GET", 200, 0.02)
    >>> [line for line in figures.lines() if "_count" in line]
    ['policygraph_request_seconds_count{place="/sparql"} 1']
    """

    requests: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    classes: Counter[tuple[str, float]] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, place: str, method: str, status: int, seconds: float) -> None:
        """One request more."""
        self.requests[place, method, status] += 1
        self.counts[place] += 1
        self.seconds[place] += seconds
        for bound in BOUNDS:
            if seconds <= bound:
                self.classes[place, bound] += 1

    def lines(self) -> list[str]:
        """In the text format of Prometheus."""
        name = "policygraph_requests_total"
        found = [f"# HELP {name} Requests by place, method and status.", f"# TYPE {name} counter"]
        for (place, method, status), number in sorted(self.requests.items()):
            found.append(f'{name}{{place="{place}",method="{method}",status="{status}"}} {number}')
        name = "policygraph_request_seconds"
        found += [f"# HELP {name} Seconds from a request to the end of its answer.", f"# TYPE {name} histogram"]
        for place, number in sorted(self.counts.items()):
            for bound in BOUNDS:
                found.append(f'{name}_bucket{{place="{place}",le="{bound}"}} {self.classes[place, bound]}')
            found.append(f'{name}_bucket{{place="{place}",le="+Inf"}} {number}')
            found.append(f'{name}_sum{{place="{place}"}} {self.seconds[place]:.6f}')
            found.append(f'{name}_count{{place="{place}"}} {number}')
        return found


def metrics(pool: Pool, figures: Figures) -> Response:
    """The answer to Prometheus."""
    gauges = (
        ("running", "gauge", "Queries at work.", pool.running),
        ("waiting", "gauge", "Queries in the queue.", pool.waiting),
        ("stopped_total", "counter", "Queries that were stopped at their limit of time.", pool.stopped),
        ("statements", "gauge", "Statements in the graph.", pool.quads),
        ("up", "gauge", "Is the process that holds the graph there?", int(pool.alive)),
    )
    lines = ["# HELP policygraph_info What runs.", "# TYPE policygraph_info gauge"]
    lines.append(f'policygraph_info{{version="{__version__}"}} 1')
    for name, kind, told, value in gauges:
        lines += [
            f"# HELP policygraph_{name} {told}",
            f"# TYPE policygraph_{name} {kind}",
            f"policygraph_{name} {value}",
        ]
    text = "\n".join([*lines, *figures.lines()]) + "\n"
    return Response(text, media_type="text/plain; version=0.0.4")


class Observed:
    """Counts and logs every request, and gives it a number: the one it brings as ``X-Request-ID``, or a new one."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self.app, self.figures = app, figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        brought = Headers(scope=scope).get("x-request-id", "")
        number = brought if _NUMBER.fullmatch(brought) else secrets.token_hex(8)
        began = time.perf_counter()
        # Paths are counted by their first part, and by no more of these than there are, whatever is asked for.
        first = inner_path(Request(scope)).split("/")[1:2]
        place = "/" + "".join(first) if not any(first) or first[0] in PLACES else "other"
        status, size = 500, 0

        async def sent(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = number
                headers.setdefault("X-Content-Type-Options", "nosniff")
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, sent)
        finally:
            seconds = time.perf_counter() - began
            method = scope["method"] if scope["method"] in METHODS else "other"
            self.figures.add(place, method, status, seconds)
            _LOG.info("%s", _line(Request(scope), status, size, seconds, number))


def _line(request: Request, status: int, size: int, seconds: float, number: str) -> str:
    """A line of the log: who, what, status, bytes, seconds, number. Nothing that was sent can break it in two."""
    asked = request.scope.get("raw_path", b"").decode("latin-1")
    if query := request.scope["query_string"].decode("latin-1"):
        asked += "?" + (query if len(query) <= 300 else query[:300] + "…")
    safe = "".join(letter if letter.isprintable() and letter != '"' else "?" for letter in asked)
    who = request.client.host if request.client else "-"
    return f'{who} "{request.method} {safe}" {status} {size} {seconds:.3f} {number}'
