"""Sentences asked on the query page, below the path of a proxy: what is understood, why, and what else may be meant."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import Served
from .visits import Opened, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PARTNERS = "省财政厅和谁一起承担任务？"
#: The line that says what was understood.
LINE = "document.getElementById('understood').textContent"


@pytest.fixture
def visit(browser: Browser, provinces: Served) -> Iterator[Callable[..., Opened]]:
    with visiting(browser, f"{provinces.url}/graph") as opened:
        yield opened


def fields(opened: Opened) -> dict[str, list[str]]:
    return urllib.parse.parse_qs(opened.page.url.partition("#")[2])


def title(opened: Opened) -> str:
    return opened.page.locator(".asked-title").inner_text()


def answered(opened: Opened, question: str) -> None:
    """Until the answer to a question is there and the address says so."""
    opened.wait(f"location.hash.includes('question={question}&') || location.hash.includes('question={question}#')")
    opened.settled()


def test_a_sentence_is_asked_understood_and_shared(visit: Callable[..., Opened]) -> None:
    opened = visit("lang=zh")
    opened.settled()
    page = opened.page
    page.get_by_role("searchbox", name="直接提问").focus()
    page.keyboard.insert_text(PARTNERS)
    page.keyboard.press("Enter")
    answered(opened, "partners")
    told = page.get_by_role("status").filter(has_text="按这个问题回答")
    assert all(
        words in told.inner_text() for words in ("partners", title(opened), "安徽省财政厅、福建省财政厅", "“一起”")
    )
    assert page.locator(".values li").count() == 2 and {row[0][-14:] for row in opened.rows} == {
        "340000/finance",
        "350000/finance",
    }
    assert page.evaluate("document.activeElement.id") == "sentence"
    asked = fields(opened)
    assert asked["ask"] == [PARTNERS] and len(asked["p.body"]) == 2
    # The address alone shows the same.
    second = visit(page.url.partition("#")[2])
    second.wait(f"{LINE}.includes('partners')")
    second.settled()
    assert second.rows == opened.rows and fields(second) == asked
    # In the other language.
    second.page.get_by_role("button", name="English").click()
    second.wait(f"{LINE}.includes('Anhui Provincial Department of Finance')")
    assert second.page.get_by_role("button", name="Remove Fujian Provincial Department of Finance").is_visible()
    # One of the others: it changes places with the first.
    others = page.locator("#others button")
    names = others.evaluate_all("all => all.map(button => button.title)")
    others.nth(1).press("Enter")
    answered(opened, names[1])
    assert title(opened) in told.inner_text() and page.evaluate("document.activeElement.title") == "partners"
    assert others.evaluate_all("all => all.map(button => button.title)") != names
    page.keyboard.press("Enter")
    answered(opened, "partners")
    # One body less: what was understood is no longer what is shown.
    page.get_by_role("button", name="去掉安徽省财政厅").click()
    opened.wait(f"{LINE} === '' && page.text().includes('/350000/finance>') && !page.text().includes('/340000/')")
    assert page.get_by_label("body", exact=True).input_value() == "福建省财政厅" and not others.count()
    page.get_by_role("button", name="运行").click()
    opened.wait("document.querySelectorAll('#table tbody tr').length === 1")
    assert "ask" not in fields(opened) and len(fields(opened)["p.body"]) == 1
    for each in (opened, second):
        assert each.away == [] and each.faults == []


def test_what_no_question_answers_is_not_answered(visit: Callable[..., Opened]) -> None:
    opened = visit("lang=en")
    opened.settled()
    page = opened.page
    sentence = "<img src=x onerror=alert(1)> films tonight"
    page.get_by_role("searchbox", name="Ask in plain words").fill(sentence)
    page.get_by_role("button", name="Ask", exact=True).click()
    opened.wait(f"{LINE}.includes('No question of the catalogue answers this')")
    assert page.locator("#table tr").count() == 0 and opened.query == "" and not page.locator("#others button").count()
    assert fields(opened)["ask"] == [sentence] and not {"question", "query"} & set(fields(opened))
    page.get_by_role("button", name="Show the list of questions").click()
    assert page.evaluate("document.activeElement.id") == "filter"
    # The same from its address, in the other language, and a body that the graph does not have.
    again = visit(urllib.parse.urlencode({"ask": "广东省教育厅牵头哪些任务", "lang": "zh"}))
    again.wait(f"{LINE}.includes('图谱中没有广东省教育厅')")
    again.page.get_by_role("button", name="English").click()
    again.wait(f"{LINE}.includes('the graph has no 广东省教育厅')")
    # A question from the list takes its place.
    again.page.locator("[data-question=workload]").click()
    again.settled()
    again.wait(f"{LINE} === '' && !location.hash.includes('ask=') && location.hash.includes('question=workload')")
    for each in (opened, again):
        assert "dialog" not in each.console and each.away == [] and each.faults == []


@pytest.mark.parametrize(
    ("sentence", "lang", "scheme", "width"),
    [
        (PARTNERS, "zh", "light", 1360),
        ("Who works with the provincial finance department?", "en", "dark", 390),
    ],
)
def test_nothing_bars_the_way(visit: Callable[..., Opened], sentence: str, lang: str, scheme: str, width: int) -> None:
    opened = visit(
        urllib.parse.urlencode({"ask": sentence, "lang": lang}),
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
    )
    opened.wait("document.querySelector('#understood code')")
    opened.settled()
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(opened.page)
    grave = [each for each in found.response["violations"] if each["impact"] in ("serious", "critical")]
    assert not grave, [(each["id"], [node["html"][:200] for node in each["nodes"][:3]]) for each in grave]


def test_the_language_of_names_is_that_of_the_sentence(visit: Callable[..., Opened]) -> None:
    opened = visit("lang=zh")
    opened.settled()
    page = opened.page
    page.get_by_role("searchbox", name="直接提问").focus()
    page.keyboard.insert_text("每个层级有哪些机构，名称用英文")
    page.keyboard.press("Enter")
    answered(opened, "bodies-by-level")
    assert any("Department" in cell for row in opened.rows for cell in row)
