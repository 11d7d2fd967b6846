"""The SPARQL 1.1 protocol: what a request asks, by any of its three ways, and the answer's status and headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from .formats import QUERY
from .guard import foreign
from .limits import Limits
from .pool import BusyError, Pool, TooLongError

__all__ = ["RefusedError", "answer", "deliver", "refusal"]

FORM = "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"


class RefusedError(Exception):
    """A request that gets a status of 400 and above, with one line that says why."""

    def __init__(self, status: int, problem: str, **headers: str) -> None:
        super().__init__(problem)
        self.status, self.problem, self.headers = status, problem, headers


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    default: Sequence[str]
    named: Sequence[str]


def refusal(status: int, problem: str, headers: dict[str, str] | None = None) -> Response:
    """A problem in the form of RFC 9457."""
    return JSONResponse({"title": problem, "status": status}, status, headers, media_type="application/problem+json")


def _fields(data: bytes) -> list[tuple[str, str]]:
    """The fields of a form, decoded once: a percent sign that is left over belongs to the query."""
    try:
        return parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeError:
        raise RefusedError(400, "the form is not UTF-8 with every other byte percent-encoded") from None
    except ValueError:
        raise RefusedError(400, "the form has too many fields") from None


async def _body(request: Request, limits: Limits) -> bytes:
    found = bytearray()
    try:
        async for piece in request.stream():
            found += piece
            if len(found) > limits.request:
                raise RefusedError(413, f"the request has more than {limits.request} bytes", Connection="close")
    except ClientDisconnect:
        raise RefusedError(400, "the request broke off") from None
    return bytes(found)


async def _asked(request: Request, limits: Limits) -> _Asked | None:
    fields = _fields(request.scope["query_string"])
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        body = await _body(request, limits)
        if kind == FORM:
            fields += _fields(body)
        elif kind in (QUERY, UPDATE):
            try:
                fields.append(("query" if kind == QUERY else "update", body.decode("utf-8")))
            except UnicodeError:
                raise RefusedError(400, "the query is not UTF-8") from None
        else:
            raise RefusedError(415, f"the body of a POST is {FORM} or {QUERY}, not '{kind or 'nothing'}'")
    if any(name == "update" for name, _ in fields):
        raise RefusedError(403, "this endpoint takes no updates")
    texts = [value for name, value in fields if name == "query"]
    if not texts and request.method in ("GET", "HEAD") and not fields:
        return None
    if len(texts) != 1:
        raise RefusedError(400, f"a request has one 'query', not {len(texts)}")

    def graphs(wanted: str) -> list[str]:
        return [value for name, value in fields if name == wanted]

    return _Asked(texts[0], graphs("default-graph-uri"), graphs("named-graph-uri"))


async def answer(request: Request, pool: Pool) -> Response | None:
    """The answer to a request, or ``None`` for a GET that asks nothing: it is for the description of the service.

    Raises:
        RefusedError: with the status that says whose fault it is.
    """
    limits = pool.limits
    asked = await _asked(request, limits)
    if asked is None:
        return None
    try:
        body = asked.text.encode()
    except UnicodeEncodeError:
        raise RefusedError(400, "the query is not valid Unicode") from None
    if len(body) > limits.request:
        raise RefusedError(413, f"the query has more than {limits.request} bytes")
    if place := foreign(asked.text, limits.services):
        raise RefusedError(403, f"SERVICE {place}: this endpoint asks no other host that it was not told of")
    base = f"{request.url.scheme}://{request.url.netloc}{request.url.path}"
    head = {"accept": request.headers.get("accept"), "default": asked.default, "named": asked.named, "base": base}
    return await deliver(pool, head, body)


async def deliver(pool: Pool, head: dict[str, Any], body: bytes) -> Response:
    """What the workers answer, as a response.

    Raises:
        RefusedError: too busy, too slow, too large or wrong.
    """
    limits = pool.limits
    try:
        told, content = await pool.ask(head, body)
    except BusyError:
        raise RefusedError(503, "too many queries at once; try again", **{"Retry-After": "5"}) from None
    except TooLongError:
        raise RefusedError(
            422, f"the query took more than {limits.timeout:g} s and was stopped; ask for less"
        ) from None
    except ConnectionError:
        raise RefusedError(422, "the query needs more memory than it may have, or is nested too deep") from None
    if told["status"] != 200:
        raise RefusedError(told["status"], told["problem"])
    return Response(content, media_type=None, headers={"Content-Type": _typed(told["type"]), "Vary": "Accept"})


def _typed(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
