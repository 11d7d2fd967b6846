"""What assistants propose, on the page: beside the reading, as a quote, with a key to accept and one to dismiss."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from policygraph.corpus.dismissals_file import dismissals_path, read_dismissals
from policygraph.corpus.proposals_file import ProposedCorrection, add_proposal
from policygraph.model import CorrectedBody, Correction

from .conftest import NOTICE, Desk

pytestmark = pytest.mark.browser
Visit = Callable[..., Desk]
HOSTILE = "<b id='injected'>首位牵头</b><img src=x onerror='document.title=1'>"


def propose(folder: Path, words: str, *bodies: CorrectedBody) -> None:
    correction, at = Correction(words, bodies), max(0, NOTICE.find(words))
    moment = "2026-01-05T08:00:00+00:00"
    add_proposal(folder, ProposedCorrection("", "notice", "", at, correction, HOSTILE, "assistant 1.0", moment))


def test_a_person_accepts_and_dismisses_proposals(visit: Visit, tmp_path: Path) -> None:
    folder = tmp_path / "proposals"
    lead = CorrectedBody("省统计局", "lead")
    propose(folder, "责任单位：省统计局、省财政厅", lead, CorrectedBody("省财政厅", "support"))
    propose(folder, "责任单位：省广播电视局、省财政厅", CorrectedBody("省广播电视局", "lead"))
    propose(folder, "（责任单位：省教育厅）", CorrectedBody("省教育厅", "lead"))
    desk = visit(proposals=folder)
    items = desk.page.locator(".item:has(.k-proposed)")
    assert items.count() == 3
    # The one whose words are gone is a line of its own, and can only be dismissed.
    items.first.click()
    box = desk.page.locator(".proposal")
    assert box.count() == 1 and "省教育厅" in box.inner_text() and box.locator("[data-do=take]").count() == 0
    desk.press("d")
    box.locator("[data-do=take]").wait_for()
    assert items.count() == 2
    marked = desk.page.evaluate("[...CSS.highlights.get('chosen')].map(String).join()")
    assert marked == "责任单位：省统计局、省财政厅"
    assert box.locator(".compared > div").count() == 2 and HOSTILE in box.inner_text()
    assert desk.page.locator("#injected, .proposal img, .item img").count() == 0
    desk.press("y")
    desk.wait("document.querySelectorAll('.item .k-proposed').length === 1")
    assert desk.written() == [("责任单位：省统计局、省财政厅", [("省统计局", "lead"), ("省财政厅", "support")])]
    assert "省广播电视局" in box.inner_text()
    box.locator("[data-do=dismiss]").click()
    desk.wait("document.querySelectorAll('.item .k-proposed').length === 0")
    desk.saved()
    assert len(read_dismissals(dismissals_path(folder, "notice"))) == 2
    # A way back for what was dismissed, and for what was accepted.
    dismissed = desk.page.locator("[data-fold=dismissed]")
    dismissed.locator("summary").click()
    dismissed.locator("[data-do=restore]").first.click()
    desk.wait("document.querySelectorAll('.item .k-proposed').length === 1")
    desk.press("u")
    desk.wait("document.querySelectorAll('.item .k-proposed').length === 2")
    assert desk.written() == [] and desk.faults == [] and desk.away == []
