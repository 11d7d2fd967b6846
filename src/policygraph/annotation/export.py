"""Readings in the format of annotated documents: a JSON object for each measure, to measure programs by.

The fields are ``doc``, ``category``, ``number``, ``title``, ``responsibilities``, ``deadline``, ``open_ended`` and
``statement``. A responsibility has ``surface`` (the words of the text), ``normalized`` (with omitted parts restored),
``role`` (lead, responsible or support; ``joint`` marks responsible bodies, each within its remit), ``level``, ``kind``,
and ``review``: whether a person accepted or corrected it, or nobody has seen it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..files import write_atomically, write_files
from ..model import Category, Measure, Policy, Responsibility

__all__ = ["annotate", "export_annotations", "join_headings"]

#: Headings that the catalogue query ``responsibilities`` joins, from the outermost.
_HEADINGS = 4
_SUFFIX = ".jsonl"


def annotate(policy: Policy, reviewed_only: bool = False) -> Iterator[dict[str, Any]]:
    """Write a reading as annotations.

    Args:
        policy: The reading.
        reviewed_only: Leave out responsibilities that nobody has accepted or corrected, and measures without others.

    Yields:
        A record for each measure.

    Example:
        >>> from policygraph import read
        >>> from policygraph.resources import examples_dir
        >>> policy = read(examples_dir() / "fujian-relocation-2020.txt")
        >>> record = next(annotate(policy))
        >>> record["number"], record["title"], [unit["normalized"] for unit in record["responsibilities"]][:1]
        ('(一)', '协调规划安置区配套', ['省自然资源厅'])
        >>> list(annotate(policy, reviewed_only=True))
        []
    """
    headings = {category.path: category for category in policy.categories}
    for measure in policy.measures:
        parts = [part for part in measure.responsibilities if not reviewed_only or part.review != "unseen"]
        if parts:
            yield _record(policy.id, measure, parts, join_headings(measure.category, headings))


def _record(doc: str, measure: Measure, parts: list[Responsibility], category: str) -> dict[str, Any]:
    own = dict.fromkeys(part.due.label for part in parts if part.due)
    units: dict[tuple[str, str], dict[str, Any]] = {}
    for part in parts:
        unit = _unit(part)
        units.setdefault((unit["normalized"], unit["role"]), unit)
    return {
        "doc": doc,
        "category": category,
        "number": measure.number,
        "title": measure.title,
        "responsibilities": list(units.values()),
        "deadline": measure.due.label or "；".join(own) or None,
        "open_ended": measure.open_ended,
        "statement": "\n".join(dict.fromkeys(part.evidence.quote for part in parts)),
    }


def _unit(part: Responsibility) -> dict[str, Any]:
    unit: dict[str, Any] = {
        # The place of a body that a person names is the whole statement.
        "surface": part.name if part.basis == "corrected" and part.name in part.evidence.quote else part.surface,
        "normalized": part.name,
        "role": "responsible" if part.role == "joint" else part.role,
        "level": part.body.level,
        "kind": part.body.kind,
        "review": part.review,
    }
    if part.role == "joint":
        unit["joint"] = True
    if aliases := [alias for alias in part.body.aliases if alias != part.name]:
        unit["aliases"] = aliases
    return unit


def join_headings(category: Category | None, known: Mapping[tuple[int, ...], Category]) -> str:
    """Join the headings above a measure, as the query ``responsibilities`` does.

    Args:
        category: The heading above the measure, if there is one.
        known: All headings of the document by their paths.

    Returns:
        The headings from the outermost, four at most.

    Example:
        >>> part, section = Category((1,), "一", "道路"), Category((1, 2), "二", "桥梁")
        >>> join_headings(section, {each.path: each for each in (part, section)})
        '道路 / 桥梁'
    """
    if category is None:
        return ""
    above = [known[category.path[:depth]] for depth in range(1, len(category.path)) if category.path[:depth] in known]
    return " / ".join(heading.label for heading in [*above, category][-_HEADINGS:])


def export_annotations(policies: Iterable[Policy], target: Path, reviewed_only: bool = False) -> tuple[int, int]:
    """Write the annotations of some readings.

    Args:
        policies: The readings.
        target: A file ``.jsonl`` for all of them, or a folder that gets one such file for each, named by identifier.
        reviewed_only: See ``annotate``.

    Returns:
        The number of responsibilities that were written, and of those that nobody has accepted or corrected.

    Raises:
        UsageError: The file has another suffix.
        OSError: The file or the folder cannot be written.
    """
    if target.suffix and target.suffix != _SUFFIX and not target.is_dir():
        raise UsageError("export_suffix", path=target)
    found = {policy.id: list(annotate(policy, reviewed_only)) for policy in policies}
    written = {
        id: "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode("utf-8", "replace")
        for id, records in found.items()
    }
    if target.suffix == _SUFFIX and not target.is_dir():
        write_atomically(target, written.values())
    else:
        write_files(target, {id + _SUFFIX: data for id, data in written.items()})
    units = [unit for records in found.values() for record in records for unit in record["responsibilities"]]
    return len(units), sum(unit["review"] == "unseen" for unit in units)
