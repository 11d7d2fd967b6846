"""Bodies and places: who can have a responsibility, and the territories they belong to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .terms import Level
from .texts import Bilingual, named

__all__ = ["Body", "Place", "shorten_english"]


@dataclass(frozen=True, slots=True)
class Place:
    """A territory; ``code`` is its GB/T 2260 code, or derived from the name of a county that has none."""

    code: str
    name: str
    label_en: str
    level: Level
    parent: str | None = None
    #: 福建; known for the places of the vocabulary only.
    short_names: tuple[str, ...] = field(default=(), repr=False, compare=False)

    @property
    def names(self) -> Bilingual:
        """The name in both languages."""
        return Bilingual(self.name, self.label_en or self.name)


@dataclass(frozen=True, slots=True)
class Body:
    """A body, or a class of bodies, that has a responsibility or issues a notice.

    Attributes:
        key: The path of its IRI in the data namespace: ``body/350000/finance``, ``group/350000/county/education``.
        type: The class in the ontology: ``Department``, ``PartyOrgan``, ``DepartmentGroup`` and so on.
        kind: ``named`` for a body, ``class`` for a class of bodies.
        functions: Slugs of its functions of government, the most specific first; empty if the name is unknown.
    """

    key: str
    type: str
    label: str
    label_en: str = ""
    level: Level = "other"
    kind: Literal["named", "class"] = "named"
    place: Place | None = None
    functions: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    iri: str = field(default="", compare=False)

    @property
    def names(self) -> Bilingual:
        """The name in both languages."""
        return Bilingual(self.label, self.label_en or self.label)

    @property
    def short_en(self) -> str:
        """The English name without the place and the level that it begins with, or the place that it ends with."""
        place = self.place.label_en if self.place else ""
        return shorten_english(self.names.en, place, named("level", self.level).en)


def shorten_english(label: str, place: str, level: str) -> str:
    """Shorten an English name by the place and the level it begins with, or the place it ends with.

    Args:
        label: The name.
        place: The place of the body.
        level: The level of the body.

    Returns:
        The rest.

    Example:
        >>> shorten_english("Fujian Provincial Department of Finance", "Fujian", "Provincial")
        'Department of Finance'
        >>> shorten_english("Fujian Normal University", "Fujian", "Provincial")
        'Normal University'
        >>> shorten_english("Education departments of the cities in Fujian", "Fujian", "Municipal")
        'Education departments of the cities'
    """
    if not place:
        return label
    for start in (f"{place} {level} ", f"{place} "):
        if label.startswith(start) and len(label) > len(start):
            rest = label[len(start) :]
            return rest[0].upper() + rest[1:]
    return label.removesuffix(f" in {place}") or label
