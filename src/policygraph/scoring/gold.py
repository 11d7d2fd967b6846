"""Read annotated documents: lines of JSON, one for each measure (docs/en/reference/annotation.md has the fields)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..errors import SourceError, UsageError
from ..files import decode_name
from ..model import LEVELS, ROLES
from ..texts import Message, filled
from .names import list_forms
from .records import SAME_ROLE, ScoredDocument, ScoredMeasure, ScoredUnit

__all__ = ["SUFFIX", "measure_of_record", "read_annotation", "read_column_maps", "read_lines"]

SUFFIX = ".jsonl"
#: Beside the annotation: for a document that is a task table, what ``--columns`` takes.
_COLUMN_MAPS = "columns.json"
_KINDS = ("named", "class")


def read_annotation(gold: Path) -> list[ScoredDocument]:
    """Read the annotation of some documents.

    Args:
        gold: A file ``.jsonl``, or a folder with such files.

    Returns:
        The documents, sorted by identifier: the field ``doc`` of a line, or the name of the file. A file without lines
        is a document in which nobody is responsible.

    Raises:
        SourceError: A file is missing, cannot be read, or has a line that is no annotation.
        UsageError: There is no annotation in the folder.

    Example:
        >>> from policygraph.resources import examples_dir
        >>> documents = read_annotation(examples_dir() / "gold" / "fujian-relocation-2020.jsonl")
        >>> [(document.id, len(document.measures)) for document in documents]
        [('fujian-relocation-2020', 24)]
    """
    files = sorted(gold.glob(f"*{SUFFIX}")) if gold.is_dir() else [gold]
    if not files:
        raise UsageError("gold_empty", path=decode_name(gold))
    found: dict[str, list[ScoredMeasure]] = {}
    for path in files:
        records = list(read_lines(path))
        if not records:
            found.setdefault(path.stem, [])
        for record, where in records:
            document = _text(record, "doc", where) or path.stem
            found.setdefault(document, []).append(measure_of_record(record, where))
    return [ScoredDocument(id, tuple(measures)) for id, measures in sorted(found.items())]


def read_column_maps(gold: Path) -> dict[str, str]:
    """Read which columns of task tables hold what, from ``columns.json`` beside the annotation.

    Args:
        gold: The annotation.

    Returns:
        For each document what ``--columns`` takes; empty if there is no such file.

    Raises:
        SourceError: The file is not as it should be.
    """
    path = (gold if gold.is_dir() else gold.parent) / _COLUMN_MAPS
    if not path.exists():
        return {}
    try:
        given = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise SourceError("path_unreadable", path=decode_name(path), reason=error) from error
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise SourceError("gold_columns", path=decode_name(path))
    return given


def read_lines(path: Path) -> Iterator[tuple[dict[str, Any], Message]]:
    """Read the objects of a file of line-delimited JSON.

    Args:
        path: The file.

    Yields:
        The objects, each with its place for messages.

    Raises:
        SourceError: The file cannot be read, or a line is no object.
    """
    name = decode_name(path)
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise SourceError("gold_encoding", path=name) from None
    except OSError as error:
        raise SourceError("path_unreadable", path=name, reason=error) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = filled("at_line", path=name, line=str(number))
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            raise SourceError("gold_no_json", where=where) from None
        if not isinstance(record, dict):
            raise SourceError("gold_no_json", where=where)
        yield record, where


def measure_of_record(record: Mapping[str, Any], where: Message) -> ScoredMeasure:
    """Read the annotation of a measure.

    Args:
        record: The object.
        where: Its place.

    Returns:
        The measure; of a body that is named twice in one role the first.

    Raises:
        SourceError: A field is missing or has a value that it cannot have.

    Example:
        >>> from policygraph.texts import filled
        >>> unit = {"normalized": "省财政厅", "role": "lead", "level": "provincial", "kind": "named"}
        >>> measure = measure_of_record({"title": "修路", "responsibilities": [unit]}, filled("n_measures", n=1))
        >>> measure.title, [unit.name for unit in measure.units]
        ('修路', ['省财政厅'])
    """
    given = record.get("responsibilities")
    if not isinstance(given, list):
        raise SourceError("gold_field", where=where, field="responsibilities")
    units: dict[tuple[str, str], ScoredUnit] = {}
    for each in given:
        unit = _unit(each, where)
        units.setdefault((unit.name, unit.role), unit)
    return ScoredMeasure.make(
        _text(record, "number", where),
        _text(record, "title", where),
        _text(record, "category", where),
        units.values(),
        deadline=_text(record, "deadline", where),
        implied=frozenset(form for name in _implied(record, where) for form in list_forms(name)),
        form=_text(record, "form", where),
        statement=_text(record, "statement", where),
        other_titles=_texts(record, "title_alt", where),
    )


def _unit(given: Any, where: Message) -> ScoredUnit:
    if not isinstance(given, dict):
        raise SourceError("gold_field", where=where, field="responsibilities")
    name = _text(given, "normalized", where)
    if not name:
        raise SourceError("gold_field", where=where, field="normalized")
    return ScoredUnit.make(
        name,
        _token(given, "role", (*ROLES, *SAME_ROLE), where),
        _token(given, "level", LEVELS, where),
        _token(given, "kind", _KINDS, where),
        aliases=_texts(given, "aliases", where),
        other_roles=_texts(given, "role_alt", where),
        other_levels=_texts(given, "level_alt", where),
        words=_text(given, "surface", where),
    )


def _implied(record: Mapping[str, Any], where: Message) -> Iterator[str]:
    given = record.get("implicit") or []
    if not isinstance(given, list):
        raise SourceError("gold_field", where=where, field="implicit")
    for each in given:
        name = each.get("normalized") if isinstance(each, dict) else each
        if not isinstance(name, str):
            raise SourceError("gold_field", where=where, field="implicit")
        yield name


def _text(record: Mapping[str, Any], field: str, where: Message) -> str:
    value = record.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise SourceError("gold_field", where=where, field=field)
    return value


def _texts(record: Mapping[str, Any], field: str, where: Message) -> list[str]:
    """Read a list of words; one word may stand alone."""
    value = record.get(field)
    values = [value] if isinstance(value, str) else value or []
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise SourceError("gold_field", where=where, field=field)
    return values


def _token(record: Mapping[str, Any], field: str, known: Iterable[str], where: Message) -> str:
    value = _text(record, field, where)
    if value not in known:
        raise SourceError("gold_token", where=where, field=field, given=value, known=", ".join(known))
    return value
