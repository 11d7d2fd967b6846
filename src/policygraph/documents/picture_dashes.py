"""Find dashes that stand alone on the picture of a page.

An empty cell of a table is often filled with a dash: ``—``. Programs that find lines miss it, because it has hardly any
height; a table with one line for each cell then loses a cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from .ocr_engine import LineText
from .page import Picture, Ruling
from .page_picture import find_dark, list_parts
from .picture_lines import FoundLine, crop

__all__ = ["find_dashes"]

# All sizes are shares of the height of the type. A dash takes one or two characters, a hyphen less than half of one.
_LENGTH = (0.4, 2.3)
_THICKNESS = (0.03, 0.18)
_FULL = 0.75  # the minimum share of ink in its box
_AROUND = (0.9, 0.55)  # the empty space around it, across and down
_SPECKS = 0.02  # the share of that space that may be dirt
_DARK = 0.45  # of the darkness of the text: less is the rest of a stamp, or a mark of a pencil
_ALIGNED = 0.6  # the maximum distance of its end from the end of another line, or of the middles
_TYPE_SHARE = 0.7  # of the height of a line's box
# It was not recognised by the program: only its form makes it a dash.
_DASH = LineText("—", (0.5,), (0.9,), ((),))


def find_dashes(
    picture: Picture, resolution: float, lines: Sequence[FoundLine], rulings: Sequence[Ruling]
) -> list[FoundLine]:
    """Find dashes that stand alone in a cell, or on a line that is aligned or centred with others.

    Args:
        picture: The page in grey, straightened, without rulings.
        resolution: Its pixels per inch.
        lines: The lines that were found.
        rulings: The rulings, in pixels.

    Returns:
        A line for each dash.
    """
    if not lines:
        return []
    size = _TYPE_SHARE * median(line.height for line in lines)
    dark = find_dark(picture, resolution)
    ink_of_text = median(_darkness(crop(picture, line)) for line in lines)
    found: list[FoundLine] = []
    for left, top, width, height, ink in list_parts(dark):
        if not _LENGTH[0] * size <= width <= _LENGTH[1] * size or ink < _FULL * width * height:
            continue
        if not _THICKNESS[0] * size <= height <= max(_THICKNESS[1] * size, 2):
            continue
        middle = top + height / 2
        dash = FoundLine(left, left + width, middle - size / _TYPE_SHARE / 2, middle + size / _TYPE_SHARE / 2, _DASH)
        around = crop(picture, FoundLine(left - size, left + width + size, dash.top, dash.bottom))
        if (
            _is_alone(dark, (left, top, width, height), size, ink)
            and _has_place(dash, lines, rulings, size)
            and _darkness(around) >= _DARK * ink_of_text
        ):
            found.append(dash)
    return found


def _darkness(picture: Picture) -> float:
    """Measure how much darker the darkest hundredth of a part of the page is than the paper."""
    import numpy as np

    ink, paper = np.percentile(picture, (1, 90))
    return float(paper - ink)


def _is_alone(dark: Picture, box: tuple[int, int, int, int], size: float, ink: int) -> bool:
    """Tell whether there is no other ink around a part of the picture."""
    left, top, width, height = box
    across, down = round(_AROUND[0] * size), round(_AROUND[1] * size)
    around = dark[max(0, top - down) : top + height + down, max(0, left - across) : left + width + across]
    return bool(around.sum() - ink <= _SPECKS * around.size)


def _has_place(dash: FoundLine, lines: Sequence[FoundLine], rulings: Sequence[Ruling], size: float) -> bool:
    """Tell whether a dash is outside of found lines, and in a cell or aligned with other lines of the page."""
    middle = (dash.top + dash.bottom) / 2
    if any(line.top < middle < line.bottom and line.left < dash.right and dash.left < line.right for line in lines):
        return False
    near = _ALIGNED * size
    if any(
        abs(line.left - dash.left) < near
        or abs(line.right - dash.right) < near
        or abs(line.left + line.right - dash.left - dash.right) < 2 * near
        for line in lines
    ):
        return True
    beside = [r.at < dash.left for r in rulings if not r.horizontal and r.start <= middle <= r.end]
    return len(set(beside)) == 2
