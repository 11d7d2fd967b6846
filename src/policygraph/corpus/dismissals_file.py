"""Which proposals of models a person has dismissed: a file beside the proposals for a notice, a line for each decision.

Each line has ``version``, the ``proposal`` by its short name, its ``state`` from then on (``dismissed``, or again
``proposed``), ``by`` whom and when. The last line about a proposal counts.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path

from ..errors import SourceError
from ..files import decode_name, sync_folder
from .proposals_file import ProposedCorrection, proposals_path

__all__ = ["add_dismissal", "dismissals_path", "proposal_id", "read_dismissals"]

_STATES = {True: "dismissed", False: "proposed"}


def proposal_id(proposal: ProposedCorrection) -> str:
    """Return a short name of a proposal, by what it says of which words: whoever repeats it proposes nothing new.

    Args:
        proposal: The proposal.

    Returns:
        Hexadecimal digits.

    Example:
        >>> from policygraph.model import Correction
        >>> first = ProposedCorrection("", "a", "", 3, Correction("省厅", ()), "so", "one", "2026-11-30")
        >>> other = ProposedCorrection("", "a", "", 3, Correction("省厅", ()), "thus", "two", "2026-12-01")
        >>> proposal_id(first) == proposal_id(other), len(proposal_id(first))
        (True, 16)
    """
    said = proposal.correction
    content = json.dumps([proposal.start, said.before, said.statement, said.bodies])
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def dismissals_path(folder: Path, notice: str) -> Path:
    """Return the file of a notice.

    Args:
        folder: The folder of the proposals.
        notice: The identifier of the notice.

    Returns:
        The path.

    Example:
        >>> dismissals_path(Path("waiting"), "fujian-relocation-2020").as_posix()
        'waiting/fujian-relocation-2020.dismissed.jsonl'
    """
    path = proposals_path(folder, notice)
    return path.with_name(path.name.removesuffix(".proposals.jsonl") + ".dismissed.jsonl")


def add_dismissal(path: Path, proposal: str, dismissed: bool, reviewer: str) -> None:
    """Add a decision. It is safe on the disk when this returns.

    Args:
        path: The file.
        proposal: The short name of the proposal.
        dismissed: Whether it is dismissed, or waits again.
        reviewer: Who decides.

    Raises:
        OSError: The file cannot be written.
    """
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    record = {"version": 1, "proposal": proposal, "state": _STATES[dismissed], "by": reviewer, "decided": now}
    line = json.dumps(record, ensure_ascii=False) + "\n"
    with path.open("ab", buffering=0) as file:
        file.write(line.encode("utf-8", "replace"))
    sync_folder(path.parent)


def read_dismissals(path: Path) -> frozenset[str]:
    """Read which proposals are dismissed.

    Args:
        path: The file; it need not exist.

    Returns:
        Their short names.

    Raises:
        SourceError: A line is not of the form above.
        OSError: The file cannot be read.
    """
    states: dict[str, str] = {}
    for number, line in enumerate(path.read_bytes().splitlines() if path.exists() else (), 1):
        try:
            record = json.loads(line)
            if record["version"] != 1 or record["state"] not in _STATES.values():
                raise ValueError
            states[str(record["proposal"])] = record["state"]
        except (ValueError, KeyError, TypeError):
            raise SourceError("dismissal_malformed", path=decode_name(path), line=str(number)) from None
    return frozenset(id for id, state in states.items() if state == "dismissed")
