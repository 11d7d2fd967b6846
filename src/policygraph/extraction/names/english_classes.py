"""Classes of bodies in English: the people's governments at the provincial level, municipal finance bureaus."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...model import Level
from ...registry import any_of, find_english_functions, lexicon, remembered, stands_for

__all__ = ["EnglishClass", "english_class", "english_level"]


class EnglishClass(NamedTuple):
    """A class of bodies at one level."""

    name: str
    level: Level
    functions: tuple[str, ...]
    government: bool


#: So long a name of a class may be.
_LONGEST = 200


class _Patterns(NamedTuple):
    forms: tuple[re.Pattern[str], ...]
    word: re.Pattern[str]
    level: re.Pattern[str]


@remembered()
def _levels() -> dict[str, Level]:
    return {word: level for level, words in lexicon().english.levels.items() for word in words}


@remembered()
def _patterns() -> _Patterns:
    """Where the level stands: before the bodies (municipal and county governments), or behind them (of all cities)."""
    word = rf"(?:{any_of(_levels())}(?:[- ]level)?)"
    run = rf"(?P<run>{word}(?:(?:,| and|, and| or|/) ?{word})*)"
    which = f"(?P<which>(?:{any_of(lexicon().english.which)} )*)"
    organs = f"(?P<organ>{any_of(lexicon().english.organs)})"
    before = rf"{which}{run} (?P<what>(?:[a-z'-]+,? )*?){organs}(?: of (?P<of>[a-z ,-]+?))?(?: at all levels)?"
    behind = (
        rf"{which}(?P<what>(?:[a-z'-]+,? )*?){organs}(?: of (?P<of>[a-z ,-]+?))?"
        rf" (?:at|of|in|from) (?:(?:and|or) (?:above|below) )?(?:the )?(?:{any_of(lexicon().english.which)} )*{run}"
        r"(?: (?:and|or) (?:above|below))?(?: levels?)?(?: (?:and|or) (?:above|below))?"
    )
    local = (
        rf"{which}(?P<run>local) (?P<what>(?:[a-z'-]+,? )*?){organs}(?: of (?P<of>[a-z ,-]+?))?"
        r"(?: at (?:all|various) levels)?"
    )
    return _Patterns(
        (re.compile(before), re.compile(behind), re.compile(local)),
        re.compile(word),
        re.compile(rf"\b{any_of(_levels())}\b"),
    )


@remembered(4096)
def english_class(name: str) -> tuple[EnglishClass, ...]:
    """The classes that a name stands for, one for each level that it names; none where it is no class's name.

    >>> [(each.name, each.level) for each in english_class("city and county governments")]
    [('city governments', 'municipal'), ('county governments', 'county')]
    >>> english_class("provincial departments of finance")[0].functions
    ('finance',)
    """
    small = name.lower().replace("’", "'")
    if level := lexicon().english.classes.get(small):
        return (EnglishClass(name, level, (), "government" in small),)
    if len(name) > _LONGEST or stands_for(name) != name:
        return ()
    found = next((match for pattern in _patterns().forms if (match := pattern.fullmatch(small))), None)
    if not found:
        return ()
    what = " ".join(
        word for word in found["what"].replace("people's", "").split() if word not in lexicon().english.which
    )
    functions = find_english_functions(found["of"] or what)
    if (found["of"] and what) or ((found["of"] or what) and not functions):
        return ()
    government = found["organ"].endswith("governments")
    levels: dict[Level, str] = {}
    for word in _patterns().word.finditer(small, *found.span("run")):
        levels.setdefault(_levels()[re.sub(r"[- ]level$", "", word.group())], name[slice(*word.span())])
    if len(levels) < 2:
        return (EnglishClass(name, next(iter(levels), "other"), functions, government),)
    start, end = found.span("run")
    return tuple(
        EnglishClass(f"{name[:start]}{word}{name[end:]}", level, functions, government)
        for level, word in levels.items()
    )


@remembered(4096)
def english_level(name: str) -> Level | None:
    """The level that the name of a body says which is not known by it.

    >>> english_level("National Working Group"), english_level("Ministry of Finance")
    ('national', None)
    """
    if stands_for(name) != name:
        return None
    if name.startswith(lexicon().english.national):
        return "national"
    found = _patterns().level.search(name.lower())
    return _levels()[found.group()] if found and name[found.start()].isupper() else None
