"""What the atlas shows, as plain data: documents, headings, measures, bodies, and who bears what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..texts import Names

if TYPE_CHECKING:
    from ..analysis import Incidence

__all__ = ["Body", "Category", "Content", "Duty", "Measure", "Policy"]


@dataclass(frozen=True, slots=True)
class Policy:
    """A document: what it is called, by whom and when it was issued, where it was read, and its whole text."""

    iri: str
    heading: str
    title: str
    number: str
    dated: str
    issued: str
    source: str
    url: str
    issuers: tuple[str, ...]
    basis: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A heading; ``parent`` is the IRI of the one above it."""

    iri: str
    number: str
    label: str
    position: int
    parent: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure; ``category`` is the IRI of the innermost heading it stands under, ``due`` the day of ``deadline``,
    ``start`` and ``end`` its place in the text of its document (both 0 where it is not known). ``item`` is the numbered
    item that it is a part of, with its number.
    """

    iri: str
    policy: str
    number: str
    title: str
    abstract: Names
    category: str
    position: int
    open_ended: bool
    deadline: str
    due: str = ""
    start: int = 0
    end: int = 0
    item: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A named body or a class of bodies; ``names_in_text`` are the names the documents use, commonest first."""

    iri: str
    kind: Literal["named", "class"]
    label: Names
    aliases: tuple[str, ...]
    names_in_text: tuple[str, ...]
    level: str
    place: Names
    functions: tuple[Names, ...]
    type: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """One body's part in one measure, the words that say so, and their place in the text of the document."""

    body: str
    measure: str
    role: str
    name: str
    quote: str
    deadline: str
    iri: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """All of it, in the order of the documents. Keys are IRIs. ``incidence`` is what the networks are made from."""

    policies: tuple[Policy, ...]
    categories: Mapping[str, Category]
    measures: Mapping[str, Measure]
    bodies: Mapping[str, Body]
    duties: tuple[Duty, ...]
    incidence: Incidence
