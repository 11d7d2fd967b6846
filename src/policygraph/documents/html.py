"""HTML → lines of text and tables, as a reader of the page sees them.

Block elements and ``<br>`` end a line; scripts, styles and what the page itself marks as furniture (``nav``,
``header``, ``footer``) are left out. The tree is walked without recursion: a page may nest as deep as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from policygraph.documents.builder import TextBuilder
from policygraph.documents.encoding import decode
from policygraph.documents.grid import MAX_SPAN, Spanned, is_frame, spread
from policygraph.documents.source import Source
from policygraph.model import Document

__all__ = ["Flow", "join_space", "read", "write_markup"]

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
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff“”‘’…—]")


def read(source: Source) -> Document:
    """Read a page. Its encoding may be declared in it; its fields are read from its ``meta`` elements."""
    declared = _CHARSET.search(source.data[:4096])
    builder = TextBuilder()
    metadata = write_markup(decode(source, declared.group(1).decode("ascii") if declared else None), builder)
    return builder.document(source, "text/html", metadata)


def write_markup(markup: str, builder: TextBuilder) -> dict[str, str]:
    """Write what a page or a part of one says; return the fields of the page itself."""
    tree = LexborHTMLParser(markup)
    if tree.root is not None:
        flow = Flow()
        _fill(tree.root, flow, builder)
        flow.end()
        for line in flow.take():
            builder.line(line)
    return _metadata(tree)


def join_space(text: str) -> str:
    """Return ``text`` with space collapsed as a browser shows it; a line break between Chinese characters vanishes.

    >>> join_space("各县 、\\n   区\\xa0\\xa0负责")
    '各县 、区 负责'
    """

    def replace(match: re.Match[str]) -> str:
        start, end = match.span()
        if (
            "\n" in match.group()
            and start
            and end < len(text)
            and _WIDE.match(text[start - 1])
            and _WIDE.match(text[end])
        ):
            return ""
        return " "

    return _SPACE.sub(replace, text).strip()


class Flow:
    """Running text that breaks into lines."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._lines: list[str] = []

    def add(self, text: str) -> None:
        """Add text to the line under way."""
        self._pieces.append(text)

    def end(self, keep_breaks: bool = False) -> None:
        """End the line under way; where it is empty nothing happens."""
        if self._pieces:
            text = "".join(self._pieces)
            self._pieces.clear()
            for line in text.split("\n") if keep_breaks else (text,):
                line = join_space(line)
                if line:
                    self._lines.append(line)

    def take(self) -> list[str]:
        """Return the lines ended so far, and forget them."""
        lines, self._lines = self._lines, []
        return lines


def _walk(top: Node, skip: Callable[[Node], bool]) -> Iterator[tuple[Node, bool]]:
    """Yield each node under ``top``, and itself, on entering it (True) and on leaving it (False).

    What ``skip`` says yes to is passed over with all that it holds.
    """
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


def _hidden(node: Node) -> bool:
    """Whether a reader of the page never sees the element."""
    tag = node.tag
    if tag == "-text":
        return False
    if tag in _DROPPED:
        return True
    attributes = node.attributes
    return "hidden" in attributes or bool(_INVISIBLE.search(attributes.get("style") or ""))


def _fill(root: Node, flow: Flow, builder: TextBuilder) -> None:
    nesting = _tables_that_hold_tables(root)
    within = 0  # how many article, main and section elements are open: a header in one of them heads the text itself

    def skip(node: Node) -> bool:
        if node.tag == "table" and node.mem_id not in nesting:
            rows = _rows(node)
            grid = spread(rows)
            if len(grid) > 1 and len(grid[0]) > 1 and not is_frame(grid):
                flow.end()
                for line in flow.take():
                    builder.line(line)
                builder.table(grid, _caption(node))
                return True
        if node.tag in ("header", "footer"):
            return within == 0
        return _hidden(node)

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


def _tables_that_hold_tables(root: Node) -> set[int]:
    """Tables around other tables only lay the page out."""
    found: set[int] = set()
    open_tables: list[int] = []
    for node, entering in _walk(root, lambda node: False):
        if node.tag == "table":
            if entering:
                found.update(open_tables[-1:])
                open_tables.append(node.mem_id)
            else:
                open_tables.pop()
    return found


def _rows(table: Node) -> list[list[Spanned]]:
    rows: list[list[Spanned]] = []
    cell: tuple[int, int, int] | None = None
    flow = Flow()
    for node, entering in _walk(table, lambda node: node.tag == "caption" or _hidden(node)):
        tag = node.tag
        if tag == "-text":
            if entering and cell:
                flow.add(node.text_content or "")
            continue
        if tag == "tr" and entering:
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
    value = (node.attributes.get(name) or "").strip()
    if not (value.isascii() and value.isdigit()):
        return 1
    number = int(value[:6])
    return MAX_SPAN if name == "rowspan" and number == 0 else max(1, number)


def _caption(table: Node) -> str:
    child = table.child
    while child is not None and child.tag == "-text":
        child = child.next
    if child is None or child.tag != "caption":
        return ""
    flow = Flow()
    for node, entering in _walk(child, _hidden):
        if entering and node.tag == "-text":
            flow.add(node.text_content or "")
    flow.end()
    return "".join(flow.take())


def _metadata(tree: LexborHTMLParser) -> dict[str, str]:
    """Return the fields of the page itself: the first that is there of each kind, in the order of ``_FIELDS``."""
    named: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property")
        if name:
            named.setdefault(name.strip().lower(), join_space(attributes.get("content") or ""))
    found = {}
    for key, names in _FIELDS.items():
        value = next((named[name] for name in names if named.get(name)), "")
        if value:
            found[key] = value
    canonical = tree.css_first('link[rel="canonical"]')
    if "url" not in found and canonical is not None:
        found["url"] = canonical.attributes.get("href") or ""
    heading = tree.css_first("head > title")
    if "title" not in found and heading is not None:
        found["title"] = join_space(heading.text())
    return found
