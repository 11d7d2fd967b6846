"""Read pictures of pages: scans and photographs, one page or, in TIFF, many."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..model import Document
from .builder import TextBuilder
from .ocr_engine import ocr_installed
from .page import PagePicture, Picture
from .paged_text import write_pages
from .recognition import MOST_PIXELS, recognise_pages, record_recognition
from .source_file import SourceFile, parsing

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["count_frames", "decode_frame", "decode_page", "read"]

_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
_WITHIN = (*_FORMATS, "BMP", "GIF", "JPEG2000")  # inside other files
_LARGEST = 100_000_000  # pixels of a picture: A4 at 1,000 pixels per inch
_MOST_PAGES = 500
_INCH = 25.4
# Millimetres: a page whose longer side is not in this range has no true resolution; it is a photograph, for example.
_SIDES = (140, 450)


def read(source: SourceFile) -> Document:
    """Recognise the pages of a picture.

    Args:
        source: The file.

    Returns:
        The document.

    Raises:
        SourceError: Recognition is switched off or not installed, or the file is damaged, too large or without text.
    """
    if source.ocr == "never":
        raise source.error("file_picture")
    if not ocr_installed():
        raise source.error("ocr_missing")
    builder = TextBuilder()
    with parsing(source, _named_kind(source), "pillow"), warnings.catch_warnings():
        from PIL import Image, UnidentifiedImageError

        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            opened = Image.open(io.BytesIO(source.data), formats=_FORMATS)
        except UnidentifiedImageError as error:
            # Its message contains the memory address of an object.
            raise source.error("file_damaged", kind=_named_kind(source), reason="UnidentifiedImageError") from error
        with opened as picture:
            count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
            if count > _MOST_PAGES:
                raise source.error("pages_too_many", n=count, most=_MOST_PAGES)
            media_type = Image.MIME.get(picture.format or "", "image/jpeg")
            pictures = _read_frames(source, picture, count)
            write_pages(recognise_pages(pictures, lambda done: source.on_page(done, count)), builder)
        record_recognition(builder, source)
        if not builder:
            raise source.error("picture_no_text")
    return builder.make_document(source, media_type)


def decode_page(source: SourceFile, data: bytes, number: int, width: float) -> PagePicture | None:
    """Decode a picture within another file that shows a page.

    Args:
        source: The file, for messages.
        data: The picture.
        number: The number of the page.
        width: The width at which it is shown, in millimetres.

    Returns:
        The picture; ``None`` if it is of another format.

    Raises:
        SourceError: It has too many pixels.
    """
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data), formats=_WITHIN) as picture:
                pixels = next(_read_frames(source, picture, 1)).pixels
        except UnidentifiedImageError:
            return None
    return PagePicture(pixels, number, pixels.shape[1] / width * _INCH if width > 0 else 0.0)


def count_frames(source: SourceFile) -> int:
    """Count the pages of a picture.

    Args:
        source: The file.

    Returns:
        The number of pages; 1 for all formats except TIFF.

    Raises:
        SourceError: It cannot be decoded.
    """
    with parsing(source, _named_kind(source), "pillow"):
        from PIL import Image

        with Image.open(io.BytesIO(source.data), formats=_FORMATS) as picture:
            return getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1


def decode_frame(source: SourceFile, number: int, most: int) -> Picture:
    """Decode a page of a picture for a screen, in the orientation that the file states.

    Args:
        source: The file.
        number: The number of the page, from 0.
        most: The maximum number of pixels; a larger picture is made smaller.

    Returns:
        Its pixels in red, green and blue.

    Raises:
        SourceError: It cannot be decoded.
    """
    with parsing(source, _named_kind(source), "pillow"), warnings.catch_warnings():
        import numpy as np
        from PIL import Image, ImageOps

        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(source.data), formats=_FORMATS) as picture:
            picture.seek(number)
            width, height = picture.size
            if width * height > _LARGEST:
                raise source.error("picture_too_large", n=width * height)
            shrink = min(1.0, (most / (width * height)) ** 0.5)
            frame = ImageOps.exif_transpose(picture).convert("RGB")
            frame.thumbnail((round(frame.size[0] * shrink), round(frame.size[1] * shrink)))
            return np.asarray(frame).copy()


def _named_kind(source: SourceFile) -> str:
    """Return the name of the format for messages."""
    return {"jpeg": "JPG", "tiff": "TIF", "": "PNG"}.get(source.suffix[1:], source.suffix[1:].upper())


def _read_frames(source: SourceFile, picture: Image, count: int) -> Iterator[PagePicture]:
    """Decode the frames one by one, in the orientation that the file states."""
    import numpy as np
    from PIL import Image, ImageOps

    for number in range(count):
        picture.seek(number)
        width, height = picture.size
        if width * height > _LARGEST:
            raise source.error("picture_too_large", n=width * height)
        given = picture.info.get("dpi", (0, 0))
        resolution = _find_resolution(width, height, float(min(given)))
        shrink = min(1.0, (MOST_PIXELS / (width * height)) ** 0.5)
        if shrink < 1:
            picture.draft("RGB", (round(width * shrink), round(height * shrink)))  # JPEG is decoded at the smaller size
        frame = ImageOps.exif_transpose(picture)
        if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
            clear = frame.convert("RGBA")
            frame = Image.new("RGB", clear.size, "white")
            frame.paste(clear, mask=clear.getchannel("A"))
        elif frame.mode.startswith(("I", "F")):
            # 16 bits per pixel: PIL clips values above 255, so scale them first.
            deep = np.asarray(frame, dtype=np.float32)
            frame = Image.fromarray((deep * (255 / max(float(deep.max()), 1.0))).astype(np.uint8))
        frame = frame.convert("RGB")
        if frame.size[0] * frame.size[1] > MOST_PIXELS:
            shrink = (MOST_PIXELS / (frame.size[0] * frame.size[1])) ** 0.5
            frame = frame.resize((round(frame.size[0] * shrink), round(frame.size[1] * shrink)), Image.Resampling.BOX)
        yield PagePicture(np.asarray(frame).copy(), number + 1, resolution * max(frame.size) / max(width, height))


def _find_resolution(width: int, height: int, given: float) -> float:
    """Return the pixels per inch that the file states if they give the size of a page, else 0."""
    return given if given > 0 and _SIDES[0] <= max(width, height) / given * _INCH <= _SIDES[1] else 0.0
