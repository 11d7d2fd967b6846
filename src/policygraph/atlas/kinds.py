"""The networks beside that of shared measures: who leads and who supports, bodies and measures, level to level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from ..analysis import Incidence, lead_support, vertical
from ..model import level_rank
from .content import Content
from .lookup import Lookup
from .views import ALL, Pair, View

__all__ = ["MOST_MEASURES", "other_views"]

#: With more measures than this the network of bodies and measures is a cloud; the matrices show the same better.
MOST_MEASURES = 400


def other_views(lookup: Lookup) -> tuple[View, ...]:
    """The three further networks, each where there is a tie in it."""
    content = lookup.content
    found = [_lead(lookup), _vertical(lookup)]
    if len(content.measures) <= MOST_MEASURES:
        found.insert(1, _measures(content))
    return tuple(view for view in found if view.pairs)


def _lead(lookup: Lookup) -> View:
    """From the lead of a measure to those who support it."""
    pairs = []
    leads: dict[str, set[str]] = {}
    for lead, support in lead_support(lookup.content.incidence).edges:
        if lead not in leads:
            leads[lead] = {duty.measure for duty in lookup.of_body[lead] if duty.role == "lead"}
        led = leads[lead]
        helped = [duty.measure for duty in lookup.of_body[support] if duty.role == "support" and duty.measure in led]
        pairs.append(Pair(lead, support, tuple(dict.fromkeys(helped))))
    return _view(lookup, "lead", pairs)


def _vertical(lookup: Lookup) -> View:
    """From a body to those below it that have one of its functions in the same measure."""
    incidence: Incidence = lookup.content.incidence
    borne: dict[str, set[str]] = {}
    pairs = []
    for upper, lower in vertical(incidence).edges:
        if upper not in borne:
            borne[upper] = set(lookup.borne(upper))
        both = tuple(measure for measure in lookup.borne(lower) if measure in borne[upper])
        pairs.append(Pair(upper, lower, both))
    return _view(lookup, "vertical", pairs)


def _view(lookup: Lookup, network: Literal["lead", "vertical"], pairs: Sequence[Pair]) -> View:
    bodies = _ordered(lookup, {end for pair in pairs for end in (pair.a, pair.b)})
    rank = {body: at for at, body in enumerate(bodies)}
    ordered = sorted(pairs, key=lambda pair: (-len(pair.measures), rank[pair.a], rank[pair.b]))
    duties = sum(len(lookup.of_body[body]) for body in bodies)
    return View(ALL, "named", tuple(bodies), tuple(ordered), duties, network)


def _ordered(lookup: Lookup, bodies: Iterable[str]) -> list[str]:
    return sorted(bodies, key=lambda body: (-len(lookup.borne(body)), lookup.body_index[body]))


def _measures(content: Content) -> View:
    """Named bodies and the measures they bear; a tie is a part in one measure."""
    borne: dict[str, dict[str, None]] = {}
    measures: dict[str, None] = {}
    named = [duty for duty in content.duties if content.bodies[duty.body].kind == "named"] or list(content.duties)
    for duty in named:
        borne.setdefault(duty.body, {})[duty.measure] = None
        measures[duty.measure] = None
    bodies = sorted(borne, key=lambda body: (-len(borne[body]), level_rank(content.bodies[body].level)))
    pairs = tuple(Pair(body, measure, (measure,)) for body in bodies for measure in borne[body])
    return View(ALL, "named", (*bodies, *measures), pairs, len(named), "measures")
