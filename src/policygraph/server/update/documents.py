"""The RDF documents of a request: one, or the parts of a form."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP

from pyoxigraph import RdfFormat
from starlette.requests import Request

from ...texts import texts
from ..limits import Limits
from ..negotiation import GRAPHS
from ..requests import RefusedError, content_type, read_body

__all__ = ["read_documents"]

#: Media types that a graph may come in; ``application/json`` and the like say too little.
_TAKEN = GRAPHS[:4]
_ALIASES = {"application/x-turtle": _TAKEN[0]}
#: XML whose entities are made of entities grows without end when it is read.
_NESTED = re.compile(rb"<!ENTITY[^>]*&(?!#)")


async def read_documents(request: Request, limits: Limits) -> tuple[tuple[str, bytes], ...]:
    """Read the documents of a request.

    Args:
        request: Its body is RDF, or a form whose parts are.
        limits: How large it may be, and how long it may take.

    Returns:
        Media type and content of each document.

    Raises:
        RefusedError: 415 for a type that is not taken, 400 for a broken form.
    """
    header = request.headers.get("content-type", "")
    body = await read_body(request, limits.max_upload, limits.timeout)
    if content_type(header) != "multipart/form-data":
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
    kind = _ALIASES.get(content_type(header), content_type(header))
    if kind not in _TAKEN:
        raise RefusedError(415, "graph_type", types=list(_TAKEN), kind=kind or texts()["type_missing"])
    charset = header.lower().partition("charset=")[2].partition(";")[0].strip(' "')
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise RefusedError(415, "graph_not_utf8")
    return kind
