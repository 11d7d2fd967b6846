"""Say what stands out, in Chinese and English: each finding with its numbers, its question and its bodies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..graph.incidence import Incidence
from ..model import ROLES, TIERS, Body, Measure, level_rank
from ..texts import Names, filled, text, texts
from .measures import articulations, betweenness, load
from .networks import bipartite, shared_network

__all__ = ["Finding", "findings"]


@dataclass(frozen=True)
class Finding:
    """One thing worth knowing.

    ``weight`` orders findings of all kinds, the gravest first; ``numbers`` are what the sentence rests on; ``query``
    and ``parameters`` ask the catalogue for the rows behind it; ``bodies`` (or policies) and ``measures`` are IRIs, by
    which ``quotes`` finds the words it rests on.
    """

    kind: str
    weight: float
    text_zh: str
    text_en: str
    numbers: Mapping[str, float] = field(default_factory=dict)
    query: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    bodies: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()

    def text(self, lang: str = "zh") -> str:
        """The sentence in a language, ``zh`` or ``en``."""
        return self.text_zh if lang == "zh" else self.text_en


def findings(incidence: Incidence, crowd: int = 5) -> list[Finding]:
    """Find what stands out in an incidence. Classes of bodies count only for what is taken up below.

    Args:
        incidence: who bears what.
        crowd: from how many named bodies on a measure has too many.

    Returns:
        the findings, gravest first; the same for the same incidence.

    Example:
        >>> findings(Incidence.of([]))
        []
    """
    borne = _borne(incidence)
    found = [
        *_stopped(incidence, borne),
        *_idle(incidence),
        *_lonely(borne),
        *_crowded(borne, crowd),
        *_leaderless(incidence, borne),
        *_overloaded(incidence),
        *_brokers(incidence),
    ]
    return sorted(found, key=lambda finding: (-finding.weight, finding.kind, finding.measures, finding.bodies))


def _labels(*bodies: Body) -> Names:
    zh, en = (text("list_separator", lang).join(each.names.of(lang) for each in bodies) for lang in ("zh", "en"))
    return Names(zh, en)


def _told(key: str, **values: str | int | Names) -> tuple[str, str]:
    """A finding's sentence in Chinese and English."""
    told = filled(f"told_{key}", **values)
    return told.zh, told.en


#: Each measure that somebody bears, with its bodies from the top level down.
_Borne = list[tuple[Measure, list[Body]]]


def _borne(incidence: Incidence) -> _Borne:
    found = defaultdict[int, list[Body]](list)
    for measure, body in sorted({(measure, body) for measure, body, _ in incidence.entries()}):
        found[measure].append(incidence.bodies[body])
    return [(incidence.measures[at], sorted(bodies, key=lambda b: level_rank(b.level))) for at, bodies in found.items()]


def _named(bodies: Sequence[Body]) -> list[Body]:
    return [body for body in bodies if body.kind == "named"]


#: Tiers that have others below them to hand a measure to: national, provincial, municipal.
_UPPER = 3


def _tier(body: Body) -> int:
    """The number of a body's tier from the top down; -1 outside the tiers."""
    return TIERS.index(body.level) if body.level in TIERS else -1


def _stopped(incidence: Incidence, borne: _Borne) -> Iterator[Finding]:
    """What other measures of the policy hand down and this one does not: it stops at the bodies named.

    A policy that names one tier alone says nothing of those below; that is one finding about the policy.
    """
    depths: defaultdict[str, int] = defaultdict(lambda: -1)
    for measure, bodies in borne:
        depths[measure.policy] = max(depths[measure.policy], *map(_tier, bodies))
    shallow: Counter[str] = Counter()
    for measure, bodies in borne:
        ranked = [body for body in bodies if _tier(body) >= 0]
        alone: list[Body] = []
        for body in _named(ranked):
            if not body.functions or _tier(body) >= _UPPER:
                continue
            if depths[measure.policy] <= _tier(body):
                shallow[measure.policy] += 1
                continue
            below = [other for other in ranked if _tier(other) > _tier(body)]
            if not below:
                alone.append(body)
            # A government without a function of its own answers for all of them.
            elif all(other.functions and not set(other.functions) & set(body.functions) for other in below):
                yield _stop(measure, [body], len(below))
        if alone:
            yield _stop(measure, alone, 0)
    for policy, duties in sorted(shallow.items()):
        known = incidence.policies.get(policy)
        title, level = known.heading if known else policy, TIERS[depths[policy]]
        yield Finding(
            "one-tier",
            0.3,
            *_told("one-tier", title=title, level=texts()[f"tier_{level}"]),
            {"duties": duties},
            "measures-by-category-and-level",
            {},
            (policy,),
        )


def _stop(measure: Measure, bodies: Sequence[Body], below: int) -> Finding:
    return Finding(
        "stops",
        1.0 if below else 0.35,
        *_told(
            "stops" if below else "stops_alone",
            title=measure.name,
            body=_labels(*bodies),
            level=texts()[f"tier_{bodies[0].level}"],
        ),
        {"below": below, "bodies": len(bodies)},
        "missing-local-counterpart",
        {},
        tuple(body.iri for body in bodies),
        (measure.iri,),
    )


def _idle(incidence: Incidence) -> Iterator[Finding]:
    bearing = {incidence.bodies[body].iri for body in np.unique(incidence.body).tolist()}
    there = {body.iri for body in incidence.bodies}
    for iri, policy in sorted(incidence.policies.items()):
        if len(policy.issuers) < 2:
            # A government that issues alone makes others responsible: that it bears nothing says nothing.
            continue
        for issuer in policy.issuers:
            if issuer.iri in there and issuer.iri not in bearing:
                yield Finding(
                    "idle-issuer",
                    0.9,
                    *_told("idle-issuer", body=_labels(issuer)),
                    {"issuers": len(policy.issuers)},
                    "issuers-without-task",
                    {},
                    (issuer.iri, iri),
                )


def _lonely(borne: _Borne) -> Iterator[Finding]:
    for measure, bodies in borne:
        if len(bodies) == 1 and bodies[0].kind == "named":
            yield Finding(
                "lonely",
                0.6,
                *_told("lonely", title=measure.name, body=_labels(*bodies)),
                {"owners": 1},
                "single-owner-measures",
                {},
                (bodies[0].iri,),
                (measure.iri,),
            )


def _crowded(borne: _Borne, crowd: int) -> Iterator[Finding]:
    for measure, bodies in borne:
        named = _named(bodies)
        if len(named) >= crowd:
            yield Finding(
                "crowded",
                0.5 + 0.01 * len(named),
                *_told("crowded", title=measure.name, n=len(named)),
                {"owners": len(named)},
                "crowded-measures",
                {"minimum": str(crowd)},
                tuple(body.iri for body in named),
                (measure.iri,),
            )


def _leaderless(incidence: Incidence, borne: _Borne) -> Iterator[Finding]:
    """Only where the documents name leads at all: in a notice that never does it is its way of writing."""
    led = {incidence.measures[at].iri for at, _, role in incidence.entries() if ROLES[role] == "lead"}
    if not led:
        return
    for measure, bodies in borne:
        named = _named(bodies)
        together = max(Counter(body.level for body in named).values(), default=0)
        if measure.iri not in led and together > 1:
            yield Finding(
                "leaderless",
                0.7,
                *_told("leaderless", title=measure.name, n=together),
                {"bodies": together},
                "measures-without-lead",
                {},
                tuple(body.iri for body in named),
                (measure.iri,),
            )


def _overloaded(incidence: Incidence) -> Iterator[Finding]:
    """Above the third quartile by more than one and a half times the distance between the quartiles (J. W. Tukey)."""
    named = incidence.named()
    loads = {body: borne for body, borne in load(bipartite(named)).items() if borne}
    if len(loads) < 5:
        return
    first, third = np.percentile(list(loads.values()), [25, 75])
    fence = third + 1.5 * (third - first)
    median = f"{np.median(list(loads.values())):g}"
    by_iri = {body.iri: body for body in named.bodies}
    for body, borne in sorted(loads.items(), key=lambda item: (-item[1], str(item[0]))):
        if borne > fence and borne >= 3:
            yield Finding(
                "overloaded",
                0.8,
                *_told("overloaded", body=_labels(by_iri[str(body)]), n=borne, median=median),
                {"measures": borne, "fence": float(fence)},
                "measures-of-body",
                {"body": str(body)},
                (str(body),),
            )


def _brokers(incidence: Incidence) -> Iterator[Finding]:
    graph = shared_network(incidence.named())
    if len(graph) > 2000:
        return
    between = betweenness(graph).values
    by_iri = {body.iri: body for body in incidence.bodies}
    for body in articulations(graph):
        yield Finding(
            "broker",
            0.4 + 0.2 * between[body],
            *_told("broker", body=_labels(by_iri[str(body)])),
            {"betweenness": round(between[body], 6)},
            "measures-of-body",
            {"body": str(body)},
            (str(body),),
        )
