"""Generate the reference pages that come from the program itself: questions and commands.

    python docs/generate.py

A test fails if a page is older than what it describes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from policygraph.cli.main import COMMANDS
from policygraph.sparql import CatalogueQuery, catalogue
from policygraph.sparql.header import AUDIENCES

HERE = Path(__file__).resolve().parent
NOTE = "<!-- Written by docs/generate.py: change the source, then run `make docs`. -->\n"


def questions() -> str:
    """Return the page of the catalogue."""
    parts = [
        NOTE,
        "# Questions\n",
        "Each is a file in `queries/`. Run it with `policygraph query NAME GRAPH`, or copy its SPARQL.\n",
        *(_audience(name, label) for name, label in AUDIENCES.items()),
        *(_question(query) for query in catalogue().values()),
    ]
    return "\n".join(parts)


def _audience(name: str, label: Mapping[str, str]) -> str:
    """Return the questions for one kind of reader as a table."""
    asked = [query for query in catalogue().values() if query.audience == name]
    rows = [f"| [{q.name}](#{q.name}) | {q.summary['en']} | {q.summary['zh']} |" for q in asked]
    return "\n".join([f"### {label['en']} · {label['zh']}\n", "| name | question | 问题 |\n|---|---|---|", *rows, ""])


def _question(query: CatalogueQuery) -> str:
    parts = [f"## {query.name}\n", f"**{query.summary['en']}**  ", f"**{query.summary['zh']}**\n"]
    parts += [_flat(query.description["en"]) + "\n", _flat(query.description["zh"]) + "\n"]
    for parameter in query.parameters:
        state = f"default `{parameter.default}`" if parameter.default else "optional"
        state = "required" if parameter.required else state
        choice = " of " + ", ".join(f"`{value}`" for value in parameter.values) if parameter.values else ""
        what = f"{_flat(parameter.description['en'])}; {_flat(parameter.description['zh'])}"
        parts.append(f"- `--param {parameter.name}=…` ({parameter.type}{choice}, {state}): {what}")
    if query.parameters:
        parts.append("")
    if query.columns:
        parts.append("| column | meaning | 含义 |\n|---|---|---|")
        parts += [f"| `{name}` | {labels['en']} | {labels['zh']} |" for name, labels in query.columns.items()]
        parts.append("")
    return "\n".join([*parts, f"```sparql\n{query.body}\n```\n"])


def _flat(text: str) -> str:
    return " ".join(text.split())


#: How every command chooses its language.
LANGUAGE = (
    "Commands print messages in the language of `--lang`. Without it they use English or Chinese according to the\n"
    "locale (`LC_ALL`, `LC_MESSAGES`, `LANG`: the first that is set; on Windows the language of the user interface),\n"
    "and Chinese for any other locale. Error messages are in the same language.\n"
)


def commands() -> str:
    """Return the page with the help of every command."""
    parts = [NOTE, "# Commands\n", LANGUAGE, _help(), *(f"## {name}\n\n{_help(name)}" for name in COMMANDS)]
    return "\n".join(parts)


def _help(*command: str) -> str:
    """Return the help in 100 columns, from a separate process: a command remembers how it was called."""
    words = [sys.executable, "-m", "policygraph.cli.main", *command, "--help"]
    shown = subprocess.run(words, check=True, capture_output=True, env={**os.environ, "COLUMNS": "100"})
    return f"```text\n{shown.stdout.decode()}```\n"


#: Pages by their paths in this folder.
PAGES = {"en/reference/questions.md": questions, "en/reference/commands.md": commands}

if __name__ == "__main__":
    for name, write in PAGES.items():
        (HERE / name).write_text(write(), encoding="utf-8")
        print(f"wrote docs/{name}")
