"""Tables for people on standard output: aligned, Chinese characters too, without colours or markup."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

__all__ = ["print_table"]

#: A width at which no line of a file or pipe is folded.
_UNBOUNDED = 100_000


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Print a table.

    Args:
        headings: The headings of the columns.
        rows: The cells.

    Returns:
        The number of rows.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*row)
    width = None if sys.stdout.isatty() else _UNBOUNDED
    Console(file=sys.stdout, width=width, markup=False, highlight=False).print(table)
    return table.row_count
