"""The networks beside that of shared measures: who leads and who supports, bodies and measures, level to level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from ..analysis import lead_support, vertical
from ..model import level_rank
from .content import Content
from .views import ALL, Pair, View

__all__ = ["MOST_MEASURES", "other_views"]

#: With more measures than this the network of bodies and measures is a cloud; the matrices show the same better.
MOST_MEASURES = 400


def other_views(content: Content) -> tuple[View, ...]:
    """The three further networks, each where there is a tie in it."""
    found = [_lead(content), _vertical(content)]
    if len(content.measures) <= MOST_MEASURES:
        found.insert(1, _measures(content))
    return tuple(view for view in found if view.pairs)


def _lead(content: Content) -> View:
    """From the lead of a measure to those who support it."""
    pairs = []
    borne: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for measure, part in content.parts:
        borne[part.body.iri][part.role].add(measure.iri)
    for lead, support in lead_support(content.incidence).edges:
        both = borne[lead]["lead"] & borne[support]["support"]
        pairs.append(Pair(lead, support, tuple(sorted(both, key=content.measure_index.__getitem__))))
    return _view(content, "lead", pairs)


def _vertical(content: Content) -> View:
    """From a body to those below it that have one of its functions in the same measure."""
    pairs = []
    for upper, lower in vertical(content.incidence).edges:
        borne = set(content.measures_of(upper))
        pairs.append(Pair(upper, lower, tuple(each for each in content.measures_of(lower) if each in borne)))
    return _view(content, "vertical", pairs)


def _view(content: Content, network: Literal["lead", "vertical"], pairs: Sequence[Pair]) -> View:
    ends = {end for pair in pairs for end in (pair.a, pair.b)}
    bodies = sorted(ends, key=lambda body: (-len(content.measures_of(body)), content.body_index[body]))
    rank = {body: at for at, body in enumerate(bodies)}
    ordered = sorted(pairs, key=lambda pair: (-len(pair.measures), rank[pair.a], rank[pair.b]))
    responsibilities = sum(len(content.of_body[body]) for body in bodies)
    return View(ALL, "named", tuple(bodies), tuple(ordered), responsibilities, network)


def _measures(content: Content) -> View:
    """Named bodies and the measures they bear; a tie is a part in one measure."""
    borne: dict[str, dict[str, None]] = {}
    measures: dict[str, None] = {}
    parts = [each for each in content.parts if each[1].body.kind == "named"] or content.parts
    for measure, part in parts:
        borne.setdefault(part.body.iri, {})[measure.iri] = None
        measures[measure.iri] = None
    bodies = sorted(borne, key=lambda body: (-len(borne[body]), level_rank(content.bodies[body].level)))
    pairs = tuple(Pair(body, measure, (measure,)) for body in bodies for measure in borne[body])
    return View(ALL, "named", (*bodies, *measures), pairs, len(parts), "measures")
