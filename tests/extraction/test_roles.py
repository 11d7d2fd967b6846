"""The role words' patterns look at one character first: no word may begin with another one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policygraph.extraction.roles import DEADLINE_LABEL, DEADLINE_REMARK, LABEL, PERSON_LABEL, VERB
from policygraph.extraction.rule_words import RULE_HINT, RULE_SENTENCES

GUARDED = {
    "label": LABEL, "person": PERSON_LABEL, "verb": VERB, "deadline": DEADLINE_LABEL, "remark": DEADLINE_REMARK
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(GUARDED))
@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_the_first_character_loses_no_match(name: str, data: st.DataObject) -> None:
    guarded = GUARDED[name]
    guard, plain = re.fullmatch(r"(\(\?=\[[^\]]*\]\))(.*)", guarded.pattern, re.DOTALL).groups()  # type: ignore[union-attr]
    assert guard
    unguarded = re.compile(plain)
    text = data.draw(st.from_regex(unguarded, fullmatch=True))
    assert [m.span() for m in guarded.finditer(text)] == [m.span() for m in unguarded.finditer(text)]


@pytest.mark.parametrize("rule", RULE_SENTENCES, ids=lambda rule: rule.pattern[:12])
@given(data=st.data())
@settings(deadline=None)
def test_every_rule_has_a_word_of_the_hint(rule: re.Pattern[str], data: st.DataObject) -> None:
    assert RULE_HINT.search(data.draw(st.from_regex(rule, fullmatch=True)))
