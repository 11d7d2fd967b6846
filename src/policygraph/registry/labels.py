"""The full name of a body in Chinese and English: its label."""

from __future__ import annotations

import re

from ..model import Level, Place
from .affixes import OFFICES, SHORT_ENDINGS
from .full_names import FullName
from .names import COMMITTEE, OF_COUNTY, NameParts
from .stems import PLACE
from .vocabulary import functions, places

__all__ = ["CORPS", "NATIONAL", "is_committee", "labels", "office_of", "spelt"]

#: The code of the whole country.
NATIONAL = "100000"
#: 新疆生产建设兵团: a body of its own beside the region's government, with bureaux of its own.
CORPS = "兵团"


def labels(
    parts: NameParts, place: Place | None, level: Level, printed: str, organ: FullName | None
) -> tuple[str, str]:
    """The body's full name in Chinese and English."""
    where = _english_place(place, level) if place else ""
    if place is not None and (office := office_of(parts, place)):
        above = places()[place.parent].place.name if place.parent else ""
        what = " and ".join(functions()[slug].title for slug in parts.functions)
        return office[0].format(above=above, place=parts.name.removesuffix(parts.core)), f"{where} {what} Branch"
    if organ is not None and parts.prefix == CORPS:
        return f"新疆生产建设兵团{organ.zh}", f"Xinjiang Production and Construction Corps {organ.en}"
    if organ is not None:
        # The prefix of 省委组织部 ends as the name behind it begins.
        before = place.name if place is not None else parts.prefix.removesuffix("委")
        if level == "national":
            before = "" if organ.listed else parts.prefix
        return _placed(organ.zh, before), f"{where} {organ.en}".strip()
    if parts.prefix == CORPS:
        return f"新疆生产建设兵团{parts.core}", f"Xinjiang Production and Construction Corps body “{parts.core}”"
    if level == "national" and parts.core == "国务院":
        return "国务院", "State Council"
    in_place = parts.own_place or parts.place is not None or level == "national"
    # 国网大竹县供电公司, 立山经济开发区 say where they are.
    in_place = in_place or any(short in printed for short in _short_names(place))
    zh = printed if place is None or in_place else place.name + spelt(parts)
    if place is not None and OF_COUNTY.search(printed) and printed.startswith("市") and place.parent:
        # 市生态环境局安吉分局: the city's, in one of its counties.
        zh = places()[place.parent].place.name + printed.removeprefix("市")
    if printed.startswith("人行"):
        zh = f"中国人民银行{printed.removeprefix('人行')}"
    if parts.place is None and place is not None and parts.prefix.endswith("委") and level != "national":
        zh = _placed(f"委{parts.core}", place.name)
    if is_committee(parts) and place is not None:
        return f"中共{place.name}委员会", f"CPC {where} Committee"
    if parts.type == "Government" and place is not None and parts.level != "township":
        return f"{place.name}人民政府", f"People's Government of {place.label_en or place.name}"
    if parts.functions:
        what = " and ".join(functions()[slug].title for slug in parts.functions)
        noun = {"Branch": "Branch", "Company": "Company", "PartyOrgan": "Party Office"}.get(parts.type, "")
        if not parts.head or not noun:
            noun = f"unit “{parts.core}”"
        return zh, f"{where} {what} {noun}".strip()
    return zh, f"{where} body “{spelt(parts)}”".strip()


def _english_place(place: Place, level: Level) -> str:
    """``Fujian Provincial``, ``Guang'an Municipal``, ``Beijing Municipal``, ``Shicheng County``."""
    name = place.label_en or place.name
    if level == "national" or place.code == NATIONAL:
        return ""
    if place.name.endswith("省"):
        return f"{name} Provincial"
    if place.name.endswith("市") and place.level != "county":
        return f"{name.removesuffix(' Municipality').removesuffix(' City')} Municipal"
    return name


def _placed(name: str, where: str) -> str:
    """The full name with its place: before it, or where the name has room for it. A region's committee is its 党委."""
    if where.endswith("自治区") and name.startswith("委"):
        where += "党"
    return name.replace(PLACE, where) if PLACE in name else where + name


def office_of(parts: NameParts, place: Place | None) -> tuple[str, str] | None:
    """The form of the full name of a higher body's office in a place, and its function; ``None`` for another name."""
    return OFFICES.get((place.level, parts.core)) if place is not None and parts.own_place else None


def spelt(parts: NameParts) -> str:
    """The core of a name with its organ spelt out, where nothing else is known of the body."""
    if not parts.functions and parts.type == "Department":
        for ending, full in SHORT_ENDINGS:
            if ending.search(parts.core):
                return ending.sub(full, parts.core)
    return parts.core


def _short_names(place: Place | None) -> tuple[str, ...]:
    """The place's name without 省, 市, 县 and the like, where two letters of it are left."""
    name = re.sub("(?:自治)?[省市州盟县区旗]$", "", place.name) if place is not None else ""
    return (name,) if len(name) > 1 else ()


def is_committee(parts: NameParts) -> bool:
    """The party's committee of a place itself, 市委, not an organ of it."""
    return parts.type == "PartyOrgan" and parts.core in COMMITTEE
