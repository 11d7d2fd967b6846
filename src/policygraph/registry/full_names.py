"""From the name that a text gives to the full name that an official list prints: 发改委 is 发展和改革委员会.

The text decides: a full name ends in the text's own organ (委 is no 局) and has the text's letters in their order
(文化广电旅游局 is not 文化和旅游局). Within that, the vocabulary of functions has the full names in use and, in their
stems, what the same stem is with another organ. What it does not know stays as the text has it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .affixes import organs
from .lexicon import remembered
from .stems import PLACE, functions_of, segments
from .vocabulary import Function, Tier, collections, english_names, functions, registered_names

__all__ = ["FullName", "digest", "full_name", "in_usual_order", "listed_name"]

_LOCAL: tuple[Tier, ...] = ("municipal", "local", "provincial")
#: What a full name may begin with and its stem has not.
_ABOVE = re.compile("^(?:(?:人民)?政府|委(?!员))")
#: A level inside a name that is one word: 团市委, 市直机关工委.
_LEVEL = re.compile("(?<=团)[省市县区州旗](?=委$)|^[省市县区州旗](?=直机关)")


class FullName(NamedTuple):
    """A body's full name without its place, in both languages.

    ``variant`` tells it from the usual name of a body with these functions: empty for the usual name, else a word of
    ASCII. ``listed`` says that the name as a whole is canonical in the vocabulary or in the place's own list.
    """

    zh: str
    en: str
    variant: str
    listed: bool


def digest(text: str) -> str:
    """A short word of ASCII for a text, always the same.

    >>> digest("农交所") == digest("农交所")
    True
    """
    return "x" + hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:10]


@remembered(16384)
def full_name(
    core: str, slugs: tuple[str, ...], tier: Tier, code: str | None = None, head: bool = True
) -> FullName | None:
    """The full name of the body that a text calls ``core``; ``None`` where the text says no organ.

    ``slugs`` are its functions, ``code`` is its place's. ``head`` says that it is the very organ of these functions,
    and not a body beside it (疾控中心).

    >>> full_name("发改委", ("development-reform",), "local").zh
    '发展和改革委员会'
    """
    core, slugs = _LEVEL.sub("", core), in_usual_order(slugs)
    known = _known(slugs)
    if not head:
        beside = listed_name(core, code) or _beside(core, slugs)
        return FullName(beside, _english(beside, slugs, None, tier), "", False) if beside else None
    found = listed_name(core, code) or (_in_vocabulary(core, known, tier) if known else None)
    name = found or (core if tier == "national" else _composed(core, slugs))
    whole = name in (listed_name(core, code), *(known.names.values() if known else ()))
    return FullName(name, _english(name, slugs, known, tier), _variant(name, known, slugs, tier, code), whole)


@remembered(4096)
def listed_name(core: str, code: str | None) -> str | None:
    """The name in the place's own list for what a text calls ``core``.

    >>> listed_name("旅文厅", "460000")
    '旅游和文化广电体育厅'
    """
    asked = functions_of(core)[0]
    for name in registered_names().get(code or "", ()):
        theirs = functions_of(name)[0]
        if core[0] == _bare(name)[0] and _fits(core, name) and (not asked or not theirs or asked == theirs):
            return name
    return None


def in_usual_order(slugs: tuple[str, ...]) -> tuple[str, ...]:
    """The functions of one body, however its name orders them.

    >>> in_usual_order(("urban-planning", "natural-resources"))
    ('natural-resources', 'urban-planning')
    """
    known = _known(slugs)
    return known.members if known and known.members else slugs


def _known(slugs: tuple[str, ...]) -> Function | None:
    """The vocabulary's entry for one function, or for several that one body often has."""
    if len(slugs) == 1:
        return functions()[slugs[0]]
    return next((entry for entry in collections() if set(entry.members) == set(slugs)), None)


@remembered(16384)
def _ending(name: str) -> str:
    """The end of a name that says which organ it is, as written."""
    return next((ending for ending in organs() if name.endswith(ending)), "")


def _stem(name: str) -> str:
    return name.removesuffix(_ending(name))


def _within(letters: str, name: str) -> bool:
    """Does a name have these letters, in this order?"""
    rest = iter(name)
    return all(letter in rest for letter in letters)


def _fits(core: str, name: str) -> bool:
    """May a text that writes ``core`` mean the body of that full name?"""
    ending = _ending(core)
    if ending and _ending(name) not in (organs()[ending].full, *organs()[ending].others):
        return False
    return _within(core, name.replace(PLACE, ""))


def _names(known: Function, tiers: Iterable[Tier]) -> list[str]:
    return [known.names[tier, "zh"] for tier in tiers if (tier, "zh") in known.names]


def _in_vocabulary(core: str, known: Function, tier: Tier) -> str | None:
    """The full name that a text means by a function's vocabulary, or by the stem of a name in it."""
    if tier == "national":
        return next((name for name in _names(known, [tier]) if _same_organ(core, name)), None)
    usual = [name for name in _usual(known, tier) if _fits(core, name)]
    others = sorted((name for name in known.full if _fits(core, name)), key=lambda name: (len(name), name))
    spelt = _with_organ(core, known, _usual(known, tier))
    return _nearest(core, usual, spelt, others) or _nearest(core, _with_organ(core, known, known.full))


def _usual(known: Function, tier: Tier) -> list[str]:
    return [*_names(known, [tier]), *_names(known, (other for other in _LOCAL if other != tier))]


def _with_organ(core: str, known: Function, names: Iterable[str]) -> list[str]:
    """The stems of full names that may be that of ``core``, each with its organ."""
    ending, stem = _ending(core), _stem(core)
    if not stem or not ending:
        return []
    forms: set[str] = set()
    for name in map(_bare, names):
        # 安委办 is the office of the 安全生产委员会; 国资办 is not that of another body.
        of_commission = ending[0] == "办" and name.endswith("委员会")
        forms |= {name} if of_commission and known.label_zh.endswith("委员会") else {_stem(name)}
        forms |= {name} if of_commission and "委" in stem else set()
    return sorted(form + organs()[ending].full for form in forms if form[:1] == stem[0] and _within(stem, form))


def _nearest(core: str, *lists: Sequence[str]) -> str | None:
    """The shortest name that begins as the text does; else the first: a text may cut the beginning off."""
    names = [name for names in lists for name in names]
    like = [name for name in names if _bare(name)[0] == core[0]]
    return min(like, key=lambda name: len(_bare(name)), default=None) or next(iter(names), None)


def _bare(name: str) -> str:
    """A full name without what stands above the body in it."""
    return _ABOVE.sub("", name.replace(PLACE, ""))


def _same_organ(core: str, name: str) -> bool:
    """Of the centre's bodies there is one for each function: its short names need no more than its organ."""
    ending = _ending(core)
    return not ending or _ending(name) in (organs()[ending].full, *organs()[ending].others)


def _composed(core: str, slugs: tuple[str, ...]) -> str:
    """The parts of a name's stem, each spelt out, and its organ; the name itself where its stem is not known."""
    ending = _ending(core)
    if not ending:
        return core
    parts = segments(_stem(core))
    if len(slugs) > 1:
        return "".join(_in_compound(part, known_for) for part, known_for in parts) + organs()[ending].full
    return _stem(core) + organs()[ending].full if parts else core


def _in_compound(part: str, slugs: tuple[str, ...]) -> str:
    """A part of a compound name: 发改 of 发改统计局 is 发展改革; words (科技, 交通) stay."""
    known = _known(slugs) if slugs else None
    if known is None:
        return part
    stems = [_stem(_bare(name)) for name in (*_usual(known, "local"), *known.full)]
    label = () if known.members else (known.compound or known.label_zh,)
    forms = [form.replace("和", "") for form in (*label, *stems)]
    if any(part in form for form in forms):
        return part
    return next((form for form in forms if form[:1] == part[0] and _within(part, form)), part)


def _beside(core: str, slugs: tuple[str, ...]) -> str | None:
    """The full name of a body beside the organ of a function: only what is short for words is spelt out."""
    ending = _ending(core)
    if not ending:
        return None
    return _in_compound(_stem(core), slugs) + organs()[ending].full if segments(_stem(core)) else core


def _variant(name: str, known: Function | None, slugs: tuple[str, ...], tier: Tier, code: str | None) -> str:
    """What an IRI needs beside the functions, so that each full name in a place is a body of its own."""
    own = [
        listed for listed in registered_names().get(code or "", ()) if in_usual_order(functions_of(listed)[0]) == slugs
    ]
    usual = next(iter([*own, *(_names(known, [tier]) if known else ())]), _plain(slugs, tier))
    if name == usual:
        return ""
    ending = _ending(name)
    return organs()[ending].slug if ending and _stem(name) == _stem(usual) else digest(name)


def _plain(slugs: tuple[str, ...], tier: Tier) -> str:
    entries = [functions()[slug] for slug in slugs]
    return "".join(entry.compound or entry.label_zh for entry in entries) + ("厅" if tier == "provincial" else "局")


def _english(name: str, slugs: tuple[str, ...], known: Function | None, tier: Tier) -> str:
    """The name in English. It claims a function's title only for the function's own words: 防汛办公室 is no other."""
    tiers = tuple(dict.fromkeys((tier, *_LOCAL)))
    ending = _ending(name)
    if tier == "national" or _stem(name) not in english_names():
        for each in tiers:
            if known and known.names.get((each, "zh")) == name and (each, "en") in known.names:
                return known.names[each, "en"]
    if name in english_names():
        return english_names()[name]
    what = english_names().get(_stem(name)) or _english_stem(_bare(name), slugs, tiers)
    if ending and organs()[ending].full == "厅":
        return f"Department of {what}"
    return f"{what} {organs()[ending].en}" if ending else what


def _english_stem(name: str, slugs: tuple[str, ...], tiers: tuple[Tier, ...]) -> str:
    """What stands before the organ; the Chinese words in quotes where nothing is known of them in English."""
    stem = _stem(name).replace("与", "和")
    if stem in english_names():
        return english_names()[stem]
    if len(slugs) != 1:
        parts = [(part, each) for part, each in segments(stem) if each]
        if len(parts) < 2:
            return " and ".join(functions()[slug].title for slug in slugs)
        return " and ".join(_english_stem(part, each, tiers) for part, each in parts)
    function = functions()[slugs[0]]
    for each in tiers:
        zh, en = function.names.get((each, "zh"), ""), function.names.get((each, "en"), "")
        organ = organs()[_ending(zh)].en if zh and _ending(zh) else ""
        if zh and _stem(_bare(zh)) == stem and organ and en.endswith(f" {organ}"):
            return en.removesuffix(f" {organ}")
        if zh and _stem(_bare(zh)) == stem:
            return function.title
    return function.title if stem in (function.label_zh, function.compound) else f"“{stem}”"
