"""Changes over HTTP: who may make them, SPARQL Update, and what becomes of one."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ..texts import Names
from .guard import foreign
from .pool import BusyError, TooLongError
from .refusals import RefusedError
from .requests import address, iri
from .writing import Writing

__all__ = ["Updates"]


class Updates:
    """The changes that a server takes from those who have its token."""

    def __init__(self, writing: Writing, token: str) -> None:
        self.writing, self._token = writing, token.encode()

    def permit(self, request: Request) -> None:
        """See that a request bears the token (RFC 6750).

        Raises:
            RefusedError: 401.
        """
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        challenge = 'Bearer realm="policygraph"'
        if scheme.lower() != "bearer":
            raise RefusedError(401, "token_missing", {"WWW-Authenticate": challenge})
        if not hmac.compare_digest(given.strip().encode("utf-8", "surrogateescape"), self._token):
            challenge += ', error="invalid_token"'
            raise RefusedError(401, "token_wrong", {"WWW-Authenticate": challenge})

    async def update(self, request: Request, text: str, default: Sequence[str], named: Sequence[str]) -> Response:
        """Carry out a SPARQL update.

        Raises:
            RefusedError: not permitted, or it could not be made; then nothing of it was.
        """
        self.permit(request)
        limits = self.writing.limits
        try:
            body = text.encode()
        except UnicodeEncodeError:
            raise RefusedError(400, "update_not_unicode") from None
        if place := foreign(text, limits.services):
            raise RefusedError(403, "load_foreign", place=place)
        head = {
            "do": "update",
            "base": address(request),
            "using": [iri(each, "using-graph-uri") for each in default],
            "named": [iri(each, "using-named-graph-uri") for each in named],
        }
        await self.change(head, body)
        return Response(status_code=204)

    async def change(self, head: dict[str, Any], body: bytes) -> int:
        """Make a change; the status once it is on disk and every new query sees it.

        Raises:
            RefusedError: it could not be made.
        """
        try:
            told = await self.writing.change(head, body)
        except BusyError:
            raise RefusedError(503, "too_many_changes", {"Retry-After": "5"}) from None
        except TooLongError:
            raise RefusedError(504, "change_too_long", seconds=f"{self.writing.limits.timeout:g}") from None
        except ConnectionResetError:
            raise RefusedError(503, "change_broke_off", {"Retry-After": "1"}) from None
        except ConnectionError:
            raise RefusedError(422, "change_too_big") from None
        if told["status"] >= 400:
            raise RefusedError(told["status"], "verbatim", message=Names(*told["problem"]))
        return int(told["status"])
