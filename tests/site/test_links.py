"""Every link on every page of the built site leads somewhere, and nothing comes from elsewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

pytestmark = pytest.mark.slow

#: Persistent addresses of what is on the site, and where it is there.
PERSISTENT = {"https://w3id.org/policygraph/docs/": "", "https://w3id.org/policygraph/def/": "def/"}
ATTRIBUTES = {"a": "href", "link": "href", "img": "src", "script": "src", "iframe": "src", "source": "src"}


class Pages:
    """The pages of a site: their anchors, and what they refer to."""

    def __init__(self, root: Path) -> None:
        self.files = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
        self.anchors: dict[str, set[str]] = {}
        self.links: dict[str, list[tuple[str, str]]] = {}
        for name in sorted(each for each in self.files if each.endswith(".html")):
            page = LexborHTMLParser((root / name).read_text(encoding="utf-8"))
            ids = {node.attributes["id"] for node in page.css("[id]")} | {
                node.attributes["name"] for node in page.css("a[name]")
            }
            self.anchors[name] = {each for each in ids if each}
            self.links[name] = [
                (tag, node.attributes[attribute] or "")
                for tag, attribute in ATTRIBUTES.items()
                for node in page.css(f"{tag}[{attribute}]")
            ]

    def broken(self, name: str, address: str) -> str:
        """Return what is wrong with a link on a page; nothing if it leads somewhere."""
        for prefix, folder in PERSISTENT.items():
            if address.startswith(prefix):
                target, anchor = urldefrag(folder + address.removeprefix(prefix))
                return self.missing(target, anchor, suffixes=("", ".html", ".ttl", "index.html", "/index.html"))
        if urlsplit(address).scheme or address.startswith("//"):
            return ""
        target, anchor = urldefrag(urljoin(f"https://site/{name}", address))
        if not target.startswith("https://site/"):
            return "outside the site"
        return self.missing(target.removeprefix("https://site/"), anchor, suffixes=("", "index.html"))

    def missing(self, target: str, anchor: str, suffixes: tuple[str, ...]) -> str:
        """Return which part of a target is not there."""
        target = unquote(target)
        found = next((target + suffix for suffix in suffixes if target + suffix in self.files), None)
        if found is None:
            return "no such file"
        return "" if not anchor or found not in self.anchors or unquote(anchor) in self.anchors[found] else "no anchor"


@pytest.fixture(scope="module")
def pages(built_site: Path) -> Pages:
    return Pages(built_site)


def test_every_link_leads_somewhere(pages: Pages) -> None:
    assert len(pages.links) > 1000
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, links in pages.links.items():
        for _, address in links:
            if problem := pages.broken(name, address):
                found[f"{address}: {problem}"].append(name)
    lines = [f"{what}, on {len(where)}: {where[0]}" for what, where in sorted(found.items())]
    assert lines == []


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<a href="b.html#x">b</a><h1 id="here">a</h1>', encoding="utf-8")
    (tmp_path / "b.html").write_text('<a href="a.html#%68ere">a</a><img src="c.png">', encoding="utf-8")
    pages = Pages(tmp_path)
    assert pages.broken("a.html", "b.html#x") == "no anchor"
    assert pages.broken("b.html", "a.html#%68ere") == ""
    assert pages.broken("b.html", "c.png") == "no such file"
    assert pages.broken("b.html", "../../c.png") == "no such file"
    assert pages.broken("b.html", "https://w3id.org/policygraph/docs/a.html#nowhere") == "no anchor"
    assert pages.broken("b.html", "https://example.org/") == ""


def test_nothing_is_loaded_from_elsewhere(pages: Pages, built_site: Path) -> None:
    loaded = {
        address
        for links in pages.links.values()
        for tag, address in links
        if tag in ("img", "script", "iframe", "source") and urlsplit(address).scheme not in ("", "data")
    }
    assert loaded == set()
    for path in built_site.rglob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", path.read_text(encoding="utf-8")), path.name
    for name in pages.links:
        if name.startswith(("en/", "zh/")):
            sheets = LexborHTMLParser((built_site / name).read_text(encoding="utf-8")).css("link[rel=stylesheet]")
            assert sheets and not any(urlsplit(each.attributes["href"] or "").scheme for each in sheets), name


def test_every_page_has_a_link_to_the_same_page_in_the_other_language(pages: Pages, built_site: Path) -> None:
    compared = 0
    for name in pages.links:
        lang, _, rest = name.partition("/")
        if lang in ("en", "zh"):
            page = LexborHTMLParser((built_site / name).read_text(encoding="utf-8"))
            link = page.css_first("a.site-language")
            other = {"en": "zh", "zh": "en"}[lang]
            assert link is not None and link.attributes["hreflang"] == other, name
            target = urljoin(f"https://site/{name}", link.attributes["href"] or "")
            assert target == f"https://site/{other}/{rest}", name
            compared += 1
    assert compared > 150
