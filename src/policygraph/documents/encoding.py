"""Bytes → text, for the encodings that Chinese offices write: UTF-8, UTF-16, GB18030 (with GBK, GB2312), Big5.

The order is from the certain to the probable: a byte order mark, then strict UTF-8, then what the file declares,
then UTF-16 by its pattern of zero bytes, then whichever of GB18030 and Big5 reads more of the characters as the common
ones. Nothing is replaced or left out: a file that fits no encoding is refused, with the place of the first bad byte.
"""

from __future__ import annotations

import codecs

from policygraph.documents.source import Source
from policygraph.errors import SourceError

__all__ = ["decode"]

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


def decode(source: Source, declared: str | None = None) -> str:
    """Return the text of ``source``, without a byte order mark.

    ``declared`` is the encoding that the file itself names (an HTML ``meta``), if any.
    Raises ``SourceError`` where the file is empty, is not text, or fits no encoding.

    >>> decode(Source("a.txt", "省财政厅负责".encode("gb18030")))
    '省财政厅负责'
    """
    data = source.data
    if not data.strip():
        raise source.error("file_no_text")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(source, data[len(mark) :], encoding, len(mark))
    sample = data[:_SAMPLE]
    if b"\0" in sample:
        unmarked = _utf16_without_mark(sample)
        if unmarked is None:
            raise _binary(source, sample)
        return _strict(source, data, unmarked, 0)
    if len(sample.translate(None, _BINARY_CONTROLS)) < len(sample) * 0.98:
        raise _binary(source, sample)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _legacy(source, declared, error)


def _strict(source: Source, data: bytes, encoding: str, skipped: int) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        place = error.start + skipped
        raise source.error("encoding_mixed", byte=str(place), encoding=encoding.upper()) from error


def _binary(source: Source, sample: bytes) -> SourceError:
    place = next((i for i, byte in enumerate(sample) if byte in _BINARY_CONTROLS), 0)
    return source.error("file_binary", byte=str(place))


def _utf16_without_mark(sample: bytes) -> str | None:
    """Say which UTF-16 the bytes are, if one of the two reads nearly all of them as ASCII and Chinese."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
        known = sum(1 for c in text if c in "\t\r\n" or " " <= c <= "~" or "\u3000" <= c <= "\u9fff" or c > "\ufeff")
        if known >= 0.9 * len(text) and "\0" not in text:
            return encoding
    return None


def _legacy(source: Source, declared: str | None, error: UnicodeDecodeError) -> str:
    data = source.data
    where = {"byte": str(error.start), "line": str(data.count(b"\n", 0, error.start) + 1)}
    if _nearly_utf8(data):
        raise source.error("encoding_damaged", **where) from error
    named = _known(declared)
    candidates = []
    for encoding in ("gb18030", "big5hkscs"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == named:
            return text
        candidates.append((_common_share(data[:_SAMPLE], encoding), text))
    if candidates:
        share, text = max(candidates, key=lambda c: c[0])  # the first of equals: GB18030
        if share >= _COMMON_SHARE:
            return text
    raise source.error("encoding_unknown", **where) from error


def _known(declared: str | None) -> str | None:
    name = (declared or "").strip().lower()
    return _ALIASES.get(name, name) or None


def _nearly_utf8(data: bytes) -> bool:
    """Whether all but a few of the characters beyond ASCII are sound UTF-8: a damaged file, not another encoding."""
    beyond = [c for c in data[:_SAMPLE].decode("utf-8", "replace") if c > "\x7f"]
    return len(beyond) > 20 and beyond.count("\ufffd") < 0.1 * len(beyond)


def _common_share(data: bytes, encoding: str) -> float:
    """Return how much of what is beyond ASCII are common characters, as each encoding ranks them in its own order.

    GB2312 keeps its 3,755 most used characters under the lead bytes B0 to D7 and punctuation under A1 to A3; Big5 its
    5,401 most used under A4 to C6 and punctuation under A1 to A3. Bytes read under the wrong one scatter elsewhere.
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
