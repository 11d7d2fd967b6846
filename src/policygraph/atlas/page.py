"""The page: what the template and the scripts are given, and the text that comes out."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from .. import __version__
from .assets import Asset, embedded_json, own, policy, vis_network
from .content import Content, Names
from .network import captions, draw, edge_width, node_radius
from .payload import numbered, outsiders, path_of, payload
from .views import ALL, Facet, View, facets, views

__all__ = ["render"]

SCRIPTS = ("core.js", "network.js", "panel.js", "search.js", "tables.js", "main.js")


def render(content: Content) -> str:
    """The whole page as text.

    Args:
        content: what ``fetch`` took from the graph.

    Returns:
        HTML that holds its scripts, styles and data, and asks nothing of any network.

    Raises:
        StoreError: no body bears a responsibility.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    texts = _texts()
    levels = {key.removeprefix("level_"): names for key, names in texts.items() if key.startswith("level_")}
    shown = views(content)
    names = captions(content, levels)
    drawings = {view.id: draw(content, view, names) for view in shown}
    colours = {view.id: facets(content, view) for view in shown}
    titles = {view.id: _title(view, texts) for view in shown}
    vis = vis_network()
    scripts = [vis, *(own(name) for name in SCRIPTS)]
    styles = [own("atlas.css")]
    given = payload(texts, content, shown, drawings, colours, names, titles)
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
        data=Markup(embedded_json(given)),
        version=__version__,
        vis=vis.name,
        content=content,
        heading=_heading(content, texts),
        short=names,
        index={iri: at for at, iri in enumerate(content.bodies)},
        path=path_of,
        views=[_table(content, view, colours[view.id], titles[view.id], names, texts) for view in shown],
        total=len(content.duties),
        bearers=_bearers(content),
        roles={duty.role: texts.get(f"role_{duty.role}", Names(duty.role, duty.role)) for duty in content.duties},
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


def _heading(content: Content, texts: Mapping[str, Names]) -> Names:
    if len(content.policies) == 1:
        return Names(content.policies[0].heading, content.policies[0].heading)
    return _fill(texts["documents_heading"], {"n": len(content.policies)})


def _bearers(content: Content) -> dict[str, dict[str, Any]]:
    """For each measure its bodies, role by role, and the words that say so."""
    bearers: dict[str, dict[str, Any]] = {iri: {"roles": {}, "quotes": []} for iri in content.measures}
    for duty in content.duties:
        found = bearers[duty.measure]
        found["roles"].setdefault(duty.role, {})[duty.body] = None
        if duty.quote and duty.quote not in found["quotes"]:
            found["quotes"].append(duty.quote)
    return bearers


# --- for the template -------------------------------------------------------------------------------------


def _table(
    content: Content,
    view: View,
    colours: tuple[Facet, ...],
    title: Names,
    names: Mapping[str, Names],
    texts: Mapping[str, Names],
) -> dict[str, Any]:
    borne: dict[str, dict[str, None]] = {body: {} for body in view.bodies}
    for duty in content.duties:
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
        "facets": [(facet.name, _keys(content, facet, texts)) for facet in colours],
        "outsiders": outsiders(content, view),
    }


def _samples(most: int) -> list[int]:
    return sorted({1, max(1, round(most / 2)), most})


def _keys(content: Content, facet: Facet, texts: Mapping[str, Names]) -> list[Names]:
    found = []
    documents = {each.iri: each.heading for each in content.policies}
    for key in facet.keys:
        if facet.name == "sharing":
            found.append(texts[f"key_{key}"])
        elif not key:
            found.append(texts["key_rest"])
        elif facet.name == "document":
            found.append(Names(documents.get(key, key), documents.get(key, key)))
        else:
            category = content.categories[key]
            found.append(Names(*[numbered(category.number, category.label)] * 2))
    return found
