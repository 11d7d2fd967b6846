"""Restoring what a list of bodies leaves out: 省教育厅、财政厅 is 省教育厅 and 省财政厅.

Names take a level or a place from those before them, and an ending from the one that closes their run.
"""

from __future__ import annotations

import re

from ...registry import (
    ZONE_ALONE,
    any_of,
    ends_like_name,
    is_short_place,
    is_stem,
    lexicon,
    parse_name,
    remembered,
)
from .cutting import Token
from .party import Party

__all__ = ["NOBODY", "find_core", "find_shared_ends", "may_share_end", "restore", "with_end"]

#: Entries that stand for no body.
NOBODY = {"无", "/", "-", "—", "——", "暂无", "略"}


def restore(parties: list[Party], carried: str) -> tuple[list[Party], str]:
    """Give each named body the level prefix or the place that the list states only once, before the first name."""
    done: list[Party] = []
    for index, party in enumerate(parties):
        above = parties[index - 1] if index else None
        if above and above.kind == "class" and above.name.endswith("党委") and party.name in ("政府", "人民政府"):
            # 省级党委和政府
            name = above.name.removesuffix("党委") + party.name
            party = party._replace(name=name, kind="class", level=above.level, government=True)
        name = party.name
        if party.kind == "class" or ZONE_ALONE.search(name):
            done.append(party)
            continue
        if place := _place_of_committee(parties, index):
            done.append(party._replace(name=place + name.removeprefix(place[-1])))
            continue
        parts = parse_name(name)
        if parts.prefix and not parts.own_place:
            carried = carried if parts.level == "national" else parts.prefix
        elif carried and _takes_prefix(name):
            prefix = carried
            if prefix.endswith("委") and parts.type != "PartyOrgan":
                prefix = re.sub(r"党?委$", "", prefix)
            party = party._replace(name=prefix + name, level=None)
        done.append(party)
    return done, carried


_COMMITTEE = re.compile(r"(?:中共)?(?P<place>[一-龥]{2,10}[省市县区州旗镇乡园])(?:委|党委|党?工委)")
_ITS_GOVERNMENT = re.compile(r"(?P<tier>[省市县区州旗镇乡]?)(?:人民)?政府|(?P<zone>管委会|管理委员会)")


def _place_of_committee(parties: list[Party], index: int) -> str:
    """Return the place of a government that follows the committee of its place, 桦南县委、县政府; otherwise ""."""
    committee = _COMMITTEE.fullmatch(parties[index - 1].name) if index else None
    government = _ITS_GOVERNMENT.fullmatch(parties[index].name)
    if committee is None or government is None:
        return ""
    place = committee["place"]
    fits = ZONE_ALONE.search(place) if government["zone"] else government["tier"] in ("", place[-1])
    return place if fits else ""


@remembered(8192)
def _takes_prefix(name: str) -> bool:
    """Tell whether a name takes the list's prefix (财政厅); bodies with a standing of their own do not (人民银行)."""
    governed = _PLACE.fullmatch(name)
    if name in lexicon().aliases or (governed and governed["end"]):
        return False
    parts = parse_name(name)
    if parts.own_place or parts.place is not None or parts.counties or parts.type in ("Company", "Zone"):
        return False
    if parts.level in ("national", "township"):
        return False
    if parts.type in ("Branch", "Body", "Institute") and not (parts.functions and parts.head):
        return False
    if re.search(r"团[省市县区州旗]委$", name):
        # 团市委 has its level inside.
        return False
    # 人民银行, 民航西南地区管理局, 市直机关工委 have a standing or a level of their own.
    if re.match(
        r"国网|人民银行|人行|驻|银保监|银监|证监|保监|民航.+局$|(?:长江|黄河|珠江|淮河|海河|太湖).+局$|海关$|首都|公安.{2,5}分局$|[省市州县区][直属级]",
        name,
    ):
        return False
    return bool(parts.functions or ends_like_name(name))


_WHICH = re.compile("^(?:各级?|有关|相关)")


def find_core(name: str) -> str:
    """Return a name without 各, 有关, level and place: the words that say what the body is for."""
    return parse_name(_WHICH.sub("", name)).core


_GOVERNED = re.compile(r"^(?P<place>[一-龥]{2,6}?)(?P<end>(?:市|县|区|州)(?:人民)?政府)$")
_TOWN = re.compile(
    r"^[一-龥]{2,4}?(?P<end>(?:镇|乡|街道|社区|村)(?:(?:人民)?政府|办事处|党委|党工委|村?委会|居委会)?)$"
)
_SHORT = re.compile(r"^[一-龥]{2,4}$")
#: 前进区, 东肖镇, 高新区: a place; 东风区人民政府: one with the organ that governs it.
_PLACE = re.compile(
    rf"(?:(?!各|全|本|该|有关|相关)[一-龥]{{1,8}}(?P<tier>[省市县区州旗镇乡]|街道|自治区)|[一-龥]*{any_of(lexicon().other_endings['zones'])})"
    r"(?P<end>(?:人民)?政府|公所|办事处|管委会|管理委员会|党委和?(?:人民)?政府|党委|党工委)?"
)
_OFFICE = re.compile(r"(?:部门|局|委|办|厅)$")


@remembered(8192)
def lacks_end(name: str) -> bool:
    """Tell whether a name lacks its ending: 教育, 农业农村, 城关 (an unknown town)."""
    if ends_like_name(name):
        return is_stem(find_core(name)) and not parse_name(name).head
    return name not in NOBODY


def may_share_end(name: str) -> bool:
    """Tell whether a name may take its ending from the one that closes its run, as places and incomplete names do."""
    place = _PLACE.fullmatch(name)
    return not place["end"] if place else lacks_end(name)


def find_shared_ends(tokens: list[Token]) -> list[str]:
    """Find the ending that each name takes from the one that closes its run, or "".

    教育 in 教育、财政局 takes 局, 城关 in 城关、青石镇政府 takes 镇政府.
    """
    ends = [""] * len(tokens)
    place = town = office = governing = rank = ""
    for index in reversed(range(len(tokens))):
        text = tokens[index].text
        if found := _PLACE.fullmatch(text):
            own = _rank(found)
            if found["end"]:
                governing, rank = found["end"], own
            elif governing and own == rank:
                ends[index] = governing
                continue
        else:
            governing = ""
        if lacks_end(text):
            stem = is_stem(find_core(text))
            placed = len(text) <= 6 and is_short_place(text)
            unknown = not stem and bool(_SHORT.match(text))
            place, town = place if placed else "", town if unknown or placed else ""
            # An unknown word among the stems, 交通、运输、人社部门, is left unread; the run continues before it.
            ends[index] = place or town or (office if stem else "")
            continue
        governed, in_town, organ = _GOVERNED.match(text), _TOWN.match(text), _OFFICE.search(text)
        place = governed["end"] if governed and is_short_place(governed["place"]) else ""
        town = in_town["end"] if in_town else ""
        known = parse_name(text)
        # 农委 in 发改、农委、人社部门 does not close the run: 发改 takes 部门.
        if office != "部门" or known.prefix or not known.head:
            office = organ.group() if organ and is_stem(find_core(text[: organ.start()])) else ""
    return ends


def _rank(place: re.Match[str]) -> str:
    """Return the sort of a place; places of one sort may share the name of their organ."""
    if ZONE_ALONE.search(place.string[: place.start("end") if place["end"] else place.end()]):
        return "zone"
    return {"镇": "town", "乡": "town", "街道": "street"}.get(place["tier"], "above")


def with_end(token: Token, end: str) -> Party:
    """Complete a name with the ending that its run shares; with 部门 it is a class."""
    if end != "部门":
        return Party(token.text + end, "named", token.start, token.end)
    name = _WHICH.sub("", token.text)
    parts = parse_name(name)
    return Party(name + end, "class", token.start, token.end, parts.level or "other", parts.functions)
