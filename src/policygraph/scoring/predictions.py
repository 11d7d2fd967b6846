"""Read what a system found: rows with the columns of the query ``responsibilities``, or annotation."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..errors import SourceError, UsageError
from ..files import decode_name
from ..model import LEVELS, ROLES
from ..texts import Message, filled
from .gold import SUFFIX, measure_of_record, read_lines
from .records import SAME_ROLE, ScoredMeasure, ScoredUnit

__all__ = ["COLUMNS", "Predictions", "read_predictions"]

#: The columns that are read; the first two that are named must be there, in the order of the query.
COLUMNS = (
    "policy",
    "category",
    "number",
    "measure",
    "measure_iri",
    "name",
    "role",
    "level",
    "kind",
    "deadline",
    "quote",
)
_NEEDED = ("name", "measure")
_TOKENS: Mapping[str, tuple[str, ...]] = {
    "role": ("", *ROLES, *SAME_ROLE),
    "level": ("", *LEVELS),
    "kind": ("", "named", "class"),
}

#: The measures of each document. Rows that name no document have the key "".
Predictions = dict[str, list[ScoredMeasure]]


def read_predictions(path: Path) -> Predictions:
    """Read the rows of a system.

    Args:
        path: A file ``.csv`` with the columns of the query ``responsibilities``; or ``.jsonl``, each line a row with
            these fields or a measure in the format of the annotation. Only ``name`` and ``measure`` are necessary.

    Returns:
        The measures of each document: the last part of ``policy``, or the field ``doc``. Rows are one measure if they
        have the same ``measure_iri``; without it, the same heading, number and title, or the same ``quote`` where there
        is neither number nor title.

    Raises:
        SourceError: The file cannot be read, or a row is not as it should be.
        UsageError: The file has another suffix.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return _group((row, where) for row, where in _read_csv(path))
    if suffix != SUFFIX:
        raise UsageError("predictions_suffix", path=decode_name(path))
    found: Predictions = defaultdict(list)
    rows: list[tuple[Mapping[str, Any], Message]] = []
    for record, where in read_lines(path):
        if "responsibilities" in record:
            found[str(record.get("doc") or "")].append(measure_of_record(record, where))
        else:
            rows.append((record, where))
    for document, measures in _group(rows).items():
        found[document] += measures
    return dict(found)


def _read_csv(path: Path) -> Iterator[tuple[dict[str, str], Message]]:
    name = decode_name(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError("gold_encoding", path=name) from None
    except OSError as error:
        raise SourceError("path_unreadable", path=name, reason=error) from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        missing = [column for column in _NEEDED if column not in (reader.fieldnames or ())]
        if missing:
            raise SourceError("predictions_columns", path=name, missing=", ".join(missing), known=", ".join(COLUMNS))
        for row in reader:
            # A short row has None in its last columns, a long one a list under None.
            cells = {column: row.get(column) or "" for column in COLUMNS}
            yield cells, filled("at_line", path=name, line=str(reader.line_num))
    except csv.Error as error:
        raise SourceError("corrections_no_csv", path=name, reason=error) from error


def _group(rows: Iterable[tuple[Mapping[str, Any], Message]]) -> Predictions:
    """Put the rows of a measure together."""
    groups: dict[tuple[str, ...], list[Mapping[str, str]]] = defaultdict(list)
    for given, where in rows:
        row = _check(given, where)
        groups[_measure_key(row)].append(row)
    found: Predictions = defaultdict(list)
    for (document, *_), members in groups.items():
        first = members[0]
        found[document].append(
            ScoredMeasure.make(
                first["number"],
                first["measure"],
                first["category"],
                map(_unit, members),
                statement="".join(dict.fromkeys(row["quote"] for row in members)),
            )
        )
    return dict(found)


def _measure_key(row: Mapping[str, str]) -> tuple[str, ...]:
    document = row["policy"].rstrip("/").rpartition("/")[2]
    if row["measure_iri"]:
        return document, row["measure_iri"]
    titled = row["number"] or row["measure"]
    return document, "", row["category"], row["number"], row["measure"], "" if titled else row["quote"]


def _check(given: Mapping[str, Any], where: Message) -> dict[str, str]:
    row: dict[str, str] = {}
    for column in COLUMNS:
        value = given.get(column)
        if value is not None and not isinstance(value, str):
            raise SourceError("gold_field", where=where, field=column)
        row[column] = value or ""
    if not row["name"]:
        raise SourceError("gold_field", where=where, field="name")
    for column, known in _TOKENS.items():
        if row[column] not in known:
            told = ", ".join(filter(None, known))
            raise SourceError("gold_token", where=where, field=column, given=row[column], known=told)
    return row


def _unit(row: Mapping[str, str]) -> ScoredUnit:
    return ScoredUnit.make(
        row["name"], row["role"], row["level"], row["kind"], deadline=row["deadline"], words=row["quote"]
    )
