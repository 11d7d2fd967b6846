"""Read PDF with a text layer."""

from __future__ import annotations

from ..model import Document
from .builder import TextBuilder
from .paged_text import write_pages
from .pdf_page import read_pages
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
        pages = read_pages(source)
        if sum(page.unknown for page in pages) > 0.5 * sum(len(page.chars) for page in pages):
            raise source.error("pdf_unknown_fonts")
        if not write_pages(pages, builder):
            raise source.error("pdf_no_text")
    return builder.make_document(source, "application/pdf")
