"""Word documents: paragraphs and tables in their order, with the numbers that Word keeps outside the text.

Inserted text of tracked changes counts, deleted text does not. Headers, footers, footnotes and comments are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from policygraph.documents.archive import open_archive, refusing
from policygraph.documents.builder import TextBuilder
from policygraph.documents.grid import Cell, is_frame, square, tidy
from policygraph.documents.numbering import Numbering
from policygraph.documents.source import Source
from policygraph.documents.text import normal_lines
from policygraph.model import Document

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

__all__ = ["read"]

Element = Any  # an lxml element; python-docx types its own classes of them only in part
_KIND = "Word (.docx)"
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHARACTERS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
# What the reader of the page does not see: deletions, field codes, phonetic guides, the older twin of a drawing.
_UNSEEN = frozenset(
    {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}rt", f"{_MC}Fallback", f"{_W}pPr", f"{_W}rPr"}
)
_MAX_COLUMNS = 512


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

    def write(self, element: Element) -> None:
        """Write the blocks of the body, whatever wraps them."""
        for block in _blocks(element):
            if block.tag == f"{_W}p":
                for line in self._lines(block):
                    self._builder.line(line)
            else:
                self._table(block)

    def _lines(self, paragraph: Element) -> list[str]:
        """A paragraph's lines: its own with its number, then those of the text boxes anchored in it."""
        boxes: list[Element] = []
        text = normal_lines("".join(_pieces(paragraph, boxes))).replace("\t", " ")
        lines = [line.strip() for line in text.split("\n")]
        lines = [line for line in lines if line]
        number = self._number(paragraph)  # Word counts empty paragraphs too
        if lines:
            lines[0] = number + lines[0]
        for box in boxes:
            for block in _blocks(box):
                lines += self._lines(block) if block.tag == f"{_W}p" else self._cell_lines(block)
        return lines

    def _number(self, paragraph: Element) -> str:
        properties = paragraph.find(f"{_W}pPr")
        style = _value(properties, "pStyle")
        instance, level = self._style_lists.get(style) or self._numbering.styles.get(style) or ("", 0)
        own = None if properties is None else properties.find(f"{_W}numPr")
        if own is not None:
            instance = _value(own, "numId") or instance
            level = _integer(_value(own, "ilvl"), level)
        return self._numbering.label(instance, level) if instance not in ("", "0") else ""

    def _table(self, table: Element) -> None:
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
        for block in _blocks(element):
            if block.tag == f"{_W}p":
                lines += self._lines(block)
            else:
                for row in _children(block, "tr"):
                    lines.append(" ".join(line for cell in _children(row, "tc") for line in self._cell_lines(cell)))
        return lines

    def _grid(self, table: Element) -> list[list[Cell]]:
        rows: list[list[Cell | None]] = []
        for row in _children(table, "tr"):
            properties = row.find(f"{_W}trPr")
            line: list[Cell | None] = [None] * min(_integer(_value(properties, "gridBefore"), 0), _MAX_COLUMNS)
            for cell in _children(row, "tc"):
                kind = cell.find(f"{_W}tcPr")
                width = max(1, min(_integer(_value(kind, "gridSpan"), 1), _MAX_COLUMNS - len(line)))
                covered = None
                if _continues(kind, "hMerge"):
                    covered = line[-1] if line else None
                elif _continues(kind, "vMerge"):
                    covered = rows[-1][len(line)] if rows and len(line) < len(rows[-1]) else None
                line += [covered or Cell(tidy("\n".join(self._cell_lines(cell))))] * width
            rows.append(line)
        return square(rows)


def _blocks(element: Element) -> Iterator[Element]:
    """Yield paragraphs and tables in order, looking into content controls and tracked insertions around them."""
    for child in element:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN and child.tag not in (f"{_W}sectPr", f"{_W}tcPr"):
            yield from _blocks(child)


def _children(element: Element, local: str) -> Iterator[Element]:
    """Yield rows of a table or cells of a row, which content controls may wrap."""
    for child in element:
        if child.tag == _W + local:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            yield from _children(child, local)


def _pieces(element: Element, boxes: list[Element]) -> Iterator[str]:
    """Yield the text of a paragraph, and put the text boxes found in it into ``boxes``."""
    for child in element:
        tag = child.tag
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in _CHARACTERS:
            yield _CHARACTERS[tag]
        elif tag == f"{_W}txbxContent":
            boxes.append(child)
        elif isinstance(tag, str) and tag not in _UNSEEN:
            yield from _pieces(child, boxes)


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
        parents[key] = _value(style, "basedOn")
        properties = style.find(f"{_W}pPr")
        numbering = None if properties is None else properties.find(f"{_W}numPr")
        if numbering is not None:
            own[key] = (_value(numbering, "numId"), _integer(_value(numbering, "ilvl"), 0))
    found = {}
    for key in parents:
        ancestor, steps = key, 0
        while ancestor in parents and ancestor not in own and steps < 20:
            ancestor, steps = parents[ancestor], steps + 1
        if ancestor in own:
            found[key] = own[ancestor]
    return found


def _value(element: Element | None, local: str) -> str:
    child = None if element is None else element.find(_W + local)
    return "" if child is None else str(child.get(f"{_W}val", ""))


def _continues(properties: Element | None, merge: str) -> bool:
    """Whether a cell is the continuation of a merged one: it says so, and not that a new one begins."""
    found = None if properties is None else properties.find(_W + merge)
    return found is not None and found.get(f"{_W}val") != "restart"


def _integer(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise
