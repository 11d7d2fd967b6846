"""Classes of bodies in English: the people's governments at the provincial level, municipal finance bureaus."""

from __future__ import annotations

import re

from ...model import Level
from ...registry import any_of, find_english_functions, lexicon, remembered, stands_for
from .party import Party

__all__ = ["find_english_classes", "find_english_level"]

#: The maximum length of a class's name.
_LONGEST = 200


_ENGLISH = lexicon().english
_LEVELS: dict[str, Level] = {word: level for level, words in _ENGLISH.levels.items() for word in words}
_WORD = re.compile(f"{any_of(_LEVELS)}(?:[- ]level)?")
_RUN = f"(?P<run>{_WORD.pattern}(?:(?:,| and|, and| or|/) ?{_WORD.pattern})*)"
_WHICH = f"(?:{any_of(_ENGLISH.which)} )*"
_BODIES = rf"(?P<what>(?:[a-z'-]+,? )*?)(?P<organ>{any_of(_ENGLISH.organs)})(?: of (?P<of>[a-z ,-]+?))?"
_ABOVE = "(?: (?:and|or) (?:above|below))?"
_LEVEL = re.compile(rf"\b{any_of(_LEVELS)}\b")
#: Where the level stands: before the bodies (municipal and county governments), or behind them (of all cities).
_FORMS = (
    re.compile(f"{_WHICH}{_RUN} {_BODIES}(?: at all levels)?"),
    re.compile(
        f"{_WHICH}{_BODIES} (?:at|of|in|from) (?:(?:and|or) (?:above|below) )?(?:the )?{_WHICH}{_RUN}"
        f"{_ABOVE}(?: levels?)?{_ABOVE}"
    ),
    re.compile(f"{_WHICH}(?P<run>local) {_BODIES}(?: at (?:all|various) levels)?"),
)


@remembered(4096)
def find_english_classes(name: str) -> tuple[Party, ...]:
    """Find the classes that a name stands for, one for each level in it; empty if it does not name a class.

    The caller sets their places in the text.

    >>> [(each.name, each.level) for each in find_english_classes("city and county governments")]
    [('city governments', 'municipal'), ('county governments', 'county')]
    >>> find_english_classes("provincial departments of finance")[0].functions
    ('finance',)
    """
    small = name.lower().replace("’", "'")
    if level := _ENGLISH.classes.get(small):
        return (_class(name, level, (), "government" in small),)
    if len(name) > _LONGEST or stands_for(name) != name:
        return ()
    found = next((match for pattern in _FORMS if (match := pattern.fullmatch(small))), None)
    if not found:
        return ()
    what = " ".join(word for word in found["what"].replace("people's", "").split() if word not in _ENGLISH.which)
    functions = find_english_functions(found["of"] or what)
    if (found["of"] and what) or ((found["of"] or what) and not functions):
        return ()
    government = found["organ"].endswith("governments")
    levels: dict[Level, str] = {}
    for word in _WORD.finditer(small, *found.span("run")):
        levels.setdefault(_LEVELS[re.sub(r"[- ]level$", "", word.group())], name[slice(*word.span())])
    if len(levels) < 2:
        return (_class(name, next(iter(levels), "other"), functions, government),)
    start, end = found.span("run")
    return tuple(
        _class(f"{name[:start]}{word}{name[end:]}", level, functions, government) for level, word in levels.items()
    )


def _class(name: str, level: Level, functions: tuple[str, ...], government: bool) -> Party:
    return Party(name, "class", 0, 0, level, functions, government)


@remembered(4096)
def find_english_level(name: str) -> Level | None:
    """Find the level in the name of a body; ``None`` if the name is a known one or states no level.

    >>> find_english_level("National Working Group"), find_english_level("Ministry of Finance")
    ('national', None)
    """
    if stands_for(name) != name:
        return None
    if name.startswith(_ENGLISH.national):
        return "national"
    found = _LEVEL.search(name.lower())
    return _LEVELS[found.group()] if found and name[found.start()].isupper() else None
