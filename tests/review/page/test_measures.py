"""Measures and rules that a reviewer makes, and corrections whose words are gone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Desk

pytestmark = pytest.mark.browser
Visit = Callable[..., Desk]


def test_a_measure_is_made_and_described(visit: Visit) -> None:
    desk = visit()
    desk.drag("坚持谁受益谁负责。")
    desk.press("m")
    desk.saved()
    desk.page.locator("[data-measure=title]").fill("谁受益谁负责")
    desk.page.keyboard.press("Enter")
    desk.page.locator("[data-measure=deadline]").fill("2026-06-30")
    desk.page.keyboard.press("Tab")
    [made] = desk.corrections().measures
    assert (made.new, made.title, made.deadline) == (True, "谁受益谁负责", "2026-06-30")


def test_a_rule_holds_from_its_statement_on(visit: Visit) -> None:
    desk = visit()
    desk.click("省统计局", 1)
    desk.page.locator("[data-fold=rule] summary").click()
    desk.page.locator("[data-rule=first-leads]").click()
    [rule] = desk.corrections().rules
    assert rule.rule == "first-leads"
    desk.wait("document.querySelectorAll('#notice .b.r-lead').length >= 3")
    desk.page.locator("[data-do=withdraw-rule]").click()
    assert desk.corrections().rules == ()
    desk.wait("document.querySelectorAll('#notice .b.r-lead').length === 1")


LOST = """version: 2
statements:
- words: 责任单位：省粮食局
  bodies:
  - {name: 省粮食局, role: lead}
"""


def test_a_lost_correction_gets_a_new_place(visit: Visit) -> None:
    desk = visit(corrections=LOST)
    desk.page.locator(".banner.lost button").click()
    desk.page.locator(".reading", has_text="责任单位：省粮食局").wait_for()
    desk.drag("责任单位：省统计局、省财政厅")
    desk.page.locator("#chooser [data-tool=resolve]").click()
    desk.page.locator(".banner.lost").wait_for(state="detached")
    assert desk.written() == [("责任单位：省统计局、省财政厅", [("省粮食局", "lead")])]


def test_a_lost_correction_asks_for_words_if_none_are_selected(visit: Visit) -> None:
    desk = visit(corrections=LOST)
    desk.page.locator(".banner.lost button").click()
    desk.page.locator("[data-do=resolve]").click()
    desk.page.locator("#said.problem.shown", has_text="选中").wait_for()
    assert desk.written() == [("责任单位：省粮食局", [("省粮食局", "lead")])]


def test_the_list_tells_of_lost_corrections(visit: Visit) -> None:
    desk = visit(home=True, corrections=LOST)
    desk.page.locator(".doc .warn", has_text="更正失去位置").wait_for()
    desk.page.locator("#saves-lost", has_text="1 处").wait_for()


def test_a_lost_correction_is_dropped(visit: Visit) -> None:
    desk = visit(corrections=LOST)
    desk.page.locator(".banner.lost button").click()
    desk.page.locator("[data-do=drop]").click()
    desk.page.locator(".banner.lost").wait_for(state="detached")
    assert desk.written() == []


def test_an_action_draws_only_the_lines_anew_that_it_changes(visit: Visit) -> None:
    bodies = "省教育厅、省财政厅、省水利厅"
    items = (f"{n}.推进第{n}项任务。{'完善工作机制。' * 12}（{bodies}负责）\n" for n in range(1, 400))
    desk = visit(f"关于促进发展的通知\n\n{''.join(items)}")
    desk.page.evaluate(
        """window.changed = new Set();
        new MutationObserver(all => all.forEach(each => changed.add(each.target.closest(".line"))))
          .observe(document.getElementById("notice"), {childList: true, subtree: true, characterData: true})"""
    )
    desk.click("省财政厅", 3)
    assert desk.page.evaluate("changed.size") == 0
    desk.press("1")
    desk.saved()
    assert 1 <= desk.page.evaluate("changed.size") <= 2
