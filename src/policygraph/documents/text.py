"""Plain text: line ends made alike, tables drawn with lines read as tables, everything else left as it is."""

from __future__ import annotations

import re

from policygraph.documents.boxes import find_boxes
from policygraph.documents.builder import TextBuilder
from policygraph.documents.encoding import decode
from policygraph.documents.source import Source
from policygraph.model import Document

__all__ = ["close_gaps", "normal_lines", "read", "write_text"]

_WIDE = "[\u3000-\u9fff\uff00-\uffef]"
_GAP = re.compile(f"{_WIDE} (?={_WIDE})")
_NO_GAP = re.compile(f"{_WIDE}(?={_WIDE})")
_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")


def normal_lines(text: str) -> str:
    """Return ``text`` with every kind of line, paragraph or page end as ``\\n``.

    >>> normal_lines("一\\r\\n二\\r三")
    '一\\n二\\n三'
    """
    return _LINE_ENDS.sub("\n", text)


def close_gaps(text: str) -> str:
    """Return a text that has a space behind every character, as some recognition programs write it, without them.

    >>> close_gaps("责 任 单 位 ： 市 财 政 局 ， 配 合 单 位 ： 市 教 育 局 、 市 水 利 局")
    '责任单位：市财政局，配合单位：市教育局、市水利局'
    """
    gaps = len(_GAP.findall(text))
    return re.sub(r"(?<=\S) (?=\S)", "", text) if gaps > 20 and gaps > 9 * len(_NO_GAP.findall(text)) else text


def write_text(text: str, builder: TextBuilder) -> None:
    """Write text to the builder; where a table is drawn in it with │ and ─, its rows take the drawing's place."""
    text = close_gaps(text)
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
