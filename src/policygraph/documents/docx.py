"""Read Word documents: paragraphs and tables in their order, with the numbers that Word does not store in the text.

Text inserted by tracked changes counts, deleted text does not. Headers, footers, footnotes and comments are skipped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from ..model import Document
from .archive import open_archive
from .builder import TextBuilder
from .docx_styles import Element, Styles, W, integer, is_on, value_of
from .grid import MAX_COLUMNS, Cell, is_frame, square, tidy
from .html import write_markup
from .source_file import SourceFile, decode, parsing
from .text import normalise_lines, write_text

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

__all__ = ["read", "write_file"]

_KIND = "Word (.docx)"
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CHARACTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# Elements that are not visible: deletions, field codes, phonetic guides, the fallback of a drawing.
_UNSEEN = frozenset(
    (*(W + local for local in ["del", "moveFrom", "instrText", "rt", "pPr", "rPr", "tcPr", "sectPr"]), f"{_MC}Fallback")
)
_BLOCKS = (f"{W}p", f"{W}tbl", f"{W}altChunk")
_WRAPPERS = (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins")


def read(source: SourceFile) -> Document:
    """Read a Word file of the current format; ``office`` reads older ones.

    Args:
        source: The file.

    Returns:
        The document.
    """
    builder = TextBuilder()
    with parsing(source, _KIND, "python-docx"):
        write_file(source, builder)
    return builder.make_document(source, _MEDIA_TYPE)


def write_file(source: SourceFile, builder: TextBuilder) -> None:
    """Write the text and tables of a Word file.

    Args:
        source: The file.
        builder: Receives the text and the tables.

    Raises:
        SourceError: The file is truncated, of another kind, or too large when unpacked.
    """
    stream = open_archive(source, _KIND)
    import docx

    word = docx.Document(stream)
    _BodyWriter(word, builder).write(word.element.body)


class _BodyWriter:
    """Writes the body of one document."""

    def __init__(self, word: WordDocument, builder: TextBuilder) -> None:
        self._builder = builder
        self._styles = Styles(word)
        self._relations = word.part.rels

    def write(self, element: Element) -> None:
        """Write the blocks in an element, also those within other elements."""
        for blocks in _blocks(element):
            if blocks[-1].tag == f"{W}p":
                for line in self._lines(blocks):
                    self._builder.add_line(line)
            elif blocks[-1].tag == f"{W}tbl":
                self._table(blocks[-1])
            else:
                self._embedded_file(blocks[-1])

    def _lines(self, joined: Sequence[Element]) -> list[str]:
        """Return a paragraph's lines: its own with its number, then those of the text boxes anchored in it.

        Several paragraphs are one if the marks between them are deleted; it has the properties of the last.
        """
        boxes: list[Element] = []
        hidden = self._styles.hidden
        seen = (
            piece
            for each in joined
            if value_of(each.find(f"{W}pPr"), "pStyle") not in hidden
            for piece in _pieces(each, boxes, hidden)
        )
        text = normalise_lines("".join(seen)).replace("\t", " ")
        lines = list(filter(None, map(str.strip, text.split("\n"))))
        number = self._styles.number(joined[-1])  # Word counts empty paragraphs too
        if lines:
            lines[0] = number + lines[0]
        for box in boxes:
            lines += self._cell_lines(box)
        return lines

    def _table(self, table: Element) -> None:
        """Write a table; a table that only frames a larger one is written cell by cell."""
        size = _size(table)
        if any(inner is not table and (size == 1 or _size(inner) > size) for inner in table.iter(f"{W}tbl")):
            for row in _rows(table):
                for cell in _children(row, "tc"):
                    self.write(cell)
            return
        grid = self._grid(table)
        if len(grid) > 1 and len(grid[0]) > 1 and not is_frame(grid):
            self._builder.add_table(grid)
            return
        for cell in dict.fromkeys(cell for row in grid for cell in row if cell.text):
            self._builder.add_line(cell.text)

    def _grid(self, table: Element) -> list[list[Cell]]:
        """Return the cells of a table; a merged cell is in every place that it covers."""
        rows: list[list[Cell | None]] = []
        for row in _rows(table):
            before = integer(value_of(row.find(f"{W}trPr"), "gridBefore"), 0)
            line: list[Cell | None] = [None] * min(before, MAX_COLUMNS)
            for cell in _children(row, "tc"):
                properties = cell.find(f"{W}tcPr")
                width = max(1, min(integer(value_of(properties, "gridSpan"), 1), MAX_COLUMNS - len(line)))
                covered = None
                if _continues(properties, "hMerge"):
                    covered = line[-1] if line else None
                elif _continues(properties, "vMerge"):
                    covered = rows[-1][len(line)] if rows and len(line) < len(rows[-1]) else None
                line += [covered or Cell(tidy("\n".join(self._cell_lines(cell))))] * width
            rows.append(line)
        return square(rows)

    def _cell_lines(self, element: Element) -> list[str]:
        """Return the lines in a cell or a text box; each row of a table in it is a line."""
        lines = []
        for blocks in _blocks(element):
            if blocks[-1].tag == f"{W}p":
                lines += self._lines(blocks)
            elif blocks[-1].tag == f"{W}altChunk":
                self._unread(blocks[-1])
            else:
                for row in _rows(blocks[-1]):
                    lines.append(" ".join(line for cell in _children(row, "tc") for line in self._cell_lines(cell)))
        return lines

    def _embedded_file(self, chunk: Element) -> None:
        """Write an embedded file (``altChunk``), which Word would merge into the document when it saves."""
        relation = self._relations.get(chunk.get(f"{_R}id", ""))
        part = None if relation is None or relation.is_external else relation.target_part
        kind = "" if part is None else part.content_type
        source = SourceFile("" if part is None else str(part.partname), b"" if part is None else part.blob)
        if kind.endswith("html"):
            write_markup(decode(source), self._builder)
        elif kind.endswith("text/plain"):
            write_text(normalise_lines(decode(source)).rstrip("\n") + "\n", self._builder)
        elif kind.endswith("wordprocessingml.document"):
            write_file(source, self._builder)
        else:
            self._unread(chunk)

    def _unread(self, chunk: Element) -> None:
        """Record that an embedded file is not read."""
        relation = self._relations.get(chunk.get(f"{_R}id", ""))
        self._builder.add_unread("file-taken-in", "altChunk" if relation is None else relation.target_ref)


def _blocks(element: Element) -> Iterator[list[Element]]:
    """Yield the blocks; paragraphs whose separating marks are deleted come together."""
    joined: list[Element] = []
    for block in _single_blocks(element):
        if joined and block.tag != f"{W}p":
            yield joined
            joined = []
        joined.append(block)
        mark = block.find(f"{W}pPr/{W}rPr") if block.tag == f"{W}p" else None
        if mark is None or (mark.find(f"{W}del") is None and mark.find(f"{W}moveFrom") is None):
            yield joined
            joined = []
    if joined:
        yield joined


def _single_blocks(element: Element) -> Iterator[Element]:
    """Yield paragraphs, tables and embedded files, also those in content controls and tracked insertions."""
    for child in element:
        if child.tag in _BLOCKS:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
            yield from _single_blocks(child)


def _size(table: Element) -> int:
    return sum(1 for row in _rows(table) for _ in _children(row, "tc"))


def _rows(table: Element) -> Iterator[Element]:
    """Yield the visible rows."""
    return (row for row in _children(table, "tr") if not is_on(row.find(f"{W}trPr"), "hidden"))


def _children(element: Element, local: str) -> Iterator[Element]:
    """Yield rows of a table or cells of a row, which content controls may wrap."""
    for child in element:
        if child.tag == W + local:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, local)


def _pieces(element: Element, boxes: list[Element], hidden: Collection[str]) -> Iterator[str]:
    """Yield the visible text of a paragraph, without that of hidden styles; collect its text boxes."""
    for child in element:
        tag = child.tag
        if tag == f"{W}r":
            properties = child.find(f"{W}rPr")
            if is_on(properties, "vanish") or value_of(properties, "rStyle") in hidden:
                continue
        if tag == f"{W}t":
            yield child.text or ""
        elif tag in _CHARACTERS:
            yield _CHARACTERS[tag]
        elif tag == f"{W}txbxContent":
            boxes.append(child)
        elif isinstance(tag, str) and tag not in _UNSEEN:
            yield from _pieces(child, boxes, hidden)


def _continues(properties: Element | None, merge: str) -> bool:
    """Tell whether a cell continues a merged one and does not begin a new one."""
    found = None if properties is None else properties.find(W + merge)
    return found is not None and found.get(f"{W}val") != "restart"
