"""What the text and the tables of a document yield before names are read: items with statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ...model import Category
from .statements import Statement

__all__ = ["RawMeasure", "Whole"]


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
    ``part`` counts the parts of an item with several statements, from 1, and ``whole`` is that item.
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
