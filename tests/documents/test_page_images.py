"""Pages of PDF and of pictures are drawn; other files have none, and damaged ones are no error."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from policygraph.documents.page_images import count_pages, draw_page


def size(data: bytes | None) -> tuple[int, int]:
    """The width and height of a PNG file, which another program can open."""
    image = pytest.importorskip("PIL.Image")
    with image.open(io.BytesIO(data or b"")) as picture:
        picture.load()
        return int(picture.width), int(picture.height)


def test_pages_of_pdf_are_drawn(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    path = tmp_path / "notice.pdf"
    drawn = canvas.Canvas(str(path), pagesize=(200, 300))
    for _ in range(3):
        drawn.drawString(20, 200, "notice")
        drawn.showPage()
    drawn.save()
    assert count_pages(path) == 3
    width, height = size(draw_page(path, 3))
    assert width / height == pytest.approx(2 / 3, abs=0.01) and width > 200
    assert draw_page(path, 0) is draw_page(path, 4) is None


@pytest.mark.parametrize(("suffix", "frames"), [(".png", 1), (".tiff", 3), (".jpg", 1)])
def test_pages_of_pictures_are_drawn(tmp_path: Path, suffix: str, frames: int) -> None:
    image = pytest.importorskip("PIL.Image")
    path = tmp_path / f"scan{suffix}"
    pictures = [image.new("RGB", (3000, 2000), (200, number, 0)) for number in range(frames)]
    more = {"save_all": True, "append_images": pictures[1:]} if frames > 1 else {}
    pictures[0].save(path, **more)
    assert count_pages(path) == frames
    width, height = size(draw_page(path, frames))
    assert width * height <= 3_000_000 and width / height == pytest.approx(1.5, abs=0.01)


@pytest.mark.parametrize(
    ("name", "data"), [("a.txt", b"text"), ("a.png", b"\x89PNG broken"), ("a.pdf", b"%PDF-1.4 broken")]
)
def test_other_files_have_no_pages(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert count_pages(tmp_path / name) == 0
    assert draw_page(tmp_path / name, 1) is None
    assert count_pages(tmp_path / "none.pdf") == 0
