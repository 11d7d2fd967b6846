"""The results as rows, one table for each subject, that reports and files are made of."""

from __future__ import annotations

import math
from typing import Any

from ..model import level_rank
from .incidence import Incidence
from .measures import (
    betweenness,
    communities,
    components,
    constraint,
    core_number,
    core_periphery,
    dependence,
    excess,
    load,
    participation,
    redundancy,
    shared_load,
    strength,
    vertical_coverage,
)
from .networks import bipartite, lead_support, shared_network

__all__ = ["SAMPLED", "bodies_table", "measures_table", "pairs_table"]

Row = dict[str, Any]

#: Above so many bodies betweenness is followed from a sample, and chance is drawn as many times as fit the work.
SAMPLED = 2000
#: How many entries of random graphs are drawn at most: a thousand graphs of up to twenty thousand parts, fewer of more.
_DRAWN = 20_000_000


def bodies_table(incidence: Incidence) -> list[Row]:
    """One row for each named body with its measures, most loaded first. Empty cells are not defined for it."""
    named = incidence.select(lambda bearer: bearer.kind == "named")
    both, shared, directed = bipartite(named), shared_network(named), lead_support(named)
    between = betweenness(shared, 200 if len(shared) > SAMPLED else None)
    loads, together, ties = load(both), shared_load(both), strength(shared, "newman")
    holes, cores, core = constraint(shared), core_number(shared), core_periphery(shared)
    rests, covered = dependence(directed), vertical_coverage(incidence)
    spread = participation(both, {task.iri: (task.policy, task.category) for task in named.tasks})
    group = {body: at for at, members in enumerate(communities(shared), 1) for body in members}
    part = {body: at for at, members in enumerate(components(shared), 1) for body in members}
    rows = [
        {
            "body": bearer.iri,
            "label_zh": bearer.label("zh"),
            "label_en": bearer.label("en"),
            "level": bearer.level,
            "load": loads[bearer.iri],
            "shared_load": together[bearer.iri],
            "strength": _round(ties[bearer.iri]),
            "partners": shared.degree(bearer.iri),
            "betweenness": _round(between.values[bearer.iri]),
            "constraint": _round(holes.get(bearer.iri, math.nan)),
            "dependence": _round(rests[bearer.iri]),
            "core_number": cores[bearer.iri],
            "in_core": bearer.iri in core,
            "community": group[bearer.iri],
            "component": part[bearer.iri],
            "vertical_coverage": _round(covered.get(bearer.iri, math.nan)),
            "participation": _round(spread[bearer.iri]),
        }
        for bearer in named.bearers
    ]
    return sorted(rows, key=lambda row: (-row["load"], level_rank(row["level"]), row["body"]))


def pairs_table(incidence: Incidence, samples: int | None = None) -> list[Row]:
    """One row for each pair of named bodies that share measures, with what chance would give; strongest first.

    ``samples`` is the number of random graphs; where it is not given a thousand, and at least twenty, as many as keep
    the work within minutes. ``p_error`` is the standard error of p, which is wide where there are few.
    """
    named = incidence.select(lambda bearer: bearer.kind == "named")
    shared = shared_network(named)
    labels = {bearer.iri: bearer for bearer in named.bearers}
    if samples is None:
        samples = max(20, min(1000, _DRAWN // max(len(named.body), 1)))
    chance = {
        frozenset((pair.one, pair.other)): pair for pair in (excess(bipartite(named), samples) if samples else [])
    }
    rows = []
    ends = {iri: (level_rank(bearer.level), iri) for iri, bearer in labels.items()}
    for a, b, data in shared.edges(data=True):
        one, other = sorted((a, b), key=ends.__getitem__)
        found = chance.get(frozenset((one, other)))
        rows.append(
            {
                "body": one,
                "label_zh": labels[one].label("zh"),
                "label_en": labels[one].label("en"),
                "other": other,
                "other_label_zh": labels[other].label("zh"),
                "other_label_en": labels[other].label("en"),
                "measures": data["measures"],
                "newman": _round(data["newman"]),
                "expected": _round(found.expected) if found else None,
                "p": _round(found.p) if found else None,
                "p_error": _round(found.error) if found else None,
                "q": _round(found.q) if found else None,
            }
        )
    return sorted(rows, key=lambda row: (-row["measures"], ends[row["body"]], ends[row["other"]]))


def measures_table(incidence: Incidence) -> list[Row]:
    """One row for each measure with how many bear it and how many could be missing, in the order of IRIs."""
    spare = redundancy(bipartite(incidence))
    named = redundancy(bipartite(incidence.select(lambda bearer: bearer.kind == "named")))
    return [
        {
            "measure": task.iri,
            "number": task.number,
            "title": task.title,
            "policy": task.policy,
            "bearers": spare[task.iri] + 1,
            "named": named[task.iri] + 1,
            "redundancy": spare[task.iri],
            "open_ended": task.open_ended,
        }
        for task in incidence.tasks
    ]


def _round(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 6)
