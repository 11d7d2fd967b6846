"""Propose words for the user's lexicon from the corrections of all documents, with their effects, and add them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..annotation import Change, ParsedNotice, Preview, Proposal
from ..corpus import read_words
from ..corpus.lexicon_editing import LexiconSection, check_word, write_word
from ..correction import AnyCorrection
from ..files import decode_name
from ..model import Corrections
from .session import Session

__all__ = ["Words"]

#: Statements shown for each word.
_SHOWN = 20


class Words:
    """The lexicon of a session; all methods may be called from several threads."""

    def __init__(self, session: Session, path: Path) -> None:
        """Create the words of a session.

        Args:
            session: The documents.
            path: The file, which need not exist yet.
        """
        self._session, self._path = session, path

    def propose(self) -> dict[str, Any]:
        """Propose words that have the effect of corrections.

        Returns:
            The file, and for each word its kind, its value and its changes, as ``json`` can serialise it.

        Raises:
            UsageError: The file cannot be read.
        """
        found = Preview(self._notices()).propose()
        new = [each for each in found if check_word(self._path, *_entry(each[0]))]
        return {"file": decode_name(self._path), "words": [_write(*each) for each in new]}

    def add(self, proposal: Proposal) -> bool:
        """Add a word to the file, and read all documents again with it.

        Args:
            proposal: The word.

        Returns:
            Whether the file was changed.

        Raises:
            UsageError: The word is not allowed, or the file cannot be read.
            OSError: The file cannot be written.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        added = write_word(self._path, *_entry(proposal))
        self._session.use(read_words(self._path))
        return added

    def _notices(self) -> Iterator[ParsedNotice]:
        for notice in self._session.notices():
            reading = notice.reading()
            document = reading.source.document
            if document is None:
                continue
            corrections = reading.corrections and _without(reading.corrections, reading.lost)
            yield ParsedNotice(notice.id, notice.name, document, corrections, options=self._session.options)


def _without(corrections: Corrections, lost: Iterable[AnyCorrection]) -> Corrections:
    """Return the corrections without those whose words are not in the text."""
    gone = set(lost)
    return corrections.with_all(each for each in corrections.all if each not in gone)


def _entry(proposal: Proposal) -> tuple[LexiconSection, str, str]:
    return proposal.section, proposal.word, proposal.value


def _write(proposal: Proposal, changes: list[Change]) -> dict[str, Any]:
    return {
        "kind": proposal.kind,
        "word": proposal.word,
        "value": proposal.value,
        "corrections": proposal.corrections,
        "documents": len({change.document for change in changes}),
        "statements": len(changes),
        "changes": [
            {
                "document": change.document,
                "measure": change.measure,
                "words": change.words,
                "before": change.gone,
                "after": change.come,
                "right": change.right,
            }
            for change in changes[:_SHOWN]
        ],
    }
