"""The outline of a notice without line breaks, whole and damaged."""

from __future__ import annotations

import pytest

from policygraph.extraction.text.folding import fold
from policygraph.extraction.text.outline import read_outline

WHOLE = (
    "一、修路。（市交通局负责）二、植树。（市林业局负责）三、办学。（市教育局负责）"
    "四、建厂。（市工信局负责）五、防汛。（市水利局负责）"
)


def numbers(text: str) -> list[int]:
    return [item.number for item in read_outline(fold(text)).walk()][1:]


def test_items_in_one_paragraph_are_found() -> None:
    assert numbers(WHOLE) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("last", range(1, 4))
def test_a_bracket_that_was_left_open_ends_with_its_item(last: int) -> None:
    parts = WHOLE.split("）")
    damaged = "）".join(parts[:last]) + "）".join(["", *parts[last:]])[1:]
    assert damaged.count("）") == WHOLE.count("）") - 1
    assert numbers(damaged) == [1, 2, 3, 4, 5]


def test_one_lost_number_does_not_lose_the_items_after_it() -> None:
    assert numbers(WHOLE.replace("三、", "")) == [1, 2, 4, 5]


@pytest.mark.parametrize(
    "text",
    [
        "一、修路（按第二、三条办理）。（市交通局负责）二、植树。",
        "一、修路（二、三季度为主）。（市交通局负责）二、植树。三、办学。",
        "一、修路。（分一、二两期，市交通局负责）二、植树。三、办学。",
        "一、修路（见二、）。（市交通局负责）二、植树。三、办学。",
    ],
)
def test_numbers_within_brackets_stay_text(text: str) -> None:
    found = read_outline(fold(text))
    assert [text[item.start :][:4] for item in found.walk()][1:3] == ["一、修路", "二、植树"]
