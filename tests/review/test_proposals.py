"""Corrections that assistants propose: they wait in the queue until a person decides, and are never applied alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from policygraph.corpus.corrections_file import read_corrections
from policygraph.corpus.dismissals_file import dismissals_path, read_dismissals
from policygraph.corpus.proposals_file import ProposedCorrection, add_proposal, proposals_path
from policygraph.model import CorrectedBody, Correction

from .conftest import TEXT, Page, make_page, span

WORDS = "责任单位：省交通运输厅、省财政厅"
LEADS = (CorrectedBody("省交通运输厅", "lead"), CorrectedBody("省财政厅", "support"))
HOSTILE = "<img src=x onerror=alert(1)> {n} {reason} \u202e"


def propose(
    folder: Path,
    words: str = WORDS,
    bodies: tuple[CorrectedBody, ...] = LEADS,
    *,
    start: int | None = None,
    notice: str = "notice",
    reason: str = "首位牵头",
    proposed: str = "2026-01-05T08:00:00+00:00",
) -> None:
    at = TEXT.index(words) if start is None else start
    correction = Correction(words, bodies, before=TEXT[max(0, at - 20) : at] if start is None else "")
    add_proposal(folder, ProposedCorrection("", notice, "", at, correction, reason, "assistant 1.0", proposed))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the proposals, with one."""
    folder = tmp_path / "proposals"
    propose(folder)
    return folder


@pytest.fixture
def page(tmp_path: Path, notice: Path, folder: Path) -> Page:
    """The review page of the notice, with proposals."""
    return make_page(tmp_path, [notice], proposals=folder)


def waiting(page: Page) -> list[dict[str, Any]]:
    """What of the queue an assistant proposes."""
    return [item for item in page.document("notice")["queue"] if item["kind"] == "proposed"]


def dismiss(page: Page, id: str, dismissed: bool = True) -> int:
    answer = page.post("/api/documents/notice/proposals", {"proposal": id, "dismissed": dismissed})
    return int(answer.status_code)


def accept(page: Page) -> str:
    shown = page.document("notice")
    [proposal] = shown["proposals"]
    place = {"start": proposal["start"], "end": proposal["end"]}
    return page.act("notice", shown["revision"], {"do": "set", "bodies": proposal["bodies"], **place})


def test_a_proposal_waits_with_its_words_and_changes_nothing(page: Page, notice: Path, tmp_path: Path) -> None:
    shown = page.document("notice")
    [item] = waiting(page)
    assert shown["queue"][0] == item and {name: item[name] for name in ("start", "end")} == span(WORDS)
    assert item["statement"] == f"{item['start']}-{item['end']}" and "首位牵头" in item["detail"]["zh"]
    [proposal] = shown["proposals"]
    assert [(each["name"], each["role"]) for each in proposal["bodies"]] == [body[:2] for body in LEADS]
    assert (proposal["client"], proposal["reason"], proposal["words"]) == ("assistant 1.0", "首位牵头", WORDS)
    without = make_page(tmp_path, [notice]).document("notice")
    assert shown["statements"] == without["statements"] and without["proposals"] == []


def test_an_accepted_proposal_is_a_correction_that_can_be_undone(page: Page, notice: Path) -> None:
    accept(page)
    path = notice.with_name("notice.corrections.yaml")
    [entry] = read_corrections(path).entries
    assert (entry.statement, entry.bodies, entry.reviewer) == (WORDS, LEADS, "张三")
    assert waiting(page) == [] and page.document("notice")["proposals"] == []
    assert page.post("/api/documents/notice/undo", {}).status_code == 200
    assert len(waiting(page)) == 1 and not path.exists()
    assert page.post("/api/documents/notice/redo", {}).status_code == 200
    assert waiting(page) == []


def test_who_decides_otherwise_has_decided(page: Page) -> None:
    page.act("notice", page.document("notice")["revision"], {"do": "accept", **span(WORDS)})
    assert waiting(page) == []


def test_what_was_reviewed_before_can_be_proposed(page: Page, folder: Path) -> None:
    page.act("notice", page.document("notice")["revision"], {"do": "accept", **span(WORDS)})
    propose(folder, bodies=LEADS[:1], proposed="2999-01-05T08:00:00+00:00")
    [item] = waiting(page)
    assert len(page.document("notice")["proposals"]) == 1 and item["start"] == TEXT.index(WORDS)


def test_a_dismissed_proposal_does_not_come_back(page: Page, folder: Path, notice: Path, tmp_path: Path) -> None:
    [item] = waiting(page)
    assert dismiss(page, item["proposal"]) == 200 and dismiss(page, item["proposal"]) == 200
    assert waiting(page) == [] and page.document("notice")["proposals"][0]["dismissed"]
    path = dismissals_path(folder, "notice")
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1 and "张三" in path.read_text(encoding="utf-8")
    propose(folder, reason="again")
    assert waiting(make_page(tmp_path, [notice], proposals=folder)) == []
    assert dismiss(page, item["proposal"], dismissed=False) == 200
    assert read_dismissals(path) == frozenset() and [each["id"] for each in waiting(page)] == [item["id"]]
    assert not notice.with_name("notice.corrections.yaml").exists()


def test_only_proposals_of_the_notice_can_be_dismissed(page: Page, folder: Path) -> None:
    propose(folder, notice="other")
    assert len(waiting(page)) == 1
    assert dismiss(page, "0" * 16) == 404 and not dismissals_path(folder, "notice").exists()
    assert page.post("/api/documents/notice/proposals", {"proposal": "x", "dismissed": "no"}).status_code == 400


def test_lost_words_are_told_and_can_only_be_dismissed(page: Page, folder: Path) -> None:
    propose(folder, "（省教育厅负责）", start=3)
    lost = next(item for item in waiting(page) if "省教育厅" in item["detail"]["zh"])
    assert (lost["start"], lost["end"], lost["statement"]) == (0, 0, None)
    assert [each["lost"] for each in page.document("notice")["proposals"]] == [False, True]
    assert dismiss(page, lost["proposal"]) == 200 and len(waiting(page)) == 1


def test_the_list_says_where_proposals_wait(page: Page) -> None:
    page.document("notice")
    [line] = page.get("/api/documents")["documents"]
    assert line["proposed"] == 1


def test_hostile_words_are_quoted_as_they_are(page: Page, folder: Path) -> None:
    propose(folder, bodies=(CorrectedBody(HOSTILE, "lead"),), reason=HOSTILE)
    assert [each["reason"] for each in page.document("notice")["proposals"]] == ["首位牵头", HOSTILE]
    assert all(each["detail"]["en"].startswith("assistant 1.0: '") for each in waiting(page))


def test_a_damaged_file_is_told_and_hides_no_reading(page: Page, folder: Path) -> None:
    with proposals_path(folder, "notice").open("a", encoding="utf-8") as file:
        file.write("{}\n")
    shown = page.document("notice")
    assert "2" in shown["proposalsFault"]["zh"] and shown["statements"] and shown["proposals"] == []
