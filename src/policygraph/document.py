"""A document as it was read: its text, its tables, and passages of it.

Offsets count code points of the text (``Document.text``): ``text[start:end]`` is the quote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

__all__ = [
    "NO_DOCUMENT",
    "NO_EVIDENCE",
    "Document",
    "Entry",
    "Evidence",
    "OcrMode",
    "ProcessingStep",
    "RecognisedLine",
    "Recognition",
    "StepKind",
    "Table",
    "TableCell",
    "Unread",
    "UnreadReason",
]


class Evidence(NamedTuple):
    """A passage of the text: ``quote == text[start:end]``."""

    quote: str
    start: int
    end: int


#: A passage that is not known.
NO_EVIDENCE = Evidence("", 0, 0)

#: Which pages are recognised: those without a text layer of use, all of PDF and pictures, or none.
OcrMode = Literal["auto", "always", "never"]

UnreadReason = Literal[
    "no-body-after-label",
    "row-cells",
    "cell-too-long",
    "formula-without-value",
    "file-taken-in",
    "attachment",
    "page-without-text",
    "page-not-recognised",
    "rest",
    "no-body",
]


@dataclass(frozen=True, slots=True)
class Unread:
    """Text that looks like a statement of responsibility, or a place of the file, that could not be read, and why.

    ``reason`` is a code and ``detail`` what it is about; ``texts.unread_reason`` puts both into words.
    """

    passage: Evidence
    reason: UnreadReason
    detail: str = ""


class Entry(NamedTuple):
    """A run of characters of a statement and what it was read as.

    ``kind`` is ``body``, ``class``, ``role``, ``rule``, ``person``, ``deadline``, ``open-ended``, ``joint``,
    ``nobody``, ``separator`` or ``unread``.
    """

    kind: str
    passage: Evidence


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell: its text, and where that text lies in the document's text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of tasks: rows of equal length, merged cells carried down, ``header`` the first row's texts."""

    header: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    caption: str = ""


StepKind = Literal["conversion", "recognition"]


class ProcessingStep(NamedTuple):
    """A step before reading, done by another program: a file was converted, or the text of a picture recognised.

    Attributes:
        kind: What was done.
        software: The name of the program.
        version: Its version.
        file: The name of the file that it was done to.
        sha256: The hash of the bytes of that file.
    """

    kind: StepKind
    software: str
    version: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class RecognisedLine:
    """A line that was recognised in a picture of a page.

    ``page`` counts from 1, ``confidence`` goes up to 1, and ``picture`` is a PNG file of the line if it is doubtful.
    ``box`` is where the line is on the page, as parts of its width and height: left, top, right, bottom; it is not part
    of the graph, and not known for pages that lie on a side.
    """

    passage: Evidence
    page: int
    confidence: float
    picture: bytes = b""
    box: tuple[float, float, float, float] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Recognition:
    """The lines that were recognised in pictures of pages, in the order of the text.

    A line is doubtful if its confidence is below ``threshold``.
    """

    threshold: float
    lines: tuple[RecognisedLine, ...] = ()

    @property
    def doubtful(self) -> tuple[RecognisedLine, ...]:
        """The lines below the threshold."""
        return tuple(line for line in self.lines if line.confidence < self.threshold)


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its whole text, its tables, and what the file itself says about its origin.

    ``text`` has a line break between blocks; all offsets count in it. ``metadata`` has string values under the keys
    ``title``, ``number``, ``date``, ``issued``, ``source`` and ``url`` if the file has them as fields (a JSON record,
    an HTML meta element); nothing is guessed. ``unread`` lists what could not be read, ``steps`` what other programs
    did before the text could be read, in their order, and ``recognition`` the lines that one of them recognised.
    """

    name: str
    text: str
    media_type: str
    sha256: str
    tables: tuple[Table, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()
    steps: tuple[ProcessingStep, ...] = ()
    recognition: Recognition | None = None


#: A document that nothing is known of.
NO_DOCUMENT = Document("", "", "", "")
