"""Read Markdown into lines and tables. Its markup is dropped; numbers of lists stay, because they number measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..model import Document
from .builder import TextBuilder, pick_fields
from .grid import Spanned, spread
from .html import write_markup
from .source_file import SourceFile, decode
from .text import normalise_lines, write_text

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["read"]

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read(source: SourceFile) -> Document:
    """Read CommonMark with tables. A single line end in a paragraph stays one: notices put statements on lines.

    Args:
        source: The file; front matter between lines of ``---`` gives its metadata.

    Returns:
        The document.

    Raises:
        SourceError: The library is not installed, or blocks nest too deep.
    """
    text = normalise_lines(decode(source))
    try:
        from markdown_it import MarkdownIt
    except ImportError as error:
        raise source.error("library_missing", package="markdown-it-py") from error
    metadata: dict[str, str] = {}
    front = _FRONT_MATTER.match(text)
    if front:
        metadata = _fields(front.group(1))
        text = text[front.end() :]
    builder = TextBuilder()
    try:
        # Beyond its limit on nesting the library drops text; without one, Python raises an error at its own limit.
        parser = MarkdownIt("commonmark", {"maxNesting": 1_000_000}).enable("table")
        _write(parser.parse(text), builder)
    except RecursionError as error:
        raise source.error("markdown_too_deep") from error
    return builder.make_document(source, "text/markdown", metadata)


def _write(tokens: Sequence[Token], builder: TextBuilder) -> None:
    """Write the blocks."""
    rows: list[list[Spanned]] | None = None
    number = ""
    for token in tokens:
        kind = token.type
        if kind == "table_open":
            rows = []
        elif kind == "table_close" and rows is not None:
            builder.add_table(spread(rows), header=1)
            rows = None
        elif kind == "tr_open" and rows is not None:
            rows.append([])
        elif kind == "list_item_open":
            number = f"{token.info}{token.markup}" if token.info else ""
        elif kind == "inline" and rows is not None:
            rows[-1].append(Spanned(_inline(token)))
        elif kind == "inline":
            for line in filter(None, map(str.strip, _inline(token).split("\n"))):
                builder.add_line(number + line)
                number = ""
        elif kind in ("fence", "code_block"):
            write_text(token.content, builder)
        elif kind == "html_block":
            write_markup(token.content, builder)


def _inline(block: Token) -> str:
    """Return the text of a block without its markup."""
    pieces = []
    for token in block.children or ():
        if token.type in ("text", "code_inline", "image"):
            pieces.append(token.content)
        elif token.type.endswith("break") or (token.type == "html_inline" and _BREAK_TAG.fullmatch(token.content)):
            pieces.append("\n")
    return "".join(pieces)


def _fields(front: str) -> dict[str, str]:
    """Return the metadata in ``key: value`` lines; anything else in front matter is ignored."""
    pairs = [line.partition(":") for line in front.splitlines()]
    return pick_fields({key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs if value})
