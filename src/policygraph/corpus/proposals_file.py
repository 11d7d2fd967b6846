"""Corrections that a model proposes: a file for each notice, with a line of JSON for each proposal.

They wait for a person. ``build`` reads no such file: only what a person accepts becomes a correction. Each line has
``version``, ``state`` (always ``proposed``), ``by`` (always ``model``), the notice, the IRI of its text, the position
of the words, and a statement as in a corrections file: ``words``, ``before``, ``bodies``.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import SourceError, UsageError
from ..files import decode_name, sync_folder
from ..model import LEVELS, ROLES, CorrectedBody, Correction

__all__ = ["MOST", "MOST_BYTES", "ProposedCorrection", "add_proposal", "append_record", "proposal_id"]
__all__ += ["proposals_path", "read_proposals"]

#: Limits per notice (proposals) and per folder (bytes), so that a faulty client cannot fill the disk.
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
        correction: The proposed correction of the statement.
        reason: The reason for it.
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


def proposal_id(proposal: ProposedCorrection) -> str:
    """Return an identifier of a proposal computed from its content, so that a repeated proposal has the same one.

    Args:
        proposal: The proposal.

    Returns:
        Hexadecimal digits.

    Example:
        >>> first = ProposedCorrection("", "a", "", 3, Correction("省厅", ()), "so", "one", "2026-11-30")
        >>> other = ProposedCorrection("", "a", "", 3, Correction("省厅", ()), "thus", "two", "2026-12-01")
        >>> proposal_id(first) == proposal_id(other), len(proposal_id(first))
        (True, 16)
    """
    said = proposal.correction
    content = json.dumps([proposal.start, said.before, said.statement, said.bodies])
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def proposals_path(folder: Path, notice: str) -> Path:
    """Return the file of a notice.

    Args:
        folder: The folder of the proposals.
        notice: The identifier of the notice.

    Returns:
        The path; an identifier that is not a plain file name is replaced by its hash.

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
        The file, and whether it already had the same proposal.

    Raises:
        UsageError: Too many proposals wait.
        SourceError: The file does not have this form.
        OSError: The file cannot be written.
    """
    path = proposals_path(folder, proposal.notice)
    known = read_proposals(path) if path.exists() else []
    if proposal_id(proposal) in map(proposal_id, known):
        return path, True
    if len(known) >= MOST:
        raise UsageError("proposals_full", n=MOST)
    folder.mkdir(parents=True, exist_ok=True)
    if sum(each.stat().st_size for each in folder.glob(f"*{_SUFFIX}")) >= MOST_BYTES:
        raise UsageError("proposals_folder_full", n=MOST_BYTES >> 20)
    append_record(path, _write(proposal))
    return path, False


def append_record(path: Path, record: Mapping[str, Any]) -> None:
    """Append a line of JSON to a file. It is on disk when this returns.

    Args:
        path: The file.
        record: The content of the line.

    Raises:
        OSError: The file cannot be written.
    """
    line = json.dumps(record, ensure_ascii=False) + "\n"
    # One write to the end of the file: lines of several processes do not mix.
    with path.open("ab", buffering=0) as file:
        file.write(line.encode("utf-8", "replace"))
        os.fsync(file.fileno())
    sync_folder(path.parent)


def _write(proposal: ProposedCorrection) -> dict[str, Any]:
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
        "bodies": [body.record() for body in proposal.correction.bodies or ()],
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
        SourceError: A line does not have this form.
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
