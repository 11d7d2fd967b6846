"""The logical text of a document: paragraphs as they were written, without what a page or a converter put into them.

Text taken from PDF has a line break every forty characters, in the middle of names and labels, with page numbers
between. ``restore`` joins such lines and leaves page furniture out. All later steps read the logical text; quotes and
offsets that leave this package are the source's (``Logical.evidence``).
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence

from ..registry import any_of, lexicon
from .tables.aligned_lines import find_aligned_tables
from .tables.aligned_tables import restore_aligned_table
from .tables.flat_tables import FlatTable, find_lost_grids, restore_table
from .text.folding import fold
from .text.logical import Edit, Logical
from .text.markers import HAN_DIGIT, MARKER_ALONE, PARAGRAPH
from .text.page_lines import TextLine, find_furniture, read_lines
from .text.spans import find_overlap

__all__ = ["restore"]


#: The share of the page's width from which a line is full, and the share of the full lines that must end within a
#: sentence for a text to count as broken at its page's width.
_FULL, _BROKEN = 0.9, 0.3
#: The maximum width of a page in columns; wider lines are paragraphs of their own.
_WIDEST = 150

_SENTENCE_END = frozenset("。!?")
_GOES_ON_AFTER = frozenset("、,;(“‘《〈")
_GOES_ON_BEFORE = frozenset("、,。;:!?)”’》〉.")
_LABEL = re.compile(r" *[一-龥 ]{2,14}:")
#: A line that is nothing but a label: its value begins in the next.
_ONLY_LABEL = re.compile(r"[\s(]*[一-龥 ]{2,10}(?:单位|部门|机关|机构|主体|时限|时间|期限) *: *$")
#: The space that converters put between the figures of a date and its words: 2023 年1 月19 日.
_SPACE_IN_DATE = re.compile(
    r"(?<=\d)[ \u00a0\u3000]{1,3}(?=[年月日])|(?<=[年月])[ \u00a0\u3000]{1,3}(?=\d{1,2}\s{0,3}[月日])"
)
_DATE = re.compile(
    rf" *(?:20\d\d|{HAN_DIGIT}{{4}}) *年 *(?:\d{{1,2}}|{HAN_DIGIT}{{1,3}}) *月"
    rf" *(?:\d{{1,2}}|{HAN_DIGIT}{{1,3}}) *日? *$"
)
#: 某政发〔2024〕5号, on a line of its own; the end of a title, behind which the addressees stand.
_NOTICE_NUMBER = re.compile(r"[一-龥]{2,14} ?\((?:19|20)\d\d\) ?\d{1,5} ?号$")
_NOTICE_TITLE = re.compile(rf"{any_of(lexicon().titles['notices'])}(?:\([^()]*\))?$")
#: A quoted phrase that a converter put on a line of its own.
_QUOTED = re.compile("[“‘][^“”‘’]+[”’]")
_PUNCTUATION = re.compile(r"[,。;:、]")
_BRACKET = re.compile("[()]")
_LONGEST_BRACKET = 1500
#: The maximum number of pieces into which a converter cuts one line of a page.
_MOST_PIECES = 8


def restore(source: str, kept: Sequence[tuple[int, int]] = ()) -> tuple[Logical, list[FlatTable]]:
    r"""Restore the logical text of a source: join wrapped lines, remove page furniture. Time is linear in the text.

    Args:
        source: The text as its reader returned it.
        kept: Spans whose lines stay as they are: the cells of tables that the file itself has.

    Returns:
        The logical text, which maps its passages to the source, and the tables in it that had lost their grid. Each
        cell of these has a line of its own in the text.

    Example:
        >>> restore("一、推行微改革。鼓励银行进驻大厅。\n")[0].text
        '一、推行微改革。鼓励银行进驻大厅。\n'
    """
    pages = list(find_furniture(source))
    lines = list(read_lines(source, pages))
    tables: list[FlatTable] = []
    spans = list(kept)
    running: list[list[TextLine]] = []
    at = 0
    # Before lines are joined, since joining would destroy the columns.
    for aligned in find_aligned_tables(source, lines, sorted(kept)):
        table = restore_aligned_table(aligned)
        if table:
            tables.append(table)
            spans.append((lines[aligned.start].start, table.edit.end))
            running.append(lines[at : aligned.start])
            at = bisect.bisect_left(lines, table.edit.end, key=lambda line: line.start)
    running.append(lines[at:])
    for part in running:
        for grid in find_lost_grids(part, pages):
            table = restore_table(part, grid)
            if table:
                tables.append(table)
                spans.append((part[grid.start].start, table.edit.end))
    tables.sort(key=lambda table: table.edit.start)
    rows = {line.start for line in _find_table_rows(source, lines)}
    spans += [(line.start, line.end) for line in lines if line.start in rows]
    edits = [table.edit for table in tables]
    edits += _outside(tables, [Edit(match.start(), match.end(), "") for match in _SPACE_IN_DATE.finditer(source)])
    if width := _page_width([line for part in running for line in part if line.start not in rows]):
        edits += _joins(source, lines, width, spans)
    return Logical.edited(source, _with_pages(sorted(edits), pages)), tables


def _find_table_rows(source: str, lines: Sequence[TextLine]) -> Iterable[TextLine]:
    """Find the rows of tables copied from a spreadsheet: neighbouring lines with equally many cells between tabs."""
    counts = [_count_cells(source[line.start : line.end]) for line in lines]
    for at, line in enumerate(lines):
        if counts[at] > 1 and counts[at] in (counts[at - 1] if at else 0, *counts[at + 1 : at + 2]):
            yield line


def _count_cells(words: str) -> int:
    """Count the cells of a row; 1 if the only tab stands behind the number of an item."""
    cells = words.strip().split("\t")
    return 1 if len(cells) == 2 and MARKER_ALONE.fullmatch(fold(cells[0]).strip()) else len(cells)


def _outside(tables: Sequence[FlatTable], edits: Sequence[Edit]) -> Iterable[Edit]:
    """Return the edits outside of the tables."""
    spans = [(table.edit.start, table.edit.end) for table in tables]
    return (edit for edit in edits if find_overlap(spans, edit.start, edit.start + 1) < 0)


def _with_pages(edits: Sequence[Edit], pages: Sequence[Edit]) -> list[Edit]:
    """Add the edits for page furniture outside of the other edits."""
    spans = [(edit.start, edit.end) for edit in edits]
    return sorted([*edits, *(page for page in pages if find_overlap(spans, page.start, page.start + 1) < 0)])


def _page_width(lines: Sequence[TextLine]) -> int:
    """Find the width at which the lines of a text are broken; 0 if every line is a paragraph."""
    widths = sorted(line.width for line in lines if line.width >= 40)
    if len(widths) < 4 or (widths[-1] > 2 * _WIDEST and widths[int(len(widths) * 0.9)] > _WIDEST):
        return 0
    width = widths[int(len(widths) * 0.8)]
    full = [line for line in lines if line.width >= _FULL * width]
    broken = sum(line.words[-1] not in _SENTENCE_END and line.words[-1] not in ":)" for line in full)
    return width if width <= _WIDEST and broken >= max(3, _BROKEN * len(full)) else 0


def _joins(source: str, lines: Sequence[TextLine], width: int, kept: Sequence[tuple[int, int]]) -> Iterable[Edit]:
    """Yield edits that remove the line breaks made by a page's width."""
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
    """The beginning of a paragraph: its first line, the number of its lines, and properties of all its words."""

    def __init__(self, first: TextLine) -> None:
        self.first, self.lines = first, 0
        self.marker = PARAGRAPH.match(first.words)
        self.punctuated = False
        self._depth = self._since = 0
        self.add(first)

    def add(self, line: TextLine) -> None:
        """Add the next line."""
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
        """Whether a bracket is still open, and not for longer than a statement may be."""
        return self._depth > 0 and self._since <= _LONGEST_BRACKET


def _reaches_margin(lines: Sequence[TextLine], index: int, width: int) -> bool:
    """Tell whether a line ends at the page's margin. Of a line that a converter cut in pieces, the last piece does."""
    if lines[index].width >= 0.85 * width:
        return True
    so_far = 0
    for piece in reversed(lines[max(0, index - _MOST_PIECES) : index + 1]):
        so_far += piece.width
        if so_far > width + 4 or piece.width >= 0.85 * width:
            return False
        if so_far >= width - 4:
            return True
        # A line begins here.
        if PARAGRAPH.match(piece.words) or _DATE.match(piece.words) or _LABEL.match(piece.words):
            return False
    return False


def _goes_on(paragraph: _Paragraph, last: TextLine, line: TextLine, width: int, full: bool) -> bool:
    """Tell whether a paragraph continues in the next line; ``full``: its last line ends at the margin."""
    if line.words[0] in _GOES_ON_BEFORE:
        return True
    end = last.words[-1]
    marked = bool(PARAGRAPH.match(line.words) or _DATE.match(line.words) or _NOTICE_NUMBER.match(line.words))
    if _NOTICE_TITLE.search(last.words) and line.words.startswith("各"):
        return False
    if paragraph.open_bracket:
        closes = _BRACKET.search(line.words)
        return bool(closes and closes.group() == ")") or (full and not marked) or end in _GOES_ON_AFTER
    if marked or (line.indented and not paragraph.first.indented):
        return False
    if MARKER_ALONE.fullmatch(last.words) or _ONLY_LABEL.match(last.words):
        return True
    if end in _GOES_ON_AFTER or _QUOTED.fullmatch(last.words) or (line.words[0] in "“‘" and end not in _SENTENCE_END):
        return True
    if _LABEL.match(line.words):
        return False
    if end in _SENTENCE_END or end == ":":
        return end != ":" and last.width >= 0.97 * width
    if full:
        return True
    # A short line: in running text a converter broke it; a title, a signature or a label's value ends here.
    if _LABEL.match(paragraph.first.words):
        return False
    if paragraph.marker and paragraph.lines == 1 and last.width < 0.6 * width:
        return False
    return paragraph.punctuated
