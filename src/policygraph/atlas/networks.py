"""The page of networks: what its template shows, and the files of data that its scripts load."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..texts import Names, filled, named, texts
from .content import Content
from .groups import LARGEST, grouped
from .kinds import other_views
from .network import draw, edge_width, loads, node_radius
from .numbering import numbered
from .payload import network_data, outsiders
from .views import ALL, Facet, View, facets, views

__all__ = ["Drawings", "Networks"]

#: Tables below the drawing are in the page itself up to so many rows; beyond that the page of tables has them.
_ROWS = 400
#: So many of them are laid out at once; the rest is loaded when it is asked for, sorted or printed.
_AT_ONCE = 50
#: Where the drawing itself is in parts, as many in all: more rows of so many names take a browser seconds.
_ROWS_PARTED = 50


@dataclass(frozen=True)
class Networks:
    """All drawings. ``first`` are those the page has at once, ``later`` the parts that are loaded when asked for."""

    first: list[dict[str, Any]]
    later: dict[str, dict[str, Any]]
    tables: list[dict[str, Any]]


class Drawings:
    """The drawings that a content needs: jobs that know nothing of each other, and what is made of their results."""

    def __init__(self, content: Content) -> None:
        """Raises ``StoreError`` where no body bears a responsibility."""
        self._content = content
        numbers = {iri: Names(*[numbered(each.number, each.label)] * 2) for iri, each in content.measures.items()}
        self._names = {**content.names, **numbers}
        self._loads = loads(content)
        chosen = (*views(content), *other_views(content))
        self._chosen = [(view, grouped(view), facets(content, view)) for view in chosen]
        self.jobs: list[tuple[int, View]] = [
            (at, part)
            for at, (view, parts, _) in enumerate(self._chosen)
            for part in ((parts.top, *parts.parts) if parts else (view,))
        ]
        #: Are they so large that they are worth being shared among processes?
        self.large = len(content.bodies) > LARGEST

    def draw(self, job: int) -> dict[str, Any]:
        """One drawing, by its place among the jobs."""
        at, part = self.jobs[job]
        view, _, colours = self._chosen[at]
        drawing = draw(self._content, part, self._names, self._loads)
        return network_data(self._content, part, drawing, colours, _title(view))

    def put_together(self, made: Iterable[dict[str, Any]]) -> Networks:
        """All drawings, in the order of the jobs."""
        first, later, tables = [], {}, []
        drawings = iter(made)
        for view, parts, colours in self._chosen:
            first.append(next(drawings))
            tables.append(_table(self._content, view, colours, _title(view)))
            if parts:
                first[-1]["groups"] = []
                for number, part in enumerate(parts.parts):
                    name = f"network-{view.id}-{number}"
                    first[-1]["groups"].append({"file": name, "size": len(part.bodies)})
                    later[name] = {**next(drawings), "part": number}
        return Networks(first, later, tables)


def _title(view: View) -> Names:
    if view.network != "shared":
        return texts()[f"view_{view.network}"]
    if view.level == ALL:
        return texts()["view_all"]
    return filled(f"view_{view.kind}", level=named("level", view.level))


def _table(content: Content, view: View, colours: tuple[Facet, ...], title: Names) -> dict[str, Any]:
    borne: Mapping[str, list[str]] = {
        each: content.measures_of(each) if each in content.bodies else content.bodies_of(each) for each in view.bodies
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
        "at_once": _AT_ONCE,
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
    for key in facet.keys:
        if facet.name == "sharing":
            yield texts()[f"key_{key}"]
        elif not key:
            yield texts()["key_rest"]
        elif facet.name == "document":
            yield Names(*[content.policies[key].heading] * 2)
        else:
            category = content.categories[key]
            yield Names(*[numbered(category.number, category.label)] * 2)
