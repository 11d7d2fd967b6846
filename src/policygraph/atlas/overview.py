"""What the overview shows: key figures, the findings of the analysis, the busiest bodies."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ..analysis import Finding, findings
from ..texts import Names, filled
from .lookup import Lookup

__all__ = ["heading", "overview_page"]

#: As many findings are told, at most so many of one kind: the counts of all kinds stand below.
_SHOWN, _OF_A_KIND, _BUSIEST = 10, 3, 12


def heading(lookup: Lookup) -> Names:
    """What the whole atlas is called."""
    policies = lookup.content.policies
    if len(policies) == 1:
        return Names(policies[0].heading, policies[0].heading)
    return filled("documents_heading", n=len(policies))


def overview_page(lookup: Lookup) -> dict[str, Any]:
    """The values of the template ``overview.html``."""
    found = findings(lookup.content.incidence)
    counts: Counter[str] = Counter()
    shown: list[dict[str, Any]] = []
    for finding in found:
        counts[finding.kind] += 1
        if counts[finding.kind] <= _OF_A_KIND and len(shown) < _SHOWN:
            shown.append(_finding(lookup, finding))
    bearing = {body for body, duties in lookup.of_body.items() if duties}
    named = {body for body in bearing if lookup.content.bodies[body].kind == "named"}
    shared = sum(len(set(lookup.bearers(measure)) & named) > 1 for measure in lookup.content.measures)
    return {
        "findings": shown,
        "kinds": counts.most_common(),
        "total": len(found),
        "named_bodies": len(named),
        "classes": len(bearing) - len(named),
        "shared": shared,
        "busiest": _busiest(lookup, named, _BUSIEST),
        "classes_busiest": _busiest(lookup, bearing - named, 5),
    }


def _finding(lookup: Lookup, finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "text": Names(finding.text_zh, finding.text_en),
        "measures": [iri for iri in finding.measures if iri in lookup.content.measures][:3],
        "bodies": [iri for iri in finding.bodies if iri in lookup.content.bodies][:6],
    }


def _busiest(lookup: Lookup, bodies: set[str], most: int) -> list[tuple[str, int, float]]:
    """Bodies with how many measures they bear, and that as a part of the most, in hundredths."""
    counts = sorted((-len(lookup.borne(body)), lookup.body_index[body], body) for body in bodies)[:most]
    top = -counts[0][0] if counts else 1
    return [(body, -n, round(-100 * n / top, 1)) for n, _, body in counts]
