"""The pages of the measurements: the Chinese one has the figures of the English one, in Chinese words."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from doc_pages import DOCS

page = import_module("benchmarks.page")
ENGLISH = DOCS / "en" / "reference" / "performance.md"
CHINESE = DOCS / "zh" / "reference" / "performance.md"


def test_both_pages_are_written_from_the_same_figures(tmp_path: Path) -> None:
    read = page.read_page(ENGLISH)
    assert len(read.sections) > 5 and read.rows
    assert all("\nMachine: " in section for section in read.sections.values())
    for lang, kept in (("en", ENGLISH), ("zh", CHINESE)):
        page.write_page(read, tmp_path / "page.md", lang)
        assert (tmp_path / "page.md").read_text("utf-8") == kept.read_text("utf-8"), "run: benchmarks/run.py --pages"


def test_every_figure_is_on_both_pages() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ENGLISH, CHINESE)]
    figures = [sorted(page.NUMBER.findall(text)) for text in texts]
    assert figures[0] == figures[1] and len(figures[0]) > 500


def test_all_words_are_there_in_chinese() -> None:
    assert page.find_untranslated(page.read_page(ENGLISH)) == set(), "benchmarks/chinese.yaml lacks these"


def test_words_that_are_missing_are_found_and_stay_english(tmp_path: Path) -> None:
    made = page.Page()
    made.rows["new"].append("| new: seconds to do a thing | 3 | ≤ 4 | yes |")
    made.sections["new"] = (
        "## new\n\nHow fast a thing is.\n\n```text\nprinted 5 times\n```\n\nMachine: fast, 2 cores.\n"
    )
    assert page.find_untranslated(made) == {"new: seconds to do a thing", "How fast a thing is."}
    page.write_page(made, tmp_path / "page.md", "zh")
    written = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "| new: seconds to do a thing | 3 | ≤ 4 | 是 |" in written and "printed 5 times" in written
    assert "机器：fast, 2 核。" in written
