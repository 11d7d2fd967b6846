"""A body or class of bodies that a list names, and its name as the text prints it."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from ...model import Level, Role
from ..text.folding import fold, legible

__all__ = ["Party", "PartyList", "printed"]


class Party(NamedTuple):
    """One body or class of bodies of a list.

    ``name`` is complete and folded; ``start``–``end`` is where the text names it. ``level`` is set for classes and for
    English names that state it; that of other bodies follows from the name. ``role`` is set if a mark in the list gives
    it: 市发改委（牵头）.
    """

    name: str
    kind: Literal["named", "class"]
    start: int
    end: int
    level: Level | None = None
    functions: tuple[str, ...] = ()
    government: bool = False
    aliases: tuple[str, ...] = ()
    role: Role | None = None
    #: Where the name is printed, if that is elsewhere, as for 同上.
    printed_at: tuple[int, int] | None = None
    #: Where the words of its own deadline stand: 市财政局（6月底前）.
    due: tuple[int, int] | None = None
    #: The words of its own deadline that a person gives; they replace those of the text.
    due_words: str = ""

    def moved(self, by: int) -> Party:
        """Return the party with its places moved by a number of characters."""
        name, kind, start, end, level, functions, government, aliases, role, printed_at, due, words = self
        due = due and (due[0] + by, due[1] + by)
        # All fields are passed one by one: ``_replace`` takes three times as long, and every list is moved twice.
        return Party(
            name, kind, start + by, end + by, level, functions, government, aliases, role, printed_at, due, words
        )


class PartyList(NamedTuple):
    """The parties of a list, whether it is open-ended (等有关部门), and the spans from which no party was read."""

    parties: tuple[Party, ...]
    open_ended: bool = False
    unread: tuple[tuple[int, int], ...] = ()

    def moved(self, by: int) -> PartyList:
        """Return the list with its places moved by a number of characters."""
        parties = tuple(party.moved(by) for party in self.parties)
        return PartyList(parties, self.open_ended, tuple((start + by, end + by) for start, end in self.unread))


def printed(text: str, party: Party) -> str:
    """Return the party's complete name in the script and width of the text."""
    surface = legible(text[slice(*(party.printed_at or (party.start, party.end)))])
    return surface if surface == party.name else _spelled(surface, party.name)


@lru_cache(maxsize=1 << 14)
def _spelled(surface: str, name: str) -> str:
    """Spell a name with the letters of the text, found in one piece or else one by one from the end.

    Letters that the list leaves out are not in the text and stay as they were restored.
    """
    folded = fold(surface)
    if folded == surface:
        return name
    if (at := folded.rfind(name)) >= 0:
        # Found in one piece: a bracket around the statement is not part of the name.
        return surface[at : at + len(name)]
    at = len(folded)
    letters: list[str] = []
    for letter in reversed(name):
        found = folded.rfind(letter, 0, at)
        if found >= 0:
            at = found
            letter = surface[found]
        letters.append(letter)
    return "".join(reversed(letters))
