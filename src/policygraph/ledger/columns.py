"""The columns of a ledger: what each holds, how wide it is, and which ones a department fills in."""

from __future__ import annotations

from dataclasses import dataclass

from ..texts import Bilingual, texts

__all__ = ["COLUMNS", "REPORTED", "Column"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a ledger.

    Attributes:
        field: What it holds; the key of its heading in ``texts.json`` is ``ledger_FIELD``.
        width: Its width in Chinese characters.
        reported: Whether a department fills it in.
    """

    field: str
    width: int
    reported: bool = False

    @property
    def heading(self) -> Bilingual:
        """The heading in both languages."""
        return texts()[f"ledger_{self.field}" if self.field != "note" else "ledger_note_column"]


#: The columns in the order of a sheet.
COLUMNS = (
    Column("number", 4),
    Column("source", 12),
    Column("category", 8),
    Column("task", 28),
    Column("lead", 10),
    Column("responsible", 12),
    Column("support", 12),
    Column("deadline", 8),
    Column("quote", 18),
    Column("progress", 20, reported=True),
    Column("state", 6, reported=True),
    Column("completed", 8, reported=True),
    Column("note", 10, reported=True),
)
#: The fields that a department fills in.
REPORTED = tuple(column.field for column in COLUMNS if column.reported)
