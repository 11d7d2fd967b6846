"""Prepare the picture of a page for recognition: remove stamps, straighten it, find and erase its rulings.

All sizes are in millimetres on paper, which the resolution of the picture turns into pixels.
"""

from __future__ import annotations

from typing import Any

from .page import Picture, Ruling

__all__ = ["erase_rulings", "find_dark", "find_rulings", "list_parts", "remove_stamps", "straighten"]

_INCH = 25.4
# A pixel is red if its red exceeds its green and blue by this; print and paper are grey in any light.
_RED = 50
_STAMP = (18.0, 75.0)  # the smallest and largest side of a stamp
_ROUND = 2.2  # the maximum ratio of length to height of a stamp, round, oval or square
_GAP = 2.5  # the maximum distance of parts of a stamp
# Strokes of characters are shorter than rulings: 一 in a heading has 8 mm, a dash 12 mm.
_ACROSS, _DOWN, _THICK = 14.0, 9.0, 1.1
_BREAK = 0.6  # the maximum interruption of a ruling


def remove_stamps(picture: Picture, resolution: float) -> Picture:
    """Return a picture in grey without its red stamps.

    In the red channel a stamp is as bright as paper, and black text under it is black. Other red text, such as the name
    of the issuer at the top of a notice, is content and becomes grey.

    Args:
        picture: The page in red, green and blue.
        resolution: Its pixels per inch.

    Returns:
        The page in grey.
    """
    import cv2
    import numpy as np

    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    red, others = picture[:, :, 0], np.maximum(picture[:, :, 1], picture[:, :, 2])
    mask = (cv2.subtract(red, others) > _RED).astype(np.uint8)
    if not mask.any():
        return grey
    mm = resolution / _INCH
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(cv2.dilate(mask, _kernel(_GAP * mm, _GAP * mm)))
    stamps = [box for box in boxes[1:count, :4] if _is_stamp((box[2] / mm - _GAP, box[3] / mm - _GAP))]
    for left, top, width, height in stamps:
        area = (slice(top, top + height), slice(left, left + width))
        # Things in the middle of a stamp, such as its star, are parts of it.
        parts = [
            part
            for part in range(1, count)
            if left <= boxes[part, 0]
            and top <= boxes[part, 1]
            and boxes[part, 0] + boxes[part, 2] <= left + width
            and boxes[part, 1] + boxes[part, 3] <= top + height
        ]
        inside = np.isin(labels[area], parts)
        light = red[area].astype(np.float32)
        # The stamp's own red becomes as bright as the paper around it; black text stays dark.
        paper = float(np.percentile(light, 80))
        bright = max(float(np.percentile(light[inside & (mask[area] > 0)], 40)), 1.0)
        share = np.clip((light - 0.45 * bright) / (0.35 * bright), 0.0, 1.0)
        lifted = (1 - share) * light + share * np.minimum(light * (paper / bright), paper)
        grey[area][inside] = lifted[inside].astype(np.uint8)
    return grey


def _is_stamp(sides: tuple[float, float]) -> bool:
    """Tell whether a red object has the size and the form of a stamp."""
    smaller, larger = sorted(sides)
    return smaller >= _STAMP[0] and larger <= _STAMP[1] and larger <= _ROUND * smaller


def straighten(picture: Picture, degrees: float) -> tuple[Picture, Any]:
    """Rotate a picture about its centre to remove its skew.

    Args:
        picture: The page in grey.
        degrees: The angle by which its lines fall from left to right.

    Returns:
        The picture, and the matrix from points of the original to points of the result.
    """
    import cv2
    import numpy as np

    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    paper = float(np.percentile(picture[::16, ::16], 90))
    turned = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper, paper, paper))
    return turned, matrix


def find_dark(picture: Picture, resolution: float) -> Picture:
    """Find the pixels that are darker than the paper around them.

    Args:
        picture: The page in grey.
        resolution: Its pixels per inch.

    Returns:
        A mask with 1 for ink.
    """
    import cv2

    block = max(3, int(8 * resolution / _INCH) | 1)
    return cv2.adaptiveThreshold(picture, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 25)


def list_parts(mask: Picture) -> list[tuple[int, int, int, int, int]]:
    """List the connected parts of a mask.

    Args:
        mask: The mask.

    Returns:
        For each part its left, top, width and height, and its number of pixels.
    """
    count, _, boxes, _ = _components(mask)
    return [(int(b[0]), int(b[1]), int(b[2]), int(b[3]), int(b[4])) for b in boxes[1:count]]


def find_rulings(picture: Picture, resolution: float) -> tuple[list[Ruling], Picture]:
    """Find long thin straight dark lines along the two axes.

    Args:
        picture: The page in grey, straightened.
        resolution: Its pixels per inch.

    Returns:
        The rulings in pixels, and a mask of their pixels.
    """
    import cv2
    import numpy as np

    mm = resolution / _INCH
    dark = find_dark(picture, resolution)
    found: list[Ruling] = []
    mask = np.zeros_like(dark)
    for horizontal, shortest in ((True, _ACROSS), (False, _DOWN)):

        def along(length: float, across: float = 1, horizontal: bool = horizontal) -> Any:
            return _kernel(length, across) if horizontal else _kernel(across, length)

        # A ruling that is not quite straight continues in the next row of pixels: thicken it before measuring.
        thick = cv2.dilate(dark, along(1, 3))
        closed = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, along(_BREAK * mm))
        lines = cv2.morphologyEx(closed, cv2.MORPH_OPEN, along(shortest * mm))
        count, labels, boxes, areas = _components(lines)
        for part in range(1, count):
            left, top, width, height = (int(value) for value in boxes[part, :4])
            length, depth = (width, height) if horizontal else (height, width)
            # The mean thickness: a ruling may rise a little from one end to the other.
            if (areas[part] / length - 2) > _THICK * mm or depth > max(4 * _THICK * mm, 0.02 * length):
                continue
            start, at = (left, top + height / 2) if horizontal else (top, left + width / 2)
            found.append(Ruling(horizontal, at, start, start + length))
            area = (slice(top, top + height), slice(left, left + width))
            mask[area][labels[area] == part] = 1
    return found, mask


def _components(picture: Picture) -> tuple[int, Any, Any, Any]:
    import cv2

    count, labels, boxes, _ = cv2.connectedComponentsWithStats(picture)
    return count, labels, boxes, boxes[:, cv2.CC_STAT_AREA]


def erase_rulings(picture: Picture, mask: Picture) -> Picture:
    """Return a picture with the pixels of rulings as bright as the paper.

    Args:
        picture: The page in grey.
        mask: The pixels of its rulings.

    Returns:
        The page without rulings.
    """
    import cv2
    import numpy as np

    if not mask.any():
        return picture
    paper = int(np.percentile(picture[::16, ::16], 90))
    cleaned = picture.copy()
    cleaned[cv2.dilate(mask, _kernel(3, 3)) > 0] = paper
    return cleaned


def _kernel(width: float, height: float) -> Any:
    import numpy as np

    return np.ones((max(1, round(height)), max(1, round(width))), np.uint8)
