"""The lines of a page, and page furniture: lines that belong to the page, not to the notice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .folding import fold
from .logical import Edit
from .spans import find_overlap

__all__ = ["TextLine", "find_furniture", "measure_width", "read_lines"]

#: Page furniture: "# Page 12:", "- 3 -", 第3页 共5页.
_FURNITURE = re.compile(
    r"^[^\S\n]*(?:#+ *[Pp]age *\d+ *:?|[-—–·•] ?\d{1,4} ?[-—–·•]|第 ?\d{1,4} ?页(?:[ ,，/]*共 ?\d{1,4} ?页)?|\f)"
    r"[^\S\n]*$",
    re.MULTILINE,
)
_LINE = re.compile(r"[^\n]+")
_LONGEST_GAP = 200


class TextLine(NamedTuple):
    """A line without the white space around it: where it stands, its folded words, its width in columns."""

    start: int
    end: int
    words: str
    width: int
    indented: bool


def measure_width(text: str) -> int:
    """Count the columns of a text: one for an ASCII character, two for any other."""
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


def read_lines(source: str, pages: Sequence[Edit]) -> Iterable[TextLine]:
    """Yield the lines of a source that are not empty, without page furniture."""
    folded = fold(source)
    spans = [(page.start, page.end) for page in pages]
    for match in _LINE.finditer(folded):
        if spans and find_overlap(spans, match.start(), match.start() + 1) >= 0:
            continue
        line = match.group()
        words = line.strip(" ")
        if "|" in words and "|" not in words.strip("| "):
            # The rest of a table's rule behind a cell that stands alone in its line.
            words = words.strip("| ")
        if words:
            start = match.start() + line.index(words)
            before = source[match.start() : start]
            yield TextLine(
                start,
                start + len(words),
                words,
                measure_width(source[start : start + len(words)]),
                "　" in before or len(before) > 1,
            )


def find_furniture(source: str) -> Iterable[Edit]:
    """Find page furniture, with the empty lines around it."""
    before = 0
    for match in _FURNITURE.finditer(source):
        start = len(source[before : match.start()].rstrip()) + before
        rest = source[match.end() : match.end() + _LONGEST_GAP]
        end = match.end() + len(rest) - len(rest.lstrip())
        # The last line break stays: a later step decides whether the text continues across it.
        end = source.rfind("\n", match.end(), end) if "\n" in source[match.end() : end] else match.end()
        if start < end:
            yield Edit(start, end, "")
            before = end
