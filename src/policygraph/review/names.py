"""Read the names in words that a person selected, as the program reads a list of bodies in a notice."""

from __future__ import annotations

from ..extraction.names.parties import read_parties
from ..extraction.names.party import printed
from ..extraction.text.folding import fold
from ..model import CorrectedBody, Role

__all__ = ["read_names"]


def read_names(words: str, role: Role) -> list[CorrectedBody]:
    """Read a list of bodies.

    Args:
        words: The selected words.
        role: The role that all of them get.

    Returns:
        The bodies; none where a part of the words is no name that the program knows.

    Example:
        >>> [body.name for body in read_names("公安、城管执法等部门", "support")]
        ['公安部门', '城管执法部门']
        >>> read_names("达茂旗、固阳", "lead")
        []
    """
    found, _ = read_parties(fold(words), 0, len(words))
    if found.unread:
        return []
    return [
        CorrectedBody(printed(words, party), role, kind="class" if party.kind == "class" else None)
        for party in found.parties
    ]
