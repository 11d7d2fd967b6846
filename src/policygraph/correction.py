"""Corrections by a person of how a notice was read, as stored in its corrections file.

Each entry gives its place by the exact words of the source. If the same words occur at several places, the words before
them or the printed number of the measure select one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias

from .terms import Level, Role

__all__ = [
    "AnyCorrection",
    "BodyKind",
    "CorrectedBody",
    "Correction",
    "CorrectionRule",
    "Corrections",
    "MeasureCorrection",
    "ReviewStatus",
    "RuleCorrection",
]

#: Whether a person has looked at a responsibility: nobody yet, accepted as it was read, or corrected.
ReviewStatus = Literal["unseen", "accepted", "corrected"]
#: Whether a name stands for one body or for a class of bodies.
BodyKind = Literal["named", "class"]
#: ``first-leads``: the first body of each list leads; ``none``: a rule of the notice stops.
CorrectionRule = Literal["first-leads", "none"]


class CorrectedBody(NamedTuple):
    """A body that a person names for a statement.

    Attributes:
        level: Its level, if the name alone does not give the right one.
        kind: Whether it is one body or a class, if the name alone does not show it.
        deadline: Its own deadline, a day (2026-06-30) or words; if empty, the one that the text gives it.
    """

    name: str
    role: Role
    level: Level | None = None
    kind: BodyKind | None = None
    deadline: str = ""

    def record(self) -> dict[str, str]:
        """Return the fields that have a value, for JSON."""
        return {name: value for name, value in self._asdict().items() if value}


@dataclass(frozen=True, slots=True)
class Correction:
    """The correction of one statement.

    Attributes:
        statement: Its exact words.
        bodies: The bodies that it makes responsible; empty if nobody is, ``None`` if it was read correctly.
        measure: The printed number of the measure, if several have the same words.
        before: Up to 20 characters that stand before the words, if they stand at several places.
        reviewer: The name of the person.
        reviewed: The moment, as ISO 8601.
    """

    statement: str
    bodies: tuple[CorrectedBody, ...] | None
    measure: str = ""
    before: str = ""
    reviewer: str = ""
    reviewed: str = ""

    @property
    def words(self) -> str:
        """The exact words, as for other entries."""
        return self.statement


@dataclass(frozen=True, slots=True)
class MeasureCorrection:
    """The correction of a measure as a whole; ``None`` leaves a field as it was read.

    Attributes:
        words: The words that the measure begins with, or all words of a new one.
        before: Up to 20 characters that stand before the words, if they stand at several places.
        new: Whether the words are a separate measure that was not read as one.
        number: Its printed number.
        title: Its title.
        heading: The title of the heading above it, which is created if it is missing; ``""`` for none.
        deadline: Its deadline, a day (2026-06-30) or words; ``""`` for none.
        reviewer: The name of the person.
        reviewed: The moment, as ISO 8601.
    """

    words: str
    before: str = ""
    new: bool = False
    number: str | None = None
    title: str | None = None
    heading: str | None = None
    deadline: str | None = None
    reviewer: str = ""
    reviewed: str = ""


@dataclass(frozen=True, slots=True)
class RuleCorrection:
    """A rule that applies from the position of some words to the end of the notice or to the next such entry.

    Attributes:
        words: The words.
        rule: Whether the first body of each list leads from there on, or no longer does.
        before: Up to 20 characters that stand before the words, if they stand at several places.
        reviewer: The name of the person.
        reviewed: The moment, as ISO 8601.
    """

    words: str
    rule: CorrectionRule
    before: str = ""
    reviewer: str = ""
    reviewed: str = ""


AnyCorrection: TypeAlias = Correction | MeasureCorrection | RuleCorrection


@dataclass(frozen=True, slots=True)
class Corrections:
    """A corrections file: its name, the hash of its bytes, and its entries about statements, measures and rules."""

    name: str
    sha256: str
    entries: tuple[Correction, ...] = ()
    measures: tuple[MeasureCorrection, ...] = ()
    rules: tuple[RuleCorrection, ...] = ()

    @property
    def all(self) -> tuple[AnyCorrection, ...]:
        """All entries: statements, measures, rules."""
        return (*self.entries, *self.measures, *self.rules)

    def with_all(self, entries: Iterable[AnyCorrection]) -> Corrections:
        """Replace all entries.

        Args:
            entries: The new entries of all three kinds; the order within each kind is kept.

        Returns:
            A copy with these entries.
        """
        found = list(entries)
        return replace(
            self,
            entries=tuple(entry for entry in found if isinstance(entry, Correction)),
            measures=tuple(entry for entry in found if isinstance(entry, MeasureCorrection)),
            rules=tuple(entry for entry in found if isinstance(entry, RuleCorrection)),
        )
