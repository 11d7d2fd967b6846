"""Names of provinces and prefectures in a text, full and short."""

from __future__ import annotations

import re
from functools import cache

from ..model import Place
from .counties import is_short_county
from .vocabulary import places

__all__ = ["place_in", "place_index", "place_named", "place_pattern", "short_place"]


@cache
def place_index() -> dict[str, Place]:
    """Places by full and by short name; a short name that two places share belongs to the higher one."""
    index: dict[str, Place] = {}
    for entry in sorted(places().values(), key=lambda entry: (entry.place.level != "provincial", entry.place.code)):
        if entry.place.level == "national":
            continue
        for name in (entry.place.name, *entry.short):
            if len(name) > 1:
                index.setdefault(name, entry.place)
    return index


@cache
def place_pattern() -> re.Pattern[str]:
    """One pattern for every name of ``place_index``, longest first."""
    first = "".join(sorted({re.escape(name[0]) for name in place_index()}))
    names = "|".join(sorted(map(re.escape, place_index()), key=len, reverse=True))
    # Looking at one character before trying every name passes over most of a text much faster.
    return re.compile(f"(?=[{first}])(?:{names})")


def place_named(name: str) -> Place | None:
    """The place of that full or short name, or ``None``.

    >>> place_named("福建").code
    '350000'
    """
    return place_index().get(name)


def place_in(text: str) -> list[tuple[int, str, Place]]:
    """Every place named in a text: where, how it is written, which."""
    index = place_index()
    return [(match.start(), match.group(), index[match.group()]) for match in place_pattern().finditer(text)]


def short_place(text: str) -> bool:
    """Is this a place's name without 市, 县 and the like?

    >>> short_place("开封"), short_place("开封市")
    (True, False)
    """
    place = place_named(text)
    return (place is not None and place.name != text) or is_short_county(text)
