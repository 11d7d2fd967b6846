"""The page of networks: what its template shows, and the files of data that its scripts load."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .content import Content, Names
from .groups import LARGEST, grouped
from .kinds import other_views
from .lookup import Lookup
from .network import draw, edge_width, loads, node_radius
from .numbering import numbered
from .payload import network_data, outsiders
from .shares import shared
from .texts import filled, named, texts
from .views import ALL, Facet, View, facets, views

__all__ = ["Networks", "networks"]

#: Tables below the drawing are in the page itself up to so many rows; beyond that the page of tables has them.
_ROWS = 400
#: So many of them are laid out at once; the rest is loaded when it is asked for, sorted or printed.
AT_ONCE = 50
#: Where the drawing itself is in parts, as many in all: more rows of so many names take a browser seconds.
_ROWS_PARTED = 50


@dataclass(frozen=True)
class Networks:
    """All drawings. ``first`` are those the page has at once, ``later`` the parts that are loaded when asked for."""

    first: list[dict[str, Any]]
    later: dict[str, dict[str, Any]]
    tables: list[dict[str, Any]]


def networks(lookup: Lookup) -> Networks:
    """Draw every view of a content.

    Raises:
        StoreError: no body bears a responsibility.
    """
    first, later, tables = [], {}, []
    names = {
        **lookup.names,
        **{iri: Names(*[numbered(each.number, each.title)] * 2) for iri, each in lookup.content.measures.items()},
    }
    counts = loads(lookup.content)
    chosen = [(view, grouped(view)) for view in (*views(lookup.content), *other_views(lookup))]
    colours = [facets(lookup.content, view) for view, _ in chosen]
    jobs = [
        (at, part)
        for at, (view, parts) in enumerate(chosen)
        for part in ((parts.top, *parts.parts) if parts else (view,))
    ]

    def drawn(job: tuple[int, View]) -> dict[str, Any]:
        at, part = job
        drawing = draw(lookup.content, part, names, counts)
        return network_data(lookup, part, drawing, colours[at], _title(chosen[at][0]))

    many = len(lookup.content.bodies) > LARGEST
    made = shared(drawn, jobs, None if many else 1)
    for at, (view, parts) in enumerate(chosen):
        first.append(next(made))
        tables.append(_table(lookup, view, colours[at], _title(view)))
        if parts:
            first[-1]["groups"] = []
            for number, part in enumerate(parts.parts):
                name = f"network-{view.id}-{number}"
                first[-1]["groups"].append({"file": name, "size": len(part.bodies)})
                later[name] = {**next(made), "part": number}
    return Networks(first, later, tables)


def script(name: str, value: Any) -> bytes:
    """A file of data as a script, which a page from a file may load; ``name`` is how the page asks for it.

    The data are a string that the page reads as JSON: browsers take much longer over the same text as a script.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("\\", r"\\").replace("'", r"\'")
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return f"(window.atlasData ||= {{}})[{json.dumps(name)}] = JSON.parse('{text}');\n".encode("utf-8", "replace")


def _title(view: View) -> Names:
    if view.network != "shared":
        return texts()[f"view_{view.network}"]
    if view.level == ALL:
        return texts()["view_all"]
    return filled(f"view_{view.kind}", level=named("level", view.level))


def _table(lookup: Lookup, view: View, colours: tuple[Facet, ...], title: Names) -> dict[str, Any]:
    content = lookup.content
    borne: Mapping[str, list[str]] = {
        each: lookup.borne(each) if each in content.bodies else lookup.bearers(each) for each in view.bodies
    }
    partners: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for pair in view.pairs:
        partners[pair.a].append((pair.b, len(pair.measures)))
        partners[pair.b].append((pair.a, len(pair.measures)))
    parted = len(view.bodies) > LARGEST
    rows = _ROWS_PARTED if parted else _ROWS
    most = max(len(measures) for measures in borne.values())
    strongest = max((len(pair.measures) for pair in view.pairs), default=0)
    return {
        "view": view,
        "title": title,
        "phrase": Names(title.zh, title.en[:1].lower() + title.en[1:]),
        "borne": borne,
        "partners": partners,
        "bodies": [each for each in view.bodies if each in content.bodies][:rows],
        "pairs": view.pairs[:rows],
        "at_once": AT_ONCE,
        "parted": parted,
        "more": max(len(view.bodies), len(view.pairs)) > rows,
        "sizes": [(value, node_radius(value, most)) for value in _samples(most)],
        "widths": [(value, edge_width(value, strongest)) for value in _samples(strongest)] if strongest else [],
        "facets": [(facet.name, list(_legend(content, facet))) for facet in colours],
        "outsiders": outsiders(content, view),
    }


def _samples(most: int) -> list[int]:
    return sorted({1, max(1, round(most / 2)), most})


def _legend(content: Content, facet: Facet) -> Iterator[Names]:
    documents = {each.iri: each.heading for each in content.policies}
    for key in facet.keys:
        if facet.name == "sharing":
            yield texts()[f"key_{key}"]
        elif not key:
            yield texts()["key_rest"]
        elif facet.name == "document":
            yield Names(*[documents.get(key, key)] * 2)
        else:
            category = content.categories[key]
            yield Names(*[numbered(category.number, category.label)] * 2)
