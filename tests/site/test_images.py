"""The pictures of the pages: in true colour, and small."""

from __future__ import annotations

from doc_pages import DOCS
from needs import lacking

IMAGES = sorted((DOCS / "images").iterdir())


def test_pictures_are_in_true_colour() -> None:
    try:
        from PIL import Image
    except ImportError:
        lacking("no Pillow: install the extra dev")
    found = [path for path in IMAGES if path.suffix == ".png"]
    assert len(found) > 20
    for path in found:
        with Image.open(path) as picture:
            assert picture.mode in ("RGB", "RGBA"), f"{path.name}: take it anew with make screenshots"


def test_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in IMAGES) < 6_000_000
