"""Whatever a page sends ends in actions or in one sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.model import CorrectedBody
from policygraph.review.actions import Action
from policygraph.review.forms import read_actions
from policygraph.web.refusals import RefusedError

from .conftest import Page

AT = {"start": 1, "end": 5}


def read(*actions: Any) -> list[Action]:
    return read_actions(json.dumps({"actions": actions, "revision": "r"}).encode())[0]


def test_every_action_is_read() -> None:
    body = {"name": " 省财政厅 ", "role": "lead", "level": "provincial", "kind": "named", "deadline": "6月底前"}
    assert read(
        {"do": "accept", **AT},
        {"do": "set", **AT, "bodies": [body, {"name": "甲局", "role": "support"}]},
        {"do": "measure", **AT, "title": "题", "deadline": "", "new": True},
        {"do": "rule", **AT, "rule": "first-leads"},
        {"do": "withdraw", **AT, "of": "rule"},
        {"do": "resolve", "lost": "abc", "words": None},
        {"do": "resolve", "lost": "abc", "words": "新", "start": 3, "end": 4},
    ) == [
        Action("accept", 1, 5),
        Action(
            "set",
            1,
            5,
            (
                CorrectedBody("省财政厅", "lead", "provincial", "named", "6月底前"),
                CorrectedBody("甲局", "support"),
            ),
        ),
        Action("measure", 1, 5, fields={"title": "题", "deadline": ""}, new=True),
        Action("rule", 1, 5, rule="first-leads"),
        Action("withdraw", 1, 5, of="rule"),
        Action("resolve", lost="abc"),
        Action("resolve", 3, 4, lost="abc", words="新"),
    ]


@pytest.mark.parametrize(
    "action",
    [
        None,
        [],
        {},
        {"do": "none", **AT},
        {"do": ["accept"], **AT},
        {"do": "accept"},
        {"do": "accept", "start": -1, "end": 5},
        {"do": "accept", "start": True, "end": 5},
        {"do": "accept", "start": 1.5, "end": 5},
        {"do": "accept", "start": 1, "end": 1 << 40},
        {"do": "set", **AT},
        {"do": "set", **AT, "bodies": "省财政厅"},
        {"do": "set", **AT, "bodies": ["省财政厅"]},
        {"do": "set", **AT, "bodies": [{"name": "", "role": "lead"}]},
        {"do": "set", **AT, "bodies": [{"name": " ", "role": "lead"}]},
        {"do": "set", **AT, "bodies": [{"name": "甲" * 301, "role": "lead"}]},
        {"do": "set", **AT, "bodies": [{"name": "甲\x00", "role": "lead"}]},
        {"do": "set", **AT, "bodies": [{"name": "\ud800", "role": "lead"}]},
        {"do": "set", **AT, "bodies": [{"name": "甲", "role": "boss"}]},
        {"do": "set", **AT, "bodies": [{"name": "甲", "role": "lead", "level": "moon"}]},
        {"do": "set", **AT, "bodies": [{"name": "甲", "role": "lead"}] * 501},
        {"do": "measure", **AT},
        {"do": "measure", **AT, "new": "yes"},
        {"do": "measure", **AT, "title": 3},
        {"do": "rule", **AT, "rule": "all"},
        {"do": "withdraw", **AT},
        {"do": "resolve", "words": "x"},
    ],
)
def test_what_is_no_action_is_refused(action: Any) -> None:
    with pytest.raises(RefusedError) as refused:
        read(action)
    assert refused.value.status == 400


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"actions": []}', b"1" * 5000])
def test_what_is_no_json_of_ours_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError):
        read_actions(data)


def test_too_much_is_refused() -> None:
    with pytest.raises(RefusedError):
        read(*[{"do": "accept", **AT}] * 20_001)


values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
fields = st.fixed_dictionaries(
    {},
    optional={
        "do": st.sampled_from(["accept", "set", "measure", "rule", "withdraw", "resolve"]) | values,
        "start": st.integers(-5, 300) | values,
        "end": st.integers(-5, 300) | values,
        "bodies": st.lists(st.fixed_dictionaries({"name": st.text(max_size=9), "role": st.just("lead")})) | values,
        "rule": st.sampled_from(["first-leads", "none"]) | values,
        "of": st.sampled_from(["statement", "measure", "rule"]) | values,
        "title": values,
        "new": values,
        "lost": values,
        "words": values,
    },
)


@given(st.lists(fields, max_size=3))
def test_any_json_ends_in_actions_or_in_one_sentence(actions: list[dict[str, Any]]) -> None:
    try:
        read(*actions)
    except RefusedError as error:
        assert error.status == 400 and "\n" not in error.names.en


def test_hostile_names_stay_text_and_come_back(page: Page) -> None:
    hostile = [
        "<img src=x onerror=alert(1)>",
        "a: b # c\n- d",
        "'\"\\",
        "{{7*7}}",
        "\u202eabc",
        "!!python/object:os.system",
        "%s%n",
    ]
    shown = page.document("notice")
    statement = shown["statements"][0]
    at = {"start": statement["start"], "end": statement["end"]}
    bodies = [{"name": name, "role": "lead"} for name in hostile]
    page.act("notice", shown["revision"], {"do": "set", **at, "bodies": bodies})
    again = page.document("notice")
    assert again["failure"] is None
    from policygraph.corpus.corrections_file import read_corrections

    (entry,) = read_corrections(page.session.view("notice").notice.path.with_name("notice.corrections.yaml")).entries
    assert [body.name for body in entry.bodies or ()] == hostile
