"""The table on paper: full size, no empty column, and headings that no page cuts."""

from __future__ import annotations

import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook

from needs import lacking
from policygraph import build
from policygraph.ledger import write_ledger
from policygraph.ledger.printing import Layout, lay_out
from policygraph.ledger.rows import Row

ABOVE, HEADING, ROOM = 60, 24, 498
LONG = "一、一个相当长的类别名称，比一行文字多出许多，需要占好几行才能写得下" * 3


def rows(n: int, per_heading: int, words: str = "修建一条道路。") -> list[Row]:
    return [
        Row(
            str(at),
            {
                "number": at + 1,
                "source": "《甲》",
                "category": f"{LONG}{at // per_heading}",
                "task": words * (at % 7 + 1),
            },
        )
        for at in range(n)
    ]


def check(layout: Layout, n: int) -> None:
    ends = [*layout.pages[1:], n]
    for first, end in zip(layout.pages, ends, strict=True):
        above = 0 if first else ABOVE
        assert sum(layout.heights[first:end]) + HEADING + above <= ROOM or end - first == 1
        inside = [run for run in layout.runs if first <= run[1] < end]
        # Each page has the heading of each of its rows, whole.
        assert sorted(at for _, start, last, _ in inside for at in range(start, last + 1)) == list(range(first, end))
    # The first row of the next page does not fit on the page before: Excel ends it there by itself.
    for first, end in pairwise(layout.pages):
        used = sum(layout.heights[first:end]) + HEADING + (0 if first else ABOVE)
        assert used + layout.heights[end] > 509
    assert all(height % 3 == 0 and height <= 408 for height in layout.heights)


@pytest.mark.parametrize("per_heading", [1, 2, 9, 300])
def test_headings_are_whole_on_every_page(per_heading: int) -> None:
    given = rows(120, per_heading)
    check(lay_out(given, ABOVE, HEADING), len(given))


def test_columns_that_say_nothing_are_left_out_and_the_rest_takes_the_room() -> None:
    given = rows(3, 3)
    layout = lay_out(given, ABOVE, HEADING)
    assert [column.field for column in layout.columns] == ["number", "category", "task"]
    assert layout.source == "《甲》"
    assert 1000 <= sum(layout.widths) <= 1010
    several = [*given, Row("x", {"source": "《乙》", "task": "修桥", "support": "市财政局"})]
    assert [column.field for column in lay_out(several, ABOVE, HEADING).columns] == [
        "number",
        "source",
        "category",
        "task",
        "support",
    ]


def test_nothing_to_print_is_no_error() -> None:
    assert lay_out([], ABOVE, HEADING).columns == ()


@pytest.mark.slow
def test_libreoffice_ends_pages_where_the_layout_does(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        lacking("LibreOffice (soffice) is not installed")
    from pypdfium2 import PdfDocument

    source = tmp_path / "notice.txt"
    tasks = "".join(
        f"（{at}）落实第{at}项工作。{'逐项落实到位。' * 12}（市财政局负责，2023年6月底前完成）\n" for at in range(1, 31)
    )
    source.write_text(f"关于修路的通知\n\n一、重点任务一览\n{tasks}", encoding="utf-8")
    [path] = write_ledger(build(source).dataset, tmp_path / "tasks.xlsx")
    book = load_workbook(path)
    breaks = len(book["任务分解表"].row_breaks.brk)
    del book["督办台账"], book["填报说明"]
    book.save(path)
    profile = (tmp_path / "profile").as_uri()
    command = [
        program,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
    with PdfDocument(tmp_path / "tasks.pdf") as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    assert len(pages) == breaks + 1 > 2
    assert all("重点任务一览" in "".join(words.split()) for words in pages)
