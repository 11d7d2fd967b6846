"""The words by which notices are read: ``ontology/lexicon.yaml``, and those that a user adds.

The file is read once. Whatever is made of it (patterns, answers remembered) is made by functions under ``remembered``,
which forget it when other words are taken into use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from ..model import LEVELS, Level, Role
from ..resources import ontology_dir

__all__ = ["Ending", "LabelWords", "Lexicon", "lexicon", "remembered"]

P = ParamSpec("P")
R = TypeVar("R")
_FORGET: list[Callable[[], None]] = []


def remembered(size: int | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A decorator: answers are remembered, ``size`` of them, until the words change."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        cached = lru_cache(maxsize=size)(function)
        _FORGET.append(cached.cache_clear)
        return cast("Callable[P, R]", cached)

    return decorate


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
class Lexicon:
    """The words: endings by word, level by prefix, what labels are made of, aliases.

    ``endings`` and ``prefixes`` have the longest word first.
    """

    endings: Mapping[str, Ending]
    prefixes: Mapping[str, Level]
    labels: LabelWords
    openers: Mapping[str, tuple[str, ...]]
    aliases: Mapping[str, str] = field(default_factory=dict)


@remembered()
def lexicon() -> Lexicon:
    """The words in use.

    >>> lexicon().endings["委"].full, lexicon().prefixes["省直"], lexicon().labels.duties["lead"][0]
    ('委员会', 'provincial', '牵头')
    """
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
        prefixes=dict(_longest_first({prefix: level for level in LEVELS for prefix in words["levels"].get(level, ())})),
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
        openers={name: tuple(each) for name, each in words["openers"].items()},
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
    )


def _longest_first(words: Mapping[str, R]) -> Sequence[tuple[str, R]]:
    return sorted(words.items(), key=lambda pair: len(pair[0]), reverse=True)
