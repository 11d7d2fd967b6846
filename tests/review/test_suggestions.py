"""Known bodies are offered by name, alias, pinyin and initials."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph import read
from policygraph.registry import Setting, places
from policygraph.registry.pinyin import spell
from policygraph.review.suggestions import Directory, setting_of

FUJIAN = Setting("demo", "provincial", places()["350000"], date(2024, 5, 1))


@pytest.fixture(scope="module")
def directory() -> Directory:
    return Directory(FUJIAN, None)


@pytest.mark.parametrize(
    ("typed", "name", "why"),
    [
        ("省财政", "省财政厅", "name"),
        ("福建省财政", "省财政厅", "name"),
        ("sczt", "省财政厅", "pinyin"),
        ("shengcaizheng", "省财政厅", "pinyin"),
        ("Department of Finance", "省财政厅", "name"),
        ("省发改委", "省发改委", "alias"),
        ("发改", "省发展和改革委员会", "alias"),
    ],
)
def test_a_body_is_found(directory: Directory, typed: str, name: str, why: str) -> None:
    found = directory.find(typed)
    assert (name, why) in [(offer["name"], offer["why"]) for offer in found[:4]], found
    assert all(set(offer) == {"name", "label", "labelEn", "why"} for offer in found)


def test_names_of_the_document_come_first(example: Path) -> None:
    policy = read(example)
    found = Directory(setting_of(policy, policy.id), policy).find("省教育")
    assert found[0]["name"] == "省教育厅" and found[0]["label"] == "福建省教育厅"


def test_a_function_that_a_reform_ended_is_not_offered(directory: Directory) -> None:
    assert not [offer for offer in directory.find("计划生育委员会") if offer["why"] == "name"]


@given(st.text(max_size=80))
def test_whatever_is_typed_gives_at_most_twelve(typed: str) -> None:
    found = _DIRECTORY.find(typed)
    assert len(found) <= 12 and len({offer["name"] for offer in found}) == len(found)


_DIRECTORY = Directory(FUJIAN, None)


def test_letters_are_spelt_as_they_are() -> None:
    assert spell("A省B", errors=str.lower) == ("ashengb", "asb")
