"""What a ledger says of itself, beside what a reader sees: its hidden sheet and its properties."""

from __future__ import annotations

from datetime import datetime

__all__ = ["AS_WRITTEN", "CARRIED", "CREATED", "FORMAT", "LISTED", "META_SHEET", "STATES"]

#: The version of the form of a ledger; a file of a later one is not read, because its cells may mean something else.
FORMAT = 1
#: The hidden sheet: names and values by which ``status`` recognises a ledger.
META_SHEET = "policygraph"
#: Names in the hidden sheet that begin so hold the digest of a row that was written with a report.
AS_WRITTEN = "as written "
#: Names that begin so have the key of a task, and hold the key of the task that its reports were carried over from.
CARRIED = "carried "
#: Names that begin so have a sheet and the key of a row in it, ``鼓楼区教育局!…``, and hold the body whose list it is.
LISTED = "listed "
#: The column of the hidden sheet that has the states to choose from, behind the names and values.
STATES = 3
#: The day in the properties of the file; the clock would make each copy differ.
CREATED = datetime(2000, 1, 1)
