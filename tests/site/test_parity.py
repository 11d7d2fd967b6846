"""Every page is there in both languages, in the navigation, and with the same structure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from doc_pages import DOCS, LANGS, blocks, headings, outlines, pages

BOTH = sorted(pages("en") & pages("zh"))


def planned(lang: str) -> Iterator[str]:
    """The pages in the navigation of a language."""

    def walk(entry: Any) -> Iterator[str]:
        if isinstance(entry, str):
            yield entry
        else:
            for part in entry.values() if isinstance(entry, dict) else entry:
                yield from walk(part)

    yield from walk(yaml.safe_load((DOCS / "site" / f"{lang}.yml").read_text(encoding="utf-8"))["nav"])


def complain(found: list[str]) -> None:
    assert not found


def test_both_languages_have_the_same_navigation() -> None:
    assert list(planned("en")) == list(planned("zh"))


def test_every_page_is_in_both_languages_and_in_the_navigation() -> None:
    wanted = pages("en") | pages("zh") | set(planned("en"))
    # The hook of the site adds the questions to the navigation.
    unplanned = {page for page in wanted - set(planned("en")) if not page.startswith("reference/questions/")}
    complain(
        [f"missing: {lang}/{page}" for lang in LANGS for page in sorted(wanted - pages(lang))]
        + [f"not in the navigation: {page}" for page in sorted(unplanned)]
    )


@pytest.mark.parametrize("page", BOTH)
def test_a_page_has_the_same_structure_in_both_languages(page: str) -> None:
    texts = {lang: (DOCS / lang / page).read_text(encoding="utf-8") for lang in LANGS}
    shapes = {
        lang: {
            "levels of headings": [level for level, _ in headings(text)],
            "code blocks": len(list(blocks(text))),
            "commands": outlines(text),
        }
        for lang, text in texts.items()
    }
    complain(
        [
            f"{page}: {what}: {shapes[lang][what]}"
            for what in shapes["en"]
            if shapes["en"][what] != shapes["zh"][what]
            for lang in LANGS
        ]
    )
