"""What the scripts of the pages are given: tables of numbers that point at one another, and texts once each.

``content_data`` is what networks, matrices and tables share; ``network_data`` is one drawing.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ..texts import Names
from .content import Content
from .lookup import Lookup
from .network import Drawing
from .numbering import numbered
from .pinyin import spelled
from .views import Facet, View

__all__ = ["content_data", "index_data", "network_data", "outsiders"]


def outsiders(content: Content, view: View) -> list[str]:
    """Bodies that bear a task though others of the view, not they, issued the documents."""
    issuers = {issuer for each in content.policies for issuer in each.issuers}
    bodies = [body for body in view.bodies if body in content.bodies]
    without = [body for body in bodies if body not in issuers]
    return without if len(without) < len(bodies) else []


def content_data(lookup: Lookup) -> dict[str, Any]:
    """Documents, headings, measures, bodies, duties and quotes, each thing by its index."""
    content, names = lookup.content, lookup.names
    policies = {each.iri: at for at, each in enumerate(content.policies)}
    categories = {iri: at for at, iri in enumerate(content.categories)}
    measures, bodies = lookup.measure_index, lookup.body_index
    quotes: dict[str, int] = {}
    duties: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for duty in content.duties:
        quote = quotes.setdefault(duty.quote, len(quotes))
        each = {"measure": measures[duty.measure], "role": duty.role, "quote": quote, "name": duty.name}
        tail = duty.iri.removeprefix(duty.measure)
        duties[duty.body].append({**each, "tail": tail, **({"deadline": duty.deadline} if duty.deadline else {})})
    bearing = {duty.body for duty in content.duties}
    # A government that issues a notice alone gives tasks to others: that it has none says nothing.
    joint = [each.issuers for each in content.policies if len(each.issuers) > 1]
    idle = {issuer for issuers in joint for issuer in issuers} - bearing
    return {
        "policies": [
            {"heading": each.heading, "path": lookup.path(each.iri), "iri": each.iri, "day": each.dated or each.issued}
            for each in content.policies
        ],
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
                "due": each.due,
                "at": lookup.place(each.iri)[1],
                "iri": each.iri,
            }
            for each in content.measures.values()
        ],
        "quotes": list(quotes),
        "bodies": [
            {
                "id": lookup.path(each.iri),
                "iri": each.iri,
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
    }


def index_data(lookup: Lookup) -> list[list[Any]]:
    """What can be found: ``[path, zh, en, other names, pinyin, weight]``, the busiest first."""
    found: list[list[Any]] = []
    for body in lookup.content.bodies.values():
        others = [name for name in (*body.names_in_text, *body.aliases) if name not in (body.label.zh, body.label.en)]
        names = list(dict.fromkeys(others))
        pinyin = spelled([body.label.zh, *names])
        found.append(
            [lookup.path(body.iri), body.label.zh, body.label.en, names, pinyin, len(lookup.of_body[body.iri])]
        )
    found.sort(key=lambda row: (-row[5], row[0]))
    for policy in lookup.content.policies:
        names = [name for name in (policy.title, policy.number) if name]
        found.append([lookup.path(policy.iri), policy.heading, policy.heading, names, spelled([policy.heading]), 0])
    return found


def network_data(
    lookup: Lookup,
    view: View,
    drawing: Drawing,
    colours: tuple[Facet, ...],
    title: Names,
) -> dict[str, Any]:
    """One drawing: bodies, or measures, by their index, ties by their measures."""
    content = lookup.content
    bodies, measures = lookup.body_index, lookup.measure_index
    strangers = set(outsiders(content, view))
    return {
        "id": view.id,
        "network": view.network,
        "directed": view.directed,
        "title": [title.zh, title.en],
        "bodies": [bodies.get(each, -1) for each in view.bodies],
        "items": [measures.get(each, -1) for each in view.bodies] if view.network == "measures" else [],
        "pairs": [[measures[measure] for measure in pair.measures if measure] for pair in view.pairs],
        "outsiders": [at for at, body in enumerate(view.bodies) if body in strangers],
        "facets": [{"name": facet.name, "keys": _keys(content, facet)} for facet in colours],
        "nodes": [
            {key: value for key, value in node.items() if key in ("id", "x", "y", "size")} for node in drawing.nodes
        ],
        "edges": [
            {key: value for key, value in edge.items() if key in ("id", "from", "to", "width")}
            for edge in drawing.edges
        ],
        "options": drawing.options,
        "labels": [[label.zh, label.en] for label in drawing.labels],
        "tall": drawing.tall,
    }


def _keys(content: Content, facet: Facet) -> list[int]:
    """What each colour stands for: headings or documents by their index, -1 for the rest."""
    at = {each.iri: index for index, each in enumerate(content.policies)}
    at.update({iri: index for index, iri in enumerate(content.categories)})
    return [at.get(key, -1) for key in facet.keys]
