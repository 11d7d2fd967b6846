"""Compose the labels of bodies and of classes of bodies in Chinese and English."""

from __future__ import annotations

import re

from ..model import Level, Place
from .full_names import FullName, join_titles
from .lexicon import lexicon
from .names import COMMITTEE, OF_COUNTY, NameParts
from .stems import PLACE
from .vocabulary import functions, places
from .word_groups import Office

__all__ = [
    "CORPS",
    "NATIONAL",
    "find_office",
    "is_committee",
    "label_body",
    "label_group",
    "spell_out",
]

#: The code of the whole country.
NATIONAL = "100000"
#: 新疆生产建设兵团 has its own bureaux beside those of the region's government.
CORPS = "兵团"
_CORPS = ("新疆生产建设兵团", "Xinjiang Production and Construction Corps")
#: Short endings of unknown bodies: 人居环境委 is a 委员会. After a shorter stem the name may be complete: 重点办.
_SHORT_ENDINGS = ((re.compile("(?<=....)(?<![党工管常组居村团])委$"), "委员会"), (re.compile("(?<=....)办$"), "办公室"))
_UNITS: dict[Level, str] = {
    "provincial": "provinces",
    "municipal": "cities",
    "county": "counties and districts",
    "township": "townships and subdistricts",
}
#: The Chinese words before the function of a class whose own name is in English.
_UNITS_ZH: dict[Level, str] = {
    "national": "中央",
    "provincial": "各省",
    "municipal": "各市",
    "county": "各县（市、区）",
    "township": "各乡镇（街道）",
    "other": "地方",
}


def label_body(
    parts: NameParts, place: Place | None, level: Level, printed: str, organ: FullName | None
) -> tuple[str, str]:
    """Compose the label of a body: its full name.

    Args:
        parts: Its name, taken apart.
        place: Its place.
        level: Its level.
        printed: Its name as printed.
        organ: The full name of the organ of state that it is, if it is one.

    Returns:
        The label in Chinese and in English.
    """
    where = _english_place(place, level) if place else ""
    higher = places().get(place.parent or "") if place else None
    above = higher.name if higher else ""
    if place is not None and (office := find_office(parts, place)):
        zh = office.full.format(above=above, place=parts.name.removesuffix(parts.core))
        return zh, f"{where} {join_titles(parts.functions)} Branch"
    if parts.prefix == CORPS:
        zh, en = (organ.zh, organ.en) if organ is not None else (parts.core, f"body “{parts.core}”")
        return f"{_CORPS[0]}{zh}", f"{_CORPS[1]} {en}"
    if organ is not None:
        # The prefix of 省委组织部 ends as the name behind it begins.
        before = place.name if place is not None else parts.prefix.removesuffix("委")
        if level == "national":
            before = "" if organ.listed else parts.prefix
        return _put_place(organ.zh, before), f"{where} {organ.en}".strip()
    if level == "national" and parts.core == "国务院":
        return "国务院", "State Council"
    if place is not None and is_committee(parts):
        return f"中共{place.name}委员会", f"CPC {where} Committee"
    if place is not None and parts.type == "Government" and parts.level != "township":
        return f"{place.name}人民政府", f"People's Government of {place.label_en or place.name}"
    zh = _label_unknown(parts, place, level, printed, above)
    if not parts.functions and printed.isascii() and printed[-1:].isalpha():
        return zh, printed
    if not parts.functions:
        return zh, f"{where} body “{spell_out(parts)}”".strip()
    noun = {"Branch": "Branch", "Company": "Company", "PartyOrgan": "Party Office"}.get(parts.type, "")
    if not parts.head or not noun:
        noun = f"unit “{parts.core}”"
    return zh, f"{where} {join_titles(parts.functions)} {noun}".strip()


def _label_unknown(parts: NameParts, place: Place | None, level: Level, printed: str, above: str) -> str:
    """Compose the Chinese label of a body that has no full name in the vocabulary."""
    if place is not None and parts.place is None and parts.prefix.endswith("委") and level != "national":
        return _put_place(f"委{parts.core}", place.name)
    if printed.startswith("人行"):
        return f"中国人民银行{printed.removeprefix('人行')}"
    if above and OF_COUNTY.search(printed) and printed.startswith("市"):
        # 市生态环境局安吉分局: a branch of the city's bureau, in one of its counties.
        return above + printed.removeprefix("市")
    if place is None or parts.own_place or parts.place is not None or level == "national" or printed.isascii():
        return printed
    # 国网大竹县供电公司, 立山经济开发区 contain their place.
    short = re.sub("(?:自治)?[省市州盟县区旗]$", "", place.name)
    return printed if len(short) > 1 and short in printed else place.name + spell_out(parts)


def _english_place(place: Place, level: Level) -> str:
    """Return ``Fujian Provincial``, ``Guang'an Municipal``, ``Beijing Municipal`` or ``Shicheng County``."""
    name = place.label_en or place.name
    if level == "national" or place.code == NATIONAL:
        return ""
    if place.name.endswith("省"):
        return f"{name} Provincial"
    if place.name.endswith("市") and place.level != "county":
        return f"{name.removesuffix(' Municipality').removesuffix(' City')} Municipal"
    return name


def _put_place(name: str, where: str) -> str:
    """Put the place before a full name, or where ``…`` stands in it. The committee of a region is its 党委."""
    if where.endswith("自治区") and name.startswith("委"):
        where += "党"
    return name.replace(PLACE, where) if PLACE in name else where + name


def find_office(parts: NameParts, place: Place | None) -> Office | None:
    """Find the office of a higher body that a name refers to.

    Args:
        parts: The name, taken apart.
        place: Its place.

    Returns:
        The office; ``None`` for another name.
    """
    here = (place.level, parts.core) if place is not None and parts.own_place else None
    return next((office for office in lexicon().offices if (office.level, office.name) == here), None)


def spell_out(parts: NameParts) -> str:
    """Spell out the short ending of an unknown body.

    Args:
        parts: The name, taken apart.

    Returns:
        The core.
    """
    if not parts.functions and parts.type == "Department":
        for ending, full in _SHORT_ENDINGS:
            if ending.search(parts.core):
                return ending.sub(full, parts.core)
    return parts.core


def is_committee(parts: NameParts) -> bool:
    """Tell whether a name is that of the party's committee of a place itself, 市委, not of an organ of it.

    Args:
        parts: The name, taken apart.

    Returns:
        Whether it is.
    """
    return parts.type == "PartyOrgan" and parts.core in COMMITTEE


def label_group(
    name: str, own: str, place: Place | None, level: Level, slugs: tuple[str, ...], government: bool
) -> tuple[str, str]:
    """Compose the label of a class of bodies.

    Args:
        name: The name of the class.
        own: The name behind that of its own place; empty for a class of bodies of several places.
        place: The place that the class lies in.
        level: The level of its bodies.
        slugs: The functions of its bodies.
        government: Whether they are governments.

    Returns:
        The label in Chinese and in English.
    """
    within = place is not None and place.code != NATIONAL
    if name.isascii() and (slugs or government):
        what = "和".join(functions()[slug].label_zh for slug in slugs)
        name = f"{_UNITS_ZH[level]}{what}{'人民政府' if government else '部门'}"
    zh = own or (f"{place.name}{name}" if place and within else name)
    at = (place.label_en or place.name) if place and within else ""
    of = f" in {at}" if at else ""
    whose = f" of the {_UNITS[level]}{of}" if level in _UNITS else of
    if own:
        whose = of = f" of {at}"
    elif level == "national":
        whose = " of the central government"
    if government:
        return zh, f"People's governments{whose}" if level in _UNITS else f"Governments “{name}”{of}"
    if slugs:
        return zh, f"{join_titles(slugs)} departments{whose}"
    return zh, f"Bodies named “{name}”{of}"
