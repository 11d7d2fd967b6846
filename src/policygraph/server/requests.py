"""Read fields, bodies and IRIs of requests; write answers and refusals as responses."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, Literal
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from ..web.refusals import RefusedError
from .messages import Answer
from .negotiation import negotiate_language

__all__ = [
    "LINGER",
    "check_iri",
    "decode_fields",
    "parse_content_type",
    "read_body",
    "request_address",
    "respond",
    "write_refusal",
]

#: If a body or an address is too large, so many more bytes are read, for so many seconds, before the connection ends.
LINGER = (8 << 20, 5.0)


def write_refusal(request: Request, error: RefusedError) -> Response:
    """Write a problem document (RFC 9457) in the language of the request.

    Args:
        request: The request.
        error: Why it is refused.

    Returns:
        The response.
    """
    lang = _language(request)
    headers = {**error.headers, "Vary": "Accept, Accept-Language", "Content-Language": lang}
    content = {"title": error.names.of(lang), "status": error.status}
    return JSONResponse(content, error.status, headers, media_type="application/problem+json")


def _language(request: Request) -> Literal["zh", "en"]:
    """Return the language of the field ``lang``, else of the Accept-Language, else English."""
    asked = request.query_params.get("lang")
    if asked in ("zh", "en"):
        return "zh" if asked == "zh" else "en"
    return negotiate_language(",".join(request.headers.getlist("accept-language")))


def respond(answer: Answer) -> Response:
    """Write the answer of a worker as a response.

    Args:
        answer: The answer.

    Returns:
        The response.
    """
    kind = answer.media_type
    typed = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    return Response(answer.content, media_type=None, headers={"Content-Type": typed, "Vary": "Accept"})


def decode_fields(data: bytes) -> list[tuple[str, str]]:
    """Decode a form, once: a percent sign that is left over belongs to the query.

    Args:
        data: A query string or the body of a form.

    Returns:
        Names and values in order.

    Raises:
        RefusedError: It is not UTF-8, or has too many fields.

    Example:
        >>> decode_fields(b"query=%25E7&a=")
        [('query', '%E7'), ('a', '')]
    """
    try:
        return parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeError:
        raise RefusedError(400, "form_not_utf8") from None
    except ValueError:
        raise RefusedError(400, "form_too_long") from None


async def read_body(request: Request, most: int, seconds: float) -> bytes:
    """Read the body of a request.

    Args:
        request: The request.
        most: Bytes that it may have.
        seconds: How long it may take.

    Returns:
        The body.

    Raises:
        RefusedError: 413 if it is too large, 400 if it was interrupted, 408 if it takes too long, 415 if it is
            compressed.
    """
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise RefusedError(415, "body_encoded")
    length = request.headers.get("content-length", "")
    stream, found = request.stream(), bytearray()
    too_large = length.isdigit() and (len(length) > 18 or int(length) > most)
    try:
        async with asyncio.timeout(seconds):
            while not too_large and (piece := await anext(stream, None)) is not None:
                found += piece
                too_large = len(found) > most
    except ClientDisconnect:
        raise RefusedError(400, "request_broke_off") from None
    except TimeoutError:
        raise RefusedError(408, "request_late", {"Connection": "close"}, seconds=f"{seconds:g}") from None
    if too_large:
        await _discard_rest(request, seconds)
        raise RefusedError(413, "request_too_large", {"Connection": "close"}, n=most)
    return bytes(found)


async def _discard_rest(request: Request, seconds: float) -> None:
    """Read the rest of a body, up to a limit: many clients read no answer while they still send."""
    passed = 0
    with suppress(ClientDisconnect, TimeoutError):
        async with asyncio.timeout(min(seconds, LINGER[1])):
            async for piece in request.stream():
                passed += len(piece)
                if passed > LINGER[0]:
                    return


def parse_content_type(header: str | None) -> str:
    """Take the parameters off a media type.

    Args:
        header: A Content-Type.

    Returns:
        The type in lower case.

    Example:
        >>> parse_content_type("Text/Turtle; charset=utf-8")
        'text/turtle'
    """
    return (header or "").partition(";")[0].strip().lower()


def request_address(request: Request) -> str:
    """Return the address that a request was sent to, without its fields: relative IRIs are resolved against it.

    Args:
        request: The request.

    Returns:
        An absolute IRI.

    Raises:
        RefusedError: 400 if its host is invalid in an IRI.
    """
    url = request.url
    return _checked_iri(f"{url.scheme}://{url.netloc}{url.path}", "no_address")


def check_iri(text: str, name: str) -> str:
    """Check that the value of a field is an absolute IRI.

    Args:
        text: The value.
        name: The name of the field.

    Returns:
        The IRI.

    Raises:
        RefusedError: 400 if it is invalid.
    """
    return _checked_iri(text, "not_absolute_iri", name=name)


def _checked_iri(text: str, problem: str, **values: Any) -> str:
    try:
        return NamedNode(text).value
    except ValueError:
        raise RefusedError(400, problem, **values) from None
