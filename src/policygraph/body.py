"""Bodies and places: who can have a responsibility, and the territories they belong to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .terms import Level
from .texts import Bilingual

__all__ = ["Body", "Place"]


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
