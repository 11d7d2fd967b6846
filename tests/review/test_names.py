"""Names in words that a person selected."""

from __future__ import annotations

import json

import pytest

from policygraph.review.forms import read_actions
from policygraph.review.names import read_names


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("城管执法、市场监管、审批服务等部门", ["城管执法部门", "市场监管部门", "审批服务部门"]),
        ("省教育厅、财政厅", ["省教育厅", "省财政厅"]),
        ("各县（市、区）人民政府、市财政局", ["县（市、区）人民政府", "市财政局"]),
        ("省統計局、省財政廳", ["省統計局", "省財政廳"]),
        ("达茂旗、固阳", []),
        ("", []),
    ],
)
def test_a_list_is_read_as_in_a_notice(words: str, names: list[str]) -> None:
    found = read_names(words, "support")
    assert [body.name for body in found] == names
    assert {body.role for body in found} <= {"support"}


def test_classes_stay_classes() -> None:
    assert [body.kind for body in read_names("各县（市、区）人民政府、市财政局", "lead")] == ["class", None]


def send(words: object, at: int = 1, count: int = 2) -> list[tuple[str, str]]:
    bodies = [{"name": name, "role": "lead"} for name in ("市水利局", "公安", "城管执法")]
    action = {"do": "set", "start": 0, "end": 9, "bodies": bodies, "list": {"words": words, "at": at, "count": count}}
    [read], _ = read_actions(json.dumps({"actions": [action], "revision": ""}).encode())
    return [(body.name, body.role) for body in read.bodies]


def test_a_selected_list_takes_the_place_of_what_the_page_cut() -> None:
    assert send("公安、城管执法等部门") == [("市水利局", "lead"), ("公安部门", "lead"), ("城管执法部门", "lead")]


def test_words_that_are_no_names_leave_the_bodies_as_they_are() -> None:
    same = [("市水利局", "lead"), ("公安", "lead"), ("城管执法", "lead")]
    assert send("公安、什么都不是") == send("公安、城管执法等部门", at=7) == same
