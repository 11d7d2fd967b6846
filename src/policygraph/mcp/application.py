"""The server of the official SDK with our tools: their descriptions, arguments and errors."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import BaseModel, ConfigDict, Field

from .. import __version__
from ..errors import PolicyGraphError, reason_of
from ..model import CorrectedBody
from ..server.asking import FIRST, LAST, LONGEST
from ..server.middleware import get_base
from ..sparql import find
from ..texts import Bilingual, filled, named, text, texts
from ..web.refusals import RefusedError
from .bodies import find_body
from .describing import EXAMPLES, describe_model
from .evidence import show_evidence
from .prompts import add_prompts
from .proposing import propose_correction
from .querying import run_sparql
from .questions import answer_question, find_question
from .resources import add_resources
from .results import (
    Answer,
    BodiesFound,
    EvidenceFound,
    Lang,
    Model,
    Proposed,
    QuestionFound,
    SparqlResult,
    UnreadFound,
    entitle,
    say,
)
from .source import Link, Source, choose_language
from .unread import list_unread

__all__ = ["create_server"]

_WEBSITE = "https://w3id.org/policygraph/"
_READ_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_PROPOSES = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_Words = Annotated[str, Field(min_length=1, max_length=LONGEST, description=say(texts()["arg_words"]))]
_Name = Annotated[str, Field(min_length=1, max_length=200, description=say(texts()["arg_name"]))]
_Question = Annotated[str, Field(max_length=100, description=say(texts()["arg_question"]))]
_Parameters = Annotated[
    dict[str, str | int | list[str]] | None, Field(max_length=10, description=say(texts()["arg_parameters"]))
]
_Iri = Annotated[str, Field(max_length=2_000, description=say(texts()["arg_iri"]))]
_Around = Annotated[int, Field(ge=0, le=1_000, description=say(texts()["arg_around"]))]
_Query = Annotated[str, Field(max_length=20_000, description=say(texts()["arg_query"]))]
_Notice = Annotated[str | None, Field(max_length=2_000, description=say(texts()["arg_notice"]))]
_Offset = Annotated[int, Field(ge=0, le=1_000_000, description=say(texts()["arg_offset"]))]
_Limit = Annotated[int, Field(ge=1, le=200, description=say(texts()["arg_limit"]))]
_Day = Annotated[date | None, Field(ge=FIRST, le=LAST, description=say(texts()["arg_day"]))]
_Lang = Annotated[Lang | None, Field(description=say(texts()["arg_lang"]))]
_Statement = Annotated[str, Field(min_length=1, max_length=4_000, description=say(texts()["arg_statement"]))]
_Reason = Annotated[str, Field(min_length=1, max_length=1_000, description=say(texts()["arg_reason"]))]
_Before = Annotated[str, Field(max_length=200, description=say(texts()["arg_before"]))]


class ProposedBody(BaseModel):
    """A body that the words make responsible."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=200)]
    role: Literal["lead", "responsible", "joint", "support"]
    kind: Literal["named", "class"] | None = None
    deadline: Annotated[str, Field(max_length=100)] = ""


_Bodies = Annotated[list[ProposedBody], Field(max_length=50, description=say(texts()["arg_bodies"]))]


def create_server(source: Source, proposals: Path | None = None) -> MCPServer[Any]:
    """Create the server.

    Args:
        source: The graph.
        proposals: The owner's folder for proposed corrections; without it there is no tool to propose any.

    Returns:
        The server, for either transport.
    """
    # The SDK would configure the root logger with a handler of its own, whose lines are for developers.
    root = logging.getLogger()
    if not root.handlers:
        handler = logging.StreamHandler()
        handler.setLevel(logging.ERROR)
        root.addHandler(handler)
    server: MCPServer[Any] = MCPServer(
        "policygraph",
        title=entitle(texts()["assist_title"]),
        instructions=say(texts()["assist_instructions"]),
        website_url=_WEBSITE,
        version=__version__,
        subscriptions=False,
    )
    _add_questions(server, source)
    _add_lookups(server, source)
    if proposals is not None:
        _add_proposing(server, source, proposals)
    add_resources(server, source, _link)
    add_prompts(server)
    return server


def _add(
    server: MCPServer[Any], name: str, tool: Any, annotations: ToolAnnotations = _READ_ONLY, more: str = ""
) -> None:
    # The SDK names the schemas of the arguments after the function.
    tool.__name__ = name
    server.add_tool(
        tool,
        title=entitle(named("title", name)),
        description=say(named("tool", name)) + more,
        annotations=annotations,
        structured_output=True,
    )


def _add_questions(server: MCPServer[Any], source: Source) -> None:
    async def _find_question(text: _Words, today: _Day = None, lang: _Lang = None) -> QuestionFound:
        async with _answering(source, "find_question", lang, text) as said:
            return await find_question(source, text, said, today)

    async def ask(
        question: _Question,
        ctx: Context[Any, Any],
        parameters: _Parameters = None,
        lang: _Lang = None,
        offset: _Offset = 0,
        limit: _Limit = 20,
    ) -> Answer:
        given = parameters or {}
        words = [value for value in given.values() if isinstance(value, str)]
        async with _answering(source, "ask", lang, *words) as said:
            return await answer_question(source, question, given, said, offset, limit, await _link(source, ctx))

    _add(server, "find_question", _find_question)
    _add(server, "ask", ask)


def _add_lookups(server: MCPServer[Any], source: Source) -> None:
    async def _find_body(name: _Name, ctx: Context[Any, Any], lang: _Lang = None) -> BodiesFound:
        async with _answering(source, "find_body", lang, name) as said:
            return await find_body(source, name, said, await _link(source, ctx))

    async def evidence(iri: _Iri, ctx: Context[Any, Any], around: _Around = 200, lang: _Lang = None) -> EvidenceFound:
        async with _answering(source, "evidence", lang) as said:
            return await show_evidence(source, iri, around, said, await _link(source, ctx))

    async def _describe_model(lang: _Lang = None) -> Model:
        async with _answering(source, "describe_model", lang) as said:
            return await describe_model(source, said)

    async def sparql(query: _Query, limit: _Limit = 50, lang: _Lang = None) -> SparqlResult:
        async with _answering(source, "sparql", lang) as said:
            return await run_sparql(source, query, limit, said)

    async def unread(
        ctx: Context[Any, Any],
        policy: _Notice = None,
        lang: _Lang = None,
        offset: _Offset = 0,
        limit: _Limit = 20,
    ) -> UnreadFound:
        async with _answering(source, "unread", lang, policy) as said:
            return await list_unread(source, policy, said, offset, limit, await _link(source, ctx))

    _add(server, "find_body", _find_body)
    _add(server, "evidence", evidence)
    _add(server, "describe_model", _describe_model)
    _add(server, "sparql", sparql, more="".join(f"\n\n{find(name).body}" for name in EXAMPLES))
    _add(server, "unread", unread)


def _add_proposing(server: MCPServer[Any], source: Source, folder: Path) -> None:
    async def _propose_correction(
        policy: _Iri,
        words: _Statement,
        bodies: _Bodies,
        reason: _Reason,
        ctx: Context[Any, Any],
        before: _Before = "",
        lang: _Lang = None,
    ) -> Proposed:
        async with _answering(source, "propose_correction", lang, reason) as said:
            named_bodies = [CorrectedBody(each.name, each.role, None, each.kind, each.deadline) for each in bodies]
            return await propose_correction(
                source, folder, policy, words, named_bodies, reason, before, _client(ctx), said
            )

    _add(server, "propose_correction", _propose_correction, _PROPOSES)


def _client(ctx: Context[Any, Any]) -> str:
    """Return the name and version of the client program."""
    client = ctx.session.client_params.client_info if ctx.session.client_params else None
    return f"{client.name} {client.version}"[:100] if client else ""


async def _link(source: Source, ctx: Context[Any, Any]) -> Link:
    request = ctx.request_context.request
    return await source.link_from(None if request is None else get_base(request))


@asynccontextmanager
async def _answering(source: Source, tool: str, lang: Lang | None, *words: str | None) -> AsyncIterator[Lang]:
    """Choose the language of an answer, limit its time, and convert errors into tool errors with the next step."""
    said = choose_language(lang, source.lang, *words)
    limit = source.pool.limits.timeout
    try:
        async with asyncio.timeout(limit):
            yield said
        return
    except TimeoutError:
        names: Bilingual = filled("query_too_long", seconds=f"{limit:g}")
    except (RefusedError, PolicyGraphError) as error:
        names = error.names
    except OSError as error:
        names = reason_of(error)
    next_step = text(f"next_{tool}", said)
    raise ToolError(f"{names.of(said)}\n{next_step}")
