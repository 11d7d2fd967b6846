"""Two reviews of one notice, from their files to the list of differences."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from policygraph.annotation import ParsedNotice, compare_reviews, write_differences
from policygraph.corpus.corrections_file import write_corrections
from policygraph.errors import SourceError, UsageError
from policygraph.model import CorrectedBody, Correction, Corrections, Role

ROAD = "牵头单位：市交通局，责任单位：市财政局、市公安局"


def review(*entries: Correction) -> Corrections:
    return Corrections("review", "", entries)


def bodies(**roles: Role) -> tuple[CorrectedBody, ...]:
    return tuple(CorrectedBody(name, role) for name, role in roles.items())


def test_the_same_review_twice(notice: ParsedNotice) -> None:
    mine = review(Correction(ROAD, bodies(市交通局="lead")))
    found = compare_reviews(notice, mine, mine)
    assert (found.measures, found.by_both, found.differences) == (3, 1, ())
    assert (found.agreement.units, found.agreement.same, found.agreement.kappa_role) == (6, 6, 1.0)
    assert found.first.same == 4


def test_roles_and_bodies(notice: ParsedNotice) -> None:
    mine = review(Correction(ROAD, bodies(市交通局="lead", 市财政局="support", 市公安局="responsible")))
    theirs = review(Correction(ROAD, bodies(市交通局="lead", 市财政局="responsible", 市住建局="responsible")))
    found = compare_reviews(notice, mine, theirs)
    assert [
        (each.number, each.body, each.field, each.reading, each.first, each.second) for each in found.differences
    ] == [
        ("1.", "市财政局", "role", "responsible", "support", "responsible"),
        ("1.", "市公安局", "role", "responsible", "responsible", ""),
        ("1.", "市住建局", "role", "", "", "responsible"),
    ]
    assert found.by_both == 1
    assert (found.reviewed.units, found.reviewed.same) == (4, 1)


def test_nobody_against_the_reading(notice: ParsedNotice) -> None:
    found = compare_reviews(notice, review(Correction("市教育局负责", ())), review())
    assert [(each.measure, each.body, each.first, each.second) for each in found.differences] == [
        ("办学", "市教育局", "", "responsible")
    ]
    assert (found.measures, found.by_both) == (3, 0)


def test_a_correction_of_another_document_is_an_error(notice: ParsedNotice) -> None:
    with pytest.raises(SourceError, match="not in"):
        compare_reviews(notice, review(Correction("省林业局负责", ())), review())


def test_files_are_read(notice: ParsedNotice, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.corrections.yaml" for name in "ab"]
    write_corrections(paths[0], review(Correction(ROAD, bodies(市交通局="lead"))))
    write_corrections(paths[1], review())
    assert [each.body for each in compare_reviews(notice, *paths).differences] == ["市财政局", "市公安局"]


def test_differences_are_written(notice: ParsedNotice, tmp_path: Path) -> None:
    found = compare_reviews(notice, review(Correction("市教育局负责", bodies(市教育局="lead"))), review())
    for name in ("d.csv", "d.json"):
        write_differences(found.differences, tmp_path / name)
    with (tmp_path / "d.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    [record] = json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))
    assert {key: str(value) for key, value in record.items()} == row
    assert (row["body"], row["first"], row["second"]) == ("市教育局", "lead", "responsible")
    with pytest.raises(UsageError, match=r"differences go to a file \.csv or \.json"):
        write_differences((), tmp_path / "d.xlsx")


def test_no_cell_becomes_a_formula(notice: ParsedNotice, tmp_path: Path) -> None:
    [difference] = compare_reviews(notice, review(Correction("市教育局负责", ())), review()).differences
    write_differences([difference._replace(measure="=1+1")], tmp_path / "d.csv")
    assert ",'=1+1," in (tmp_path / "d.csv").read_text(encoding="utf-8")
