"""Read PDF: the text layer where it is text, and recognition where it is not."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Document
from .builder import TextBuilder
from .ocr_engine import ocr_installed
from .page import PageContent
from .paged_text import write_pages
from .pdf_page import read_pages, render_pages
from .recognition import MOST_PIXELS, recognise_pages, record_recognition
from .source_file import SourceFile, parsing
from .text_layer import needs_recognition

__all__ = ["read"]

_RESOLUTION = 220.0  # pixels per inch


def read(source: SourceFile) -> Document:
    """Read a PDF page by page.

    Args:
        source: The file.

    Returns:
        The document.

    Raises:
        SourceError: The file is empty, or has no text that can be read.
    """
    if not source.data.strip():
        raise source.error("file_empty")
    builder = TextBuilder()
    with parsing(source, "PDF", "pypdfium2"):
        pages = read_pages(source)
        chosen = {
            "auto": [n for n, page in enumerate(pages) if needs_recognition(page)],
            "always": list(range(len(pages))),
            "never": [],
        }[source.ocr]
        recognised = bool(chosen) and ocr_installed()
        if recognised:
            pages = _recognise(source, pages, chosen)
            record_recognition(builder, source)
        elif chosen:
            others = [page for n, page in enumerate(pages) if n not in chosen]
            if not any(page.chars for page in others):
                raise source.error("ocr_missing")
            builder.add_unread("page-not-recognised", ", ".join(str(n + 1) for n in chosen))
            pages = others
        elif sum(page.unknown for page in pages) > 0.5 * sum(len(page.chars) for page in pages):
            raise source.error("pdf_unknown_fonts")
        if not write_pages(pages, builder):
            raise source.error(
                "picture_no_text" if recognised else "pdf_no_text" if source.ocr == "never" else "file_no_text"
            )
    return builder.make_document(source, "application/pdf")


def _recognise(source: SourceFile, pages: Sequence[PageContent], chosen: Sequence[int]) -> list[PageContent]:
    """Put what is recognised in place of some pages."""
    pictures = render_pages(source, chosen, _RESOLUTION, MOST_PIXELS)
    made = zip(chosen, recognise_pages(pictures, lambda done: source.on_page(done, len(chosen))), strict=True)
    return [page for _, page in sorted({**dict(enumerate(pages)), **dict(made)}.items())]
