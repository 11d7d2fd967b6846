"""Makes the files that the tests read: nothing binary is kept in the repository."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest

Block = str | list[list[str]]


@pytest.fixture(scope="session")
def make_docx() -> Callable[[Sequence[Block]], bytes]:
    """Write paragraphs and tables to a Word file."""

    def make(blocks: Sequence[Block]) -> bytes:
        import docx

        word = docx.Document()
        for block in blocks:
            if isinstance(block, str):
                word.add_paragraph(block)
                continue
            table = word.add_table(len(block), len(block[0]))
            for row, texts in zip(table.rows, block, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
        stream = io.BytesIO()
        word.save(stream)
        return stream.getvalue()

    return make


@pytest.fixture(scope="session")
def make_xlsx() -> Callable[..., bytes]:
    """Write rows to sheets, and merge areas."""

    def make(sheets: dict[str, list[list[object]]], merged: Sequence[str] = ()) -> bytes:
        import openpyxl

        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
            for area in merged:
                sheet.merge_cells(area)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    return make


@pytest.fixture(scope="session")
def make_pdf() -> Callable[..., bytes]:
    """Set paragraphs and ruled tables on pages, as Chinese official documents are set; the font is not embedded."""

    def make(
        blocks: Sequence[Block],
        *,
        spans: Sequence[Any] = (),
        widths: Sequence[float] | None = None,
        indent: int = 2,
        numbered: bool = False,
        password: str | None = None,
        height: float = 800,
    ) -> bytes:
        from reportlab.lib.enums import TA_JUSTIFY
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        style = ParagraphStyle(
            "body", fontName="STSong-Light", fontSize=14, leading=22, wordWrap="CJK", firstLineIndent=14 * indent
        )
        cell = ParagraphStyle("cell", fontName="STSong-Light", fontSize=10, leading=13, wordWrap="CJK")
        assert TA_JUSTIFY
        story: list[Any] = []
        for block in blocks:
            if isinstance(block, str):
                story.append(Paragraph(block, style))
            else:
                rows = [[Paragraph(text.replace("\n", "<br/>"), cell) for text in row] for row in block]
                grid = [("GRID", (0, 0), (-1, -1), 0.5, "black"), *spans]
                story.append(Table(rows, colWidths=widths, style=grid, repeatRows=0))

        def number(canvas: Any, document: Any) -> None:
            if numbered:
                canvas.setFont("STSong-Light", 10)
                canvas.drawCentredString(300, 30, f"— {document.page} —")

        stream = io.BytesIO()
        template = SimpleDocTemplate(stream, pagesize=(600, height), encrypt=password)
        template.build(story, onFirstPage=number, onLaterPages=number)
        return stream.getvalue()

    return make
