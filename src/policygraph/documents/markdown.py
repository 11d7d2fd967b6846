"""Markdown → lines of text and tables. Its marks go; the numbers of numbered lists stay, for measures bear them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policygraph.documents.builder import TextBuilder
from policygraph.documents.encoding import decode
from policygraph.documents.grid import Spanned, spread
from policygraph.documents.html import write_markup
from policygraph.documents.source import Source
from policygraph.documents.text import normal_lines, write_text
from policygraph.model import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

__all__ = ["read"]

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELDS = {
    "title": ("title", "标题"),
    "number": ("number", "文号"),
    "date": ("date", "成文日期"),
    "issued": ("issued", "published", "发布日期"),
    "source": ("source", "来源"),
    "url": ("url", "link"),
}
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read(source: Source) -> Document:
    """Read CommonMark with tables. A single line end in a paragraph stays one: notices put statements on lines."""
    text = normal_lines(decode(source))
    try:
        from markdown_it import MarkdownIt
    except ImportError as error:
        raise source.missing("markdown-it-py") from error
    metadata: dict[str, str] = {}
    front = _FRONT_MATTER.match(text)
    if front:
        metadata = _fields(front.group(1))
        text = text[front.end() :]
    builder = TextBuilder()
    try:
        # Beyond its limit on nesting the library leaves text out; without one, Python's own limit tells.
        parser = MarkdownIt("commonmark", {"maxNesting": 1_000_000}).enable("table")
        _write(parser.parse(text), builder)
    except RecursionError as error:
        raise source.error("markdown_too_deep") from error
    return builder.document(source, "text/markdown", metadata)


def _write(tokens: Sequence[Token], builder: TextBuilder) -> None:
    rows: list[list[Spanned]] | None = None
    number = ""
    for token in tokens:
        kind = token.type
        if kind == "table_open":
            rows = []
        elif kind == "table_close" and rows is not None:
            builder.table(spread(rows), header=1)
            rows = None
        elif kind == "tr_open" and rows is not None:
            rows.append([])
        elif kind == "list_item_open":
            number = f"{token.info}{token.markup}" if token.info else ""
        elif kind == "inline":
            lines = _inline(token.children or ())
            if rows is not None:
                rows[-1].append(Spanned(lines))
                continue
            for line in lines.split("\n"):
                if line.strip():
                    builder.line(number + line.strip())
                    number = ""
        elif kind in ("fence", "code_block"):
            write_text(token.content, builder)
        elif kind == "html_block":
            write_markup(token.content, builder)


def _inline(tokens: Sequence[Token]) -> str:
    pieces = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            pieces.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or (
            token.type == "html_inline" and _BREAK_TAG.fullmatch(token.content)
        ):
            pieces.append("\n")
        elif token.type == "image":
            pieces.append(token.content)
    return "".join(pieces)


def _fields(front: str) -> dict[str, str]:
    """Read ``key: value`` lines; what else front matter may hold is no field of a notice."""
    pairs = [line.partition(":") for line in front.splitlines()]
    given = {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs if value}
    return {field: next((given[n] for n in names if given.get(n)), "") for field, names in _FIELDS.items()}
