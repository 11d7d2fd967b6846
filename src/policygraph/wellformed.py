"""Make XML well-formed, and text safe to show.

XML cannot hold control characters, surrogates, U+FFFE and U+FFFF, not even as references, but the writers of the
engine and of the standard library write them. All XML that leaves the program passes through this module, which
replaces them with U+FFFD.
"""

from __future__ import annotations

import re
from typing import IO

__all__ = ["WellFormed", "replace_controls", "wellformed"]

_FORBIDDEN = re.compile(rb"[\0-\x08\x0b\x0c\x0e-\x1f]|\xed[\xa0-\xbf][\x80-\xbf]|\xef\xbf[\xbe\xbf]")
_REFERENCE = re.compile(rb"&#(?:x([0-9a-fA-F]+)|([0-9]+));")
_REPLACEMENT = "\ufffd".encode()
#: A character may be split between two pieces: what may be its beginning waits for the next piece.
_CUT = re.compile(rb"(?:\xed[\xa0-\xbf]?|\xef\xbf?|&(?:#x?[0-9a-fA-F]*)?)\Z")


def wellformed(xml: bytes) -> bytes:
    r"""Replace each character that XML cannot hold.

    Args:
        xml: The XML in UTF-8.

    Returns:
        The XML with U+FFFD in place of those characters.

    Example:
        >>> wellformed("<a>完善\x02设施&#2;&#10;</a>".encode()).decode()
        '<a>完善�设施�&#10;</a>'
    """
    return _REFERENCE.sub(_reference, _FORBIDDEN.sub(_REPLACEMENT, xml))


#: Control characters, halves of pairs, non-characters; what reverses the direction of text or shows nothing at all.
_HIDDEN = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)


def replace_controls(text: str) -> str:
    r"""Replace each character that controls how a text is shown or that is not shown, but for line breaks and tabs.

    Args:
        text: Any text.

    Returns:
        The text with U+FFFD in place of those characters, which has the same length.

    Example:
        >>> replace_controls("完善\x1b[31m\u202e设施\n")
        '完善�[31m�设施\n'
    """
    return _HIDDEN.sub("\ufffd", text)


def _reference(match: re.Match[bytes]) -> bytes:
    code = int(match[1], 16) if match[1] else int(match[2])
    allowed = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0xFFFF < code < 0x110000
    return match.group() if allowed else _REPLACEMENT


class WellFormed:
    r"""A binary file for a writer of XML; what arrives in the output is well-formed.

    Example:
        >>> import io
        >>> out = io.BytesIO()
        >>> file = WellFormed(out)
        >>> _ = [file.write(piece) for piece in (b"<a>\xef\xbf", b"\xbe</a>")]
        >>> out.getvalue().decode()
        '<a>�</a>'
    """

    def __init__(self, output: IO[bytes]) -> None:
        """Wrap a file.

        Args:
            output: A binary file; the caller closes it.
        """
        self._output = output
        self._rest = b""

    def write(self, data: bytes) -> int:
        """Write a piece of the document.

        Args:
            data: The piece; it may end within a character.

        Returns:
            The number of bytes taken, all of them.
        """
        whole = self._rest + data
        cut = _CUT.search(whole)
        end = cut.start() if cut else len(whole)
        self._rest = whole[end:]
        self._output.write(wellformed(whole[:end]))
        return len(data)

    def flush(self) -> None:
        """Flush the output."""
        self._output.flush()
