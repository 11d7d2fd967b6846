"""The page for every eye and hand: axe, hostile words, narrow windows, both languages; and how much it draws anew."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import NOTICE, Desk

pytestmark = pytest.mark.browser
Visit = Callable[..., Desk]

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"
CHINESE = re.compile("[\u4e00-\u9fff]")


def violations(desk: Desk) -> list[str]:
    found = Axe().run(desk.page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{each['id']}: {[node['html'][:200] for node in each['nodes'][:3]]}" for each in found]


@pytest.mark.parametrize(("lang", "scheme"), [("zh", "light"), ("en", "dark")])
def test_axe_finds_nothing(visit: Visit, lang: str, scheme: str) -> None:
    desk = visit(color_scheme=scheme)
    desk.page.locator(f"[data-language={lang}]").click()
    assert violations(desk) == []
    desk.click("省财政厅")
    for fold in ("rule", "measure", "changes"):
        desk.page.locator(f"[data-fold={fold}] summary").click()
    assert violations(desk) == []
    desk.press("1", "x")
    desk.double("省统计局")
    desk.page.locator("#chooser button").first.wait_for()
    assert violations(desk) == []
    desk.press("Escape", "?")
    assert violations(desk) == []
    desk.press("Escape")
    desk.saved()
    desk.page.goto(desk.home)
    desk.page.locator(".doc").first.wait_for()
    assert violations(desk) == []


def test_english_has_no_chinese_but_the_words_of_the_notice(visit: Visit) -> None:
    desk = visit()
    desk.page.locator("[data-language=en]").click()
    desk.click("省财政厅")
    desk.press("?")
    shown: list[str] = desk.page.evaluate(
        """[...document.querySelectorAll("body *")]
           .filter(each => each.checkVisibility() && !each.closest("[lang=zh]") && !each.matches("h1"))
           .flatMap(each => [each.getAttribute("aria-label") || "", each.title || "",
             ...[...each.childNodes].filter(node => node.nodeType === 3).map(node => node.data)])
           .filter(text => /[\\u4e00-\\u9fff]/.test(text))"""
    )
    assert [text for text in shown if not any(word in text for word in ("省", "通知", "张三"))] == []


def test_hostile_words_stay_words(visit: Visit) -> None:
    desk = visit(f"关于{HOSTILE}的通知\n\n1.{HOSTILE}。（省财政厅、{HOSTILE}局负责）\n\n{NOTICE}")

    def poison(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: poison(each) if key not in PLAIN else each for key, each in value.items()}
        if isinstance(value, list):
            return [poison(each) for each in value]
        return value + HOSTILE if isinstance(value, str) else value

    def route(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=json.dumps(poison(answer.json())))

    desk.page.route(re.compile(r"/api/(documents|bodies|changes)"), route)
    desk.open()
    desk.click("省教育厅")
    desk.press("1", "e")
    desk.page.keyboard.type("财政")
    desk.page.wait_for_timeout(500)
    desk.press("Escape", "Escape", "j")
    desk.page.locator(".changes-fold summary").click()
    desk.page.wait_for_timeout(500)
    assert desk.page.evaluate("document.querySelectorAll('img[src=x], main script, #notice script').length") == 0
    desk.page.goto(desk.home)
    desk.page.locator(".doc").first.wait_for()
    assert desk.page.evaluate("document.querySelectorAll('img[src=x], main script').length") == 0
    assert "dialog" not in desk.console
    assert [each for each in desk.faults if each.startswith("error")] == []


#: Codes, and the text that offsets count in.
PLAIN = {
    "id",
    "text",
    "revision",
    "kind",
    "role",
    "level",
    "review",
    "status",
    "path",
    "key",
    "statement",
    "group",
    "name",
}


@pytest.mark.parametrize("width", [320, 390, 760, 1000])
def test_nothing_is_wider_than_the_window(visit: Visit, width: int) -> None:
    desk = visit(viewport={"width": width, "height": 800})
    desk.page.locator("#next").click()
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
    desk.page.goto(desk.home)
    desk.page.locator(".doc").first.wait_for()
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width


def test_words_beyond_the_basic_plane_keep_their_place(visit: Visit) -> None:
    desk = visit("关于𠀀𠀁村修路的通知\n\n1.修路。𠀀村补助。（省财政厅、省教育厅负责）由省水利厅协助。\n")
    desk.click("省教育厅")
    desk.press("1")
    desk.double("省水利厅")
    desk.saved()
    assert desk.page.evaluate("document.getSelection().toString()") in ("由省水利厅协助", "省水利厅")
    desk.drag("省水利厅")
    desk.press("4")
    assert ("省水利厅", [("省水利厅", "support")]) in desk.written()
