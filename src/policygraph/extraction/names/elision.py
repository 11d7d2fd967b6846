"""What a list of bodies leaves out, restored: 省教育厅、财政厅 is 省教育厅 and 省财政厅.

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

#: What stands for nobody.
NOBODY = {"无", "/", "-", "—", "——", "暂无", "略"}


def restore(parties: list[Party], carried: str) -> tuple[list[Party], str]:
    """Gives each named body the level prefix or the place that the list leaves out after the first."""
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
    """The place of a government that stands beside the committee of its place: 桦南县委、县政府."""
    committee = _COMMITTEE.fullmatch(parties[index - 1].name) if index else None
    government = _ITS_GOVERNMENT.fullmatch(parties[index].name)
    if committee is None or government is None:
        return ""
    place = committee["place"]
    fits = ZONE_ALONE.search(place) if government["zone"] else government["tier"] in ("", place[-1])
    return place if fits else ""


@remembered(8192)
def _takes_prefix(name: str) -> bool:
    """Is a name without prefix one of the list's level (财政厅), not one with a standing of its own (人民银行)?"""
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
    # 人民银行, 民航西南地区管理局, 市直机关工委: what has a standing or a level of its own.
    if re.match(
        r"国网|人民银行|人行|驻|银保监|银监|证监|保监|民航.+局$|(?:长江|黄河|珠江|淮河|海河|太湖).+局$|海关$|首都|公安.{2,5}分局$|[省市州县区][直属级]",
        name,
    ):
        return False
    return bool(parts.functions or ends_like_name(name))


_WHICH = re.compile("^(?:各级?|有关|相关)")


def find_core(name: str) -> str:
    """The name without 各 and 有关, level and place: the words that say what the body is for."""
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
    """Is this a name without its end: 教育, 农业农村, 城关 (an unknown town)?"""
    if ends_like_name(name):
        return is_stem(find_core(name)) and not parse_name(name).head
    return name not in NOBODY


def may_share_end(name: str) -> bool:
    """May this name take its end from the one that closes its run, as places and names without their end do?"""
    place = _PLACE.fullmatch(name)
    return not place["end"] if place else lacks_end(name)


def find_shared_ends(tokens: list[Token]) -> list[str]:
    """What each name takes from the like one that closes its run: 局 of 教育、财政局, 镇政府 of 城关、青石镇政府."""
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
            # An unknown word among the stems, 交通、运输、人社部门, is left unread; the others go on.
            ends[index] = place or town or (office if stem else "")
            continue
        governed, in_town, organ = _GOVERNED.match(text), _TOWN.match(text), _OFFICE.search(text)
        place = governed["end"] if governed and is_short_place(governed["place"]) else ""
        town = in_town["end"] if in_town else ""
        known = parse_name(text)
        # In 发改、农委、人社部门 the 农委 only stands among them.
        if office != "部门" or known.prefix or not known.head:
            office = organ.group() if organ and is_stem(find_core(text[: organ.start()])) else ""
    return ends


def _rank(place: re.Match[str]) -> str:
    """What sort of place it is: those of one sort may have one organ for all."""
    if ZONE_ALONE.search(place.string[: place.start("end") if place["end"] else place.end()]):
        return "zone"
    return {"镇": "town", "乡": "town", "街道": "street"}.get(place["tier"], "above")


def with_end(token: Token, end: str) -> Party:
    """A name with the end that its run shares; those of departments are classes."""
    if end != "部门":
        return Party(token.text + end, "named", token.start, token.end)
    name = _WHICH.sub("", token.text)
    parts = parse_name(name)
    return Party(name + end, "class", token.start, token.end, parts.level or "other", parts.functions)
