"""Puts a document's text together line by line, so that every table cell knows where it lies in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from policygraph.documents.grid import Cell, Grid, head, titles
from policygraph.documents.source import Source
from policygraph.model import Document, Evidence, Table, TableCell, Unread, UnreadReason

__all__ = ["TextBuilder"]

# A half of a surrogate pair (a JSON escape can hold one) has no UTF-8; a zero byte breaks programs further on.
_IMPOSSIBLE = re.compile("[\ud800-\udfff\0]")


class TextBuilder:
    """Collects lines and tables in the order of the document, then gives the ``Document``.

    >>> builder = TextBuilder()
    >>> builder.line("任务分工表")
    >>> builder.table([[Cell("任务"), Cell("责任单位")], [Cell("办学"), Cell("省教育厅")]])
    >>> document = builder.document(Source("plan.csv", b""), "text/csv")
    >>> cell = document.tables[0].rows[0][1]
    >>> document.text[cell.start:cell.end]
    '省教育厅'
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._tables: list[Table] = []
        self._unread: list[Unread] = []

    def __bool__(self) -> bool:
        return self._length > 0

    def write(self, text: str) -> None:
        """Add text as it stands; only what no text may hold is replaced."""
        text = _IMPOSSIBLE.sub("\ufffd", text)
        self._parts.append(text)
        self._length += len(text)

    def line(self, text: str) -> None:
        """Add one block of text and end its line."""
        self.write(text)
        self.write("\n")

    def table(self, grid: Grid, caption: str = "", header: int | None = None) -> None:
        """Add a table: a line for its caption, and for each row its cells with tabs between them.

        A cell that several places of the grid share, by identity, is a merged one: it is written once, where it
        first stands, and every place of it points there. A grid smaller than two by two is text and no table.
        ``header`` says how many rows name the columns; where it is not given, the form of the rows tells. The header
        said again further down, as on every page of a long table, is no row.
        """
        if caption:
            self.line(caption)
        top, header = head(grid) if header is None else (0, header)
        spans: dict[int, TableCell] = {}
        rows = [self._row(row, spans) for row in grid]
        for row in grid[:top]:
            caption = caption or max(cell.text for cell in row)
        if len(rows) > top + header and len(grid[0]) > 1:
            names = [[cell.text for cell in row] for row in grid[top : top + header]]
            body = [row for row in rows[top + header :] if [cell.text for cell in row] not in names]
            columns = tuple(_IMPOSSIBLE.sub("\ufffd", title) for title in titles(grid[top : top + header]))
            self._tables.append(Table(columns, tuple(body), caption))

    def _row(self, row: Sequence[Cell], spans: dict[int, TableCell]) -> tuple[TableCell, ...]:
        firsts = {id(cell): i for i, cell in reversed(list(enumerate(row))) if cell.text and id(cell) not in spans}
        last = max(firsts.values(), default=-1)
        placed = []
        for i, cell in enumerate(row):
            if id(cell) not in spans:
                text = _IMPOSSIBLE.sub("\ufffd", cell.text)
                spans[id(cell)] = TableCell(text, self._length, self._length + len(text))
                self.write(text)
            placed.append(spans[id(cell)])
            if i < last:
                self.write("\t")
        if last >= 0:
            self.write("\n")
        return tuple(placed)

    def unread(self, reason: UnreadReason, detail: str) -> None:
        """Note that something of what is written next cannot be read, and why."""
        self._unread.append(Unread(Evidence("", self._length, self._length), reason, detail))

    def document(self, source: Source, media_type: str, metadata: Mapping[str, str] | None = None) -> Document:
        """Close the text and return the document; raises ``SourceError`` where nothing but space was collected."""
        text = "".join(self._parts)
        if not text.strip():
            raise source.error("file_no_text")
        kept = {key: value.strip() for key, value in (metadata or {}).items() if value.strip()}
        return Document(
            name=source.name,
            text=text,
            media_type=media_type,
            sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
            tables=tuple(self._tables),
            metadata={key: _IMPOSSIBLE.sub("\ufffd", value) for key, value in kept.items()},
            unread=tuple(self._unread),
        )
