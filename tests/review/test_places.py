"""Words that name one place, and the places of entries."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policygraph.model import Correction
from policygraph.review.places import Locator, choose_before, trim_span

TEXT = "（一）修路。（省厅负责）\n（二）治水。（省厅负责）\n"
WORDS = "（省厅负责）"


def test_words_before_choose_one_place() -> None:
    locator = Locator(TEXT)
    both = ((6, 12), (19, 25))
    assert locator.find(Correction(WORDS, None)) == both
    assert locator.find(Correction(WORDS, None, before="治水。")) == both[1:]
    # Words that moved are found by themselves.
    assert locator.find(Correction(WORDS, None, before="培训。")) == both
    assert locator.find(Correction("没有", None)) == ()


def test_the_number_of_a_measure_chooses_one_place() -> None:
    asked: list[int] = []

    def numbered() -> list[tuple[str, int, int]]:
        asked.append(1)
        return [("（一）", 0, 13), ("（二）", 13, 26)]

    locator = Locator(TEXT, numbered)
    assert locator.find(Correction(WORDS, None)) and not asked
    assert locator.find(Correction(WORDS, None, "(二)")) == ((19, 25),)
    assert locator.find(Correction(WORDS, None, "(二)")) and asked == [1]


def test_more_words_are_chosen_where_twenty_are_not_enough() -> None:
    text = "甲" + "。" * 50 + WORDS + "乙" + "。" * 50 + WORDS
    start = text.rindex(WORDS)
    before = choose_before(text, start, start + len(WORDS))
    assert Locator(text).find(Correction(WORDS, None, before=before)) == ((start, start + len(WORDS)),)


@given(st.text("ab \n", max_size=20), st.integers(-3, 25), st.integers(-3, 25))
def test_a_trimmed_span_has_no_white_space_at_its_ends(text: str, start: int, end: int) -> None:
    begin, stop = trim_span(text, start, end)
    assert 0 <= begin <= stop
    assert text[begin:stop] == text[max(0, start) : max(0, end)].strip()
