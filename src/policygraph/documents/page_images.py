"""Draw the pages of a file for a screen: of PDF, and of pictures of pages."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

from ..errors import SourceError
from ..files import decode_name
from .page import Picture
from .pdf_page import render_pages
from .picture import count_frames, decode_frame
from .source_file import SourceFile, parsing

__all__ = ["count_pages", "draw_page"]

_RESOLUTION = 110.0  # pixels per inch
_MOST_PIXELS = 3_000_000
_PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp")


def count_pages(path: Path) -> int:
    """Count the pages of a file that can be drawn.

    Args:
        path: The file.

    Returns:
        The number of pages; 0 if it has none, or if the library that draws them is not installed.
    """
    try:
        source = SourceFile(decode_name(path), path.read_bytes())
        if b"%PDF-" in source.data[:1024]:
            with parsing(source, "PDF", "pypdfium2"):
                import pypdfium2

                with pypdfium2.PdfDocument(source.data) as pdf:
                    return len(pdf)
        return count_frames(source) if source.suffix in _PICTURES else 0
    except (SourceError, OSError):
        return 0


def draw_page(path: Path, number: int) -> bytes | None:
    """Draw a page of a file.

    Args:
        path: The file.
        number: The number of the page, from 1.

    Returns:
        A PNG file; ``None`` if there is no such page, or if it cannot be drawn.
    """
    try:
        if not 1 <= number <= count_pages(path):
            return None
        source = SourceFile(decode_name(path), path.read_bytes())
        if b"%PDF-" in source.data[:1024]:
            with parsing(source, "PDF", "pypdfium2"):
                drawn = next(render_pages(source, [number - 1], _RESOLUTION, _MOST_PIXELS))
                return _write_png(drawn.pixels)
        return _write_png(decode_frame(source, number - 1, _MOST_PIXELS))
    except (SourceError, OSError):
        return None


def _write_png(pixels: Picture) -> bytes:
    r"""Write the pixels of a page as a PNG file.

    >>> import numpy as np
    >>> _write_png(np.zeros((2, 3, 3), np.uint8))[:8]
    b'\x89PNG\r\n\x1a\n'
    """
    height, width, _ = pixels.shape
    made = io.BytesIO()
    made.write(b"\x89PNG\r\n\x1a\n")
    # A zero before each row: no filter.
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    for kind, data in (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 3)),
        (b"IEND", b""),
    ):
        made.write(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))
    return made.getvalue()
