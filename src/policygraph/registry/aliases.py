"""Resolve what a name stands for: a user's alias, or the name of a body in English.

Aliases are in ``ontology/lexicon.yaml`` and in a user's words; the English names of the centre's bodies are in
``ontology/functions.ttl``, short ones in the lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .lexicon import any_of, lexicon, remembered
from .local_names import find_local_name, normalise_english
from .vocabulary import functions

__all__ = ["is_english_body", "stands_for"]

#: Finance Ministry is the Ministry of Finance.
_TURNED = re.compile(r"(?P<what>.+) (?P<organ>ministry)$")
#: Names have capital letters; other words join them.
_CAPITALS = re.compile(r"[A-Z][\w'’.-]*,?(?: (?:[A-Z][\w'’.-]*,?|of|and|for|the|on|in))*")


def _normalize(name: str) -> str:
    """Return an English name as it is looked up.

    >>> _normalize("the Finance Ministry") == _normalize("Ministry of Finance")
    True
    """
    name = normalise_english(name).removesuffix(" of the people's republic of china")
    turned = _TURNED.fullmatch(name)
    return f"ministry of {turned['what']}" if turned else name


@remembered()
def _chinese_by_english() -> Mapping[str, str]:
    """Return the Chinese names of the centre's bodies by their English ones, full and short."""
    found = {
        _normalize(english): chinese
        for function in functions().values()
        if (chinese := function.names.get(("national", "zh"))) and (english := function.names.get(("national", "en")))
    }
    return {**found, **{_normalize(short): chinese for short, chinese in lexicon().english.short.items()}}


def stands_for(name: str) -> str:
    """Return the full Chinese name that a name stands for.

    Args:
        name: A folded name.

    Returns:
        The full name for an alias or an English name; else the name itself.

    Example:
        >>> stands_for("Finance Ministry"), stands_for("the NDRC"), stands_for("市财政局")
        ('财政部', '国家发展和改革委员会', '市财政局')
    """
    full = lexicon().aliases.get(name)
    if full or not name[-1:].isascii():
        return full or name
    own = lexicon().aliases.get("".join(name.split()))
    key = _normalize(name)
    known = _chinese_by_english()
    centre = known.get(key) or known.get(key.removesuffix(" of the state council").removesuffix(" of china"))
    return own or centre or find_local_name(name) or name


@remembered()
def _head() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(lexicon().english.heads)}\b")


@remembered(4096)
def is_english_body(name: str) -> bool:
    """Tell whether a text names a body in English: one that is known, or capital words with one for an organisation.

    Args:
        name: Any text.

    Returns:
        Whether it does.

    Example:
        >>> [is_english_body(name) for name in ("Ministry of Finance", "MOF", "National Development")]
        [True, True, False]
    """
    if stands_for(name) != name:
        return True
    person = name.startswith(lexicon().english.persons)
    return not person and bool(_CAPITALS.fullmatch(name) and _head().search(name))
