"""The groups of words that the lexicon is made of; ``ontology/lexicon.yaml`` describes their fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..model import Level, Role

__all__ = ["Ending", "EnglishWords", "LabelWords", "LevelWords", "Office", "RoleWords", "any_of"]


def any_of(words: Iterable[str]) -> str:
    """Make a pattern that matches any of some words, the longest first.

    Args:
        words: The words.

    Returns:
        The pattern, as a group without a name.
    """
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


@dataclass(frozen=True, slots=True)
class Ending:
    """An ending of the names of organisations; the file describes the fields."""

    word: str
    type: str
    organ: bool = False
    full: str = ""
    also_full: tuple[str, ...] = ()
    en: str = ""
    slug: str = ""
    inner: bool = False


@dataclass(frozen=True, slots=True)
class LabelWords:
    """The words of labels before lists of bodies; the file describes the fields."""

    units: tuple[str, ...]
    much: tuple[str, ...]
    first: tuple[str, ...]
    duties: Mapping[Role, tuple[str, ...]]
    bare: tuple[str, ...]
    whole: Mapping[str, Role]
    excluded: tuple[str, ...]
    never: tuple[str, ...]

    @property
    def how(self) -> str:
        """The pattern of a word that qualifies a duty: 主要, 第一."""
        return any_of((*self.much, *self.first))

    @property
    def duty(self) -> str:
        """The pattern of the words for a duty, 主要责任, or for several, 牵头及落实."""
        duty = any_of(word for group in self.duties.values() for word in group)
        return rf"{self.how}*{duty}(?:[及和与、/]?{duty}){{0,3}}"

    @property
    def mark(self) -> str:
        """The pattern of words that are a label by themselves: 牵头, 第一责任."""
        return f"{self.how}?{any_of(self.bare)}{{1,2}}"


@dataclass(frozen=True, slots=True)
class RoleWords:
    """Patterns of verbs that give a role, each with its role; the file describes the fields."""

    behind: tuple[tuple[Role, str], ...]
    sentence: Mapping[str, tuple[Role, str]]


@dataclass(frozen=True, slots=True)
class EnglishWords:
    """Words of notices in English; the file describes the fields."""

    heads: tuple[str, ...]
    starts: tuple[str, ...]
    persons: tuple[str, ...]
    open: tuple[str, ...]
    classes: Mapping[str, Level]
    which: tuple[str, ...]
    levels: Mapping[Level, tuple[str, ...]]
    organs: tuple[str, ...]
    national: tuple[str, ...]
    short: Mapping[str, str]
    marks: tuple[Mapping[str, Any], ...]
    shared: str
    intro: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """A higher body's office that is called by the name of its place; the file describes the fields."""

    level: Level
    name: str
    full: str
    function: str


@dataclass(frozen=True, slots=True)
class LevelWords:
    """A pattern of words for places at large of a level, and the levels by the word that stands for each."""

    words: str
    levels: tuple[tuple[str, Level], ...]
