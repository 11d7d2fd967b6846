"""How many cells of the tables in PDF files are read right, beside pdfplumber and camelot.

    python benchmarks/pdf_tables.py [--seeds 3]

Task tables with known cells are set with ReportLab in the ways that Word, WPS and publishing systems set them. A cell
counts as right if its text is that of the table, white space apart. A place that a merged cell covers may be empty, as
the two peers leave it, or hold the text of the cell. Rows are matched in their order; a repeated header may be there or
not; every other row too many counts as wrong, and so does every row that is missing.

The peers are not among the dependencies of policygraph: `pip install pdfplumber camelot-py`. Without them only our
own figures are shown. pdfplumber is asked for its tables by rulings (its default), camelot for its ``lattice`` tables.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from policygraph.documents import read_bytes

#: Enough to see that this works: ``run.py --small``.
SMALL = ["--seeds", "1"]

Rows = list[list[str]]
_FONT = "STSong-Light"
_HEADER = ["序号", "类别", "工作任务", "责任单位", "完成时限"]
_WIDTHS = [36, 70, 210, 130, 90]
_WORK = ["完善", "建立", "推进", "开展", "加强", "组织", "落实"]
_MATTER = [
    "义务教育学校布局调整",
    "易地搬迁后续扶持",
    "河湖长制",
    "乡村医生队伍建设",
    "公租房保障",
    "政务数据共享",
    "安全生产专项整治",
]
_BODIES = [
    "省教育厅",
    "省财政厅",
    "省人力资源社会保障厅",
    "省自然资源厅",
    "省水利厅",
    "省卫生健康委",
    "各市、县（区）人民政府",
]


@dataclass
class Sheet:
    """A table as it is set: its rows, merged places as (first, last), and how the rulings are drawn."""

    rows: Rows
    header: int = 1
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()
    style: str = "grid"
    repeat: bool = True
    height: float = 800
    turn: int = 0
    covered: set[tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        """Fill merged places with the text of their first."""
        self.covered = set()
        for (c0, r0), (c1, r1) in self.merged:
            for r in range(r0, r1 + 1):
                for c in range(c0, c1 + 1):
                    self.rows[r][c] = self.rows[r0][c0]
                    self.covered |= {(r, c)} - {(r0, c0)}


def task_rows(chance: random.Random, count: int, long: bool = False) -> Rows:
    """Invented tasks."""
    rows = []
    for number in range(1, count + 1):
        work = [f"{chance.choice(_WORK)}{chance.choice(_MATTER)}" for _ in range(chance.randint(1, 12 if long else 3))]
        bodies = chance.sample(_BODIES, chance.randint(1, 4))
        category = f"{'一二三四五六七八九十'[(number - 1) // 4 % 10]}、{chance.choice(_MATTER)[:4]}"
        rows.append([str(number), category, "，".join(work), "、".join(bodies), f"2026年{chance.randint(1, 12)}月底前"])
    return rows


def sheets(seed: int) -> dict[str, Sheet]:
    """One table of each kind."""
    chance = random.Random(seed)

    def made(count: int = 8, **how: Any) -> Sheet:
        return Sheet([list(_HEADER), *task_rows(chance, count, how.pop("long", False))], **how)

    empty = made()
    for row in empty.rows[2::3]:
        row[4] = ""
    twice = Sheet(
        [["序号", "类别", "工作任务", "责任单位", "责任单位"], ["序号", "类别", "工作任务", "牵头", "配合"]]
        + [[*row[:3], row[3].split("、")[0], row[3]] for row in task_rows(chance, 6)],
        header=2,
        merged=[((3, 0), (4, 0)), *(((c, 0), (c, 1)) for c in range(3))],
    )
    return {
        "all rulings": made(),
        "thin boxes as rulings": made(style="boxes"),
        "no rulings at the sides": made(style="sides"),
        "no rulings between rows of a category": made(style="grid", merged=[((1, 1), (1, 4)), ((1, 5), (1, 8))]),
        "a header of two rows": twice,
        "empty cells": empty,
        "over pages, header repeated": made(40),
        "over pages, header once": made(40, repeat=False),
        "rows cut by the page": made(10, long=True, height=420, repeat=False),
        "a page that is turned": made(turn=90),
    }


def pdf(sheet: Sheet) -> bytes:
    """Set the table between two paragraphs."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    cell = ParagraphStyle("cell", fontName=_FONT, fontSize=10, leading=13, wordWrap="CJK")
    body = ParagraphStyle("body", fontName=_FONT, fontSize=14, leading=22, wordWrap="CJK", firstLineIndent=28)
    style: list[Any] = [("SPAN", *place) for place in sheet.merged] + [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    if sheet.style == "sides":
        style += [("INNERGRID", (0, 0), (-1, -1), 0.5, "black"), ("LINEABOVE", (0, 0), (-1, 0), 1, "black")]
        style += [("LINEBELOW", (0, -1), (-1, -1), 1, "black")]
    elif sheet.style == "grid":
        style += [("GRID", (0, 0), (-1, -1), 0.5, "black")]
    shown = [
        [Paragraph("" if (r, c) in sheet.covered else text, cell) for c, text in enumerate(row)]
        for r, row in enumerate(sheet.rows)
    ]
    table = (
        _make_boxed(shown, style)
        if sheet.style == "boxes"
        else Table(
            shown,
            colWidths=_WIDTHS,
            style=style,
            repeatRows=sheet.header if sheet.repeat else 0,
            splitInRow=int(sheet.height < 800),
        )
    )
    stream = io.BytesIO()
    template = SimpleDocTemplate(stream, pagesize=(620, sheet.height), leftMargin=36, rightMargin=36)

    def turn(canvas: Any, _: Any) -> None:
        if sheet.turn:
            canvas.setPageRotation(sheet.turn)

    template.build([Paragraph("重点任务分工表", body), table, Paragraph("以上任务按月报送。", body)], turn, turn)
    return stream.getvalue()


def _make_boxed(shown: list[list[Any]], style: list[Any]) -> Table:
    """A table whose rulings are filled boxes half a point thick, as some converters draw them."""

    class Boxed(Table):  # type: ignore[misc,unused-ignore]
        def _drawLines(self) -> None:  # noqa: N802
            top = sum(self._rowHeights)
            for y in self._rowpositions:
                self.canv.rect(0, y - 0.25, sum(self._colWidths), 0.5, stroke=0, fill=1)
            for x in self._colpositions:
                self.canv.rect(x - 0.25, 0, 0.5, top, stroke=0, fill=1)

    return Boxed(shown, colWidths=_WIDTHS, style=style)


# --- readers ----------------------------------------------------------------------------------------------


def ours(data: bytes) -> Rows:
    """The tables that policygraph finds; their headers are apart."""
    return [[cell.text for cell in row] for table in read_bytes(data, "tasks.pdf").tables for row in table.rows]


def with_pdfplumber(data: bytes) -> Rows:
    """The tables that pdfplumber finds by rulings."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as opened:
        return [
            [text or "" for text in row] for page in opened.pages for table in page.extract_tables() for row in table
        ]


def with_camelot(data: bytes) -> Rows:
    """The tables that camelot finds by rulings."""
    import camelot

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tasks.pdf"
        path.write_bytes(data)
        return [list(row) for table in camelot.read_pdf(str(path), pages="all", flavor="lattice") for row in table.data]


READERS: dict[str, Callable[[bytes], Rows]] = {
    "policygraph": ours, "pdfplumber": with_pdfplumber, "camelot": with_camelot
}  # fmt: skip


# --- score ------------------------------------------------------------------------------------------------


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def score(sheet: Sheet, found: Rows) -> float:
    """The share of cells that are right, of those that there are or were found, whichever is more."""
    truth = [[_bare(text) for text in row] for row in sheet.rows]
    rows = [[_bare(text) for text in row] for row in found]

    def same(r: int, row: Sequence[str]) -> int:
        if len(row) != len(truth[r]):
            return 0
        return sum(
            t == f or ((r, c) in sheet.covered and not f) for c, (t, f) in enumerate(zip(truth[r], row, strict=True))
        )

    body = list(range(sheet.header, len(truth)))
    kept = [row for row in rows if not any(_is_head(row, head) for head in truth[: sheet.header])]
    # The best matching of rows in their order.
    best = [[0] * (len(kept) + 1) for _ in range(len(body) + 1)]
    for i, r in enumerate(body):
        for j, row in enumerate(kept):
            best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j], best[i][j] + same(r, row))
    return best[-1][-1] / (max(len(body), len(kept)) * len(truth[0]))


def _is_head(row: Sequence[str], head: Sequence[str]) -> bool:
    """Whether a row is a row of the header, its covered places empty."""
    return (
        len(row) == len(head)
        and any(row)
        and all(not text or text == name for text, name in zip(row, head, strict=True))
    )


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3)
    seeds = range(parser.parse_args().seeds)
    kinds = {name: [sheets(seed)[name] for seed in seeds] for name in sheets(0)}
    table: dict[str, list[float | None]] = {}
    for reader, read in READERS.items():
        for name, made in kinds.items():
            try:
                value = sum(score(sheet, read(pdf(sheet))) for sheet in made) / len(made)
            except ImportError:
                print(f"{reader} is not installed: left out", file=sys.stderr)
                break
            table.setdefault(name, []).append(value)
    readers = list(READERS)[: max(map(len, table.values()))]
    print("| table | " + " | ".join(readers) + " |\n|---" + "|---" * len(readers) + "|")
    for name, values in table.items():
        print(f"| {name} | " + " | ".join("" if value is None else f"{value:.3f}" for value in values) + " |")
    mean = sum(values[0] or 0.0 for values in table.values()) / len(table)
    print(f"\nratio: cells of tables in PDF read right: {mean:.3f} ≥ 0.98")
    return 0 if mean >= 0.98 else 1


if __name__ == "__main__":
    sys.exit(main())
