"""Read JSON: one record with the text of a notice, or a list of rows that is a task table.

A record is an object that has its text under ``content`` (or a similar key) and its fields beside it or under
``metadata``. A list of objects is a table: its header is their keys in the order in which they first appear.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..model import Document
from .builder import TextBuilder, pick_fields
from .grid import Cell, tidy
from .html import write_markup
from .source_file import SourceFile, decode
from .text import normalise_lines, write_text

__all__ = ["read"]

Json = Any

_TEXT = ("content", "text", "body", "html", "正文", "内容")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|div|p|table|span|h[1-6])\b[^>]*>", re.IGNORECASE)


def read(source: SourceFile) -> Document:
    """Read a record or a list of rows.

    Args:
        source: The file.

    Returns:
        The document.

    Raises:
        SourceError: The file is not JSON, nests too deep, or has no text in it.
    """
    text = decode(source)
    builder = TextBuilder()
    try:
        metadata = _write(json.loads(text), builder)
    except json.JSONDecodeError as error:
        where = {"column": str(error.colno), "reason": error.msg}
        if source.place is not None:  # the place includes the line
            raise source.error("json_broken_line", **where) from error
        raise source.error("json_broken", line=str(error.lineno), **where) from error
    except (RecursionError, ValueError) as error:
        raise source.error("json_too_deep") from error
    if not builder:
        raise source.error("json_no_text")
    return builder.make_document(source, "application/json", metadata)


def _write(value: Json, builder: TextBuilder) -> dict[str, str]:
    """Write the content of a record or a list; return the metadata of the record."""
    if isinstance(value, list):
        if len(value) == 1 and isinstance(value[0], dict) and isinstance(value[0].get("metadata"), dict):
            return _write(value[0], builder)
        _write_rows(value, builder)
        return {}
    if not isinstance(value, dict):
        return {}
    for key in _TEXT:
        _write_text(value.get(key), builder)
    if not builder:  # values beside a text are about it (questions, keywords), not part of the notice
        for part in value.values():
            if isinstance(part, list):
                _write_rows(part, builder)
    inner = value.get("metadata")
    return _fields({**value, **inner} if isinstance(inner, dict) else value)


def _write_text(value: Json, builder: TextBuilder) -> None:
    """Write text, markup or rows under a key for text."""
    if isinstance(value, list):
        _write_rows(value, builder)
    elif isinstance(value, str) and _MARKUP.match(value):
        write_markup(value, builder)
    elif isinstance(value, str) and value.strip():
        write_text(value, builder)
        if not value.endswith("\n"):
            builder.write("\n")


def _write_rows(values: Sequence[Json], builder: TextBuilder) -> None:
    """Write objects or lists as a table, and texts as lines."""
    objects = [value for value in values if isinstance(value, dict)]
    lists = [value for value in values if isinstance(value, list)]
    if objects:
        keys = list(dict.fromkeys(key for row in objects for key in row))
        rows = [[Cell(_plain(row.get(key))) for key in keys] for row in objects]
        builder.add_table([[Cell(tidy(key)) for key in keys], *rows], header=1)
    elif lists:
        width = max(map(len, lists))
        builder.add_table([[Cell(_plain(value)) for value in [*row, *[None] * (width - len(row))]] for row in lists])
    else:
        for value in values:
            if isinstance(value, str) and value.strip():
                builder.add_line(normalise_lines(value).strip())


def _plain(value: Json) -> str:
    """Return a value as the text of a cell; a list of names becomes an enumeration."""
    if value is None:
        return ""
    if isinstance(value, str):
        return tidy(normalise_lines(value))
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "、".join(map(_plain, value))
    return json.dumps(value, ensure_ascii=False)


def _fields(record: Mapping[str, Json]) -> dict[str, str]:
    """Return the metadata in the fields of a record."""
    given = {key.strip().lower(): str(value) for key, value in record.items() if isinstance(value, str | int)}
    return {field: " ".join(value.split()) for field, value in pick_fields(given).items()}
