"""The role words' patterns look at one character first: no word may begin with another one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policygraph.extraction.forms.document_rules import RULE_HINT, RULE_SENTENCES
from policygraph.extraction.phrases.deadline_phrases import DEADLINE_LABEL, DEADLINE_REMARK, find_remark_behind
from policygraph.extraction.phrases.labels import PERSON_LABEL, label
from policygraph.extraction.phrases.verbs import LISTED, VERB

GUARDED = {
    "label": label(), "person": PERSON_LABEL, "verb": VERB, "sentence": LISTED,
    "deadline": DEADLINE_LABEL, "remark": DEADLINE_REMARK
}  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow) if name in ("deadline", "remark") else name
        for name in sorted(GUARDED)
    ],
)
@given(data=st.data())
@settings(max_examples=300)
def test_the_first_character_loses_no_match(name: str, data: st.DataObject) -> None:
    guarded = GUARDED[name]
    guard, plain = re.fullmatch(r"(\(\?=\[[^\]]*\]\))(.*)", guarded.pattern, re.DOTALL).groups()  # type: ignore[union-attr]
    assert guard
    # A remark has one more before each of its pieces.
    plain, pieces = re.subn(r"\(\?=\[今当[^\]]*\]\)", "", plain)
    assert (pieces > 0) == (name == "remark")
    unguarded = re.compile(plain)
    text = data.draw(st.from_regex(unguarded, fullmatch=True))
    assert [m.span() for m in guarded.finditer(text)] == [m.span() for m in unguarded.finditer(text)]


@pytest.mark.parametrize("rule", RULE_SENTENCES, ids=lambda rule: rule.pattern[:12])
@given(data=st.data())
def test_every_rule_has_a_word_of_the_hint(rule: re.Pattern[str], data: st.DataObject) -> None:
    assert RULE_HINT.search(data.draw(st.from_regex(rule, fullmatch=True)))


@pytest.mark.parametrize("separator", [" ", "\n", ",", "、", "。", ", \n", "1月底前,"])
def test_a_run_of_separators_is_passed_over_once(separator: str) -> None:
    """A cell of a table may hold a million of them; tried from each of them anew, even these would take an hour."""
    text = f"省财政厅{separator * 50_000}乙"
    assert find_remark_behind(text, 0, len(text)) is None
    found = find_remark_behind(f"{text}、2023年底前完成", 4, len(text) + 11)
    assert found is not None and found["text"] == "2023年底前完成"


@pytest.mark.parametrize("passage", ["2023年底前完成", "、2023年底前完成", "年内,6月底前出台政策", "省财政厅", ""])
def test_a_passage_that_is_a_remark_has_none_behind_it(passage: str) -> None:
    assert find_remark_behind(passage, 0, len(passage)) is None
