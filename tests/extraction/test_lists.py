"""Lists of bodies on their own cases, which are data: see lists.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from policygraph.extraction.names.parties import read_parties

CASES = yaml.safe_load((Path(__file__).parent / "lists.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["list"] for case in CASES])
def test_reads_what_the_case_says(case: dict[str, object]) -> None:
    text = str(case["list"])
    read, _ = read_parties(text, 0, len(text))
    found = [party.name if party.kind == "named" else f"{party.name} {party.level}" for party in read.parties]
    assert found == case["reads"]
    assert read.open_ended == case.get("open", False)
    assert bool(read.unread) == (not found)
    for party in read.parties:
        assert 0 <= party.start < party.end <= len(text)


def test_there_are_cases_and_near_misses() -> None:
    assert len(CASES) >= 20
    assert any(not case["reads"] for case in CASES)


@pytest.mark.parametrize("unit", ["教育", "教育、", "等部门", "石桥、", "教育局、", "“", "责任单位"])
def test_a_long_run_of_one_word_is_read_as_anything_else(unit: str) -> None:
    text = unit * (2900 // len(unit))
    read, _ = read_parties(text, 0, len(text))
    assert all(0 <= party.start < party.end <= len(text) for party in read.parties)
