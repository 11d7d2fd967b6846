"""The Graph Store HTTP Protocol: whole graphs read, put, added to and deleted, each by its IRI.

A graph is named by ``/graphs?graph=IRI``, the default graph by ``/graphs?default``, and a graph whose IRI lies under
``/graphs/`` by its own address. Reading is open; what changes a graph needs the server's token.
"""

from __future__ import annotations

import re
import uuid
from codecs import BOM_UTF8
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import urljoin

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..formats import rdf_format
from ..texts import texts
from .formats import GRAPHS
from .limits import Limits
from .pool import Pool
from .protocol import deliver
from .proxied import inner_path
from .refusals import RefusedError
from .requests import address, body_of, fields_of, iri, media_type
from .updates import Updates

__all__ = ["routes"]

ROOT = "/graphs"
#: Media types that a graph may come in; ``application/json`` and the like say too little.
_TAKEN = (*GRAPHS[:4], "application/x-turtle")
_SUFFIXES = {each: rdf_format(each).media_type for each in ("ttl", "nt", "rdf", "xml", "jsonld")}
_NESTED = re.compile(rb"<!ENTITY[^>]*&(?!#)")
_METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"]
_DO = {"PUT": "put", "POST": "post", "DELETE": "delete"}


def routes(pool: Pool, updates: Updates | None) -> list[Route]:
    """The addresses of graphs; without ``updates`` they can be read only."""

    async def graph(request: Request) -> Response:
        if request.method in _DO:
            if updates is None:
                raise RefusedError(403, "no_updates")
            updates.permit(request)
            return await _changed(request, updates)
        return await deliver(pool, {"accept": request.headers.get("accept"), "graph": _named(request)}, b"")

    return [Route(ROOT, graph, methods=_METHODS), Route(ROOT + "/{rest:path}", graph, methods=_METHODS)]


def _fields(request: Request) -> list[tuple[str, str]]:
    return fields_of(request.scope["query_string"])


def _named(request: Request) -> str | None:
    """The graph that a request is about, ``None`` for the default graph."""
    fields = _fields(request)
    if inner_path(request).rstrip("/") != ROOT:
        if fields:
            raise RefusedError(400, "graph_by_address", root=ROOT)
        return address(request)
    if len(fields) != 1 or fields[0][0] not in ("graph", "default"):
        raise RefusedError(400, "one_graph")
    name, value = fields[0]
    if name == "default":
        if value:
            raise RefusedError(400, "default_no_value")
        return None
    # A relative IRI is one beside the request's own.
    return iri(urljoin(address(request), value), "graph") if value.startswith("/") else iri(value, "graph")


async def _changed(request: Request, updates: Updates) -> Response:
    made = request.method == "POST" and inner_path(request).rstrip("/") == ROOT and not _fields(request)
    name = f"{address(request).rstrip('/')}/{uuid.uuid4()}" if made else _named(request)
    head: dict[str, Any] = {"do": _DO[request.method], "graph": name}
    body = b""
    if request.method != "DELETE":
        parts, body = await _parts(request, updates.writing.limits)
        # Relative IRIs are those of the graph, and where it has none, of the request.
        head |= {"parts": parts, "base": name or address(request)}
    status = await updates.change(head, body)
    headers = {"Location": name} if status == 201 and name is not None and (made or name == address(request)) else {}
    return Response(status_code=status, headers=headers)


async def _parts(request: Request, limits: Limits) -> tuple[list[tuple[str, int]], bytes]:
    """Format and size of each document of a body, and the documents, one after the other."""
    header = request.headers.get("content-type", "")
    body = await body_of(request, limits.upload, limits.timeout)
    if media_type(header) != "multipart/form-data":
        body = body.removeprefix(BOM_UTF8)
        _safe(_format(header), body)
        return [(_format(header), len(body))], body
    form = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + header.encode("latin-1") + b"\r\n\r\n" + body)
    found = []
    for part in form.iter_parts():
        if not isinstance(part, EmailMessage) or part.is_multipart():
            raise RefusedError(400, "form_broken")
        data = part.get_payload(decode=True)
        suffix = (part.get_filename() or "").rpartition(".")[2].lower()
        told = part["content-type"] is not None and part.get_content_type() in _TAKEN
        format = _SUFFIXES[suffix] if not told and suffix in _SUFFIXES else _format(str(part["content-type"] or ""))
        found.append((format, data.removeprefix(BOM_UTF8) if isinstance(data, bytes) else b""))
    if form.defects or not found:
        raise RefusedError(400, "form_empty")
    for format, data in found:
        _safe(format, data)
    return [(format, len(data)) for format, data in found], b"".join(data for _, data in found)


def _safe(format: str, data: bytes) -> None:
    """XML whose entities are made of entities grows without end when it is read."""
    if format == _SUFFIXES["rdf"] and _NESTED.search(data):
        raise RefusedError(400, "entities_nested")


def _format(header: str) -> str:
    kind = media_type(header)
    if kind not in _TAKEN:
        raise RefusedError(415, "graph_type", types=list(_TAKEN[:4]), kind=kind or texts()["type_missing"])
    charset = header.lower().partition("charset=")[2].partition(";")[0].strip(' "')
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise RefusedError(415, "graph_not_utf8")
    return kind
