"""Take the content off a PDF page: its characters and its straight rulings, seen from the top left corner; or draw it.

This is the one module that knows the PDF library; the raw functions of PDFium are called here and nowhere else.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from ctypes import c_float, c_int
from itertools import islice
from typing import TYPE_CHECKING, Any

from .page import Char, PageContent, PagePicture, Ruling, make_rulings
from .source_file import SourceFile

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

__all__ = ["MAX_PAGES", "read_pages", "render_pages"]

#: A file with more pages takes minutes, and is no notice.
MAX_PAGES = 3000

Place = Callable[[float, float], tuple[float, float]]

# Fonts that were cut down name some characters by radicals or doubles that look the same: ⼀ for 一. Vertical text has
# forms of punctuation of its own.
_DOUBLES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe48]")
_HYPHENS = frozenset((0x02, 0xFFFE))
_FLAT = 0.05  # points: the library passes over text narrower than a hundredth of a point
_MAX_RULINGS = 20_000  # a page with more strokes than this is a drawing or a map
_MAX_OBJECTS = 100_000  # the same for everything drawn on a page
_SAMPLE = 400  # characters: enough to see which way a page is set
_POINT = 72.0  # points per inch
_PASSWORD = 4  # PDFium's number for "a password is needed"


def read_pages(source: SourceFile) -> list[PageContent]:
    """Read the content of every page.

    PDFium may be used by one thread at a time: read many files in processes.

    Args:
        source: The file.

    Returns:
        The pages in their order.

    Raises:
        SourceError: The file asks for a password, or has more than ``MAX_PAGES`` pages.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise source.error("pdf_locked") from error
        raise
    with pdf:
        if len(pdf) > MAX_PAGES:
            raise source.error("pages_too_many", n=len(pdf), most=MAX_PAGES)
        pages = []
        for page in pdf:
            pages.append(_read_page(page))
            page.close()
    return pages


def _read_page(page: PdfPage) -> PageContent:
    from pypdfium2 import raw

    left, bottom, right, top = page.get_cropbox()
    drawing = raw.FPDFPage_CountObjects(page) > _MAX_OBJECTS
    if not drawing:
        _thicken(page)
    text_page = page.get_textpage()
    count = text_page.count_chars()
    codes = [raw.FPDFText_GetUnicode(text_page.raw, i) for i in range(count)]
    angles = [raw.FPDFText_GetCharAngle(text_page.raw, i) for i in range(count)]
    turn = _find_turn(codes, angles, page.get_rotation())
    place: Place = {
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }.get(turn, lambda x, y: (x - left, top - y))
    width, height = right - left, top - bottom
    if turn in (90, 270):
        width, height = height, width
    chars, unknown = _read_chars(text_page, codes, angles, turn, place)
    rulings = [] if drawing else list(islice(_read_rulings(page, place), _MAX_RULINGS + 1))
    pictures, things = _measure_drawn(page, width * height)
    kept = rulings if len(rulings) <= _MAX_RULINGS else []
    content = PageContent(width, height, chars, kept, unknown, pictures, things)
    return content.lay_down() if content.is_vertical() else content


def _find_turn(codes: Sequence[int], angles: Sequence[float], turn: int) -> int:
    """Return by how many degrees to the right the page is turned so that most of its text is upright.

    Wide tables are often set across a page that is not turned itself.
    """
    quarters: Counter[int] = Counter()
    for i in range(0, len(codes), max(len(codes) // _SAMPLE, 1)):
        quarter = (math.degrees(angles[i]) + turn) / 90
        if codes[i] > 0x20 and abs(quarter - round(quarter)) < 0.1:
            quarters[round(quarter) % 4] += 1
    most = max(quarters, key=lambda quarter: (quarters[quarter], quarter == 0), default=0)
    return (turn - 90 * most) % 360 if quarters[most] > 0.8 * quarters.total() else turn


def _measure_drawn(page: PdfPage, area: float) -> tuple[float, int]:
    """Return the share of the page that pictures cover, and the number of things drawn."""
    from pypdfium2 import raw

    covered, things = 0.0, 0
    sides = [c_float() for _ in range(4)]
    for thing in islice(page.get_objects(), _MAX_RULINGS):
        things += 1
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE and raw.FPDFPageObj_GetBounds(thing, *sides):
            left, bottom, right, top = (side.value for side in sides)
            matrix, holder = raw.FS_MATRIX(1, 0, 0, 1, 0, 0), thing.container
            grown = 1.0
            while holder is not None:
                matrix, holder = holder.get_matrix(), holder.container
                grown *= abs(matrix.a * matrix.d - matrix.b * matrix.c)
            covered += (right - left) * (top - bottom) * grown
    return (min(covered / area, 1.0) if area > 0 and math.isfinite(covered) else 0.0), things


def render_pages(source: SourceFile, numbers: Sequence[int], resolution: float, most: int) -> Iterator[PagePicture]:
    """Draw pages as a screen shows them.

    Args:
        source: The file.
        numbers: The numbers of the pages, from 0.
        resolution: Pixels per inch, fewer for a page that would have more than ``most`` pixels.
        most: Pixels of a page at most.

    Yields:
        The pictures of the pages in their order.
    """
    import numpy as np
    import pypdfium2

    with pypdfium2.PdfDocument(source.data) as pdf:
        for number in numbers:
            page = pdf[number]
            width, height = page.get_size()
            scale = min(resolution / _POINT, (most / max(width * height, 1.0)) ** 0.5)
            bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
            pixels = np.array(bitmap.to_numpy())
            bitmap.close()
            page.close()
            shown = np.repeat(pixels, 3, axis=2) if pixels.shape[2] == 1 else np.ascontiguousarray(pixels[:, :, :3])
            yield PagePicture(shown, number + 1, scale * _POINT)


def _thicken(page: PdfPage) -> None:
    """Give text without extent a stroke, and with it an extent: the library's text layer skips flat text.

    If a font is neither in the file nor on the machine, the library knows no outlines, and text of one character, or
    text that is turned, has a box of no width.
    """
    from pypdfium2 import raw

    sides = [c_float() for _ in range(4)]
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        if raw.FPDFPageObj_GetBounds(thing, *sides) and sides[2].value - sides[0].value < _FLAT:
            raw.FPDFTextObj_SetTextRenderMode(thing, raw.FPDF_TEXTRENDERMODE_FILL_STROKE)
            raw.FPDFPageObj_SetStrokeWidth(thing, 1)
            raw.FPDFPageObj_Transform(thing, 1, 0, 0, 1, 0, 0)  # makes the library compute the box again


def _read_chars(
    text_page: PdfTextPage, codes: Sequence[int], angles: Sequence[float], turn: int, place: Place
) -> tuple[list[Char], int]:
    """Return the upright characters, without those that the library adds between them, and how many are unknown."""
    from pypdfium2 import raw

    chars: list[Char] = []
    unknown = 0
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    high = 0  # a character beyond the basic plane comes in two halves
    held = text_page.raw  # the library's own object: its wrapper would be unwrapped at each call
    for i, code in enumerate(codes):
        if raw.FPDFText_IsGenerated(held, i) == 1 and code not in _HYPHENS:
            continue
        if code == 0 or raw.FPDFText_HasUnicodeMapError(held, i) == 1:
            unknown += 1
            if code == 0:
                continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            if not high:
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = 0
        if math.cos(angles[i] + math.radians(turn)) < 0.99:
            continue  # a stamp or a watermark across the page
        if not raw.FPDFText_GetLooseCharBox(held, i, box) or not raw.FPDFText_GetMatrix(held, i, matrix):
            continue
        size = raw.FPDFText_GetFontSize(held, i) * math.hypot(matrix.c, matrix.d)
        (xa, ya), (xb, yb) = place(box.left, box.bottom), place(box.right, box.top)
        numbers = (min(xa, xb), max(xa, xb), min(ya, yb), max(ya, yb), size)
        if all(map(math.isfinite, numbers)):
            shown = "-" if code in _HYPHENS else _DOUBLES.sub(_plain, chr(code))
            chars.append(Char(shown, *numbers))
    return chars, unknown


def _plain(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match.group())


def _read_rulings(page: PdfPage, place: Place) -> Iterator[Ruling]:
    """Yield the straight strokes, and filled boxes so thin that they are lines."""
    from pypdfium2 import raw

    fill, stroke = c_int(), c_int()
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        if not raw.FPDFPath_GetDrawMode(thing, fill, stroke) or not (fill.value or stroke.value):
            continue
        matrix, holder = thing.get_matrix(), thing.container
        while holder is not None:
            matrix, holder = matrix.multiply(holder.get_matrix()), holder.container
        for path in _paths(thing):
            points = [place(*matrix.on_point(x, y)) for x, y in path]
            yield from make_rulings(points, stroked=bool(stroke.value))


def _paths(thing: Any) -> Iterator[list[tuple[float, float]]]:
    """Yield the points of each straight part of a path; curves cut it."""
    from pypdfium2 import raw

    x, y = c_float(), c_float()
    points: list[tuple[float, float]] = []
    for i in range(min(raw.FPDFPath_CountSegments(thing), 4 * _MAX_RULINGS)):
        segment = raw.FPDFPath_GetPathSegment(thing, i)
        kind = raw.FPDFPathSegment_GetType(segment)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        if kind != raw.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points
            points = []
        points.append((x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment) and len(points) > 1:
            yield [*points, points[0]]
            points = []
    if len(points) > 1:
        yield points
