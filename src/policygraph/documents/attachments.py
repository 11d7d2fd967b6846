"""Read the files that a file holds, after its own text: those attached to mail and to OFD files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from ..errors import SourceError
from .builder import TextBuilder
from .reader import is_document, read_source
from .source_file import SourceFile

__all__ = ["Attachment", "write_attachments"]

_MAX_ATTACHMENTS = 100
_MAX_DEPTH = 3


class Attachment(NamedTuple):
    """A file in a file: its name with its suffix, and its bytes."""

    name: str
    data: bytes


def write_attachments(source: SourceFile, attachments: Iterable[Attachment], builder: TextBuilder) -> None:
    """Write the text and tables of attached files, each after a line with its name.

    Pictures, signatures and whatever else is no document are passed over, and so is a file whose text was read before:
    notices are often attached in two formats. A document that cannot be read is recorded as unread.

    Args:
        source: The file that holds them.
        attachments: The files in their order.
        builder: Takes the text and the tables.
    """
    taken = 0
    for attachment in attachments:
        attached = replace(source, path=attachment.name, data=attachment.data, place=None, depth=source.depth + 1)
        if not is_document(attached):
            continue
        taken += 1
        try:
            if taken > _MAX_ATTACHMENTS or attached.depth > _MAX_DEPTH:
                raise attached.error("attachments_too_many", n=_MAX_ATTACHMENTS, depth=_MAX_DEPTH)
            document = read_source(attached)
        except SourceError:
            builder.add_unread("attachment", attachment.name)
        else:
            if not builder.has_words(document.text):
                builder.add_line(attachment.name)
                builder.add_document(document)
