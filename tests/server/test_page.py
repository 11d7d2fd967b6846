"""The page at / as people use it, in a real browser that reaches nothing but the server."""

from __future__ import annotations

import csv
import io
import json
import re
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from needs import REQUIRE_ALL
from policygraph.server.pages import has_editor

from .conftest import Served
from .visits import Opened, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"
QUERY = f'SELECT ("{HOSTILE}" AS ?text) (<javascript:alert(3)> AS ?iri) (5 AS ?n) {{}}'
CHINESE = re.compile("[\u4e00-\u9fff]")
#: Where npm is promised, a package built without the editor is a failure, not a skip.
WITHOUT = pytest.mark.skipif(not has_editor() and not REQUIRE_ALL, reason="built without the editor: install npm")
EDITORS = ["plain", pytest.param("full", marks=WITHOUT)]


@pytest.fixture
def visit(browser: Browser, house: Served) -> Iterator[Callable[..., Opened]]:
    with visiting(browser, house.url) as opened:

        def settled(editor: str, address: str = "", **options: Any) -> Opened:
            found = opened(address, "?editor=plain" if editor == "plain" else "", **options)
            found.settled()
            return found

        yield settled


def save(opened: Opened, kind: str) -> str:
    with opened.page.expect_download() as download:
        opened.page.locator(f"[data-save={kind}]").click()
    return Path(download.value.path()).read_text(encoding="utf-8")


@pytest.mark.parametrize("editor", EDITORS)
def test_a_person_asks_edits_sees_and_takes_away(visit: Callable[..., Opened], editor: str) -> None:
    opened = visit(editor, "lang=zh")
    page = opened.page
    assert page.locator("#editor textarea").count() == (editor == "plain")
    # A question with a parameter.
    page.get_by_placeholder("筛选问题").fill("某个机构承担哪些任务")
    page.get_by_role("button", name="某个机构承担哪些任务？").click()
    page.locator("#problem").wait_for()
    assert "请填写" in page.locator("#problem").inner_text()
    page.get_by_label("body", exact=True).fill("省教育厅")
    page.keyboard.press("Tab")
    opened.wait("page.text().includes('body/350000/education>')")
    page.get_by_role("button", name="运行").click()
    opened.settled()
    assert len(opened.rows) == 3 and all("省教育厅" in row for row in opened.rows)
    assert "措施" in page.locator("#table thead").inner_text()
    # Edited: the answer is another one.
    opened.write(opened.query.rstrip() + "\nLIMIT 1")
    assert page.locator("#edited").is_visible()
    page.keyboard.press("Control+Enter")
    opened.wait("document.querySelectorAll('#table tbody tr').length === 1")
    # As a file.
    rows = list(csv.DictReader(io.StringIO(save(opened, "csv").removeprefix("\ufeff"))))
    assert len(rows) == 1 and rows[0]["name"] == "省教育厅"
    # And back.
    page.get_by_role("button", name="恢复原文").click()
    opened.wait("!page.text().includes('LIMIT 1')")
    assert opened.away == [] and opened.faults == []


@pytest.mark.parametrize("editor", EDITORS)
def test_the_answer_as_network_and_chart(visit: Callable[..., Opened], editor: str) -> None:
    opened = visit(editor, "question=body-pairs&lang=en")
    page = opened.page
    pairs = len(opened.rows)
    page.get_by_role("button", name="Network", exact=True).click()
    opened.wait("page.drawn && page.drawn.body.data.edges.length > 0")
    nodes, edges = page.evaluate("[page.drawn.body.data.nodes.length, page.drawn.body.data.edges.length]")
    assert edges == pairs == 11 and nodes == 10
    assert page.evaluate("page.drawn.body.data.nodes.get().some(node => node.label.includes('Finance'))")
    assert "10 nodes" in (page.locator(".canvas").get_attribute("aria-label") or "")
    assert page.locator("canvas").bounding_box()
    page.get_by_role("button", name="Chart", exact=True).click()
    assert page.locator(".bars li").count() == 11
    widths = page.evaluate("[...document.querySelectorAll('.bar-fill')].map(bar => bar.offsetWidth)")
    assert widths == sorted(widths, reverse=True) and widths[-1] > 0
    assert opened.away == [] and opened.faults == []


@pytest.mark.parametrize("editor", EDITORS)
def test_hostile_text_stays_text(visit: Callable[..., Opened], editor: str) -> None:
    opened = visit(editor, urllib.parse.urlencode({"query": QUERY, "lang": "en"}))
    page = opened.page
    assert opened.rows == [[HOSTILE, "javascript:alert(3)", "5"]]
    for view in ("Network", "Chart"):
        page.get_by_role("button", name=view, exact=True).click()
        page.wait_for_timeout(300)
    assert page.locator("main img, main script, #desk [href^=javascript]").count() == 0
    assert "dialog" not in opened.console and opened.away == []
    # A formula in a cell is not one in a spreadsheet.
    opened.write('SELECT ("=1+1" AS ?x) {}')
    page.keyboard.press("Control+Enter")
    opened.wait("page.text().includes('=1+1') && document.getElementById('status').textContent.startsWith('1 row')")
    page.get_by_role("button", name="Table", exact=True).click()
    opened.wait("document.querySelector('#table tbody td').textContent === '=1+1'")
    assert "'=1+1" in save(opened, "csv")


@pytest.mark.parametrize("editor", EDITORS)
def test_an_address_is_shared(visit: Callable[..., Opened], editor: str) -> None:
    first = visit(editor, "question=measures-of-body&p.body=省教育厅&lang=en")
    first.page.get_by_role("button", name="Share link").click()
    address = first.page.locator("#address").input_value()
    second = visit(editor, address.partition("#")[2])
    assert second.rows == first.rows and len(first.rows) == 3
    first.write("ASK { ?s ?p ?o }")
    first.page.keyboard.press("Control+Enter")
    first.page.get_by_text("Yes", exact=True).wait_for()
    third = visit(editor, first.page.url.partition("#")[2])
    third.page.get_by_text("Yes", exact=True).wait_for()
    assert third.query == "ASK { ?s ?p ?o }"


def test_what_is_wrong_is_said(visit: Callable[..., Opened]) -> None:
    opened = visit("plain", "lang=en")
    opened.write("SELECT nothing")
    opened.page.keyboard.press("Control+Enter")
    opened.page.locator("#problem").wait_for()
    assert "not valid SPARQL" in opened.page.locator("#problem").inner_text()
    assert opened.page.locator("#table tr").count() == 0


def test_a_problem_is_told_in_the_language_of_the_page(visit: Callable[..., Opened]) -> None:
    """Whatever the browser itself prefers; and anew where the reader changes the language."""
    problem = "document.getElementById('problem').textContent"
    opened = visit("plain", urllib.parse.urlencode({"query": "SELECT nothing", "lang": "zh"}), locale="en-GB")
    opened.wait(f"{problem}.includes('不是有效的 SPARQL：')")
    opened.page.get_by_role("button", name="English").click()
    opened.wait(f"{problem}.includes('not valid SPARQL: ')")
    opened.page.get_by_role("button", name="中文").click()
    opened.wait(f"{problem}.includes('不是有效的 SPARQL：')")
    english = visit("plain", urllib.parse.urlencode({"query": "ASK {} LIMIT x", "lang": "en"}), locale="zh-CN")
    english.wait(f"{problem}.includes('not valid SPARQL: ')")


def test_a_problem_with_a_parameter_is_told_in_the_language_of_the_page(visit: Callable[..., Opened]) -> None:
    opened = visit("plain", "question=measures-of-body&p.body=没有这个机构&lang=zh", locale="en-GB")
    chinese = opened.page.locator("#problem").inner_text()
    opened.page.get_by_role("button", name="English").click()
    opened.wait(f"document.getElementById('problem').textContent !== {json.dumps(chinese)}")
    english = opened.page.locator("#problem").inner_text()
    assert "没有这个机构" in chinese and CHINESE.search(chinese.replace("没有这个机构", ""))
    assert not CHINESE.search(english.replace("没有这个机构", ""))


def test_a_page_of_an_error_has_the_language_of_the_reader(visit: Callable[..., Opened], house: Served) -> None:
    opened = visit("plain", "lang=en", locale="zh-CN")
    opened.page.goto(f"{house.url}/nothing#lang=en")
    assert "There is nothing" in opened.page.locator("h1").inner_text()
    opened.page.goto(f"{house.url}/nothing-else#lang=zh")
    assert "没有这个地址" in opened.page.locator("h1").inner_text()


def test_triples_are_shown(visit: Callable[..., Opened]) -> None:
    text = 'CONSTRUCT { <http://e/a> <http://e/p> "q\\"\\u7701\\n"@zh , <http://e/b> } {}'
    opened = visit("plain", urllib.parse.urlencode({"query": text, "lang": "en"}))
    assert sorted(opened.rows) == [
        ["http://e/a", "http://e/p", 'q"省\n'],
        ["http://e/a", "http://e/p", "http://e/b"],
    ] or (["http://e/a", "http://e/p", 'q"省\n zh'] in opened.rows and len(opened.rows) == 2)


@pytest.mark.skipif(not has_editor(), reason="built without the editor")
def test_terms_are_completed_with_their_prefix(visit: Callable[..., Opened]) -> None:
    opened = visit("full", "lang=en")
    opened.write("SELECT * { ?s a pg:Respons")
    opened.page.keyboard.press("Control+Space")
    opened.page.locator(".cm-tooltip-autocomplete li", has_text="pg:Responsibility").first.wait_for()
    opened.page.wait_for_timeout(150)
    opened.page.keyboard.press("Enter")
    opened.wait("page.text().includes('a pg:Responsibility')")
    assert opened.query.startswith("PREFIX pg: <https://w3id.org/policygraph/def/>\nSELECT")
    assert opened.faults == []


@pytest.mark.parametrize("editor", EDITORS)
@pytest.mark.parametrize(("lang", "scheme"), [("zh", "light"), ("en", "dark")])
def test_nothing_bars_the_way(visit: Callable[..., Opened], editor: str, lang: str, scheme: str) -> None:
    opened = visit(editor, f"question=responsibilities&lang={lang}", color_scheme=scheme)
    # The views are the same whatever the editor.
    for view in ("table", "network", "chart") if editor == "plain" else ("table",):
        opened.page.locator(f"[data-view={view}]").click()
        # Rows are alike; looking at all hundred takes most of the time.
        opened.page.evaluate("document.querySelectorAll('#table tr:nth-child(n + 20)').forEach(row => row.remove())")
        found = Axe().run(opened.page)
        grave = [each for each in found.response["violations"] if each["impact"] in ("serious", "critical")]
        assert not grave, [(each["id"], [node["html"][:200] for node in each["nodes"][:3]]) for each in grave]


def test_both_languages(visit: Callable[..., Opened]) -> None:
    opened = visit("plain", "lang=zh")
    chinese = opened.page.locator("#desk").inner_text()
    assert "运行" in chinese and not re.search(r"\bRun\b|Questions|Download", chinese)
    opened.page.get_by_role("button", name="English").click()
    opened.wait("document.getElementById('status').textContent.includes('rows')")
    english = opened.page.locator("#desk").inner_text()
    assert "Run" in english and "运行" not in english and "How much does each body bear" in english
    opened.wait("document.querySelector('#table tbody').textContent.includes('Fujian')")


#: A question, and what its columns of tokens show in both languages.
SHOWN = [
    (
        "role-basis",
        {
            "role": {("牵头", "lead"), ("负责", "responsible"), ("分工负责", "within its remit"), ("配合", "support")},
            "basis": {
                ("原文写明", "stated"),
                ("列在首位", "first listed"),
                ("全文规定", "rule of the document"),
                ("默认", "by default"),
            },
        },
    ),
    (
        "bodies-by-level",
        {
            "level": {("省级", "Provincial"), ("市级", "Municipal"), ("县级", "County"), ("其他", "Other")},
            "kind": {("具名单位", "named body"), ("一类单位", "class of bodies")},
        },
    ),
]


@pytest.mark.parametrize(("at", "lang"), [(0, "zh"), (1, "en")])
@pytest.mark.parametrize(("question", "columns"), SHOWN)
def test_tokens_are_shown_by_their_names_and_saved_as_they_are(
    visit: Callable[..., Opened], question: str, columns: dict[str, set[tuple[str, str]]], at: int, lang: str
) -> None:
    opened = visit("plain", f"question={question}&lang={lang}")
    heads = opened.page.evaluate("[...document.querySelectorAll('#table .sort')].map(head => head.dataset.column)")
    saved = list(csv.DictReader(io.StringIO(save(opened, "csv").removeprefix("\ufeff"))))
    for column, names in columns.items():
        shown = {row[heads.index(column)] for row in opened.rows}
        assert shown and shown <= {name[at] for name in names}
        tokens = {row[column] for row in saved}
        assert len(tokens) == len(shown) and all(re.fullmatch("[a-z-]+", token) for token in tokens)


def test_levels_are_sorted_from_the_top_down_and_named_in_the_chart(visit: Callable[..., Opened]) -> None:
    opened = visit("plain", "question=load-by-level&lang=zh")
    opened.page.locator("#table .sort[data-column=level]").click()
    levels = [row[0] for row in opened.rows]
    order = ["国家级", "省级", "市级", "县级", "乡镇级", "其他"]
    assert len(levels) > 2 and levels == [level for level in order if level in levels]
    opened.page.get_by_role("button", name="图表", exact=True).click()
    assert set(opened.page.locator(".bar-label").all_inner_texts()) == set(levels)


def test_the_atlas_is_in_place(visit: Callable[..., Opened], house: Served) -> None:
    opened = visit("plain", "question=measures-of-body&p.body=省教育厅&lang=en")
    opened.page.locator("#table tbody a").first.click()
    opened.page.get_by_role("heading", level=1).wait_for()
    assert opened.page.url == f"{house.url}/atlas/body/350000/education.html"
    opened.page.goto(f"{house.url}/#lang=en")
    opened.page.get_by_role("link", name="Networks").click()
    assert opened.page.url == f"{house.url}/atlas/networks.html"
    assert opened.away == []


def test_the_page_lets_nothing_in(house: Served) -> None:
    answer = house.ask("/", Accept="text/html,*/*;q=0.8")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert house.ask("/", Accept="text/turtle").headers["Content-Type"].startswith("text/turtle")
    names = set(re.findall(r'(?:src|href)="(/assets/[^"]+)"', answer.text))
    assert len(names) > 8
    for name in names:
        asset = house.ask(name)
        assert asset.status == 200
        assert house.ask(name, If_None_Match=asset.headers["ETag"]).status == 304
