"""PDF with a text layer: lines joined to paragraphs, ruled tables read as tables.

A PDF knows characters and where they stand, and no more. What is a line, a paragraph or a cell is told from positions,
as a reader of the page tells it; ``pdf_lines`` and ``pdf_tables`` say how.
"""

from __future__ import annotations

from collections.abc import Sequence

from policygraph.documents.archive import refusing
from policygraph.documents.builder import TextBuilder
from policygraph.documents.pdf_lines import Line, join_lines, lines_of, margins, page_furniture
from policygraph.documents.pdf_page import PageContent, page_content
from policygraph.documents.pdf_tables import PageTable, find_tables, goes_on, put_together
from policygraph.documents.source import Source
from policygraph.model import Document

__all__ = ["read"]

_KIND = "PDF"
_PASSWORD = 4  # PDFium's number for "a password is needed"


def read(source: Source) -> Document:
    """Read the text layer of a PDF; one that has none, or asks for a password, is refused with what to do.

    PDFium may be used by one thread at a time: read many files in processes.
    """
    if not source.data.strip():
        raise source.error("file_empty")
    try:
        import pypdfium2
    except ImportError as error:
        raise source.missing("pypdfium2") from error
    builder = TextBuilder()
    with refusing(source, _KIND):
        try:
            pdf = pypdfium2.PdfDocument(source.data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD:
                raise source.error("pdf_locked") from error
            raise
        with pdf:
            contents = []
            for page in pdf:
                contents.append(page_content(page))
                page.close()
        unknown = sum(content.unknown for content in contents)
        if unknown > 0.5 * sum(len(content.chars) for content in contents):
            raise source.error("pdf_unknown_fonts")
        pages = [_pieces(content, number) for number, content in enumerate(contents)]
        if not any(pages):
            raise source.error("pdf_no_text")
        furniture = page_furniture([[piece for piece in page if isinstance(piece, Line)] for page in pages])
        _write([piece for page in pages for piece in page if id(piece) not in furniture], builder)
    return builder.document(source, "application/pdf")


def _pieces(page: PageContent, number: int) -> list[Line | PageTable]:
    """Return the lines and tables of one page from top to bottom."""
    tables = list(find_tables(page))
    inside = frozenset[int]().union(*(table.chars for table in tables))
    outside = [char for char in page.chars if id(char) not in inside]
    pieces: list[Line | PageTable] = [*lines_of(outside, number, page.width, page.height), *tables]
    return sorted(pieces, key=lambda piece: piece.top)


def _write(pieces: Sequence[Line | PageTable], builder: TextBuilder) -> None:
    margin = margins(piece for piece in pieces if isinstance(piece, Line))
    lines: list[Line] = []
    parts: list[PageTable] = []

    def end_lines() -> None:
        for paragraph in join_lines(lines, margin):
            builder.line(paragraph)
        lines.clear()

    def end_table() -> None:
        if parts:
            builder.table(put_together(parts))
            parts.clear()

    for piece in pieces:
        if isinstance(piece, Line):
            end_table()
            lines.append(piece)
        else:
            end_lines()
            if parts and not goes_on(parts[-1], piece):
                end_table()
            parts.append(piece)
    end_lines()
    end_table()
