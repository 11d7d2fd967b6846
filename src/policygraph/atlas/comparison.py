"""What the comparison shows: documents by their figures, by functions, by the bodies they share, and two by two."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

from ..analysis import Incidence
from ..analysis.comparison import compare
from ..texts import Names
from .content import Policy
from .lookup import Lookup

__all__ = ["comparison_page"]

#: More columns than this are not read side by side; the documents with most measures are shown.
_COLUMNS = 12
_ROWS = 60
_PAIRS = 6


def comparison_page(lookup: Lookup) -> dict[str, Any]:
    """The values of the template ``comparison.html``."""
    policies = sorted(lookup.content.policies, key=lambda policy: (policy.dated or policy.issued, policy.iri))
    columns = policies
    if len(policies) > _COLUMNS:
        largest = sorted(policies, key=lambda policy: -len(lookup.measures_of[policy.iri]))[:_COLUMNS]
        columns = [policy for policy in policies if policy in largest]
    grids = [_functions(lookup, columns), _bodies(lookup, columns)]
    return {
        "documents": [_figures(lookup, policy) for policy in policies],
        "grids": [grid for grid in grids if grid["rows"]],
        "pairs": [_pair(lookup, one, other) for one, other in pairwise(policies)] if len(policies) <= _PAIRS else [],
    }


def _figures(lookup: Lookup, policy: Policy) -> dict[str, Any]:
    measures = lookup.measures_of[policy.iri]
    duties = [duty for measure in measures for duty in lookup.of_measure[measure.iri]]
    kinds = Counter(lookup.content.bodies[body].kind for body in {duty.body for duty in duties})
    return {
        "iri": policy.iri,
        "values": [
            policy.dated or policy.issued,
            len(measures),
            len(duties),
            kinds["named"],
            kinds["class"],
            sum(duty.role == "lead" for duty in duties),
            sum(bool(measure.due or measure.deadline) for measure in measures),
            sum(measure.open_ended for measure in measures),
        ],
    }


def _functions(lookup: Lookup, columns: list[Policy]) -> dict[str, Any]:
    counts: dict[Names, Counter[str]] = defaultdict(Counter)
    for policy in columns:
        for measure in lookup.measures_of[policy.iri]:
            bodies = [lookup.content.bodies[body] for body in lookup.bearers(measure.iri)]
            for function in {function for body in bodies for function in body.functions}:
                counts[function][policy.iri] += 1
    rows = [{"iri": "", "name": name, "counts": count} for name, count in counts.items()]
    return _grid("functions", "th_function", columns, rows)


def _bodies(lookup: Lookup, columns: list[Policy]) -> dict[str, Any]:
    """Bodies that bear measures of two documents or more."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for policy in columns:
        for measure in lookup.measures_of[policy.iri]:
            for body in lookup.bearers(measure.iri):
                counts[body][policy.iri] += 1
    rows = [
        {"iri": body, "name": lookup.content.bodies[body].label, "counts": count}
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
                "cells": [(row["counts"][policy.iri], heat(row["counts"][policy.iri], most)) for policy in columns],
            }
            for row in rows[:_ROWS]
        ],
    }


def heat(count: int, most: int) -> int:
    """A step from 0 (none) to 5 (the most).

    >>> heat(0, 9), heat(1, 9), heat(9, 9)
    (0, 1, 5)
    """
    return 0 if not count else max(1, round(5 * count / most))


def _pair(lookup: Lookup, one: Policy, other: Policy) -> dict[str, Any]:
    whole = lookup.content.incidence
    first, second = (_of(whole, policy.iri) for policy in (one, other))
    found = compare(first, second)
    # The comparison gives names in one language; by them the names in both are found again.
    both = {bearer.label("zh"): Names(bearer.label("zh"), bearer.label("en")) for bearer in whole.bearers}
    return {
        "first": one.iri,
        "second": other.iri,
        "same": found.same,
        "added": [task.iri for task in found.added],
        "dropped": [task.iri for task in found.dropped],
        "changed": [
            {
                "after": change.after.iri,
                "joined": [both[name] for name in change.joined],
                "left": [both[name] for name in change.left],
                "roles": [(both[name], before, after) for name, before, after in change.roles],
            }
            for change in found.changed
        ],
    }


def _of(whole: Incidence, policy: str) -> Incidence:
    return whole.select(task=lambda task: task.policy == policy)
