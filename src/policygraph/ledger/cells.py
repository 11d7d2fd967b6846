"""Helpers for the cells and sheets of a workbook: clean words, names, sizes, links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

from ..wellformed import wellformed

if TYPE_CHECKING:
    from .rows import Row

__all__ = [
    "MAX_CELL",
    "MAX_NAME",
    "RELATIVE",
    "clean",
    "column_letter",
    "count_lines",
    "find_runs",
    "finish_links",
    "join_lines",
    "name_sheet",
    "replace_forbidden",
]

#: The most characters of a cell and of a sheet's name in Excel.
MAX_CELL, MAX_NAME = 32_767, 31
#: A line break with a Chinese character or mark on one side: no space belongs there.
_CHINESE_BREAK = re.compile(r"(?<=[\u2e80-\uffef])[^\S\n]*\n\s*|[^\S\n]*\n\s*(?=[\u2e80-\uffef])")
#: The prefix of relative addresses until the workbook is complete: XlsxWriter turns the slashes of a relative address
#: into backslashes, also in its anchor, and no browser follows such an address.
RELATIVE = "relative://"


def finish_links(name: str, content: bytes) -> bytes:
    """Make the relative addresses of links relative, in the part of a workbook that has them."""
    return content.replace(f'Target="{RELATIVE}'.encode(), b'Target="') if name.endswith(".rels") else content


def find_runs(rows: Sequence[Row], field: str) -> Iterator[tuple[int, int, str]]:
    """Find rows next to each other with the same words; a heading is the same within its document only.

    Args:
        rows: The rows of a sheet.
        field: The column.

    Yields:
        The first and the last row of each run, from 0, and the words.
    """
    at = 0

    def words(row: Row) -> tuple[object, ...]:
        return (row.values.get("source"), row.values.get(field))

    for key, group in groupby(rows, words):
        count = len(list(group))
        if key[1]:
            yield at, at + count - 1, str(key[1])
        at += count


def replace_forbidden(value: object) -> str:
    """Return a value as words without characters that XML cannot hold."""
    return wellformed(str(value).encode("utf-8", "surrogatepass")).decode()


def clean(value: object) -> str:
    """Return a value as words for a cell: without characters that XML cannot hold, and cut to the limit of Excel."""
    return replace_forbidden(value)[:MAX_CELL]


def join_lines(words: str) -> str:
    r"""Join the lines of a quote: without a space at a break in Chinese, with one between other words.

    Args:
        words: The words with the line breaks of their source.

    Returns:
        The words on one line.

    Example:
        >>> join_lines("市公积金中\n心、市水利局"), join_lines("the\n  lead")
        ('市公积金中心、市水利局', 'the lead')
    """
    joined = _CHINESE_BREAK.sub("", words.strip())
    return " ".join(joined.split())


def count_lines(words: str, width: int) -> int:
    """Return the number of lines of the words in a column whose width is a number of Chinese characters."""
    return sum(max(1, ceil(_width(line) / width)) for line in words.split("\n"))


def _width(line: str) -> float:
    """Return the width of a line in Chinese characters."""
    return sum(1.0 if ord(each) > 0x2E80 else 0.55 for each in line)


def column_letter(column: int) -> str:
    """Return the letter of a column, counted from 0."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def name_sheet(name: str, taken: set[str]) -> str:
    """Make a name that Excel accepts and that no other sheet has.

    Args:
        name: The wanted name.
        taken: The names of the other sheets; the new one is added. Case is ignored.

    Returns:
        The name.

    Example:
        >>> name_sheet("市委/市政府", {"市委_市政府"})
        '市委_市政府(2)'
    """
    clean = "".join("_" if each in "[]:*?/\\" or ord(each) < 32 else each for each in name).strip("' ") or "1"
    found, number = clean[:MAX_NAME], 1
    while found.casefold() in {each.casefold() for each in taken}:
        number += 1
        end = f"({number})"
        found = clean[: MAX_NAME - len(end)] + end
    taken.add(found)
    return found
