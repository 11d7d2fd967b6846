"""Reading requests: bodies within their limit, forms decoded once."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from .refusals import RefusedError

__all__ = ["address", "body_of", "fields_of", "iri", "media_type"]

#: Bytes, and seconds, of a body too large that are still taken from the client before it is cut off.
_LINGER = (8 << 20, 5.0)


def fields_of(data: bytes) -> list[tuple[str, str]]:
    """The fields of a form, decoded once: a percent sign that is left over belongs to the query.

    >>> fields_of(b"query=%25E7&a=")
    [('query', '%E7'), ('a', '')]
    """
    try:
        return parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeError:
        raise RefusedError(400, "form_not_utf8") from None
    except ValueError:
        raise RefusedError(400, "form_too_long") from None


async def body_of(request: Request, most: int, seconds: float) -> bytes:
    """The body of a request.

    Raises:
        RefusedError: 413 where it is larger than ``most`` bytes, 400 where it broke off, 408 where it takes longer than
            so many seconds, 415 where it is compressed.
    """
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise RefusedError(415, "body_encoded")
    length = request.headers.get("content-length", "")
    if length.isdigit() and (len(length) > 18 or int(length) > most):
        await _pass_over(request, seconds)
        raise _too_large(most)
    found = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for piece in request.stream():
                found += piece
                if len(found) > most:
                    break
    except ClientDisconnect:
        raise RefusedError(400, "request_broke_off") from None
    except TimeoutError:
        raise RefusedError(408, "request_late", {"Connection": "close"}, seconds=f"{seconds:g}") from None
    if len(found) > most:
        await _pass_over(request, seconds)
        raise _too_large(most)
    return bytes(found)


async def _pass_over(request: Request, seconds: float) -> None:
    """Read the rest of a body, up to a limit: many a client reads no answer while it still sends."""
    passed = 0
    with suppress(ClientDisconnect, TimeoutError):
        async with asyncio.timeout(min(seconds, _LINGER[1])):
            async for piece in request.stream():
                passed += len(piece)
                if passed > _LINGER[0]:
                    return


def _too_large(most: int) -> RefusedError:
    return RefusedError(413, "request_too_large", {"Connection": "close"}, n=most)


def media_type(header: str | None) -> str:
    """A media type without its parameters.

    >>> media_type("Text/Turtle; charset=utf-8")
    'text/turtle'
    """
    return (header or "").partition(";")[0].strip().lower()


def address(request: Request) -> str:
    """The address that a request was sent to, without its fields: what relative IRIs are resolved against."""
    from pyoxigraph import NamedNode

    try:
        return NamedNode(f"{request.url.scheme}://{request.url.netloc}{request.url.path}").value
    except ValueError:
        raise RefusedError(400, "no_address") from None


def iri(text: str, name: str) -> str:
    """An absolute IRI, or 400."""
    from pyoxigraph import NamedNode

    try:
        return NamedNode(text).value
    except ValueError:
        raise RefusedError(400, "not_absolute_iri", name=name) from None
