"""What the page is told of a statement: its bodies with their places, also those that a person named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .conftest import make_page

TEXT = (
    "福建省人民政府\n一、任务\n（一）修路。（省交通运输厅、财政厅负责）\n"
    "（二）治水。（省水利厅\n牵头，省财政厅配合）\n其他部门按职责分工负责。\n"
)


def bodies(tmp_path: Path, *names: str) -> list[tuple[str, str]]:
    """The bodies that a person named for the second statement, each with the words where it stands."""
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, encoding="utf-8")
    page = make_page(tmp_path, [path])
    shown: Any = page.document("notice")
    at = {"start": TEXT.index("（省水利厅"), "end": TEXT.index("配合）") + 3}
    named = [{"name": name, "role": "lead"} for name in names]
    page.act("notice", shown["revision"], {"do": "set", **at, "bodies": named})
    found = [each for each in page.document("notice")["statements"] if each["start"] == at["start"]]
    return [(body["name"], TEXT[body["start"] : body["end"]]) for body in found[0]["bodies"]]


def test_a_name_that_a_person_gave_is_found_in_the_statement(tmp_path: Path) -> None:
    assert bodies(tmp_path, "省水利厅", "福建省财政厅") == [("省水利厅", "省水利厅"), ("福建省财政厅", "省财政厅")]


def test_a_name_that_is_not_in_the_statement_has_no_place(tmp_path: Path) -> None:
    assert bodies(tmp_path, "省审计署") == [("省审计署", "")]


def test_a_shortened_name_is_where_it_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, encoding="utf-8")
    first = make_page(tmp_path, [path]).document("notice")["statements"][0]
    assert [(body["name"], TEXT[body["start"] : body["end"]]) for body in first["bodies"]] == [
        ("省交通运输厅", "省交通运输厅"),
        ("省财政厅", "财政厅"),
    ]


def test_identifiers_are_unique(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, encoding="utf-8")
    shown = make_page(tmp_path, [path]).document("notice")
    ids = [statement["id"] for statement in shown["statements"]]
    assert len(ids) == len(set(ids))
    assert {id for measure in shown["measures"] for id in measure["statements"]} <= set(ids)
