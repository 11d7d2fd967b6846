"""Scans of pages: printed, laid on the glass askew, stamped, scanned with noise, and compressed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from needs import lacking

__all__ = ["need_recognition", "scan_pages", "scan_pdf", "scan_picture"]


def need_recognition() -> None:
    """Skip a test where the extra ``ocr`` or a Chinese font is missing."""
    from policygraph.documents.ocr_engine import ocr_installed

    if not ocr_installed():
        lacking('the extra ocr is not installed: pip install "policygraph[ocr]"')


def scan_pages(
    pdf: bytes,
    resolution: int = 150,
    *,
    degrees: float = 0.0,
    noise: float = 0.0,
    quality: int = 0,
    stamp: tuple[float, float] | None = None,
    turn: int = 0,
) -> Iterator[Any]:
    """Scan the pages of a PDF.

    Args:
        pdf: The pages.
        resolution: Pixels per inch.
        degrees: How far each page lies askew, clockwise.
        noise: The standard deviation of the noise, in levels of grey.
        quality: The quality of JPEG; without one nothing is lost.
        stamp: Where the middle of a red stamp of 42 mm is, as shares of the width and height.
        turn: By how many quarters each page is turned, counterclockwise.

    Yields:
        The pictures, of Pillow.
    """
    import numpy as np
    import pypdfium2
    from PIL import Image

    random = np.random.default_rng(7)
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            picture = page.render(scale=resolution / 72).to_pil().convert("RGB")
            if stamp:
                picture = _put_stamp(picture, resolution, stamp)
            if degrees:
                picture = picture.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor="white")
            if noise:
                pixels = np.asarray(picture, dtype=np.float32) * 0.92 + 10
                pixels += random.normal(0, noise, pixels.shape)
                picture = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
            if turn:
                picture = picture.rotate(90 * turn, expand=True)
            if quality:
                stream = io.BytesIO()
                picture.save(stream, "JPEG", quality=quality)
                picture = Image.open(stream).convert("RGB")
            yield picture


def _put_stamp(picture: Any, resolution: int, place: tuple[float, float]) -> Any:
    """Print a round red stamp with a star over a page."""
    from math import cos, pi, sin

    from PIL import Image, ImageChops, ImageDraw

    mm = resolution / 25.4
    x, y = place[0] * picture.width, place[1] * picture.height
    red = (214, 36, 48)
    layer = Image.new("RGB", picture.size, "white")
    draw = ImageDraw.Draw(layer)
    draw.ellipse([x - 21 * mm, y - 21 * mm, x + 21 * mm, y + 21 * mm], outline=red, width=round(1.2 * mm))
    points = [(x + r * mm * sin(pi * i / 5), y - r * mm * cos(pi * i / 5)) for i, r in enumerate([7.0, 2.7] * 5)]
    draw.polygon(points, fill=red)
    for i in range(16):  # strokes as of the name around the star
        angle = pi * (0.75 + i / 10.5)
        for r in (14.5, 16.5, 18.5):
            u, v = x + r * mm * cos(angle), y + r * mm * sin(angle)
            draw.line([u - mm, v, u + mm, v], fill=red, width=round(0.6 * mm))
    return ImageChops.multiply(picture, layer)


def scan_pdf(pdf: bytes, resolution: int = 150, **how: Any) -> bytes:
    """Scan the pages of a PDF into a PDF without a text layer; see ``scan_pages``."""
    first, *others = scan_pages(pdf, resolution, **how)
    stream = io.BytesIO()
    first.save(stream, "PDF", save_all=True, append_images=others, resolution=resolution)
    return stream.getvalue()


def scan_picture(pdf: bytes, form: str, resolution: int = 150, **how: Any) -> bytes:
    """Scan the pages of a PDF into a picture: PNG, JPEG, WEBP, or TIFF with all pages; see ``scan_pages``."""
    first, *others = scan_pages(pdf, resolution, **how)
    stream = io.BytesIO()
    pages: dict[str, Any] = {"save_all": True, "append_images": others} if form == "TIFF" else {}
    first.save(stream, form, dpi=(resolution, resolution), **pages)
    return stream.getvalue()
