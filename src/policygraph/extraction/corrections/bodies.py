"""The bodies that a person names, as lists of parties."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...model import CorrectedBody
from ...registry import parse_name
from ..names.parties import read_parties
from ..names.party import Party
from ..text.folding import fold, squeeze

__all__ = ["read_body"]

_SEPARATORS = re.compile("[、,;\n]")


def read_body(body: CorrectedBody, start: int, end: int, dues: Mapping[str, tuple[int, int] | None]) -> list[Party]:
    """Read the name of a body that a person names.

    Args:
        body: The body.
        start: Where the statement starts that names it.
        end: Where it ends.
        dues: Where the text states deadlines of bodies, by name.

    Returns:
        The party, or those of a list of names.
    """
    name = fold(body.name)
    found, _ = read_parties(name, 0, len(name))
    whole = len(found.parties) == 1 or _SEPARATORS.search(name)
    parties = found.parties if whole and not found.unread else (Party(squeeze(name), "named", 0, 0),)
    return [
        # The names come from the person; their place in the text is that of the statement.
        _as_told(party, body)._replace(start=start, end=end, due=dues.get(party.name), due_words=body.deadline)
        for party in parties
    ]


def _as_told(party: Party, body: CorrectedBody) -> Party:
    """Give a party the kind and level that the person states."""
    kind = body.kind or party.kind
    if kind == party.kind:
        return party._replace(level=body.level or party.level)
    if kind == "named":
        return Party(party.name, "named", 0, 0, body.level)
    return Party(party.name, "class", 0, 0, body.level or "other", parse_name(party.name).functions)
