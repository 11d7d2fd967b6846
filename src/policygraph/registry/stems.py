"""From the core of a name to functions of government: 发改委 is 发改, development and reform, and an organ's suffix."""

from __future__ import annotations

from functools import cache, lru_cache

from .affixes import heads, long_suffixes, organs, suffixes
from .lexicon import remembered
from .vocabulary import abbreviations, functions

__all__ = ["PLACE", "functions_of", "is_stem", "is_whole", "only_national", "segments"]

#: Where the place stands in a full name that does not begin with it: 国家税务总局…税务局.
PLACE = "…"


@cache
def _stems() -> dict[str, tuple[str, ...]]:
    """Each stem and the functions it stands for, most often one."""
    index = {stem: (function.slug,) for function in functions().values() for stem in function.stems}
    return {**abbreviations(), **index}


@cache
def _whole() -> dict[str, str]:
    index: dict[str, str] = {}
    for function in functions().values():
        names = [name for (_, language), name in function.names.items() if language == "zh"]
        for name in (*function.whole, *names, *function.full):
            index.setdefault(name.replace(PLACE, ""), function.slug)
    return index


@cache
def only_national() -> frozenset[str]:
    """The short names of bodies of which only the centre has one: 中科院."""
    return frozenset(
        name
        for function in functions().values()
        if {tier for tier, _ in function.names} == {"national"}
        for name in function.whole
    )


@cache
def _longest() -> int:
    return max(map(len, _stems()))


#: No body has so many functions that its stem is longer.
_LONGEST_STEM = 40
_Segments = tuple[tuple[str, tuple[str, ...]], ...]


@lru_cache(maxsize=65536)
def segments(stem: str) -> _Segments:
    """The parts of a stem with the functions of each (none for a joint); nothing where some part is unknown.

    >>> segments("教育和体育")
    (('教育', ('education',)), ('和', ()), ('体育', ('sport',)))
    """
    if not 0 < len(stem) <= _LONGEST_STEM:
        return ()
    index = _stems()
    if stem in index:
        return ((stem, index[stem]),)
    for cut in range(min(len(stem) - 1, _longest()), 1, -1):
        first = index.get(stem[:cut])
        if first is None:
            continue
        rest = stem[cut:]
        for joint in ("", "和", "与", "及", "、"):
            if rest.startswith(joint) and (others := segments(rest[len(joint) :])):
                return ((stem[:cut], first), *(((joint, ()),) if joint else ()), *others)
    return ()


def _segment(stem: str) -> tuple[str, ...]:
    """The functions a stem is made of (教育体育 is education and sport), or nothing where some part is unknown."""
    return tuple(dict.fromkeys(slug for _, slugs in segments(stem) for slug in slugs))


@remembered()
def _organs(slug: str) -> frozenset[str]:
    """The endings of a function's canonical names: 住房公积金管理中心 is the very body of 公积金."""
    names = [name for (_, language), name in functions()[slug].names.items() if language == "zh"]
    return frozenset(organ for name in names for organ in organs() if name.endswith(organ))


def is_stem(text: str) -> bool:
    """Is this a stem of a name, or several, without an organ's suffix?

    >>> is_stem("卫健"), is_stem("政务服务中心")
    (True, False)
    """
    return bool(_segment(text)) and not text.endswith(("中心", "平台"))


def is_whole(name: str) -> bool:
    """Is this a name that the vocabulary has as a whole?

    >>> is_whole("监委"), is_whole("市监委")
    (True, False)
    """
    return name in _whole()


@remembered(65536)
def functions_of(core: str) -> tuple[tuple[str, ...], bool]:
    """The functions of a name without place and level, and whether it is the organ that carries them.

    >>> functions_of("发改委")
    (('development-reform',), True)
    """
    if core in _whole():
        return (_whole()[core],), True
    # A stem may be a whole name by its ending (工商银行); 人社 only looks as if 社 were one.
    if core in _stems() and core.endswith(long_suffixes()):
        return _stems()[core], True
    for suffix in suffixes():
        if core.endswith(suffix) and len(core) > len(suffix):
            found = _segment(core[: -len(suffix)])
            if found:
                return found, suffix in heads() or _carries(found, suffix)
    return _segment(core), False


def _carries(slugs: tuple[str, ...], suffix: str) -> bool:
    """Is a body with that ending the very organ of its functions, though the ending alone does not say so?"""
    return functions()[slugs[0]].body_type in ("Court", "Branch") or (len(slugs) == 1 and suffix in _organs(slugs[0]))
