"""One rule for the language of every command: ``--lang``, else the locale's, else Chinese."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import click
import pytest

from policygraph.cli.main import COMMANDS
from policygraph.resources import examples_dir

from .conftest import Run

#: Commands that answer in words, with what they are given besides a graph.
ANSWERING = {
    "build": [str(examples_dir() / "fujian-relocation-2020.txt"), "-o", "out.ttl"],
    "atlas": ["GRAPH", "-o", "out"],
    "publish": ["GRAPH", "--to", "out"],
    "query": ["responsibilities", "GRAPH"],
    "ask": ["谁牵头什么", "GRAPH"],
    "queries": [],
    "validate": ["GRAPH"],
    "analyze": ["GRAPH"],
    "why": ["省发改委", "省扶贫办", "GRAPH"],
    "whatif": ["GRAPH", "--without", "省发改委"],
    "compare": ["GRAPH", "GRAPH"],
    "ledger": ["GRAPH", "-o", "out.xlsx"],
    "status": ["out.xlsx", "--graph", "GRAPH", "-o", "out.trig"],
    "brief": ["GRAPH", "--date", "2022-06-30", "-o", "out.md"],
    "demo": ["out"],
    "score": [str(examples_dir() / "gold"), str(examples_dir())],
}


def test_every_command_with_a_language_is_tried() -> None:
    commands = {
        name: getattr(import_module(f"policygraph.cli.{where[0].split(':')[0]}"), where[0].split(":")[1])
        for name, where in COMMANDS.items()
    }
    with_language = {
        name
        for name, command in commands.items()
        if isinstance(command, click.Command) and any(option.name == "lang" for option in command.params)
    }
    # Servers run until they are stopped; "version" and nothing else says nothing in words.
    assert with_language == {*ANSWERING, "serve", "review", "mcp"} == {*COMMANDS} - {"version"}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name == "demo" else name for name in ANSWERING]
)
def test_the_locale_decides_where_no_language_is_given(name: str, run: Run, graph: Path) -> None:
    words = [name, *(str(graph) if word == "GRAPH" else word for word in ANSWERING[name])]
    english, chinese = ((done := run(*words, LC_ALL=each)).stdout + done.stderr for each in ("en_GB.UTF-8", "C"))
    assert english != chinese and re.search("[\u4e00-\u9fff]", chinese)
    # The option and the locale are read at one place: two commands stand for all.
    if name in ("queries", "validate"):
        told = [(done := run(*words, "--lang", lang)).stdout + done.stderr for lang in ("en", "zh")]
        assert told == [english, chinese]
