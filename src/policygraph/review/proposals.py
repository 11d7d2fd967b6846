"""Corrections of a document that assistants propose: those that wait for a person, and those that are dismissed.

A proposal waits until a person dismisses it or corrects its words: by accepting it, which is a correction like any
other, or by another decision. If that is undone, the proposal waits again. Words of a client are shown as a quote.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ..corpus.dismissals_file import add_dismissal, dismissals_path, read_dismissals
from ..corpus.proposals_file import ProposedCorrection, proposal_id, proposals_path, read_proposals
from ..correction import AnyCorrection
from ..errors import SourceError
from ..model import Correction
from ..texts import Bilingual
from ..web.refusals import RefusedError
from .places import Place

__all__ = ["Proposals", "Waiting", "find_waiting", "write_proposal"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal with the place of its words.

    Attributes:
        id: Its identifier.
        proposal: The proposal.
        place: The place of its words; ``None`` if they are no longer in the text.
        dismissed: Whether a person has dismissed it.
    """

    id: str
    proposal: ProposedCorrection
    place: Place | None
    dismissed: bool


class Proposals:
    """The files of the proposals for one document; all methods may be called from several threads."""

    def __init__(self, folder: Path | None, notice: str) -> None:
        """Take the files, without reading them.

        Args:
            folder: The folder of the proposals, if the user names one.
            notice: The identifier of the document, which is that of its notice in the graph.
        """
        self._paths: tuple[Path, ...] = ()
        if folder:
            self._paths = proposals_path(folder, notice), dismissals_path(folder, notice)
        self._lock = threading.Lock()

    def stamp(self) -> tuple[tuple[int, int], ...]:
        """Return the state of the files; it differs if a file was changed."""
        found = []
        for path in self._paths:
            with suppress(OSError):
                there = path.stat()
                found.append((there.st_mtime_ns, there.st_size))
        return tuple(found)

    def read(self) -> tuple[list[ProposedCorrection], frozenset[str], Bilingual | None]:
        """Read the files.

        Returns:
            The proposals, the identifiers of the dismissed ones, and the error if a file cannot be read.
        """
        if not self._paths or not self._paths[0].exists():
            return [], frozenset(), None
        try:
            return read_proposals(self._paths[0]), read_dismissals(self._paths[1]), None
        except SourceError as error:
            return [], frozenset(), error.names

    def dismiss(self, id: str, dismissed: bool, reviewer: str) -> None:
        """Dismiss a proposal, or let it wait again. The decision is on disk when this returns.

        Args:
            id: Its identifier.
            dismissed: Whether it is dismissed.
            reviewer: Who decides.

        Raises:
            RefusedError: 404 if there is no such proposal.
            OSError: The file cannot be written.
        """
        with self._lock:
            proposals, gone, _ = self.read()
            if all(proposal_id(each) != id for each in proposals):
                raise RefusedError(404, "review_no_proposal")
            if (id in gone) is not dismissed:
                add_dismissal(self._paths[1], id, dismissed, reviewer)


def find_waiting(
    proposals: Sequence[ProposedCorrection],
    dismissed: frozenset[str],
    text: str,
    entries: Sequence[tuple[Place, AnyCorrection]],
    find: Callable[[AnyCorrection], Place | None],
) -> list[Waiting]:
    """Find the proposals that a person has not decided, and those that are dismissed.

    Args:
        proposals: The proposals.
        dismissed: The identifiers of the dismissed ones.
        text: The text of the document.
        entries: The entries of its corrections with their places.
        find: Finds the place of an entry.

    Returns:
        The proposals in the order of the file.
    """
    said = [(place, entry) for place, entry in entries if isinstance(entry, Correction)]
    found = []
    for proposal in proposals:
        id, place = proposal_id(proposal), _place(proposal, text, find)
        decided = place and any(each.meets(place) and _decides(entry, proposal) for each, entry in said)
        if id in dismissed or not decided:
            found.append(Waiting(id, proposal, place, id in dismissed))
    return found


def _place(proposal: ProposedCorrection, text: str, find: Callable[[AnyCorrection], Place | None]) -> Place | None:
    """Find the place of the words: that of the proposal if the text is still the same there."""
    said, start = proposal.correction, proposal.start
    if not said.words.strip():
        return None
    if start >= 0 and text.startswith(said.words, start) and text.endswith(said.before, 0, start):
        return Place("statement", start, start + len(said.words))
    return find(said)


def _decides(entry: Correction, proposal: ProposedCorrection) -> bool:
    """Tell whether an entry agrees with a proposal or was made after it."""
    if entry.bodies is not None and set(entry.bodies) == set(proposal.correction.bodies or ()):
        return True
    try:
        moments = [datetime.fromisoformat(each).astimezone() for each in (entry.reviewed, proposal.proposed)]
    except (ValueError, OverflowError):
        return False  # written by hand without a moment
    return moments[0] >= moments[1]


def write_proposal(waiting: Waiting) -> dict[str, Any]:
    """Write a proposal for the page.

    Args:
        waiting: The proposal.

    Returns:
        What ``json`` can serialise.
    """
    proposal, place = waiting.proposal, waiting.place
    return {
        "id": waiting.id,
        "start": place.start if place else 0,
        "end": place.end if place else 0,
        "words": proposal.correction.words,
        "bodies": [body.record() for body in proposal.correction.bodies or ()],
        "reason": proposal.reason,
        "client": proposal.client,
        "proposed": proposal.proposed,
        "lost": place is None,
        "dismissed": waiting.dismissed,
    }
