"""What the scripts of the page are given: tables of numbers that point at one another, and texts once each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from ..namespaces import ID
from .content import Content, Names
from .network import Drawing
from .views import Facet, View

__all__ = ["numbered", "outsiders", "path_of", "payload"]


def outsiders(content: Content, view: View) -> list[str]:
    """Bodies that bear a task though others of the view, not they, issued the documents."""
    issuers = {issuer for each in content.policies for issuer in each.issuers}
    without = [body for body in view.bodies if body not in issuers]
    return without if len(without) < len(view.bodies) else []


def payload(
    texts: Mapping[str, Names],
    content: Content,
    shown: tuple[View, ...],
    drawings: Mapping[str, Drawing],
    colours: Mapping[str, tuple[Facet, ...]],
    names: Mapping[str, Names],
    titles: Mapping[str, Names],
) -> dict[str, Any]:
    """All that the scripts know: documents, headings, measures, bodies, quotes, drawings, each thing by its index."""
    policies = {each.iri: at for at, each in enumerate(content.policies)}
    categories = {iri: at for at, iri in enumerate(content.categories)}
    measures = {iri: at for at, iri in enumerate(content.measures)}
    bodies = {iri: at for at, iri in enumerate(content.bodies)}
    quotes: dict[str, int] = {}
    duties: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for duty in content.duties:
        quote = quotes.setdefault(duty.quote, len(quotes))
        each = {"measure": measures[duty.measure], "role": duty.role, "quote": quote, "name": duty.name}
        duties[duty.body].append({**each, **({"deadline": duty.deadline} if duty.deadline else {})})
    bearing = {duty.body for duty in content.duties}
    # A government that issues a notice alone gives tasks to others: that it has none says nothing.
    joint = [each.issuers for each in content.policies if len(each.issuers) > 1]
    idle = {issuer for issuers in joint for issuer in issuers} - bearing
    return {
        "texts": {key: [each.zh, each.en] for key, each in texts.items()},
        "policies": [each.heading for each in content.policies],
        "categories": [
            {"label": numbered(each.number, each.label), "parent": categories.get(each.parent, -1)}
            for each in content.categories.values()
        ],
        "measures": [
            {
                "number": each.number,
                "title": each.title,
                "abstract": [each.abstract.zh, each.abstract.en],
                "category": categories.get(each.category, -1),
                "policy": policies.get(each.policy, -1),
                "open": each.open_ended,
                "deadline": each.deadline,
            }
            for each in content.measures.values()
        ],
        "quotes": list(quotes),
        "bodies": [
            {
                "id": path_of(each.iri),
                "label": [each.label.zh, each.label.en],
                "short": [names[each.iri].zh, names[each.iri].en],
                "aliases": each.aliases,
                "inText": each.names_in_text,
                "level": each.level,
                "kind": each.kind,
                "functions": [[name.zh, name.en] for name in each.functions],
                "duties": duties[each.iri],
            }
            for each in content.bodies.values()
        ],
        "idle": [bodies[iri] for iri in sorted(idle, key=bodies.__getitem__)],
        "views": [
            _drawn(content, view, drawings[view.id], colours[view.id], bodies, measures, titles) for view in shown
        ],
    }


def _drawn(
    content: Content,
    view: View,
    drawing: Drawing,
    colours: tuple[Facet, ...],
    bodies: Mapping[str, int],
    measures: Mapping[str, int],
    titles: Mapping[str, Names],
) -> dict[str, Any]:
    strangers = set(outsiders(content, view))
    return {
        "id": view.id,
        "title": [titles[view.id].zh, titles[view.id].en],
        "bodies": [bodies[body] for body in view.bodies],
        "pairs": [[measures[measure] for measure in pair.measures] for pair in view.pairs],
        "outsiders": [at for at, body in enumerate(view.bodies) if body in strangers],
        "facets": [{"name": facet.name, "slices": _slices(content, view, facet)} for facet in colours],
        "nodes": drawing.nodes,
        "edges": drawing.edges,
        "options": drawing.options,
        "labels": [[label.zh, label.en] for label in drawing.labels],
        "tall": drawing.tall,
    }


def _slices(content: Content, view: View, facet: Facet) -> list[list[list[int]]]:
    """For each body, how many of its measures take which colour: ``[[colour, measures], …]``."""
    borne: dict[str, set[str]] = {body: set() for body in view.bodies}
    for duty in content.duties:
        if duty.body in borne:
            borne[duty.body].add(duty.measure)
    found = []
    for body in view.bodies:
        counts: dict[int, int] = defaultdict(int)
        for measure in borne[body]:
            counts[facet.colour[measure]] += 1
        found.append([[colour, counts[colour]] for colour in sorted(counts)])
    return found


def path_of(iri: str) -> str:
    """What the page's address calls a thing: the path of its IRI, or the whole of a foreign one."""
    return iri.removeprefix(ID)


def numbered(number: str, label: str) -> str:
    """A heading with its number, with the mark between them that the number asks for.

    >>> numbered("一", "总体要求"), numbered("一、", "总体要求"), numbered("1.2", "Aims"), numbered("", "总体要求")
    ('一、总体要求', '一、总体要求', '1.2 Aims', '总体要求')
    """
    if not number or number.endswith(("、", "，", "）", "】", "》")):
        return number + label
    return f"{number}、{label}" if re.fullmatch("[\u4e00-\u9fff]+", number) else f"{number} {label}"
