"""What a person sees while a corpus is built; the base says nothing."""

from __future__ import annotations

from typing import Any

from ..texts import Names, filled, text

__all__ = ["Bar", "Progress"]


class Progress:
    """Told how far the work is."""

    def found(self) -> None:
        """One more document was found."""

    def start(self, total: int, done: int) -> None:
        """So many documents are to be built, some of them built before an interruption."""

    def advance(self, documents: int, failed: int) -> None:
        """Some more are built; some of them could not be read."""

    def note(self, what: Names) -> None:
        """What is done now."""


class Bar(Progress):
    """A bar on standard error with the rate and the time left; on something else than a terminal, nothing moves."""

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
            disable=not Console(stderr=True).is_terminal,
        )
        self._lang, self._failed = lang, 0
        self._task = self._bar.add_task(text("progress_looking", lang), total=None, rate="")

    def __enter__(self) -> Bar:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def found(self) -> None:
        """One more document was found."""
        self._bar.advance(self._task)

    def start(self, total: int, done: int) -> None:
        """The number of documents is known."""
        self._bar.reset(self._task, total=total, completed=done, rate="")
        self.note(filled("progress_building"))

    def advance(self, documents: int, failed: int) -> None:
        """Some more are built."""
        self._failed += failed
        self._bar.advance(self._task, documents)
        task: Any = next(task for task in self._bar.tasks if task.id == self._task)
        said = [filled("progress_rate", rate=round(task.speed))] if task.speed else []
        said += [filled("progress_unread", n=self._failed)] if self._failed else []
        self._bar.update(self._task, rate=filled("verbatim", message=said).of(self._lang))

    def note(self, what: Names) -> None:
        """What is done now."""
        self._bar.update(self._task, description=what.of(self._lang))
