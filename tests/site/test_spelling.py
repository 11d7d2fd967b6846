"""Words on the English pages are spelled right: British spelling, and the words of ``docs/site/words.txt``."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from doc_pages import DOCS
from needs import lacking

pytestmark = pytest.mark.slow

WORDS = DOCS / "site" / "words.txt"
#: What is no prose.
CODE = "script, style, pre, code, kbd, nav, [lang=zh], [lang=zh-Hans], .doc-signature, .headerlink, .site-language"
#: What is on a page and no word: addresses, names of files, identifiers.
NO_WORD = re.compile(
    r"\S*(?:://|[/@_=\d]|\.\w)\S*|\b(?:pg|eli|cv|skos|org|oa|dcterms|prov|id|sh|foaf):\w+|[^\x00-\x7f’]+"
)


def misspelled(words: set[str]) -> set[str]:
    """The words that the dictionary and the list do not know."""
    if shutil.which("hunspell") is None:
        lacking("no hunspell: install hunspell and hunspell-en-gb")
    command = ["hunspell", "-d", "en_GB", "-p", str(WORDS), "-l", "-i", "utf-8"]
    done = subprocess.run(command, input="\n".join(sorted(words)), capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def words_of(html: str) -> set[str]:
    """The words of the prose of a page."""
    page = LexborHTMLParser(html)
    for node in page.css(CODE):
        node.decompose()
    body = page.body
    assert body is not None
    text = NO_WORD.sub(" ", body.text(separator=" ").replace("’", "'"))
    return set(re.findall(r"[A-Za-z][A-Za-z'-]*[A-Za-z]", text))


def test_the_words_of_every_page_are_spelled_right(built_site: Path) -> None:
    where: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted((built_site / "en").rglob("*.html")):
        for word in words_of(path.read_text(encoding="utf-8")):
            where[word].append(path.relative_to(built_site).as_posix())
    assert len(where) > 1000
    wrong = misspelled(set(where))
    assert [f"{word}: {', '.join(where.get(word, ['?'])[:3])}" for word in sorted(wrong)] == []


def test_a_misspelled_word_is_found() -> None:
    found = words_of(
        "<body><p>The responsability of a body: pg:Measure, a_b, file.txt</p><code>responsabel</code></body>"
    )
    assert misspelled(found) == {"responsability"}


def test_every_word_of_the_list_is_needed() -> None:
    listed = WORDS.read_text(encoding="utf-8").split()
    assert listed == sorted(set(listed), key=lambda word: (word.lower(), word)), "sort docs/site/words.txt"
    if shutil.which("hunspell") is None:
        lacking("no hunspell: install hunspell and hunspell-en-gb")
    done = subprocess.run(["hunspell", "-d", "en_GB", "-l"], input="\n".join(listed), capture_output=True, text=True)
    assert sorted(set(listed) - set(done.stdout.split())) == [], "the dictionary has these"
