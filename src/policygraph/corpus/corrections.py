"""Files of corrections: ``NOTICE.corrections.yaml`` or ``NOTICE.corrections.csv`` beside ``NOTICE.txt``.

YAML is a list of entries with ``statement`` (the exact words), ``bodies`` (a list of ``name`` and ``role``) and, where
the same words stand in several measures, ``measure`` (its printed number). CSV has the columns ``statement``, ``name``,
``role`` and ``measure``, a row a body; a row without a name says that the statement makes nobody responsible.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..errors import SourceError
from ..files import shown
from ..model import ROLES, Correction, Corrections, Role
from ..texts import filled

__all__ = ["corrections_for", "corrections_path", "read_corrections"]

_SUFFIXES = (".corrections.yaml", ".corrections.yml", ".corrections.csv")


def corrections_for(source: Path) -> Corrections | None:
    """The corrections that lie beside a source, or ``None``."""
    path = corrections_path(source)
    return read_corrections(path) if path else None


def corrections_path(source: Path) -> Path | None:
    """Where the corrections of a source lie, or ``None``."""
    paths = (source.with_name(source.stem + suffix) for suffix in _SUFFIXES)
    return next((path for path in paths if path.is_file()), None)


def read_corrections(path: Path) -> Corrections:
    """Reads one file. Raises ``SourceError`` with the file's name and the entry where it is not of the form above."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError("corrections_encoding", path=path) from None
    records = list(_from_csv(text)) if path.suffix == ".csv" else list(_from_yaml(path, text))
    entries = tuple(_entry(path, number, record) for number, record in enumerate(records, 1))
    return Corrections(shown(path.name), hashlib.sha256(data).hexdigest(), entries)


def _from_csv(text: str) -> Iterable[Mapping[str, Any]]:
    grouped: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        bodies = grouped.setdefault((row.get("statement") or "", row.get("measure") or ""), [])
        if row.get("name"):
            bodies.append({"name": row["name"], "role": row.get("role") or "responsible"})
    for (statement, measure), bodies in grouped.items():
        yield {"statement": statement, "measure": measure, "bodies": bodies}


def _from_yaml(path: Path, text: str) -> Iterable[Mapping[str, Any]]:
    import yaml

    try:
        # Every value as it is written: 3. is the number of a measure, and no number of Python.
        loaded = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = filled("at_line", path=path, line=str(mark.line + 1), column=mark.column + 1) if mark else path
        reason = getattr(error, "problem", None) or error
        raise SourceError("corrections_no_yaml", path=place, reason=reason) from None
    if loaded is None:
        return []
    if not isinstance(loaded, list) or not all(isinstance(entry, Mapping) for entry in loaded):
        raise SourceError("corrections_no_list", path=path)
    return loaded


def _entry(path: Path, number: int, record: Mapping[str, Any]) -> Correction:
    statement, bodies = record.get("statement"), record.get("bodies", [])
    if not isinstance(statement, str) or not statement.strip() or not isinstance(bodies, list):
        raise SourceError("corrections_entry", path=path, number=str(number))
    found: list[tuple[str, Role]] = []
    for body in bodies:
        name = body.get("name") if isinstance(body, Mapping) else None
        role = body.get("role", "responsible") if isinstance(body, Mapping) else None
        if not isinstance(name, str) or not name.strip() or role not in ROLES:
            raise SourceError("corrections_body", path=path, number=str(number), roles=tuple(ROLES))
        found.append((name.strip(), role))
    return Correction(statement.strip(), tuple(found), str(record.get("measure") or ""))
