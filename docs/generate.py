"""Generate the reference pages that come from the program itself: questions, commands, tables of the ontology.

    python -m docs.generate

A test fails if a page is older than what it describes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .commands import write_commands
from .ontology.tables import write_tables
from .questions import write_questions

__all__ = ["PAGES", "main"]

HERE = Path(__file__).resolve().parent
LANGS = ("en", "zh")


def write_reference(lang: str) -> dict[str, str]:
    """Write the single pages of the reference in a language: commands, and the ontology's with its tables."""
    return {**write_commands(lang), **write_tables(lang)}


#: What writes the pages of a language, by their folder: the texts by their names in it.
PAGES: dict[str, Callable[[], dict[str, str]]] = {
    f"{lang}/reference{folder}": lambda write=write, lang=lang: write(lang)
    for lang in LANGS
    for folder, write in (("", write_reference), ("/questions", write_questions))
}


def main() -> None:
    """Write all pages, and remove those of questions that are gone."""
    for folder, write in PAGES.items():
        pages = write()
        (HERE / folder).mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            (HERE / folder / name).write_text(text, encoding="utf-8")
        if folder.endswith("/questions"):
            for path in (HERE / folder).iterdir():
                if path.name not in pages:
                    path.unlink()
        print(f"wrote {len(pages)} pages in docs/{folder}")


if __name__ == "__main__":
    main()
