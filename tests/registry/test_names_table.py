"""The label of a body is its official full name: tables of published names, one file for each collector."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.check_names import Row, read

FILES = sorted((Path(__file__).parent / "names").glob("*.csv"))
#: Files have at least so many names; each must match by so much.
ROWS, RATE = 160, 0.98
PROVINCES = 31


def test_there_are_tables() -> None:
    assert FILES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_labels_are_official_names(file: Path) -> None:
    rows = read(file)
    assert len(rows) >= ROWS, f"{file.name} has {len(rows)} names only"
    missed = [str(row) for row in rows if not row.matches]
    assert 1 - len(missed) / len(rows) >= RATE, f"{len(missed)} of {len(rows)} differ:\n" + "\n".join(missed)


def test_the_tables_are_of_the_whole_country() -> None:
    rows = [row for file in FILES for row in read(file)]
    provinces = [row.province for row in rows]
    assert len(set(provinces)) == PROVINCES and min(map(provinces.count, set(provinces))) >= 3
    assert len({row.place for row in rows if row.level == "municipal"}) >= 20
    assert len({row.place for row in rows if row.level == "county"}) >= 20


@pytest.mark.parametrize(
    ("place", "expected", "label"),
    [
        ("四川省广安市武胜县", "四川省广安市武胜县财政局", "武胜县财政局"),
        ("四川省广安市武胜县", "广安市武胜县财政局", "武胜县财政局"),
        ("四川省广安市", "中共广安市委组织部", "广安市委组织部"),
    ],
)
def test_what_stands_above_a_name_does_not_count(place: str, expected: str, label: str) -> None:
    assert Row(place, "", expected, label).matches


def test_another_organ_is_no_match() -> None:
    assert not Row("四川省广安市", "", "广安市发展和改革委员会", "广安市发展和改革局").matches
