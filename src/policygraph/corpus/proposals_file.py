"""Corrections that a model proposes: a file for each notice, a line of JSON for each proposal.

They wait for a person. ``build`` reads no such file: only what a person accepts becomes a correction. Each line has
``version``, ``state`` (always ``proposed``), ``by`` (always ``model``), the notice, the IRI of its text, the place of
the words, and a statement as in a file of corrections: ``words``, ``before``, ``bodies``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import SourceError, UsageError
from ..files import decode_name, sync_folder
from ..model import LEVELS, ROLES, CorrectedBody, Correction

__all__ = ["MOST", "MOST_BYTES", "ProposedCorrection", "add_proposal", "proposals_path", "read_proposals"]

#: Proposals for one notice, and bytes of all in a folder: a client that goes astray does not fill the disk.
MOST, MOST_BYTES = 200, 20 << 20
_SUFFIX = ".proposals.jsonl"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,100}")


@dataclass(frozen=True, slots=True)
class ProposedCorrection:
    """A correction that a model proposes.

    Attributes:
        policy: The IRI of the notice.
        notice: Its identifier.
        text: The IRI of its stored text, which has the hash of the text.
        start: The first character of the words.
        correction: What is proposed for the statement.
        reason: Why.
        client: The program that sent it.
        proposed: The moment, as ISO 8601.
    """

    policy: str
    notice: str
    text: str
    start: int
    correction: Correction
    reason: str
    client: str
    proposed: str


def proposals_path(folder: Path, notice: str) -> Path:
    """Return the file of a notice.

    Args:
        folder: The folder of the proposals.
        notice: The identifier of the notice.

    Returns:
        The path; an identifier that is no plain file name is replaced by its hash.

    Example:
        >>> proposals_path(Path("waiting"), "fujian-relocation-2020").as_posix()
        'waiting/fujian-relocation-2020.proposals.jsonl'
        >>> proposals_path(Path("waiting"), "../notice").as_posix()
        'waiting/c1046e0995e235b4.proposals.jsonl'
    """
    plain = notice if _PLAIN.fullmatch(notice) else hashlib.sha256(notice.encode("utf-8", "replace")).hexdigest()[:16]
    return folder / f"{plain}{_SUFFIX}"


def add_proposal(folder: Path, proposal: ProposedCorrection) -> tuple[Path, bool]:
    """Add a proposal to the file of its notice.

    Args:
        folder: The folder of the proposals; made if it is missing.
        proposal: The proposal.

    Returns:
        The file, and whether the same proposal was in it already.

    Raises:
        UsageError: Too many proposals wait.
        SourceError: The file is not of the form above.
        OSError: The file cannot be written.
    """
    path = proposals_path(folder, proposal.notice)
    known = read_proposals(path) if path.exists() else []
    if any((each.start, each.correction) == (proposal.start, proposal.correction) for each in known):
        return path, True
    if len(known) >= MOST:
        raise UsageError("proposals_full", n=MOST)
    folder.mkdir(parents=True, exist_ok=True)
    if sum(each.stat().st_size for each in folder.glob(f"*{_SUFFIX}")) >= MOST_BYTES:
        raise UsageError("proposals_folder_full", n=MOST_BYTES >> 20)
    line = json.dumps(_write(proposal), ensure_ascii=False) + "\n"
    # One write to the end of the file: lines of several processes do not mix.
    with path.open("ab", buffering=0) as file:
        file.write(line.encode("utf-8", "replace"))
    sync_folder(folder)
    return path, False


def _write(proposal: ProposedCorrection) -> dict[str, Any]:
    bodies = [
        {name: value for name, value in body._asdict().items() if value} for body in proposal.correction.bodies or ()
    ]
    return {
        "version": 1,
        "state": "proposed",
        "by": "model",
        "policy": proposal.policy,
        "notice": proposal.notice,
        "text": proposal.text,
        "start": proposal.start,
        "words": proposal.correction.statement,
        "before": proposal.correction.before,
        "bodies": bodies,
        "reason": proposal.reason,
        "client": proposal.client,
        "proposed": proposal.proposed,
    }


def read_proposals(path: Path) -> list[ProposedCorrection]:
    """Read the proposals for a notice.

    Args:
        path: The file.

    Returns:
        The proposals, the oldest first.

    Raises:
        SourceError: A line is not of the form above.
        OSError: The file cannot be read.
    """
    found = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            found.append(_read(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise SourceError("proposal_malformed", path=decode_name(path), line=str(number)) from None
    return found


def _read(record: Mapping[str, Any]) -> ProposedCorrection:
    if (record["version"], record["state"], record["by"]) != (1, "proposed", "model"):
        raise ValueError
    bodies = tuple(_read_body(body) for body in record["bodies"])
    correction = Correction(_text(record, "words"), bodies, before=_text(record, "before"))
    return ProposedCorrection(
        _text(record, "policy"),
        _text(record, "notice"),
        _text(record, "text"),
        int(record["start"]),
        correction,
        _text(record, "reason"),
        _text(record, "client"),
        _text(record, "proposed"),
    )


def _read_body(record: Mapping[str, Any]) -> CorrectedBody:
    body = CorrectedBody(**record)
    if body.role not in ROLES or body.level not in (None, *LEVELS) or body.kind not in (None, "named", "class"):
        raise ValueError
    return body


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record[name]
    if not isinstance(value, str):
        raise TypeError
    return value
