"""Read PDF with a text layer: lines become paragraphs, ruled tables become tables.

A PDF has only characters and their positions. Lines, paragraphs and cells are found from the positions, as a reader of
the page does; see ``pdf_lines`` and ``pdf_tables``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ..model import Document
from .builder import TextBuilder
from .pdf_lines import PdfLine, find_furniture, group_lines, join_lines, measure_margins
from .pdf_page import PageContent, read_pages
from .pdf_tables import PageTable, find_tables, goes_on, join_parts
from .source_file import SourceFile, parsing

__all__ = ["read"]


def read(source: SourceFile) -> Document:
    """Read the text layer of a PDF.

    Args:
        source: The file.

    Returns:
        The document.

    Raises:
        SourceError: The file is empty, or has no text layer of use.
    """
    if not source.data.strip():
        raise source.error("file_empty")
    builder = TextBuilder()
    with parsing(source, "PDF", "pypdfium2"):
        contents = read_pages(source)
        unknown = sum(content.unknown for content in contents)
        if unknown > 0.5 * sum(len(content.chars) for content in contents):
            raise source.error("pdf_unknown_fonts")
        pages = [_find_pieces(content, number) for number, content in enumerate(contents)]
        if not any(pages):
            raise source.error("pdf_no_text")
        furniture = find_furniture([[piece for piece in page if isinstance(piece, PdfLine)] for page in pages])
        _write([piece for page in pages for piece in page if id(piece) not in furniture], builder)
    return builder.make_document(source, "application/pdf")


def _find_pieces(page: PageContent, number: int) -> list[PdfLine | PageTable]:
    """Return the lines and tables of one page from top to bottom."""
    tables = list(find_tables(page))
    inside = frozenset[int]().union(*(table.chars for table in tables))
    outside = [char for char in page.chars if id(char) not in inside]
    pieces: list[PdfLine | PageTable] = [*group_lines(outside, number, page.width, page.height), *tables]
    return sorted(pieces, key=lambda piece: piece.top)


def _write(pieces: Sequence[PdfLine | PageTable], builder: TextBuilder) -> None:
    """Write paragraphs and tables, those parts of a table together that go on from page to page."""
    margins_of = measure_margins(piece for piece in pieces if isinstance(piece, PdfLine))
    for _, group in groupby(pieces, key=type):
        run = list(group)
        for paragraph in join_lines([piece for piece in run if isinstance(piece, PdfLine)], margins_of):
            builder.add_line(paragraph)
        tables: list[list[PageTable]] = []
        for part in (piece for piece in run if isinstance(piece, PageTable)):
            if tables and goes_on(tables[-1][-1], part):
                tables[-1].append(part)
            else:
                tables.append([part])
        for parts in tables:
            builder.add_table(join_parts(parts))
