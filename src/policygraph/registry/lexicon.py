"""Read the words for the reading of notices: ``ontology/lexicon.yaml``, and those that a user adds.

The file is read once. Everything derived from it (patterns, cached results) comes from functions under ``remembered``,
whose caches are cleared when other words are put into use; see ``using``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from threading import Condition
from typing import Any, ParamSpec, TypeVar, cast

from ..model import LEVELS, Level, Role
from ..resources import ontology_dir
from .word_groups import Ending, EnglishWords, LabelWords, LevelWords, Office, RoleWords, any_of

__all__ = ["Ending", "Lexicon", "OwnWords", "any_of", "lexicon", "remembered", "using"]

P = ParamSpec("P")
R = TypeVar("R")
_FORGET: list[Callable[[], None]] = []


def remembered(size: int | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a function whose results are cached until the words change.

    Args:
        size: The maximum number of results to keep; all of them if not given.

    Returns:
        The decorator.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        # Return the cache itself: a wrapper around it would slow down every look-up.
        cached = lru_cache(maxsize=size)(function)
        _FORGET.append(cached.cache_clear)
        return cast("Callable[P, R]", cached)

    return decorate


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words that a user adds, all folded.

    Attributes:
        endings: Endings of names.
        labels: Labels with the role that they give.
        aliases: Names with the full names that they stand for.

    Example:
        >>> with using(OwnWords(endings={"书屋": Ending("书屋", "Institute")})):
        ...     lexicon().endings["书屋"].type
        'Institute'
        >>> "书屋" in lexicon().endings
        False
    """

    endings: Mapping[str, Ending] = field(default_factory=dict)
    labels: Mapping[str, Role] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words in use.

    ``endings`` and ``prefixes`` have the longest word first. ``other_endings``, ``not_names``, ``openers``, ``titles``,
    ``persons``, ``deadlines`` and ``verbs`` are groups of words by name; the file describes them.
    ``own`` are a user's words.
    """

    endings: Mapping[str, Ending]
    other_endings: Mapping[str, tuple[str, ...]]
    not_names: Mapping[str, tuple[str, ...]]
    prefixes: Mapping[str, Level]
    not_prefixes: tuple[str, ...]
    subjects: Mapping[str, Level]
    tiers: tuple[LevelWords, ...]
    labels: LabelWords
    columns: Mapping[str, str]
    openers: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, tuple[str, ...]]
    persons: Mapping[str, tuple[str, ...]]
    deadlines: Mapping[str, tuple[str, ...]]
    roles: RoleWords
    rules: Mapping[str, str]
    verbs: Mapping[str, tuple[str, ...]]
    english: EnglishWords
    brands: tuple[str, ...]
    offices: tuple[Office, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)
    own: OwnWords = field(default_factory=OwnWords)


_NONE = OwnWords()


class _InUse:
    """The user's words in use, and how many threads use them."""

    own = _NONE
    readers = 0
    changed = Condition()


@contextmanager
def using(own: OwnWords | None) -> Iterator[None]:
    """Use a user's words, in addition to the program's, until the end of the context.

    Threads with different words wait for each other, so that no result of one lexicon is cached for another. Within the
    context the same words may be put into use again, but no others.

    Args:
        own: The user's words, if any.
    """
    own = own or _NONE
    with _InUse.changed:
        _InUse.changed.wait_for(lambda: not _InUse.readers or _InUse.own == own)
        _take(own)
        _InUse.readers += 1
    try:
        yield
    finally:
        with _InUse.changed:
            _InUse.readers -= 1
            if not _InUse.readers:
                _take(_NONE)
                _InUse.changed.notify_all()


def _take(own: OwnWords) -> None:
    if own != _InUse.own:
        _InUse.own = own
        for forget in _FORGET:
            forget()


@remembered()
def lexicon() -> Lexicon:
    """Return the words in use.

    Returns:
        The program's words and the user's.

    Example:
        >>> lexicon().endings["委"].full, lexicon().prefixes["省直"], lexicon().labels.duties["lead"][0]
        ('委员会', 'provincial', '牵头')
    """
    words, own = _read_program(), _InUse.own
    return replace(
        words,
        endings=_longest_first({**words.endings, **own.endings}),
        labels=replace(
            words.labels,
            whole={**words.labels.whole, **own.labels},
            excluded=tuple(word for word in words.labels.excluded if word not in own.labels),
        ),
        aliases={**words.aliases, **own.aliases},
        own=own,
    )


#: The fields of the lexicon that are the same as in the file.
_AS_THEY_ARE = (
    "other_endings", "not_names", "columns", "openers", "titles", "persons", "deadlines", "rules", "verbs", "brands",
    "aliases",
)  # fmt: skip


@cache
def _read_program() -> Lexicon:
    """Read the program's own words."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    words = _freeze(yaml.load((ontology_dir() / "lexicon.yaml").read_text(encoding="utf-8"), Loader=loader))
    levels = words["levels"]
    return Lexicon(
        endings={word: _make_ending(word, fields) for word, fields in _longest_first(words["endings"]).items()},
        prefixes=_by_word(levels),
        not_prefixes=levels["not"],
        subjects=_by_word(words["subjects"]),
        tiers=tuple(_make_level_words(**tier) for tier in words["tiers"]),
        labels=LabelWords(**words["labels"]),
        roles=RoleWords(**words["roles"]),
        english=EnglishWords(**words["english"]),
        offices=tuple(Office(**office) for office in words["offices"]),
        **{name: words[name] for name in _AS_THEY_ARE},
    )


def _freeze(value: Any, parts: Mapping[str, str] | None = None) -> Any:
    """Make tuples of all lists, and replace names such as ``{duty}`` by the ``parts`` of a group of patterns."""
    if isinstance(value, dict):
        parts = value.pop("parts", parts)
        return {key: _freeze(each, parts) for key, each in value.items()}
    if isinstance(value, list):
        return tuple(_freeze(each, parts) for each in value)
    return re.sub("{([a-z]+)}", lambda part: parts[part[1]], value) if parts and isinstance(value, str) else value


def _make_ending(word: str, fields: Mapping[str, Any]) -> Ending:
    return Ending(word, **{"type": fields["is"], "full": word} | {key: fields[key] for key in fields if key != "is"})


def _make_level_words(words: str, level: Level | None = None, **levels: Mapping[str, Level]) -> LevelWords:
    """Make a tier of a word for places of one level, or of two (``as``)."""
    return LevelWords(words, ((("", level),) if level else tuple(levels["as"].items())))


def _by_word(levels: Mapping[str, Sequence[str]]) -> Mapping[str, Level]:
    return _longest_first({word: level for level in LEVELS for word in levels.get(level, ())})


def _longest_first(words: Mapping[str, R]) -> dict[str, R]:
    return dict(sorted(words.items(), key=lambda pair: len(pair[0]), reverse=True))
