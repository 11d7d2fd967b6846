"""A list of bodies, read: who is in it, with what the list leaves out restored.

省教育厅、财政厅,各有关市、县(区)教育部门 is 省教育厅, 省财政厅, 市教育部门 and 县(区)教育部门.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..model import Role
from ..registry import (
    ZONE_ALONE,
    duty_role,
    ends_like_name,
    is_label,
    is_stem,
    label_before,
    lexicon,
    looks_like_body,
    names_place,
    no_name,
    open_end,
    parse_name,
    remembered,
    short_place,
)
from .classes import Party, class_run
from .cutting import Token, cut, without_numbers
from .english_lists import english_list, is_english
from .generic import generic
from .verbs import VERB, verb_role

__all__ = ["NOBODY", "SAME", "Party", "PartyList", "read_parties"]


class PartyList(NamedTuple):
    """The parties of a list, whether it is open-ended (等有关部门), and the spans no party was read from."""

    parties: tuple[Party, ...]
    open_ended: bool = False
    unread: tuple[tuple[int, int], ...] = ()

    def moved(self, by: int) -> PartyList:
        """The same list so many characters further on in a text."""
        parties = tuple(party.moved(by) for party in self.parties)
        return PartyList(parties, self.open_ended, tuple((start + by, end + by) for start, end in self.unread))


_TAIL_BRACKET = re.compile(r"^(?P<name>.*?)\((?P<inside>[^()]*)\)$")
_ANYONE = re.compile("(?:有关|相关)方面?")
#: What stands for nobody.
NOBODY = {"无", "/", "-", "—", "——", "暂无", "略"}

#: What stands for those of the same duty in the statement before.
SAME = "同上"


def _marks(text: str) -> tuple[str, Role | None, tuple[str, ...]]:
    """The name without its bracket, and what the bracket said: a role, or a second name."""
    match = _TAIL_BRACKET.match(text) if text.endswith(")") else None
    if not match or not match["name"]:
        return text, None, ()
    inside = match["inside"]
    verb = VERB.match(inside)
    if verb and verb.end() == len(inside):
        return match["name"], verb_role(verb), ()
    if re.fullmatch(r"(?:第一)?(?:牵头|主办|责任|配合)(?:单位|部门)?", inside):
        role: Role = "support" if "配合" in inside else "responsible" if "责任" in inside else "lead"
        return match["name"], role, ()
    if inside in ("单位", "部门", "机构") or not looks_like_body(match["name"]):
        return text, None, ()
    # What is neither a mark nor a second name is a remark: (逗号前为牵头单位), (负责日常工作).
    return match["name"], None, (inside,) if looks_like_body(inside) and len(inside) > 2 else ()


def _restore(parties: list[Party], carried: str) -> tuple[list[Party], str]:
    """Gives each named body the level prefix that the list leaves out after the first, and zones their 管委会."""
    done: list[Party] = []
    for index, party in enumerate(parties):
        if party.kind == "class":
            done.append(party)
            continue
        name = party.name
        if ZONE_ALONE.search(name):
            following = [p.name for p in parties[index + 1 :]]
            run = next((n for n in following if not ZONE_ALONE.search(n)), "")
            ended = re.search(r"(?:管委会|管理委员会)$", run)
            if ended and ZONE_ALONE.search(run[: ended.start()]):
                party = party._replace(name=name + ended.group())
            done.append(party)
            continue
        parts = parse_name(name)
        if parts.prefix and not parts.own_place:
            carried = carried if parts.level == "national" else parts.prefix
        elif carried and _takes_prefix(name):
            prefix = carried
            if prefix.endswith("委") and parts.type != "PartyOrgan":
                prefix = re.sub(r"党?委$", "", prefix)
            party = Party(prefix + name, "named", party.start, party.end, None, (), False, party.aliases, party.role)
        done.append(party)
    return done, carried


@remembered(8192)
def _takes_prefix(name: str) -> bool:
    """Is a name without prefix one of the list's level (财政厅), not one with a standing of its own (人民银行)?"""
    if name in lexicon().aliases:
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


def _core(name: str) -> str:
    return parse_name(_WHICH.sub("", name)).core


_GOVERNED = re.compile(r"^(?P<place>[一-龥]{2,6}?)(?P<end>(?:市|县|区|州)(?:人民)?政府)$")
_TOWN = re.compile(
    r"^[一-龥]{2,4}?(?P<end>(?:镇|乡|街道|社区|村)(?:(?:人民)?政府|办事处|党委|党工委|村?委会|居委会)?)$"
)
_SHORT = re.compile(r"^[一-龥]{2,4}$")
_OFFICE = re.compile(r"(?:部门|局|委|办|厅)$")


@remembered(8192)
def _lacks_end(name: str) -> bool:
    """Is this a name without its end: 教育, 农业农村, 城关 (an unknown town)?"""
    if ends_like_name(name):
        return is_stem(_core(name)) and not parse_name(name).head
    return name not in NOBODY


def _shared_ends(tokens: list[Token]) -> list[str]:
    """What each name takes from the like one that closes its run: 局 of 教育、财政局, 镇政府 of 城关、青石镇政府."""
    ends = [""] * len(tokens)
    place = town = office = ""
    for index in reversed(range(len(tokens))):
        text = tokens[index].text
        if _lacks_end(text):
            stem = is_stem(_core(text))
            placed = len(text) <= 6 and short_place(text)
            unknown = not stem and bool(_SHORT.match(text))
            place, town = place if placed else "", town if unknown or placed else ""
            # An unknown word among the stems, 交通、运输、人社部门, is left unread; the others go on.
            ends[index] = place or town or (office if stem else "")
            continue
        governed, in_town, organ = _GOVERNED.match(text), _TOWN.match(text), _OFFICE.search(text)
        place = governed["end"] if governed and short_place(governed["place"]) else ""
        town = in_town["end"] if in_town else ""
        known = parse_name(text)
        # In 发改、农委、人社部门 the 农委 only stands among them.
        if office != "部门" or known.prefix or not known.head:
            office = organ.group() if organ and is_stem(_core(text[: organ.start()])) else ""
    return ends


def _with_end(token: Token, end: str) -> Party:
    """A name with the end that its run shares; those of departments are classes."""
    if end != "部门":
        return Party(token.text + end, "named", token.start, token.end)
    name = _WHICH.sub("", token.text)
    parts = parse_name(name)
    return Party(name + end, "class", token.start, token.end, parts.level or "other", parts.functions)


def read_parties(folded: str, start: int, end: int, carried: str = "") -> tuple[PartyList, str]:
    """The parties of the list ``folded[start:end]``. Lists read lately are remembered: a notice repeats many of them.

    ``carried`` is the level prefix that names before this list had (省); the second value is the prefix to carry on.

    >>> read_parties("省教育厅、财政厅", 0, 8)[0].parties[1].name
    '省财政厅'
    """
    parties, carried = _read_list(folded[start:end], carried)
    return parties.moved(start), carried


@remembered(16384)
def _trimmed(text: str) -> tuple[str, bool, Role | None]:
    """A name without the words that leave the list open and without the label that runs on into it, and its role."""
    name, role = text, None
    opened = open_end(text)
    if opened >= 0:
        # 发改、扶贫等有关部门: the head of the class stands behind 等.
        name, tail = text[:opened], text[opened:]
        if "部门" in tail and name and (name[0] == "各" or is_stem(_core(name))):
            name += "部门"
    if behind := label_before(name):
        name, role = name[behind:], duty_role(name[:behind])
    return name, opened >= 0, role


@remembered(4096)
def _read_list(text: str, carried: str) -> tuple[PartyList, str]:
    if is_english(text):
        return _in_english(text), carried
    text = without_numbers(text)
    tokens: list[Token] = []
    roles: dict[Token, Role] = {}
    open_ended = False
    for token in cut(text, 0, len(text)):
        name, is_open, role = _trimmed(token.text)
        if name != token.text:
            at = max(text.find(name, token.start, token.end), token.start)
            apart = name.endswith("部门") or text[at : at + len(name)] != name
            token = Token(name, at, token.end if apart else at + len(name))
            open_ended = open_ended or is_open
            if role:
                roles[token] = role
        tokens.append(token)
    parties: list[Party] = []
    unread: list[tuple[int, int]] = []
    ends: list[str] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.text in ("单位", "机构") and parties and parties[-1].kind == "class":
            # 市直有关部门、单位
            parties[-1] = parties[-1]._replace(end=token.end)
            index += 1
            continue
        if not token.text or token.text in NOBODY or _ANYONE.fullmatch(token.text):
            index += 1
            continue
        name, role, aliases = _marks(token.text)
        known = name in lexicon().aliases
        run = class_run(tokens, index) if not known else None
        if run is not None:
            parties += run[0]
            index = run[1]
            continue
        if not known and _lacks_end(token.text):
            ends = ends or _shared_ends(tokens)
            if ends[index]:
                parties.append(_with_end(token, ends[index]))
                index += 1
                continue
        whole = generic(token) if not known else None
        if name == SAME and len(tokens) == 1:
            whole = Party(name, "class", token.start, token.end, "other")
        if whole is not None:
            parties.append(whole)
        else:
            if (looks_like_body(name) and not is_label(name)) or names_place(name):
                role = role or roles.get(token)
                parties.append(Party(name, "named", token.start, token.end, aliases=aliases, role=role))
            else:
                unread.append((token.start, token.end))
        index += 1
    names = [party for party in parties if not no_name(party.name)]
    if len(names) < len(parties):
        unread += [(party.start, party.end) for party in parties if no_name(party.name)]
    parties, carried = _restore(names, carried)
    return PartyList(tuple(parties), open_ended, tuple(unread)), carried


def _in_english(text: str) -> PartyList:
    names, open_ended, unread = english_list(text)
    parties = (
        Party(each.name, "class" if each.class_level else "named", each.start, each.end, each.class_level)
        for each in names
    )
    return PartyList(tuple(parties), open_ended, unread)
