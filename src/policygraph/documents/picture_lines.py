"""Lines on the picture of a page: their skew, their boxes, the size of their type, the places of their characters."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from .ocr_engine import LineText
from .page import Box, Char, Picture, Ruling, ScannedLine
from .text import is_wide

__all__ = [
    "FoundLine",
    "crop",
    "cut_at_rulings",
    "measure_sides",
    "measure_sizes",
    "measure_skew",
    "place_chars",
    "to_line",
]

_NOTHING = LineText("", (), ())
_MOST_SKEW = 20.0  # degrees: more is not a skewed page
# Sizes that differ by less are the same: measured over many characters, over few, or not at all.
_SAME_SIZE, _LIKE_SIZE, _ANY_SIZE = 0.12, 0.27, 0.45
_MANY = 10


@dataclass(slots=True)
class FoundLine:
    """A line on a straight page: its box in pixels and, once read, its text, and a picture of it if it is uncertain."""

    left: float
    right: float
    top: float
    bottom: float
    read: LineText = _NOTHING
    shown: bytes = b""

    @property
    def height(self) -> float:
        """The height of the box."""
        return self.bottom - self.top


def measure_sides(box: Box) -> tuple[float, float]:
    """Measure a box.

    Args:
        box: Its corners.

    Returns:
        Its width and its height.
    """
    return math.dist(box[0], box[1]), math.dist(box[0], box[3])


def measure_skew(boxes: Sequence[Box]) -> float:
    """Measure the skew of a page; long lines show it best.

    Args:
        boxes: The boxes of its lines.

    Returns:
        The angle in degrees by which the lines fall from left to right.
    """
    angles: list[float] = []
    weights: list[float] = []
    for box in boxes:
        across, down = measure_sides(box)
        if across > 4 * down:
            (x0, y0), (x1, y1) = (box[0] + box[3]) / 2, (box[1] + box[2]) / 2
            angles.append(math.degrees(math.atan2(y1 - y0, x1 - x0)))
            weights.append(across)
    if not angles:
        return 0.0
    half, summed = sum(weights) / 2, 0.0
    for angle, weight in sorted(zip(angles, weights, strict=True)):
        summed += weight
        if summed >= half:
            return angle if abs(angle) <= _MOST_SKEW else 0.0
    return 0.0


def to_line(box: Box) -> FoundLine:
    """Return the upright rectangle of a box on a straight page.

    Args:
        box: Its corners.

    Returns:
        The line, not recognised yet.

    Example:
        >>> import numpy as np
        >>> line = to_line(np.array([[10, 20], [90, 22], [90, 42], [10, 40]], np.float32))
        >>> line.left, line.right, line.height
        (10.0, 90.0, 20.0)
    """
    xs, ys = sorted(float(x) for x in box[:, 0]), sorted(float(y) for y in box[:, 1])
    return FoundLine((xs[0] + xs[1]) / 2, (xs[2] + xs[3]) / 2, (ys[0] + ys[1]) / 2, (ys[2] + ys[3]) / 2)


def cut_at_rulings(line: FoundLine, rulings: Sequence[Ruling], picture: Picture) -> Iterator[FoundLine]:
    """Cut a line that was found across cells at the vertical rulings through it.

    Args:
        line: The line.
        rulings: The rulings of the page, in pixels.
        picture: The page in grey.

    Yields:
        The parts that have ink, or the line itself.
    """
    middle = (line.top + line.bottom) / 2
    edge = 0.3 * line.height
    places = sorted(
        ruling.at
        for ruling in rulings
        if not ruling.horizontal
        and ruling.start <= middle <= ruling.end
        and line.left + edge < ruling.at < line.right - edge
    )
    for left, right in zip([line.left, *places], [*places, line.right], strict=True):
        part = FoundLine(left, right, line.top, line.bottom)
        if not places or (right - left > edge and _has_ink(crop(picture, part))):
            yield part


def _has_ink(picture: Picture) -> bool:
    import numpy as np

    dark, light = np.percentile(picture, (2, 90))
    return bool(light - dark > 60)


def crop(picture: Picture, line: FoundLine) -> Picture:
    """Return the part of a page that a line occupies.

    Args:
        picture: The page.
        line: The line.

    Returns:
        A view of its pixels.
    """
    height, width = picture.shape[:2]
    left, right = max(0, math.floor(line.left)), min(width, math.ceil(line.right))
    top, bottom = max(0, math.floor(line.top)), min(height, math.ceil(line.bottom))
    return picture[top : max(bottom, top + 1), left : max(right, left + 1)]


def measure_sizes(lines: Sequence[FoundLine]) -> list[float]:
    """Measure the size of the type of each line in pixels; sizes that are nearly the same are made equal.

    Adjacent wide characters are one size apart. The size of a line with few of them is derived from the height of its
    box, by the ratio of type to box in the other lines.

    Args:
        lines: The recognised lines of a page.

    Returns:
        The size for each line.
    """
    pitches = [_pitch(line) for line in lines]
    measured = [size for size, _ in pitches]
    shares = [size / line.height for size, line in zip(measured, lines, strict=True) if size]
    share = median(shares) if shares else 0.7
    sizes = [size or share * line.height for size, line in zip(measured, lines, strict=True)]
    weights = [len(line.read.text) for line in lines]
    # The mean of few distances is less exact, and the height of a box even less.
    slack = [_SAME_SIZE if pairs >= _MANY else _LIKE_SIZE if size else _ANY_SIZE for size, pairs in pitches]
    # The most common size first: sizes near it become that size.
    left = set(range(len(sizes)))
    while left:
        common = max(left, key=lambda i: sum(weights[j] for j in left if measured[j] and _near(sizes[j], sizes[i])))
        alike = {j for j in left if _near(sizes[j], sizes[common], slack[j])} | {common}
        size = median(sizes[j] for j in alike)
        for j in alike:
            sizes[j] = size
        left -= alike
    return sizes


def _near(a: float, b: float, slack: float = _SAME_SIZE) -> bool:
    return abs(a - b) <= slack * max(a, b)


def _pitch(line: FoundLine) -> tuple[float, int]:
    """Return the mean distance of neighbouring ideographs, or 0 if the line has few of them, and their number.

    Places are whole columns of the model, a sixth of a character wide: only the mean over many is exact. Punctuation
    does not count, because it may take half the width of a character.
    """
    text, places = line.read.text, line.read.places
    width = line.right - line.left
    wide = [char.isalnum() and is_wide(char) for char in text]
    steps = [(places[i + 1] - places[i]) * width for i in range(len(text) - 1) if wide[i] and wide[i + 1]]
    if len(steps) < 3:
        return 0.0, 0
    middle = median(steps)
    size = fmean(step for step in steps if step < 1.5 * middle)
    # Spaced-out names and headings have steps that are wider than their type is high.
    return (size, len(steps)) if size < 1.05 * line.height else (0.0, 0)


def place_chars(line: FoundLine, size: float, scale: float, scanned: ScannedLine) -> Iterator[Char]:
    """Give every character of a line a box.

    Args:
        line: The recognised line.
        size: The size of its type in pixels.
        scale: Points per pixel.
        scanned: The line as the document keeps it.

    Yields:
        The characters with their boxes in points.
    """
    width = line.right - line.left
    middle = (line.top + line.bottom) / 2
    top, bottom = (middle - size / 2) * scale, (middle + size / 2) * scale
    centres = [line.left + place * width for place in line.read.places]
    text = line.read.text
    for i, (char, centre) in enumerate(zip(text, centres, strict=True)):
        half = size * (0.5 if is_wide(char) else 0.25)
        left, right = centre - half, centre + half
        # Boxes of neighbours do not overlap, and within a Latin word they touch: its spaces are characters.
        if i:
            between = (centres[i - 1] + centre) / 2
            left = between if not is_wide(char) and not is_wide(text[i - 1]) else max(left, between)
        if i + 1 < len(text):
            between = (centres[i + 1] + centre) / 2
            right = between if not is_wide(char) and not is_wide(text[i + 1]) else min(right, between)
        yield Char(char, left * scale, max(left, right) * scale, top, bottom, round(size * scale, 1), scanned)
