"""The markup of Word documents: which blocks, rows and pieces of text a reader of the page sees, in their order."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

__all__ = [
    "Element",
    "children",
    "continues",
    "integer",
    "is_on",
    "lays_out",
    "paragraphs",
    "pieces",
    "rows_of",
    "value_of",
]

Element = Any  # an lxml element; python-docx types its own classes of them only in part
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


def paragraphs(element: Element) -> Iterator[list[Element]]:
    """Yield the blocks, those paragraphs together whose marks between them are deleted."""
    joined: list[Element] = []
    for block in _blocks(element):
        if joined and block.tag != f"{_W}p":
            yield joined
            joined = []
        joined.append(block)
        mark = block.find(f"{_W}pPr/{_W}rPr") if block.tag == f"{_W}p" else None
        if mark is None or (mark.find(f"{_W}del") is None and mark.find(f"{_W}moveFrom") is None):
            yield joined
            joined = []
    if joined:
        yield joined


def lays_out(table: Element) -> bool:
    """Whether a table is there for the larger one in it."""
    size = _size(table)
    return any(inner is not table and (size == 1 or _size(inner) > size) for inner in table.iter(f"{_W}tbl"))


def _size(table: Element) -> int:
    return sum(1 for row in rows_of(table) for _ in children(row, "tc"))


def rows_of(table: Element) -> Iterator[Element]:
    """Yield the rows that are seen."""
    for row in children(table, "tr"):
        if not is_on(row.find(f"{_W}trPr"), "hidden"):
            yield row


def _blocks(element: Element) -> Iterator[Element]:
    """Yield paragraphs, tables and files taken in, looking into content controls and tracked insertions around them."""
    for child in element:
        if child.tag in (f"{_W}p", f"{_W}tbl", f"{_W}altChunk"):
            yield child
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN and child.tag not in (f"{_W}sectPr", f"{_W}tcPr"):
            yield from _blocks(child)


def children(element: Element, local: str) -> Iterator[Element]:
    """Yield rows of a table or cells of a row, which content controls may wrap."""
    for child in element:
        if child.tag == _W + local:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            yield from children(child, local)


def pieces(element: Element, boxes: list[Element], hidden: Collection[str]) -> Iterator[str]:
    """Yield the text of a paragraph that is seen, and put the text boxes found in it into ``boxes``.

    ``hidden`` are the styles whose text is not.
    """
    for child in element:
        tag = child.tag
        if tag == f"{_W}r":
            properties = child.find(f"{_W}rPr")
            if is_on(properties, "vanish") or value_of(properties, "rStyle") in hidden:
                continue
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in _CHARACTERS:
            yield _CHARACTERS[tag]
        elif tag == f"{_W}txbxContent":
            boxes.append(child)
        elif isinstance(tag, str) and tag not in _UNSEEN:
            yield from pieces(child, boxes, hidden)


def is_on(properties: Element | None, local: str) -> bool:
    """Whether a property that is on or off is on."""
    found = None if properties is None else properties.find(_W + local)
    return found is not None and found.get(f"{_W}val", "true") not in ("false", "0", "off")


def value_of(element: Element | None, local: str) -> str:
    """The value of a property; empty where it is not there."""
    child = None if element is None else element.find(_W + local)
    return "" if child is None else str(child.get(f"{_W}val", ""))


def continues(properties: Element | None, merge: str) -> bool:
    """Whether a cell is the continuation of a merged one: it says so, and not that a new one begins."""
    found = None if properties is None else properties.find(_W + merge)
    return found is not None and found.get(f"{_W}val") != "restart"


def integer(text: str, otherwise: int) -> int:
    """The number in a value, or another where there is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise
