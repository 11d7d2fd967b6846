"""A source file: its name, its bytes, the text that they encode, and the errors that refuse it.

``decode`` supports the encodings that Chinese offices use: UTF-8, UTF-16, GB18030 (with GBK, GB2312) and Big5. It tries
the certain before the probable: a byte order mark, UTF-16 by its pattern of zero bytes, strict UTF-8, the encoding that
the file declares, then the one of GB18030 and Big5 that gives more common characters. It never replaces or drops a
byte: a file that fits no encoding is refused, with the place of the first invalid byte.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from ..errors import SourceError
from ..model import OcrMode
from ..texts import Bilingual

__all__ = ["SourceFile", "decode", "parsing"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
_SAMPLE = 1 << 16
_COMMON_SHARE = 0.4
_BINARY_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1a\x1b")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file in memory.

    Attributes:
        path: The file as the user named it, for messages only.
        data: Its bytes.
        place: Its place in a file that contains several, for messages.
        depth: The number of files around it, one in the other.
        ocr: Whether pictures of pages are recognised.
        on_page: Receives the number of recognised pages, and their total.
    """

    path: str
    data: bytes
    place: Bilingual | None = None
    depth: int = 0
    ocr: OcrMode = "auto"
    on_page: Callable[[int, int], None] = lambda done, pages: None

    @property
    def name(self) -> str:
        """The file's name without folder and suffix."""
        return PurePath(self.path).stem

    @property
    def file_name(self) -> str:
        """The file's name without folder."""
        return PurePath(self.path).name

    @property
    def suffix(self) -> str:
        """The suffix in lower case with its dot; empty if there is none."""
        return PurePath(self.path).suffix.lower()

    def error(self, key: str, **values: Any) -> SourceError:
        """Make an error that says in one line what is wrong with this file and how to fix it.

        Args:
            key: The key of the message in ``texts.json``.
            **values: The values of its placeholders, without the path.

        Returns:
            The error, to be raised.

        Example:
            >>> str(SourceFile("plan.txt", b"").error("file_empty"))
            'plan.txt is empty: there is nothing in it'
        """
        return SourceError(key, path=self.place or self.path, **values)


@contextmanager
def parsing(source: SourceFile, kind: str, package: str) -> Iterator[None]:
    """Turn any exception of a library, or its absence, into a ``SourceError``.

    The libraries have no common error for a damaged file: their parsers raise any exception that the damage causes.

    Args:
        source: The file that the library reads.
        kind: The name of its format, for the message.
        package: The name of the library's distribution, for the message.

    Raises:
        SourceError: The library is missing, or the file is damaged.

    Example:
        >>> with parsing(SourceFile("a.docx", b""), "Word", "python-docx"):
        ...     {}["a.xml"]
        Traceback (most recent call last):
        policygraph.errors.SourceError: a.docx is damaged or not a valid Word file (KeyError: 'a.xml'): save it again
    """
    try:
        yield
    except SourceError:
        raise
    except ImportError as error:
        raise source.error("library_missing", package=package) from error
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"[:120]
        raise source.error("file_damaged", kind=kind, reason=detail) from error


def decode(source: SourceFile, declared: str | None = None) -> str:
    """Decode the text of a file.

    Args:
        source: The file.
        declared: The encoding that the file itself names (an HTML ``meta``), if any.

    Returns:
        The text without a byte order mark.

    Raises:
        SourceError: The file is empty, is not text, or fits no encoding.

    Example:
        >>> decode(SourceFile("a.txt", "省财政厅负责".encode("gb18030")))
        '省财政厅负责'
    """
    data = source.data
    if not data.strip():
        raise source.error("file_no_text")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_strictly(source, encoding, len(mark))
    sample = data[:_SAMPLE]
    unmarked = _utf16_without_mark(sample) if b"\0" in sample else None
    if unmarked:
        return _decode_strictly(source, unmarked)
    if b"\0" in sample or len(sample.translate(None, _BINARY_CONTROLS)) < len(sample) * 0.98:
        place = next((i for i, byte in enumerate(sample) if byte in _BINARY_CONTROLS), 0)
        raise source.error("file_binary", byte=str(place))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        where = {"byte": str(error.start), "line": str(data.count(b"\n", 0, error.start) + 1)}
        if _is_nearly_utf8(data):
            raise source.error("encoding_damaged", **where) from error
        text = _decode_legacy(data, declared)
        if text is None:
            raise source.error("encoding_unknown", **where) from error
        return text


def _decode_strictly(source: SourceFile, encoding: str, start: int = 0) -> str:
    try:
        return source.data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        place = error.start + start
        raise source.error("encoding_mixed", byte=str(place), encoding=encoding.upper()) from error


def _utf16_without_mark(sample: bytes) -> str | None:
    """Return the UTF-16 encoding with which nearly all bytes are ASCII and Chinese characters, if there is one."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
        known = sum(1 for c in text if c in "\t\r\n" or " " <= c <= "~" or "\u3000" <= c <= "\u9fff" or c > "\ufeff")
        if known >= 0.9 * len(text) and "\0" not in text:
            return encoding
    return None


def _decode_legacy(data: bytes, declared: str | None) -> str | None:
    """Decode GB18030 or Big5: the declared encoding, else the one that gives more common characters."""
    named = (declared or "").strip().lower()
    named = _ALIASES.get(named, named)
    best, best_share = None, 0.0
    for encoding in ("gb18030", "big5hkscs"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == named:
            return text
        share = _common_share(data[:_SAMPLE], encoding)
        if share >= _COMMON_SHARE and share > best_share:
            best, best_share = text, share
    return best


def _is_nearly_utf8(data: bytes) -> bool:
    """Tell whether nearly all characters beyond ASCII are valid UTF-8: a damaged file, not another encoding."""
    beyond = [c for c in data[:_SAMPLE].decode("utf-8", "replace") if c > "\x7f"]
    return len(beyond) > 20 and beyond.count("\ufffd") < 0.1 * len(beyond)


def _common_share(data: bytes, encoding: str) -> float:
    """Return the share of common characters among those beyond ASCII, by the order of each encoding's own tables.

    GB2312 has its 3,755 most used characters under the lead bytes B0 to D7 and punctuation under A1 to A3; Big5 its
    5,401 most used under A4 to C6 and punctuation under A1 to A3. With the wrong encoding, bytes are scattered.
    """
    common = total = 0
    i, end = 0, len(data) - 1
    big5 = encoding != "gb18030"
    while i < end:
        lead, trail = data[i], data[i + 1]
        if lead < 0x80:
            i += 1
            continue
        total += 1
        if big5:
            common += 0xA1 <= lead <= 0xA3 or 0xA4 <= lead <= 0xC6
        else:
            common += trail >= 0xA1 and (0xA1 <= lead <= 0xA3 or 0xB0 <= lead <= 0xD7)
        i += 4 if not big5 and 0x30 <= trail <= 0x39 else 2
    return common / total if total else 0.0
