"""PDF with a text layer: lines joined to paragraphs, ruled tables read as tables.

A PDF knows characters and where they stand, and no more. What is a line, a paragraph or a cell is told from positions,
as a reader of the page tells it; ``pdf_lines`` and ``pdf_tables`` say how.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from policygraph.documents.archive import refusing
from policygraph.documents.builder import TextBuilder
from policygraph.documents.pdf_lines import Char, Line, join_lines, lines_of, margins, page_furniture
from policygraph.documents.pdf_tables import PageTable, find_tables, goes_on, put_together
from policygraph.documents.source import Source
from policygraph.model import Document

if TYPE_CHECKING:
    from pdfplumber.page import Page

__all__ = ["read"]

_KIND = "PDF"
_NO_TEXT = "has no text layer (its pages are pictures): run character recognition (OCR) first, then give its result"
# Fonts that were cut down name some characters by radicals or doubles that look the same: ⼀ for 一.
_DOUBLES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_UNKNOWN = re.compile(r"\(cid:\d+\)")


def read(source: Source) -> Document:
    """Read the text layer of a PDF; one that has none, or asks for a password, is refused with what to do."""
    if not source.data.strip():
        raise source.error("is empty: there is nothing in it")
    try:
        import pdfplumber
    except ImportError as error:
        raise source.missing("pdfplumber") from error
    builder = TextBuilder()
    with refusing(source, _KIND), _quiet():
        try:
            pdf = pdfplumber.open(io.BytesIO(source.data), raise_unicode_errors=False)
        except Exception as error:
            if "Password" in repr(error) or "Encryption" in repr(error):
                raise source.error("is encrypted: save it without a password") from error
            raise
        with pdf:
            pages = [_read_page(page, number) for number, page in enumerate(pdf.pages)]
        lines = [[piece for piece in page if isinstance(piece, Line)] for page in pages]
        text = "".join(line.text for page in lines for line in page)
        if not text and not any(pages):
            raise source.error(_NO_TEXT)
        if sum(map(len, _UNKNOWN.findall(text))) > 0.5 * len(text):
            raise source.error(f"{_NO_TEXT} (its fonts do not say which characters they draw)")
        furniture = page_furniture(lines)
        _write([piece for page in pages for piece in page if id(piece) not in furniture], builder)
    return builder.document(source, "application/pdf")


def _read_page(page: Page, number: int) -> list[Line | PageTable]:
    """Return the lines and tables of one page from top to bottom."""
    chars = [
        Char(_DOUBLES.sub(_plain, char["text"]), *(float(char[key]) for key in ("x0", "x1", "top", "bottom", "size")))
        for char in page.dedupe_chars(tolerance=1).chars
        if char["upright"] and char["text"]
    ]
    tables = list(find_tables(page, chars))
    inside = frozenset[int]().union(*(table.chars for table in tables))
    outside = [char for char in chars if id(char) not in inside]
    pieces: list[Line | PageTable] = [*lines_of(outside, number, float(page.width), float(page.height)), *tables]
    page.close()
    return sorted(pieces, key=lambda piece: piece.top)


def _plain(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match.group())


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


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries' warnings about odd fonts and fields off the user's screen."""
    loggers = [logging.getLogger(name) for name in ("pdfminer", "pdfplumber")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
