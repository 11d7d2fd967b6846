"""Process every request before its handler: the address behind a reverse proxy, an id, the log and the metrics.

``X-Forwarded-Proto``, ``-Host`` and ``-Prefix`` change the addresses in links, ``X-Forwarded-For`` the address in the
log. They are used only if the connection comes from a trusted address: others could make links point elsewhere.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Iterator
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from .. import __version__
from .pool import Pool

__all__ = ["MetricsCollector", "Observed", "Proxied", "get_base", "get_inner_path", "get_root", "is_prefix"]

#: First parts of the server's own paths.
_PLACES = frozenset({"sparql", "graphs", "api", "id", "atlas", "assets", "health", "metrics", "openapi.json"})
_PLACES |= {".well-known", "mcp"}
_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"}
#: Upper bounds of the buckets of durations, in seconds.
_BUCKETS = (0.005, 0.025, 0.1, 0.5, 1, 5, 10, 30, 60)
_PREFIX = re.compile(r"(/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+")
_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_ACCESS = logging.getLogger("policygraph.access")


def is_prefix(text: str) -> bool:
    """Tell whether a text is a valid root path. Only valid root paths are used in links.

    Args:
        text: A path.

    Returns:
        Whether it is.

    Example:
        >>> is_prefix("/data/graph"), is_prefix("//evil.example"), is_prefix("/.."), is_prefix("/graph/")
        (True, False, False, False)
    """
    return _PREFIX.fullmatch(text) is not None


def get_root(request: Request) -> str:
    """Return the prefix of the server's paths, or an empty text."""
    scope = request.scope
    return str(scope.get("app_root_path", scope.get("root_path", "")))


def get_base(request: Request) -> str:
    """Return the address of the server as the client sees it, with the prefix of its paths."""
    return f"{request.url.scheme}://{request.url.netloc}{get_root(request)}"


def get_inner_path(request: Request) -> str:
    """Return the path of a request without the prefix."""
    return str(request.scope["path"]).removeprefix(get_root(request))


class Proxied(ProxyHeadersMiddleware):
    """The application as clients see it behind a reverse proxy.

    A proxy may remove the prefix before it forwards a request, or keep it: both work, the latter unless the prefix
    begins like one of the server's own paths.
    """

    def __init__(self, app: ASGIApp, trusted: str, root: str = "") -> None:
        """Wrap an application.

        Args:
            app: The application.
            trusted: Addresses and networks of proxies whose headers count, with commas between them.
            root: The prefix; if it is empty, a trusted proxy may give it.
        """
        within: Any = app
        super().__init__(within, trusted)
        self.root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        """Handle a request, as ASGI defines it."""
        if scope["type"] == "http":
            root = self.root
            client = scope.get("client")
            if client is not None and client[0] in self.trusted_hosts:
                headers = Headers(scope=scope)
                root = root or _forwarded_prefix(headers)
                host = headers.get("x-forwarded-host", "").partition(",")[0].strip()
                if _HOST.fullmatch(host):
                    MutableHeaders(scope=scope)["host"] = host
            if root:
                _put_below(scope, root)
        inner: Any = (scope, receive, send)
        await super().__call__(*inner)


def _forwarded_prefix(headers: Headers) -> str:
    """Join the prefixes that the proxies of a chain add."""
    parts = ",".join(headers.getlist("x-forwarded-prefix")).split(",")
    prefix = "".join(part.strip().rstrip("/") for part in parts)
    return prefix if is_prefix(prefix) else ""


def _put_below(scope: Scope, root: str) -> None:
    path, raw = scope["path"], scope.get("raw_path", b"")
    scope["root_path"] = root
    kept = (path == root or path.startswith(root + "/")) and root.split("/")[1] not in _PLACES
    if not kept:
        scope["path"], scope["raw_path"] = root + path, root.encode() + raw
    elif path == root:
        scope["path"], scope["raw_path"] = root + "/", root.encode() + b"/"


class MetricsCollector(Collector):
    """The metrics of a server for Prometheus."""

    def __init__(self, pool: Pool) -> None:
        """Start counting.

        Args:
            pool: Whose state is part of the metrics.
        """
        self._pool, self._registry = pool, CollectorRegistry()
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry.register(self)
        self._requests = Counter(
            "policygraph_requests",
            "Requests by place, method and status.",
            ["place", "method", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "policygraph_request_seconds",
            "Seconds from a request to the end of its answer.",
            ["place"],
            buckets=_BUCKETS,
            registry=self._registry,
        )

    def add(self, place: str, method: str, status: int, seconds: float) -> None:
        """Count a request.

        Args:
            place: The first part of its path.
            method: Its method.
            status: Of the answer.
            seconds: How long it took.
        """
        self._requests.labels(place, method, status).inc()
        self._seconds.labels(place).observe(seconds)

    def collect(self) -> Iterator[Metric]:
        """Read the state of the pool, as ``prometheus_client`` asks for it."""
        pool = self._pool
        yield InfoMetricFamily("policygraph", "What runs.", {"version": __version__})
        yield GaugeMetricFamily("policygraph_running", "Queries at work.", pool.running)
        yield GaugeMetricFamily("policygraph_waiting", "Queries in the queue.", pool.waiting)
        yield CounterMetricFamily("policygraph_stopped", "Queries that were stopped at their deadline.", pool.stopped)
        yield GaugeMetricFamily("policygraph_statements", "Statements in the graph.", pool.quads)
        yield GaugeMetricFamily("policygraph_up", "Whether the graph process is running.", int(pool.alive))

    async def respond(self, request: Request) -> Response:
        """Answer Prometheus in the format that it asks for."""
        encode, kind = choose_encoder(request.headers.get("accept", ""))
        return Response(encode(self._registry), headers={"Content-Type": kind})


class Observed:
    """Counts and logs every request, and gives it an id: the one it brings as ``X-Request-ID``, or a new one."""

    def __init__(self, app: ASGIApp, metrics: MetricsCollector) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request, as ASGI defines it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        given = request.headers.get("x-request-id", "")
        number = given if _ID.fullmatch(given) else secrets.token_hex(8)
        began = time.perf_counter()
        # Paths are counted by their first part; unknown ones count as one, so that the number of series is bounded.
        first = "".join(get_inner_path(request).split("/")[1:2])
        place = f"/{first}" if not first or first in _PLACES else "other"
        status, size = 500, 0

        async def observed(message: Message) -> None:
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
            await self.app(scope, receive, observed)
        finally:
            seconds = time.perf_counter() - began
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self.metrics.add(place, method, status, seconds)
            _ACCESS.info("%s", _log_line(request, status, size, seconds, number))


def _log_line(request: Request, status: int, size: int, seconds: float, number: str) -> str:
    """Client, request line, status, bytes, seconds, id. Nothing that was sent can break the line in two."""
    asked = request.scope.get("raw_path", b"").decode("latin-1")
    if query := request.scope["query_string"].decode("latin-1"):
        asked += "?" + (query if len(query) <= 300 else query[:300] + "…")
    safe = "".join(letter if letter.isprintable() and letter != '"' else "?" for letter in asked)
    who = request.client.host if request.client else "-"
    return f'{who} "{request.method} {safe}" {status} {size} {seconds:.3f} {number}'
