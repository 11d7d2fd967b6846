from __future__ import annotations

import pytest

from policygraph.documents.ocr_engine import LineText
from policygraph.documents.ocr_words import choose_words


def line(text: str, uncertain: dict[int, tuple[float, dict[str, float]]] | None = None) -> LineText:
    """A line whose characters are certain but for some: their confidence, and what else they may be."""
    given = uncertain or {}
    confidences = tuple(given[i][0] if i in given else 0.99 for i in range(len(text)))
    others = tuple(tuple(given[i][1].items()) if i in given else () for i in range(len(text)))
    return LineText(text, tuple(i / len(text) for i in range(len(text))), confidences, others)


@pytest.mark.parametrize(
    ("text", "uncertain", "expected"),
    [
        ("市卫牛健康委", {2: (0.51, {"生": 0.48})}, "市卫生健康委"),
        ("行政申批局", {2: (0.7, {"审": 0.2, "甲": 0.05}), 3: (0.35, {"抗": 0.2})}, "行政审批局"),
        ("交通法输局", {2: (0.44, {"运": 0.41})}, "交通运输局"),
        ("市财政局", {1: (0.9, {"材": 0.08})}, "市财政局"),
        ("冶家村", {0: (0.9, {"治": 0.08})}, "冶家村"),  # no known word: what is most likely stays
        ("市12局", {1: (0.6, {"l": 0.3})}, "市12局"),
    ],
)
def test_known_words_decide_between_what_is_possible(
    text: str, uncertain: dict[int, tuple[float, dict[str, float]]], expected: str
) -> None:
    (chosen,) = choose_words([line(text, uncertain)])
    assert chosen.text == expected


def test_the_document_itself_knows_words_and_a_choice_keeps_its_confidence() -> None:
    sure, poor = choose_words([line("由苍霞镇负责"), line("苍露镇政府", {1: (0.6, {"霞": 0.2})})])
    assert (sure.text, poor.text) == ("由苍霞镇负责", "苍霞镇政府")
    assert poor.confidences[1] == 0.2
    (alone,) = choose_words([line("苍露镇政府", {1: (0.6, {"霞": 0.2})})])
    assert alone.text == "苍露镇政府"
