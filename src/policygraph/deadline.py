"""The deadline of a measure or of one body's part in it, and the rule that says whether there is one.

A deadline is *dated* if the text makes its day certain (2022年10月底前), *worded* if it only has words (长期坚持),
and *none* without either. Pages, scripts and counts follow this rule; the queries state the same in SPARQL.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

__all__ = ["Deadline", "DeadlineKind"]

DeadlineKind = Literal["dated", "worded", "none"]


class Deadline(NamedTuple):
    """A day, the words that state it, both or neither; false without either.

    Attributes:
        day: The last day of the stated period.
        words: The words of the text.

    Example:
        >>> dated, worded = Deadline(date(2022, 10, 31), "2022年10月底前"), Deadline(words="长期坚持")
        >>> [(each.kind, each.value, each.label) for each in (dated, worded)]
        [('dated', '2022-10-31', '2022年10月底前'), ('worded', '长期坚持', '长期坚持')]
        >>> Deadline().kind, bool(Deadline())
        ('none', False)
    """

    day: date | None = None
    words: str = ""

    def __bool__(self) -> bool:
        return self.kind != "none"

    @property
    def kind(self) -> DeadlineKind:
        """Whether there is a day, only words, or neither."""
        return "dated" if self.day else "worded" if self.words else "none"

    @property
    def value(self) -> str:
        """The day as an ISO date, or else the words: what tables and queries have."""
        return self.day.isoformat() if self.day else self.words

    @property
    def label(self) -> str:
        """The words, or else the day as an ISO date: what pages show."""
        return self.words or self.value
