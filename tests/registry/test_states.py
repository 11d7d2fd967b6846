"""The states that people write into a cell."""

from __future__ import annotations

import pytest

from policygraph.registry.states import find_state, states


@pytest.mark.parametrize(
    ("words", "token"),
    [
        ("申请延期至12月", "extension-requested"),
        ("已完成（见附件）", "completed"),
        ("目前推进中", "in-progress"),
        ("逾期未完成", "overdue"),
        ("Completed, see note", "completed"),
    ],
)
def test_a_state_with_something_behind_it_is_read(words: str, token: str) -> None:
    found = find_state(words, states())
    assert found is not None and found.token == token


@pytest.mark.parametrize(
    "words", ["无法完成", "部分完成", "80%", "完成80%", "已完成，除两处外", "进行中，预计12月完成", "完成不了", ""]
)
def test_what_may_mean_something_else_is_no_state(words: str) -> None:
    assert find_state(words, states()) is None
