"""Pages that show what commands print: the commands are run as shown, in a folder that has only what the page makes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from doc_pages import DOCS, LANGS
from shown_sessions import blocks, matches, play

#: The pages that are run, in both languages; the others take longer.
PAGES = (
    pytest.param("getting-started.md", marks=pytest.mark.full),
    "guides/lexicon.md",
    "guides/tables.md",
    pytest.param("tutorials/corpus.md", marks=pytest.mark.full),
    "tutorials/word-to-ledger.md",
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="the commands are for a POSIX shell"),
]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("page", PAGES)
def test_commands_print_what_the_page_shows(page: str, lang: str, tmp_path: Path) -> None:
    text = (DOCS / lang / page).read_text(encoding="utf-8")
    shown = 0
    for commands, expected, printed in play(text, lang, tmp_path):
        shown += bool(expected)
        assert matches(expected, printed) if expected else not printed.endswith(("\n1\n", "\n2\n")), (
            f"{commands}\n{printed}"
        )
    assert shown == sum(block.kind == "output" for block in blocks(text)) > 0
