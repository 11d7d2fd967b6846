"""The addresses of graphs (Graph Store HTTP Protocol), and SPARQL updates; both need the server's token to change.

A graph is named by ``/graphs?graph=IRI``, the default graph by ``/graphs?default``, and a graph whose IRI lies under
``/graphs/`` by its own address. Reading is open.
"""

from __future__ import annotations

import hmac
import re
import uuid
from codecs import BOM_UTF8
from collections.abc import Sequence
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from pyoxigraph import RdfFormat
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ...texts import texts
from ...web.refusals import RefusedError
from ..limits import Limits
from ..messages import GraphRequest
from ..middleware import get_inner_path
from ..negotiation import GRAPHS
from ..pool import Pool
from ..query_text import refuse_foreign_services
from ..requests import check_iri, decode_fields, parse_content_type, read_body, request_address, respond
from ..sparql import UpdateHandler
from .changes import GraphChange, Update
from .store import WritableStore

__all__ = ["Updates"]

_ROOT = "/graphs"
#: Media types that a graph may come in; ``application/json`` and the like say too little.
_TAKEN = GRAPHS[:4]
_ALIASES = {"application/x-turtle": _TAKEN[0]}
#: XML whose entities are made of entities grows without end when it is read.
_NESTED = re.compile(rb"<!ENTITY[^>]*&(?!#)")


class Updates:
    """The changes that a server takes from those who have its token; without a token it takes none."""

    def __init__(self, pool: Pool, path: Path, token: str | None) -> None:
        """Start nothing yet.

        Args:
            pool: Answers queries.
            path: With a token, the store directory that is served.
            token: Whoever bears it may change the store.
        """
        self._pool, self._token = pool, (token or "").encode()
        self._store = WritableStore(pool, path) if token is not None else None

    @property
    def source(self) -> Pool | WritableStore:
        """What opens and reloads the graph: the pool itself, or the store that it reads."""
        return self._store or self._pool

    @property
    def handler(self) -> UpdateHandler | None:
        """The function that carries out updates, if they are permitted."""
        return self._update if self._store is not None else None

    def routes(self) -> list[Route]:
        """Return the routes of graphs."""
        methods = ["GET", "HEAD", "PUT", "POST", "DELETE"]
        return [Route(path, self._graph, methods=methods) for path in (_ROOT, _ROOT + "/{rest:path}")]

    async def _update(self, request: Request, text: str, default: Sequence[str], named: Sequence[str]) -> Response:
        """Carry out a SPARQL update. If it fails, nothing of it is carried out."""
        store = self._permitted(request)
        refuse_foreign_services(text, self._pool.limits.services)
        using = tuple(check_iri(each, "using-graph-uri") for each in default)
        using_named = tuple(check_iri(each, "using-named-graph-uri") for each in named)
        await store.change(Update(text, request_address(request), using, using_named))
        return Response(status_code=204)

    def _permitted(self, request: Request) -> WritableStore:
        """Return the store if the request carries the token (RFC 6750)."""
        if self._store is None:
            raise RefusedError(403, "no_updates")
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        challenge = 'Bearer realm="policygraph"'
        if scheme.lower() != "bearer":
            raise RefusedError(401, "token_missing", {"WWW-Authenticate": challenge})
        if not hmac.compare_digest(given.strip().encode("utf-8", "surrogateescape"), self._token):
            challenge += ', error="invalid_token"'
            raise RefusedError(401, "token_wrong", {"WWW-Authenticate": challenge})
        return self._store

    async def _graph(self, request: Request) -> Response:
        """Read or change a graph."""
        if request.method in ("GET", "HEAD"):
            return respond(await self._pool.ask(GraphRequest(_graph_name(request), request.headers.get("accept"))))
        store = self._permitted(request)
        at_root = get_inner_path(request).rstrip("/") == _ROOT
        created = request.method == "POST" and at_root and not decode_fields(request.scope["query_string"])
        name = f"{request_address(request).rstrip('/')}/{uuid.uuid4()}" if created else _graph_name(request)
        method: Any = request.method
        change = GraphChange(method, name)
        if method != "DELETE":
            # Relative IRIs are resolved against the name of the graph, or else the address of the request.
            documents = await _read_documents(request, self._pool.limits)
            change = GraphChange(method, name, name or request_address(request), documents)
        status = await store.change(change)
        located = status == 201 and name is not None and (created or name == request_address(request))
        return Response(status_code=status, headers={"Location": name} if located and name else {})


def _graph_name(request: Request) -> str | None:
    """Return the name of the graph of a request; ``None`` for the default graph."""
    fields = decode_fields(request.scope["query_string"])
    if get_inner_path(request).rstrip("/") != _ROOT:
        if fields:
            raise RefusedError(400, "graph_by_address", root=_ROOT)
        return request_address(request)
    if len(fields) != 1 or fields[0][0] not in ("graph", "default"):
        raise RefusedError(400, "one_graph")
    name, value = fields[0]
    if name == "default":
        if value:
            raise RefusedError(400, "default_no_value")
        return None
    # A relative IRI is one beside the request's own.
    return check_iri(urljoin(request_address(request), value) if value.startswith("/") else value, "graph")


async def _read_documents(request: Request, limits: Limits) -> tuple[tuple[str, bytes], ...]:
    """Media type and content of each RDF document of a request: its body, or the parts of a form."""
    header = request.headers.get("content-type", "")
    body = await read_body(request, limits.max_upload, limits.timeout)
    if parse_content_type(header) != "multipart/form-data":
        return (_document(_rdf_type(header), body),)
    form = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + header.encode("latin-1") + b"\r\n\r\n" + body)
    found = []
    for part in form.iter_parts():
        if not isinstance(part, EmailMessage) or part.is_multipart():
            raise RefusedError(400, "form_broken")
        data = part.get_payload(decode=True)
        format = RdfFormat.from_extension((part.get_filename() or "").rpartition(".")[2].lower())
        named = part["content-type"] is not None and part.get_content_type() in (*_TAKEN, *_ALIASES)
        if not named and format is not None and format.media_type in _TAKEN:
            kind = format.media_type
        else:
            kind = _rdf_type(str(part["content-type"] or ""))
        found.append(_document(kind, data if isinstance(data, bytes) else b""))
    if form.defects or not found:
        raise RefusedError(400, "form_empty")
    return tuple(found)


def _document(kind: str, data: bytes) -> tuple[str, bytes]:
    if kind == _TAKEN[2] and _NESTED.search(data):
        raise RefusedError(400, "entities_nested")
    return kind, data.removeprefix(BOM_UTF8)


def _rdf_type(header: str) -> str:
    kind = _ALIASES.get(parse_content_type(header), parse_content_type(header))
    if kind not in _TAKEN:
        raise RefusedError(415, "graph_type", types=list(_TAKEN), kind=kind or texts()["type_missing"])
    charset = header.lower().partition("charset=")[2].partition(";")[0].strip(' "')
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise RefusedError(415, "graph_not_utf8")
    return kind
