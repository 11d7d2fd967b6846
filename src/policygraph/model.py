"""What a policy says, as frozen dataclasses. No RDF, no I/O, no clock.

Offsets count code points of the text that a document was read into (``Document.text``):
``text[start:end]`` is the quote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

__all__ = [
    "LEVELS",
    "ROLES",
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
ROLES: tuple[Role, ...] = ("lead", "responsible", "joint", "support")


def level_rank(level: str) -> int:
    """The place of a level from the top down, by which bodies are sorted; an unknown level is the last.

    >>> sorted(["county", "national", "municipal"], key=level_rank)
    ['national', 'municipal', 'county']
    """
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


# --- what is read -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell: its text, and where that text lies in the document's text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of tasks: rows of equal length, merged cells carried down, ``header`` the first row's texts."""

    header: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its whole text, its tables, and what the file itself says about its origin.

    ``text`` has a line break between blocks; all offsets count in it. ``metadata`` has string values under the keys
    ``title``, ``number``, ``date``, ``issued``, ``source`` and ``url`` if the file has them as fields (a JSON record,
    an HTML meta element); nothing is guessed. ``unread`` lists what could not be read.
    """

    name: str
    text: str
    media_type: str
    sha256: str
    tables: tuple[Table, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()


# --- what is understood -----------------------------------------------------------------------------------


class Evidence(NamedTuple):
    """A passage of the text: ``quote == text[start:end]``."""

    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """A territory. ``code`` is its GB/T 2260 code; a county known by its name alone has a code of its own making."""

    code: str
    name: str
    label_en: str
    level: Level
    parent: str | None = None


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
    label_en: str
    level: Level
    kind: Literal["named", "class"]
    place: Place | None = None
    functions: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Category:
    """A heading that measures stand under. ``path`` numbers it from the top: ``(3,)``, ``(3, 1)``."""

    path: tuple[int, ...]
    number: str
    title: str


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
    that it is a part of.
    """

    key: str
    number: str
    title: str
    text: str
    category: Category | None
    responsibilities: tuple[Responsibility, ...]
    span: Evidence
    open_ended: bool = False
    abstracts: Mapping[str, str] = field(default_factory=dict)
    deadline: date | None = None
    deadline_text: str = ""
    item: Item | None = None


UnreadReason = Literal[
    "no-body-after-label", "row-cells", "cell-too-long", "formula-without-value", "file-taken-in", "rest", "no-body"
]


@dataclass(frozen=True, slots=True)
class Unread:
    """Text that looks like a statement of responsibility, or a place of the file, that could not be read, and why.

    ``reason`` is a code and ``detail`` what it is about; ``texts.unread_reason`` puts both into words.
    """

    passage: Evidence
    reason: UnreadReason
    detail: str = ""


class Entry(NamedTuple):
    """A run of characters of a statement and what it was read as.

    ``kind`` is ``body``, ``class``, ``role``, ``rule``, ``person``, ``deadline``, ``open-ended``, ``joint``,
    ``nobody``, ``separator`` or ``unread``.
    """

    kind: str
    passage: Evidence


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
    document: Document
    categories: tuple[Category, ...]
    measures: tuple[Measure, ...]
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
