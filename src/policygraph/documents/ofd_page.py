"""Extract the content of an OFD page: its characters and its straight rulings, in points from the top left corner.

Positions follow GB/T 33190: an object has a box (``Boundary``) and a matrix (``CTM``) from its own space to that box,
both in millimetres; a ``TextCode`` has the baseline of its first character and the steps to the others.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .ofd_geometry import (
    POINTS,
    Box,
    Matrix,
    apply_matrix,
    box_width,
    compose,
    matrix_within,
    page_box,
    parse_lines,
    parse_number,
    parse_steps,
    turn_back,
)
from .page import Char, PageContent, Ruling, make_rulings
from .source_file import SourceFile
from .text import is_wide
from .xml_package import Element, children, find, local_name

__all__ = ["OfdPage", "OfdPageReader"]

_A4: Box = (0, 0, 210, 297)
_ASCENT = 0.86  # of the size: the ascent of fonts for Chinese text
_DOUBLE = 1.0  # point
_MIN_SIZE = 1.0  # point
_MAX_NESTING = 16
_MAX_THINGS = 1_000_000  # characters, objects and points of paths in one document
_MAX_RULINGS = 20_000  # a page with more strokes than this is a drawing or a map
_ADVANCES = {"0": (1, 0), "90": (0, 1), "180": (-1, 0), "270": (0, -1)}
_INDENTED = re.compile(r"\A\s*\n\s*|\s*\n\s*\Z")  # white space that programs add around the text to indent the XML


@dataclass(frozen=True, slots=True)
class OfdPage:
    """A page: its content, whether it has more than text, and the number and width in mm of its widest picture."""

    content: PageContent
    drawn: bool
    picture: str = ""
    picture_width: float = 0.0


class OfdPageReader:
    """Reads the pages of one file, and counts the things on them: references can multiply a small file."""

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self._things = 0

    def read(self, bodies: list[Element], box: Box | None, units: Mapping[str, Element] | None = None) -> OfdPage:
        """Read a page.

        Args:
            bodies: The root of the page's own content, and those of its templates.
            box: The box of the page, if its content does not give one.
            units: The composite objects of the file by their number.

        Returns:
            The page.

        Raises:
            SourceError: The file has too many pages, characters or strokes.
        """
        self._count(1)
        own = next((found for body in bodies if (found := page_box(find(body, "Area")))), None)
        left, top, width, height = own or box or _A4
        base: Matrix = (POINTS, 0, 0, POINTS, -left * POINTS, -top * POINTS)
        size = max(width, height) * POINTS
        page = self._take(bodies, units or {}, base, size)
        quarter = max(page.quarters, key=lambda each: (page.quarters[each], each == 0), default=0)
        if quarter and page.quarters[quarter] > 0.8 * page.quarters.total():
            # A wide table is set across the page: turn the page so that its text is upright.
            page = self._take(bodies, units or {}, compose(turn_back(quarter, width, height), base), size)
            width, height = (height, width) if quarter % 2 else (width, height)
        rulings = page.rulings if len(page.rulings) <= _MAX_RULINGS else []
        chars = _drop_doubles(page.chars)
        content = PageContent(width * POINTS, height * POINTS, chars, rulings, page.unknown)
        if content.is_vertical():
            content = content.lay_down()
        return OfdPage(content, page.drawn, page.picture, page.picture_width)

    def _take(self, bodies: list[Element], units: Mapping[str, Element], base: Matrix, size: float) -> _Page:
        page = _Page(self._count, units, size)
        for body in bodies:
            for layer in children(body, "Content", "Layer"):
                page.take(layer, base, 0)
        return page

    def _count(self, things: int) -> None:
        self._things += things
        if self._things > _MAX_THINGS:
            raise self._source.error("file_too_long", n=_MAX_THINGS)


class _Page:
    """The content of one page while it is collected."""

    def __init__(self, count: Callable[[int], None], units: Mapping[str, Element], size: float) -> None:
        self._count = count
        self._size = size  # the longer side
        self._units = units
        self.quarters: Counter[int] = Counter()  # how many characters are turned by how many right angles
        self.chars: list[Char] = []
        self.rulings: list[Ruling] = []
        self.unknown = 0
        self.drawn = False
        self.picture, self.picture_width = "", 0.0

    def take(self, holder: Element, matrix: Matrix, depth: int) -> None:
        """Take the objects in a layer, a block or a composite object."""
        for thing in holder:
            self._count(1)
            name = local_name(thing)
            if thing.get("Visible", "true").lower() == "false":
                continue
            if name == "TextObject":
                self._text(thing, matrix_within(matrix, thing))
            elif name == "PathObject":
                self.drawn = True  # perhaps the outlines of characters
                self._path(thing, matrix_within(matrix, thing))
            elif name == "ImageObject":
                self.drawn = True
                self._picture(thing)
            elif depth < _MAX_NESTING and name == "PageBlock":
                self.take(thing, matrix, depth + 1)
            elif depth < _MAX_NESTING and name == "CompositeObject":
                unit = self._units.get((thing.get("ResourceID") or "").strip())
                for content in children(unit, "Content"):
                    self.take(content, matrix_within(matrix, thing), depth + 1)

    def _picture(self, thing: Element) -> None:
        """Record the widest picture: in a scan it is the page."""
        width = box_width(thing)
        if width > self.picture_width:
            self.picture, self.picture_width = (thing.get("ResourceID") or "").strip(), width

    def _text(self, thing: Element, matrix: Matrix) -> None:
        """Take the upright characters of a text object; turned ones belong to a stamp or a watermark."""
        size = parse_number(thing.get("Size"), 0)
        scale = parse_number(thing.get("HScale"), 1)
        along = _ADVANCES.get((thing.get("ReadDirection") or "0").strip(), (1, 0))
        a, b, c, d, _, _ = matrix
        width, height = math.hypot(a, b), math.hypot(c, d)
        quarter = math.degrees(math.atan2(b, a)) / 90
        straight = abs(quarter - round(quarter)) < 0.1 and (thing.get("CharDirection") or "0").strip() == "0"
        upright = straight and round(quarter) % 4 == 0
        x = y = 0.0
        for code in children(thing, "TextCode"):
            text = _INDENTED.sub("", code.text or "")
            self._count(len(text))
            if straight:
                self.quarters[round(quarter) % 4] += len(text)
            x, y = parse_number(code.get("X"), x), parse_number(code.get("Y"), y)
            advances = [(size * scale if is_wide(char) else size * scale / 2) for char in text]
            across = parse_steps(code.get("DeltaX"), len(text))
            down = parse_steps(code.get("DeltaY"), len(text))
            here, level = x, y
            for i, char in enumerate(text):
                if upright:
                    self._char(char, apply_matrix(matrix, here, level), advances[i] * width, size * height)
                if across or down:
                    here += across[i] if i < len(across) else 0
                    level += down[i] if i < len(down) else 0
                else:
                    here += advances[i] * along[0]
                    level += advances[i] * along[1]

    def _char(self, char: str, place: tuple[float, float], advance: float, size: float) -> None:
        x, baseline = place
        if not (_MIN_SIZE <= size <= self._size and -size < x < self._size and 0 < baseline < self._size + size):
            return  # not visible
        kind = unicodedata.category(char)
        if kind in ("Cc", "Cf", "Cs") and char != "\t":
            return
        if kind == "Co" or char == "\ufffd":
            self.unknown += 1
        top = baseline - _ASCENT * size
        self.chars.append(Char(" " if char == "\t" else char, x, x + advance, top, top + size, size))

    def _path(self, thing: Element, matrix: Matrix) -> None:
        stroked = thing.get("Stroke", "true").lower() != "false"
        filled = thing.get("Fill", "false").lower() == "true"
        data = find(thing, "AbbreviatedData")
        if data is None or not (stroked or filled):
            return
        for line in parse_lines(data.text or ""):
            self._count(len(line))
            points = [apply_matrix(matrix, x, y) for x, y in line]
            if len(self.rulings) <= _MAX_RULINGS:
                self.rulings += make_rulings(points, stroked=stroked)


def _drop_doubles(chars: list[Char]) -> list[Char]:
    """Drop characters printed twice less than a point apart: bold text of fonts without a bold face."""
    doubles: set[int] = set()
    last: Char | None = None
    for char in sorted(chars, key=lambda char: (char.text, round(char.top), char.x0)):
        if last and (char.text, round(char.top)) == (last.text, round(last.top)) and char.x0 - last.x0 < _DOUBLE:
            doubles.add(id(char))
        else:
            last = char
    return [char for char in chars if id(char) not in doubles] if doubles else chars
