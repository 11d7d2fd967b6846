"""The overview: key figures, the findings of the analysis, the busiest bodies."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ..analysis import Finding, findings
from ..texts import Bilingual, filled
from .content import Content

__all__ = ["build_overview", "make_title"]

#: How many findings are shown, and how many of one kind (the counts of all kinds stand below); bodies that are shown.
_SHOWN, _OF_A_KIND, _BUSIEST = 10, 3, 12


def make_title(content: Content) -> Bilingual:
    """Name the atlas.

    Args:
        content: What the atlas shows.

    Returns:
        The title of its one document, or how many documents there are.
    """
    if len(content.policies) == 1:
        (policy,) = content.policies.values()
        return Bilingual(policy.heading, policy.heading)
    return filled("documents_heading", n=len(content.policies))


def build_overview(content: Content) -> dict[str, Any]:
    """Work out the overview.

    Args:
        content: What the atlas shows.

    Returns:
        The values of the template ``overview.html``.
    """
    found = findings(content.incidence)
    counts: Counter[str] = Counter()
    shown: list[dict[str, Any]] = []
    for finding in found:
        counts[finding.kind] += 1
        if counts[finding.kind] <= _OF_A_KIND and len(shown) < _SHOWN:
            shown.append(_finding(content, finding))
    bearing = {body for body, parts in content.of_body.items() if parts}
    named = {body for body in bearing if content.bodies[body].kind == "named"}
    shared = sum(len(named.intersection(content.bodies_of(measure))) > 1 for measure in content.measures)
    return {
        "findings": shown,
        "kinds": counts.most_common(),
        "total": len(found),
        "named_bodies": len(named),
        "classes": len(bearing) - len(named),
        "shared": shared,
        "busiest": _busiest(content, named, _BUSIEST),
        "classes_busiest": _busiest(content, bearing - named, 5),
    }


def _finding(content: Content, finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "text": Bilingual(finding.text_zh, finding.text_en),
        "measures": [iri for iri in finding.measures if iri in content.measures][:3],
        "bodies": [iri for iri in finding.bodies if iri in content.bodies][:6],
    }


def _busiest(content: Content, bodies: set[str], most: int) -> list[tuple[str, int, float]]:
    """Bodies with how many measures they bear, and that as a part of the most, in hundredths."""
    counts = sorted((-len(content.measures_of(body)), content.body_index[body], body) for body in bodies)[:most]
    top = -counts[0][0] if counts else 1
    return [(body, -n, round(-100 * n / top, 1)) for n, _, body in counts]
