"""The domain model: policies, measures, bodies and responsibilities as frozen dataclasses, without RDF or I/O.

Offsets count code points of ``Document.text``. Objects read from a graph have an ``iri``; comparisons ignore it.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from .body import Body, Place
from .correction import (
    BodyKind,
    CorrectedBody,
    Correction,
    CorrectionRule,
    Corrections,
    MeasureCorrection,
    ReviewStatus,
    RuleCorrection,
)
from .deadline import Deadline, DeadlineKind
from .document import (
    NO_DOCUMENT,
    NO_EVIDENCE,
    Document,
    Entry,
    Evidence,
    OcrMode,
    ProcessingStep,
    RecognisedLine,
    Recognition,
    StepKind,
    Table,
    TableCell,
    Unread,
    UnreadReason,
)
from .numbering import join_number
from .renamed import redirect
from .tabular import shorten, write_html_table
from .terms import LEVELS, ROLES, TIERS, Basis, Level, Role, level_rank
from .texts import Bilingual

__all__ = [
    "LEVELS",
    "NO_EVIDENCE",
    "ROLES",
    "TIERS",
    "Basis",
    "BasisDocument",
    "Body",
    "BodyKind",
    "Category",
    "CorrectedBody",
    "Correction",
    "CorrectionRule",
    "Corrections",
    "Deadline",
    "Document",
    "Entry",
    "Evidence",
    "Level",
    "Measure",
    "MeasureCorrection",
    "NumberedItem",
    "OcrMode",
    "Place",
    "Policy",
    "ProcessingStep",
    "RecognisedLine",
    "Recognition",
    "Responsibility",
    "ReviewStatus",
    "Role",
    "RuleCorrection",
    "StepKind",
    "Table",
    "TableCell",
    "Unread",
    "UnreadReason",
    "level_rank",
]

__getattr__ = redirect(__name__, {"Item": "policygraph.model.NumberedItem"})


class Responsibility(NamedTuple):
    """The role of one body in one measure.

    Attributes:
        basis: The reason for the role: ``stated`` by a word of the text, ``first-listed`` by a rule that the first
            body of a list leads, ``document-rule`` by a sentence for the whole document, ``default`` for a plain list
            of responsible bodies, ``corrected`` by a person.
        name: The name in the text with omitted parts restored (财政厅 after 省教育厅 is 省财政厅).
        surface: The words of the text.
        evidence: The passage that states the responsibility.
        deadline: The last day of the body's own deadline: 市财政局（6月底前）.
        deadline_text: The words of the body's own deadline.
        review: Whether a person has accepted or corrected it.
        reviewer: The name of that person.
        reviewed: When, as ISO 8601.
    """

    body: Body
    role: Role
    basis: Basis
    name: str
    surface: str
    evidence: Evidence
    deadline: date | None = None
    deadline_text: str = ""
    iri: str = ""
    review: ReviewStatus = "unseen"
    reviewer: str = ""
    reviewed: str = ""

    @property
    def due(self) -> Deadline:
        """The deadline of this body alone."""
        return Deadline(self.deadline, self.deadline_text)


@dataclass(frozen=True, slots=True)
class Category:
    """A heading of a policy.

    Attributes:
        path: Its numbers from the top: ``(3,)``, ``(3, 1)``.
        above: The heading above, if read from a graph.
    """

    path: tuple[int, ...]
    number: str
    title: str
    above: Category | None = field(default=None, compare=False)
    iri: str = field(default="", compare=False)

    @property
    def label(self) -> str:
        """The title, or else the number."""
        return self.title or self.number

    @property
    def chain(self) -> tuple[Category, ...]:
        """This heading with those above it, outermost first."""
        return (*(self.above.chain if self.above else ()), self)


class NumberedItem(NamedTuple):
    """A numbered item with several measures, each with its own statement; ``key`` is unique in the policy."""

    key: str
    number: str
    title: str
    span: Evidence


@dataclass(frozen=True, slots=True)
class Measure:
    """A numbered item with a statement of responsibility, or the part of an item to which one statement applies.

    Attributes:
        key: Unique in its policy: ``3`` or, for parts of an item, ``3-1`` and ``3-2``.
        text: Its words behind the title, without statements in brackets or labels, up to where the notice closes.
        category: The heading above.
        open_ended: Whether the text leaves the list of bodies open (等有关部门).
        abstracts: Abstracts by language.
        deadline: The last day of the stated period.
        deadline_text: The words of the deadline.
        item: The item that the measure is a part of.
        policy: The IRI of its policy, if read from a graph.
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
    item: NumberedItem | None = None
    policy: str = field(default="", compare=False)
    iri: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """The printed number, with the mark that it needs, and the title, or else the IRI."""
        return join_number(self.number, self.title) or self.iri

    @property
    def label(self) -> str:
        """The title, or else the key."""
        return self.title or self.key

    @property
    def abstract(self) -> Bilingual:
        """The abstract in both languages; each replaces the other if that is missing."""
        zh, en = self.abstracts.get("zh", ""), self.abstracts.get("en", "")
        return Bilingual(zh or en, en or zh)

    @property
    def due(self) -> Deadline:
        """The deadline of the measure as a whole."""
        return Deadline(self.deadline, self.deadline_text)

    @property
    def deadline_kind(self) -> DeadlineKind:
        """Whether the measure or a body in it has a day, only words, or neither."""
        kinds = {self.due.kind, *(part.due.kind for part in self.responsibilities)}
        return "dated" if "dated" in kinds else "worded" if "worded" in kinds else "none"

    def due_of(self, part: Responsibility) -> Deadline:
        """The deadline of one of its responsibilities: the body's own, or else that of the measure."""
        return part.due or self.due


@dataclass(frozen=True, slots=True)
class BasisDocument:
    """A document that a policy is based on: its title, issuers and number as printed."""

    title: str
    issuers: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Policy:
    """One notice with its metadata, headings and measures, and the passages that could not be read.

    Attributes:
        heading: The headline of the source, which is not necessarily the title of the notice.
        title: The title, if the text states it.
        number: The document number (文号), if the text states it.
        dated: The date of the notice, if the text states it.
        issued: The day it was posted.
        account: The classification of every character of every statement; not part of the graph.

    Example:
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
    account: tuple[Entry, ...] = ()
    corrections: Corrections | None = None
    iri: str = field(default="", compare=False)

    @property
    def day(self) -> date | None:
        """The date of the notice, or else the day it was posted."""
        return self.dated or self.issued

    @property
    def ledger(self) -> tuple[Entry, ...]:
        """The former name of ``account``, until the next release."""
        warnings.warn("Policy.ledger is now Policy.account", DeprecationWarning, stacklevel=2)
        return self.account

    def __repr__(self) -> str:
        return f"<Policy {shorten(self.id, 60)}: {len(self.measures)} measures, {len(self.issuers)} issuers>"

    def _repr_html_(self) -> str:
        rows = ((m.name, p.body.label, p.role, p.evidence.quote) for m in self.measures for p in m.responsibilities)
        return write_html_table(repr(self)[1:-1], ("measure", "body", "role", "quote"), rows)
