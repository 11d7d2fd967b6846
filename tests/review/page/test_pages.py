"""The images of pages: a scan has its page beside the text, and the chosen place is marked on it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Desk

pytestmark = pytest.mark.browser

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636800000082008177cd72b6"
    "0000000049454e44ae426082"
)


def test_the_chosen_place_is_marked_on_its_page(visit: Callable[..., Desk]) -> None:
    desk = visit()

    def scanned(route: Any) -> None:
        answer = route.fetch()
        found = answer.json()
        start = found["text"].index("2.健全")
        end = found["text"].index("3.加强")
        found["pages"] = 2
        plain = {"confidence": 1, "doubtful": False, "picture": "", "box": []}
        doubtful = {"confidence": 0.5, "doubtful": True, "picture": "", "box": [0.1, 0.2, 0.9, 0.3]}
        first = {"start": 0, "end": start, "page": 1} | plain
        found["lines"] = [first, {"start": start, "end": end, "page": 2} | doubtful]
        route.fulfill(response=answer, body=json.dumps(found))

    desk.page.route(re.compile(r"/api/documents/notice[^/]*$"), scanned)
    desk.page.route(re.compile(r"\.png$"), lambda route: route.fulfill(body=PIXEL, content_type="image/png"))
    desk.open()
    assert desk.page.locator("#notice .doubtful").count() > 0
    desk.click("省统计局", 1)
    desk.page.locator("[data-view=pages]").click()
    desk.page.locator("[data-page='2'] .spot").wait_for()
    share = desk.page.evaluate(
        """(([sheet, spot]) => (spot.top - sheet.top) / sheet.height)(
          ["[data-page='2'] .sheet", ".spot"].map(each => document.querySelector(each).getBoundingClientRect()))"""
    )
    assert abs(share - 0.2) < 0.02
    assert desk.page.locator("[data-page='1'] .spot").count() == 0
    desk.page.locator("[data-view=text]").click()
    assert desk.page.locator("#notice").is_visible()
