"""Word documents: paragraphs and tables in their order, with the numbers that Word keeps outside the text.

Inserted text of tracked changes counts, deleted text does not. Headers, footers, footnotes and comments are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from policygraph.documents.archive import open_archive, refusing
from policygraph.documents.builder import TextBuilder
from policygraph.documents.encoding import decode
from policygraph.documents.grid import Cell, is_frame, square, tidy
from policygraph.documents.html import write_markup
from policygraph.documents.numbering import Numbering
from policygraph.documents.source import Source
from policygraph.documents.text import normal_lines, write_text
from policygraph.documents.word_markup import (
    Element,
    children,
    continues,
    integer,
    is_on,
    lays_out,
    paragraphs,
    pieces,
    rows_of,
    value_of,
)
from policygraph.model import Document

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

__all__ = ["read"]

_KIND = "Word (.docx)"
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MAX_COLUMNS = 512
#: Formats of files in a document (``altChunk``) that are read.
_CHUNKS = ("html", "text/plain", "wordprocessingml.document")


def _name(local: str) -> str:
    return _W + local


def read(source: Source) -> Document:
    """Read a Word file of the present format; older ones (.doc, .wps) must be saved as .docx first."""
    stream = open_archive(source, _KIND, "[Content_Types].xml")
    try:
        import docx
    except ImportError as error:
        raise source.missing("python-docx") from error
    with refusing(source, _KIND):
        word = docx.Document(stream)
        builder = TextBuilder()
        _Body(word, builder).write(word.element.body)
    return builder.document(source, _MEDIA_TYPE)


class _Body:
    def __init__(self, word: WordDocument, builder: TextBuilder) -> None:
        self._builder = builder
        self._numbering = Numbering(_numbering_root(word), _name)
        self._style_lists = _style_lists(word)
        self._hidden_styles = _hidden_styles(word)
        self._relations = word.part.rels

    def write(self, element: Element) -> None:
        """Write the blocks of the body, whatever wraps them."""
        for blocks in paragraphs(element):
            block = blocks[-1]
            if block.tag == f"{_W}p":
                for line in self._lines(blocks):
                    self._builder.line(line)
            elif block.tag == f"{_W}tbl":
                self._table(block)
            else:
                self._chunk(block)

    def _lines(self, joined: Sequence[Element]) -> list[str]:
        """A paragraph's lines: its own with its number, then those of the text boxes anchored in it.

        Several paragraphs are one where the marks between them are deleted; it has the properties of the last.
        """
        boxes: list[Element] = []
        paragraph = joined[-1]
        seen = (
            piece
            for each in joined
            if value_of(each.find(f"{_W}pPr"), "pStyle") not in self._hidden_styles
            for piece in pieces(each, boxes, self._hidden_styles)
        )
        text = normal_lines("".join(seen)).replace("\t", " ")
        lines = [line.strip() for line in text.split("\n")]
        lines = [line for line in lines if line]
        number = self._number(paragraph)  # Word counts empty paragraphs too
        if lines:
            lines[0] = number + lines[0]
        for box in boxes:
            lines += self._cell_lines(box)
        return lines

    def _number(self, paragraph: Element) -> str:
        properties = paragraph.find(f"{_W}pPr")
        style = value_of(properties, "pStyle")
        instance, level = self._style_lists.get(style) or self._numbering.styles.get(style) or ("", 0)
        own = None if properties is None else properties.find(f"{_W}numPr")
        if own is not None:
            instance = value_of(own, "numId") or instance
            level = integer(value_of(own, "ilvl"), level)
        return self._numbering.label(instance, level) if instance not in ("", "0") else ""

    def _table(self, table: Element) -> None:
        if lays_out(table):
            for row in rows_of(table):
                for cell in children(row, "tc"):
                    self.write(cell)
            return
        grid = self._grid(table)
        if len(grid) > 1 and len(grid[0]) > 1 and not is_frame(grid):
            self._builder.table(grid)
            return
        seen: set[int] = set()
        for cell in (cell for row in grid for cell in row):
            if cell.text and id(cell) not in seen:
                seen.add(id(cell))
                self._builder.line(cell.text)

    def _cell_lines(self, element: Element) -> list[str]:
        lines = []
        for blocks in paragraphs(element):
            block = blocks[-1]
            if block.tag == f"{_W}p":
                lines += self._lines(blocks)
            elif block.tag == f"{_W}altChunk":
                self._unread(block)
            else:
                for row in rows_of(block):
                    lines.append(" ".join(line for cell in children(row, "tc") for line in self._cell_lines(cell)))
        return lines

    def _chunk(self, chunk: Element) -> None:
        """Write a file that stands in the document as a whole, which Word would take over when it saves."""
        relation = self._relations.get(chunk.get(f"{_R}id", ""))
        part = None if relation is None or relation.is_external else relation.target_part
        kind = "" if part is None else part.content_type
        if part is None or not kind.endswith(_CHUNKS):
            self._unread(chunk)
            return
        if kind.endswith("html"):
            write_markup(decode(Source(str(part.partname), part.blob)), self._builder)
        elif kind == "text/plain":
            write_text(normal_lines(decode(Source(str(part.partname), part.blob))).rstrip("\n") + "\n", self._builder)
        else:
            import docx

            word = docx.Document(open_archive(Source(str(part.partname), part.blob), _KIND, "[Content_Types].xml"))
            _Body(word, self._builder).write(word.element.body)

    def _unread(self, chunk: Element) -> None:
        relation = self._relations.get(chunk.get(f"{_R}id", ""))
        self._builder.unread("file-taken-in", "altChunk" if relation is None else relation.target_ref)

    def _grid(self, table: Element) -> list[list[Cell]]:
        rows: list[list[Cell | None]] = []
        for row in rows_of(table):
            properties = row.find(f"{_W}trPr")
            line: list[Cell | None] = [None] * min(integer(value_of(properties, "gridBefore"), 0), _MAX_COLUMNS)
            for cell in children(row, "tc"):
                kind = cell.find(f"{_W}tcPr")
                width = max(1, min(integer(value_of(kind, "gridSpan"), 1), _MAX_COLUMNS - len(line)))
                covered = None
                if continues(kind, "hMerge"):
                    covered = line[-1] if line else None
                elif continues(kind, "vMerge"):
                    covered = rows[-1][len(line)] if rows and len(line) < len(rows[-1]) else None
                line += [covered or Cell(tidy("\n".join(self._cell_lines(cell))))] * width
            rows.append(line)
        return square(rows)


def _numbering_root(word: WordDocument) -> Element | None:
    for relation in word.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            return getattr(relation.target_part, "element", None)
    return None


def _style_lists(word: WordDocument) -> dict[str, tuple[str, int]]:
    """Return the list and level that each paragraph style puts its paragraphs in, itself or by what it is based on."""
    own: dict[str, tuple[str, int]] = {}
    parents: dict[str, str] = {}
    for style in word.styles.element.findall(f"{_W}style"):
        key = style.get(f"{_W}styleId", "")
        parents[key] = value_of(style, "basedOn")
        properties = style.find(f"{_W}pPr")
        numbering = None if properties is None else properties.find(f"{_W}numPr")
        if numbering is not None:
            own[key] = (value_of(numbering, "numId"), integer(value_of(numbering, "ilvl"), 0))
    found = {}
    for key in parents:
        ancestor, steps = key, 0
        while ancestor in parents and ancestor not in own and steps < 20:
            ancestor, steps = parents[ancestor], steps + 1
        if ancestor in own:
            found[key] = own[ancestor]
    return found


def _hidden_styles(word: WordDocument) -> frozenset[str]:
    """Return the styles of hidden text, and those that are based on them."""
    styles = {each.get(f"{_W}styleId", ""): each for each in word.styles.element.findall(f"{_W}style")}
    hidden = {name for name, style in styles.items() if is_on(style.find(f"{_W}rPr"), "vanish")}
    for _ in styles:
        more = {name for name, style in styles.items() if value_of(style, "basedOn") in hidden} - hidden
        # A style may show again what the one that it is based on hides.
        more = {name for name in more if not _says(styles[name], "vanish")}
        if not more:
            break
        hidden |= more
    return frozenset(hidden)


def _says(style: Element, name: str) -> bool:
    properties = style.find(f"{_W}rPr")
    return properties is not None and properties.find(f"{_W}{name}") is not None
