"""From an offset in a text to its place as people name it."""

from __future__ import annotations

from bisect import bisect_right

__all__ = ["LineIndex", "line_of"]


def line_of(text: str, offset: int) -> int:
    """Return the line, counted from 1, that holds the character at ``offset``.

    For many offsets of one text use ``LineIndex``, which looks at the text once.

    >>> line_of("一\\n二\\n三", 2)
    2
    """
    return text.count("\n", 0, offset) + 1


class LineIndex:
    """Lines and columns of many offsets of one text.

    >>> index = LineIndex("一、总则\\n（一）目的")
    >>> index.line(0), index.line(6), index.column(6)
    (1, 2, 2)
    """

    def __init__(self, text: str) -> None:
        self._starts = [0]
        position = text.find("\n")
        while position >= 0:
            self._starts.append(position + 1)
            position = text.find("\n", position + 1)

    def line(self, offset: int) -> int:
        """Return the line of ``offset``, from 1."""
        return bisect_right(self._starts, offset)

    def column(self, offset: int) -> int:
        """Return the column of ``offset`` in its line, from 1, in code points."""
        return offset - self._starts[self.line(offset) - 1] + 1
