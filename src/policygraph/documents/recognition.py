"""Recognise the picture of a page: the result is a page like that of any other format.

Stamps and skew are removed from the picture, rulings are found and erased, and the lines between them are recognised.
Every character has a place, so that ``paged_text`` finds paragraphs, columns and tables as on a page of PDF.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from multiprocessing import parent_process
from statistics import median
from typing import Any

from ..cores import count_cores
from .builder import TextBuilder
from .ocr_engine import SURE, ocr_engine, ocr_version
from .ocr_text import line_confidence, tidy_line
from .ocr_words import choose_words
from .page import Box, Char, PageContent, PagePicture, Picture, Ruling, ScannedLine
from .page_picture import erase_rulings, find_rulings, remove_stamps, straighten
from .picture_dashes import find_dashes
from .picture_lines import (
    FoundLine,
    crop,
    cut_at_rulings,
    measure_sides,
    measure_sizes,
    measure_skew,
    place_chars,
    to_line,
)
from .source_file import SourceFile

__all__ = ["MOST_PIXELS", "recognise_pages", "record_recognition"]

#: The maximum number of pixels of a page: A4 at 400 pixels per inch.
MOST_PIXELS = 16_000_000
#: A line is doubtful if the confidence of its least certain character is lower than this.
_THRESHOLD = 0.8
_POINT = 72.0  # points per inch
_USUAL = 200.0  # pixels per inch, if the file does not state them
_TYPE, _USUAL_TYPE = (6.0, 32.0), 15.0  # points: the size of the type on a page
_TYPE_SHARE = 0.7  # of the height of a line's box
_SKEW = 0.1  # degrees: less is straight
_TALL = 1.5  # the ratio of height to width from which a box is vertical
_SAMPLE = 12  # the number of lines that show whether a page is upside down


@dataclass(frozen=True, slots=True)
class _Page:
    """A page that was read: its number, its size in points, points per pixel, its rulings in points, its lines.

    ``turned`` tells whether it was on its side or upside down.
    """

    number: int
    width: float
    height: float
    scale: float
    rulings: list[Ruling]
    lines: list[FoundLine]
    turned: bool = False

    def box(self, line: FoundLine) -> tuple[float, float, float, float] | None:
        """Return the box of a line as fractions of the page; ``None`` if the page was turned."""
        if self.turned or not self.width or not self.height:
            return None
        across, down = self.scale / self.width, self.scale / self.height
        left, top = max(0.0, line.left * across), max(0.0, line.top * down)
        return left, top, min(1.0, line.right * across), min(1.0, line.bottom * down)


def record_recognition(builder: TextBuilder, source: SourceFile) -> None:
    """Record that pages of a file were recognised, and by which program.

    Args:
        builder: Collects the document.
        source: The file.
    """
    builder.add_recognition("RapidOCR", ocr_version(), _THRESHOLD, source)


def recognise_pages(
    pictures: Iterable[PagePicture], ready: Callable[[int], None] = lambda _: None
) -> list[PageContent]:
    """Recognise pages, as many at a time as there are cores, or one at a time in a process of a pool.

    Args:
        pictures: The pages; only a few of them are in memory at once.
        ready: Receives the number of recognised pages, after each page.

    Returns:
        The content of each page, in their order; its characters refer to their lines.
    """
    threads = 1 if parent_process() else count_cores()
    pages: list[_Page] = []
    with _one_thread(), ThreadPoolExecutor(threads) as pool:
        running: deque[Future[_Page]] = deque()
        try:
            for picture in chain(pictures, [None]):
                if picture is not None:
                    running.append(pool.submit(_read_page, picture))
                while running and (picture is None or len(running) > threads):
                    pages.append(running.popleft().result())
                    ready(len(pages))
        finally:
            for future in running:
                future.cancel()
    lines = [line for page in pages for line in page.lines]
    for line, read in zip(lines, choose_words([line.read for line in lines]), strict=True):
        line.read = read
    return [_make_content(page) for page in pages]


@contextmanager
def _one_thread() -> Iterator[None]:
    """Limit OpenCV to one thread for each page, because several pages are recognised at the same time."""
    import cv2

    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)


def _read_page(picture: PagePicture) -> _Page:
    """Find and read the lines of one page."""
    resolution = picture.resolution or _USUAL
    grey = remove_stamps(picture.pixels, resolution)
    boxes = ocr_engine().find_lines(grey)
    fitting = _fit_resolution(boxes, resolution)
    if fitting != resolution:
        resolution = fitting
        grey = remove_stamps(picture.pixels, resolution)
        boxes = ocr_engine().find_lines(grey)
    grey, boxes, turned = _set_upright(grey, boxes)
    height, width = grey.shape[:2]
    scale = _POINT / resolution
    skew = measure_skew(boxes)
    if abs(skew) > _SKEW:
        grey, matrix = straighten(grey, skew)
        boxes = [box @ matrix[:, :2].T.astype(box.dtype) + matrix[:, 2].astype(box.dtype) for box in boxes]
    rulings, mask = find_rulings(grey, resolution)
    cleaned = erase_rulings(grey, mask)
    lines = [part for box in boxes for part in cut_at_rulings(to_line(box), rulings, cleaned)]
    for line, read in zip(lines, ocr_engine().read_lines([crop(cleaned, line) for line in lines]), strict=True):
        line.read = tidy_line(read)
        if line_confidence(read) < SURE:
            line.shown = _write_png(crop(grey, line))
    lines = [line for line in lines if line.read.text]
    lines += find_dashes(cleaned, resolution, lines, rulings)
    in_points = [Ruling(r.horizontal, r.at * scale, r.start * scale, r.end * scale) for r in rulings]
    return _Page(picture.number, width * scale, height * scale, scale, in_points, lines, turned)


def _make_content(page: _Page) -> PageContent:
    """Make the content of a page from its lines."""
    chars: list[Char] = []
    for line, size in zip(page.lines, measure_sizes(page.lines), strict=True):
        confidence = line_confidence(line.read)
        shown = line.shown if confidence < _THRESHOLD else b""
        scanned = ScannedLine(line.read.text, page.number, confidence, shown, page.box(line))
        chars += place_chars(line, size, page.scale, scanned)
    return PageContent(page.width, page.height, chars, page.rulings, 0)


def _fit_resolution(boxes: Sequence[Box], resolution: float) -> float:
    """Return the resolution, or one with a usual size of type: photographs and screenshots have no true resolution."""
    heights = [min(measure_sides(box)) for box in boxes]
    if not heights:
        return resolution
    type_size = _TYPE_SHARE * median(heights) * _POINT / resolution
    return resolution if _TYPE[0] <= type_size <= _TYPE[1] else resolution * type_size / _USUAL_TYPE


def _set_upright(grey: Picture, boxes: list[Box]) -> tuple[Picture, list[Box], bool]:
    """Turn a page that is on its side or upside down; tell whether it was."""
    import numpy as np

    sides, turned = [measure_sides(box) for box in boxes], False
    if sum(across + down for across, down in sides if down > _TALL * across) > 0.5 * sum(map(sum, sides)):
        grey, turned = np.ascontiguousarray(np.rot90(grey)), True
        boxes = ocr_engine().find_lines(grey)
    sample = sorted(boxes, key=lambda box: -measure_sides(box)[0])[:_SAMPLE]
    lines = [crop(grey, to_line(box)) for box in sample]
    if lines and ocr_engine().is_upside_down(lines):
        grey, turned = np.ascontiguousarray(np.rot90(grey, 2)), True
        # Lines are found less reliably in a page that is upside down.
        boxes = ocr_engine().find_lines(grey)
    return grey, boxes, turned


def _write_png(picture: Any) -> bytes:
    """Write the picture of a line as a small file: grey, at most 40 pixels high."""
    import cv2

    shrink = min(1.0, 40 / picture.shape[0])
    small = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".png", small // 16 * 17, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    return bytes(data)
