"""Behind a reverse proxy: the address by which people reach the server, as a trusted proxy tells it.

``X-Forwarded-Proto``, ``-Host`` and ``-Prefix`` change what links are made of, ``X-Forwarded-For`` whom the log names.
They count only where the connection comes from a trusted address: others could have links lead astray.
"""

from __future__ import annotations

import re
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

__all__ = ["TRUSTED", "Proxied", "inner_path", "is_prefix", "root_of"]

#: Whose headers count where nothing else is said: proxies on the same machine.
TRUSTED = "127.0.0.1,::1"
#: First parts of the server's own paths.
PLACES = frozenset({"sparql", "graphs", "api", "id", "atlas", "assets", "health", "metrics", "openapi.json"})
PLACES |= {".well-known"}
_PREFIX = re.compile(r"(/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+")
_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


def is_prefix(text: str) -> bool:
    """Can a text be the path below which a server is reached? Nothing else gets into links.

    >>> is_prefix("/data/graph"), is_prefix("//evil.example"), is_prefix("/.."), is_prefix("/graph/")
    (True, False, False, False)
    """
    return _PREFIX.fullmatch(text) is not None


def root_of(request: Request) -> str:
    """What stands before the server's own paths in its addresses; empty where nothing does."""
    scope = request.scope
    return str(scope.get("app_root_path", scope.get("root_path", "")))


def inner_path(request: Request) -> str:
    """The path of a request as the server's own addresses have it."""
    return str(request.scope["path"]).removeprefix(root_of(request))


class Proxied(ProxyHeadersMiddleware):
    """The application as seen from outside; ``root`` fixes the prefix, and without it a trusted proxy may say it.

    A proxy takes the prefix away before it passes a request on, or leaves it: both are understood, the latter unless
    the prefix begins as one of the server's own paths does.
    """

    def __init__(self, app: ASGIApp, trusted: str = TRUSTED, root: str = "") -> None:
        within: Any = app
        super().__init__(within, trusted)
        self.root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        """As ASGI has it."""
        if scope["type"] == "http":
            root = self.root
            client = scope.get("client")
            if client is not None and client[0] in self.trusted_hosts:
                headers = Headers(scope=scope)
                root = root or _told_prefix(headers)
                host = headers.get("x-forwarded-host", "").partition(",")[0].strip()
                if _HOST.fullmatch(host):
                    MutableHeaders(scope=scope)["host"] = host
            if root:
                _place(scope, root)
        inner: Any = (scope, receive, send)
        await super().__call__(*inner)


def _told_prefix(headers: Headers) -> str:
    """Each proxy of a chain adds its own."""
    parts = ",".join(headers.getlist("x-forwarded-prefix")).split(",")
    told = "".join(part.strip().rstrip("/") for part in parts)
    return told if is_prefix(told) else ""


def _place(scope: Scope, root: str) -> None:
    path, raw = scope["path"], scope.get("raw_path", b"")
    scope["root_path"] = root
    left = path == root or path.startswith(root + "/")
    if left and root.split("/")[1] not in PLACES:
        if path == root:
            scope["path"], scope["raw_path"] = root + "/", root.encode() + b"/"
        return
    scope["path"], scope["raw_path"] = root + path, root.encode() + raw
