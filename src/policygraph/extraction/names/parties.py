"""Reading a list of bodies: which bodies it names, with what the list leaves out restored.

省教育厅、财政厅,各有关市、县(区)教育部门 is 省教育厅, 省财政厅, 市教育部门 and 县(区)教育部门.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ...model import Role
from ...registry import (
    bracketed_mark,
    find_open_end,
    find_role,
    is_label,
    is_no_name,
    is_stem,
    lexicon,
    looks_like_body,
    names_place,
    remembered,
    skip_label,
)
from ..phrases.verbs import VERB, role_of_verb
from ..text.spans import blank
from .classes import read_class_run, read_generic_class
from .cutting import Token, cut, without_numbers
from .elision import NOBODY, find_core, find_shared_ends, may_share_end, restore, with_end
from .english_lists import is_english, read_english_list
from .own_deadlines import bracket_around, find_own_deadlines, give_deadlines
from .party import Party, PartyList

__all__ = ["NOBODY", "SAME", "read_parties", "refers", "resolve_references"]

_TAIL_BRACKET = re.compile(r"^(?P<name>.*?)\((?P<inside>[^()]*)\)$")
_ANYONE = re.compile("(?:有关|相关)方面?")

#: “The same”: stands for the bodies with the same duty in the statement before.
SAME = "同上"


def _marks(text: str) -> tuple[str, Role | None, tuple[str, ...]]:
    """Return a name without its bracket, and the role or the second names in the bracket."""
    match = _TAIL_BRACKET.match(text) if text.endswith(")") else None
    if not match or not match["name"]:
        return text, None, ()
    inside = match["inside"]
    verb = VERB.match(inside)
    if verb and verb.end() == len(inside):
        return match["name"], role_of_verb(verb), ()
    if bracketed_mark().match(text, match.start("inside")):
        return match["name"], find_role(inside), ()
    if inside in ("单位", "部门", "机构") or not looks_like_body(match["name"]):
        return text, None, ()
    # What is neither a mark nor a second name is a remark: (逗号前为牵头单位), (负责日常工作).
    return match["name"], None, (inside,) if looks_like_body(inside) and len(inside) > 2 else ()


def read_parties(folded: str, start: int, end: int, carried: str = "") -> tuple[PartyList, str]:
    """Read a list of bodies. Recent lists are cached, since a notice repeats many of them.

    Args:
        folded: The folded text.
        start: Where the list starts.
        end: Where it ends.
        carried: The level prefix (省) that names before this list had.

    Returns:
        The list, and the level prefix to carry on.

    Example:
        >>> read_parties("省教育厅、财政厅", 0, 8)[0].parties[1].name
        '省财政厅'
    """
    found, carried = _read_dated_list(folded[start:end], carried)
    return found.moved(start), carried


@remembered(4096)
def _read_dated_list(text: str, carried: str) -> tuple[PartyList, str]:
    """Read a list with the deadlines in brackets behind its names."""
    dues = find_own_deadlines(text, 0, len(text))
    if not dues:
        return _read_list(text, carried)
    found, carried = _read_list(blank(text, [bracket_around(text, due) for due in dues], " "), carried)
    return found._replace(parties=give_deadlines(text, found.parties, dues)), carried


@remembered(16384)
def _trimmed(text: str) -> tuple[str, bool, Role | None]:
    """Remove from a name the words that leave the list open and a label before it.

    Return the name, whether it had words that leave the list open, and the label's role.
    """
    name, role = text, None
    opened = find_open_end(text)
    if opened >= 0:
        # 发改、扶贫等有关部门: the head of the class stands behind 等.
        name, tail = text[:opened], text[opened:]
        if "部门" in tail and name and (name[0] == "各" or is_stem(find_core(name))):
            name += "部门"
    if behind := skip_label(name):
        name, role = name[behind:], find_role(name[:behind])
    return name, opened >= 0, role


def _read_list(text: str, carried: str) -> tuple[PartyList, str]:
    if is_english(text):
        return read_english_list(text), carried
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
        run = read_class_run(tokens, index) if not known else None
        if run is not None:
            parties += run[0]
            index = run[1]
            continue
        if not known and may_share_end(token.text):
            ends = ends or find_shared_ends(tokens)
            if ends[index]:
                parties.append(with_end(token, ends[index]))
                index += 1
                continue
        whole = read_generic_class(token) if not known else None
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
    names = [party for party in parties if not is_no_name(party.name)]
    if len(names) < len(parties):
        unread += [(party.start, party.end) for party in parties if is_no_name(party.name)]
    parties, carried = restore(names, carried)
    return PartyList(tuple(parties), open_ended, tuple(unread)), carried


_THOSE = re.compile("(?:以上|上述|前述)(?:各|有关|相关)*(?:责任|成员|牵头)?(?:部门|单位|机构)")
_OURS = re.compile("[我本](?P<end>局|委|厅|部|办|署|院|行|会|中心|公司|集团|学校)")
_REFERS = re.compile(f"{SAME}|{_THOSE.pattern}|{_OURS.pattern}")


def refers(name: str) -> bool:
    """Tell whether a name only refers to bodies that are named elsewhere.

    >>> [refers(name) for name in ("上述部门", "我局", "本溪市教育局")]
    [True, True, False]
    """
    return _REFERS.fullmatch(name) is not None


def resolve_references(found: PartyList, before: Collection[Party], issuers: Sequence[str]) -> PartyList:
    """Replace names that only refer to bodies by these bodies; a name that refers to none is unread.

    ``before`` are the parties named before the list, ``issuers`` the names of the bodies that issue the document.
    """
    if not any(refers(party.name) for party in found.parties):
        return found
    parties: list[Party] = []
    unread = list(found.unread)
    for party in found.parties:
        meant = _meant(party, before, issuers) if refers(party.name) else [party]
        parties += meant
        if not meant:
            unread.append((party.start, party.end))
    return found._replace(parties=tuple(parties), unread=tuple(unread))


def _meant(party: Party, before: Collection[Party], issuers: Sequence[str]) -> list[Party]:
    if ours := _OURS.fullmatch(party.name):
        names = [name for name in dict.fromkeys(issuers) if name.endswith(ours["end"])]
        # If several bodies issue a notice, it is unclear which one is meant.
        return [party._replace(name=names[0])] if len(names) == 1 else []
    return [
        each._replace(
            start=party.start,
            end=party.end,
            role=party.role,
            printed_at=each.printed_at or (each.start, each.end),
            due=party.due,
        )
        for each in before
    ]
