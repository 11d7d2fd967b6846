"""Plain text: line ends made alike, tables drawn with lines read as tables, everything else left as it is."""

from __future__ import annotations

import re

from policygraph.documents.boxes import find_boxes
from policygraph.documents.builder import TextBuilder
from policygraph.documents.encoding import decode
from policygraph.documents.source import Source
from policygraph.model import Document

__all__ = ["normal_lines", "read", "write_text"]

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")


def normal_lines(text: str) -> str:
    """Return ``text`` with every kind of line, paragraph or page end as ``\\n``.

    >>> normal_lines("一\\r\\n二\\r三")
    '一\\n二\\n三'
    """
    return _LINE_ENDS.sub("\n", text)


def write_text(text: str, builder: TextBuilder) -> None:
    """Write text to the builder; where a table is drawn in it with │ and ─, its rows take the drawing's place."""
    done = 0
    for start, end, grid in find_boxes(text):
        builder.write(text[done:start])
        builder.table(grid)
        done = end
    builder.write(text[done:])


def read(source: Source) -> Document:
    """Read a text file of any encoding that ``encoding.decode`` knows."""
    builder = TextBuilder()
    write_text(normal_lines(decode(source)), builder)
    return builder.document(source, "text/plain")
