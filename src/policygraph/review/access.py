"""Check access: only the browser that was opened with the token has it, and only from the pages of this server.

The host of a request is checked, so that a name of another site that leads to this machine (DNS rebinding) is refused.
A request that changes something needs the token in a header and the origin of our own pages, which no other site can
send. No response is stored, framed, or read by other sites.
"""

from __future__ import annotations

import secrets
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..texts import Bilingual
from ..web.refusals import RefusedError

__all__ = ["TOKEN_HEADER", "Guarded", "make_token", "wants_json", "write_refusal"]

TOKEN_HEADER = "X-Policygraph-Token"
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def make_token() -> str:
    """Make a token that nobody can guess.

    Returns:
        43 letters that an address can carry.

    Example:
        >>> len(make_token())
        43
    """
    return secrets.token_urlsafe(32)


def wants_json(request: Request) -> bool:
    """Tell whether a request comes from a script, which gets a refusal as JSON, and not from a person."""
    return request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", "")


def write_refusal(status: int, names: Bilingual) -> Response:
    """Write a refusal as JSON.

    Args:
        status: The HTTP status.
        names: The reason.

    Returns:
        The response: ``{"error": {"zh": …, "en": …}}``.
    """
    return JSONResponse({"error": {"zh": names.zh, "en": names.en}}, status)


class Guarded:
    """Passes permitted requests on, and adds headers to every response."""

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        """Guard an application.

        Args:
            app: The application.
            token: The token.
            port: The port of the server.
        """
        self.app, self._token = app, token
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        # Cookies do not distinguish ports: each server has its own name.
        self._cookie = f"policygraph-review-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request, as ASGI defines it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        request = Request(scope)
        try:
            answer = self._check(request)
        except RefusedError as error:
            answer = self._refuse(request, error)
        await (answer or self.app)(scope, receive, guarded)

    def _check(self, request: Request) -> Response | None:
        """Refuse a request without access; answer one that has the token in its address."""
        host = request.headers.get("host", "").lower()
        if host not in self._hosts:
            raise RefusedError(403, "review_wrong_host")
        if request.method not in ("GET", "HEAD", "POST"):
            raise RefusedError(405, "review_wrong_method")
        if request.method == "POST":
            if request.headers.get("origin") != f"http://{host}":
                raise RefusedError(403, "review_wrong_origin")
            if not self._is_token(request.headers.get(TOKEN_HEADER)):
                raise RefusedError(403, "review_no_token")
            return None
        site, mode = request.headers.get("sec-fetch-site"), request.headers.get("sec-fetch-mode", "navigate")
        if "token" in request.query_params:
            return self._enter(request)
        if site not in (None, "same-origin", "none") and mode != "navigate":
            raise RefusedError(403, "review_wrong_origin")
        if not self._is_token(request.headers.get(TOKEN_HEADER) or request.cookies.get(self._cookie)):
            raise RefusedError(403, "review_no_token")
        return None

    def _enter(self, request: Request) -> Response:
        """Exchange the token of the printed address for a cookie, so that it does not stay in the address."""
        if not self._is_token(request.query_params["token"]):
            raise RefusedError(403, "review_no_token")
        rest = [pair for pair in parse_qsl(request.scope["query_string"].decode("latin-1")) if pair[0] != "token"]
        # Two slashes would lead to another host.
        path = "/" + request.url.path.lstrip("/\\")
        answer = RedirectResponse(path + (f"?{urlencode(rest)}" if rest else ""), 303)
        # "lax": the address may be opened from a page of a mail program.
        answer.set_cookie(self._cookie, self._token, path="/", httponly=True, samesite="lax")
        return answer

    def _is_token(self, given: str | None) -> bool:
        return given is not None and secrets.compare_digest(given.encode(), self._token.encode())

    def _refuse(self, request: Request, error: RefusedError) -> Response:
        if wants_json(request):
            return write_refusal(error.status, error.names)
        said = f"{error.names.zh}\n\n{error.names.en}\n"
        return Response(said, error.status, media_type="text/plain")
