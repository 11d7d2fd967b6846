"""The SPARQL 1.1 protocol: what a request asks, by any of its three ways, and the answer's status and headers."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ..formats import QUERY_MEDIA_TYPE, UPDATE_MEDIA_TYPE
from ..texts import Names
from ..texts import texts as table
from .guard import foreign
from .limits import Limits
from .pool import BusyError, Pool, TooLongError
from .refusals import RefusedError
from .requests import address, body_of, fields_of, media_type
from .updates import Updates

__all__ = ["answer", "deliver"]

FORM = "application/x-www-form-urlencoded"
DATASET = ("default-graph-uri", "named-graph-uri")


async def _fields(request: Request, limits: Limits) -> list[tuple[str, str]]:
    """What a request says, whichever way it says it."""
    fields = fields_of(request.scope["query_string"])
    if request.method != "POST":
        return fields
    kind = media_type(request.headers.get("content-type"))
    if kind not in (FORM, QUERY_MEDIA_TYPE, UPDATE_MEDIA_TYPE):
        raise RefusedError(
            415,
            "post_type",
            form=FORM,
            query=QUERY_MEDIA_TYPE,
            update=UPDATE_MEDIA_TYPE,
            kind=kind or table()["type_missing"],
        )
    body = await body_of(request, limits.request, limits.timeout)
    if kind == FORM:
        return fields + fields_of(body)
    try:
        return [*fields, ("query" if kind == QUERY_MEDIA_TYPE else "update", body.decode("utf-8"))]
    except UnicodeError:
        raise RefusedError(400, "body_not_utf8") from None


async def answer(request: Request, pool: Pool, updates: Updates | None = None) -> Response | None:
    """The answer to a request, or ``None`` for a GET that asks nothing: it is for the description of the service.

    Raises:
        RefusedError: with the status that says whose fault it is.
    """
    limits = pool.limits
    fields = await _fields(request, limits)

    # Forms send fields that nobody filled in: an empty dataset is none.
    fields = [(name, value) for name, value in fields if value or name not in DATASET]
    # An editor's byte order mark is no part of the text.
    fields = [(name, value.removeprefix("\ufeff")) for name, value in fields]

    def values(wanted: str) -> list[str]:
        return [value for name, value in fields if name == wanted]

    texts, changes = values("query"), values("update")
    if changes:
        if updates is None:
            raise RefusedError(403, "no_updates")
        if request.method != "POST":
            raise RefusedError(405, "update_by_post", {"Allow": "POST"})
        if texts or len(changes) != 1:
            raise RefusedError(400, "query_or_update")
        return await updates.update(request, changes[0], values("using-graph-uri"), values("using-named-graph-uri"))
    if not texts and request.method in ("GET", "HEAD") and not fields:
        return None
    if len(texts) != 1:
        raise RefusedError(400, "one_query", n=len(texts))
    body = _encoded(texts[0], limits)
    if place := foreign(texts[0], limits.services):
        raise RefusedError(403, "service_foreign", place=place)
    head = {
        "accept": request.headers.get("accept"),
        "default": values("default-graph-uri"),
        "named": values("named-graph-uri"),
        "base": address(request),
    }
    return await deliver(pool, head, body)


def _encoded(text: str, limits: Limits) -> bytes:
    try:
        body = text.encode()
    except UnicodeEncodeError:
        raise RefusedError(400, "query_not_unicode") from None
    if len(body) > limits.request:
        raise RefusedError(413, "query_too_large", n=limits.request)
    return body


async def deliver(pool: Pool, head: dict[str, Any], body: bytes) -> Response:
    """What the workers answer, as a response.

    Raises:
        RefusedError: too busy, too slow, too large or wrong.
    """
    limits = pool.limits
    try:
        told, content = await pool.ask(head, body)
    except BusyError:
        raise RefusedError(503, "too_many_queries", {"Retry-After": "5"}) from None
    except TooLongError:
        # By the protocol a sound query that is not carried out is the service's refusal, not the client's fault; 503
        # would tell clients to send it again soon.
        raise RefusedError(504, "query_too_long", seconds=f"{limits.timeout:g}") from None
    except ConnectionError:
        raise RefusedError(422, "query_too_big") from None
    if told["status"] != 200:
        raise RefusedError(told["status"], "verbatim", message=Names(*told["problem"]))
    return Response(content, media_type=None, headers={"Content-Type": _typed(told["type"]), "Vary": "Accept"})


def _typed(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
