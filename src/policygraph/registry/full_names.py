"""Find the full name in an official list for a name in a text: 发改委 is 发展和改革委员会.

The text decides: a full name ends in the text's own organ (委 is not 局) and has the text's letters in their order
(文化广电旅游局 is not 文化和旅游局). Among such names, the vocabulary of functions has the full names in use; their
stems also apply to other organs. A name that it does not know stays as it is in the text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .lexicon import remembered
from .stems import PLACE, find_functions, find_organ, split_stem
from .vocabulary import Function, Tier, collections, english_names, functions, registered_names

__all__ = ["FullName", "digest", "find_full_name", "find_listed_name", "join_titles", "order_functions"]

_LOCAL: tuple[Tier, ...] = ("municipal", "local", "provincial")
#: The higher body that a full name may begin with.
_ABOVE = re.compile("^(?:(?:人民)?政府|委(?!员))")
#: A level inside a name that is one word: 团市委, 市直机关工委.
_LEVEL = re.compile("(?<=团)[省市县区州旗](?=委$)|^[省市县区州旗](?=直机关)")


class FullName(NamedTuple):
    """A body's full name without its place.

    Attributes:
        zh: The name in Chinese.
        en: The name in English.
        variant: An ASCII word that distinguishes it from the usual name of a body with these functions; empty for the
            usual name.
        listed: Whether the name as a whole is canonical in the vocabulary or in the place's own list.
    """

    zh: str
    en: str
    variant: str
    listed: bool


def digest(text: str) -> str:
    """Make a short word of ASCII for a text, always the same.

    Args:
        text: Any text.

    Returns:
        The word.
    """
    return "x" + hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:10]


def join_titles(slugs: Iterable[str]) -> str:
    """Join the English titles of functions.

    Args:
        slugs: The functions.

    Returns:
        The titles as a part of a name.

    Example:
        >>> join_titles(("education", "sport"))
        'Education and Sport'
    """
    return " and ".join(functions()[slug].title for slug in slugs)


@remembered(16384)
def find_full_name(
    core: str, slugs: tuple[str, ...], tier: Tier, code: str | None = None, head: bool = True
) -> FullName | None:
    """Find the full name of a body.

    Args:
        core: Its name in the text, without place and level.
        slugs: Its functions.
        tier: Which canonical names apply: the centre's, a province's, a city's or a county's.
        code: The code of its place.
        head: Whether it is the organ of these functions itself, not a body beside it (疾控中心).

    Returns:
        The full name; ``None`` if the text names no organ.

    Example:
        >>> find_full_name("发改委", ("development-reform",), "local").zh
        '发展和改革委员会'
    """
    core, slugs = _LEVEL.sub("", core), order_functions(slugs)
    known = _find_entry(slugs)
    listed = find_listed_name(core, code)
    if not head:
        beside = listed or _spell_beside(core, slugs)
        return FullName(beside, _translate(beside, slugs, None, tier), "", False) if beside else None
    name = listed or (_find_in_vocabulary(core, known, tier) if known else None)
    name = name or (core if tier == "national" else _compose(core, slugs))
    whole = name == listed or (known is not None and name in known.names.values())
    return FullName(name, _translate(name, slugs, known, tier), _variant(name, known, slugs, tier, code), whole)


@remembered(4096)
def find_listed_name(core: str, code: str | None) -> str | None:
    """Find the name in a place's own list to which a name in a text refers.

    Args:
        core: The body's name in the text, without place and level.
        code: The code of the place.

    Returns:
        The name in the list, or ``None``.

    Example:
        >>> find_listed_name("旅文厅", "460000")
        '旅游和文化广电体育厅'
    """
    asked = find_functions(core)[0]
    for name in registered_names().get(code or "", ()):
        theirs = find_functions(name)[0]
        if core[:1] == _bare(name)[0] and _fits(core, name) and (not asked or not theirs or asked == theirs):
            return name
    return None


def order_functions(slugs: tuple[str, ...]) -> tuple[str, ...]:
    """Put the functions of one body in their usual order, however its name orders them.

    Args:
        slugs: The functions.

    Returns:
        The functions in order.

    Example:
        >>> order_functions(("urban-planning", "natural-resources"))
        ('natural-resources', 'urban-planning')
    """
    known = _find_entry(slugs)
    return known.members if known and known.members else slugs


def _find_entry(slugs: tuple[str, ...]) -> Function | None:
    """Return the vocabulary's entry for one function, or for several that one body often has."""
    if len(slugs) == 1:
        return functions()[slugs[0]]
    return next((entry for entry in collections() if set(entry.members) == set(slugs)), None)


def _stem(name: str) -> str:
    """Return a name without the ending of its organ."""
    organ = find_organ(name)
    return name.removesuffix(organ.word) if organ else name


def is_subsequence(letters: str, name: str) -> bool:
    """Tell whether a name contains these letters in this order."""
    rest = iter(name)
    return all(letter in rest for letter in letters)


def _fits(core: str, name: str) -> bool:
    """Tell whether a text that writes ``core`` may mean the body of that full name."""
    return _has_same_organ(core, name) and is_subsequence(core, name.replace(PLACE, ""))


def _has_same_organ(core: str, name: str) -> bool:
    """Tell whether a full name ends in the organ that a text names, if it names one."""
    organ, theirs = find_organ(core), find_organ(name)
    return organ is None or (theirs is not None and theirs.word in (organ.full, *organ.also_full))


def _names(known: Function, tiers: Iterable[Tier]) -> list[str]:
    return [known.names[tier, "zh"] for tier in tiers if (tier, "zh") in known.names]


def _usual_names(known: Function, tier: Tier) -> list[str]:
    return _names(known, dict.fromkeys((tier, *_LOCAL)))


def _find_in_vocabulary(core: str, known: Function, tier: Tier) -> str | None:
    """Return the full name that a text means by a function's vocabulary, or by the stem of a name in it.

    The centre has one body for each function: a short name needs only the same organ.
    """
    if tier == "national":
        return next((name for name in _names(known, [tier]) if _has_same_organ(core, name)), None)
    usual = [name for name in _usual_names(known, tier) if _fits(core, name)]
    others = sorted((name for name in known.full if _fits(core, name)), key=lambda name: (len(name), name))
    spelt = _with_organ(core, known, _usual_names(known, tier))
    return _choose(core, [*usual, *spelt, *others]) or _choose(core, _with_organ(core, known, known.full))


def _with_organ(core: str, known: Function, names: Iterable[str]) -> list[str]:
    """Return the stems of full names that may be that of ``core``, each with its organ."""
    organ, stem = find_organ(core), _stem(core)
    if not stem or not organ:
        return []
    forms: set[str] = set()
    for name in map(_bare, names):
        # 安委办 is the office of the 安全生产委员会; 国资办 is not that of another body.
        of_commission = organ.word[0] == "办" and name.endswith("委员会")
        forms |= {name} if of_commission and known.label_zh.endswith("委员会") else {_stem(name)}
        forms |= {name} if of_commission and "委" in stem else set()
    return sorted(form + organ.full for form in forms if form[:1] == stem[0] and is_subsequence(stem, form))


def _choose(core: str, names: Sequence[str]) -> str | None:
    """Choose the shortest name with the same beginning as the text, else the first: a text may omit the beginning."""
    like = [name for name in names if _bare(name)[0] == core[0]]
    return min(like, key=lambda name: len(_bare(name)), default=None) or next(iter(names), None)


def _bare(name: str) -> str:
    """Return a full name without the higher body that it begins with."""
    return _ABOVE.sub("", name.replace(PLACE, ""))


def _compose(core: str, slugs: tuple[str, ...]) -> str:
    """Spell out the parts of a name's stem and its organ; return the name itself if its stem is not known."""
    organ, parts = find_organ(core), split_stem(_stem(core))
    if not organ or (len(slugs) < 2 and not parts):
        return core
    stem = "".join(_spell_part(*part) for part in parts) if len(slugs) > 1 else _stem(core)
    return stem + organ.full


def _spell_part(part: str, slugs: tuple[str, ...]) -> str:
    """Spell out a part of a compound name: 发改 of 发改统计局 is 发展改革; words (科技, 交通) stay."""
    known = _find_entry(slugs) if slugs else None
    if known is None:
        return part
    stems = [_stem(_bare(name)) for name in (*_usual_names(known, "local"), *known.full)]
    label = () if known.members else (known.compound or known.label_zh,)
    forms = [form.replace("和", "") for form in (*label, *stems)]
    if any(part in form for form in forms):
        return part
    return next((form for form in forms if form[:1] == part[0] and is_subsequence(part, form)), part)


def _spell_beside(core: str, slugs: tuple[str, ...]) -> str | None:
    """Spell out the name of a body beside the organ of a function; only abbreviations change."""
    organ = find_organ(core)
    if not organ:
        return None
    return _spell_part(_stem(core), slugs) + organ.full if split_stem(_stem(core)) else core


def _variant(name: str, known: Function | None, slugs: tuple[str, ...], tier: Tier, code: str | None) -> str:
    """Return the part of an IRI that distinguishes full names with the same functions in a place."""
    listed = registered_names().get(code or "", ())
    own = [each for each in listed if order_functions(find_functions(each)[0]) == slugs]
    usual = next(iter([*own, *(_names(known, [tier]) if known else ())]), None)
    if usual is None:
        stems = (functions()[slug].compound or functions()[slug].label_zh for slug in slugs)
        usual = "".join(stems) + ("厅" if tier == "provincial" else "局")
    if name == usual:
        return ""
    organ = find_organ(name)
    return organ.slug if organ and _stem(name) == _stem(usual) else digest(name)


def _translate(name: str, slugs: tuple[str, ...], known: Function | None, tier: Tier) -> str:
    """Return the name in English. Only a function's own words get its title: 防汛办公室 is not an emergency office."""
    tiers = tuple(dict.fromkeys((tier, *_LOCAL)))
    if tier == "national" or _stem(name) not in english_names():
        for each in tiers:
            if known and known.names.get((each, "zh")) == name and (each, "en") in known.names:
                return known.names[each, "en"]
    if name in english_names():
        return english_names()[name]
    organ = find_organ(name)
    what = english_names().get(_stem(name)) or _translate_stem(_bare(name), slugs, tiers)
    if organ and organ.full == "厅":
        return f"Department of {what}"
    return f"{what} {organ.en}" if organ else what


def _translate_stem(name: str, slugs: tuple[str, ...], tiers: tuple[Tier, ...]) -> str:
    """Translate a name without its organ; unknown Chinese words are quoted."""
    stem = _stem(name).replace("与", "和")
    if stem in english_names():
        return english_names()[stem]
    if len(slugs) != 1:
        parts = [(part, each) for part, each in split_stem(stem) if each]
        if len(parts) < 2:
            return join_titles(slugs)
        return " and ".join(_translate_stem(part, each, tiers) for part, each in parts)
    function = functions()[slugs[0]]
    for each in tiers:
        zh, en = function.names.get((each, "zh"), ""), function.names.get((each, "en"), "")
        if zh and _stem(_bare(zh)) == stem:
            organ = find_organ(zh)
            suffix = f" {organ.en}" if organ else ""
            return en.removesuffix(suffix) if suffix and en.endswith(suffix) else function.title
    return function.title if stem in (function.label_zh, function.compound) else f"“{stem}”"
