"""Read CSV and TSV task tables: encoding and delimiter are detected, the standard library handles quotes."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from ..model import Document
from .builder import TextBuilder
from .grid import Spanned, spread
from .source_file import SourceFile, decode

__all__ = ["read"]

_DELIMITERS = ",\t;|，"
_SAMPLE_ROWS = 100
_EXCEL_HINT = re.compile(r"sep=(.)\s*\n")


def read(source: SourceFile) -> Document:
    """Read a table whose first row, after a title row if there is one, names the columns.

    Args:
        source: The file.

    Returns:
        The document.

    Raises:
        SourceError: A quote is never closed.
    """
    text = decode(source)
    hint = _EXCEL_HINT.match(text)
    if hint:
        text = "\n" + text[hint.end() :]  # the lines keep their numbers
    delimiter = hint.group(1) if hint else _detect_delimiter(text)
    builder = TextBuilder()
    builder.add_table(spread([Spanned(value) for value in row] for row in _rows(source, text, delimiter)))
    return builder.make_document(source, "text/tab-separated-values" if delimiter == "\t" else "text/csv")


def _rows(source: SourceFile, text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the rows. An empty line is added at the end; only a quote that is never closed would include it."""
    lines = [*io.StringIO(text, newline=""), ""]
    rows = csv.reader(lines, delimiter=delimiter)
    first = 0
    try:
        for row in rows:
            # In a row of one line a stray quote does no harm; in a row of several lines it would swallow other rows.
            if rows.line_num > first + 1:
                list(csv.reader(lines[first : rows.line_num], delimiter=delimiter, strict=True))
            yield row
            first = rows.line_num
    except csv.Error as error:
        raise source.error("csv_open_quote", line=str(first + 1), reason=error) from error


def _detect_delimiter(text: str) -> str:
    """Return the delimiter with which the most rows have the same number of columns, and more than one."""

    def score(delimiter: str) -> tuple[float, int]:
        widths: Counter[int] = Counter()
        try:
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
                if row:
                    widths[len(row)] += 1
                if widths.total() >= _SAMPLE_ROWS:
                    break
        except csv.Error:
            return 0.0, 0
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        return (count / widths.total(), width) if width > 1 else (0.0, 0)

    return max(_DELIMITERS, key=score)
