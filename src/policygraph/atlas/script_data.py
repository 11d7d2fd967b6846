"""The data of the scripts: tables whose numbers refer to each other, with each text once.

``content_data`` is what networks, matrices and tables share; ``network_data`` is one drawing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from functools import cache
from typing import Any

from ..numbering import add_number, mark_number
from ..registry.states import rank_urgency, states
from ..texts import Bilingual
from .content import Content
from .drawing import Drawing
from .views import Facet, View

__all__ = ["build_content_data", "build_index_data", "build_network_data", "find_outsiders", "spell_pinyin"]


def find_outsiders(content: Content, view: View) -> list[str]:
    """Find the bodies that bear a measure though others of the view, not they, issued the documents.

    Args:
        content: What the atlas shows.
        view: The view.

    Returns:
        The bodies; none where no body of the view issued a document.
    """
    bodies = [body for body in view.bodies if body in content.bodies]
    without = [body for body in bodies if body not in content.issued]
    return without if len(without) < len(bodies) else []


def build_content_data(content: Content) -> dict[str, Any]:
    """Write what networks, matrices and tables share.

    Args:
        content: What the atlas shows.

    Returns:
        Documents, headings, measures, bodies, responsibilities and quotes, which refer to each other by index.
    """
    policies = {iri: at for at, iri in enumerate(content.policies)}
    categories = {iri: at for at, iri in enumerate(content.categories)}
    quotes: dict[str, int] = {}
    responsibilities: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for measure, part in content.parts:
        row: dict[str, Any] = {
            "measure": content.measure_index[measure.iri],
            "role": part.role,
            "quote": quotes.setdefault(part.evidence.quote, len(quotes)),
            "name": part.name,
            "tail": part.iri.removeprefix(measure.iri),
        }
        # What the body is to meet, and what is its own alone.
        row |= {"due": due.value} if (due := measure.due_of(part)) else {}
        row |= {"deadline": part.due.label} if part.due else {}
        row |= {"day": part.deadline.isoformat()} if part.deadline else {}
        row |= {"states": found} if (found := _find_states(content, measure.iri, part.body.iri)) else {}
        responsibilities[part.body.iri].append(row)
    # A government that issues a notice alone gives tasks to others: that it has none says nothing.
    joint = [each.issuers for each in content.policies.values() if len(each.issuers) > 1]
    idle = {issuer.iri for issuers in joint for issuer in issuers} - responsibilities.keys()
    return {
        "policies": [
            {"heading": each.heading, "path": content.path(each.iri), "iri": each.iri, "day": str(each.day or "")}
            for each in content.policies.values()
        ],
        "categories": [
            {"label": add_number(each.number, each.label), "parent": categories[each.above.iri] if each.above else -1}
            for each in content.categories.values()
        ],
        "measures": [
            {
                "number": mark_number(each.number),
                "title": each.label,
                "abstract": [each.abstract.zh, each.abstract.en],
                "category": categories[each.category.iri] if each.category else -1,
                "policy": policies[each.policy],
                "open": each.open_ended,
                "deadline": each.due.label,
                "due": each.due.value,
                "day": str(each.deadline or ""),
                "at": content.place(each.iri)[1],
                "iri": each.iri,
            }
            for each in content.measures.values()
        ],
        "quotes": list(quotes),
        "bodies": [
            {
                "id": content.path(each.iri),
                "iri": each.iri,
                "label": [each.names.zh, each.names.en],
                "short": [content.names[each.iri].zh, content.names[each.iri].en],
                "aliases": each.aliases,
                "inText": content.names_in_text[each.iri],
                "level": each.level,
                "kind": each.kind,
                "functions": [[name.zh, name.en] for name in content.functions(each)],
                "duties": responsibilities.get(each.iri, []),
            }
            for each in content.bodies.values()
        ],
        "idle": sorted(content.body_index[iri] for iri in idle),
    } | ({"states": _list_states(content)} if content.reported else {})


def _list_states(content: Content) -> list[dict[str, Any]]:
    """The states that were reported, in their order, with the classes of the style sheet."""
    reported = content.reported
    tokens = [token for token in reported.tokens if token]
    urgent = sorted(tokens, key=lambda token: rank_urgency(token, states()))
    return [
        {
            "token": token,
            "style": reported.style(token),
            "names": [*astuple(reported.name(token))],
            "letters": [*astuple(reported.letter(token))],
            "urgency": urgent.index(token),
        }
        for token in tokens
    ]


def _find_states(content: Content, measure: str, body: str) -> list[str]:
    """The states that were reported for a body's part in a measure, each once."""
    return list(dict.fromkeys(each.state for each in content.reported.of(measure, body) if each.state))


def build_index_data(content: Content) -> list[list[Any]]:
    """Write the index of the search box.

    Args:
        content: What the atlas shows.

    Returns:
        ``[path, zh, en, other names, pinyin, weight]`` of each body and policy, the busiest first.
    """
    found: list[list[Any]] = []
    for iri, body in content.bodies.items():
        zh, en = body.names.zh, body.names.en
        others = list(dict.fromkeys((*content.names_in_text[iri], *body.aliases)))
        names = [name for name in others if name not in (zh, en)]
        found.append([content.path(iri), zh, en, names, spell_pinyin([zh, *names]), len(content.of_body[iri])])
    found.sort(key=lambda row: (-row[5], row[0]))
    for policy in content.policies.values():
        names = [name for name in (policy.title, policy.number) if name]
        found.append(
            [content.path(policy.iri), policy.heading, policy.heading, names, spell_pinyin([policy.heading]), 0]
        )
    return found


def build_network_data(
    content: Content,
    view: View,
    drawing: Drawing,
    colours: tuple[Facet, ...],
    title: Bilingual,
    order: tuple[Sequence[int], int] | None = None,
) -> dict[str, Any]:
    """Write one drawing.

    Args:
        content: What the atlas shows.
        view: The view that is drawn.
        drawing: Its nodes and edges.
        colours: The ways to colour it.
        title: Its title.
        order: What ``order_ties`` gives.

    Returns:
        Nodes by the index of their body or measure, ties by that of their measures.
    """
    bodies, measures = content.body_index, content.measure_index
    strangers = set(find_outsiders(content, view))
    return {
        "id": view.id,
        "network": view.network,
        "directed": view.directed,
        "title": [title.zh, title.en],
        "bodies": [bodies.get(each, -1) for each in view.bodies],
        "items": [measures.get(each, -1) for each in view.bodies] if view.network == "measures" else [],
        "pairs": [[measures[measure] for measure in pair.measures if measure] for pair in view.pairs],
        "outsiders": [at for at, body in enumerate(view.bodies) if body in strangers],
        "facets": [_write_facet(content, view, facet) for facet in colours],
        "order": {"places": order[0], "first": order[1]} if order else None,
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


def _write_facet(content: Content, view: View, facet: Facet) -> dict[str, Any]:
    """A way to colour: the keys of measures, or the colour of each dot. States are worked out of the parts."""
    if facet.name == "state":
        return {"name": facet.name, "keys": []}
    if facet.of_bodies:
        return {"name": facet.name, "keys": [], "bodies": [facet.colour.get(body, -1) for body in view.bodies]}
    return {"name": facet.name, "keys": _keys(content, facet)}


def _keys(content: Content, facet: Facet) -> list[int]:
    """What each colour stands for: headings or documents by their index, -1 for the rest."""
    at = {iri: index for index, iri in enumerate(content.policies)}
    at.update({iri: index for index, iri in enumerate(content.categories)})
    return [at.get(key, -1) for key in facet.keys]


def spell_pinyin(names: Iterable[str]) -> str:
    """Spell Chinese names in pinyin without tones: whole, and by initials.

    A character with several readings has the commonest of its word.

    Args:
        names: The names.

    Returns:
        The spellings, with spaces between them.

    Example:
        >>> spell_pinyin(["省财政厅"])
        'shengcaizhengting sczt'
    """
    found: dict[str, None] = {}
    for name in names:
        for each in _spell(name[:60]):
            found[each] = None
    return " ".join(found)


@cache
def _spell(name: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    if not re.search(r"[\u4e00-\u9fff]", name):
        return ()
    syllables = [part for part in lazy_pinyin(name, errors="ignore") if part]
    return "".join(syllables), "".join(part[0] for part in syllables)
