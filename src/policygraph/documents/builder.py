"""Assemble a document line by line, so that every table cell has its place in the text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from ..model import (
    Document,
    Evidence,
    ProcessingStep,
    RecognisedLine,
    Recognition,
    StepKind,
    Table,
    TableCell,
    Unread,
    UnreadReason,
)
from .grid import Cell, Grid, find_header, join_titles
from .page import ScannedLine
from .source_file import SourceFile

__all__ = ["TextBuilder", "pick_fields"]

# Half of a surrogate pair, as in a JSON escape, has no UTF-8; a zero byte breaks later programs.
_IMPOSSIBLE = re.compile("[\ud800-\udfff\0]")
#: The names of a record's fields for each field of the metadata, most reliable first.
_RECORD_FIELDS = {
    "title": ("title", "标题", "名称"),
    "number": ("number", "document_number", "doc_number", "文号", "发文字号"),
    "date": ("date", "written", "成文日期", "发文日期"),
    "issued": ("issued", "publish_date", "published", "pub_date", "pubdate", "发布日期", "发布时间"),
    "source": ("source", "publisher", "来源", "发布机构"),
    "url": ("url", "link", "链接"),
}


class TextBuilder:
    """Collects lines and tables in the order of the document, then makes the ``Document``.

    Example:
        >>> builder = TextBuilder()
        >>> builder.add_line("任务分工表")
        >>> builder.add_table([[Cell("任务"), Cell("责任单位")], [Cell("办学"), Cell("省教育厅")]])
        >>> document = builder.make_document(SourceFile("plan.csv", b""), "text/csv")
        >>> cell = document.tables[0].rows[0][1]
        >>> document.text[cell.start:cell.end]
        '省教育厅'
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._tables: list[Table] = []
        self._unread: list[Unread] = []
        self._steps: list[ProcessingStep] = []
        self._scanned: list[tuple[ScannedLine, int, int]] = []
        self._threshold: float | None = None

    def __bool__(self) -> bool:
        return self._length > 0

    def write(self, text: str) -> None:
        """Add text as it is; only characters that are not allowed in a text are replaced.

        Args:
            text: Any text.
        """
        text = _replace_impossible(text)
        self._parts.append(text)
        self._length += len(text)

    def add_line(self, text: str, scanned: Sequence[ScannedLine] = ()) -> None:
        """Add a block of text and end its line.

        Args:
            text: Any text.
            scanned: The recognised lines in it, in the order of the text.
        """
        self._place(text, scanned)
        self.write(f"{text}\n")

    def _place(self, text: str, scanned: Sequence[ScannedLine]) -> None:
        """Record where recognised lines stand in the text that is written next; only white space may have changed."""
        done = 0
        for line in scanned:
            pattern = r"\s*".join(map(re.escape, "".join(line.text.split())))
            found = re.compile(pattern).search(text, done)
            start, done = found.span() if found else (done, len(text))
            self._scanned.append((line, self._length + start, self._length + done))

    def add_table(self, grid: Grid, caption: str = "", header: int | None = None) -> None:
        """Add a table: a line for its caption, and a line for each row with tabs between the cells.

        A merged cell is one ``Cell`` object in several places of the grid: it is written once, at its first place, and
        all its places refer to that. A grid smaller than two by two is text, not a table. Rows that repeat the header,
        as on every page of a long table, are dropped.

        Args:
            grid: The cells, as many in each row.
            caption: The title of the table; by default a first row that is a single cell.
            header: How many rows name the columns; found from the form of the rows if not given.
        """
        if caption:
            self.add_line(caption)
        top, header = find_header(grid) if header is None else (0, header)
        spans: dict[int, TableCell] = {}
        rows = [self._row(row, spans) for row in grid]
        for row in grid[:top]:
            caption = caption or max(cell.text for cell in row)
        if len(rows) > top + header and len(grid[0]) > 1:
            names = grid[top : top + header]
            repeated = [[cell.text for cell in row] for row in names]
            body = [row for row in rows[top + header :] if [cell.text for cell in row] not in repeated]
            self._tables.append(Table(tuple(map(_replace_impossible, join_titles(names))), tuple(body), caption))

    def _row(self, row: Sequence[Cell], spans: dict[int, TableCell]) -> tuple[TableCell, ...]:
        """Write one row; ``spans`` has the cells already written, by identity."""
        firsts = {id(cell): i for i, cell in reversed(list(enumerate(row))) if cell.text and id(cell) not in spans}
        last = max(firsts.values(), default=-1)
        placed = []
        for i, cell in enumerate(row):
            if id(cell) not in spans:
                text = _replace_impossible(cell.text)
                spans[id(cell)] = TableCell(text, self._length, self._length + len(text))
                self._place(text, cell.lines)
                self.write(text)
            placed.append(spans[id(cell)])
            if i < last:
                self.write("\t")
        if last >= 0:
            self.write("\n")
        return tuple(placed)

    def add_unread(self, reason: UnreadReason, detail: str) -> None:
        """Record that a part of the text that is written next cannot be read.

        Args:
            reason: Why it cannot be read.
            detail: What cannot be read.
        """
        self._unread.append(Unread(Evidence("", self._length, self._length), reason, detail))

    def add_document(self, document: Document) -> None:
        """Add the content of another file: text, tables, unread parts, and the steps before reading.

        Args:
            document: The document of that file.

        Example:
            >>> builder = TextBuilder()
            >>> builder.add_table([[Cell("任务"), Cell("责任单位")], [Cell("办学"), Cell("省教育厅")]])
            >>> plan = builder.make_document(SourceFile("plan.csv", b""), "text/csv")
            >>> builder = TextBuilder()
            >>> builder.add_line("附件")
            >>> builder.add_document(plan)
            >>> mail = builder.make_document(SourceFile("plan.eml", b""), "message/rfc822")
            >>> cell = mail.tables[0].rows[0][1]
            >>> mail.text[cell.start:cell.end]
            '省教育厅'
        """
        offset = self._length
        moved: dict[int, TableCell] = {}
        for table in document.tables:
            for cell in (cell for row in table.rows for cell in row):
                moved.setdefault(id(cell), TableCell(cell.text, cell.start + offset, cell.end + offset))
            rows = tuple(tuple(moved[id(cell)] for cell in row) for row in table.rows)
            self._tables.append(Table(table.header, rows, table.caption))
        for each in document.unread:
            passage = each.passage._replace(start=each.passage.start + offset, end=each.passage.end + offset)
            self._unread.append(Unread(passage, each.reason, each.detail))
        self._steps += document.steps
        if document.recognition:
            self._threshold = document.recognition.threshold
            for line in document.recognition.lines:
                quote, start, end = line.passage
                scanned = ScannedLine(quote, line.page, line.confidence, line.picture, line.box)
                self._scanned.append((scanned, offset + start, offset + end))
        self.write(document.text if document.text.endswith("\n") else f"{document.text}\n")

    def has_words(self, text: str) -> bool:
        """Tell whether the text so far contains the words of another text, regardless of space; never if it is empty.

        Args:
            text: The other text.

        Returns:
            Whether it contains them.
        """
        words = "".join(text.split())
        return bool(words) and words in "".join("".join(self._parts).split())

    def add_step(self, kind: StepKind, software: str, version: str, source: SourceFile) -> None:
        """Record the processing of a file by another program before its text could be read.

        Args:
            kind: The kind of processing.
            software: The name of the program.
            version: Its version.
            source: The file that was processed.

        Example:
            >>> builder = TextBuilder()
            >>> builder.add_line("一、总则")
            >>> builder.add_step("recognition", "RapidOCR", "3.4", SourceFile("scans/plan.pdf", b""))
            >>> builder.make_document(SourceFile("scans/plan.pdf", b""), "application/pdf").steps[0][:4]
            ('recognition', 'RapidOCR', '3.4', 'plan.pdf')
        """
        digest = hashlib.sha256(source.data).hexdigest()
        self._steps.append(ProcessingStep(kind, software, version, source.file_name, digest))

    def add_recognition(self, software: str, version: str, threshold: float, source: SourceFile) -> None:
        """Record that the pages of a file were recognised; their lines are those of ``add_line`` and ``add_table``.

        Args:
            software: The name of the program.
            version: Its version.
            threshold: The confidence below which a line is doubtful.
            source: The file.
        """
        self.add_step("recognition", software, version, source)
        self._threshold = threshold

    def make_document(self, source: SourceFile, media_type: str, metadata: Mapping[str, str] | None = None) -> Document:
        """Make the document from the collected text and tables.

        Args:
            source: The file, for its name.
            media_type: The media type of its format.
            metadata: What the file says about itself; empty values are dropped.

        Returns:
            The document.

        Raises:
            SourceError: Only white space was collected.
        """
        text = "".join(self._parts)
        if not text.strip():
            raise source.error("file_no_text")
        fields = {key: _replace_impossible(value.strip()) for key, value in (metadata or {}).items()}
        return Document(
            name=source.name,
            text=text,
            media_type=media_type,
            sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
            tables=tuple(self._tables),
            metadata={key: value for key, value in fields.items() if value},
            unread=tuple(self._unread),
            steps=tuple(dict.fromkeys(self._steps)),
            recognition=self._recognition(text),
        )

    def _recognition(self, text: str) -> Recognition | None:
        if self._threshold is None:
            return None
        lines = (
            RecognisedLine(Evidence(text[start:end], start, end), line.page, line.confidence, line.picture, line.box)
            for line, start, end in sorted(self._scanned, key=lambda each: each[1:])
            if start < end
        )
        return Recognition(self._threshold, tuple(lines))


def _replace_impossible(text: str) -> str:
    return _IMPOSSIBLE.sub("\ufffd", text)


def pick_fields(given: Mapping[str, str], names: Mapping[str, Sequence[str]] = _RECORD_FIELDS) -> dict[str, str]:
    """Pick a document's metadata from the fields that a file has.

    Args:
        given: The file's own fields by their names in lower case.
        names: For each field of the metadata its possible names, most reliable first; by default those of records.

    Returns:
        The first value that is not blank for each field.

    Example:
        >>> pick_fields({"标题": "通知", "title": ""}, {"title": ("title", "标题"), "url": ("url",)})
        {'title': '通知'}
    """
    found = {field: [given[name] for name in known if given.get(name, "").strip()] for field, known in names.items()}
    return {field: values[0] for field, values in found.items() if values}
