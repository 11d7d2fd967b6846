"""The Markdown pages of the documentation, by language: headings, code blocks, commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

__all__ = ["DOCS", "LANGS", "Block", "blocks", "commands", "headings", "outlines", "pages"]

DOCS = Path(__file__).resolve().parents[1] / "docs"
LANGS = ("en", "zh")

_FENCE = re.compile(r" *(`{3,}|~{3,}) *([\w+-]*)[^`]*")
_COMMAND = re.compile(r"(?:\$ )?((?:policygraph|make|pip) .*?)(?:\s{2,}.*|\s+#.*)?$")


class Block(NamedTuple):
    """A block of code: the number of its first line, its language (empty if none is given), its lines."""

    line: int
    language: str
    lines: list[str]


def pages(lang: str) -> set[str]:
    """The paths of the pages of a language in its folder."""
    return {path.relative_to(DOCS / lang).as_posix() for path in (DOCS / lang).rglob("*.md")}


def blocks(text: str) -> Iterator[Block]:
    """Yield the code blocks of a page: those between fences, and paragraphs that are indented by four spaces.

    What is indented in an item of a list is its continuation, not code.
    """
    lines = text.splitlines()
    number, listed = 0, False
    while number < len(lines):
        line = lines[number]
        if opened := _FENCE.fullmatch(line):
            end = number + 1
            while end < len(lines) and not lines[end].strip().startswith(opened[1]):
                end += 1
            yield Block(number + 2, opened[2], lines[number + 1 : end])
            number = end + 1
            continue
        if line.startswith("    ") and not listed and (number == 0 or not lines[number - 1].strip()):
            end = number
            while end < len(lines) and (lines[end].startswith("    ") or not lines[end].strip()):
                end += 1
            while not lines[end - 1].strip():
                end -= 1
            yield Block(number + 1, "", [each[4:] for each in lines[number:end]])
            number = end
            continue
        if line.strip() and not line.startswith(" "):
            listed = bool(re.match(r"(?:[-*+]|\d+\.) |!!! |\?\?\?|=== ", line))
        number += 1


def headings(text: str) -> list[tuple[int, str]]:
    """The headings of a page with their levels."""
    inside = {number for block in blocks(text) for number in range(block.line, block.line + len(block.lines))}
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if number not in inside and (heading := re.match(r"(#{1,6}) (.+)", line)):
            found.append((len(heading[1]), heading[2]))
    return found


def commands(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the commands in the code blocks of a page: the number of the line, and the words."""
    for block in blocks(text):
        for number, line in enumerate(block.lines, block.line):
            if shown := _COMMAND.match(line):
                yield number, shown[1].split()


def outlines(text: str) -> list[str]:
    """The commands of a page without what may differ between languages: program, subcommand and options."""
    found = []
    for _, words in commands(text):
        options = sorted(word.partition("=")[0] for word in words[2:] if word.startswith("-") and word != "-")
        found.append(" ".join([*words[:2], *(option for option in options if option != "--lang")]))
    return found
