"""Web archives (.mht, .mhtml): the page that a browser or Word saved as one file; its pictures are left out."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from policygraph.documents.builder import TextBuilder
from policygraph.documents.encoding import decode
from policygraph.documents.html import write_markup
from policygraph.documents.source import Source
from policygraph.model import Document

__all__ = ["read"]


def read(source: Source) -> Document:
    """Read the first page in the archive; raises ``SourceError`` where there is none."""
    archive = message_from_bytes(source.data, policy=default)
    page = next((part for part in archive.walk() if part.get_content_type() == "text/html"), None)
    content = page.get_payload(decode=True) if isinstance(page, EmailMessage) else None
    if page is None or not isinstance(content, bytes):
        raise source.error("mht_no_page")
    builder = TextBuilder()
    metadata = write_markup(decode(replace(source, data=content), page.get_content_charset()), builder)
    address = archive.get("Snapshot-Content-Location") or page.get("Content-Location") or ""
    if "url" not in metadata and address.startswith(("http://", "https://")):
        metadata["url"] = address.strip()
    return builder.document(source, "multipart/related", metadata)
