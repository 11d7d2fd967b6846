"""Read HTML pages into lines of text and tables as a reader of the page sees them.

Block elements and ``<br>`` end a line; scripts, styles and page furniture (``nav``, ``header``, ``footer``) are
skipped. The tree is walked without recursion, so nesting may be of any depth.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from ..model import Document
from .builder import TextBuilder, pick_fields
from .grid import MAX_SPAN, Spanned, is_frame, spread
from .source_file import SourceFile, decode
from .text import is_wide

__all__ = ["read", "write_markup"]

Node = Any  # selectolax types its nodes, but not the links between them

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "ol", "option", "p", "pre", "section", "select",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"
))  # fmt: skip
_DROPPED = frozenset((
    "audio", "base", "button", "canvas", "embed", "head", "iframe", "input", "link", "map", "meta", "nav",
    "noscript", "object", "param", "rp", "rt", "rtc", "script", "style", "svg", "template", "textarea", "title", "video"
))  # fmt: skip
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
#: The names of ``meta`` elements for each field, most reliable first.
_FIELDS = {
    "title": ("articletitle", "dc.title", "og:title"),
    "number": ("documentnumber", "wenhao", "文号"),
    "date": ("dc.date.created", "writtendate", "成文日期"),
    "issued": ("pubdate", "publishdate", "article:published_time", "dc.date", "dc.date.issued"),
    "source": ("contentsource", "dc.source", "author", "dc.publisher"),
    "url": ("url", "og:url"),
}
_PARTS = frozenset(("article", "main", "section"))
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[\s\xa0\u3000\u200b\ufeff]+")


def read(source: SourceFile) -> Document:
    """Read a page. It may declare its encoding; its metadata is in its ``meta`` elements.

    Args:
        source: The file.

    Returns:
        The document.
    """
    declared = _CHARSET.search(source.data[:4096])
    builder = TextBuilder()
    metadata = write_markup(decode(source, declared.group(1).decode("ascii") if declared else None), builder)
    return builder.make_document(source, "text/html", metadata)


def write_markup(markup: str, builder: TextBuilder) -> dict[str, str]:
    """Write the text and tables of a page, or of a part of one.

    Args:
        markup: The HTML.
        builder: Receives the text and the tables.

    Returns:
        The page's metadata.
    """
    tree = LexborHTMLParser(markup)
    if tree.root is not None:
        _write(tree.root, builder)
    named: dict[str, str] = {}
    for node in tree.css("meta"):
        name = node.attributes.get("name") or node.attributes.get("property")
        if name:
            named.setdefault(name.strip().lower(), _collapse_space(node.attributes.get("content") or ""))
    found = pick_fields(named, _FIELDS)
    canonical, heading = tree.css_first('link[rel="canonical"]'), tree.css_first("head > title")
    if canonical is not None:
        found.setdefault("url", canonical.attributes.get("href") or "")
    if heading is not None:
        found.setdefault("title", _collapse_space(heading.text()))
    return found


def _collapse_space(text: str) -> str:
    r"""Collapse space as a browser does; a line break between Chinese characters is dropped.

    >>> _collapse_space("各县 、\n   区\xa0\xa0负责")
    '各县 、区 负责'
    """

    def replace(match: re.Match[str]) -> str:
        if "\n" not in match.group():
            return " "
        around = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        return "" if all(map(is_wide, around)) else " "

    return _SPACE.sub(replace, text).strip()


class _Flow:
    """Running text that breaks into lines."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._lines: list[str] = []

    def add(self, text: str) -> None:
        """Add text to the line under construction."""
        self._pieces.append(text)

    def end(self, keep_breaks: bool = False) -> None:
        """End the line under construction, unless it is empty."""
        text = "".join(self._pieces)
        self._pieces.clear()
        lines = map(_collapse_space, text.split("\n") if keep_breaks else (text,))
        self._lines += filter(None, lines)

    def take(self) -> list[str]:
        """End the line under construction; return the lines so far and clear them."""
        self.end()
        lines, self._lines = self._lines, []
        return lines


def _walk(top: Node, skip: Callable[[Node], bool]) -> Iterator[tuple[Node, bool]]:
    """Yield each node from ``top`` down on entering it (True) and on leaving it (False), without those to skip."""
    end, node, entering = top.mem_id, top, True
    while True:
        if entering:
            if not skip(node):
                yield node, True
                if node.child is not None:
                    node = node.child
                    continue
                yield node, False
        else:
            yield node, False
        if node.mem_id == end:
            return
        following = node.next
        node, entering = (node.parent, False) if following is None else (following, True)


def _is_hidden(node: Node) -> bool:
    """Tell whether a reader of the page never sees the element."""
    tag = node.tag
    if tag == "-text":
        return False
    if tag in _DROPPED:
        return True
    attributes = node.attributes
    return "hidden" in attributes or bool(_INVISIBLE.search(attributes.get("style") or ""))


def _write(root: Node, builder: TextBuilder) -> None:
    """Write the lines and tables below a node."""
    flow = _Flow()
    layouts = _layout_tables(root)
    within = 0  # how many article, main and section elements are open: a header in one of them heads the text itself

    def write_lines() -> None:
        for line in flow.take():
            builder.add_line(line)

    def skip(node: Node) -> bool:
        if node.tag == "table" and node.mem_id not in layouts:
            grid = spread(_rows(node))
            if len(grid) > 1 and len(grid[0]) > 1 and not is_frame(grid):
                write_lines()
                builder.add_table(grid, _caption(node))
                return True
        if node.tag in ("header", "footer"):
            return within == 0
        return _is_hidden(node)

    preformatted = 0
    for node, entering in _walk(root, skip):
        tag = node.tag
        if tag == "-text":
            if entering:
                flow.add(node.text_content or "")
                if preformatted:
                    flow.end(keep_breaks=True)
            continue
        if tag in _BLOCKS:
            flow.end()
        if tag in _PARTS:
            within += 1 if entering else -1
        elif tag == "pre":
            preformatted += 1 if entering else -1
    write_lines()


def _layout_tables(root: Node) -> set[int]:
    """Return the tables that contain other tables: they only lay the page out."""
    found: set[int] = set()
    open_tables: list[int] = []
    for node, entering in _walk(root, lambda node: False):
        if node.tag == "table" and entering:
            found.update(open_tables[-1:])
            open_tables.append(node.mem_id)
        elif node.tag == "table":
            open_tables.pop()
    return found


def _rows(table: Node) -> list[list[Spanned]]:
    """Return the cells of a table row by row."""
    rows: list[list[Spanned]] = []
    cell: tuple[int, int, int] | None = None
    flow = _Flow()
    for node, entering in _walk(table, lambda node: node.tag == "caption" or _is_hidden(node)):
        tag = node.tag
        if tag == "-text":
            if entering and cell:
                flow.add(node.text_content or "")
        elif tag == "tr" and entering:
            rows.append([])
        elif tag in ("td", "th") and rows:
            flow.end()
            if entering:
                flow.take()
                cell = (node.mem_id, _span(node, "rowspan"), _span(node, "colspan"))
            elif cell and cell[0] == node.mem_id:
                rows[-1].append(Spanned("\n".join(flow.take()), cell[1], cell[2]))
                cell = None
        elif tag in _BLOCKS:
            flow.end()
    return rows


def _span(node: Node, name: str) -> int:
    """Return how many rows or columns a cell covers."""
    value = (node.attributes.get(name) or "").strip()
    if not (value.isascii() and value.isdigit()):
        return 1
    number = int(value[:6])
    return MAX_SPAN if name == "rowspan" and number == 0 else max(1, number)


def _caption(table: Node) -> str:
    """Return the caption of a table."""
    first = next(iter(table.iter()), None)
    if first is None or first.tag != "caption":
        return ""
    flow = _Flow()
    for node, entering in _walk(first, _is_hidden):
        if entering and node.tag == "-text":
            flow.add(node.text_content or "")
    return "".join(flow.take())
