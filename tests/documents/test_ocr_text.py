from __future__ import annotations

import pytest

from policygraph.documents.ocr_engine import LineText
from policygraph.documents.ocr_text import line_confidence, tidy_line


def line(text: str) -> LineText:
    return LineText(text, tuple(i / len(text) for i in range(len(text))), (0.9,) * len(text))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("(二)统筹预算,支持安置区:", "（二）统筹预算，支持安置区："),
        ("完成1,200公里(含国道);", "完成1,200公里（含国道）；"),
        ("Lead: NDRC (with MOF), by 2026", "Lead: NDRC (with MOF), by 2026"),
        ("各县（市、区)人民政府", "各县（市、区）人民政府"),
        ("市、区)教育局", "市、区）教育局"),
        ("责任单位： 市 教育局", "责任单位：市教育局"),
        ("open data和linked data", "open data和linked data"),
        ("“三同步”,扩大", "“三同步”，扩大"),
        ("截至15:30", "截至15:30"),
    ],
)
def test_punctuation_has_the_width_of_its_neighbours(given: str, expected: str) -> None:
    tidied = tidy_line(line(given))
    assert tidied.text == expected
    assert len(tidied.places) == len(tidied.confidences) == len(expected)


def test_the_least_certain_letter_counts_and_punctuation_does_not() -> None:
    assert line_confidence(LineText("省，厅", (0.1, 0.5, 0.9), (0.98, 0.2, 0.91))) == 0.91
    assert line_confidence(LineText("——", (0.1, 0.9), (0.6, 0.7))) == 0.6
