"""Find places by their names, full and short.

Counties, districts and county-level cities are kept apart from provinces and prefectures because they are many, and
some share a name: 鼓楼区 is in four cities. The place of the document decides which one is meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache

from ..model import Place
from .vocabulary import places

__all__ = [
    "choose_county",
    "county_at_start",
    "find_place",
    "find_places",
    "is_short_place",
    "lies_in",
    "place_index",
    "short_county_at_start",
]

#: Names of districts that are also common words: 城区改造办公室 is not a bureau of 晋城市城区.
_COMMON = frozenset({"城区", "郊区", "矿区", "市中区"})
_ENDS = "县区市旗"
#: 互助土族自治县 is also called 互助县.
_AUTONOMOUS = re.compile(r"(.{2,3}?)(?:[一-龥]{1,4}族)+自治([县旗])$")
Counties = tuple[Place, ...]


@cache
def place_index() -> Mapping[str, Place]:
    """Return provinces and prefectures by full and short name; of places with one short name the higher has it."""
    index: dict[str, Place] = {}
    for place in sorted(places().values(), key=lambda place: (place.level != "provincial", place.code)):
        if place.level != "national":
            for name in (place.name, *place.short_names):
                if len(name) > 1:
                    index.setdefault(name, place)
    return index


def find_place(name: str) -> Place | None:
    """Find a province or prefecture by its name.

    Args:
        name: Its full or short name.

    Returns:
        The place, or ``None``.

    Example:
        >>> find_place("福建").code
        '350000'
    """
    return place_index().get(name)


def find_places(text: str) -> list[tuple[int, str, Place]]:
    """Find every province and prefecture that a text names.

    Args:
        text: The text.

    Returns:
        For each its offset, its name as written, and the place.
    """
    index, beginnings = place_index(), _beginnings()
    found: list[tuple[int, str, Place]] = []
    end = 0
    for match in _beginning_pattern().finditer(text):
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
def _beginnings() -> Mapping[str, tuple[int, ...]]:
    """Return the first two letters of every name of ``place_index``, with the lengths of the names, longest first."""
    sizes: defaultdict[str, set[int]] = defaultdict(set)
    for name in place_index():
        sizes[name[:2]].add(len(name))
    return {start: tuple(sorted(found, reverse=True)) for start, found in sizes.items()}


@cache
def _beginning_pattern() -> re.Pattern[str]:
    """Return a fast pattern for candidates: a first character of names before a second one."""
    first, second = ("".join(sorted({start[at] for start in _beginnings()})) for at in (0, 1))
    return re.compile(f"[{re.escape(first)}](?=[{re.escape(second)}])")


@cache
def _counties() -> Mapping[str, Counties]:
    index: defaultdict[str, Counties] = defaultdict(tuple)
    for county in places("counties.ttl").values():
        if county.name not in _COMMON:
            index[county.name] += (county,)
            if autonomous := _AUTONOMOUS.match(county.name):
                index[autonomous[1] + autonomous[2]] += (county,)
    return dict(index)


@cache
def _counties_by_short_name() -> Mapping[str, Counties]:
    index: defaultdict[str, Counties] = defaultdict(tuple)
    for name, found in _counties().items():
        if len(name) > 2:
            index[name[:-1]] += found
    return dict(index)


def county_at_start(name: str) -> tuple[str, Counties] | None:
    """Find the longest county name that a name begins with.

    Args:
        name: The name of a body.

    Returns:
        The county's name, and the counties that bear it.

    Example:
        >>> county_at_start("武胜县教育局")[0]
        '武胜县'
        >>> county_at_start("市场监管局") is None
        True
    """
    for cut in range(min(len(name), 15), 1, -1):
        if name[cut - 1] in _ENDS and name[:cut] in _counties():
            return name[:cut], _counties()[name[:cut]]
    return None


def short_county_at_start(name: str, is_organ: Callable[[str], bool]) -> tuple[int, Counties] | None:
    """Find the short name of a county that a name begins with, if an organ follows it.

    Args:
        name: The name of a body.
        is_organ: Tells whether the rest of a name is an organ.

    Returns:
        The length of the short name, and the counties so called.

    Example:
        >>> short_county_at_start("武宁生态环境局", lambda rest: rest == "生态环境局")[0]
        2
    """
    for cut in range(min(len(name) - 1, 6), 1, -1):
        if name[:cut] in _counties_by_short_name() and is_organ(name[cut:]):
            return cut, _counties_by_short_name()[name[:cut]]
    return None


def lies_in(county: Place, place: Place) -> bool:
    """Tell whether a county lies in a place, by their codes.

    Args:
        county: The county.
        place: A province or a prefecture, or the country.

    Returns:
        Whether it does.

    Example:
        >>> lies_in(county_at_start("武胜县")[1][0], find_place("四川"))
        True
        >>> lies_in(county_at_start("武胜县")[1][0], find_place("重庆"))
        False
    """
    digits = {"national": 0, "provincial": 2, "municipal": 4}.get(place.level, 6)
    return county.code[:digits] == place.code[:digits]


def choose_county(found: Counties, place: Place | None, strict: bool = False) -> Place | None:
    """Choose among counties of one name.

    Args:
        found: The counties.
        place: The place of the document.
        strict: Whether the county must lie in that place or its province: a short name (临江) may be something else.

    Returns:
        The only one in the place or in its province, otherwise the only one at all.
    """
    if place is not None:
        for digits in (4, 2):
            near = [county for county in found if county.code[:digits] == place.code[:digits]]
            if len(near) == 1:
                return near[0]
    return found[0] if len(found) == 1 and not strict else None


def is_short_place(text: str) -> bool:
    """Tell whether a text is a place's name without 市, 县 and the like.

    Args:
        text: Any folded text.

    Returns:
        Whether it is.

    Example:
        >>> is_short_place("开封"), is_short_place("开封市"), is_short_place("满洲里")
        (True, False, True)
    """
    place = find_place(text)
    return (place is not None and place.name != text) or text in _counties_by_short_name()
