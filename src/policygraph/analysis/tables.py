"""Put the results into rows, one table for each subject, that reports and files are made of."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

from ..graph.incidence import Incidence
from ..model import level_rank
from .metrics import (
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
    partners,
    redundancy,
    shared_load,
    strength,
    vertical_coverage,
)
from .networks import bipartite, lead_support, shared_network

__all__ = ["SAMPLED", "SOURCES", "choose_samples", "tabulate_bodies", "tabulate_measures", "tabulate_pairs"]

Row = dict[str, Any]

#: With more bodies than this, betweenness is estimated from a sample, and fewer random networks are drawn.
SAMPLED = 2000
#: The size of that sample.
SOURCES = 200
#: How many entries of random graphs are drawn at most: a thousand graphs of up to twenty thousand parts, fewer of more.
_DRAWN = 20_000_000


def tabulate_bodies(incidence: Incidence) -> list[Row]:
    """Make one row for each named body, with what ``metrics`` computes of it.

    Args:
        incidence: Who bears what.

    Returns:
        The rows, most loaded bodies first; ``None`` where a value is not defined for a body.
    """
    named = incidence.named()
    both, shared, directed = bipartite(named), shared_network(named), lead_support(named)
    between = betweenness(shared, SOURCES if len(shared) > SAMPLED else None)
    loads, together, ties = load(both), shared_load(both), strength(shared, "newman")
    others = partners(shared)
    holes, cores, core = constraint(shared), core_number(shared), core_periphery(shared)
    rests, covered = dependence(directed), vertical_coverage(incidence)
    heading: dict[Hashable, Hashable] = {
        each.iri: (each.policy, each.category.iri if each.category else "") for each in named.measures
    }
    spread = participation(both, heading)
    group = {body: at for at, members in enumerate(communities(shared), 1) for body in members}
    part = {body: at for at, members in enumerate(components(shared), 1) for body in members}
    rows = [
        {
            "body": body.iri,
            "label_zh": body.names.zh,
            "label_en": body.names.en,
            "level": body.level,
            "load": loads[body.iri],
            "shared_load": together[body.iri],
            "strength": _round(ties[body.iri]),
            "partners": others[body.iri],
            "betweenness": _round(between.values[body.iri]),
            "constraint": _round(holes.get(body.iri, math.nan)),
            "dependence": _round(rests[body.iri]),
            "core_number": cores[body.iri],
            "in_core": body.iri in core,
            "community": group[body.iri],
            "component": part[body.iri],
            "vertical_coverage": _round(covered.get(body.iri, math.nan)),
            "participation": _round(spread[body.iri]),
        }
        for body in named.bodies
    ]
    return sorted(rows, key=lambda row: (-row["load"], level_rank(row["level"]), row["body"]))


def choose_samples(incidence: Incidence) -> int:
    """Choose how many random graphs pairs are compared with.

    Args:
        incidence: Who bears what.

    Returns:
        A thousand, or as many as keep the work within minutes, at least twenty.
    """
    return max(20, min(1000, _DRAWN // max(len(incidence.named().body), 1)))


def tabulate_pairs(incidence: Incidence, samples: int | None = None) -> list[Row]:
    """Make one row for each pair of named bodies that share measures, with what chance would give.

    Args:
        incidence: Who bears what.
        samples: The number of random graphs; by default what ``choose_samples`` chooses.

    Returns:
        The rows, strongest pairs first. ``p_error`` is the standard error of p, which is wide with few random graphs.
    """
    named = incidence.named()
    shared = shared_network(named)
    names = {body.iri: body.names for body in named.bodies}
    if samples is None:
        samples = choose_samples(incidence)
    chance = {
        frozenset((pair.one, pair.other)): pair for pair in (excess(bipartite(named), samples) if samples else [])
    }
    rows = []
    ends = {body.iri: (level_rank(body.level), body.iri) for body in named.bodies}
    for a, b, data in shared.edges(data=True):
        one, other = sorted((a, b), key=ends.__getitem__)
        found = chance.get(frozenset((one, other)))
        rows.append(
            {
                "body": one,
                "label_zh": names[one].zh,
                "label_en": names[one].en,
                "other": other,
                "other_label_zh": names[other].zh,
                "other_label_en": names[other].en,
                "measures": data["measures"],
                "newman": _round(data["newman"]),
                "expected": _round(found.expected) if found else None,
                "p": _round(found.p) if found else None,
                "p_error": _round(found.error) if found else None,
                "q": _round(found.q) if found else None,
            }
        )
    return sorted(rows, key=lambda row: (-row["measures"], ends[row["body"]], ends[row["other"]]))


def tabulate_measures(incidence: Incidence) -> list[Row]:
    """Make one row for each measure: how many bear it, and how many of them could be missing.

    Args:
        incidence: Who bears what.

    Returns:
        The rows, in the order of IRIs.
    """
    spare = redundancy(bipartite(incidence))
    named = redundancy(bipartite(incidence.named()))
    return [
        {
            "measure": each.iri,
            "number": each.number,
            "title": each.title,
            "policy": each.policy,
            "bearers": spare[each.iri] + 1,
            "named": named[each.iri] + 1,
            "redundancy": spare[each.iri],
            "open_ended": each.open_ended,
        }
        for each in incidence.measures
    ]


def _round(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 6)
