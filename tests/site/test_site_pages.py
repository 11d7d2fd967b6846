"""The pages of the built site in a real browser: fit for all readers, at any width, and searched without a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from doc_pages import LANGS, pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.browser]

#: One page of each kind.
SAMPLE = (
    "index",
    "guides/review",
    "reference/commands",
    "reference/python",
    "reference/questions/index",
    "reference/questions/status-overdue",
    "reference/questions/describe-body",
    "tutorials/notebook-tour",
    "explanation/analysis",
)
#: All pages in bundles: a browser is started once for each process, and a bundle is one test.
BUNDLES = 8
OPTIONS = {"preload": False, "resultTypes": ["violations"]}


def everything() -> list[str]:
    return sorted(f"{lang}/{page.removesuffix('.md')}" for lang in LANGS for page in pages(lang))


@pytest.fixture(params=["light", "dark"])
def window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A window of the width of a desk in the light, of a phone in the dark."""
    width = 1280 if request.param == "light" else 360
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=request.param)
    yield context.new_page()
    context.close()


def problems(window: Page, root: Path, name: str) -> list[str]:
    """What is wrong with a page: what axe-core finds, errors of scripts, a page wider than the window."""
    from axe_playwright_python.sync_playwright import Axe

    said: list[str] = []
    window.on("pageerror", lambda error: said.append(str(error)))
    window.goto(f"{(root / name).as_uri()}.html")
    window.wait_for_load_state("load")
    wide = window.evaluate("document.documentElement.scrollWidth - innerWidth")
    found: list[dict[str, Any]] = Axe().run(window, options=OPTIONS).response["violations"]
    said += [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]
    said += [f"{wide} pixels too wide"] if wide > 0 else []
    return [f"{name}: {each}" for each in said]


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_of_each_kind_is_fit_for_all_readers(built_site: Path, window: Page, lang: str) -> None:
    names = [f"{lang}/{name}" for name in SAMPLE]
    there = [name for name in names if (built_site / f"{name}.html").exists()]
    assert there == names
    assert [problem for name in there for problem in problems(window, built_site, name)] == []


@pytest.mark.full
@pytest.mark.parametrize("bundle", range(BUNDLES))
def test_every_page_is_fit_for_all_readers(built_site: Path, window: Page, bundle: int) -> None:
    names = everything()[bundle::BUNDLES]
    assert len(names) > 10
    assert [problem for name in names for problem in problems(window, built_site, name)] == []


SEARCH = """async (words) => {
  document.querySelector("label[for=__search]").click();
  const field = document.querySelector(".md-search__input");
  field.focus();
  field.value = words;
  field.dispatchEvent(new Event("input"));
  field.dispatchEvent(new KeyboardEvent("keyup", {key: "a"}));
}"""


@pytest.mark.parametrize(
    "lang, words, target",
    [
        ("en", "overdue", "reference/questions/status-overdue.html"),
        ("zh", "逾期任务", "reference/questions/status-overdue.html"),
        ("zh", "WPS", "getting-started.html"),
        ("zh", "Windows", "getting-started.html"),
        ("zh", "LibreOffice", "guides/ledger.html"),
        ("zh", "queries", "reference/commands.html"),
    ],
)
def test_the_site_is_searched_from_a_folder(
    built_site: Path, browser: Browser, lang: str, words: str, target: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{(built_site / lang / 'reference/commands.html').as_uri()}")
    page.wait_for_function("document.querySelector('.md-search__input')")
    page.evaluate(SEARCH, words)
    page.locator(f".md-search-result__link[href*='{target}']").first.wait_for(timeout=20_000)
    assert [address for address in asked if not address.startswith(("file:", "data:", "blob:", "about:"))] == []
    context.close()


def test_the_start_page_leads_to_the_language_of_the_reader(built_site: Path, browser: Browser) -> None:
    for locale, lang in (("en-GB", "en"), ("zh-TW", "zh"), ("fr-FR", "zh")):
        context = browser.new_context(locale=locale)
        page = context.new_page()
        page.goto((built_site / "index.html").as_uri())
        page.wait_for_url(f"**/{lang}/index.html")
        context.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built_site / "index.html").as_uri())
    assert [link.get_attribute("href") for link in page.locator("a").all()] == ["zh/index.html", "en/index.html"]
    context.close()
