"""Make a document of pages: lines become paragraphs, ruled tables become tables, page furniture is left out.

A page has only characters and their positions. Lines, paragraphs and cells are found from the positions, as a reader of
the page does; see ``page_lines`` and ``page_tables``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from .builder import TextBuilder
from .page import PageContent
from .page_lines import PageLine, find_furniture, group_lines, join_lines, measure_margins
from .page_tables import PageTable, find_tables, goes_on, join_parts

__all__ = ["write_pages"]


def write_pages(pages: Sequence[PageContent], builder: TextBuilder) -> bool:
    """Write the text and the tables of pages.

    Args:
        pages: The pages in their order.
        builder: Collects the lines and tables.

    Returns:
        Whether any page has text.
    """
    pieces = [_find_pieces(page, number) for number, page in enumerate(pages)]
    furniture = find_furniture([[piece for piece in page if isinstance(piece, PageLine)] for page in pieces])
    _write([piece for page in pieces for piece in page if id(piece) not in furniture], builder)
    return any(pieces)


def _find_pieces(page: PageContent, number: int) -> list[PageLine | PageTable]:
    """Return the lines and tables of one page from top to bottom."""
    tables = list(find_tables(page))
    inside = frozenset[int]().union(*(table.chars for table in tables))
    outside = [char for char in page.chars if id(char) not in inside]
    pieces: list[PageLine | PageTable] = [*group_lines(outside, number, page.width, page.height), *tables]
    return sorted(pieces, key=lambda piece: piece.top)


def _write(pieces: Sequence[PageLine | PageTable], builder: TextBuilder) -> None:
    """Write paragraphs and tables, those parts of a table together that go on from page to page."""
    margins_of = measure_margins(piece for piece in pieces if isinstance(piece, PageLine))
    for _, group in groupby(pieces, key=type):
        run = list(group)
        for paragraph in join_lines([piece for piece in run if isinstance(piece, PageLine)], margins_of):
            builder.add_line(paragraph)
        tables: list[list[PageTable]] = []
        for part in (piece for piece in run if isinstance(piece, PageTable)):
            if tables and goes_on(tables[-1][-1], part):
                tables[-1].append(part)
            else:
                tables.append([part])
        for parts in tables:
            builder.add_table(join_parts(parts))
