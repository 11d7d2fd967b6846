"""Define the columns of a ledger: their content, their width, and which ones a department fills in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ..texts import Bilingual, texts

__all__ = ["COLUMNS", "REPORTED", "Column"]


#: The width of a heading alone.
_NARROW = 4


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a ledger.

    Attributes:
        field: Its content; the key of its heading in ``texts.json`` is ``ledger_FIELD``.
        width: Its width in Chinese characters.
        reported: Whether a department fills it in.
    """

    field: str
    width: int
    reported: bool = False

    def fit(self, rows: Iterable[Mapping[str, object]]) -> Column:
        """Narrow the column if it is empty, so that the other ones are wider on paper.

        Args:
            rows: The values of the rows by field.

        Returns:
            The column, no wider than its heading if it is empty and nobody is to fill it in.
        """
        is_kept = self.reported or any(row.get(self.field) for row in rows)
        return self if is_kept else replace(self, width=min(self.width, _NARROW))

    @property
    def heading(self) -> Bilingual:
        """The heading in both languages."""
        return texts()[f"ledger_{self.field}"]


#: The columns in the order of a sheet.
COLUMNS = (
    Column("number", 3),
    Column("source", 9),
    Column("category", 7),
    Column("task", 20),
    Column("lead", 7),
    Column("responsible", 9),
    Column("support", 8),
    Column("deadline", 7),
    Column("quote", 12),
    Column("progress", 13, reported=True),
    Column("state", 5, reported=True),
    Column("completed", 7, reported=True),
    Column("note", 6, reported=True),
)
#: The fields that a department fills in.
REPORTED = tuple(column.field for column in COLUMNS if column.reported)
