"""What the page of a policy and the dossier of a body show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from .content import Body, Duty, Measure, Policy
from .highlight import Run, runs
from .lookup import Lookup
from .numbering import numbered

__all__ = ["body_page", "policy_page"]


def policy_page(lookup: Lookup, policy: Policy) -> dict[str, Any]:
    """The values of the template ``policy.html``."""
    measures = lookup.measures_of[policy.iri]
    groups: list[dict[str, Any]] = []
    for measure in measures:
        heading = _heading(lookup, measure)
        if not groups or groups[-1]["heading"] != heading:
            groups.append({"heading": heading, "measures": []})
        groups[-1]["measures"].append(_measure(lookup, policy, measure))
    duties = [duty for measure in measures for duty in lookup.of_measure[measure.iri]]
    bodies = {duty.body for duty in duties}
    named = sum(lookup.content.bodies[body].kind == "named" for body in bodies)
    return {
        "each": policy,
        "measures": measures,
        "groups": groups,
        "duties": len(duties),
        "named_bodies": named,
        "classes": len(bodies) - named,
        "dated": sum(bool(measure.due or measure.deadline) for measure in measures),
        "whole": _whole(lookup, policy, duties),
    }


def _heading(lookup: Lookup, measure: Measure) -> str:
    """The headings above a measure, and the numbered item that it is a part of: parts of one item stand together."""
    above = [numbered(each.number, each.label) for each in lookup.headings(measure)]
    return " › ".join([*above, measure.item] if measure.item else above)


def _measure(lookup: Lookup, policy: Policy, measure: Measure) -> dict[str, Any]:
    duties = lookup.of_measure[measure.iri]
    roles: dict[str, dict[str, str]] = {}
    for duty in duties:
        roles.setdefault(duty.role, {})[duty.body] = duty.deadline
    passages = [(duty.start, duty.end) for duty in duties]
    shown = runs(policy.text, passages, measure.start, measure.end) if policy.text and measure.end else []
    return {
        "measure": measure,
        "anchor": lookup.place(measure.iri)[1],
        "roles": [(role, list(bodies.items())) for role, bodies in roles.items()],
        "runs": shown,
        "quotes": _quotes(duties),
    }


def _quotes(duties: Iterable[Duty]) -> list[str]:
    return list(dict.fromkeys(duty.quote for duty in duties if duty.quote))


def _whole(lookup: Lookup, policy: Policy, duties: Iterable[Duty]) -> list[dict[str, Any]]:
    """The text as runs; a run that is evidence leads to its measure."""
    place = {(duty.start, duty.end): lookup.place(duty.measure) for duty in duties if duty.end}
    cut: list[Run] = runs(policy.text, place) if policy.text else []
    return [{"text": run.text, "place": place[run.marks[0]] if run.marks else None} for run in cut if run.text]


def body_page(lookup: Lookup, body: Body) -> dict[str, Any]:
    """The values of the template ``dossier.html``."""
    borne = lookup.borne(body.iri)
    own: dict[str, list[Duty]] = {}
    for duty in lookup.of_body[body.iri]:
        own.setdefault(duty.measure, []).append(duty)
    groups: list[dict[str, Any]] = []
    dues = []
    for iri in borne:
        measure, duties = lookup.content.measures[iri], own[iri]
        if not groups or groups[-1]["policy"] != measure.policy:
            groups.append({"policy": measure.policy, "measures": []})
        days = [duty.deadline for duty in duties if duty.deadline]
        dues += [(day, day, iri) for day in dict.fromkeys(days)]
        if measure.due and measure.due not in days:
            dues.append((measure.due, measure.deadline, iri))
        groups[-1]["measures"].append(
            {
                "measure": measure,
                "heading": _heading(lookup, measure),
                "roles": list(dict.fromkeys(duty.role for duty in duties)),
                "dues": list(dict.fromkeys(day for day in days if day != measure.due)),
                "quotes": _quotes(duties),
                "others": [other for other in lookup.bearers(iri) if other != body.iri],
            }
        )
    roles = Counter(role for duties in own.values() for role in {duty.role for duty in duties})
    return {
        "each": body,
        "measures": len(borne),
        "by_role": {"lead": roles["lead"], "support": roles["support"]},
        "partners": lookup.partners(body.iri),
        "groups": groups,
        "dues": sorted(dues),
        "issued": [policy.iri for policy in lookup.issued.get(body.iri, ())],
    }
