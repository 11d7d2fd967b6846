"""Parse the numbers of OFD pages: boxes, matrices, steps between characters, and paths.

A matrix is (a, b, c, d, e, f) as in the standard: x' = a x + c y + e, y' = b x + d y + f.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from .xml_package import Element, find

__all__ = [
    "POINTS",
    "Box",
    "Matrix",
    "apply_matrix",
    "box_width",
    "compose",
    "matrix_within",
    "page_box",
    "parse_lines",
    "parse_number",
    "parse_steps",
    "turn_back",
]

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]

_MAX_SIDE = 5000.0  # millimetres: no sheet is longer
POINTS = 72 / 25.4  # in a millimetre
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_OPERANDS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_PATH_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def page_box(area: Element | None) -> Box | None:
    """Read the size of a page.

    Args:
        area: The element that gives it.

    Returns:
        Left, top, width and height in millimetres; ``None`` if they are missing or impossible.
    """
    box = find(area, "PhysicalBox")
    numbers = _numbers(None if box is None else box.text)
    if len(numbers) != 4 or not all(0 < side < _MAX_SIDE for side in numbers[2:]):
        return None
    return numbers[0], numbers[1], numbers[2], numbers[3]


def box_width(thing: Element) -> float:
    """Return the width of the box of an object.

    Args:
        thing: The object.

    Returns:
        Millimetres; 0 if it has no box.
    """
    box = _numbers(thing.get("Boundary"))
    return max(box[2], 0.0) if len(box) == 4 else 0.0


def matrix_within(outer: Matrix, thing: Element) -> Matrix:
    """Return the matrix from the space of an object to the page.

    Args:
        outer: The matrix of the container of the object.
        thing: The object, with its own matrix and its box.

    Returns:
        The matrix that applies the object's own, then moves to its box, then applies the outer one.
    """
    box, own = _numbers(thing.get("Boundary")), _numbers(thing.get("CTM"))
    left, top = (box[0], box[1]) if len(box) == 4 else (0.0, 0.0)
    a, b, c, d, e, f = own if len(own) == 6 else _IDENTITY
    return compose(outer, (a, b, c, d, e + left, f + top))


def turn_back(quarter: int, width: float, height: float) -> Matrix:
    """Return the matrix that turns a page back.

    Args:
        quarter: By how many right angles its text is turned to the right.
        width: Its width in millimetres.
        height: Its height in millimetres.

    Returns:
        The matrix, in points.
    """
    width, height = width * POINTS, height * POINTS
    turns: dict[int, Matrix] = {
        1: (0, -1, 1, 0, 0, width),
        2: (-1, 0, 0, -1, width, height),
        3: (0, 1, -1, 0, height, 0),
    }
    return turns[quarter]


def compose(outer: Matrix, inner: Matrix) -> Matrix:
    """Return the matrix that applies one after the other.

    Args:
        outer: The second.
        inner: The first.

    Returns:
        The matrix.
    """
    a, b, c, d, e, f = inner
    oa, ob, oc, od, _, _ = outer
    return oa * a + oc * b, ob * a + od * b, oa * c + oc * d, ob * c + od * d, *apply_matrix(outer, e, f)


def apply_matrix(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Move a point.

    Args:
        matrix: The matrix.
        x: Its distance from the left.
        y: Its distance from the top.

    Returns:
        The point.
    """
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def parse_number(value: str | None, default: float) -> float:
    """Read a number.

    Args:
        value: Its text.
        default: The result if it is missing or not a number.

    Returns:
        The number.
    """
    numbers = _numbers(value)
    return numbers[0] if numbers else default


def _numbers(value: str | None) -> list[float]:
    """Read numbers; empty if one of them is invalid.

    >>> _numbers("0 0 210 297"), _numbers("1 x"), _numbers(None)
    ([0.0, 0.0, 210.0, 297.0], [], [])
    """
    try:
        numbers = [float(part) for part in (value or "").replace(",", " ").split()]
    except ValueError:
        return []
    return numbers if all(map(math.isfinite, numbers)) else []


def parse_steps(value: str | None, n: int) -> list[float]:
    """Read the steps from one character to the next; if there are too few, the last is repeated.

    Args:
        value: The steps; ``g 3 5`` stands for three steps of five.
        n: The number of characters.

    Returns:
        One step less than there are characters; empty if no step is given.

    Example:
        >>> parse_steps("3 g 2 4", 5), parse_steps("", 3)
        ([3.0, 4.0, 4.0, 4.0], [])
    """
    parts = (value or "").replace(",", " ").split()
    steps: list[float] = []
    i = 0
    while i < len(parts) and len(steps) < n - 1:
        run = parts[i] in ("g", "G") and i + 2 < len(parts)
        count, step = (
            (parse_number(parts[i + 1], 0), parse_number(parts[i + 2], 0)) if run else (1.0, parse_number(parts[i], 0))
        )
        steps += [step] * int(max(0, min(count, n - 1 - len(steps))))
        i += 3 if run else 1
    return steps + steps[-1:] * (n - 1 - len(steps))


def parse_lines(data: str) -> Iterator[list[tuple[float, float]]]:
    """Find the straight parts of a path; curves cut it.

    Args:
        data: The path in the short form of the standard.

    Yields:
        The points of each part.

    Example:
        >>> list(parse_lines("M 0 0 L 9 0 L 9 5 C"))
        [[(0.0, 0.0), (9.0, 0.0), (9.0, 5.0), (0.0, 0.0)]]
    """
    tokens = _PATH_TOKEN.findall(data)
    points: list[tuple[float, float]] = []
    i = 0
    while i < len(tokens):
        kind = tokens[i]
        needed = _OPERANDS.get(kind)
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
