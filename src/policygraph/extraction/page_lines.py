"""The lines of a page: page furniture, and tables that lost their grid."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .folding import fold
from .logical import Edit

__all__ = ["Line", "furniture", "lines_of", "lost_grids", "repeated_headers"]

#: Lines that are a page's and not the notice's: "# Page 12:", "- 3 -", 第3页 共5页.
_FURNITURE = re.compile(
    r"^[^\S\n]*(?:#+ *[Pp]age *\d+ *:?|[-—–·•] ?\d{1,4} ?[-—–·•]|第 ?\d{1,4} ?页(?:[ ,，/]*共 ?\d{1,4} ?页)?|\f)"
    r"[^\S\n]*$",
    re.MULTILINE,
)
_LINE = re.compile(r"[^\n]+")
_LONGEST_GAP = 200
#: Headers of columns: of any, of those that say who, of those that say what.
_COLUMN = re.compile(
    "^[^,。;:、\\d]*(?:序号|编号|单位|部门|机关|主体|责任人|领导|任务|措施|内容|事项|目标|要求|项目|举措|时限|时间|期限|备注|类别"
    "|领域|指标|名称|分工|标准|成果)(?:\\([^()]*\\))?$"
)
_BEARER = re.compile("单位|部门|机关|主体|分工")
_TASK = re.compile("任务|措施|内容|事项|目标|项目|举措|工作")
_LONGEST_HEADER, _MOST_COLUMNS = 14, 12
#: So many lines below a header show how wide the columns of its table are.
_FIRST_LINES = 30


class Line(NamedTuple):
    """A line without the white space around it: where it stands, its folded words, its width in columns."""

    start: int
    end: int
    words: str
    width: int
    indented: bool


def _width(text: str) -> int:
    """Columns of a text: two for a wide character."""
    return len(text) + sum(unicodedata.east_asian_width(char) in "WF" for char in text)


def lines_of(source: str, pages: Sequence[Edit]) -> Iterable[Line]:
    """The lines of a source that say something, without page furniture."""
    folded = fold(source)
    ends = [(page.start, page.end) for page in pages]
    index = 0
    for match in _LINE.finditer(folded):
        while index < len(ends) and ends[index][1] <= match.start():
            index += 1
        if index < len(ends) and ends[index][0] <= match.start():
            continue
        words = match.group().strip(" ")
        if words:
            start = match.start() + match.group().index(words)
            before = source[match.start() : start]
            yield Line(start, start + len(words), words, _width(words), "　" in before or len(before) > 1)


def furniture(source: str) -> Iterable[Edit]:
    """Page furniture, with the empty lines around it."""
    before = 0
    for match in _FURNITURE.finditer(source):
        start = len(source[before : match.start()].rstrip()) + before
        rest = source[match.end() : match.end() + _LONGEST_GAP]
        end = match.end() + len(rest) - len(rest.lstrip())
        # The last line break stays: whether the text runs on over it is seen later.
        end = source.rfind("\n", match.end(), end) if "\n" in source[match.end() : end] else match.end()
        if start < end:
            yield Edit(start, end, "")
            before = end


def lost_grids(lines: Sequence[Line]) -> Iterable[tuple[int, int, int]]:
    """Tables that lost their grid: where their header begins, where it ends, and where their last line is behind.

    A header is a run of short lines that name columns of tasks and of those responsible.
    """
    at = 0
    while at < len(lines):
        size = _header(lines, at)
        if not size:
            at += 1
            continue
        widest = max(line.width for line in lines[at : at + size + _FIRST_LINES])
        end = next((n for n in range(at, len(lines)) if lines[n].width > 1.6 * widest), len(lines))
        yield at, at + size, end
        at = end


def _header(lines: Sequence[Line], at: int) -> int:
    """How many lines from ``at`` name columns; 0 where they are no header."""
    size = 0
    while at + size < len(lines) and size < _MOST_COLUMNS:
        words = lines[at + size].words
        if len(words) > _LONGEST_HEADER or not _COLUMN.search(words):
            break
        size += 1
    names = [line.words for line in lines[at : at + size]]
    return size if size > 2 and any(map(_BEARER.search, names)) and any(map(_TASK.search, names)) else 0


def repeated_headers(lines: Sequence[Line], size: int) -> Iterable[Edit]:
    """A table's header where it is said again at the top of a page."""
    header = [line.words for line in lines[:size]]
    for at in range(size, len(lines) - size + 1):
        if lines[at].words == header[0] and [line.words for line in lines[at : at + size]] == header:
            yield Edit(lines[at - 1].end, lines[at + size - 1].end, "")
