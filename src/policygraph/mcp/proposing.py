"""Store corrections that a model proposes: they quote words of the source, and wait for a person."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from ..corpus.proposals_file import ProposedCorrection, add_proposal
from ..errors import UsageError
from ..graph.engine import local_name
from ..model import CorrectedBody, Correction
from ..texts import text
from .notices import find_notice, read_text
from .results import Lang, Proposed
from .source import Source, clean

__all__ = ["propose_correction"]

#: Limits in characters: of a notice that is searched, and of the words before a place that identify it.
_MOST_TEXT, _BEFORE = 4_000_000, 20


async def propose_correction(
    source: Source,
    folder: Path,
    notice: str,
    words: str,
    bodies: Sequence[CorrectedBody],
    reason: str,
    before: str,
    client: str,
    lang: Lang,
) -> Proposed:
    """Store a proposal; the graph stays as it is.

    Args:
        source: The graph.
        folder: The owner's folder for proposals.
        notice: The IRI or identifier of the notice.
        words: The exact words of the statement.
        bodies: The bodies that the words make responsible; empty for nobody.
        reason: Why the reading is wrong.
        before: The characters before the words, if they occur at several places.
        client: The client program.
        lang: The language of the note.

    Returns:
        The file in which it waits.

    Raises:
        UsageError: The words are not in the stored text, or occur at several places.
    """
    policy = await find_notice(source, notice)
    stored, _, text_iri = await read_text(source, policy, 0, _MOST_TEXT)
    start, end = _find(stored, words, before)
    # Store the words of the text: the client saw them with hidden characters replaced.
    correction = Correction(stored[start:end], tuple(bodies), before=stored[max(0, start - _BEFORE) : start])
    proposal = ProposedCorrection(
        policy,
        local_name(policy),
        text_iri,
        start,
        correction,
        clean(reason),
        clean(client),
        datetime.now(UTC).isoformat(timespec="seconds"),
    )
    path, repeated = await asyncio.to_thread(add_proposal, folder, proposal)
    return Proposed(
        lang=lang,
        notice=policy,
        words=clean(correction.statement),
        start=start,
        file=path.name,
        repeated=repeated,
        note=text("assist_proposed", lang),
    )


def _find(stored: str, words: str, before: str) -> tuple[int, int]:
    """Find the one place of words; both texts are compared as clients see them."""
    shown, wanted, ahead = clean(stored), clean(words), clean(before)
    if not wanted.strip():
        raise UsageError("assist_no_words")
    places, at = list[int](), shown.find(wanted)
    while at >= 0 and len(places) < 100:
        if shown[:at].endswith(ahead):
            places.append(at)
        at = shown.find(wanted, at + 1)
    if not places:
        raise UsageError("assist_words_missing", words=wanted[:60])
    if len(places) > 1:
        some = [shown[max(0, place - _BEFORE) : place] or "^" for place in places[:5]]
        raise UsageError("assist_words_several", n=len(places), words=wanted[:60], some=some)
    return places[0], places[0] + len(wanted)
