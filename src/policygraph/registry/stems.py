"""From the core of a name to functions of government: 发改委 is 发改, development and reform, and an organ's suffix."""

from __future__ import annotations

from functools import cache, lru_cache

from .affixes import HEADS, SUFFIXES
from .vocabulary import abbreviations, functions

__all__ = ["functions_of", "is_stem", "only_national"]

_LONG_SUFFIXES = tuple(suffix for suffix in SUFFIXES if len(suffix) > 1)


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
        for name in (*function.whole, *names):
            index.setdefault(name, function.slug)
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


@lru_cache(maxsize=65536)
def _segment(stem: str) -> tuple[str, ...]:
    """The functions a stem is made of (教育体育 is education and sport), or nothing where some part is unknown."""
    if not stem:
        return ()
    index = _stems()
    if stem in index:
        return index[stem]
    for cut in range(min(len(stem) - 1, _longest()), 1, -1):
        first = index.get(stem[:cut])
        if first is None:
            continue
        rest = stem[cut:]
        for joint in ("", "和", "与", "及", "、"):
            if rest.startswith(joint) and (others := _segment(rest[len(joint) :])):
                return (*first, *(slug for slug in others if slug not in first))
    return ()


def is_stem(text: str) -> bool:
    """Is this a stem of a name, or several, without an organ's suffix?

    >>> is_stem("卫健"), is_stem("政务服务中心")
    (True, False)
    """
    return bool(_segment(text)) and not text.endswith(("中心", "平台"))


@lru_cache(maxsize=65536)
def functions_of(core: str) -> tuple[tuple[str, ...], bool]:
    """The functions of a name without place and level, and whether it is the organ that carries them.

    >>> functions_of("发改委")
    (('development-reform',), True)
    """
    if core in _whole():
        return (_whole()[core],), True
    # A stem may be a whole name by its ending (工商银行); 人社 only looks as if 社 were one.
    if core in _stems() and core.endswith(_LONG_SUFFIXES):
        return _stems()[core], True
    for suffix in SUFFIXES:
        if core.endswith(suffix) and len(core) > len(suffix):
            found = _segment(core[: -len(suffix)])
            if found:
                return found, suffix in HEADS or functions()[found[0]].body_type in ("Court", "Branch")
    return _segment(core), False
