"""The logical text of a document: paragraphs as they were written, without what a page or a converter put into them.

Text taken from PDF has a line break every forty characters, in the middle of names and labels, with page numbers
between. ``restore`` joins such lines and leaves page furniture out. All later steps read the logical text; quotes and
offsets that leave this package are the source's (``Logical.evidence``).
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..model import Evidence
from .folding import fold

__all__ = ["Edit", "Logical", "restore"]


class Edit(NamedTuple):
    """A change to a text: ``source[start:end]`` is replaced by ``new``, which is shorter or as long, or inserted."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Logical:
    """A text put together of runs of a source, with the way back.

    ``starts`` says where each run begins in ``text``, ``origins`` where it stands in ``source``.
    """

    text: str
    source: str
    starts: tuple[int, ...] = (0,)
    origins: tuple[int, ...] = (0,)

    @classmethod
    def edited(cls, source: str, edits: Iterable[Edit]) -> Logical:
        """The source with edits in ascending order, none within another.

        >>> text = Logical.edited("市行政⏎审批局", [Edit(3, 4, "")])
        >>> text.text, text.evidence(0, 6)
        ('市行政审批局', Evidence(quote='市行政⏎审批局', start=0, end=7))
        """
        pieces: list[str] = []
        starts, origins = [0], [0]
        at = length = 0
        for start, end, new in edits:
            pieces.append(source[at:start])
            length += start - at
            if new:
                # What is put in stands where the text after it does.
                starts.append(length)
                origins.append(end)
                pieces.append(new)
                length += len(new)
            at = end
            starts.append(length)
            origins.append(end)
        pieces.append(source[at:])
        return cls("".join(pieces), source, tuple(starts), tuple(origins))

    def origin(self, offset: int) -> int:
        """Where the character at an offset of the text stands in the source."""
        piece = bisect.bisect_right(self.starts, offset) - 1
        return self.origins[piece] + offset - self.starts[piece]

    def offset(self, origin: int) -> int:
        """Where a character of the source stands in the text; for one that was left out, the next that was not."""
        piece = bisect.bisect_right(self.origins, origin) - 1
        at = self.starts[piece] + origin - self.origins[piece]
        return min(at, self.starts[piece + 1]) if piece + 1 < len(self.starts) else at

    def evidence(self, start: int, end: int) -> Evidence:
        """The passage of the source that a passage of the text stands for, first to last character."""
        first = self.origin(start)
        last = max(first, self.origin(end - 1) + 1) if end > start else first
        return Evidence(self.source[first:last], first, last)


#: Lines that are a page's and not the notice's: "# Page 12:", "- 3 -", 第3页 共5页.
_FURNITURE = re.compile(
    r"^[^\S\n]*(?:#+ *[Pp]age *\d+ *:?|[-—–·•] ?\d{1,4} ?[-—–·•]|第 ?\d{1,4} ?页(?:[ ,，/]*共 ?\d{1,4} ?页)?|\f)"
    r"[^\S\n]*$",
    re.MULTILINE,
)
_LINE = re.compile(r"[^\n]+")
#: Share of the lines that are as wide as a page, and of these that end within a sentence, from which a text is taken
#: to be broken at its page's width.
_FULL, _BROKEN = 0.9, 0.3
#: Columns of a page at most; wider lines are paragraphs of their own.
_WIDEST = 150

_SENTENCE_END = frozenset("。!?")
_GOES_ON_AFTER = frozenset("、,;(“‘《〈")
_GOES_ON_BEFORE = frozenset("、,。;:!?)”’》〉.")
_CN = "[一二三四五六七八九十百〇零]"
#: What a paragraph may begin with: a marker of an item, an attachment's name.
_MARKER = re.compile(
    rf" *(?:{_CN}{{1,4}} ?、|\((?:{_CN}{{1,4}}|\d{{1,3}})\)|\d{{1,3}} ?(?:[.]|、)(?!\d)|第{_CN}{{1,4}}[章节条篇]"
    r"|第\d{1,3}[章节条]|[①-⑳]|附件?\d{0,2} ?:?(?:$| )|抄送 ?:|附 ?:)"
)
_ONLY_MARKER = re.compile(rf"{_MARKER.pattern} *$")
_LABEL = re.compile(r" *[一-龥 ]{2,14}:")
#: A line that is nothing but a label: its value begins in the next.
_ONLY_LABEL = re.compile(r"[\s(]*[一-龥 ]{2,10}(?:单位|部门|机关|机构|主体|时限|时间|期限) *: *$")
_DATE = re.compile(rf" *(?:20\d\d|{_CN}{{4}}) *年 *(?:\d{{1,2}}|{_CN}{{1,3}}) *月 *(?:\d{{1,2}}|{_CN}{{1,3}}) *日? *$")
#: A quoted phrase that a converter put on a line of its own.
_QUOTED = re.compile("[“‘][^“”‘’]+[”’]")
_PUNCTUATION = re.compile(r"[,。;:、]")
_BRACKET = re.compile("[()]")
_LONGEST_GAP = 200
_LONGEST_BRACKET = 1500
#: In so many pieces a converter may have cut one line of a page.
_MOST_PIECES = 8


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


class _Line(NamedTuple):
    """A line without the white space around it: where it stands, its folded words, its width in columns."""

    start: int
    end: int
    words: str
    width: int
    indented: bool


def _width(text: str) -> int:
    """Columns of a text: two for a wide character."""
    return len(text) + sum(unicodedata.east_asian_width(char) in "WF" for char in text)


def restore(source: str, kept: Sequence[tuple[int, int]] = ()) -> Logical:
    """The logical text of a source: wrapped lines joined, page furniture left out.

    ``kept`` are spans whose lines stay as they are: the cells of tables that the file itself has. Time is linear in
    the text.

    >>> restore("一、推行微改革。鼓励银行进驻大厅。\\n").text
    '一、推行微改革。鼓励银行进驻大厅。\\n'
    """
    pages = list(_pages(source))
    lines = list(_lines(source, pages))
    edits: list[Edit] = []
    spans = list(kept)
    for start, body, end in _tables(lines):
        spans.append((lines[start].start, lines[end - 1].end))
        edits += _repeated(lines[start:end], body - start)
    if width := _page_width(lines):
        edits += _joins(source, lines, width, spans)
    return Logical.edited(source, _with_pages(sorted(edits), pages))


def _pages(source: str) -> Iterable[Edit]:
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


def _repeated(lines: Sequence[_Line], size: int) -> Iterable[Edit]:
    """A table's header where it is said again at the top of a page."""
    header = [line.words for line in lines[:size]]
    for at in range(size, len(lines) - size + 1):
        if lines[at].words == header[0] and [line.words for line in lines[at : at + size]] == header:
            yield Edit(lines[at - 1].end, lines[at + size - 1].end, "")


def _with_pages(edits: Sequence[Edit], pages: Sequence[Edit]) -> list[Edit]:
    """The edits and those of page furniture that lies in none of them."""
    starts = [edit.start for edit in edits]
    found = list(edits)
    for page in pages:
        index = bisect.bisect_right(starts, page.start) - 1
        if index < 0 or edits[index].end < page.end:
            found.append(page)
    return sorted(found)


def _tables(lines: Sequence[_Line]) -> Iterable[tuple[int, int, int]]:
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


def _header(lines: Sequence[_Line], at: int) -> int:
    """How many lines from ``at`` name columns; 0 where they are no header."""
    size = 0
    while at + size < len(lines) and size < _MOST_COLUMNS:
        words = lines[at + size].words
        if len(words) > _LONGEST_HEADER or not _COLUMN.search(words):
            break
        size += 1
    names = [line.words for line in lines[at : at + size]]
    return size if size > 2 and any(map(_BEARER.search, names)) and any(map(_TASK.search, names)) else 0


def _lines(source: str, pages: Sequence[Edit]) -> Iterable[_Line]:
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
            yield _Line(start, start + len(words), words, _width(words), "　" in before or len(before) > 1)


def _page_width(lines: Sequence[_Line]) -> int:
    """The width at which the lines of a text are broken; 0 where they are paragraphs as they were written."""
    widths = sorted(line.width for line in lines if line.width >= 40)
    if len(widths) < 4 or (widths[-1] > 2 * _WIDEST and widths[int(len(widths) * 0.9)] > _WIDEST):
        return 0
    width = widths[int(len(widths) * 0.8)]
    full = [line for line in lines if line.width >= _FULL * width]
    broken = sum(line.words[-1] not in _SENTENCE_END and line.words[-1] not in ":)" for line in full)
    return width if width <= _WIDEST and broken >= max(3, _BROKEN * len(full)) else 0


def _joins(source: str, lines: Sequence[_Line], width: int, kept: Sequence[tuple[int, int]]) -> Iterable[Edit]:
    """The line breaks that a page's width made, as edits."""
    whole = bytearray(len(source) + 1)
    for start, end in kept:
        whole[start:end] = b"\1" * (end - start)
    paragraph = _Paragraph(lines[0])
    for index in range(1, len(lines)):
        before, line = lines[index - 1], lines[index]
        full = _reaches_margin(lines, index - 1, width)
        if whole[before.end - 1] or whole[line.start] or not _goes_on(paragraph, before, line, width, full):
            paragraph = _Paragraph(line)
            continue
        paragraph.add(line)
        words = before.words[-1] + line.words[0]
        yield Edit(before.end, line.start, " " if words.isascii() and words.isalpha() else "")


class _Paragraph:
    """A paragraph so far: its first line, how many there are, and what is known of all its words."""

    def __init__(self, first: _Line) -> None:
        self.first, self.lines = first, 0
        self.marker = _MARKER.match(first.words)
        self.punctuated = False
        self._depth = self._since = 0
        self.add(first)

    def add(self, line: _Line) -> None:
        """Take in the next line."""
        begin = self.marker.end() if self.marker and not self.lines else 0
        self.lines += 1
        self.punctuated = self.punctuated or bool(_PUNCTUATION.search(line.words, begin))
        self._since += len(line.words)
        for bracket in _BRACKET.finditer(line.words, begin):
            if bracket.group() == ")":
                self._depth = max(0, self._depth - 1)
            else:
                self._depth += 1
                self._since = self._since if self._depth > 1 else len(line.words) - bracket.start()

    @property
    def open_bracket(self) -> bool:
        """Is a bracket still open, and not for longer than a statement may be?"""
        return self._depth > 0 and self._since <= _LONGEST_BRACKET


def _reaches_margin(lines: Sequence[_Line], index: int, width: int) -> bool:
    """Does a line end at the page's margin? Converters cut some lines in pieces; then the last piece ends there."""
    if lines[index].width >= 0.85 * width:
        return True
    so_far = 0
    for piece in reversed(lines[max(0, index - _MOST_PIECES) : index + 1]):
        so_far += piece.width
        if so_far > width + 4 or piece.width >= 0.85 * width:
            return False
        if so_far >= width - 4:
            return True
        # These begin a line.
        if _MARKER.match(piece.words) or _DATE.match(piece.words) or _LABEL.match(piece.words):
            return False
    return False


def _goes_on(paragraph: _Paragraph, last: _Line, line: _Line, width: int, full: bool) -> bool:
    """Does a paragraph go on in the next line? ``full``: its last line ends at the margin."""
    if line.words[0] in _GOES_ON_BEFORE:
        return True
    end = last.words[-1]
    marked = bool(_MARKER.match(line.words) or _DATE.match(line.words))
    if paragraph.open_bracket:
        closes = _BRACKET.search(line.words)
        return bool(closes and closes.group() == ")") or (full and not marked) or end in _GOES_ON_AFTER
    if marked or (line.indented and not paragraph.first.indented):
        return False
    if _ONLY_MARKER.fullmatch(last.words) or _ONLY_LABEL.match(last.words):
        return True
    if end in _GOES_ON_AFTER or _QUOTED.fullmatch(last.words) or (line.words[0] in "“‘" and end not in _SENTENCE_END):
        return True
    if _LABEL.match(line.words):
        return False
    if end in _SENTENCE_END or end == ":":
        return end != ":" and last.width >= 0.97 * width
    if full:
        return True
    # A short line: within running text a converter broke it; a title, a signature or a label's value ends.
    if _LABEL.match(paragraph.first.words):
        return False
    if paragraph.marker and paragraph.lines == 1 and last.width < 0.6 * width:
        return False
    return paragraph.punctuated
