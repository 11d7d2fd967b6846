"""The pages as written: what is shown in one language has no words of the other.

A page holds both languages; elements of the class ``zh`` are shown to readers of Chinese and those of the class ``en``
to readers of English. Names, titles and quotes of the documents stay in Chinese: in English sentences they stand in
quotation marks, elsewhere they are no part of either language's words but ``lang="zh"`` alone. ``other-name`` shows a
body's name in the language that the reader did not choose.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from policygraph.atlas import write_atlas
from policygraph.corpus import build
from policygraph.model import LEVELS, ROLES
from policygraph.resources import examples_dir
from policygraph.texts import texts

PREFIXES = ("kind_", "basis_")
TOKENS = {*LEVELS, *ROLES, *(key.partition("_")[2] for key in texts() if key.startswith(PREFIXES))}
TOKEN = re.compile(rf"(?<![A-Za-z-])(?:{'|'.join(map(re.escape, sorted(TOKENS)))})(?![A-Za-z-])")
CHINESE = re.compile("[\u3400-\u9fff]")
QUOTED = re.compile("“[^”]*”")
ONE_OF_MANY = re.compile(r"(?<![\d.,])1 (?:measures|bodies|documents|ties|nodes|rows|responsibilities)\b")
#: What both languages show alike: addresses, and the names of formats and of the other language.
ALIKE = {"English", "中文", "Turtle", "JSON-LD"}


def faults(html: str) -> list[str]:
    """The words of a page that stand in the wrong language, and plurals behind a one."""
    page = LexborHTMLParser(html)
    for node in page.css("script, style, .other-name"):
        node.decompose()
    body = page.body
    assert body is not None
    chinese = [node.text() for node in body.css(".zh")]
    english = [node.text() for node in body.css(".en")]
    assert len(chinese) > 10 and len(english) > 10
    found = [text for text in chinese if TOKEN.search(text)]
    found += [text for text in english if CHINESE.search(QUOTED.sub("", text))]
    for node in body.css(".zh"):
        node.decompose()
    # A number and its word may be in two elements.
    found += ONE_OF_MANY.findall(" ".join(body.text(separator=" ").split()))
    for node in body.css(".en, [lang=zh], code"):
        node.decompose()
    rest = (line.strip() for line in body.text(separator="\n").splitlines())
    return found + [text for text in rest if text not in ALIKE and (TOKEN.search(text) or CHINESE.search(text))]


@pytest.mark.parametrize("single", [False, True])
def test_each_language_has_its_own_words(tmp_path: Path, single: bool) -> None:
    examples = build(sorted(examples_dir().glob("*.txt"))).dataset
    write_atlas(examples, tmp_path, single_file=single)
    pages = sorted(tmp_path.rglob("*.html"))
    assert len(pages) == 1 if single else len(pages) > 50
    found = {str(page.relative_to(tmp_path)): faults(page.read_text(encoding="utf-8")) for page in pages}
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("fragment", "fault"),
    [
        ('<p><bdi class="zh" lang="zh">county单位</bdi></p>', "county单位"),
        ('<p><bdi class="en" lang="en">省级 bodies</bdi></p>', "省级 bodies"),
        ('<p><b>1</b> <bdi class="en" lang="en">measures</bdi></p>', "1 measures"),
        ("<td>lead</td>", "lead"),
        ("<td>牵头</td>", "牵头"),
        ('<p><bdi class="en" lang="en">In “（一）措施” the duty stops</bdi></p>', None),
        ('<p><bdi lang="zh">责任单位：lead</bdi></p>', None),
    ],
)
def test_what_the_scan_finds(fragment: str, fault: str | None) -> None:
    both = '<bdi class="zh" lang="zh">单位</bdi><bdi class="en" lang="en">body</bdi>' * 11
    assert faults(f"<body>{both}{fragment}</body>") == ([fault] if fault else [])
