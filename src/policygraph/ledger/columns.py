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
