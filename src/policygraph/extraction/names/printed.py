"""Names as the text prints them: in its script and width, with what a list leaves out restored."""

from __future__ import annotations

from functools import lru_cache

from ..text.folding import fold, legible
from .parties import Party

__all__ = ["printed"]


def printed(text: str, party: Party) -> str:
    """The party's complete name in the script and width of the text."""
    surface = legible(text[slice(*(party.printed_at or (party.start, party.end)))])
    return surface if surface == party.name else _spelled(surface, party.name)


@lru_cache(maxsize=1 << 14)
def _spelled(surface: str, name: str) -> str:
    """The name with the letters of the text, found one by one from the end.

    What the list leaves out is not there to be found and stays as it was restored.
    """
    folded = fold(surface)
    if folded == surface:
        return name
    at = len(folded)
    letters: list[str] = []
    for letter in reversed(name):
        found = folded.rfind(letter, 0, at)
        if found >= 0:
            at = found
            letter = surface[found]
        letters.append(letter)
    return "".join(reversed(letters))
