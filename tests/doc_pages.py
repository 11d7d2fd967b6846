"""The Markdown pages of the documentation, by language: headings, code blocks, commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["DOCS", "LANGS", "commands", "fenced_or_indented", "headings", "pages"]

DOCS = Path(__file__).resolve().parents[1] / "docs"
LANGS = ("en", "zh")


def pages(lang: str) -> set[str]:
    """The paths of the pages of a language in its folder."""
    return {path.relative_to(DOCS / lang).as_posix() for path in (DOCS / lang).rglob("*.md")}


def headings(text: str) -> list[tuple[int, str]]:
    """The headings of a page with their levels."""
    outside = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return [(len(signs), words) for signs, words in re.findall(r"^(#{1,6}) (.+)$", outside, flags=re.MULTILINE)]


def fenced_or_indented(text: str) -> Iterator[str]:
    """Yield the code blocks of a page: those between fences, and paragraphs indented by four spaces."""
    rest = []
    for number, part in enumerate(re.split(r"^ *```\w*(?: [^\n]*)?\n", text, flags=re.MULTILINE)):
        if number % 2:
            yield part
        else:
            rest.append(part)
    for part in rest:
        for block in re.findall(r"(?:(?<=\n\n)|\A)(?:    [^\n]*\n|\n(?=    ))+", part):
            # What continues the item of a list is not code.
            if not re.match(r"    (?:[-*] |\d+\. |\|)", block):
                yield re.sub(r"^    ", "", block, flags=re.MULTILINE)


def commands(text: str) -> list[str]:
    """The commands in the code blocks of a page: program, subcommand and options, in order."""
    found = []
    for block in fenced_or_indented(text):
        for line in block.splitlines():
            if shown := re.match(r"(?:\$ )?((?:policygraph|make|pip) .*?)(?:\s{2,}.*|\s+#.*)?$", line):
                words = shown[1].split()
                kept = [word for word in words[2:] if word.startswith("-") and word != "-"]
                found.append(" ".join([*words[:2], *sorted(kept)]))
    return found
