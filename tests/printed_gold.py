"""The annotated notices printed as pages, and the F1 of what is read of them."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING

from policygraph.documents import read as read_document
from policygraph.errors import SourceError
from policygraph.extraction import extract
from policygraph.model import Document
from policygraph.scoring.gold import read_annotation
from policygraph.scoring.outcomes import compare_document
from policygraph.scoring.readings import measures_of
from policygraph.scoring.records import ScoredDocument
from policygraph.scoring.scores import compute_scores

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["measure_f1", "print_document"]

STYLE = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm }
body { font: 16pt/28pt "Noto Serif CJK SC", serif; text-align: justify; margin: 0 }
p { margin: 0; text-indent: 2em }
"""


def print_document(browser: Browser, path: Path) -> bytes:
    """Print a page as it is, and the paragraphs of any other document as official documents are set."""
    if path.suffix in (".html", ".htm"):
        markup = path.read_text(encoding="utf-8", errors="replace")
    else:
        lines = [line.strip() for line in read_document(path).text.splitlines() if line.strip()]
        paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
        markup = f"<meta charset=utf-8><style>{STYLE}</style>{paragraphs}"
    page = browser.new_page()
    page.set_content(markup)
    pdf: bytes = page.pdf(format="A4", prefer_css_page_size=True)
    page.close()
    return pdf


def measure_f1(gold: Path, document: Document) -> float:
    """The F1 of who does what in which role."""
    [wanted] = read_annotation(gold)
    try:
        measures = tuple(measures_of(extract(document, "x", None, None, "x")))
    except SourceError:
        measures = ()
    return compute_scores(compare_document(wanted, ScoredDocument("x", measures)), 1).role.f1
