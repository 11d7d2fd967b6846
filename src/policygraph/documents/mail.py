"""Read mail (.eml) and web archives in the same format (.mht, .mhtml), then the files attached to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from typing import NamedTuple

from ..model import Document
from .attachments import Attachment, write_attachments
from .builder import TextBuilder
from .html import write_markup
from .source_file import SourceFile, decode, parsing
from .text import is_wide, write_text

__all__ = ["read", "read_archive"]

_KIND = "mail (.eml)"
_PREFIX = re.compile(r"\s*(?:转发|回复|答复|fwd?|re)\s*[:：]\s*", re.IGNORECASE)
_MAX_PARTS = 1000
_MAX_NESTING = 20
#: Containers that only other programs can open: Outlook's own format, encrypted mail.
_CLOSED = ("application/ms-tnef", "application/vnd.ms-tnef", "application/pkcs7-mime", "application/x-pkcs7-mime")


class _Mail(NamedTuple):
    """The parts of a message: those that are shown as its text, and the files."""

    texts: list[Message]
    files: list[Message]


def read(source: SourceFile) -> Document:
    """Read the text of a message, then its attachments in their order.

    Args:
        source: The file.

    Returns:
        The document. The subject is its title if the text contains the same words.

    Raises:
        SourceError: There is no text in it.
    """
    builder = TextBuilder()
    with parsing(source, _KIND, "policygraph"):
        message = _parse(source)
        mail = _sort_parts(source, message)
        for part in mail.texts:
            _write_part(source, part, builder)
        closed = [_file_name(part) for part in mail.files if part.get_content_type() in _CLOSED]
        for name in closed:
            builder.add_unread("attachment", name)
        write_attachments(source, _list_files(mail.files), builder)
        if closed and not builder:
            raise source.error("mail_closed", name=closed[0])
        subject = _PREFIX.sub("", _decode_words(message.get("Subject", "")))
    title = subject if builder.has_words(subject) else ""
    return builder.make_document(source, "message/rfc822", {"title": title})


def read_archive(source: SourceFile) -> Document:
    """Read the page in a web archive (.mht, .mhtml), which a browser or Word saved as one file with its pictures.

    Args:
        source: The file.

    Returns:
        The document of the first page in it, and of files attached to it: Outlook saves mail in this form.

    Raises:
        SourceError: There is no page in it.
    """
    builder = TextBuilder()
    with parsing(source, "web archive (.mht)", "policygraph"):
        archive = _parse(source)
        page = next((part for part in archive.walk() if part.get_content_type() == "text/html"), None)
        if page is None:
            raise source.error("mht_no_page")
        metadata = _write_part(source, page, builder)
        address = archive.get("Snapshot-Content-Location") or page.get("Content-Location") or ""
        if address.startswith(("http://", "https://")):
            metadata.setdefault("url", address.strip())
        files = [part for part in _sort_parts(source, archive).files if part.get_content_disposition() == "attachment"]
        write_attachments(source, _list_files(files), builder)
    return builder.make_document(source, "multipart/related", metadata)


def _parse(source: SourceFile) -> Message:
    """Parse a message. Raw bytes in headers, which the standard forbids, are decoded."""
    message = message_from_bytes(source.data)
    for part in message.walk():
        for name, value in [*part.raw_items()]:
            text = str(value)
            if not text.isascii():
                part.replace_header(name, _decode_bytes(text.encode("utf-8", "surrogateescape"), None))
    return message


def _sort_parts(source: SourceFile, message: Message) -> _Mail:
    mail = _Mail([], [])
    for count, (part, is_text) in enumerate(_walk(message, 0)):
        if count >= _MAX_PARTS:
            raise source.error("mail_too_many_parts", n=_MAX_PARTS)
        (mail.texts if is_text else mail.files).append(part)
    return mail


def _walk(part: Message, depth: int) -> Iterator[tuple[Message, bool]]:
    """Yield the parts in their order, and whether each is text; of alternatives the page, or else the plain text."""
    kind = part.get_content_type()
    content = part.get_payload()
    if not part.is_multipart() or kind == "message/rfc822" or not isinstance(content, list):
        is_file = part.get_content_disposition() == "attachment" or part.get_filename()
        yield part, kind in ("text/html", "text/plain") and not is_file
        return
    if depth > _MAX_NESTING:
        return
    inner = [[*_walk(each, depth + 1)] for each in content if isinstance(each, Message)]
    if kind == "multipart/alternative":
        chosen = next((found for found in inner if any(map(_is_page, found))), inner[0] if inner else [])
        inner = [found if found is chosen else [each for each in found if not each[1]] for found in inner]
    for found in inner:
        yield from found


def _is_page(found: tuple[Message, bool]) -> bool:
    part, is_text = found
    return is_text and part.get_content_type() == "text/html"


def _write_part(source: SourceFile, part: Message, builder: TextBuilder) -> dict[str, str]:
    """Write a page or a plain text; return the metadata of a page."""
    data = _payload(part)
    if not data.strip():
        return {}
    text = decode(replace(source, data=data), part.get_content_charset())
    if part.get_content_type() == "text/html":
        return write_markup(text, builder)
    write_text(text.rstrip("\n") + "\n", builder)
    return {}


def _list_files(files: list[Message]) -> Iterator[Attachment]:
    for part in files:
        if part.get_content_type() == "message/rfc822":
            content = part.get_payload()
            inner = content[0] if isinstance(content, list) and content else None
            if isinstance(inner, Message):
                name = _decode_words(inner.get("Subject", "")) or "mail"
                yield Attachment(f"{name}.eml", inner.as_bytes())
        elif part.get_content_type() not in _CLOSED:
            yield Attachment(_file_name(part), _payload(part))


def _payload(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _file_name(part: Message) -> str:
    return _decode_words(part.get_filename() or "") or part.get_content_type().replace("/", ".")


def _decode_words(value: object) -> str:
    """Decode a header. Programs also write raw bytes of GBK, and characters beyond GB2312 under that name.

    >>> _decode_words("=?gb2312?B?zajWqqGj?= =?utf-8?Q?=E9=99=84?=")
    '通知。附'
    """
    pieces = []
    for piece, charset in decode_header(str(value)):
        data = piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogateescape")
        pieces.append(_decode_bytes(data, charset))
    return re.sub(r"\s+", " ", "".join(pieces)).strip()


def _decode_bytes(data: bytes, charset: str | None) -> str:
    """Decode a part of a header. Bytes that are valid in UTF-8 and GBK are GBK if only this gives Chinese characters.

    >>> _decode_bytes("通知".encode("gbk"), None), _decode_bytes("通知".encode(), None)
    ('通知', '通知')
    """
    if charset in (None, "unknown-8bit"):
        with suppress(UnicodeDecodeError):
            text = data.decode("utf-8")
            if all(char.isascii() or is_wide(char) for char in text):
                return text
    known = "gb18030" if charset is None or charset.lower().startswith(("gb", "unknown")) else charset
    for encoding in (known, "utf-8"):
        with suppress(UnicodeDecodeError, LookupError):
            return data.decode(encoding)
    return data.decode("utf-8", "replace")
