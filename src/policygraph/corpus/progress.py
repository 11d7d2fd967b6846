"""The progress of a build, shown on a terminal or not shown."""

from __future__ import annotations

import sys
from typing import Any, Self

from ..texts import Bilingual, filled, text

__all__ = ["Bar", "PageLines", "Progress"]


class Progress:
    """Receives the progress of a build and shows nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Stop showing the progress."""

    def found(self) -> None:
        """Count a document that was found."""

    def start(self, total: int, done: int) -> None:
        """Start reading ``total`` documents, of which ``done`` were read before an interruption."""

    def advance(self, documents: int, failed: int) -> None:
        """Count documents that were read, and how many of them could not be read."""

    def note(self, what: Bilingual) -> None:
        """Show the current step."""

    def page(self, done: int, pages: int) -> None:
        """Count the pages of a document that are recognised."""


class PageLines(Progress):
    """Writes a line on standard error for each recognised page, and nothing else."""

    def __init__(self, lang: str = "zh") -> None:
        self._lang = lang

    def page(self, done: int, pages: int) -> None:
        """Show the number of recognised pages."""
        print(filled("progress_page", done=done, pages=pages).of(self._lang), file=sys.stderr, flush=True)


class Bar(Progress):
    """A progress bar on standard error with the rate and the time left."""

    def __init__(self, lang: str = "zh") -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        self._bar = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TextColumn(text("progress_left", lang)),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._lang, self._failed = lang, 0
        self._task = self._bar.add_task(text("progress_looking", lang), total=None, rate="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def found(self) -> None:
        """Count a document that was found."""
        self._bar.advance(self._task)

    def start(self, total: int, done: int) -> None:
        """Show the number of documents."""
        self._bar.reset(self._task, total=total, completed=done, rate="")
        self.note(filled("progress_building"))

    def advance(self, documents: int, failed: int) -> None:
        """Count documents that were read."""
        self._failed += failed
        self._bar.advance(self._task, documents)
        task: Any = next(task for task in self._bar.tasks if task.id == self._task)
        notes = [filled("progress_rate", rate=round(task.speed))] if task.speed else []
        notes += [filled("progress_unread", n=self._failed)] if self._failed else []
        self._bar.update(self._task, rate=filled("verbatim", message=notes).of(self._lang))

    def page(self, done: int, pages: int) -> None:
        """Show the number of recognised pages."""
        self.note(filled("progress_page", done=done, pages=pages))

    def note(self, what: Bilingual) -> None:
        """Show the current step."""
        self._bar.update(self._task, description=what.of(self._lang))
