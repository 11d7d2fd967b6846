"""Name the metadata of a ledger: the marks of its hidden sheet and its properties."""

from __future__ import annotations

from datetime import datetime

__all__ = ["AS_WRITTEN", "CARRIED", "CREATED", "FORMAT", "LISTED", "META_SHEET", "STATES"]

#: The version of the format; files of later versions are not read, because their cells may mean something else.
FORMAT = 1
#: The hidden sheet: names and values by which ``status`` recognises a ledger.
META_SHEET = "policygraph"
#: Prefix of names in the hidden sheet: the digest of a row that was written with a report.
AS_WRITTEN = "as written "
#: Prefix of names with the key of a task: the value is the key of the task that its reports were carried over from.
CARRIED = "carried "
#: Prefix of names with a sheet and the key of a row, ``鼓楼区教育局!…``: the value is the body whose list it is.
LISTED = "listed "
#: The column of the hidden sheet with the states to choose from, to the right of names and values.
STATES = 3
#: The fixed date in the properties of the file: the current date would make each copy differ.
CREATED = datetime(2000, 1, 1)
