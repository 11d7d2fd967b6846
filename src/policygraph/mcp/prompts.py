"""Prompts for common tasks: brief me on a body, who leads what, what is overdue."""

from __future__ import annotations

from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from pydantic import Field

from ..texts import named, text, texts
from ..wellformed import replace_controls
from .results import entitle, say
from .source import choose_language

__all__ = ["add_prompts"]

_Body = Annotated[str, Field(max_length=200, description=say(texts()["prompt_arg_body"]))]
_Topic = Annotated[str, Field(max_length=200, description=say(texts()["prompt_arg_topic"]))]
_Day = Annotated[str, Field(max_length=40, description=say(texts()["prompt_arg_day"]))]
_Lang = Annotated[str, Field(max_length=2, description=say(texts()["arg_lang"]))]


def add_prompts(server: MCPServer[Any]) -> None:
    """Add the prompts to a server.

    Args:
        server: The server.
    """

    def brief_body(body: _Body, lang: _Lang = "") -> str:
        return _write("brief_body", lang, body, body=body)

    def who_leads(topic: _Topic = "", lang: _Lang = "") -> str:
        return _write("who_leads", lang, topic, topic=topic or "—")

    def what_is_overdue(day: _Day = "", lang: _Lang = "") -> str:
        return _write("what_is_overdue", lang, day, day=day or "—")

    for prompt in (brief_body, who_leads, what_is_overdue):
        name = prompt.__name__
        server.prompt(title=entitle(named("prompt_title", name)), description=say(named("prompt_about", name)))(prompt)


def _write(name: str, lang: str, given: str, **values: str) -> str:
    said = choose_language("zh" if lang == "zh" else "en" if lang == "en" else None, "zh", given)
    return text(f"prompt_{name}", said, **{key: replace_controls(value) for key, value in values.items()})
