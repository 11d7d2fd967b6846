"""Findings in plain language, in Chinese and English: each with its numbers, its question and its bodies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..model import ROLES, level_rank
from ..texts import Names, filled, text, texts
from .incidence import TIERS, Bearer, Incidence, Task
from .measures import articulations, betweenness, load
from .networks import bipartite, shared_network

__all__ = ["Finding", "findings"]


@dataclass(frozen=True)
class Finding:
    """One thing worth knowing. ``weight`` orders findings of all kinds, the gravest first; ``numbers`` are what the
    sentence rests on; ``query`` and ``parameters`` ask the catalogue for the rows behind it; ``bodies`` (or policies)
    and ``measures`` are IRIs, by which ``evidence.quotes`` finds the words it rests on.
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
        """The sentence in a language."""
        return self.text_zh if lang == "zh" else self.text_en


def findings(incidence: Incidence, crowd: int = 5) -> list[Finding]:
    """What stands out in an incidence, gravest first; the same for the same incidence.

    ``crowd`` is from how many named bodies on a measure has too many owners. Bodies are named ones; what classes bear
    counts where it is asked whether a duty goes on below.

    >>> findings(Incidence.of([]))
    []
    """
    found = [
        *_stopped(incidence),
        *_idle(incidence),
        *_lonely(incidence),
        *_crowded(incidence, crowd),
        *_leaderless(incidence),
        *_overloaded(incidence),
        *_brokers(incidence),
    ]
    return sorted(found, key=lambda finding: (-finding.weight, finding.kind, finding.measures, finding.bodies))


def _name(task: Task) -> str:
    return f"{task.number}{task.title}" or task.iri


def _labels(*bearers: Bearer) -> Names:
    zh, en = (text("list_separator", lang).join(each.label(lang) for each in bearers) for lang in ("zh", "en"))
    return Names(zh, en)


def _told(key: str, **values: str | int | Names) -> tuple[str, str]:
    """A finding's sentence in Chinese and English."""
    told = filled(f"told_{key}", **values)
    return told.zh, told.en


def _bearers_of(incidence: Incidence) -> dict[int, list[int]]:
    """The bodies of each measure, from the top level down."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for task, body in sorted(set(zip(incidence.task.tolist(), incidence.body.tolist(), strict=True))):
        found[task].append(body)
    for bodies in found.values():
        bodies.sort(key=lambda body: level_rank(incidence.bearers[body].level))
    return found


#: Tiers that have others below them to hand a duty to: national, provincial, municipal.
_UPPER = 3


def _depths(incidence: Incidence) -> dict[str, int]:
    """Policy → the deepest tier that any of its measures names, as an index of ``TIERS``; -1 where it names none."""
    found: dict[str, int] = {}
    for task, body in zip(incidence.task.tolist(), incidence.body.tolist(), strict=True):
        level, policy = incidence.bearers[body].level, incidence.tasks[task].policy
        found[policy] = max(found.get(policy, -1), TIERS.index(level) if level in TIERS else -1)
    return found


def _stopped(incidence: Incidence) -> Iterator[Finding]:
    """A duty that others of the document hand down and this body's measure does not: it is lost on the way.

    A document that names one tier alone says nothing of those below; that is one finding about the document.
    """
    depths = _depths(incidence)
    shallow: dict[str, int] = {}
    for task, bodies in sorted(_bearers_of(incidence).items()):
        policy = incidence.tasks[task].policy
        bearers = [incidence.bearers[body] for body in bodies]
        ranked = [bearer for bearer in bearers if bearer.level in TIERS]
        alone: list[Bearer] = []
        for bearer in ranked:
            rank = TIERS.index(bearer.level)
            if bearer.kind != "named" or not bearer.functions or rank >= _UPPER:
                continue
            if depths[policy] <= rank:
                shallow[policy] = shallow.get(policy, 0) + 1
                continue
            below = [other for other in ranked if TIERS.index(other.level) > rank]
            if not below:
                alone.append(bearer)
            # A government without a function of its own answers for all of them.
            elif all(other.functions and not set(other.functions) & set(bearer.functions) for other in below):
                yield _stop(incidence.tasks[task], [bearer], len(below))
        if alone:
            yield _stop(incidence.tasks[task], alone, 0)
    for policy, duties in sorted(shallow.items()):
        level, title = TIERS[depths[policy]], incidence.headings.get(policy) or policy
        yield Finding(
            "one-tier",
            0.3,
            *_told("one-tier", title=title, level=texts()[f"tier_{level}"]),
            {"duties": duties},
            "measures-by-category-and-level",
            {},
            (policy,),
        )


def _stop(task: Task, bearers: Sequence[Bearer], below: int) -> Finding:
    return Finding(
        "stops",
        1.0 if below else 0.35,
        *_told(
            "stops" if below else "stops_alone",
            title=_name(task),
            body=_labels(*bearers),
            level=texts()[f"tier_{bearers[0].level}"],
        ),
        {"below": below, "bodies": len(bearers)},
        "missing-local-counterpart",
        {},
        tuple(bearer.iri for bearer in bearers),
        (task.iri,),
    )


def _idle(incidence: Incidence) -> Iterator[Finding]:
    bearing = {incidence.bearers[body].iri for body in np.unique(incidence.body).tolist()}
    by_iri = {bearer.iri: bearer for bearer in incidence.bearers}
    for policy, issuers in sorted(incidence.issuers.items()):
        if len(issuers) < 2:
            # A government that issues alone gives tasks to others: that it has none says nothing.
            continue
        for issuer in issuers:
            if issuer in by_iri and issuer not in bearing:
                yield Finding(
                    "idle-issuer",
                    0.9,
                    *_told("idle-issuer", body=_labels(by_iri[issuer])),
                    {"issuers": len(issuers)},
                    "issuers-without-task",
                    {},
                    (issuer, policy),
                )


def _lonely(incidence: Incidence) -> Iterator[Finding]:
    for task, bodies in sorted(_bearers_of(incidence).items()):
        if len(bodies) == 1 and incidence.bearers[bodies[0]].kind == "named":
            bearer, title = incidence.bearers[bodies[0]], _name(incidence.tasks[task])
            yield Finding(
                "lonely",
                0.6,
                *_told("lonely", title=title, body=_labels(bearer)),
                {"owners": 1},
                "single-owner-measures",
                {},
                (bearer.iri,),
                (incidence.tasks[task].iri,),
            )


def _named(incidence: Incidence, bodies: list[int]) -> list[Bearer]:
    return [incidence.bearers[body] for body in bodies if incidence.bearers[body].kind == "named"]


def _crowded(incidence: Incidence, crowd: int) -> Iterator[Finding]:
    for task, bodies in sorted(_bearers_of(incidence).items()):
        named = _named(incidence, bodies)
        if len(named) >= crowd:
            title = _name(incidence.tasks[task])
            yield Finding(
                "crowded",
                0.5 + 0.01 * len(named),
                *_told("crowded", title=title, n=len(named)),
                {"owners": len(named)},
                "crowded-measures",
                {"minimum": str(crowd)},
                tuple(bearer.iri for bearer in named),
                (incidence.tasks[task].iri,),
            )


def _leaderless(incidence: Incidence) -> Iterator[Finding]:
    """Only where the documents name leads at all: in a notice that never does it is its way of writing."""
    lead = ROLES.index("lead")
    led = set(incidence.task[incidence.role == lead].tolist())
    if not led:
        return
    for task, bodies in sorted(_bearers_of(incidence).items()):
        levels = [bearer.level for bearer in _named(incidence, bodies)]
        together = max((levels.count(level) for level in set(levels)), default=0)
        if task not in led and together > 1:
            title = _name(incidence.tasks[task])
            yield Finding(
                "leaderless",
                0.7,
                *_told("leaderless", title=title, n=together),
                {"bodies": together},
                "measures-without-lead",
                {},
                tuple(bearer.iri for bearer in _named(incidence, bodies)),
                (incidence.tasks[task].iri,),
            )


def _overloaded(incidence: Incidence) -> Iterator[Finding]:
    """Above the third quartile by more than one and a half times the distance between the quartiles (J. W. Tukey)."""
    bodies = incidence.select(lambda bearer: bearer.kind == "named")
    loads = {body: borne for body, borne in load(bipartite(bodies)).items() if borne}
    if len(loads) < 5:
        return
    first, third = np.percentile(list(loads.values()), [25, 75])
    fence = third + 1.5 * (third - first)
    median = f"{np.median(list(loads.values())):g}"
    by_iri = {bearer.iri: bearer for bearer in bodies.bearers}
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
    graph = shared_network(incidence.select(lambda bearer: bearer.kind == "named"))
    if len(graph) > 2000:
        return
    between = betweenness(graph).values
    by_iri = {bearer.iri: bearer for bearer in incidence.bearers}
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
