"""Take the content off an OFD page: its characters and its straight rulings, in points from the top left corner.

Positions follow GB/T 33190: an object has a box (``Boundary``) and a matrix (``CTM``) from its own space to that box,
both in millimetres; a ``TextCode`` has the baseline of its first character and the steps to the others.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping

from .ofd_package import Element, children, find, local_name
from .page import Char, PageContent, Ruling, make_rulings
from .source_file import SourceFile
from .text import is_wide

__all__ = ["OfdPageReader"]

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]

_POINTS = 72 / 25.4  # in a millimetre
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_A4: Box = (0, 0, 210, 297)
_ASCENT = 0.86  # of the size: what fonts for Chinese text have above the baseline
_DOUBLE = 1.0  # point
_MAX_NESTING = 16
_MAX_THINGS = 1_000_000  # characters, objects and points of paths in one document
_MAX_RULINGS = 20_000  # a page with more strokes than this is a drawing or a map
_ADVANCES = {"0": (1, 0), "90": (0, 1), "180": (-1, 0), "270": (0, -1)}
_STEPS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_PATH_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_INDENTED = re.compile(r"\A\s*\n\s*|\s*\n\s*\Z")  # what a program that lays out XML puts around the text


class OfdPageReader:
    """Reads the pages of one file, and counts what is on them: references can multiply a small file."""

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self._things = 0

    def read(
        self, bodies: list[Element], box: Box | None, units: Mapping[str, Element] | None = None
    ) -> tuple[PageContent, bool]:
        """Read a page.

        Args:
            bodies: The root of the page's own content, and those of its templates.
            box: The box of the page, where its content does not give one.
            units: The composite objects of the file by their number.

        Returns:
            The content of the page, and whether there are pictures on it.

        Raises:
            SourceError: The file has too many pages, characters or strokes.
        """
        self._count(1)
        own = next((found for body in bodies if (found := page_box(find(body, "Area")))), None)
        left, top, width, height = own or box or _A4
        page = _Page(self._count, units or {}, (_POINTS, 0, 0, _POINTS, -left * _POINTS, -top * _POINTS))
        for body in bodies:
            for layer in children(body, "Content", "Layer"):
                page.take(layer, page.base, 0)
        rulings = page.rulings if len(page.rulings) <= _MAX_RULINGS else []
        chars = _drop_doubles(page.chars)
        return PageContent(width * _POINTS, height * _POINTS, chars, rulings, page.unknown), page.pictures

    def _count(self, things: int) -> None:
        self._things += things
        if self._things > _MAX_THINGS:
            raise self._source.error("file_too_long", n=_MAX_THINGS)


class _Page:
    """The content of one page as it is collected."""

    def __init__(self, count: Callable[[int], None], units: Mapping[str, Element], base: Matrix) -> None:
        self._count = count
        self._units = units
        self.base = base
        self.chars: list[Char] = []
        self.rulings: list[Ruling] = []
        self.unknown = 0
        self.pictures = False

    def take(self, holder: Element, matrix: Matrix, depth: int) -> None:
        """Take the objects in a layer, a block or a composite object."""
        for thing in holder:
            self._count(1)
            name = local_name(thing)
            if thing.get("Visible", "true").lower() == "false":
                continue
            if name == "TextObject":
                self._text(thing, _within(matrix, thing))
            elif name == "PathObject":
                self._path(thing, _within(matrix, thing))
            elif name == "ImageObject":
                self.pictures = True
            elif depth < _MAX_NESTING and name == "PageBlock":
                self.take(thing, matrix, depth + 1)
            elif depth < _MAX_NESTING and name == "CompositeObject":
                unit = self._units.get((thing.get("ResourceID") or "").strip())
                for content in children(unit, "Content"):
                    self.take(content, _within(matrix, thing), depth + 1)

    def _text(self, thing: Element, matrix: Matrix) -> None:
        """Take the characters of a text object, but not those that are turned: a stamp or a watermark."""
        size = _number(thing.get("Size"), 0)
        scale = _number(thing.get("HScale"), 1)
        along = _ADVANCES.get((thing.get("ReadDirection") or "0").strip(), (1, 0))
        a, b, c, d, _, _ = matrix
        width, height = math.hypot(a, b), math.hypot(c, d)
        upright = d > 0.99 * height and (thing.get("CharDirection") or "0").strip() == "0"
        x = y = 0.0
        for code in children(thing, "TextCode"):
            text = _INDENTED.sub("", code.text or "")
            self._count(len(text))
            x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
            advances = [(size * scale if is_wide(char) else size * scale / 2) for char in text]
            across = _steps(code.get("DeltaX"), len(text))
            down = _steps(code.get("DeltaY"), len(text))
            here, level = x, y
            for i, char in enumerate(text):
                if upright:
                    self._char(char, _apply(matrix, here, level), advances[i] * width, size * height)
                if across or down:
                    here += across[i] if i < len(across) else 0
                    level += down[i] if i < len(down) else 0
                else:
                    here += advances[i] * along[0]
                    level += advances[i] * along[1]

    def _char(self, char: str, place: tuple[float, float], advance: float, size: float) -> None:
        x, baseline = place
        if not all(map(math.isfinite, (x, baseline, advance, size))) or size <= 0:
            return
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
        for line in _lines(data.text or ""):
            self._count(len(line))
            points = [_apply(matrix, x, y) for x, y in line]
            if len(self.rulings) <= _MAX_RULINGS:
                self.rulings += make_rulings(points, stroked=stroked)


def _drop_doubles(chars: list[Char]) -> list[Char]:
    """Drop what is printed twice, less than a point aside: bold text of fonts without a bold face."""
    doubles: set[int] = set()
    last: Char | None = None
    for char in sorted(chars, key=lambda char: (char.text, round(char.top), char.x0)):
        if last and (char.text, round(char.top)) == (last.text, round(last.top)) and char.x0 - last.x0 < _DOUBLE:
            doubles.add(id(char))
        else:
            last = char
    return [char for char in chars if id(char) not in doubles] if doubles else chars


def page_box(area: Element | None) -> Box | None:
    """Read the size of a page.

    Args:
        area: What gives it.

    Returns:
        Left, top, width and height in millimetres; nothing if they are not given or not possible.
    """
    box = find(area, "PhysicalBox")
    numbers = _numbers(None if box is None else box.text)
    if len(numbers) != 4 or numbers[2] <= 0 or numbers[3] <= 0:
        return None
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _within(outer: Matrix, thing: Element) -> Matrix:
    """Return the matrix from the space of an object to the page: its own, then to its box, then what is around it."""
    box, own = _numbers(thing.get("Boundary")), _numbers(thing.get("CTM"))
    left, top = (box[0], box[1]) if len(box) == 4 else (0.0, 0.0)
    a, b, c, d, e, f = own if len(own) == 6 else _IDENTITY
    e, f = _apply(outer, e + left, f + top)
    oa, ob, oc, od, _, _ = outer
    return oa * a + oc * b, ob * a + od * b, oa * c + oc * d, ob * c + od * d, e, f


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _number(value: str | None, default: float) -> float:
    numbers = _numbers(value)
    return numbers[0] if numbers else default


def _numbers(value: str | None) -> list[float]:
    """Read numbers; all or none.

    >>> _numbers("0 0 210 297"), _numbers("1 x"), _numbers(None)
    ([0.0, 0.0, 210.0, 297.0], [], [])
    """
    try:
        numbers = [float(part) for part in (value or "").replace(",", " ").split()]
    except ValueError:
        return []
    return numbers if all(map(math.isfinite, numbers)) else []


def _steps(value: str | None, n: int) -> list[float]:
    """Read the steps between ``n`` characters; where there are too few, the last goes on.

    >>> _steps("3 g 2 4", 5), _steps("", 3)
    ([3.0, 4.0, 4.0, 4.0], [])
    """
    parts = (value or "").replace(",", " ").split()
    steps: list[float] = []
    i = 0
    while i < len(parts) and len(steps) < n - 1:
        run = parts[i] in ("g", "G") and i + 2 < len(parts)
        count, step = (_number(parts[i + 1], 0), _number(parts[i + 2], 0)) if run else (1.0, _number(parts[i], 0))
        steps += [step] * int(max(0, min(count, n - 1 - len(steps))))
        i += 3 if run else 1
    return steps + steps[-1:] * (n - 1 - len(steps))


def _lines(data: str) -> Iterator[list[tuple[float, float]]]:
    """Yield the points of each straight part of a path; curves cut it.

    >>> list(_lines("M 0 0 L 9 0 L 9 5 C"))
    [[(0.0, 0.0), (9.0, 0.0), (9.0, 5.0), (0.0, 0.0)]]
    """
    tokens = _PATH_TOKEN.findall(data)
    points: list[tuple[float, float]] = []
    i = 0
    while i < len(tokens):
        kind = tokens[i]
        needed = _STEPS.get(kind)
        i += 1
        if needed is None:
            continue
        given = tokens[i : i + needed]
        if len(given) < needed or any(token.isalpha() for token in given):
            continue
        i += needed
        if kind == "C":
            if len(points) > 1:
                yield [*points, points[0]]
            points = points[:1]
            continue
        if kind != "L":
            if len(points) > 1:
                yield points
            points = []
        points.append((float(given[-2]), float(given[-1])))
    if len(points) > 1:
        yield points
