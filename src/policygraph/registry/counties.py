"""Counties, districts and county-level cities at the beginning of a name: 武胜县教育局, 前锋区.

They are kept apart from provinces and prefectures because their names are many and several share one: 鼓楼区 is in
four cities. Which is meant, the place of the document says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache

from ..model import Place
from .vocabulary import places

__all__ = ["counties_at_start", "county_within", "is_short_county", "near_county"]

#: Words of the language as much as names of districts: 城区改造办公室 is nobody's bureau of 晋城市城区.
_COMMON = frozenset({"城区", "郊区", "矿区", "市中区"})
_ENDS = "县区市旗"
#: 互助土族自治县 goes by 互助县 as well.
_AUTONOMOUS = re.compile(r"(.{2,3}?)(?:[一-龥]{1,4}族)+自治([县旗])$")


@cache
def _by_name() -> Mapping[str, tuple[Place, ...]]:
    index: defaultdict[str, list[Place]] = defaultdict(list)
    for entry in places("counties.ttl").values():
        if entry.place.name not in _COMMON:
            index[entry.place.name].append(entry.place)
            if autonomous := _AUTONOMOUS.match(entry.place.name):
                index[autonomous[1] + autonomous[2]].append(entry.place)
    return {name: tuple(found) for name, found in index.items()}


def counties_at_start(name: str) -> tuple[str, tuple[Place, ...]] | None:
    """The longest county name that a name begins with, and the counties that bear it.

    >>> counties_at_start("武胜县教育局")[0]
    '武胜县'
    >>> counties_at_start("市场监管局") is None
    True
    """
    for cut in range(min(len(name), 15), 1, -1):
        if name[cut - 1] in _ENDS and name[:cut] in _by_name():
            return name[:cut], _by_name()[name[:cut]]
    return None


@cache
def _by_short_name() -> Mapping[str, tuple[Place, ...]]:
    index: defaultdict[str, list[Place]] = defaultdict(list)
    for name, found in _by_name().items():
        if len(name) > 2:
            index[name[:-1]] += found
    return {name: tuple(found) for name, found in index.items()}


def is_short_county(text: str) -> bool:
    """Is this a county's name without its last letter?

    >>> is_short_county("满洲里")
    True
    """
    return text in _by_short_name()


def near_county(name: str, is_organ: Callable[[str], bool]) -> tuple[int, tuple[Place, ...]] | None:
    """The length of a county's short name that a name begins with, an organ behind it, and the counties so called.

    >>> near_county("武宁生态环境局", lambda rest: rest == "生态环境局")[0]
    2
    """
    for cut in range(min(len(name) - 1, 6), 1, -1):
        if name[:cut] in _by_short_name() and is_organ(name[cut:]):
            return cut, _by_short_name()[name[:cut]]
    return None


def county_within(found: tuple[Place, ...], place: Place | None, strict: bool = False) -> Place | None:
    """The one of several counties of one name that lies in a place, or in its province; else the only one there is.

    ``strict`` asks that it lie there: a short name (临江) may be something else.
    """
    if place is not None:
        for digits in (4, 2):
            near = [county for county in found if county.code[:digits] == place.code[:digits]]
            if len(near) == 1:
                return near[0]
    return found[0] if len(found) == 1 and not strict else None
