"""Find what stands out: each finding in Chinese and English, with its numbers, its question and its bodies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..graph.incidence import Incidence
from ..model import ROLES, TIERS, Body, Measure, level_rank
from ..texts import Bilingual, filled, join_words, texts
from .metrics import articulations, betweenness, load
from .networks import bipartite, shared_network

__all__ = ["Finding", "findings"]


@dataclass(frozen=True, repr=False)
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

    def __repr__(self) -> str:
        return f"<Finding {self.kind}: {self.text_zh}>"

    def text(self, lang: str = "zh") -> str:
        """The sentence in a language, ``zh`` or ``en``."""
        return self.text_zh if lang == "zh" else self.text_en


def findings(incidence: Incidence, crowd: int = 5) -> list[Finding]:
    """Find what stands out in an incidence. Classes of bodies count only for what is taken up below.

    Args:
        incidence: The bodies and their measures.
        crowd: The least number of named bodies that are too many for a measure.

    Returns:
        The findings, gravest first; the same for the same incidence.

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


#: The question of the catalogue that shows the rows behind each kind of finding.
_QUERIES = {
    "stops": "missing-local-counterpart",
    "one-tier": "measures-by-category-and-level",
    "idle-issuer": "issuers-without-task",
    "lonely": "single-owner-measures",
    "crowded": "crowded-measures",
    "leaderless": "measures-without-lead",
    "overloaded": "measures-of-body",
    "broker": "measures-of-body",
}
#: Tiers that have others below them to hand a measure to: national, provincial, municipal.
_UPPER = 3

#: Each measure that somebody bears, with its bodies from the top level down.
_Borne = list[tuple[Measure, list[Body]]]


def _borne(incidence: Incidence) -> _Borne:
    found = defaultdict[int, list[Body]](list)
    for measure, body in sorted({(measure, body) for measure, body, _ in incidence.entries()}):
        found[measure].append(incidence.bodies[body])
    return [(incidence.measures[at], sorted(bodies, key=lambda b: level_rank(b.level))) for at, bodies in found.items()]


def _finding(
    kind: str,
    weight: float,
    numbers: Mapping[str, float],
    bodies: Iterable[str],
    measure: str = "",
    parameters: Mapping[str, str] | None = None,
    told: str = "",
    **values: str | int | Bilingual,
) -> Finding:
    """Make a finding; its sentence has the key ``told``, by default that of its kind, and is filled with ``values``."""
    text = filled(f"told_{told or kind}", **values)
    about = (measure,) if measure else ()
    return Finding(kind, weight, text.zh, text.en, numbers, _QUERIES[kind], parameters or {}, tuple(bodies), about)


def _labels(*bodies: Body) -> Bilingual:
    names = [each.names for each in bodies]
    return Bilingual(join_words(names, "zh"), join_words(names, "en"))


def _iris(bodies: Iterable[Body]) -> Iterator[str]:
    return (body.iri for body in bodies)


def _named(bodies: Iterable[Body]) -> list[Body]:
    return [body for body in bodies if body.kind == "named"]


def _tier(body: Body) -> int:
    """Return the number of a body's tier from the top down; -1 outside the tiers."""
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
    for policy, count in sorted(shallow.items()):
        known = incidence.policies.get(policy)
        title, tier = known.heading if known else policy, texts()[f"tier_{TIERS[depths[policy]]}"]
        yield _finding("one-tier", 0.3, {"duties": count}, [policy], title=title, level=tier)


def _stop(measure: Measure, bodies: Sequence[Body], below: int) -> Finding:
    return _finding(
        "stops",
        1.0 if below else 0.35,
        {"below": below, "bodies": len(bodies)},
        _iris(bodies),
        measure.iri,
        told="stops" if below else "stops_alone",
        title=measure.name,
        n=len(bodies),
        body=_labels(*bodies),
        level=texts()[f"tier_{bodies[0].level}"],
    )


def _idle(incidence: Incidence) -> Iterator[Finding]:
    bearing = {incidence.bodies[body].iri for body in np.unique(incidence.body).tolist()}
    idle = {body.iri for body in incidence.bodies} - bearing
    for iri, policy in sorted(incidence.policies.items()):
        # A government that issues a notice alone makes others responsible; it need not bear anything itself.
        for issuer in policy.issuers if len(policy.issuers) > 1 else ():
            if issuer.iri in idle:
                numbers = {"issuers": len(policy.issuers)}
                yield _finding("idle-issuer", 0.9, numbers, (issuer.iri, iri), body=_labels(issuer))


def _lonely(borne: _Borne) -> Iterator[Finding]:
    for measure, bodies in borne:
        if len(bodies) == 1 and bodies[0].kind == "named":
            body, title = _labels(*bodies), measure.name
            yield _finding("lonely", 0.6, {"owners": 1}, _iris(bodies), measure.iri, title=title, body=body)


def _crowded(borne: _Borne, crowd: int) -> Iterator[Finding]:
    for measure, bodies in borne:
        named, asked = _named(bodies), {"minimum": str(crowd)}
        if (n := len(named)) >= crowd:
            weight, title = 0.5 + 0.01 * n, measure.name
            yield _finding("crowded", weight, {"owners": n}, _iris(named), measure.iri, asked, title=title, n=n)


def _leaderless(incidence: Incidence, borne: _Borne) -> Iterator[Finding]:
    """Only where the policies name leads at all: in a notice that never does it is its way of writing."""
    led = {incidence.measures[at].iri for at, _, role in incidence.entries() if ROLES[role] == "lead"}
    if not led:
        return
    for measure, bodies in borne:
        named, title = _named(bodies), measure.name
        levels = Counter(body.level for body in named).most_common(1)
        if measure.iri in led or not levels or levels[0][1] == 1:
            continue
        ((level, n),) = levels
        told = "leaderless_other" if level == "other" else "leaderless"
        yield _finding(
            "leaderless",
            0.7,
            {"bodies": n},
            _iris(named),
            measure.iri,
            told=told,
            title=title,
            n=n,
            all=len(named),
            level=texts()[f"level_{level}"],
        )


def _overloaded(incidence: Incidence) -> Iterator[Finding]:
    """Above the third quartile by more than one and a half times the distance between the quartiles (J. W. Tukey)."""
    named = incidence.named()
    loads = {str(body): borne for body, borne in load(bipartite(named)).items() if borne}
    if len(loads) < 5:
        return
    first, third = np.percentile(list(loads.values()), [25, 75])
    fence = float(third + 1.5 * (third - first))
    median = f"{np.median(list(loads.values())):g}"
    by_iri = {body.iri: body for body in named.bodies}
    for iri, n in sorted(loads.items(), key=lambda item: (-item[1], item[0])):
        if n > fence and n >= 3:
            numbers, asked, body = {"measures": n, "fence": fence}, {"body": iri}, _labels(by_iri[iri])
            yield _finding("overloaded", 0.8, numbers, [iri], "", asked, body=body, n=n, median=median)


def _brokers(incidence: Incidence) -> Iterator[Finding]:
    graph = shared_network(incidence.named())
    if len(graph) > 2000:
        return
    between = betweenness(graph).values
    by_iri = {body.iri: body for body in incidence.bodies}
    for node in articulations(graph):
        iri, share = str(node), between[node]
        numbers, body = {"betweenness": round(share, 6)}, _labels(by_iri[iri])
        yield _finding("broker", 0.4 + 0.2 * share, numbers, [iri], "", {"body": iri}, body=body)
