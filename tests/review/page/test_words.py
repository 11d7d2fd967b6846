"""Words for the lexicon on the first page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Desk
from .test_looks import violations

pytestmark = pytest.mark.browser

TEXT = "重点任务\n\n1.修路。责任单位：市局、市财政局\n\n2.巡查。责任单位：市局\n"
CORRECTIONS = """
version: 2
statements:
- words: 责任单位：市局、市财政局
  bodies:
  - {name: 市公安局, role: responsible}
  - {name: 市财政局, role: responsible}
"""


def test_a_correction_becomes_a_word(visit: Callable[..., Desk]) -> None:
    desk = visit(TEXT, home=True, corrections=CORRECTIONS)
    desk.page.locator("#words > summary").click()
    desk.page.locator(".word", has_text="市公安局").wait_for()
    desk.page.locator(".word summary").click()
    assert desk.page.locator(".word tbody tr").count() == 2
    assert violations(desk) == []
    desk.page.locator(".word button").click()
    desk.page.locator("#words-list", has_text="没有找到").wait_for()
    [words] = desk.notice.parent.glob("*/words.yaml")
    assert "市局: 市公安局" in words.read_text(encoding="utf-8")
    assert desk.faults == desk.away == []
