"""Resources: the catalogue, the model, notices with their text, dossiers of bodies."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError

from ..errors import PolicyGraphError
from ..sparql import catalogue, find
from ..texts import filled, named
from ..web.refusals import RefusedError
from .bodies import find_body
from .describing import describe_model
from .notices import find_notice, list_notices, read_text
from .questions import answer_question, list_catalogue
from .results import entitle, say
from .source import Link, Source, clean

__all__ = ["add_resources"]

_JSON = "application/json"
#: Notices of the list, characters of a text, rows of a dossier.
_MOST_NOTICES, _MOST_TEXT, _MOST_TASKS = 200, 50_000, 100

Linker = Callable[[Source, Context[Any, Any]], Awaitable[Link]]


def add_resources(server: MCPServer[Any], source: Source, link: Linker) -> None:
    """Add the resources to a server.

    Args:
        server: The server.
        source: The graph.
        link: Makes what finds the pages of things for a request.
    """

    def resource(uri: str, name: str, kind: str = _JSON) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        return server.resource(
            uri,
            name=name,
            title=entitle(named("resource_title", name)),
            description=say(named("resource", name)),
            mime_type=kind,
        )

    @resource("policygraph://questions", "questions")
    async def questions() -> str:
        return _write({lang: [each.model_dump() for each in list_catalogue(lang)] for lang in ("zh", "en")})

    @resource("policygraph://model", "model")
    async def model() -> str:
        return _write((await _read_value(describe_model(source, source.lang))).model_dump())

    @resource("policygraph://question/{name}", "question")
    async def question(name: str) -> str:
        if name not in catalogue():
            raise ResourceNotFoundError(say(filled("no_such_query", name=clean(name))))
        query = find(name)
        return _write(
            {
                "name": name,
                "question": query.summary,
                "description": query.description,
                "parameters": [
                    {"name": each.name, "type": each.type, "required": each.required, "description": each.description}
                    for each in query.parameters
                ],
                "columns": query.columns,
                "asked": query.asked,
                "sparql": query.body,
            }
        )

    @resource("policygraph://notices{?offset}", "notices")
    async def notices(ctx: Context[Any, Any], offset: int = 0) -> str:
        found = await _read_value(list_notices(source, await link(source, ctx), _MOST_NOTICES + 1, max(0, offset)))
        shown = [each.model_dump() for each in found[:_MOST_NOTICES]]
        return _write({"notices": shown, "more": len(found) > _MOST_NOTICES, "offset": offset})

    @resource("policygraph://notice/{name}{?offset}", "notice")
    async def notice(name: str, ctx: Context[Any, Any], offset: int = 0) -> str:
        iri = await _read_value(find_notice(source, name))
        [about] = await _read_value(list_notices(source, await link(source, ctx), 1, iri=iri))
        part, length, stored = await _read_value(read_text(source, iri, max(0, offset), _MOST_TEXT))
        end = max(0, offset) + len(part)
        return _write(
            about.model_dump()
            | {"stored": stored, "offset": offset, "length": length, "more": end < length, "text": clean(part)}
        )

    @resource("policygraph://body/{+name}", "body")
    async def body(name: str, ctx: Context[Any, Any]) -> str:
        where = await link(source, ctx)
        known = await _read_value(source.known())
        # A path below the base of the data, as body/350000/finance, or any name.
        iri = next((iri for iri in known.names.bodies if iri.endswith(f"/{name}")), name)
        found = await _read_value(find_body(source, iri, source.lang, where))
        if found.found != "one":
            raise ResourceNotFoundError(found.note)
        chosen = {"body": found.bodies[0].iri}
        tasks = await _read_value(
            answer_question(source, "responsibilities", chosen, source.lang, 0, _MOST_TASKS, where)
        )
        others = await _read_value(answer_question(source, "partners", chosen, source.lang, 0, 50, where))
        return _write(
            {
                "body": found.bodies[0].model_dump(),
                "responsibilities": [row.model_dump() for row in tasks.rows],
                "partners": [row.values for row in others.rows],
                "labels": tasks.labels | others.labels,
                "more": tasks.more,
            }
        )


async def _read_value(work: Awaitable[Any]) -> Any:
    """Wait for what a resource needs; what is refused is an error that the client sees."""
    try:
        return await work
    except PolicyGraphError as error:
        raise ResourceNotFoundError(say(error.names)) from None
    except RefusedError as error:
        raise ResourceError(say(error.names)) from None


def _write(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1)
