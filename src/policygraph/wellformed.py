"""XML can hold no control characters, halves of surrogate pairs, U+FFFE and U+FFFF, not even as references.

Its writers (the engine's, the standard library's) write them all the same. Every XML that leaves the program goes
through here, and U+FFFD stands in their place.
"""

from __future__ import annotations

import re
from typing import IO

__all__ = ["WellFormed", "wellformed"]

_FORBIDDEN = re.compile(rb"[\0-\x08\x0b\x0c\x0e-\x1f]|\xed[\xa0-\xbf][\x80-\xbf]|\xef\xbf[\xbe\xbf]")
_REFERENCE = re.compile(rb"&#(?:x([0-9a-fA-F]+)|([0-9]+));")
_REPLACEMENT = "\ufffd".encode()
#: A character may be cut where two pieces meet: what may be its beginning waits for the next one.
_CUT = re.compile(rb"(?:\xed[\xa0-\xbf]?|\xef\xbf?|&(?:#x?[0-9a-fA-F]*)?)\Z")


def wellformed(xml: bytes) -> bytes:
    """Return the XML, in UTF-8, with a replacement for each character that no XML may hold.

    >>> wellformed("<a>完善\\x02设施&#2;&#10;</a>".encode()).decode()
    '<a>完善�设施�&#10;</a>'
    """
    return _REFERENCE.sub(_reference, _FORBIDDEN.sub(_REPLACEMENT, xml))


def _reference(match: re.Match[bytes]) -> bytes:
    code = int(match[1], 16) if match[1] else int(match[2])
    allowed = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0xFFFF < code < 0x110000
    return match.group() if allowed else _REPLACEMENT


class WellFormed:
    """A binary file for a writer of XML; what arrives in ``output`` is well-formed.

    >>> import io
    >>> out = io.BytesIO()
    >>> with_pieces = WellFormed(out)
    >>> _ = [with_pieces.write(piece) for piece in (b"<a>\\xef\\xbf", b"\\xbe</a>")]
    >>> out.getvalue().decode()
    '<a>�</a>'
    """

    def __init__(self, output: IO[bytes]) -> None:
        """``output`` is a binary file that stays the caller's."""
        self._output = output
        self._rest = b""

    def write(self, data: bytes) -> int:
        """Write a piece; an XML document is through when its last tag is."""
        whole = self._rest + data
        cut = _CUT.search(whole)
        end = cut.start() if cut else len(whole)
        self._rest = whole[end:]
        self._output.write(wellformed(whole[:end]))
        return len(data)

    def flush(self) -> None:
        """Hand on what the output holds back."""
        self._output.flush()
