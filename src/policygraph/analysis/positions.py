"""Put the positions of bodies into rows: brokers, structural holes, equivalence, core."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

from ..graph.incidence import Incidence
from ..model import level_rank
from .metrics import (
    BROKERS,
    Adjacency,
    brokerage,
    core_periphery,
    correlated_core,
    effective_size,
    equivalence_classes,
    pair_clustering,
)
from .sources import make_source

__all__ = ["GROUPINGS", "tabulate_positions"]

Row = dict[str, Any]

#: What bodies are grouped by, to tell the roles of brokers apart.
GROUPINGS = ("level", "function")
#: With more bodies than this, the distances of all pairs need too much memory.
_MOST_PAIRS = 3000


def tabulate_positions(incidence: Incidence) -> list[Row]:
    """Make one row for each named body: what it is between others, and who is like it.

    The columns: ``body``, ``label_zh``, ``label_en``, ``level`` and ``function`` (the first). In the shared network
    ``partners``, ``effective_size`` and ``efficiency`` (effective size by partner), ``overlap`` (``pair_clustering``),
    ``in_core`` after Lip, ``in_correlated_core`` after Borgatti and Everett, ``equivalence_class``, the number of its
    class, largest first. In the network from leads to supporters, for each role of brokers and each grouping
    ``coordinator_level`` and so on, with ``…_expected`` and ``…_z``.

    Args:
        incidence: Who bears what.

    Returns:
        The rows, those who are most often brokers between functions first; ``None`` where a value is not defined, as
        roles by function are for bodies without one, and classes with more than 3,000 bodies.
    """
    shared, led = make_source(incidence, "shared"), make_source(incidence, "lead-support").project()
    bodies, ties = shared.bodies, shared.project()
    size, alike = effective_size(ties), pair_clustering(shared.matrices[0])
    core, correlated = core_periphery(ties), correlated_core(ties).members
    classes = equivalence_classes(Adjacency(ties.nodes, ties.ties)).classes if len(bodies) <= _MOST_PAIRS else ()
    of_class = {node: at for at, members in enumerate(classes, 1) for node in members}
    groups: dict[str, dict[Hashable, Hashable]] = {
        "level": {body.iri: body.level for body in bodies},
        "function": {body.iri: body.functions[0] for body in bodies if body.functions},
    }
    brokers = {name: brokerage(led, groups[name]) for name in GROUPINGS}
    rows: list[Row] = []
    for at, (body, degree) in enumerate(zip(bodies, ties.degrees.tolist(), strict=True)):
        row: Row = {
            "body": body.iri,
            "label_zh": body.names.zh,
            "label_en": body.names.en,
            "level": body.level,
            "function": body.functions[0] if body.functions else None,
            "partners": int(degree),
            "effective_size": _round(size.get(body.iri)),
            "efficiency": _round(size[body.iri] / degree) if degree else None,
            "overlap": _round(float(alike[at])),
            "in_core": body.iri in core,
            "in_correlated_core": body.iri in correlated,
            "equivalence_class": of_class.get(body.iri),
        }
        for name in GROUPINGS:
            roles = brokers[name].get(body.iri, {})
            for role in BROKERS:
                held = roles.get(role)
                row[f"{role}_{name}"] = held.count if held else None
                row[f"{role}_{name}_expected"] = _round(held.expected) if held else None
                row[f"{role}_{name}_z"] = _round(held.z) if held else None
        rows.append(row)
    return sorted(rows, key=lambda row: (-_often(row), -row["partners"], level_rank(row["level"]), row["body"]))


def _often(row: Row) -> int:
    """How often a body is a broker between others, by function; or by level, where it has no function."""
    by_function = [row[f"{role}_function"] for role in BROKERS]
    return sum(
        count if count is not None else row[f"{role}_level"] for role, count in zip(BROKERS, by_function, strict=True)
    )


def _round(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else round(float(value), 6)
