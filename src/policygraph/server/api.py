"""The catalogue over HTTP: each question at an address of its own, its parameters as fields of the address."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from ..errors import QueryError
from ..formats import QUERY_MEDIA_TYPE, ROW_FORMATS, TRIPLE_FORMATS, media_type
from .formats import GRAPHS, RESULTS, choose
from .pool import Pool
from .protocol import deliver
from .refusals import RefusedError

__all__ = ["FORMATS", "OWN", "asked", "listed"]

#: Fields that are not parameters of a question. ``lang`` may be one.
OWN = ("format", "limit", "offset", "lang")
#: Value of ``format`` to media type.
FORMATS = {name: media_type(name) for name in (*ROW_FORMATS, *TRIPLE_FORMATS)} | {"rq": QUERY_MEDIA_TYPE}


def listed(root: str = "") -> list[dict[str, Any]]:
    """The questions, with their parameters and columns, and their addresses below the server's root.

    >>> listed()[0]["name"]
    'are-linked'
    """
    from ..sparql import catalogue

    return [
        {
            "name": query.name,
            "address": f"{root}/api/queries/{query.name}",
            "summary": query.summary,
            "description": query.description,
            "form": query.form,
            "audience": query.audience,
            "tags": query.tags,
            "parameters": [
                {
                    "name": parameter.name,
                    "type": parameter.type,
                    "required": parameter.required,
                    "default": parameter.default,
                    "values": parameter.values,
                    "description": parameter.description,
                }
                for parameter in query.parameters
            ],
            "columns": query.columns,
        }
        for query in catalogue().values()
    ]


async def asked(request: Request, pool: Pool) -> Response:
    """The answer to a question, a page of it where ``limit`` is given; the next and the one before are in Link.

    With the format ``rq`` the answer is the SPARQL that would be run.

    Raises:
        RefusedError: 404 where there is no such question, 400 where a parameter is wrong.
    """
    from ..sparql import find

    try:
        question = find(request.path_params["name"])
    except QueryError as error:
        raise RefusedError(404, "verbatim", message=error) from None
    fields = request.query_params.multi_items()
    given = dict(fields)
    if len(given) < len(fields):
        raise RefusedError(400, "field_twice")
    limit, offset = (_whole(given.get(name), name) for name in ("limit", "offset"))
    if offset is not None and limit is None:
        raise RefusedError(400, "offset_alone")
    wanted = given.get("format")
    if wanted is not None and wanted not in FORMATS:
        raise RefusedError(400, "format_unknown", formats=list(FORMATS))
    accept = FORMATS[wanted] if wanted else request.headers.get("accept")
    lang = given.get("lang", "zh")
    if lang not in ("zh", "en"):
        raise RefusedError(400, "lang_unknown")
    at = offset or 0
    head = {"question": question.name, "limit": limit, "offset": at, "lang": lang}
    body = json.dumps({name: value for name, value in given.items() if name not in OWN}).encode()
    if choose(accept, [*RESULTS, *GRAPHS, QUERY_MEDIA_TYPE]) == QUERY_MEDIA_TYPE:
        return await deliver(pool, {**head, "text": True}, body)
    response = await deliver(pool, {**head, "accept": accept}, body)
    if limit is not None and question.form == "SELECT":
        pages = {"prev": max(0, at - limit)} if at else {}
        beyond = {**head, "accept": "text/csv", "limit": 1, "offset": at + limit}
        # A row beyond this page, and not a page that is full, says that there is another.
        if bytes((await deliver(pool, beyond, body)).body).count(b"\n") > 1:
            pages["next"] = at + limit
        path = request.url.path
        links = [f'<{path}?{urlencode({**given, "offset": to})}>; rel="{rel}"' for rel, to in pages.items()]
        if links:
            response.headers["Link"] = ", ".join(links)
    return response


def _whole(text: str | None, name: str) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9 or (name == "limit" and int(text) == 0):
        raise RefusedError(400, "not_whole", name=name)
    return int(text)
