"""The page: what the template and the scripts are given, and the text that comes out."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from .. import __version__
from ..namespaces import ID
from .assets import Asset, embedded_json, own, policy, vis_network
from .data import Incidence, Names
from .network import Drawing, captions, draw, edge_width, node_radius
from .views import ALL, Facet, View, facets, views

__all__ = ["render"]

SCRIPTS = ("core.js", "network.js", "panel.js", "search.js", "tables.js", "main.js")


def render(incidence: Incidence) -> str:
    """The whole page as text.

    Args:
        incidence: what ``fetch`` took from the graph.

    Returns:
        HTML that holds its scripts, styles and data, and asks nothing of any network.

    Raises:
        StoreError: no body bears a responsibility.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    texts = _texts()
    levels = {key.removeprefix("level_"): names for key, names in texts.items() if key.startswith("level_")}
    shown = views(incidence)
    names = captions(incidence, levels)
    drawings = {view.id: draw(incidence, view, names) for view in shown}
    colours = {view.id: facets(incidence, view) for view in shown}
    titles = {view.id: _title(view, texts) for view in shown}
    vis = vis_network()
    scripts = [vis, *(own(name) for name in SCRIPTS)]
    styles = [own("atlas.css")]
    payload = _payload(incidence, shown, drawings, colours, names, titles)
    environment = Environment(
        loader=PackageLoader("policygraph.atlas"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["t"] = lambda key, **values: _fill(texts[key], values)
    return environment.get_template("index.html").render(
        policy=policy(scripts, styles),
        styles=[Markup(style.text) for style in styles],
        scripts=[Markup(_inline(script)) for script in scripts],
        data=Markup(embedded_json(payload)),
        version=__version__,
        vis=vis.name,
        incidence=incidence,
        heading=_heading(incidence, texts),
        short=names,
        index={iri: at for at, iri in enumerate(incidence.bodies)},
        path=_path,
        views=[_table(incidence, view, colours[view.id], titles[view.id], names, texts) for view in shown],
        total=len(incidence.duties),
        bearers=_bearers(incidence),
        roles={duty.role: texts.get(f"role_{duty.role}", Names(duty.role, duty.role)) for duty in incidence.duties},
    )


def _inline(script: Asset) -> str:
    # A script element ends at the first "</script", wherever it stands; none of ours and none of vis-network's has it.
    assert "</script" not in script.text.lower(), script.name
    return script.text


@cache
def _texts() -> dict[str, Names]:
    return {key: Names(*pair) for key, pair in json.loads(own("texts.json").text).items()}


def _fill(names: Names, values: Mapping[str, Any]) -> Names:
    """A text with its values; of ``one|many`` the form that ``n`` asks for."""
    filled = []
    for text, at in ((names.zh, 0), (names.en, 1)):
        forms = text.split("|")
        text = forms[0] if values.get("n") == 1 else forms[-1]
        for key, value in values.items():
            if isinstance(value, Names):
                value = (value.zh, value.en)[at]
            text = text.replace("{" + key + "}", str(value))
        filled.append(text)
    return Names(*filled)


def _title(view: View, texts: Mapping[str, Names]) -> Names:
    if view.level == ALL:
        return texts["view_all"]
    level = texts.get(f"level_{view.level}", Names(view.level, view.level))
    return _fill(texts[f"view_{view.kind}"], {"level": level})


def _heading(incidence: Incidence, texts: Mapping[str, Names]) -> Names:
    if len(incidence.policies) == 1:
        return Names(incidence.policies[0].heading, incidence.policies[0].heading)
    return _fill(texts["documents_heading"], {"n": len(incidence.policies)})


def _path(iri: str) -> str:
    """What the page's address calls a thing: the path of its IRI, or the whole of a foreign one."""
    return iri.removeprefix(ID)


def _bearers(incidence: Incidence) -> dict[str, dict[str, Any]]:
    """For each measure its bodies, role by role, and the words that say so."""
    bearers: dict[str, dict[str, Any]] = {iri: {"roles": {}, "quotes": []} for iri in incidence.measures}
    for duty in incidence.duties:
        found = bearers[duty.measure]
        found["roles"].setdefault(duty.role, {})[duty.body] = None
        if duty.quote and duty.quote not in found["quotes"]:
            found["quotes"].append(duty.quote)
    return bearers


# --- for the template -------------------------------------------------------------------------------------


def _table(
    incidence: Incidence,
    view: View,
    colours: tuple[Facet, ...],
    title: Names,
    names: Mapping[str, Names],
    texts: Mapping[str, Names],
) -> dict[str, Any]:
    borne: dict[str, dict[str, None]] = {body: {} for body in view.bodies}
    for duty in incidence.duties:
        if duty.body in borne:
            borne[duty.body][duty.measure] = None
    partners: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for pair in view.pairs:
        partners[pair.a].append((pair.b, len(pair.measures)))
        partners[pair.b].append((pair.a, len(pair.measures)))
    most = max(len(measures) for measures in borne.values())
    strongest = max((len(pair.measures) for pair in view.pairs), default=0)
    return {
        "view": view,
        "title": title,
        "phrase": Names(title.zh, title.en[:1].lower() + title.en[1:]),
        "borne": {body: list(measures) for body, measures in borne.items()},
        "partners": partners,
        "sizes": [(value, node_radius(value, most)) for value in _samples(most)],
        "widths": [(value, edge_width(value, strongest)) for value in _samples(strongest)] if strongest else [],
        "facets": [(facet.name, _keys(incidence, facet, texts)) for facet in colours],
        "outsiders": _outsiders(incidence, view),
    }


def _samples(most: int) -> list[int]:
    return sorted({1, max(1, round(most / 2)), most})


def _keys(incidence: Incidence, facet: Facet, texts: Mapping[str, Names]) -> list[Names]:
    found = []
    documents = {each.iri: each.heading for each in incidence.policies}
    for key in facet.keys:
        if facet.name == "sharing":
            found.append(texts[f"key_{key}"])
        elif not key:
            found.append(texts["key_rest"])
        elif facet.name == "document":
            found.append(Names(documents.get(key, key), documents.get(key, key)))
        else:
            category = incidence.categories[key]
            found.append(Names(*[_numbered(category.number, category.label)] * 2))
    return found


def _numbered(number: str, label: str) -> str:
    """A heading with its number, with the mark between them that the number asks for.

    >>> _numbered("一", "总体要求"), _numbered("一、", "总体要求"), _numbered("1.2", "Aims"), _numbered("", "总体要求")
    ('一、总体要求', '一、总体要求', '1.2 Aims', '总体要求')
    """
    if not number or number.endswith(("、", "，", "）", "】", "》")):
        return number + label
    return f"{number}、{label}" if re.fullmatch("[\u4e00-\u9fff]+", number) else f"{number} {label}"


def _outsiders(incidence: Incidence, view: View) -> list[str]:
    """Bodies that bear a task though others of the view, not they, issued the documents."""
    issuers = {issuer for each in incidence.policies for issuer in each.issuers}
    without = [body for body in view.bodies if body not in issuers]
    return without if len(without) < len(view.bodies) else []


# --- for the scripts --------------------------------------------------------------------------------------


def _payload(
    incidence: Incidence,
    shown: tuple[View, ...],
    drawings: Mapping[str, Drawing],
    colours: Mapping[str, tuple[Facet, ...]],
    names: Mapping[str, Names],
    titles: Mapping[str, Names],
) -> dict[str, Any]:
    policies = {each.iri: at for at, each in enumerate(incidence.policies)}
    categories = {iri: at for at, iri in enumerate(incidence.categories)}
    measures = {iri: at for at, iri in enumerate(incidence.measures)}
    bodies = {iri: at for at, iri in enumerate(incidence.bodies)}
    quotes: dict[str, int] = {}
    duties: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for duty in incidence.duties:
        quote = quotes.setdefault(duty.quote, len(quotes))
        each = {"measure": measures[duty.measure], "role": duty.role, "quote": quote, "name": duty.name}
        duties[duty.body].append({**each, **({"deadline": duty.deadline} if duty.deadline else {})})
    bearing = {duty.body for duty in incidence.duties}
    # A government that issues a notice alone gives tasks to others: that it has none says nothing.
    joint = [each.issuers for each in incidence.policies if len(each.issuers) > 1]
    idle = {issuer for issuers in joint for issuer in issuers} - bearing
    return {
        "texts": {key: [each.zh, each.en] for key, each in _texts().items()},
        "policies": [each.heading for each in incidence.policies],
        "categories": [
            {"label": _numbered(each.number, each.label), "parent": categories.get(each.parent, -1)}
            for each in incidence.categories.values()
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
            for each in incidence.measures.values()
        ],
        "quotes": list(quotes),
        "bodies": [
            {
                "id": _path(each.iri),
                "label": [each.label.zh, each.label.en],
                "short": [names[each.iri].zh, names[each.iri].en],
                "aliases": each.aliases,
                "inText": each.names_in_text,
                "level": each.level,
                "kind": each.kind,
                "functions": [[name.zh, name.en] for name in each.functions],
                "duties": duties[each.iri],
            }
            for each in incidence.bodies.values()
        ],
        "idle": [bodies[iri] for iri in sorted(idle, key=bodies.__getitem__)],
        "views": [
            _drawn(incidence, view, drawings[view.id], colours[view.id], bodies, measures, titles) for view in shown
        ],
    }


def _drawn(
    incidence: Incidence,
    view: View,
    drawing: Drawing,
    colours: tuple[Facet, ...],
    bodies: Mapping[str, int],
    measures: Mapping[str, int],
    titles: Mapping[str, Names],
) -> dict[str, Any]:
    outsiders = set(_outsiders(incidence, view))
    return {
        "id": view.id,
        "title": [titles[view.id].zh, titles[view.id].en],
        "bodies": [bodies[body] for body in view.bodies],
        "pairs": [[measures[measure] for measure in pair.measures] for pair in view.pairs],
        "outsiders": [at for at, body in enumerate(view.bodies) if body in outsiders],
        "facets": [{"name": facet.name, "slices": _slices(incidence, view, facet)} for facet in colours],
        "nodes": drawing.nodes,
        "edges": drawing.edges,
        "options": drawing.options,
        "labels": [[label.zh, label.en] for label in drawing.labels],
        "tall": drawing.tall,
    }


def _slices(incidence: Incidence, view: View, facet: Facet) -> list[list[list[int]]]:
    """For each body, how many of its measures take which colour: ``[[colour, measures], …]``."""
    borne: dict[str, set[str]] = {body: set() for body in view.bodies}
    for duty in incidence.duties:
        if duty.body in borne:
            borne[duty.body].add(duty.measure)
    found = []
    for body in view.bodies:
        counts: dict[int, int] = defaultdict(int)
        for measure in borne[body]:
            counts[facet.colour[measure]] += 1
        found.append([[colour, counts[colour]] for colour in sorted(counts)])
    return found
