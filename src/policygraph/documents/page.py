"""A page as a reader sees it: its characters and its straight rulings, measured from the top left corner.

PDF and OFD files have such pages, and recognition makes them from pictures. ``paged_text`` makes documents from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Any, NamedTuple, TypeAlias

__all__ = ["Box", "Char", "PageContent", "PagePicture", "Picture", "Ruling", "ScannedLine", "make_rulings"]

_THIN = 3.0  # points: a filled box no thicker than this is a ruling

#: An array of NumPy: the pixels of a page, in grey or in red, green and blue; the corners of a box, clockwise.
Picture: TypeAlias = Any
Box: TypeAlias = Any


@dataclass(frozen=True, slots=True, eq=False)
class ScannedLine:
    """A line that recognition found on a page: its text, its confidence, and a picture of it if it is doubtful.

    ``box`` is its place as fractions of the page's width and height, if the page is upright.
    """

    text: str
    page: int
    confidence: float
    picture: bytes = b""
    box: tuple[float, float, float, float] | None = None


class Char(NamedTuple):
    """One character, its box measured from the top left corner of the page, and its line if it was recognised."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    line: ScannedLine | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line along one axis from ``start`` to ``end``, at ``at`` on the other axis."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page: its size in points, its characters, its rulings, and the number of characters without a code in the font.

    ``pictures`` is the share of the page covered by pictures, ``things`` the number of things drawn on it.
    """

    width: float
    height: float
    chars: list[Char]
    rulings: list[Ruling]
    unknown: int
    pictures: float = 0.0
    things: int = 0

    def is_vertical(self) -> bool:
        """Tell whether most characters stand below the one before, as in vertical text.

        Returns:
            Whether they do.
        """
        across = down = 0
        for before, char in pairwise(self.chars):
            dx, dy, size = char.x0 - before.x0, char.top - before.top, max(before.size, 1.0)
            down += abs(dx) < 0.4 * size < dy < 3 * size
            across += abs(dy) < 0.4 * size < dx < 3 * size
        return down >= 20 and down > 4 * across

    def lay_down(self) -> PageContent:
        """Turn a page of vertical text into one whose lines run from left to right.

        Returns:
            The page with each column as a line, the rightmost on top. Characters keep their own order.

        Example:
            >>> page = PageContent(100, 200, [Char("甲", 80, 90, 0, 10, 10)], [Ruling(False, 70, 0, 200)], 0)
            >>> laid = page.lay_down()
            >>> laid.chars[0].x0, laid.chars[0].top, laid.rulings
            (0, 10, [Ruling(horizontal=True, at=30, start=0, end=200)])
        """
        chars = [
            Char(each.text, each.top, each.bottom, self.width - each.x1, self.width - each.x0, each.size, each.line)
            for each in self.chars
        ]
        rulings = [
            Ruling(False, each.at, self.width - each.end, self.width - each.start)
            if each.horizontal
            else Ruling(True, self.width - each.at, each.start, each.end)
            for each in self.rulings
        ]
        return PageContent(self.height, self.width, chars, rulings, self.unknown, self.pictures, self.things)


@dataclass(frozen=True, slots=True)
class PagePicture:
    """The picture of a page in red, green and blue, its number from 1, and its pixels per inch, 0 if unknown."""

    pixels: Picture
    number: int
    resolution: float


def make_rulings(points: Sequence[tuple[float, float]], *, stroked: bool) -> Iterator[Ruling]:
    """Make rulings of a path: of each of its lines if it is stroked, or of its box if it is filled and thin enough.

    Args:
        points: The points of a straight path.
        stroked: Whether its lines are drawn; else it is filled.

    Yields:
        The rulings.

    Example:
        >>> list(make_rulings([(0, 0), (90, 0), (90, 1), (0, 1)], stroked=False))
        [Ruling(horizontal=True, at=0.5, start=0, end=90)]
    """
    xs, ys = zip(*points, strict=True)
    if not all(map(isfinite, (*xs, *ys))):
        return
    corners = ((min(xs), min(ys)), (max(xs), max(ys)))
    thin, lines = (1.0, list(pairwise(points))) if stroked else (_THIN, [corners])
    for (xa, ya), (xb, yb) in lines:
        if abs(ya - yb) <= thin < abs(xa - xb):
            yield Ruling(True, (ya + yb) / 2, min(xa, xb), max(xa, xb))
        elif abs(xa - xb) <= thin < abs(ya - yb):
            yield Ruling(False, (xa + xb) / 2, min(ya, yb), max(ya, yb))
