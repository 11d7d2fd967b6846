"""Words for the lexicon on the first page: proposed, and added to the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .conftest import Page, make_page, span

NOTICES = {
    "first.txt": "重点任务\n1.修路。责任单位：市局、市财政局\n2.植树。责任单位：市林业局\n",
    "second.txt": "重点任务\n1.巡查。责任单位：市局\n",
}


@pytest.fixture
def page(tmp_path: Path) -> Page:
    for name, text in NOTICES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return make_page(tmp_path, [tmp_path / name for name in NOTICES])


def rename(page: Page) -> None:
    """Say that 市局 in the first notice is the city's police."""
    revision = page.document("first")["revision"]
    bodies = [{"name": "市公安局", "role": "responsible"}, {"name": "市财政局", "role": "responsible"}]
    place = span("责任单位：市局、市财政局", NOTICES["first.txt"])
    page.act("first", revision, {"do": "set", **place, "bodies": bodies})


def test_nothing_is_proposed_without_corrections(page: Page) -> None:
    assert page.get("/api/words")["words"] == []


def test_a_name_corrected_once_is_added_and_holds_in_all_documents(page: Page, tmp_path: Path) -> None:
    rename(page)
    found = page.get("/api/words")
    [word] = found["words"]
    assert (word["kind"], word["word"], word["value"]) == ("alias", "市局", "市公安局")
    assert (word["documents"], word["statements"]) == (2, 2)
    second = next(each for each in word["changes"] if each["document"] != "first.txt")
    assert (second["before"], second["after"]) == ([["市局", "responsible"]], [["市公安局", "responsible"]])
    assert (second["right"], {each["right"] for each in word["changes"]}) == (None, {True, None})
    answer = page.post("/api/words", {name: word[name] for name in ("kind", "word", "value")})
    assert answer.json() == {"added": True}
    assert "市局: 市公安局" in (tmp_path / "dropped" / "words.yaml").read_text(encoding="utf-8")
    [body] = [body for each in page.document("second")["statements"] for body in each["bodies"]]
    assert (body["surface"], body["label"]) == ("市局", "市公安局"), body
    assert page.get("/api/words")["words"] == []


def test_a_word_of_the_lexicon_is_known_when_the_page_is_opened_again(page: Page, tmp_path: Path) -> None:
    rename(page)
    page.post("/api/words", {"kind": "alias", "word": "市局", "value": "市公安局"})
    assert page.post("/api/words", {"kind": "alias", "word": "市局", "value": "市公安局"}).json() == {"added": False}


@pytest.mark.parametrize(
    "given",
    [
        {},
        [],
        {"kind": "alias", "word": "市局"},
        {"kind": "label", "word": "认领单位", "value": "boss"},
        {"kind": "name", "word": "市局", "value": "市公安局"},
        {"kind": "alias", "word": "市\x00局", "value": "市公安局"},
        {"kind": "alias", "word": "", "value": "市公安局"},
        {"kind": "ending", "word": "书屋", "value": "Shop"},
    ],
)
def test_what_is_no_word_is_refused_in_one_sentence(page: Page, given: Any, tmp_path: Path) -> None:
    answer = page.post("/api/words", given)
    assert answer.status_code == 400
    assert set(answer.json()["error"]) == {"zh", "en"}
    assert not (tmp_path / "dropped" / "words.yaml").exists()


def test_a_lost_correction_does_not_stop_the_proposals(page: Page, tmp_path: Path) -> None:
    rename(page)
    path = tmp_path / "first.corrections.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "- words: 没有这句话\n  bodies: []\n", encoding="utf-8")
    assert len(page.document("first")["lost"]) == 1
    assert [word["word"] for word in page.get("/api/words")["words"]] == ["市局"]
