"""The lines of a PDF file are found in its text, and where they are on its pages."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from policygraph.documents import read
from policygraph.documents.page_places import PlacedLine, place_lines

Make = Callable[..., bytes]
WORDS = "建立健全工作机制，明确责任分工，按时间节点完成第{n}项任务，定期报告进展。"


def placed(path: Path, data: bytes) -> tuple[str, list[PlacedLine]]:
    path.write_bytes(data)
    text = read(path).text
    return text, place_lines(path, text)


def share(text: str, lines: list[PlacedLine]) -> float:
    """The share of the letters of a text that lines cover."""
    covered = {at for line in lines for at in range(line.start, line.end)}
    letters = [at for at, letter in enumerate(text) if not letter.isspace()]
    return sum(at in covered for at in letters) / len(letters)


def test_lines_of_paragraphs_are_placed(make_pdf: Make, tmp_path: Path) -> None:
    parts = ["关于任务的通知", *(f"{n}." + WORDS.format(n=n) * 3 for n in range(1, 30))]
    text, lines = placed(tmp_path / "a.pdf", make_pdf(parts, numbered=True))
    assert share(text, lines) > 0.99
    assert {line.page for line in lines} == set(range(1, max(line.page for line in lines) + 1)) and lines[-1].page > 1
    for before, line in pairwise(lines):
        assert before.end <= line.start
        assert before.page < line.page or before.box[1] < line.box[1]
    for left, top, right, bottom in (line.box for line in lines):
        assert 0 <= left < right <= 1 and 0 <= top < bottom <= 1


def test_cells_of_tables_are_placed_in_their_columns(make_pdf: Make, tmp_path: Path) -> None:
    rows = [["序号", "任务", "责任单位"]]
    rows += [[str(n), WORDS.format(n=n), "省教育厅、省财政厅、省自然资源厅、省审计厅"] for n in range(1, 20)]
    text, lines = placed(tmp_path / "a.pdf", make_pdf(["附件", rows, "说明"], widths=[40, 180, 130], height=500))
    assert share(text, lines) > 0.9
    bodies = [line for line in lines if text[line.start : line.end].startswith("省教育厅")]
    assert len(bodies) == 19 and min(line.box[0] for line in bodies) > 0.5
    starts = [line.start for line in bodies]
    assert starts == sorted(starts)


def test_other_files_have_no_places(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("一、任务", encoding="utf-8")
    assert place_lines(path, "一、任务") == []
    path.write_bytes(b"%PDF-1.4 broken")
    assert place_lines(path, "一、任务") == place_lines(tmp_path / "none.pdf", "") == []


@pytest.mark.parametrize("text", ["", "别的文字", " \n"])
def test_a_text_of_another_file_places_nothing(make_pdf: Make, tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf(["关于任务的通知"]))
    assert place_lines(path, text) == []
