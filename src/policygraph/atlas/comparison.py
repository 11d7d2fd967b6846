"""The page of the comparison: documents by figures, by functions, by shared bodies, and pairwise."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain, pairwise
from typing import Any

from ..analysis import Incidence, compare
from ..model import Policy
from ..texts import Bilingual, filled
from .content import Content

__all__ = ["build_comparison"]

#: More columns than this are not read side by side; the documents with most measures are shown.
_COLUMNS = 12
_ROWS = 60
_PAIRS = 6


def build_comparison(content: Content) -> dict[str, Any]:
    """Work out the comparison.

    Args:
        content: What the atlas shows.

    Returns:
        The values of the template ``comparison.html``.
    """
    policies = sorted(content.policies.values(), key=lambda policy: (str(policy.day or ""), policy.iri))
    columns = policies
    if len(policies) > _COLUMNS:
        largest = sorted(policies, key=lambda policy: -len(policy.measures))[:_COLUMNS]
        columns = [policy for policy in policies if policy in largest]
    grids = [_functions(content, columns), _bodies(content, columns)]
    return {
        "documents": [_figures(policy) for policy in policies],
        "grids": [grid for grid in grids if grid["rows"]],
        "pairs": [_pair(content, one, other) for one, other in pairwise(policies)] if len(policies) <= _PAIRS else [],
    }


def _figures(policy: Policy) -> dict[str, Any]:
    parts = [part for measure in policy.measures for part in measure.responsibilities]
    kinds = Counter({part.body.iri: part.body.kind for part in parts}.values())
    return {
        "iri": policy.iri,
        "values": [
            str(policy.day or ""),
            len(policy.measures),
            len(parts),
            kinds["named"],
            kinds["class"],
            sum(part.role == "lead" for part in parts),
            sum(measure.deadline_kind == "dated" for measure in policy.measures),
            sum(measure.open_ended for measure in policy.measures),
        ],
    }


def _functions(content: Content, columns: list[Policy]) -> dict[str, Any]:
    counts: dict[Bilingual, Counter[str]] = defaultdict(Counter)
    for policy in columns:
        for measure in policy.measures:
            functions = (content.functions(part.body) for part in measure.responsibilities)
            for function in set(chain.from_iterable(functions)):
                counts[function][policy.iri] += 1
    rows = [{"iri": "", "name": name, "counts": count} for name, count in counts.items()]
    return _grid("functions", "th_function", columns, rows)


def _bodies(content: Content, columns: list[Policy]) -> dict[str, Any]:
    """Bodies that bear measures of two documents or more."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for policy in columns:
        for measure in policy.measures:
            for body in content.bodies_of(measure.iri):
                counts[body][policy.iri] += 1
    rows = [
        {"iri": body, "name": content.bodies[body].names, "counts": count}
        for body, count in counts.items()
        if len(count) > 1
    ]
    return _grid("bodies", "th_body", columns, rows)


def _grid(name: str, of: str, columns: list[Policy], rows: list[dict[str, Any]]) -> dict[str, Any]:
    rows = sorted(rows, key=lambda row: (-len(row["counts"]), -sum(row["counts"].values()), row["name"].zh, row["iri"]))
    most = max((max(row["counts"].values()) for row in rows), default=1)
    return {
        "id": f"compare-{name}",
        "heading": f"compare_{name}",
        "lead": f"compare_{name}_lead",
        "of": of,
        "columns": [policy.iri for policy in columns],
        "rows": [
            {
                "iri": row["iri"],
                "name": row["name"],
                "cells": [
                    (row["counts"][policy.iri], choose_shade(row["counts"][policy.iri], most)) for policy in columns
                ],
            }
            for row in rows[:_ROWS]
        ],
    }


def choose_shade(count: int, most: int) -> int:
    """Choose the shade of a cell.

    Args:
        count: What is in the cell.
        most: The largest count of the grid.

    Returns:
        A step from 0 (none) to 5 (the most).

    Example:
        >>> choose_shade(0, 9), choose_shade(1, 9), choose_shade(9, 9)
        (0, 1, 5)
    """
    return 0 if not count else max(1, round(5 * count / most))


def _pair(content: Content, one: Policy, other: Policy) -> dict[str, Any]:
    found = compare(Incidence.of_policies([one]), Incidence.of_policies([other]))
    # The comparison gives names in one language; by them the names in both are found again.
    both = {body.names.zh: body.names for body in content.bodies.values()}
    return {
        "first": one.iri,
        "second": other.iri,
        "same": found.same,
        "added": [measure.iri for measure in found.added],
        "dropped": [measure.iri for measure in found.dropped],
        "changed": [
            {
                "after": change.after.iri,
                "joined": [both[name] for name in change.joined],
                "left": [both[name] for name in change.left],
                "roles": [(both[name], before, after) for name, before, after in change.roles],
                "deadline": _tell_deadline(*change.deadline) if change.deadline else None,
                "deadlines": [(both[name], _tell_deadline(was, due)) for name, was, due in change.deadlines],
                "reworded": change.reworded,
            }
            for change in found.changed
        ],
    }


def _tell_deadline(before: str, after: str) -> Bilingual:
    none = filled("compare_no_deadline")
    return filled("compare_deadline", before=before or none, after=after or none)
