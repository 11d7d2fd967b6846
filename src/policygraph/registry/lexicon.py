"""The words by which notices are read: ``ontology/lexicon.yaml``, and those that a user adds.

The file is read once. Whatever is made of it (patterns, answers remembered) is made by functions under ``remembered``,
which forget it when other words are taken into use: see ``using``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from threading import Condition
from typing import Any, ParamSpec, TypeVar, cast

from ..model import LEVELS, Level, Role
from ..resources import ontology_dir

__all__ = ["Ending", "LabelWords", "Lexicon", "OwnWords", "Tier", "any_of", "lexicon", "remembered", "using"]

P = ParamSpec("P")
R = TypeVar("R")
_FORGET: list[Callable[[], None]] = []


def remembered(size: int | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A decorator: answers are remembered, ``size`` of them, until the words change."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        # What is called is the cache itself: a wrapper around it would slow every look-up.
        cached = lru_cache(maxsize=size)(function)
        _FORGET.append(cached.cache_clear)
        return cast("Callable[P, R]", cached)

    return decorate


def any_of(words: Iterable[str]) -> str:
    """The pattern of any of the words, the longest that fits."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


@dataclass(frozen=True, slots=True)
class Ending:
    """What a name of an organisation ends with: see the file for the fields."""

    word: str
    type: str
    organ: bool = False
    full: str = ""
    others: tuple[str, ...] = ()
    en: str = ""
    slug: str = ""
    inner: bool = False


@dataclass(frozen=True, slots=True)
class LabelWords:
    """What labels before lists of bodies are made of: see the file for the fields."""

    units: tuple[str, ...]
    much: tuple[str, ...]
    first: tuple[str, ...]
    duties: Mapping[Role, tuple[str, ...]]
    bare: tuple[str, ...]
    whole: Mapping[str, Role]
    excluded: frozenset[str]
    never: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EnglishWords:
    """Words of notices in English: see the file for the fields."""

    heads: tuple[str, ...]
    starts: tuple[str, ...]
    open: tuple[str, ...]
    classes: Mapping[str, Level]
    short: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words that a user adds, all folded: endings of names with the class of the bodies they head, labels with the
    role they give, and names with the full names they stand for.

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
class Tier:
    """Words for places at large of a level: the pattern, and the levels by the word that stands for each."""

    words: str
    levels: tuple[tuple[str, Level], ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words: endings by word, level by prefix, what names are not, what labels are made of, aliases.

    ``endings`` and ``prefixes`` have the longest word first. ``ends``, ``not_names`` and ``openers`` are groups of
    words by name: see the file. ``own`` are a user's among them.
    """

    endings: Mapping[str, Ending]
    ends: Mapping[str, tuple[str, ...]]
    not_names: Mapping[str, tuple[str, ...]]
    prefixes: Mapping[str, Level]
    not_prefixes: tuple[str, ...]
    subjects: Mapping[str, Level]
    tiers: tuple[Tier, ...]
    labels: LabelWords
    openers: Mapping[str, tuple[str, ...]]
    english: EnglishWords
    aliases: Mapping[str, str] = field(default_factory=dict)
    own: OwnWords = field(default_factory=OwnWords)


_NONE = OwnWords()


class _InUse:
    """The user's words in use, and how many threads read by them."""

    own = _NONE
    readers = 0
    changed = Condition()


@contextmanager
def using(own: OwnWords | None) -> Iterator[None]:
    """Read by the program's words and a user's own until the end; then by the program's alone again.

    Threads that read by other words wait for each other, so that no answer of one lexicon is remembered for another.
    Within it the same words may be taken into use again, and no others.
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
    """The words in use.

    >>> lexicon().endings["委"].full, lexicon().prefixes["省直"], lexicon().labels.duties["lead"][0]
    ('委员会', 'provincial', '牵头')
    """
    words, own = _program(), _InUse.own
    return replace(
        words,
        endings=dict(_longest_first({**words.endings, **own.endings})),
        labels=replace(
            words.labels,
            whole={**words.labels.whole, **own.labels},
            excluded=words.labels.excluded - own.labels.keys(),
        ),
        aliases={**words.aliases, **own.aliases},
        own=own,
    )


@cache
def _program() -> Lexicon:
    return _read(_yaml(ontology_dir() / "lexicon.yaml"))


def _yaml(path: Path) -> Mapping[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return cast("Mapping[str, Any]", loaded)


def _read(words: Mapping[str, Any]) -> Lexicon:
    labels = words["labels"]
    return Lexicon(
        endings={word: _ending(word, said) for word, said in _longest_first(words["endings"])},
        ends=_groups(words["ends"]),
        not_names=_groups(words["not_names"]),
        prefixes=_by_word(words["levels"]),
        subjects=_by_word(words["subjects"]),
        not_prefixes=tuple(words["levels"]["not"]),
        tiers=tuple(Tier(tier["words"], _levels(tier)) for tier in words["tiers"]),
        labels=LabelWords(
            units=tuple(labels["units"]),
            much=tuple(labels["much"]),
            first=tuple(labels["first"]),
            duties={role: tuple(labels["duties"][role]) for role in ("lead", "support", "responsible")},
            bare=tuple(labels["bare"]),
            whole=labels["whole"],
            excluded=frozenset(labels["not"]),
            never=tuple(labels["never"]),
        ),
        openers=_groups(words["openers"]),
        english=EnglishWords(
            tuple(words["english"]["heads"]),
            tuple(words["english"]["starts"]),
            tuple(words["english"]["open"]),
            words["english"]["classes"],
            words["english"]["short"],
        ),
        aliases=words["aliases"],
    )


def _ending(word: str, said: Mapping[str, Any]) -> Ending:
    return Ending(
        word,
        said["is"],
        said.get("organ", False),
        said.get("full", word),
        tuple(said.get("others", ())),
        said.get("en", ""),
        said.get("slug", ""),
        said.get("inner", False),
    )


def _by_word(levels: Mapping[str, Sequence[str]]) -> Mapping[str, Level]:
    return dict(_longest_first({word: level for level in LEVELS for word in levels.get(level, ())}))


def _groups(words: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(each) for name, each in words.items()}


def _levels(tier: Mapping[str, Any]) -> tuple[tuple[str, Level], ...]:
    return tuple(tier["as"].items()) if "as" in tier else (("", tier["level"]),)


def _longest_first(words: Mapping[str, R]) -> Sequence[tuple[str, R]]:
    return sorted(words.items(), key=lambda pair: len(pair[0]), reverse=True)
