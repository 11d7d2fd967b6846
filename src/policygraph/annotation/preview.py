"""What a word in the user's lexicon would change in some documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..errors import NoMeasureError
from ..extraction.text.folding import fold, squeeze
from ..model import Policy
from .notices import ParsedNotice
from .proposals import Proposal, extend_words, propose_words
from .statements import Statement, align_statements, list_statements

__all__ = ["Change", "Preview"]


class Change(NamedTuple):
    """A statement that is read differently with a word.

    Attributes:
        document: The name of the document.
        measure: The measure.
        words: The statement.
        before: Who is responsible without the word, each a name and a role.
        after: Who is with it.
        right: Whether it comes nearer to what a person says who reviewed the statement; ``None`` if nobody did.
    """

    document: str
    measure: str
    words: str
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]
    right: bool | None

    @property
    def gone(self) -> list[tuple[str, str]]:
        """Who is responsible only without the word."""
        return [each for each in self.before if each not in self.after]

    @property
    def come(self) -> list[tuple[str, str]]:
        """Who is responsible only with it."""
        return [each for each in self.after if each not in self.before]


class Preview:
    """Documents in which words are tried; each is read once without them.

    The documents are read without their corrections, so that a word is seen to do what the corrections did.
    """

    def __init__(self, notices: Iterable[ParsedNotice]) -> None:
        """Read the documents.

        Args:
            notices: The documents.

        Raises:
            SourceError: Corrections are of another document.
        """
        self._notices = list(notices)
        self._texts = [squeeze(fold(notice.document.text)) for notice in self._notices]
        self._plain = [_read(notice) for notice in self._notices]
        self._corrected = [
            notice.read(notice.corrections) if notice.corrections else plain
            for notice, plain in zip(self._notices, self._plain, strict=True)
        ]

    def propose(self) -> list[tuple[Proposal, list[Change]]]:
        """Find words that do what corrections did.

        Returns:
            The words with what they change, without those that change nothing as a person did, or contradict one.
        """
        pairs = zip(self._plain, self._corrected, strict=True)
        found = propose_words((plain, corrected) for plain, corrected in pairs if corrected)
        tried = [(proposal, self.changes(proposal)) for proposal in found]
        return [(proposal, changes) for proposal, changes in tried if _is_good(changes)]

    def changes(self, proposal: Proposal) -> list[Change]:
        """List what a word changes.

        Args:
            proposal: The word.

        Returns:
            The statements that are read differently with it.
        """
        found: list[Change] = []
        word = squeeze(fold(proposal.word))
        for number, notice in enumerate(self._notices):
            # An alias is also what a list makes of a name by its prefix: 财政厅 is 省财政厅.
            if word in self._texts[number] or word[1:] in self._texts[number]:
                found += self._changes(number, notice, proposal)
        return found

    def _changes(self, number: int, notice: ParsedNotice, proposal: Proposal) -> Iterator[Change]:
        changed = _read(notice, proposal)
        readings = (self._plain[number], changed, self._corrected[number])
        for old, new, person in align_statements(*map(list_statements, readings)):
            if _bearers(old) != _bearers(new):
                reviewed = any(statement.review != "unseen" for statement in person)
                [first, *_] = new or old
                right = _distance(new, person) < _distance(old, person) if reviewed else None
                yield Change(notice.name, first.measure, first.words, _names(old), _names(new), right)


def _is_good(changes: Sequence[Change]) -> bool:
    said = [change.right for change in changes if change.right is not None]
    return bool(said) and all(said)


def _read(notice: ParsedNotice, proposal: Proposal | None = None) -> Policy | None:
    try:
        return notice.read(words=extend_words(notice.options.lexicon, proposal) if proposal else None)
    except NoMeasureError:
        return None


def _bearers(statements: Sequence[Statement]) -> set[tuple[str, str]]:
    """Collect the responsible bodies; bodies are the same if the graph has one node for them."""
    return {(part.body.key, part.role) for statement in statements for part in statement.parts}


def _distance(statements: Sequence[Statement], others: Sequence[Statement]) -> int:
    """Measure the distance of two readings by their bodies, and by bodies with roles."""
    ours, theirs = _bearers(statements), _bearers(others)
    return len(ours ^ theirs) + len({key for key, _ in ours} ^ {key for key, _ in theirs})


def _names(statements: Sequence[Statement]) -> tuple[tuple[str, str], ...]:
    named = ((part.body.label, part.role) for statement in statements for part in statement.parts)
    return tuple(dict.fromkeys(named))
