"""Make a document of pages: lines become paragraphs, ruled tables become tables, page furniture is left out.

A page has only characters and their positions. Columns, lines, paragraphs and cells are found from the positions, as a
reader of the page does; see ``page_columns``, ``page_lines`` and ``page_tables``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from .builder import TextBuilder
from .page import Char, PageContent
from .page_columns import Region, find_regions, list_gutters
from .page_gaps import align_words, split_at_gaps
from .page_lines import PageLine, find_furniture, group_lines, join_lines, measure_margins
from .page_tables import PageTable, find_tables, goes_on, join_parts, merge_near

__all__ = ["find_pieces", "write_pages"]

_NEAR = 20.0  # points: gutters of two pages nearer than this are one


def write_pages(pages: Sequence[PageContent], builder: TextBuilder) -> bool:
    """Write the text and the tables of pages.

    Args:
        pages: The pages in their order.
        builder: Collects the lines and tables.

    Returns:
        Whether any page has text.
    """
    pieces = find_pieces(pages)
    furniture = find_furniture([[piece for piece in page if isinstance(piece, PageLine)] for page in pieces])
    _write([piece for page in pieces for piece in page if id(piece) not in furniture], builder)
    return any(pieces)


def find_pieces(pages: Sequence[PageContent]) -> list[list[PageLine | PageTable]]:
    """Find the lines and tables of pages.

    Args:
        pages: The pages in their order.

    Returns:
        The lines and tables of each page in the order in which they are read, page furniture among them.
    """
    tables = [list(find_tables(page)) for page in pages]
    texts = []
    for page, found in zip(pages, tables, strict=True):
        inside = frozenset[int]().union(*(table.chars for table in found))
        texts.append([char for char in page.chars if id(char) not in inside])
    regions = [find_regions(chars) for chars in texts]
    gutters: dict[int, set[float]] = {}
    for page, cut in zip(pages, regions, strict=True):
        gutters.setdefault(round(page.width), set()).update(list_gutters(cut))
    pieces = []
    for number, page in enumerate(pages):
        known = merge_near(gutters[round(page.width)], _NEAR)  # each page has them where its text leaves room
        cut = find_regions(texts[number], known) if known else regions[number]
        pieces.append(list(_put_in_order(page, number, texts[number], tables[number], cut, known)))
    return pieces


def _put_in_order(
    page: PageContent,
    number: int,
    chars: Sequence[Char],
    tables: Sequence[PageTable],
    regions: Sequence[Region],
    gutters: Sequence[float],
) -> Iterator[PageLine | PageTable]:
    """Yield the lines and tables of one page, region by region."""
    for region in regions:
        within = [c for c in chars if region.holds((c.x0 + c.x1) / 2, (c.top + c.bottom) / 2)]
        lines = group_lines(within, number, page.width, page.height, region.column)
        if gutters and not region.column:
            lines = [replace(line, column=_find_column(line, gutters)) for line in lines]
        held = [table for table in tables if region.holds((table.edges[0] + table.edges[-1]) / 2, table.top)]
        pieces: list[PageLine | PageTable] = [*lines, *held]
        yield from sorted(pieces, key=lambda piece: piece.top)


def _find_column(line: PageLine, gutters: Sequence[float]) -> int:
    """Return the column of a page with gutters that a line lies in; 0 if it lies in several."""
    first, last = bisect_left(gutters, line.x0 + line.size), bisect_left(gutters, line.x1 - line.size)
    return first + 1 if first == last else 0


def _write(pieces: Sequence[PageLine | PageTable], builder: TextBuilder) -> None:
    """Write paragraphs and tables, those parts of a table together that go on from page to page."""
    margins_of = measure_margins(piece for piece in pieces if isinstance(piece, PageLine))
    for _, group in groupby(pieces, key=type):
        run = list(group)
        for spread, lines in split_at_gaps([piece for piece in run if isinstance(piece, PageLine)]):
            if spread:
                for text, line in zip(align_words(lines), lines, strict=True):
                    builder.add_line(text, line.scanned)
                continue
            for paragraph, scanned in join_lines(lines, margins_of):
                builder.add_line(paragraph, scanned)
        tables: list[list[PageTable]] = []
        for part in (piece for piece in run if isinstance(piece, PageTable)):
            if tables and goes_on(tables[-1][-1], part):
                tables[-1].append(part)
            else:
                tables.append([part])
        for parts in tables:
            builder.add_table(join_parts(parts))
