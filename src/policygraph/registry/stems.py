"""Find the functions of government in a name: 发改委 is the stem 发改, development and reform, and the ending 委.

The endings are in ``ontology/lexicon.yaml``, the stems in ``ontology/functions.ttl``.
"""

from __future__ import annotations

from functools import cache, lru_cache

from .lexicon import Ending, lexicon, remembered
from .vocabulary import Function, collections, functions

__all__ = [
    "PLACE",
    "find_ending",
    "find_functions",
    "find_organ",
    "heads",
    "is_stem",
    "is_whole",
    "only_national",
    "split_stem",
]

#: The gap for the place in a full name that does not begin with it: 国家税务总局…税务局.
PLACE = "…"
#: The maximum length of a stem; no body has more functions.
_LONGEST_STEM = 40
_Segments = tuple[tuple[str, tuple[str, ...]], ...]


@remembered()
def heads() -> tuple[str, ...]:
    """Return the endings of organs that carry a function at their level; others belong to bodies beside the organ."""
    return tuple(word for word, ending in lexicon().endings.items() if ending.organ)


def find_ending(name: str) -> Ending | None:
    """Find the longest ending of a name.

    Args:
        name: The name, or its core.

    Returns:
        The ending, or ``None`` if it has none.
    """
    return next((ending for word, ending in lexicon().endings.items() if name.endswith(word)), None)


@remembered(16384)
def find_organ(name: str) -> Ending | None:
    """Find the longest ending that names an organ. A full name has the same organ as the text: 委 is not 局.

    Args:
        name: The name, or its core.

    Returns:
        The ending, or ``None`` if it has none.
    """
    endings = lexicon().endings.items()
    return next((ending for word, ending in endings if ending.en and name.endswith(word)), None)


@cache
def _stems() -> dict[str, tuple[str, ...]]:
    """Return each stem and the functions it stands for, most often one."""
    several = {stem: entry.members for entry in collections() for stem in entry.stems}
    return several | {stem: (function.slug,) for function in functions().values() for stem in function.stems}


@cache
def _whole() -> dict[str, str]:
    """Return the functions of the names that the vocabulary has as a whole."""
    index: dict[str, str] = {}
    for function in functions().values():
        for name in (*function.whole, *_chinese_names(function), *function.full):
            index.setdefault(name.replace(PLACE, ""), function.slug)
    return index


def _chinese_names(function: Function) -> list[str]:
    return [name for (_, language), name in function.names.items() if language == "zh"]


@cache
def only_national() -> frozenset[str]:
    """Return the short names of bodies that only the centre has: 中科院."""
    return frozenset(
        name
        for function in functions().values()
        if {tier for tier, _ in function.names} == {"national"}
        for name in function.whole
    )


@cache
def _longest_stem() -> int:
    return max(map(len, _stems()))


@lru_cache(maxsize=65536)
def split_stem(stem: str) -> _Segments:
    """Split a stem into the stems of single functions.

    Args:
        stem: A name without place and ending.

    Returns:
        The parts with the functions of each (empty for a joint); empty if some part is unknown.

    Example:
        >>> split_stem("教育和体育")
        (('教育', ('education',)), ('和', ()), ('体育', ('sport',)))
    """
    if not 0 < len(stem) <= _LONGEST_STEM:
        return ()
    index = _stems()
    if stem in index:
        return ((stem, index[stem]),)
    for cut in range(min(len(stem) - 1, _longest_stem()), 1, -1):
        first = index.get(stem[:cut])
        if first is None:
            continue
        rest = stem[cut:]
        for joint in ("", "和", "与", "及", "、"):
            if rest.startswith(joint) and (others := split_stem(rest[len(joint) :])):
                return ((stem[:cut], first), *(((joint, ()),) if joint else ()), *others)
    return ()


def _functions_of_stem(stem: str) -> tuple[str, ...]:
    """Return the functions of a stem (教育体育 is education and sport); empty if some part is unknown."""
    return tuple(dict.fromkeys(slug for _, slugs in split_stem(stem) for slug in slugs))


def is_stem(text: str) -> bool:
    """Tell whether a text is a stem, or several, without the ending of an organ.

    Args:
        text: Any folded text.

    Returns:
        Whether it is.

    Example:
        >>> is_stem("卫健"), is_stem("政务服务中心")
        (True, False)
    """
    return bool(_functions_of_stem(text)) and not text.endswith(("中心", "平台"))


def is_whole(name: str) -> bool:
    """Tell whether the vocabulary has a name as a whole.

    Args:
        name: A folded name.

    Returns:
        Whether it has.

    Example:
        >>> is_whole("监委"), is_whole("市监委")
        (True, False)
    """
    return name in _whole()


@remembered(65536)
def find_functions(core: str) -> tuple[tuple[str, ...], bool]:
    """Find the functions of a body.

    Args:
        core: Its name without place and level.

    Returns:
        The slugs of its functions, and whether it is the organ that carries them.

    Example:
        >>> find_functions("发改委")
        (('development-reform',), True)
    """
    if core in _whole():
        return (_whole()[core],), True
    if core in _stems() and (ending := find_ending(core)) and len(ending.word) > 1:
        # A stem may be a whole name by its ending (工商银行); 人社 only looks as if 社 were one.
        return _stems()[core], True
    for word, ending in lexicon().endings.items():
        if core.endswith(word) and len(core) > len(word):
            found = _functions_of_stem(core[: -len(word)])
            if found:
                return found, ending.organ or _carries(functions()[found[0]], ending, alone=len(found) == 1)
    return _functions_of_stem(core), False


def _carries(function: Function, ending: Ending, alone: bool) -> bool:
    """Tell whether a body carries its function though its ending is not that of an organ: 住房公积金管理中心."""
    named = alone and ending.en and any(name.endswith(ending.word) for name in _chinese_names(function))
    return bool(named) or function.body_type in ("Court", "Branch")
