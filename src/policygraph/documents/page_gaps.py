"""Tables without rulings: lines whose words stand in columns, with white space between these from top to bottom.

The page alone does not show which lines make a row, so such lines are written one by one, with runs of spaces that
keep every word in its column. ``extraction.tables.aligned_tables`` reads the rows, as in any text of this form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from .page_lines import PageLine
from .text import is_wide

__all__ = ["align_words", "split_at_gaps"]

_COLUMNS = 3  # the minimum of columns of a table without rulings; two are a signature or a list
_LINES = 3
_NARROW = 0.8  # characters: the minimum of white space between two columns
_APART = 3.0  # heights of a line: the maximum distance of rows

Space = tuple[float, float]


def split_at_gaps(lines: Sequence[PageLine]) -> Iterator[tuple[bool, list[PageLine]]]:
    """Split the lines of a text at tables without rulings.

    Args:
        lines: The lines in their order.

    Yields:
        Whether some lines are such a table, and the lines.

    Example:
        >>> words = ((0, 20, "任务"), (60, 80, "牵头单位"), (120, 140, "时限"))
        >>> line = PageLine("任务 牵头单位 时限", 0, 140, 0, 10, 10, words=words)
        >>> [(table, len(part)) for table, part in split_at_gaps([line] * 3)]
        [(True, 3)]
    """
    start = at = 0
    while at < len(lines):
        count = _count_rows(lines[at:]) if len(lines[at].words) >= _COLUMNS else 0
        if count:
            if at > start:
                yield False, list(lines[start:at])
            yield True, list(lines[at : at + count])
            start = at + count
        at += count or 1
    if start < len(lines):
        yield False, list(lines[start:])


def _count_rows(lines: Sequence[PageLine]) -> int:
    """Count the lines from the first on that leave white space in at least two places from top to bottom."""
    spaces: list[Space] = []
    count = spread = 0
    before: PageLine | None = None
    for line in lines:
        if before is not None:
            apart = line.top - before.top if line.page == before.page else 0.0
            if apart < 0 or apart > _APART * max(line.size, before.size) or line.column != before.column:
                break
        left = _intersect(spaces, line) if before is not None else _gaps(line)
        if len(left) < _COLUMNS - 1:
            break
        spaces, before = left, line
        count += 1
        spread += len(line.words) > 1
    return count if count >= _LINES and spread >= 2 and 2 * spread >= count else 0


def _gaps(line: PageLine) -> list[Space]:
    return [(a[1], b[0]) for a, b in pairwise(line.words) if b[0] - a[1] >= _NARROW * line.size]


def _intersect(spaces: Sequence[Space], line: PageLine) -> list[Space]:
    """Return the parts of some spaces that the words of a line leave free."""
    left: list[Space] = []
    for start, end in spaces:
        for x0, x1, _ in line.words:
            if x0 < end and x1 > start:
                # A word across the middle fills the space; a word at its side makes it narrower.
                if x0 <= (start + end) / 2 <= x1:
                    start = end
                elif x0 > (start + end) / 2:
                    end = min(end, x0)
                else:
                    start = max(start, x1)
        if end - start >= _NARROW * line.size:
            left.append((start, end))
    return left


def align_words(lines: Sequence[PageLine]) -> Iterator[str]:
    """Write lines with spaces that keep their words in columns: two columns for a wide character, one for any other.

    Args:
        lines: The lines of a table without rulings.

    Yields:
        The text of each line.

    Example:
        >>> line = PageLine("任务 时限", 0, 80, 0, 10, 10, words=((0, 20, "任务"), (60, 80, "时限")))
        >>> list(align_words([line]))
        ['任务        时限']
    """
    left = min(line.x0 for line in lines)
    unit = median(line.size for line in lines) / 2 or 1.0
    for line in lines:
        text, width = "", 0
        for x0, _, word in line.words:
            column = max(round((x0 - left) / unit), width + 2 if text else 0)
            text += " " * (column - width) + word
            width = column + sum(2 if is_wide(char) else 1 for char in word)
        yield text.rstrip()
