"""What every reader is given: the bytes of one file, its name, and the way to refuse it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from policygraph.errors import SourceError
from policygraph.texts import Names

__all__ = ["Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """One file in memory. ``path`` is how the user named it, for messages; nothing is read through it.

    ``place`` is where it stands within a file that holds several, for messages too.
    """

    path: str
    data: bytes
    place: Names | None = None

    @property
    def name(self) -> str:
        """The file's name without folder and suffix."""
        return PurePath(self.path).stem

    @property
    def suffix(self) -> str:
        """The suffix in lower case with its dot; empty where there is none."""
        return PurePath(self.path).suffix.lower()

    def error(self, key: str, **values: Any) -> SourceError:
        """Make the error that says, in one line, what is wrong with this file and how to mend it.

        >>> str(Source("plan.txt", b"").error("file_empty"))
        'plan.txt is empty: there is nothing in it'
        """
        return SourceError(key, path=self.place or self.path, **values)

    def missing(self, package: str) -> SourceError:
        """Make the error for a format whose library is not installed."""
        return self.error("library_missing", package=package)
