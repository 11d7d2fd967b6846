"""Read the files in a file, after its own text: attachments of mail and of OFD files."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from ..errors import SourceError
from .archive import MAX_UNPACKED, member_name
from .builder import TextBuilder
from .reader import is_document, read_source
from .source_file import SourceFile

__all__ = ["Attachment", "write_attachments"]

_MAX_ATTACHMENTS = 100
_MAX_DEPTH = 3
_ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")


class Attachment(NamedTuple):
    """A file in a file: its name with its suffix, and its bytes."""

    name: str
    data: bytes


def write_attachments(source: SourceFile, attachments: Iterable[Attachment], builder: TextBuilder) -> None:
    """Write the text and tables of attached files, each after a line with its name.

    Pictures, signatures and other files that are not documents are skipped, and so is a file whose text was read
    before: notices are often attached in two formats. A document that cannot be read is recorded as unread.

    Args:
        source: The file that contains them.
        attachments: The files in their order.
        builder: Receives the text and the tables.
    """
    taken = 0
    for attachment in _unpack(attachments):
        attached = replace(source, path=attachment.name, data=attachment.data, place=None, depth=source.depth + 1)
        if not is_document(attached):
            if attached.suffix in _ARCHIVES:
                builder.add_unread("attachment", attachment.name)
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


def _unpack(attachments: Iterable[Attachment]) -> Iterator[Attachment]:
    """Yield the files, those of a ZIP archive in its place. An archive within an archive is not unpacked."""
    for attachment in attachments:
        if not attachment.name.lower().endswith(".zip"):
            yield attachment
            continue
        try:
            with zipfile.ZipFile(io.BytesIO(attachment.data)) as archive:
                members = [member for member in archive.infolist() if not member.is_dir()]
                if sum(member.file_size for member in members) > MAX_UNPACKED or len(members) > _MAX_ATTACHMENTS:
                    raise zipfile.BadZipFile
                inner = [Attachment(member_name(member), archive.read(member)) for member in members]
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, ValueError, EOFError, OSError):
            yield attachment
        else:
            yield from inner
