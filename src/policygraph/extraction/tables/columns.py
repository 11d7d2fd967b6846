"""The columns of a task table: the field of each, by its header or as the caller says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ...errors import UsageError
from ...model import Role, Table, TableCell
from ...registry import any_of, lexicon
from ..forms.clauses import only_bodies
from ..phrases.labels import may_label_column, role_of_column
from ..text.folding import fold, squeeze
from ..text.spans import LONGEST

__all__ = ["FEW_ROWS", "PARTS", "find_columns"]

_FIELDS = ("category", "number", "measure", "text", "lead", "responsible", "joint", "support", "deadline")
#: The fields of bodies, and their roles.
PARTS: dict[str, Role] = {"lead": "lead", "responsible": "responsible", "joint": "joint", "support": "support"}
#: The names of columns by field, without spaces and brackets.
_HEADERS = {field: re.compile(pattern, re.IGNORECASE) for field, pattern in lexicon().columns.items()}
_PERSON = re.compile(any_of(lexicon().persons["columns"]))
#: Separators between the names of a column for two things.
_PARTED = re.compile("[及和与、/,]")
_PROBLEM = re.compile("问题$")
#: How many rows are searched for bodies.
FEW_ROWS = 5


def find_columns(table: Table, given: Mapping[str, Sequence[str]] | None = None) -> dict[str, list[int]] | None:
    """Find the columns of each field; ``None`` if the table is not a table of tasks.

    ``given`` maps fields to names of columns and replaces the recognition: the result is ``None`` if a column is
    missing. An unknown field raises ``UsageError``.
    """
    header = [squeeze(fold(name)) for name in table.header]
    if given:
        return _given(table, header, given)
    found: dict[str, list[int]] = {}
    for index, name in enumerate(header):
        plain = re.sub(r"\(.*?\)", "", name)
        column = _field(plain) if 0 < len(plain) <= 20 else None
        if column is None and may_label_column(plain) and _holds_bodies(table.rows, index):
            column = lexicon().labels.whole.get(plain, "responsible")
        if column is not None:
            # The second column that could be the measure is its text.
            found.setdefault("text" if column == "measure" and "measure" in found else column, []).append(index)
    main = [index for index in found.get("lead", ()) if "牵头" not in header[index]]
    if main and len(main) < len(found["lead"]):
        # 牵头部门 beside 主责单位: the first leads, the second is responsible.
        found["lead"] = [index for index in found["lead"] if index not in main]
        found.setdefault("responsible", []).extend(main)
    if "measure" not in found and "text" in found:
        found["measure"] = [found["text"].pop(0)]
    if "measure" not in found and (problems := [n for n, name in enumerate(header) if _PROBLEM.search(name)]):
        # If no column says what is to be done, the problem stands for the measure.
        found["measure"] = problems[:1]
    if found.get("text") and "measure" in found and _is_merged(table.rows, found["measure"][0], found["text"][0]):
        # A task that is merged over several rows with contents of their own is the heading of these rows.
        found.setdefault("category", []).extend(found.pop("measure"))
        found["measure"] = [found["text"].pop(0)]
    if "measure" not in found or not any(part in found for part in PARTS):
        return None
    return found


def _field(name: str) -> str | None:
    """Find the field that a header names: bodies for 责任单位 and 责任单位及责任人, persons for 责任人."""
    if (own := lexicon().own.labels.get(name)) is not None:
        return own
    if role := role_of_column(name):
        return role
    if _PERSON.search(name):
        return next((role for part in _PARTED.split(name) if (role := role_of_column(part))), "person")
    parts = (role for part in _PARTED.split(name) if (role := role_of_column(part)))
    known = (field for field, pattern in _HEADERS.items() if pattern.search(name))
    return next(parts, None) or next(known, None)


def _holds_bodies(rows: Sequence[Sequence[TableCell]], index: int) -> bool:
    """Tell whether the first cells of a column contain nothing but bodies."""
    cells = [fold(row[index].text) for row in rows[:FEW_ROWS] if row[index].text.strip()]
    return bool(cells) and all(len(cell) <= LONGEST and only_bodies(cell, 0, len(cell)) for cell in cells)


def _is_merged(rows: Sequence[Sequence[TableCell]], upper: int, lower: int) -> bool:
    """Tell whether a column has a cell merged over rows that differ in another column."""
    return any(
        above[upper] is row[upper]
        and above[lower] is not row[lower]
        and all(cell.text.strip() for cell in (row[upper], above[lower], row[lower]))
        for above, row in pairwise(rows)
    )


def _given(table: Table, header: list[str], given: Mapping[str, Sequence[str]]) -> dict[str, list[int]] | None:
    found: dict[str, list[int]] = {}
    for name, columns in given.items():
        if name not in _FIELDS:
            raise UsageError("no_table_field", name=name, known=tuple(_FIELDS))
        for column in columns:
            wanted = squeeze(fold(column))
            if wanted not in header:
                return None
            found.setdefault(name, []).append(header.index(wanted))
    return found
