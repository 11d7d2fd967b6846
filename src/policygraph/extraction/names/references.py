"""Bodies that a text points at without names: 上述部门 are those named just before, 我局 is who issues the notice."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from .parties import SAME, Party, PartyList

__all__ = ["refers", "resolved"]

_THOSE = re.compile("(?:以上|上述|前述)(?:各|有关|相关)*(?:责任|成员|牵头)?(?:部门|单位|机构)")
_OURS = re.compile("[我本](?P<end>局|委|厅|部|办|署|院|行|会|中心|公司|集团|学校)")


def refers(name: str) -> bool:
    """Does a name only point at bodies?

    >>> [refers(name) for name in ("上述部门", "我局", "本溪市教育局")]
    [True, True, False]
    """
    return name == SAME or bool(_THOSE.fullmatch(name) or _OURS.fullmatch(name))


def resolved(found: PartyList, before: Collection[Party], issuers: Sequence[str]) -> PartyList:
    """The list with those whom its names point at; what points at nobody is unread.

    ``before`` are the parties named before the list, ``issuers`` the names of those who issue the document.
    """
    if not any(refers(party.name) for party in found.parties):
        return found
    parties: list[Party] = []
    unread = list(found.unread)
    for party in found.parties:
        meant = _meant(party, before, issuers) if refers(party.name) else [party]
        parties += meant
        if not meant:
            unread.append((party.start, party.end))
    return found._replace(parties=tuple(parties), unread=tuple(unread))


def _meant(party: Party, before: Collection[Party], issuers: Sequence[str]) -> list[Party]:
    if ours := _OURS.fullmatch(party.name):
        names = [name for name in dict.fromkeys(issuers) if name.endswith(ours["end"])]
        # Of several who issue a notice any may be meant.
        return [party._replace(name=names[0])] if len(names) == 1 else []
    return [
        each._replace(
            start=party.start, end=party.end, role=party.role, printed_at=each.printed_at or (each.start, each.end)
        )
        for each in before
    ]
