"""What the page shows of one document: its content, the line in the list, changes and suggestions; kept by revision."""

from __future__ import annotations

import json
import threading
from typing import Any, Literal

from ..corpus import Options
from ..correction import AnyCorrection
from ..documents.page_images import count_pages, draw_page
from ..documents.page_places import PlacedLine, place_lines
from ..texts import Bilingual
from ..web.refusals import RefusedError
from .attention import NumberedPassage, find_numbered, list_attention
from .changes import list_changes
from .content import Statement, find_statements, write_content, write_names
from .notice import Notice
from .places import Place
from .proposals import Proposals, find_waiting, write_proposal
from .readings import PARSING, Reading, Source
from .suggestions import Directory, setting_of

__all__ = ["View", "summarise"]

Status = Literal["unseen", "started", "done"]


def summarise(
    notice: Notice | None = None,
    *,
    id: str = "",
    name: str = "",
    read: bool = False,
    status: Status = "unseen",
    statements: int = 0,
    reviewed: int = 0,
    unread: int = 0,
    lost: int = 0,
    proposed: int = 0,
    confidence: float | None = None,
    failure: Bilingual | None = None,
) -> dict[str, Any]:
    """Write a line of the list of documents.

    Args:
        notice: The document, if it can be opened.
        id: Its identifier otherwise.
        name: Its name otherwise.
        read: Whether it has been read.
        status: How far its review is.
        statements: How many statements it has.
        reviewed: How many of them a person has accepted or corrected.
        unread: How many passages could not be read.
        lost: How many corrections have no place in the text any more.
        proposed: How many corrections that assistants propose wait.
        confidence: The mean confidence of the lines of a scan.
        failure: Why nothing could be read.

    Returns:
        What ``json`` can serialise.
    """
    return {
        "id": notice.id if notice else id,
        "name": notice.name if notice else name,
        "read": read or failure is not None,
        "status": status,
        "statements": statements,
        "reviewed": reviewed,
        "unread": unread,
        "lost": lost,
        "proposed": proposed,
        "confidence": confidence,
        "failure": write_names(failure),
        "opens": notice is not None,
    }


class View:
    """What is shown of one document."""

    def __init__(self, notice: Notice, proposals: Proposals) -> None:
        """Take the document, without reading it.

        Args:
            notice: The document.
            proposals: What assistants propose for it.
        """
        self.notice, self.proposals = notice, proposals
        #: The line in the list; nothing before the document has been read.
        self.summary: dict[str, Any] | None = None
        self._lock = threading.Lock()
        self._written: tuple[object, bytes] = ("", b"")
        self._of_source: tuple[Source, list[NumberedPassage], int, list[PlacedLine]] | None = None
        self._directory: tuple[str, Directory] | None = None

    def content(self) -> bytes:
        """Return the document as JSON."""
        written = self.refresh()
        undo, redo = self.notice.steps
        head = {"id": self.notice.id, "name": self.notice.name, "canUndo": undo, "canRedo": redo}
        return _dump(head)[:-1] + b"," + written[1:]

    def refresh(self) -> bytes:
        """Read the document, if it was changed since; return what is the same for everybody who asks."""
        reading, stamp = self.notice.reading(), self.proposals.stamp()
        with self._lock:
            if self._written[0] != (reading.revision, stamp):
                entries = self._entries(reading)
                proposed, dismissed, fault = self.proposals.read()
                text = reading.source.text
                # A document that cannot be read has lost no words.
                waiting = find_waiting(proposed, dismissed, text, entries, self.notice.find) if text else []
                statements = find_statements(reading.policy, entries)
                numbered, pages, placed = self._find_of_source(reading.source)
                queue = list_attention(reading, statements, numbered, [place for place, _ in entries], waiting)
                content = write_content(reading, statements, queue, pages, placed, self.notice.find)
                content |= {"proposals": list(map(write_proposal, waiting)), "proposalsFault": write_names(fault)}
                self._written = ((reading.revision, stamp), _dump(content))
                proposed_now = sum(not each.dismissed for each in waiting)
                self.summary = self._summarise(reading, statements, len(entries), proposed_now)
            return self._written[1]

    def use(self, options: Options) -> None:
        """Read the document with other options from now on.

        Args:
            options: How to read it.
        """
        self.notice.use(options)
        with self._lock:
            self._written, self._directory, self.summary = ("", b""), None, None

    def release(self) -> None:
        """Release all but the line in the list; the document is read again when it is opened."""
        with self._lock:
            self._written, self._of_source = ("", b""), None
        self.notice.release()

    def _entries(self, reading: Reading) -> list[tuple[Place, AnyCorrection]]:
        given = reading.corrections
        placed = ((self.notice.find(entry), entry) for entry in (given.all if given else ()))
        return [(place, entry) for place, entry in placed if place]

    def _find_of_source(self, source: Source) -> tuple[list[NumberedPassage], int, list[PlacedLine]]:
        """Find what depends only on the source: its numbered items, its pages, and the places of its lines."""
        if self._of_source is None or self._of_source[0] is not source:
            numbered = find_numbered(source.document) if source.document else []
            with PARSING:
                pages = count_pages(self.notice.path) if source.document else 0
                # Recognition has placed the lines of scans.
                scanned = source.document is None or source.document.recognition is not None
                placed = [] if scanned or not pages else place_lines(self.notice.path, source.text)
            self._of_source = source, numbered, pages, placed
        return self._of_source[1:]

    def _summarise(self, reading: Reading, statements: list[Statement], entries: int, proposed: int) -> dict[str, Any]:
        reviewed = sum(statement.entry is not None for statement in statements)
        done = bool(statements) and reviewed == len(statements) and not reading.lost and not proposed
        document = reading.source.document
        lines = document.recognition.lines if document and document.recognition else ()
        confidence = sum(line.confidence for line in lines) / len(lines) if lines else None
        return summarise(
            self.notice,
            read=True,
            status="done" if done else "started" if entries else "unseen",
            statements=len(statements),
            reviewed=reviewed,
            unread=len(reading.policy.unread) if reading.policy else 0,
            lost=len(reading.lost),
            proposed=proposed,
            confidence=round(confidence, 3) if confidence is not None else None,
            failure=reading.failure,
        )

    def changes(self) -> list[dict[str, str]]:
        """Return what the corrections changed."""
        return list_changes(self.notice.baseline().policy, self.notice.reading().policy)

    def suggest(self, words: str) -> list[dict[str, str]]:
        """Return known bodies for what is typed.

        Args:
            words: What is typed.

        Returns:
            The offers.
        """
        reading = self.notice.reading()
        with self._lock:
            if self._directory is None or self._directory[0] != reading.revision:
                setting = setting_of(reading.policy, self.notice.id)
                self._directory = reading.revision, Directory(setting, reading.policy)
            directory = self._directory[1]
        return directory.find(words)

    def page(self, number: int) -> bytes:
        """Draw a page.

        Args:
            number: The number of the page, from 1.

        Returns:
            A PNG file.

        Raises:
            RefusedError: 404 if there is no such page.
        """
        with PARSING:
            drawn = draw_page(self.notice.path, number)
        if drawn is None:
            raise RefusedError(404, "review_no_page")
        return drawn


def _dump(value: Any) -> bytes:
    # "replace": a lone surrogate, which no encoding has, must not cost the reader the page.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
