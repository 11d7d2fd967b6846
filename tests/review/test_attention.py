"""The queue: the most serious first, nothing that a person has looked at, similar cases in one group."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from policygraph.corpus import Options
from policygraph.model import Document, Evidence, RecognisedLine, Recognition
from policygraph.review import readings
from policygraph.review.attention import find_numbered

from .conftest import TEXT, Page, make_page, span


def queue(page: Page, id: str = "notice") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.document(id)["queue"]
    return found


def kinds(page: Page, words: str) -> set[str]:
    """What is doubted where some words stand."""
    at = TEXT.index(words)
    return {item["kind"] for item in queue(page) if item["start"] <= at < item["end"]}


def test_each_kind_is_found_where_it_is(page: Page) -> None:
    assert kinds(page, "责任单位：省交通运输厅") == {"default-role"}
    assert kinds(page, "福建安澜工程社") == {"new-body", "default-role", "open-list"}
    assert kinds(page, "（三）开展职业培训") == {"no-statement"}
    assert "default-role" not in kinds(page, "（省财政厅牵头")


@pytest.mark.parametrize("second", ["；责任单位：省财政厅）", "）（责任单位：省财政厅）"])
def test_a_list_beside_a_lead_is_not_doubted(tmp_path: Path, second: str) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(f"福建省人民政府关于工作的通知\n（一）修路。（牵头单位：省交通运输厅{second}\n", encoding="utf-8")
    page = make_page(tmp_path, [path])
    assert len(page.document("notice")["statements"][0]["bodies"]) >= 1
    assert [item["kind"] for item in queue(page)] == []


def test_the_most_serious_come_first(page: Page) -> None:
    items = queue(page)
    assert [item["severity"] for item in items] == sorted((item["severity"] for item in items), reverse=True)
    assert len({item["id"] for item in items}) == len(items)
    assert all(item["detail"]["zh"] and item["detail"]["en"] for item in items)


def test_similar_cases_are_one_group(page: Page) -> None:
    groups = [item["group"] for item in queue(page) if item["kind"] == "default-role"]
    assert len(groups) == 2 and len(set(groups)) == 1


@pytest.mark.parametrize("bodies", [None, []])
def test_what_a_person_has_looked_at_is_left_out(page: Page, bodies: list[Any] | None) -> None:
    shown = page.document("notice")
    at = span("（三）开展职业培训。")
    statement = span("责任单位：省交通运输厅、省财政厅")
    action: dict[str, Any] = {"do": "accept"} if bodies is None else {"do": "set", "bodies": bodies}
    page.act("notice", shown["revision"], {**action, **statement}, {"do": "accept", **at})
    assert kinds(page, "责任单位：省交通运输厅") == set()
    assert kinds(page, "（三）开展职业培训") == set()


def test_unread_passages_are_first_but_for_lost_ones(tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_text(TEXT + "（五）加强监督。责任单位：谁主管、谁负责\n", encoding="utf-8")
    page = make_page(tmp_path, [path])
    shown = page.document("odd")
    assert shown["unread"] and queue(page, "odd")[0]["kind"] == "unread"


def test_a_guessed_level_is_told_with_the_name(tmp_path: Path) -> None:
    path = tmp_path / "level.txt"
    text = "广安市人民政府\n（一）修路。责任单位：财政局、审计局\n（二）治水。责任单位：财政局、市水务局\n"
    path.write_text(text, encoding="utf-8")
    items = [item for item in queue(make_page(tmp_path, [path]), "level") if item["kind"] == "guessed-level"]
    assert len(items) == 3 and len({item["group"] for item in items}) == 2
    assert "财政局" in items[0]["detail"]["zh"] and "市级" in items[0]["detail"]["zh"]


def test_a_deadline_without_a_day_is_told(tmp_path: Path) -> None:
    path = tmp_path / "due.txt"
    text = "福建省人民政府\n（一）修路，长期坚持。责任单位：省交通运输厅；完成时限：长期坚持\n"
    path.write_text(text, encoding="utf-8")
    (item,) = [item for item in queue(make_page(tmp_path, [path]), "due") if item["kind"] == "deadline-words"]
    assert "长期坚持" in item["detail"]["en"]


def test_doubtful_lines_of_scans_are_told(notice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = span("（省财政厅牵头，省审计厅配合）长期坚持。")
    passage = Evidence(TEXT[at["start"] : at["end"]], at["start"], at["end"])
    lines = (RecognisedLine(passage, 2, 0.61, b"png"), RecognisedLine(Evidence(TEXT[:5], 0, 5), 1, 0.99))
    scanned = Document("notice", TEXT, "image/png", "x", recognition=Recognition(0.8, lines))
    monkeypatch.setattr(readings, "read_bytes", lambda *_: scanned)
    page = make_page(tmp_path, [notice], Options())
    (item,) = [item for item in queue(page) if item["kind"] == "low-confidence"]
    assert (item["start"], item["statement"] is not None) == (at["start"], True) or item["start"] == at["start"]
    assert "0.61" in item["detail"]["en"] and "2" in item["detail"]["en"]
    shown = page.document("notice")
    assert [(line["doubtful"], line["picture"][:22]) for line in shown["lines"]] == [
        (True, "data:image/png;base64,"),
        (False, ""),
    ]
    (listed,) = page.get("/api/documents")["documents"]
    assert listed["confidence"] == 0.8
    page.act("notice", shown["revision"], {"do": "accept", **at})
    assert not [item for item in queue(page) if item["kind"] == "low-confidence"]


def test_numbered_items_are_those_without_items_below() -> None:
    found = find_numbered(Document("notice", TEXT, "text/plain", "x"))
    assert [TEXT[item.start :][:3] for item in found] == ["（一）", "（二）", "（三）", "（四）"]
    assert found[0].above == found[2].above != found[3].above
