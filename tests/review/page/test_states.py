"""States that a page must survive: no server, another tab, refused and lost corrections, files that arrive, the end."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policygraph.corpus.corrections_file import read_corrections

from .conftest import NOTICE, Desk, served

pytestmark = pytest.mark.browser
Visit = Callable[..., Desk]


def test_actions_wait_while_the_server_is_away(visit: Visit) -> None:
    desk = visit(own=True)
    desk.page.context.set_offline(True)
    desk.click("省财政厅")
    desk.press("1")
    desk.page.locator(".banner.offline").wait_for()
    assert ("省财政厅", "lead") in desk.bodies()
    desk.press("x")
    desk.page.context.set_offline(False)
    desk.saved()
    assert desk.page.locator(".banner").count() == 0
    [(_, bodies)] = desk.written()
    assert bodies == [("省人力资源社会保障厅", "lead"), ("省教育厅", "support")]


def test_actions_on_their_way_outlive_a_reload(visit: Visit) -> None:
    desk = visit(own=True)
    pattern = re.compile("/actions$")
    desk.page.route(pattern, lambda route: route.abort())
    desk.click("省财政厅")
    desk.press("1")
    desk.page.locator(".banner.offline").wait_for()
    desk.page.unroute(pattern)
    desk.open()
    desk.saved()
    [(_, bodies)] = desk.written()
    assert bodies is not None and ("省财政厅", "lead") in bodies


def test_a_program_started_anew_gets_what_was_done_meanwhile(visit: Visit, tmp_path: Path) -> None:
    desk = visit(own=True)
    desk.process.kill()
    desk.process.wait()
    port = desk.home.rstrip("/").rpartition(":")[2]
    desk.click("省财政厅")
    desk.press("1")
    desk.page.locator(".banner.offline", has_text=f"--port {port}").wait_for()
    with served(desk.notice, folder=tmp_path / "dropped", port=int(port)) as (address, _):
        desk.page.context.new_page().goto(address)
        desk.saved()
        assert desk.page.locator(".banner").count() == 0
        [(_, bodies)] = desk.written()
    assert bodies is not None and ("省财政厅", "lead") in bodies


def test_two_tabs_do_not_overwrite_each_other(visit: Visit) -> None:
    desk = visit(own=True)
    other = Desk(desk.page.context.new_page(), desk.address, desk.notice, desk.process)
    other.open()
    other.click("省财政厅")
    other.press("1")
    other.saved()
    desk.click("省统计局", 1)
    desk.press("4")
    desk.saved()
    assert len(desk.written()) == 2
    desk.click("省财政厅")
    desk.wait("document.querySelectorAll('#notice .b.r-lead').length === 2")


def test_a_place_that_was_changed_elsewhere_is_not_overwritten_unasked(visit: Visit) -> None:
    desk = visit(own=True)
    other = Desk(desk.page.context.new_page(), desk.address, desk.notice, desk.process)
    other.open()
    other.click("省财政厅")
    other.press("1")
    other.saved()
    desk.page.evaluate("window.dispatchEvent(new Event('blur'))")
    desk.click("省财政厅")
    desk.press("3")
    banner = desk.page.locator(".banner.conflict")
    banner.wait_for()
    [(_, bodies)] = other.written()
    assert bodies is not None and ("省财政厅", "lead") in bodies
    banner.locator("button.main").click()
    banner.wait_for(state="detached")
    [(_, bodies)] = desk.written()
    assert bodies is not None and ("省财政厅", "joint") in bodies


def test_a_file_of_corrections_that_was_broken_by_hand_can_be_mended(visit: Visit) -> None:
    desk = visit()
    path = desk.notice.with_name(f"{desk.notice.stem}.corrections.yaml")
    path.write_text("version: 2\nstatements: [\n", encoding="utf-8")
    desk.click("省财政厅")
    desk.press("1")
    banner = desk.page.locator(".banner.conflict", has_text="请先改好更正文件")
    banner.wait_for()
    path.write_text("version: 2\n", encoding="utf-8")
    banner.locator("button.main").click()
    banner.wait_for(state="detached")
    [(_, bodies)] = desk.written()
    assert bodies is not None and ("省财政厅", "lead") in bodies


def test_a_refusal_is_told_in_the_language_of_the_page(visit: Visit) -> None:
    desk = visit(own=True)
    refusal = {"error": {"zh": "磁盘已满", "en": "the disk is full"}}
    answer = lambda route: route.fulfill(status=500, body=json.dumps(refusal), content_type="application/json")  # noqa: E731
    desk.page.route(re.compile("/actions$"), answer)
    desk.click("省财政厅")
    desk.press("1")
    desk.page.locator(".banner.refused", has_text="磁盘已满").wait_for()
    desk.page.locator("[data-language=en]").click()
    desk.page.locator(".banner.refused", has_text="the disk is full").wait_for()
    desk.wait("document.querySelectorAll('#notice .b.r-lead').length === 1")


def test_files_are_dropped_and_results_saved(visit: Visit, tmp_path: Path) -> None:
    desk = visit(home=True)
    dropped = tmp_path / "another notice.txt"
    dropped.write_text(NOTICE, encoding="utf-8")
    desk.page.set_input_files("#files", [dropped])
    desk.page.locator(".doc", has_text="another notice").wait_for()
    desk.page.locator(".doc", has_text="another notice").locator("a.button").click()
    desk.page.locator("#notice .s").first.wait_for()
    desk.page.locator(".back").click()
    with desk.page.expect_download() as download:
        desk.page.locator("a[href$='ledger.xlsx']").click()
    assert download.value.suggested_filename == "ledger.xlsx"
    assert download.value.path().read_bytes()[:2] == b"PK"


def test_a_file_that_cannot_be_made_is_told(visit: Visit) -> None:
    desk = visit(home=True)
    refusal = {"error": {"zh": "没有可以保存的内容", "en": "there is nothing to save"}}
    desk.page.route("**/download/atlas.zip", lambda route: route.fulfill(status=409, json=refusal))
    desk.page.locator("a[href$='atlas.zip']").click()
    desk.page.locator("#said.problem.shown", has_text="没有可以保存的内容").wait_for()


def test_a_file_that_is_no_notice_is_told(visit: Visit, tmp_path: Path) -> None:
    desk = visit(home=True)
    odd = tmp_path / "odd.exe"
    odd.write_bytes(b"MZ")
    desk.page.set_input_files("#files", [odd])
    failed = desk.page.locator(".arrival.failed", has_text="odd.exe")
    failed.wait_for()
    assert failed.inner_text().count("odd.exe") == 1


def test_the_program_ends_from_the_page(visit: Visit) -> None:
    desk = visit(home=True)
    desk.page.locator("#stop").click()
    desk.page.locator("main .empty").wait_for()
    assert desk.process.wait(30) == 0


def test_a_page_without_the_token_says_so(visit: Visit) -> None:
    desk = visit(own=True)
    desk.page.route(
        re.compile("/api/documents/"),
        lambda route: route.fulfill(status=403, body="{}", content_type="application/json"),
    )
    desk.page.reload()
    desk.page.locator(".banner.offline").wait_for()


def test_what_was_done_is_on_the_disk_when_it_is_said_to_be(visit: Visit) -> None:
    desk = visit(own=True)
    desk.click("省财政厅")
    desk.press("1")
    desk.saved()
    desk.process.kill()
    found: Any = read_corrections(desk.notice.with_name("notice.corrections.yaml"))
    assert len(found.entries) == 1
    desk.click("省教育厅")
    desk.press("1")
    desk.page.locator(".banner.offline").wait_for()
