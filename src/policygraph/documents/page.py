"""A page as a reader sees it: its characters and its straight rulings, measured from the top left corner.

PDF and OFD files have such pages, and recognition makes them from pictures. ``paged_text`` makes a document of them.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Char", "PageContent", "Ruling"]


@dataclass(frozen=True, slots=True)
class Char:
    """One character and its box, measured from the top left corner of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line along one axis: at ``at`` on the other axis, from ``start`` to ``end``."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page: its size in points, its characters, its rulings, and how many characters no font has a code for."""

    width: float
    height: float
    chars: list[Char]
    rulings: list[Ruling]
    unknown: int
