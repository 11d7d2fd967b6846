"""What a policy says, as frozen dataclasses. No RDF, no I/O, no clock.

Offsets count code points of the text that a document was read into (``Document.text``):
``text[start:end]`` is the quote. What was read from a graph has its ``iri`` there; it is no part of a comparison.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from .source import (
    NO_DOCUMENT,
    NO_EVIDENCE,
    Document,
    Entry,
    Evidence,
    Table,
    TableCell,
    Unread,
    UnreadReason,
)
from .texts import Names

__all__ = [
    "LEVELS",
    "NO_EVIDENCE",
    "ROLES",
    "TIERS",
    "Basis",
    "BasisDocument",
    "Body",
    "Category",
    "Correction",
    "Corrections",
    "Document",
    "Entry",
    "Evidence",
    "Item",
    "Level",
    "Measure",
    "Place",
    "Policy",
    "Responsibility",
    "Role",
    "Table",
    "TableCell",
    "Unread",
    "UnreadReason",
    "level_rank",
]

Level = Literal["national", "provincial", "municipal", "county", "township", "other"]
Role = Literal["lead", "responsible", "joint", "support"]
LEVELS: tuple[Level, ...] = ("national", "provincial", "municipal", "county", "township", "other")
#: The tiers of government from the top down; bodies outside them (level ``other``) stand neither above nor below.
TIERS: tuple[Level, ...] = LEVELS[:-1]
ROLES: tuple[Role, ...] = ("lead", "responsible", "joint", "support")


def level_rank(level: str) -> int:
    """The place of a level from the top down, by which bodies are sorted; an unknown level is the last.

    >>> sorted(["county", "national", "municipal"], key=level_rank)
    ['national', 'municipal', 'county']
    """
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


@dataclass(frozen=True, slots=True)
class Place:
    """A territory. ``code`` is its GB/T 2260 code; a county known by its name alone has a code of its own making."""

    code: str
    name: str
    label_en: str
    level: Level
    parent: str | None = None

    @property
    def names(self) -> Names:
        """The name in both languages."""
        return Names(self.name, self.label_en or self.name)


@dataclass(frozen=True, slots=True)
class Body:
    """A body, or a class of bodies, that bears a responsibility or issues a notice.

    ``key`` is the path of its IRI below the data namespace: ``body/350000/finance``,
    ``group/350000/county/education``.
    ``type`` is the class of the ontology it belongs to (``Department``, ``PartyOrgan``, ``DepartmentGroup`` …).
    ``functions`` are slugs of the scheme of functions, most telling first; empty where the name is not known.
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
    def names(self) -> Names:
        """The name in both languages."""
        return Names(self.label, self.label_en or self.label)


Basis = Literal["stated", "first-listed", "document-rule", "default", "corrected"]


class Responsibility(NamedTuple):
    """One body's part in one measure.

    ``name`` is the name as the text has it, with what it leaves out restored (财政厅 after 省教育厅 is 省财政厅);
    ``surface`` is the text itself. ``basis`` says why the role is what it is: ``stated`` by a word of the text,
    ``first-listed`` by a rule that the first of a list leads, ``document-rule`` by a sentence that holds for
    the whole document, ``default`` where a list of responsible units says no more, ``corrected`` by a person.
    """

    body: Body
    role: Role
    basis: Basis
    name: str
    surface: str
    evidence: Evidence
    deadline: date | None = None
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A heading that measures stand under. ``path`` numbers it from the top: ``(3,)``, ``(3, 1)``.

    ``above`` is the heading that it stands under, where it was read from a graph.
    """

    path: tuple[int, ...]
    number: str
    title: str
    above: Category | None = field(default=None, compare=False)
    iri: str = field(default="", compare=False)

    @property
    def label(self) -> str:
        """The title, or the number of a heading without one."""
        return self.title or self.number


class Item(NamedTuple):
    """A numbered item with several measures in it: statements that each govern the sentences before them.

    ``key`` is unique among the items of its policy; ``span`` is the passage of the whole item.
    """

    key: str
    number: str
    title: str
    span: Evidence


@dataclass(frozen=True, slots=True)
class Measure:
    """A numbered item that carries a responsibility statement, or the part of one that a statement governs.

    ``key`` is unique within its policy: ``3`` or, for the parts of an item, ``3-1`` and ``3-2``. ``item`` is the item
    that it is a part of. ``policy`` is the IRI of its policy, where it was read from a graph.
    """

    key: str
    number: str = ""
    title: str = ""
    text: str = ""
    category: Category | None = None
    responsibilities: tuple[Responsibility, ...] = ()
    span: Evidence = NO_EVIDENCE
    open_ended: bool = False
    abstracts: Mapping[str, str] = field(default_factory=dict)
    deadline: date | None = None
    deadline_text: str = ""
    item: Item | None = None
    policy: str = field(default="", compare=False)
    iri: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """The number and the title, as printed; the IRI of a measure that has neither."""
        return f"{self.number}{self.title}" or self.iri

    @property
    def label(self) -> str:
        """The title, or the key of a measure without one."""
        return self.title or self.key

    @property
    def abstract(self) -> Names:
        """The abstract in both languages; each stands in for the other."""
        zh, en = self.abstracts.get("zh", ""), self.abstracts.get("en", "")
        return Names(zh or en, en or zh)

    @property
    def deadline_label(self) -> str:
        """The deadline in the words of the text, or else its day; empty where there is none."""
        return self.deadline_text or (self.deadline.isoformat() if self.deadline else "")


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says a statement means: its exact words, and the bodies in it as (name, role).

    ``measure`` is the printed number of the measure it stands in, where the same words stand in several. No bodies
    means that the passage makes nobody responsible.
    """

    statement: str
    bodies: tuple[tuple[str, Role], ...]
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Corrections:
    """A file of corrections: its name, the hash of its bytes, and what it says."""

    name: str
    sha256: str
    entries: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class BasisDocument:
    """A document this one says it rests on: who issued it, and its title or number as printed."""

    title: str
    issuers: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """One notice: what it is, who issued it, its categories and measures, and what could not be read.

    ``heading`` is what the source shows on top (a headline is not the notice's title); ``title``, ``number`` and
    ``dated`` are the notice's own and ``None`` where the text does not give them. ``issued`` is the day it was posted.
    ``ledger`` accounts for every character of every statement found; it is not part of the graph.

    >>> from policygraph import read
    >>> from policygraph.resources import examples_dir
    >>> policy = read(examples_dir() / "fujian-relocation-2020.txt")
    >>> policy.number is None, policy.issued.isoformat(), policy.measures[2].responsibilities[1].name
    (True, '2020-05-11', '省财政厅')
    """

    id: str
    heading: str
    document: Document = NO_DOCUMENT
    categories: tuple[Category, ...] = ()
    measures: tuple[Measure, ...] = ()
    issuers: tuple[Body, ...] = ()
    based_on: tuple[BasisDocument, ...] = ()
    title: str | None = None
    number: str | None = None
    dated: date | None = None
    issued: date | None = None
    source_name: str | None = None
    source_url: str | None = None
    place: Place | None = None
    unread: tuple[Unread, ...] = ()
    ledger: tuple[Entry, ...] = ()
    corrections: Corrections | None = None
    iri: str = field(default="", compare=False)

    @property
    def day(self) -> date | None:
        """The day of the notice, or else the day it was posted."""
        return self.dated or self.issued
