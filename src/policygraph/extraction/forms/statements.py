"""Passages that say who is responsible: statements, their clauses, and the measures made of them.

A statement is a passage (``start``–``end``) made of clauses: a list of bodies and the role that a label before it or a
verb behind it gives. The other modules of ``forms`` find them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ...model import Basis, Category, Role, UnreadReason

__all__ = ["Clause", "Miss", "MissReason", "RawMeasure", "Statement", "Whole"]


class Clause(NamedTuple):
    """A list of bodies (``start``–``end`` of the list alone) and its role."""

    role: Role
    basis: Basis
    start: int
    end: int


class Statement(NamedTuple):
    """A passage that says who is responsible.

    ``rule`` names the form by which it was found; ``notes`` are spans of sentences beside the lists (rules for the
    whole document, remarks); ``reason`` says why nothing could be read. ``closing`` is set for corrections: whether the
    statement stands behind the sentences that it governs, or within them.
    """

    rule: str
    start: int
    end: int
    clauses: tuple[Clause, ...]
    notes: tuple[tuple[int, int], ...] = ()
    reason: UnreadReason | None = None
    closing: bool | None = None

    @property
    def told(self) -> bool:
        """Whether it is part of the sentences of a text, like 由市教育局负责 in prose."""
        return self.rule == "prose" if self.closing is None else not self.closing


#: Why a rule left a passage or read nothing in it, closest to a statement first; texts ``miss_…`` and ``unread_…``.
MissReason = Literal[
    "names-unknown", "columns-unknown", "label-unknown", "no-body-after-label", "row-cells", "cell-too-long",
    "unit-unclear", "names-before-verb", "single-duty", "more-than-names", "level-not-stated", "no-body-in-sentence",
    "label-in-sentence", "nothing-before-verb", "item-has-other", "taken",
]  # fmt: skip


class Miss(NamedTuple):
    """A passage that a rule examined and left, with the reason. It explains a reading; no words are lost."""

    rule: str
    start: int
    end: int
    reason: MissReason | UnreadReason


class Whole(NamedTuple):
    """An item with several measures in it: its title and its passage in the document's text."""

    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RawMeasure:
    """An item that carries statements of responsibility.

    ``path`` numbers it within the document and is unique; ``categories`` are the headings above it, outermost first.
    ``start``–``end`` is its passage in the document's text. ``deadline`` is the text of a column or label for it.
    ``part`` counts the parts of an item with several statements, from 1, and ``whole`` is that item. A measure that a
    person makes has a ``key``.
    """

    path: tuple[int, ...]
    number: str
    title: str
    text: str
    start: int
    end: int
    categories: tuple[Category, ...]
    statements: tuple[Statement, ...]
    abstracts: dict[str, str] = field(default_factory=dict)
    deadline: str = ""
    part: int = 0
    whole: Whole | None = None
    key: str = ""
