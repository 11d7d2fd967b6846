"""Names of provinces and prefectures in a text, full and short."""

from __future__ import annotations

import re
from functools import cache

from ..model import Place
from .counties import is_short_county
from .vocabulary import places

__all__ = ["place_in", "place_index", "place_named", "short_place"]


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


def place_named(name: str) -> Place | None:
    """The place of that full or short name, or ``None``.

    >>> place_named("福建").code
    '350000'
    """
    return place_index().get(name)


def place_in(text: str) -> list[tuple[int, str, Place]]:
    """Every place named in a text: where, how it is written, which."""
    index, beginnings = place_index(), _beginnings()
    found: list[tuple[int, str, Place]] = []
    end = 0
    for match in _looks_like_beginning().finditer(text):
        at = match.start()
        if at < end:
            continue
        for size in beginnings.get(text[at : at + 2], ()):
            if (place := index.get(name := text[at : at + size])) is not None:
                found.append((at, name, place))
                end = at + size
                break
    return found


@cache
def _beginnings() -> dict[str, tuple[int, ...]]:
    """The first two letters of every name of ``place_index``, with the lengths of the names, longest first."""
    sizes: dict[str, set[int]] = {}
    for name in place_index():
        sizes.setdefault(name[:2], set()).add(len(name))
    return {start: tuple(sorted(found, reverse=True)) for start, found in sizes.items()}


@cache
def _looks_like_beginning() -> re.Pattern[str]:
    """A letter that names begin with before one that is second in a name: few places of a text, found fast."""
    first, second = ("".join(sorted({start[at] for start in _beginnings()})) for at in (0, 1))
    return re.compile(f"[{re.escape(first)}](?=[{re.escape(second)}])")


def short_place(text: str) -> bool:
    """Is this a place's name without 市, 县 and the like?

    >>> short_place("开封"), short_place("开封市")
    (True, False)
    """
    place = place_named(text)
    return (place is not None and place.name != text) or is_short_county(text)
