"""A list of bodies, read: who is in it, with what the list leaves out restored.

省教育厅、财政厅,各有关市、县(区)教育部门 is 省教育厅, 省财政厅, 市教育部门 and 县(区)教育部门.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..model import Role
from ..registry import lexicon, looks_like_body, names_place, parse_name, remembered, short_place
from .classes import Party, class_run
from .cutting import Token, cut, organ_end
from .generic import generic
from .verbs import VERB, verb_role

__all__ = ["Party", "PartyList", "read_parties"]


class PartyList(NamedTuple):
    """The parties of a list, whether it is open-ended (等有关部门), and the spans no party was read from."""

    parties: tuple[Party, ...]
    open_ended: bool = False
    unread: tuple[tuple[int, int], ...] = ()

    def moved(self, by: int) -> PartyList:
        """The same list so many characters further on in a text."""
        parties = tuple(party.moved(by) for party in self.parties)
        return PartyList(parties, self.open_ended, tuple((start + by, end + by) for start, end in self.unread))


_OPEN = re.compile(
    r"等(?:(?:各|市|省|县|区)?(?:级|直)?(?:有关|相关|涉及|责任|职能|成员|市级|其他|\d+|[一二三四五六七八九十]+)*个?"
    r"(?:主管)?(?:部门|单位|机构|方面|企业|地区|地方|各方|部委|委办局)?(?:和单位|和部门|\(单位\))?)?$"
)
_TAIL_BRACKET = re.compile(r"^(?P<name>.*?)\((?P<inside>[^()]*)\)$")
_ZONE_NAME = re.compile(
    r"(?:经济(?:技术)?开发区|高新技术(?:产业)?开发区|经开区|高新区|开发区|新区|园区|景区|示范区|度假区|保税区|管理区|合作区|试验区|实验区)$"
)
_ANYONE = re.compile("(?:有关|相关)方面?")
_BARE_NOBODY = {"无", "/", "-", "—", "——", "暂无", "略"}


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
        if _ZONE_NAME.search(name):
            following = [p.name for p in parties[index + 1 :]]
            run = next((n for n in following if not _ZONE_NAME.search(n)), "")
            ended = re.search(r"(?:管委会|管理委员会)$", run)
            if ended and _ZONE_NAME.search(run[: ended.start()]):
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
    return bool(organ_end().search(name) or parts.functions)


_GOVERNED = re.compile(r"^(?P<place>[一-龥]{2,6}?)(?P<end>(?:市|县|区|州)(?:人民)?政府)$")


def _shared_end(tokens: list[Token], index: int) -> str:
    """What a place in a list of places takes from the one that closes it: 市政府; empty where there is no such."""
    if len(tokens[index].text) > 6 or not short_place(tokens[index].text):
        return ""
    for token in tokens[index + 1 :]:
        if closing := _GOVERNED.match(token.text):
            return closing["end"] if short_place(closing["place"]) else ""
        if not short_place(token.text):
            return ""
    return ""


def read_parties(folded: str, start: int, end: int, carried: str = "") -> tuple[PartyList, str]:
    """The parties of the list ``folded[start:end]``. Lists read lately are remembered: a notice repeats many of them.

    ``carried`` is the level prefix that names before this list had (省); the second value is the prefix to carry on.

    >>> read_parties("省教育厅、财政厅", 0, 8)[0].parties[1].name
    '省财政厅'
    """
    parties, carried = _read_list(folded[start:end], carried)
    return parties.moved(start), carried


@remembered(4096)
def _read_list(text: str, carried: str) -> tuple[PartyList, str]:
    tokens = cut(text, 0, len(text))
    parties: list[Party] = []
    unread: list[tuple[int, int]] = []
    open_ended = False
    index = 0
    while index < len(tokens):
        token = tokens[index]
        opened = _OPEN.search(token.text) if "等" in token.text else None
        if opened and opened.group():
            open_ended = True
            token = Token(token.text[: opened.start()], token.start, token.end)
            tokens[index] = token
        if token.text in ("单位", "机构") and parties and parties[-1].kind == "class":
            # 市直有关部门、单位
            parties[-1] = parties[-1]._replace(end=token.end)
            index += 1
            continue
        if not token.text or token.text in _BARE_NOBODY or _ANYONE.fullmatch(token.text):
            index += 1
            continue
        for later in range(index + 1, len(tokens) if "各" in token.text else 0):
            mark = _OPEN.search(tokens[later].text)
            if mark and mark.group() and mark.start() > 0:
                # 各有关市、县(区)发改、扶贫等有关部门: the head of the class stands behind 等.
                head = "部门" if "部门" in mark.group() else ""
                tokens[later] = Token(tokens[later].text[: mark.start()] + head, tokens[later].start, tokens[later].end)
                open_ended = True
        name, role, aliases = _marks(token.text)
        known = name in lexicon().aliases
        run = class_run(tokens, index) if not known else None
        if run is not None:
            parties += run[0]
            index = run[1]
            continue
        whole = generic(token) if not known else None
        if whole is not None:
            parties.append(whole)
        else:
            if shared := _shared_end(tokens, index):
                # 郑州、开封、洛阳市政府
                parties.append(Party(name + shared, "named", token.start, token.end))
            elif looks_like_body(name) or names_place(name):
                parties.append(Party(name, "named", token.start, token.end, aliases=aliases, role=role))
            else:
                unread.append((token.start, token.end))
        index += 1
    parties, carried = _restore(parties, carried)
    return PartyList(tuple(parties), open_ended, tuple(unread)), carried
