from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policygraph.documents import pdf_page, read, read_bytes
from policygraph.documents.grid import Cell
from policygraph.documents.page_tables import PageTable, join_parts
from policygraph.errors import SourceError
from policygraph.model import Document

Make = Callable[..., bytes]
LONG = "进一步健全河长制湖长制组织体系、责任体系、制度体系、监督检查和考核评估，" * 4 + "由省水利厅牵头。"
PARTS = [
    "关于河长制的通知",
    "各市、县（区）人民政府：",
    f"一、{LONG}",
    "责任单位：省水利厅、省财政厅",
    f"二、{LONG}",
    LONG,
]


def cells(document: Document, table: int = 0) -> list[list[str]]:
    for row in (row for t in document.tables for row in t.rows):
        assert all(document.text[c.start : c.end] == c.text for c in row)
    return [[c.text for c in row] for row in document.tables[table].rows]


@pytest.mark.parametrize("indent", [2, 0])
@pytest.mark.parametrize("height", [800, 300])
def test_lines_become_paragraphs_again(make_pdf: Make, indent: int, height: int) -> None:
    parts = PARTS if indent else PARTS[:-1]  # without indents nothing tells that the last one begins anew
    document = read_bytes(make_pdf(parts, indent=indent, numbered=True, height=height), "通知.pdf")
    assert document.text.splitlines() == parts
    assert document.media_type == "application/pdf"


def test_latin_words_keep_their_spaces(make_pdf: Make) -> None:
    part = "采用open data和linked data的方法，" * 12
    assert read_bytes(make_pdf([part]), "a.pdf").text.replace(" ", "") == part.replace(" ", "") + "\n"


def test_a_table_over_pages_with_merged_cells(make_pdf: Make) -> None:
    rows = [["序号", "任务", "责任单位"]]
    rows += [
        [str(i), "落实各项任务和要求，" * (i % 4 + 1), "省教育厅、省财政厅、省自然资源厅\n各县"] for i in range(1, 30)
    ]
    data = make_pdf(
        ["附件", rows, "说明"], widths=[40, 180, 130], spans=[("SPAN", (2, 2), (2, 3))], height=500, numbered=True
    )
    document = read_bytes(data, "plan.pdf")
    (table,) = document.tables
    assert table.header == ("序号", "任务", "责任单位")
    assert cells(document) == rows[1:]
    assert table.rows[1][2] is table.rows[2][2]
    assert document.text.startswith("附件\n序号\t任务\t责任单位\n1\t")
    assert document.text.endswith("\n说明\n")


def parts_of(*pages: list[list[str]]) -> list[list[str]]:
    edges = tuple(float(i) for i in range(len(pages[0][0]) + 1))
    parts = [PageTable([[Cell(text) for text in row] for row in page], edges, 0, frozenset()) for page in pages]
    return [[cell.text for cell in row] for row in join_parts(parts)]


def test_a_merged_cell_goes_on_over_the_page_and_the_header_is_said_again() -> None:
    header = ["类别", "任务", "责任单位"]
    first = [header, ["教育", "办学", "教育局"]]
    second = [header, ["", "就学", "人社局"], ["医疗", "就医", "卫健局"]]
    whole = [header, ["教育", "办学", "教育局"], ["教育", "就学", "人社局"], ["医疗", "就医", "卫健局"]]
    assert parts_of(first, second) == whole


def test_a_row_that_the_page_cuts_is_one_row() -> None:
    header = ["序号", "任务", "单位"]
    first = [header, ["1", "办学", "教育局"], ["2", "落实各项任务，", "财政局、"]]
    second = [header, ["", "并作出安排。", "人社局"], ["3", "就医", "卫健局"]]
    assert parts_of(first, second)[2:] == [
        ["2", "落实各项任务，并作出安排。", "财政局、人社局"],
        ["3", "就医", "卫健局"],
    ]


def drawn(draw: Callable[[Any], None], size: tuple[float, float] = (400, 300), turn: int = 0) -> Document:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size)
    canvas.setPageRotation(turn)
    canvas.setFont("STSong-Light", 12)
    draw(canvas)
    canvas.save()
    return read_bytes(stream.getvalue(), "drawn.pdf")


def table_by_hand(canvas: Any, style: str) -> None:
    """Two columns and two rows with rules as lines, as thin filled boxes, as one path, or without the sides."""
    for x, y, text in [(60, 255, "任务"), (160, 255, "单位"), (60, 215, "办学"), (160, 215, "教育局")]:
        canvas.drawString(x, y, text)
    xs: tuple[int, ...] = (50, 150, 250)
    ys = (200, 240, 280)
    if style == "sides":
        xs = xs[1:2]
    path = canvas.beginPath()
    for x in xs:
        path.moveTo(x, ys[0])
        path.lineTo(x, ys[-1])
    for y in ys:
        path.moveTo(50, y)
        path.lineTo(250, y)
    if style == "boxes":
        for x in xs:
            canvas.rect(x, ys[0], 0.5, 80, stroke=0, fill=1)
        for y in ys:
            canvas.rect(50, y, 200, 0.5, stroke=0, fill=1)
    else:
        canvas.drawPath(path)
    canvas.line(60, 100, 200, 100)  # an underline is no table


@pytest.mark.parametrize("style", ["lines", "boxes", "sides"])
def test_rules_of_every_make(style: str) -> None:
    document = drawn(lambda canvas: table_by_hand(canvas, style))
    assert document.tables[0].header == ("任务", "单位")
    assert cells(document) == [["办学", "教育局"]]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_is_turned(turn: int) -> None:
    def draw(canvas: Any) -> None:
        if turn:
            canvas.translate(*{90: (300, 0), 180: (400, 300), 270: (0, 400)}[turn])
            canvas.rotate(turn)
        table_by_hand(canvas, "lines")

    document = drawn(draw, (400, 300) if turn in (0, 180) else (300, 400), turn)
    assert cells(document) == [["办学", "教育局"]]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_text_across_a_page_that_is_not_turned(turn: int) -> None:
    def draw(canvas: Any) -> None:
        canvas.translate(*{90: (300, 0), 180: (400, 300), 270: (0, 400)}[turn])
        canvas.rotate(turn)
        table_by_hand(canvas, "lines")

    assert cells(drawn(draw, (400, 300) if turn == 180 else (300, 400))) == [["办学", "教育局"]]


def test_vertical_text() -> None:
    columns = [
        "一、各縣市政府應於本年六月底前",
        "完成校舍補強作業。︵主辦機關：教育局︶",
        "二、協辦機關：財政局、工務局。",
    ]

    def draw(canvas: Any) -> None:
        for column, text in enumerate(columns):
            for row, letter in enumerate(text):
                canvas.drawString(360 - 20 * column, 280 - 13 * row, letter)

    assert drawn(draw).text.replace("\n", "") == "".join(columns).replace("︵", "(").replace("︶", ")")


def set_in_columns(widths: list[float], parts: list[str], above: str = "", below: str = "") -> bytes:
    """Running text in columns of their own lengths of line, as gazettes have it; the baselines do not agree."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Frame, Paragraph

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("c", fontName="STSong-Light", fontSize=10, leading=15, wordWrap="CJK", firstLineIndent=20)
    stream = io.BytesIO()
    canvas = Canvas(stream, (600, 800))
    story: list[Any] = [Paragraph(part, style) for part in parts]
    while story:
        canvas.setFont("STSong-Light", 16)
        canvas.drawCentredString(300, 750, above)
        canvas.setFont("STSong-Light", 10)
        canvas.drawCentredString(300, 30, below or f"— {canvas.getPageNumber()} —")
        x = 40.0
        for at, width in enumerate(widths):
            Frame(x, 60 - 4 * at, width, 660, 0, 0, 0, 0).addFromList(story, canvas)
            x += width + 24
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


@pytest.mark.parametrize("widths", [[248.0, 248.0], [157.0, 157.0, 157.0], [180.0, 316.0]])
@pytest.mark.parametrize("count", [15, 17, 19, 21, 24])  # the last page has one column, a short second one, or two
def test_columns_of_running_text_are_read_one_after_the_other(widths: list[float], count: int) -> None:
    parts = [f"{at}．{LONG[at:]}" for at in range(1, count)]
    document = read_bytes(set_in_columns(widths, parts, above="省政府公报"), "公报.pdf")
    assert [line for line in document.text.splitlines() if line != "省政府公报"] == parts


def test_cells_beside_each_other_are_no_columns_of_text() -> None:
    rows = [("牵头单位", "省教育厅"), ("配合单位", "省财政厅、省人力资源社会保障厅"), ("完成时限", "2025年6月底前")] * 4

    def draw(canvas: Any) -> None:
        for at, (left, right) in enumerate(rows):
            canvas.drawString(40, 280 - 20 * at, left)
            canvas.drawString(200, 280 - 20 * at, right)

    assert drawn(draw).text.replace("\n", "") == "".join(f"{left} {right}" for left, right in rows)


def test_a_watermark_across_the_page_is_left_out() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(50, 250, "一、总则")
        canvas.rotate(45)
        canvas.drawString(150, 50, "内部资料")

    assert drawn(draw).text == "一、总则\n"


def test_a_table_inside_a_form_is_in_its_place() -> None:
    def draw(canvas: Any) -> None:
        canvas.beginForm("table")
        canvas.setFont("STSong-Light", 12)
        table_by_hand(canvas, "lines")
        canvas.endForm()
        canvas.translate(30, -20)
        canvas.doForm("table")

    assert cells(drawn(draw)) == [["办学", "教育局"]]


def drawing_only() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.rect(10, 10, 200, 200, fill=1)
    canvas.save()
    return stream.getvalue()


def test_what_has_no_text(make_pdf: Make) -> None:
    whole = make_pdf(PARTS)
    for data, words in [
        (b"", "is empty"),
        (drawing_only(), "there is no text to read in it"),
        (make_pdf(PARTS, password="secret"), "is encrypted: save it without a password"),
        (b"%PDF-1.7\n", "is damaged or not a valid PDF"),
        ("一、总则".encode(), "is damaged or not a valid PDF"),
        (whole[:200], "is damaged or not a valid PDF"),
    ]:
        with pytest.raises(SourceError, match=words):
            read_bytes(data, "通知.pdf")


def pages_of(content: bytes, count: int = 1) -> bytes:
    """A file of many pages with the same compressed content, as small as it can be."""
    packed = zlib.compress(content, 9)
    things = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % (4 + at) for at in range(count)), count),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
        *[b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 3 0 R >>"] * count,
    ]
    body = b"%PDF-1.7\n"
    places = []
    for number, thing in enumerate(things, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(things) + 1)
    return (
        body
        + head
        + table
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (
            len(things) + 1,
            len(body),
        )
    )


def test_pages_are_bounded() -> None:
    with pytest.raises(SourceError, match=r"has 3,001 pages, and at most 3,000 are read: split it"):
        read_bytes(pages_of(b" ", 3001), "通知.pdf")


def test_a_drawing_of_very_many_strokes_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_page, "_read_rulings", lambda page, place: iter(()))
    with pytest.raises(SourceError, match="no text was recognised"):
        read_bytes(pages_of(b"0 0 m 10 10 l S " * 100), "地图.pdf")
    monkeypatch.setattr(pdf_page, "_read_rulings", None)  # not called
    with pytest.raises(SourceError, match="no text was recognised"):
        read_bytes(pages_of(b"0 0 m 10 10 l S " * 101_000), "地图.pdf")


def test_the_library_is_not_heard(make_pdf: Make, capfd: pytest.CaptureFixture[str]) -> None:
    whole = make_pdf(PARTS)
    with pytest.raises(SourceError):
        read_bytes(whole[: len(whole) // 3], "通知.pdf")
    assert capfd.readouterr() == ("", "")


def test_without_the_library(make_pdf: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    data = make_pdf(PARTS)
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(SourceError, match=r'pypdfium2, .* pip install "policygraph\[formats\]"'):
        read_bytes(data, "通知.pdf")


def test_published_texts_are_the_same_from_paper(shared: Path, make_pdf: Make) -> None:
    paths = [path for path in sorted((shared / "documents").glob("*")) if path.name[:2] in ("00", "01", "05", "31")]
    assert len(paths) == 4
    for path in paths:
        lines = [" ".join(line.split()) for line in read(path).text.splitlines() if line.strip()]
        assert read_bytes(make_pdf(lines, numbered=True), "a.pdf").text.splitlines() == lines


def test_paragraphs_of_a_cell_that_stand_apart_are_not_joined() -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont("STSong-Light", 10)
        canvas.grid([100, 300, 352], [500, 560, 620])
        for x, y, words in (
            (104, 605, "由各有关单位落实各项工作任务，按时完"),
            (104, 591, "成年度目标"),
            (304, 605, "县河长办"),
            (304, 577, "县水利局"),
            (104, 545, "建设学校"),
            (304, 545, "县教育和"),
            (304, 531, "体育局"),
        ):
            canvas.drawString(x, y, words)

    assert cells(drawn(draw)) == [["建设学校", "县教育和体育局"]]
    assert drawn(draw).tables[0].header == ("由各有关单位落实各项工作任务，按时完成年度目标", "县河长办县水利局")
    assert "县河长办\n县水利局" in drawn(draw).text
