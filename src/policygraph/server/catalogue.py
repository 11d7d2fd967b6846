"""The catalogue over HTTP: each question at an address of its own, its parameters as fields of the address."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from ..errors import QueryError
from ..formats import QUERY_MEDIA_TYPE, ROW_FORMATS, TRIPLE_FORMATS, media_type
from ..sparql import catalogue, find
from ..web.refusals import RefusedError
from .messages import Question
from .pool import Pool
from .requests import respond

__all__ = ["FORMATS", "ask_question", "list_questions", "read_language", "read_own_fields"]

#: Fields that are not parameters of a question. ``lang`` may be one.
_OWN = ("format", "limit", "offset", "lang")
#: Value of ``format`` to media type.
FORMATS = {name: media_type(name) for name in (*ROW_FORMATS, *TRIPLE_FORMATS)} | {"rq": QUERY_MEDIA_TYPE}


def list_questions(root: str = "") -> list[dict[str, Any]]:
    """List the questions with their parameters, columns and addresses.

    Args:
        root: The prefix of the server's paths.

    Returns:
        The questions, as JSON has them.

    Example:
        >>> list_questions()[0]["name"]
        'are-linked'
    """
    return [
        {name: value for name, value in asdict(query).items() if name not in ("text", "origin")}
        | {"address": f"{root}/api/queries/{query.name}"}
        for query in catalogue().values()
    ]


async def ask_question(request: Request, pool: Pool) -> Response:
    """Answer a question, or one page of its rows where ``limit`` is given; Link names the pages beside it.

    Args:
        request: The question is in its path, the parameters are its fields; one that occurs several times has several
            values, any of which will do.
        pool: Answers queries.

    Returns:
        The answer; with the format ``rq`` the SPARQL that would be run.

    Raises:
        RefusedError: 404 if there is no such question, 400 if a parameter is invalid.
    """
    try:
        question = find(request.path_params["name"])
    except QueryError as error:
        raise RefusedError(404, "verbatim", message=error) from None
    fields = request.query_params.multi_items()
    given = read_own_fields(fields, _OWN)
    limit, offset = (_whole_number(given.get(name), name) for name in ("limit", "offset"))
    if offset is not None and limit is None:
        raise RefusedError(400, "offset_alone")
    wanted = given.get("format")
    if wanted is not None and wanted not in FORMATS:
        raise RefusedError(400, "format_unknown", formats=list(FORMATS))
    lang = read_language(given.get("lang"), "zh")
    accept = FORMATS[wanted] if wanted else request.headers.get("accept")
    values: dict[str, list[str]] = {}
    for name, value in fields:
        if name not in _OWN:
            values.setdefault(name, []).append(value)
    at = offset or 0
    answer = await pool.ask(Question(question.name, values, lang, accept, limit, at))
    response = respond(answer)
    if limit is not None and question.form == "SELECT" and answer.media_type != QUERY_MEDIA_TYPE:
        pages = {"prev": max(0, at - limit)} if at else {}
        if answer.more:
            pages["next"] = at + limit
        path = request.url.path
        kept = [(name, value) for name, value in fields if name != "offset"]
        links = [f'<{path}?{urlencode([*kept, ("offset", to)])}>; rel="{rel}"' for rel, to in pages.items()]
        if links:
            response.headers["Link"] = ", ".join(links)
    return response


def read_own_fields(fields: Iterable[tuple[str, str]], names: Collection[str]) -> dict[str, str]:
    """Read the fields of an address that may occur once only.

    Args:
        fields: All fields.
        names: Those that are wanted.

    Returns:
        Their values.

    Raises:
        RefusedError: 400 where one of them occurs twice.

    Example:
        >>> read_own_fields([("lang", "zh"), ("body", "a"), ("body", "b")], ("lang", "limit"))
        {'lang': 'zh'}
    """
    found: dict[str, str] = {}
    for name, value in fields:
        if name in found:
            raise RefusedError(400, "field_twice", name=name)
        if name in names:
            found[name] = value
    return found


def read_language(text: str | None, otherwise: str) -> str:
    """Read the field ``lang``.

    Args:
        text: Its value, if it is there.
        otherwise: The language if it is not given.

    Returns:
        ``zh`` or ``en``.

    Raises:
        RefusedError: 400 if it is another language.
    """
    if text is None:
        return otherwise
    if text not in ("zh", "en"):
        raise RefusedError(400, "lang_unknown")
    return text


def _whole_number(text: str | None, name: str) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9 or (name == "limit" and int(text) == 0):
        raise RefusedError(400, "not_whole", name=name)
    return int(text)
