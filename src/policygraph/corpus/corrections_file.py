"""Find, read and write the file of a document's corrections.

``NOTICE.corrections.yaml`` beside ``NOTICE.txt`` is a mapping with ``version: 2`` and the lists ``statements``,
``measures`` and ``rules``; ``ontology/corrections.schema.json`` is its schema. Version 1 is still read: a list of
entries with ``statement`` (the exact words), ``bodies`` (a list of ``name`` and ``role``) and, where the same words are
in several measures, ``measure`` (its printed number); or ``NOTICE.corrections.csv`` with the columns ``statement``,
``name``, ``role`` and ``measure``, with one row for each body; a row without a name says that the statement makes no
body responsible.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import SourceError
from ..files import decode_name, sync_folder, write_atomically
from ..model import ROLES, CorrectedBody, Correction, Corrections
from .corrections_entries import read_entries
from .corrections_yaml import format_corrections
from .yaml_faults import valid_yaml

__all__ = ["corrections_path", "find_corrections", "parse_corrections", "read_corrections", "write_corrections"]

_SUFFIXES = (".corrections.yaml", ".corrections.yml", ".corrections.csv")


def find_corrections(source: Path) -> Path | None:
    """Find the corrections of a source.

    Args:
        source: The path of a document.

    Returns:
        The path of its corrections, if there are any.
    """
    paths = (source.with_name(source.stem + suffix) for suffix in _SUFFIXES)
    return next((path for path in paths if path.is_file()), None)


def corrections_path(source: Path) -> Path:
    """Return the path to which the corrections of a source are written.

    Args:
        source: The path of a document.

    Returns:
        The YAML file that exists, or else ``NOTICE.corrections.yaml``, which takes precedence over a CSV file.

    Example:
        >>> corrections_path(Path("no-such-folder/notice.txt")).name
        'notice.corrections.yaml'
    """
    found = find_corrections(source)
    return found if found and found.suffix != ".csv" else source.with_name(source.stem + _SUFFIXES[0])


def read_corrections(path: Path) -> Corrections:
    """Read a file of corrections.

    Args:
        path: The file.

    Returns:
        The corrections.

    Raises:
        SourceError: The file is not in the format above; the message names the entry.
    """
    return _parse(path.name, path.read_bytes(), decode_name(path))


def parse_corrections(name: str, data: bytes) -> Corrections:
    r"""Read corrections from bytes.

    Args:
        name: The name of the file; the suffix ``.csv`` means CSV.
        data: Its bytes.

    Returns:
        The corrections.

    Raises:
        SourceError: The bytes are not in the format above; the message names the entry.

    Example:
        >>> data = "version: 2\nstatements:\n- words: （省水利厅负责）\n  bodies: []\n".encode()
        >>> parse_corrections("notice.corrections.yaml", data).entries[0].bodies
        ()
    """
    return _parse(name, data, decode_name(name))


def write_corrections(path: Path, corrections: Corrections) -> Corrections:
    """Write corrections as YAML of version 2, atomically; they are synced to the disk when this returns.

    Args:
        path: The file.
        corrections: The corrections.

    Returns:
        The same corrections with the name and the hash of the file.

    Raises:
        OSError: The file cannot be written.

    Example:
        >>> import tempfile
        >>> mine = Corrections("", "", (Correction("（省水利厅负责）", None),))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder) / "notice.corrections.yaml"
        ...     written = write_corrections(path, mine)
        ...     read_corrections(path) == written, written.entries == mine.entries
        (True, True)
    """
    data = format_corrections(corrections).encode("utf-8")
    write_atomically(path, data)
    sync_folder(path.parent)
    return replace(corrections, name=decode_name(path.name), sha256=hashlib.sha256(data).hexdigest())


def _parse(name: str, data: bytes, path: str) -> Corrections:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError("corrections_encoding", path=path) from None
    empty = Corrections(decode_name(name), hashlib.sha256(data).hexdigest())
    if name.lower().endswith(".csv"):
        return replace(empty, entries=_read_first_version(path, _from_csv(path, text)))
    loaded = _load(path, text)
    if isinstance(loaded, Mapping) and "version" in loaded:
        statements, measures, rules = read_entries(path, loaded)
        return replace(empty, entries=statements, measures=measures, rules=rules)
    if not isinstance(loaded, list) or not all(isinstance(entry, Mapping) for entry in loaded):
        raise SourceError("corrections_no_list", path=path)
    return replace(empty, entries=_read_first_version(path, loaded))


def _load(path: str, text: str) -> Any:
    import yaml

    with valid_yaml(path, SourceError):
        # Every value stays text: 3. is the number of a measure, not a Python number.
        loaded = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    return [] if loaded is None else loaded


def _from_csv(path: str, text: str) -> list[Mapping[str, Any]]:
    grouped: dict[tuple[str, str], list[dict[str, str]]] = {}
    try:
        for row in csv.DictReader(io.StringIO(text, newline="")):
            bodies = grouped.setdefault((row.get("statement") or "", row.get("measure") or ""), [])
            if row.get("name"):
                bodies.append({"name": row["name"], "role": row.get("role") or "responsible"})
    except csv.Error as fault:
        raise SourceError("corrections_no_csv", path=path, reason=fault) from None
    return [
        {"statement": statement, "measure": measure, "bodies": bodies}
        for (statement, measure), bodies in grouped.items()
    ]


def _read_first_version(path: str, records: Iterable[Mapping[str, Any]]) -> tuple[Correction, ...]:
    return tuple(_correction(path, number, record) for number, record in enumerate(records, 1))


def _correction(path: str, number: int, record: Mapping[str, Any]) -> Correction:
    statement, bodies = record.get("statement"), record.get("bodies", [])
    if not isinstance(statement, str) or not statement.strip() or not isinstance(bodies, list):
        raise SourceError("corrections_entry", path=path, number=str(number))
    measure = record.get("measure", "")
    found: list[CorrectedBody] = []
    for body in bodies:
        given: Mapping[str, Any] = body if isinstance(body, Mapping) else {}
        name, written = given.get("name"), given.get("role", "responsible")
        role = next((role for role in ROLES if role == written), None)
        if not isinstance(name, str) or not name.strip() or role is None:
            raise SourceError("corrections_body", path=path, number=str(number), roles=tuple(ROLES))
        found.append(CorrectedBody(name.strip(), role))
    return Correction(statement.strip(), tuple(found), measure if isinstance(measure, str) else "")
