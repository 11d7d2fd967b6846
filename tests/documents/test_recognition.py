"""Scans and photographs: what is read from pictures is what is read from the text."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from policygraph.documents import read_bytes
from policygraph.documents.builder import TextBuilder
from policygraph.documents.grid import Cell
from policygraph.documents.page import ScannedLine
from policygraph.documents.source_file import SourceFile
from policygraph.errors import SourceError
from policygraph.extraction import extract
from policygraph.model import Document
from scans import need_recognition, scan_pages, scan_pdf, scan_picture

Make = Callable[..., bytes]

ROWS = [
    ["序号", "重点任务", "牵头单位", "完成时限"],
    ["1", "新建改建农村公路，完善沿线安全设施和排水设施", "市交通运输局", "2026年6月底前"],
    ["2", "扩大城镇学位供给", "市教育局、市住房城乡建设局", "2026年12月底前"],
]
PARTS = [
    "关于印发重点任务分工方案的通知",
    "一、完善公共服务设施。统筹做好安置区周边学校规划建设，落实配套中小学和幼儿园政策，扩大城镇基础教育资源。",
    "责任单位：市教育局、市财政局，各县（市、区）人民政府",
    "二、加强就业服务。开展职业技能培训，鼓励社会力量参与劳务对接。",
]
# Longer than a line, so that the margins of both pages are known.
FIRST = "一、由市教育局牵头，会同市财政局、市住房城乡建设局制定实施办法，报市政府批准后实施。"
SECOND = "二、由市财政局牵头，会同市审计局、市国资委加强资金监督管理，确保专款专用。"


@pytest.fixture(scope="module")
def notice(make_pdf: Make) -> bytes:
    return make_pdf([*PARTS, ROWS], widths=[40, 200, 130, 90])


@pytest.fixture(autouse=True)
def _recognition() -> None:
    need_recognition()


def cells(document: Document) -> list[list[str]]:
    for row in (row for table in document.tables for row in table.rows):
        assert all(document.text[cell.start : cell.end] == cell.text for cell in row)
    return [[cell.text for cell in row] for row in document.tables[0].rows]


def test_a_scan_with_skew_noise_stamp_and_loss_is_read_as_the_text(notice: bytes) -> None:
    whole = read_bytes(notice, "通知.pdf")
    scan = scan_pdf(notice, 200, degrees=2, noise=10, quality=70, stamp=(0.6, 0.3))
    pages: list[tuple[int, int]] = []
    document = read_bytes(scan, "通知.pdf", on_page=lambda done, of: pages.append((done, of)))
    assert document.text == whole.text
    assert (document.tables[0].header, cells(document)) == (tuple(ROWS[0]), ROWS[1:])
    assert pages == [(1, 1)]
    assert [(step.kind, step.software, step.file) for step in document.steps] == [
        ("recognition", "RapidOCR", "通知.pdf")
    ]
    assert document.recognition is not None
    for line in document.recognition.lines:
        assert document.text[line.passage.start : line.passage.end] == line.passage.quote
        assert line.page == 1 and 0 < line.confidence <= 1
        assert bool(line.picture) == (line in document.recognition.doubtful)
    read = "".join(line.passage.quote for line in document.recognition.lines)
    assert "".join(read.split()) == "".join(document.text.split())


@pytest.mark.slow
def test_a_picture_on_its_side_or_its_head_is_turned(make_pdf: Make) -> None:
    words = "由市教育局、市财政局负责落实资金，各县（市、区）人民政府配合。"
    for turn, form, name in ((1, "PNG", "a.png"), (2, "JPEG", "a.jpg")):
        document = read_bytes(scan_picture(make_pdf([words]), form, 200, turn=turn), name)
        assert document.text == f"{words}\n", turn


@pytest.mark.slow
def test_tiff_has_pages_and_webp_one(make_pdf: Make) -> None:
    pages = make_pdf(["由市教育局负责。" * 4, "由市财政局负责。" * 12], height=250)
    tiff = read_bytes(scan_picture(pages, "TIFF"), "a.tif")
    assert tiff.text == read_bytes(pages, "a.pdf").text and tiff.media_type == "image/tiff"
    assert tiff.recognition is not None and {line.page for line in tiff.recognition.lines} == {1, 2}
    webp = read_bytes(scan_picture(pages, "WEBP"), "a.webp")
    assert webp.text.startswith("由市教育局负责。") and webp.media_type == "image/webp"


def test_only_pages_without_text_are_recognised(make_pdf: Make) -> None:
    document = read_bytes(mixed(make_pdf), "a.pdf")
    assert document.text.splitlines() == [FIRST, SECOND]
    assert document.recognition is not None
    assert "".join(line.passage.quote for line in document.recognition.lines) == SECOND
    assert {line.page for line in document.recognition.lines} == {2}
    every = read_bytes(mixed(make_pdf), "a.pdf", ocr="always")
    assert every.text == document.text and every.recognition is not None
    assert {line.page for line in every.recognition.lines} == {1, 2}


def mixed(make_pdf: Make) -> bytes:
    """A page of text, and a page that is a picture."""
    import pypdfium2

    whole = pypdfium2.PdfDocument(make_pdf([FIRST]))
    whole.import_pages(pypdfium2.PdfDocument(scan_pdf(make_pdf([SECOND]), 200)))
    stream = io.BytesIO()
    whole.save(stream)
    return stream.getvalue()


def test_without_the_extra_one_line_names_it(make_pdf: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from policygraph.documents import pdf, picture

    monkeypatch.setattr(pdf, "ocr_installed", lambda: False)
    monkeypatch.setattr(picture, "ocr_installed", lambda: False)
    scan = scan_pdf(make_pdf(["由市教育局负责。"]))
    for data, name in ((scan, "a.pdf"), (scan_picture(make_pdf(["由"]), "PNG"), "b.png")):
        with pytest.raises(SourceError, match=r'^[ab]\.\w+ .*pip install "policygraph\[ocr\]"$'):
            read_bytes(data, name)
    document = read_bytes(mixed(make_pdf), "a.pdf")
    assert document.text == f"{FIRST}\n" and document.recognition is None
    assert [(each.reason, each.detail) for each in document.unread] == [("page-not-recognised", "2")]


def test_never_means_never(make_pdf: Make) -> None:
    with pytest.raises(SourceError, match=r"no text layer .* --ocr never"):
        read_bytes(scan_pdf(make_pdf(["由市教育局负责。"])), "a.pdf", ocr="never")
    with pytest.raises(SourceError, match="is a picture, and --ocr never"):
        read_bytes(scan_picture(make_pdf(["由"]), "PNG"), "a.png", ocr="never")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "is damaged"),
        (b"GIF89a" + b"\0" * 40, "GIF"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "is damaged"),
    ],
)
def test_what_is_no_picture_of_use_is_refused_in_one_line(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        read_bytes(data, "a.png")
    assert "\n" not in str(caught.value)


def test_a_picture_without_text_and_one_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    from policygraph.documents import picture

    stream = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(stream, "PNG")
    with pytest.raises(SourceError, match="no text was recognised"):
        read_bytes(stream.getvalue(), "a.png")
    monkeypatch.setattr(picture, "_LARGEST", 400_000)
    with pytest.raises(SourceError, match="too large"):
        read_bytes(stream.getvalue(), "a.png")


def test_lines_find_their_place_in_paragraphs_and_merged_cells() -> None:
    first, second, third = (ScannedLine(text, 1, 0.9) for text in ("由市教育 局", "负责", "市教育局"))
    builder = TextBuilder()
    builder.add_line("由市教育局负责。", (first, second))
    cell = Cell("市教育局", (third,))
    builder.add_table([[Cell("单位"), Cell("任务")], [cell, Cell("修路")], [cell, Cell("市教育局")]])
    source = SourceFile("a.pdf", b"")
    builder.add_recognition("RapidOCR", "3", 0.95, source)
    document = builder.make_document(source, "application/pdf")
    assert document.recognition is not None
    assert [line.passage[1:] for line in document.recognition.lines] == [(0, 5), (5, 7), (15, 19)]
    assert len(document.recognition.doubtful) == 3


@pytest.mark.slow
@pytest.mark.full
@pytest.mark.parametrize("resolution", [200, 300])
@pytest.mark.parametrize(
    "how",
    [
        {},
        {"noise": 14.0},
        {"degrees": 2.0},
        {"degrees": -2.0, "noise": 8.0, "quality": 50},
        {"stamp": (0.5, 0.35), "quality": 70},
    ],
    ids=["clean", "noise", "skew", "all", "stamp"],
)
def test_every_scan_is_read_as_the_text(notice: bytes, resolution: int, how: dict[str, Any]) -> None:
    whole = read_bytes(notice, "通知.pdf")
    document = read_bytes(scan_pdf(notice, resolution, **how), "通知.pdf")
    assert document.text == whole.text
    assert cells(document) == cells(whole)


@pytest.mark.slow
@pytest.mark.parametrize("times", [pytest.param(1, id="example"), pytest.param(3, id="long", marks=pytest.mark.full)])
def test_the_scanned_example_has_the_same_responsibilities(make_pdf: Make, example: Path, times: int) -> None:
    lines = [line.strip() for line in example.read_text(encoding="utf-8").splitlines() if line.strip()] * times
    pdf = make_pdf(lines, numbered=True)
    scan = scan_pdf(pdf, 200, degrees=1.5, noise=8, quality=70, stamp=(0.6, 0.4))

    def duties(document: Document) -> list[tuple[str, str, str]]:
        policy = extract(document, "x")
        fold = partial(unicodedata.normalize, "NFKC")
        return [
            (fold(each.number), fold(duty.name), duty.role)
            for each in policy.measures
            for duty in each.responsibilities
        ]

    expected = duties(read_bytes(pdf, "a.pdf"))
    assert len(expected) >= 100
    wrong = set(expected).symmetric_difference(duties(read_bytes(scan, "a.pdf")))
    assert len(wrong) <= 0.02 * len(expected), wrong


def test_the_generator_makes_what_it_says(notice: bytes) -> None:
    (plain,) = scan_pages(notice, 100)
    (other,) = scan_pages(notice, 100, degrees=2, stamp=(0.5, 0.5))
    assert plain.size == other.size == (834, 1112)
    red, green, blue = (np.asarray(band, dtype=int) for band in other.split())
    assert (red - np.maximum(green, blue) > 50).sum() > 1_000
    grey = plain.resize((80, 80)).split()
    assert grey[0].tobytes() == grey[1].tobytes()
