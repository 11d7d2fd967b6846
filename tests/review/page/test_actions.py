"""What a reviewer does, by pointer and by key, and what the file of corrections then says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Desk

pytestmark = pytest.mark.browser
Visit = Callable[..., Desk]

FIRST = "省人力资源社会保障厅牵头，省财政厅、省教育厅配合"


def of(desk: Desk, words: str) -> list[tuple[str, str]] | None:
    """The bodies that the file gives the statement with some words."""
    [found] = [bodies for statement, bodies in desk.written() if words in statement]
    return found


CLEAR = "福建省人民政府关于促进发展的通知\n\n一、任务\n\n1.修路。（省财政厅牵头）\n\n2.治水。（省水利厅牵头）\n"
GAP = f"{CLEAR}\n3.植树造林。\n\n4.办学。（责任单位：省教育厅）\n"


def test_keys_go_through_unreviewed_statements_where_the_queue_is_empty(visit: Visit) -> None:
    desk = visit(CLEAR)
    assert desk.page.locator("#items .item").count() == 0
    desk.press("j", "a", "j", "a")
    assert desk.written() == [("（省财政厅牵头）", None), ("（省水利厅牵头）", None)]


def test_an_item_without_a_body_is_settled_with_the_pointer(visit: Visit) -> None:
    desk = visit(GAP)
    desk.page.locator("#items .item").first.click()
    desk.press("a")
    desk.page.locator("#said.problem.shown").wait_for()
    desk.page.locator(".decide [data-do=nobody]").click()
    assert [bodies for _, bodies in desk.written()] == [[]]


def test_the_queue_leads_through_what_needs_attention(visit: Visit) -> None:
    desk = visit()
    items = desk.page.locator(".item")
    assert items.count() >= 2
    desk.press("j")
    assert items.first.get_attribute("aria-current") == "true"
    desk.press("j", "k", "j")
    assert items.nth(1).get_attribute("aria-current") == "true"
    assert desk.faults == desk.away == []


def test_a_wrong_role_takes_two_actions(visit: Visit) -> None:
    desk = visit()
    desk.click("省财政厅")
    desk.press("1")
    assert desk.actions == 2
    assert of(desk, "牵头") == [("省人力资源社会保障厅", "lead"), ("省财政厅", "lead"), ("省教育厅", "support")]


def test_a_role_is_chosen_by_pointer_too(visit: Visit) -> None:
    desk = visit()
    desk.click("省教育厅")
    desk.page.locator("[data-do=role][data-role=joint]").click()
    assert (of(desk, "牵头") or [])[2] == ("省教育厅", "joint")


def test_missed_bodies_are_selected_and_given_a_role(visit: Visit) -> None:
    desk = visit()
    desk.drag("省统计局")
    desk.press("4")
    assert desk.actions == 2
    assert ("省统计局", [("省统计局", "support")]) in desk.written()


def test_a_double_click_takes_the_whole_name_of_a_list(visit: Visit) -> None:
    desk = visit()
    desk.double("尽快落实到位")
    assert desk.page.evaluate("document.getSelection().toString()") == "尽快落实到位"


def test_a_list_that_was_not_read_becomes_its_bodies(visit: Visit) -> None:
    desk = visit("关于修路的通知\n\n1.修路。由省交通局、省财政厅办理。\n\n2.种树。（省林业局负责）\n")
    desk.drag("省交通局、省财政厅")
    desk.press("3")
    assert of(desk, "省交通局") == [("省交通局", "joint"), ("省财政厅", "joint")]


def test_a_wrong_body_is_removed(visit: Visit) -> None:
    desk = visit()
    desk.click("省财政厅")
    desk.press("x")
    assert desk.actions == 2
    assert of(desk, "牵头") == [("省人力资源社会保障厅", "lead"), ("省教育厅", "support")]


def test_a_name_is_cut_joined_and_replaced(visit: Visit) -> None:
    desk = visit()
    desk.drag("省财政厅、省教育厅")
    desk.press("b")
    assert of(desk, "牵头") == [("省人力资源社会保障厅", "lead"), ("省财政厅", "support"), ("省教育厅", "support")]
    desk.drag("人力资源社会保障厅")
    desk.press("b")
    assert (of(desk, "牵头") or [])[0] == ("人力资源社会保障厅", "lead")
    desk.drag("社会保障厅")
    desk.press("s")
    assert [name for name, _ in of(desk, "牵头") or []][:2] == ["人力资源", "社会保障厅"]
    desk.page.locator("[data-do=join]").click()
    assert [name for name, _ in of(desk, "牵头") or []] == ["人力资源社会保障厅", "省财政厅", "省教育厅"]


def test_a_name_is_written_with_offers(visit: Visit) -> None:
    desk = visit()
    desk.click("省教育厅")
    desk.press("e")
    desk.page.keyboard.type("caizheng")
    desk.page.locator(".offers li").first.wait_for()
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    assert "财政" in (of(desk, "牵头") or [])[2][0]
    desk.page.locator("input.new").fill("省审计厅、省商务厅")
    desk.page.keyboard.press("Enter")
    assert [name for name, _ in of(desk, "牵头") or []][3:] == ["省审计厅", "省商务厅"]


def test_a_reading_is_accepted_and_withdrawn(visit: Visit) -> None:
    desk = visit()
    desk.click("省教育厅")
    desk.press("a")
    assert of(desk, "牵头") is None
    desk.wait("document.querySelectorAll('#notice .rv-accepted').length > 0")
    desk.click("省教育厅")
    desk.page.locator("[data-do=withdraw]").click()
    assert desk.written() == []


def test_words_within_a_statement_are_hatched_until_it_is_accepted(visit: Visit) -> None:
    desk = visit()
    hatched = desk.page.locator("#notice .s.unread")
    assert hatched.all_text_contents() == ["尽快落实到位"]
    assert "gradient" in hatched.evaluate("words => getComputedStyle(words).backgroundImage")
    desk.page.locator(".item", has_text="尽快落实到位").first.click()
    desk.press("a")
    desk.wait("!document.querySelector('#notice .unread')")
    assert of(desk, "尽快落实到位") is None


def test_nobody_is_responsible_for_an_unread_passage(visit: Visit) -> None:
    desk = visit()
    unread = desk.page.locator(".item", has_text="谁受益谁负责")
    if unread.count():
        unread.click()
    else:
        desk.drag("谁受益谁负责")
    desk.press("n")
    assert any("谁受益谁负责" in statement and bodies == [] for statement, bodies in desk.written())


def test_one_change_is_made_in_all_similar_statements(visit: Visit) -> None:
    desk = visit()
    desk.click("省财政厅", 1)
    desk.press("3", "g")
    desk.saved()
    changed = [bodies for _, bodies in desk.written() if bodies and ("省财政厅", "joint") in bodies]
    assert len(changed) == 2


def test_steps_are_undone_and_redone(visit: Visit) -> None:
    desk = visit()
    desk.click("省财政厅")
    desk.press("1")
    desk.saved()
    desk.press("u")
    desk.saved()
    assert desk.written() == []
    desk.press("Shift+U")
    assert len(desk.written()) == 1


def test_everything_is_done_by_keyboard_alone(visit: Visit) -> None:
    desk = visit()
    desk.press("/")
    desk.page.keyboard.type("省统计局")
    desk.press("Enter", "Escape")
    desk.page.locator("#notice").focus()
    desk.press("j")
    desk.page.locator("#notice").focus()
    desk.press("ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight")
    assert len(desk.page.evaluate("document.getSelection().toString()")) == 3
    desk.press("Escape", "j", "]")
    assert desk.page.locator(".body.open").count() == 1
    desk.press("2", "a")
    assert desk.written()


def test_what_changed_is_shown(visit: Visit) -> None:
    desk = visit()
    desk.click("省财政厅")
    desk.press("x")
    desk.saved()
    desk.page.locator(".changes-fold summary").click()
    desk.page.locator(".changes li.gone", has_text="省财政厅").wait_for()
