"""Find the text of a PDF file on its pages, to show a passage on the picture of its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import SourceError
from ..files import decode_name
from .page import PageContent
from .page_lines import PageLine, group_lines
from .paged_text import find_pieces
from .pdf_page import read_pages
from .source_file import SourceFile, parsing

__all__ = ["PlacedLine", "place_lines"]

#: The number of letters in which a part is searched; fewer for a short one, which occurs in many places.
_REACH, _NEAR, _SHORT = 6000, 400, 3


class PlacedLine(NamedTuple):
    """A line, or a part of one: its passage, its page from 1, its box as fractions of the page's width and height."""

    start: int
    end: int
    page: int
    box: tuple[float, float, float, float]


class _Part(NamedTuple):
    """A part of a line on a page."""

    letters: str
    page: int
    box: tuple[float, float, float, float]
    in_table: bool


def place_lines(path: Path, text: str) -> list[PlacedLine]:
    """Find the lines of a PDF file in the text that was read from it.

    Args:
        path: The file.
        text: ``Document.text``.

    Returns:
        The lines that are found, in the order of the pages; empty for other files.
    """
    try:
        source = SourceFile(decode_name(path), path.read_bytes())
        if b"%PDF-" not in source.data[:1024]:
            return []
        with parsing(source, "PDF", "pypdfium2"):
            pages = read_pages(source)
            return list(_match(list(_list_parts(pages, _find_upright(source, pages))), text))
    except (SourceError, OSError):
        return []


def _list_parts(pages: Sequence[PageContent], upright: Sequence[bool]) -> Iterator[_Part]:
    """List the parts of the lines of pages in the order in which they are read."""
    for number, (page, pieces) in enumerate(zip(pages, find_pieces(pages), strict=True)):
        for piece in pieces if upright[number] else ():
            if isinstance(piece, PageLine):
                yield _part(page, number, piece, (piece.x0, piece.x1, piece.text))
                continue
            held = piece.chars
            for line in group_lines([char for char in page.chars if id(char) in held]):
                for word in line.words:
                    yield _part(page, number, line, word, in_table=True)


def _part(
    page: PageContent, number: int, line: PageLine, word: tuple[float, float, str], in_table: bool = False
) -> _Part:
    left, right, words = word
    across, down = 1 / (page.width or 1.0), 1 / (page.height or 1.0)
    box = (max(0.0, left * across), max(0.0, line.top * down), min(1.0, right * across), min(1.0, line.bottom * down))
    return _Part("".join(words.split()), number + 1, box, in_table)


def _find_upright(source: SourceFile, pages: Sequence[PageContent]) -> list[bool]:
    """Tell for each page whether it is shown with upright text: a wide table may be set across a page."""
    import pypdfium2

    with pypdfium2.PdfDocument(source.data) as pdf:
        shown = [pdf.get_page_size(number) for number in range(len(pages))]
    return [(page.width > page.height) == (width > height) for page, (width, height) in zip(pages, shown, strict=True)]


def _match(parts: Sequence[_Part], text: str) -> Iterator[PlacedLine]:
    """Find the letters of each part in those of the text.

    A line stands behind the line before it. The parts of a table come row by row, but its text is in cells: each part
    takes the first free place in the table, or on its page.
    """
    places = [at for at, letter in enumerate(text) if not letter.isspace()]
    letters = "".join(text[at] for at in places)
    taken = bytearray(len(letters))
    done = begun = 0
    before: tuple[int, bool] = (0, False)
    for part in parts:
        if (part.page, part.in_table) != before:
            before, begun = (part.page, part.in_table), done
        reach = _NEAR if len(part.letters) < _SHORT else _REACH
        at = _find_free(letters, part.letters, begun if part.in_table else done, reach, taken)
        if at >= 0:
            end = at + len(part.letters)
            taken[at:end] = b"\1" * (end - at)
            done = max(done, end)
            yield PlacedLine(places[at], places[end - 1] + 1, part.page, part.box)


def _find_free(letters: str, words: str, start: int, reach: int, taken: bytearray) -> int:
    """Find the first place of some letters that no other part has taken."""
    at = letters.find(words, start, start + reach) if words else -1
    while at >= 0 and any(taken[at : at + len(words)]):
        at = letters.find(words, at + 1, start + reach)
    return at
