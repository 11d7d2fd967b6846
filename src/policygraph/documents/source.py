"""What every reader is given: the bytes of one file, its name, and the way to refuse it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from policygraph.errors import SourceError

__all__ = ["Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """One file in memory. ``path`` is how the user named it, for messages; nothing is read through it."""

    path: str
    data: bytes

    @property
    def name(self) -> str:
        """The file's name without folder and suffix."""
        return PurePath(self.path).stem

    @property
    def suffix(self) -> str:
        """The suffix in lower case with its dot; empty where there is none."""
        return PurePath(self.path).suffix.lower()

    def error(self, message: str) -> SourceError:
        """Make the error that says, in one line, what is wrong with this file and how to mend it.

        >>> str(Source("plan.txt", b"").error("is empty"))
        'plan.txt is empty'
        """
        return SourceError(" ".join(f"{self.path} {message}".split()))

    def missing(self, package: str) -> SourceError:
        """Make the error for a format whose library is not installed."""
        return self.error(f"needs the library {package}, which is not installed: pip install 'policygraph[formats]'")
