"""Read the web archives of Safari (.webarchive): property lists with the page and its resources."""

from __future__ import annotations

import plistlib
from dataclasses import replace
from typing import Any

from ..model import Document
from .builder import TextBuilder
from .html import write_markup
from .source_file import SourceFile, decode, parsing
from .text import write_text

__all__ = ["read"]


def read(source: SourceFile) -> Document:
    """Read the main page of an archive.

    Args:
        source: The file.

    Returns:
        The document.

    Raises:
        SourceError: There is no page in it.
    """
    builder = TextBuilder()
    metadata: dict[str, str] = {}
    with parsing(source, "web archive (.webarchive)", "policygraph"):
        content = plistlib.loads(source.data)
        page = content.get("WebMainResource") if isinstance(content, dict) else None
        data, kind = _value(page, "WebResourceData", bytes), _value(page, "WebResourceMIMEType", str)
        if not data or not (kind.startswith("text/") or "html" in kind):
            raise source.error("webarchive_no_page")
        text = decode(replace(source, data=data), _value(page, "WebResourceTextEncodingName", str) or None)
        if kind == "text/plain":
            write_text(text.rstrip("\n") + "\n", builder)
        else:
            metadata = write_markup(text, builder)
        address = _value(page, "WebResourceURL", str)
        if address.startswith(("http://", "https://")):
            metadata.setdefault("url", address)
    return builder.make_document(source, "application/x-webarchive", metadata)


def _value(page: Any, name: str, kind: type[Any]) -> Any:
    """Return a value of the page if it is present and of the right type, else an empty one."""
    value = page.get(name) if isinstance(page, dict) else None
    return value if isinstance(value, kind) else kind()
