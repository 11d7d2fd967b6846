"""Decisions of a person to dismiss proposals: a file beside the proposals for a notice, with a line for each decision.

Each line has ``version``, the identifier of the ``proposal``, its new ``state`` (``dismissed``, or again ``proposed``),
``by`` whom and when it was ``decided``. The last line about a proposal counts.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from ..errors import SourceError
from ..files import decode_name
from .proposals_file import append_record, proposals_path

__all__ = ["add_dismissal", "dismissals_path", "read_dismissals"]

_STATES = {True: "dismissed", False: "proposed"}


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
    """Add a decision. It is on disk when this returns.

    Args:
        path: The file.
        proposal: The identifier of the proposal.
        dismissed: Whether it is dismissed, or proposed again.
        reviewer: Who decides.

    Raises:
        OSError: The file cannot be written.
    """
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    record = {"version": 1, "proposal": proposal, "state": _STATES[dismissed], "by": reviewer, "decided": now}
    append_record(path, record)


def read_dismissals(path: Path) -> frozenset[str]:
    """Read which proposals are dismissed.

    Args:
        path: The file; it need not exist.

    Returns:
        Their identifiers.

    Raises:
        SourceError: A line does not have this form.
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
