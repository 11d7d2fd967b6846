"""Show results: as one line of text, as Markdown, as a table in a notebook, as a pandas data frame.

Headings are the names of columns and attributes, as code uses them: a table has no language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, TypeVar, overload

from .errors import UsageError

if TYPE_CHECKING:
    import pandas

__all__ = ["SHOWN_ROWS", "Listing", "escape_markdown", "make_frame", "shorten", "write_html_table"]

#: The most rows of a result that a notebook shows, and the most characters of a cell.
SHOWN_ROWS = 20
_SHOWN_CHARACTERS = 120
#: Characters that Markdown takes for markup, the border of a cell among them.
_MARKUP = re.compile(r"([\\`*_\[\]<>#|])")

T = TypeVar("T")


def shorten(value: object, most: int = _SHOWN_CHARACTERS) -> str:
    """Write a value as one short line.

    Args:
        value: Any value; ``None`` is empty, the parts of a tuple or list are joined.
        most: The largest number of characters.

    Returns:
        The line.

    Example:
        >>> shorten(("a", "b")), shorten(0.5), shorten("x" * 9, 4), shorten(None)
        ('a, b', '0.5', 'xxx…', '')
    """
    if value is None:
        return ""
    if isinstance(value, (tuple, list)):
        value = ", ".join(map(str, value))
    line = " ".join((f"{value:.4g}" if isinstance(value, float) else str(value)).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def escape_markdown(words: str) -> str:
    r"""Escape words for Markdown.

    Args:
        words: The words.

    Returns:
        The words on one line, without markup.

    Example:
        >>> print(escape_markdown("a|b\n*c*"))
        a\|b \*c\*
    """
    return _MARKUP.sub(r"\\\1", " ".join(words.split()))


def write_html_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, most: int = SHOWN_ROWS
) -> str:
    """Write a table for a notebook: escaped, without scripts, and of bounded size.

    Args:
        title: The content of the table.
        columns: The headings.
        rows: The rows; at most one more than is shown is read.
        most: The largest number of rows.

    Returns:
        The HTML.

    Example:
        >>> "&lt;b&gt;" in write_html_table("t", ["x"], [["<b>"]])
        True
    """
    found = list(islice(rows, most + 1))
    shown = [[escape(shorten(cell)) for cell in row] for row in found[:most]]
    if len(found) > most:
        shown.append(["…"] * len(columns))
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in shown)
    caption = f"<caption>{escape(title)}</caption>"
    return f"<table>\n{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"


def make_frame(rows: Iterable[Sequence[object]], columns: Sequence[str]) -> pandas.DataFrame:
    """Make a pandas data frame.

    Args:
        rows: The rows.
        columns: Their names.

    Returns:
        The data frame.

    Raises:
        UsageError: pandas is not installed; the message names the extra.
    """
    try:
        import pandas
    except ImportError:
        raise UsageError("needs_pandas") from None
    return pandas.DataFrame(list(rows), columns=list(columns))


class Listing(Sequence[T]):
    """A sequence that shows itself in a notebook as a table and converts to a data frame.

    Args:
        name: The name of its items, for its one-line ``repr``.
        items: The items.
        columns: The columns of its table.
        row: Makes the cells of one item.

    Example:
        >>> found = Listing("squares", [1, 4], ["n"], lambda n: [n])
        >>> found, len(found), found[1], found == [1, 4]
        (<2 squares>, 2, 4, True)
    """

    def __init__(
        self, name: str, items: Iterable[T], columns: Sequence[str], row: Callable[[T], Sequence[object]]
    ) -> None:
        self._name, self._items, self.columns, self._row = name, tuple(items), tuple(columns), row

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> Listing[T]: ...

    def __getitem__(self, at: int | slice) -> T | Listing[T]:
        if isinstance(at, slice):
            return Listing(self._name, self._items[at], self.columns, self._row)
        return self._items[at]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, (Listing, list, tuple)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._items)

    def __repr__(self) -> str:
        return f"<{len(self)} {self._name}>"

    def _repr_html_(self) -> str:
        return write_html_table(f"{len(self)} {self._name}", self.columns, map(self._row, self._items))

    def to_pandas(self) -> pandas.DataFrame:
        """Make a data frame with the columns of the table. Needs the extra ``pandas``.

        Returns:
            The data frame.

        Raises:
            UsageError: pandas is not installed.
        """
        return make_frame(map(self._row, self._items), self.columns)
