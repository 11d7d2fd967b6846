"""The page of networks: the values of its template and the data that its scripts load."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import networkx as nx

from ..analysis.metrics import communities
from ..numbering import add_number
from ..texts import Bilingual, filled, named, texts
from .content import Content
from .drawing import choose_size, compute_radius, compute_width, count_loads, draw
from .groups import list_body_facets, list_state_facets, order_ties
from .script_data import build_network_data, find_outsiders
from .views import ALL, Facet, Pair, View, list_facets, select_other_views, select_views

__all__ = ["LARGEST", "Divided", "Drawings", "Networks", "divide"]

#: A drawing with more nodes than this takes long to appear and cannot be read.
LARGEST = 2000
#: Communities smaller than this are merged; the most communities.
_SMALL, _MOST_GROUPS = 3, 150

#: The most rows of a table below the drawing; the page of tables has all.
_ROWS = 400
#: How many of them the page shows at first; the rest is loaded on demand, for sorting and for printing.
_AT_ONCE = 50
#: The most if the drawing is in parts: more rows of so many names take a browser seconds.
_ROWS_PARTED = 50


@dataclass(frozen=True)
class Networks:
    """All drawings: ``first`` are loaded with the page, ``later`` are parts that are loaded on demand."""

    first: list[dict[str, Any]]
    later: dict[str, dict[str, Any]]
    tables: list[dict[str, Any]]


class Drawings:
    """The drawings of an atlas: independent jobs, and what is made of their results."""

    def __init__(self, content: Content) -> None:
        """Select the views.

        Args:
            content: What the atlas shows.

        Raises:
            StoreError: No body bears a responsibility.
        """
        self._content = content
        numbers = {iri: Bilingual(*[add_number(each.number, each.label)] * 2) for iri, each in content.measures.items()}
        self._names = {**content.names, **numbers}
        self._loads = count_loads(content)
        chosen = (*select_views(content), *select_other_views(content))
        self._chosen = [(view, divide(view), _list_colours(content, view)) for view in chosen]
        self.jobs: list[tuple[int, View]] = [
            (at, part)
            for at, (view, parts, _) in enumerate(self._chosen)
            for part in ((parts.top, *parts.parts) if parts else (view,))
        ]
        #: Whether they are so large that a process pool pays.
        self.large = len(content.bodies) > LARGEST

    def draw(self, job: int) -> dict[str, Any]:
        """Make one drawing.

        Args:
            job: Its place among the jobs.

        Returns:
            What the scripts are given.
        """
        at, part = self.jobs[job]
        view, _, colours = self._chosen[at]
        drawing = draw(self._content, part, self._names, self._loads)
        return build_network_data(self._content, part, drawing, colours, _title(view), order_ties(part))

    def combine(self, made: Iterable[dict[str, Any]]) -> Networks:
        """Combine the drawings.

        Args:
            made: What ``draw`` makes, in the order of the jobs.

        Returns:
            All that the page of networks needs.
        """
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


def _list_colours(content: Content, view: View) -> tuple[Facet, ...]:
    """The ways to colour a view. The headings of several documents mean nothing together: communities come first."""
    measures, bodies = list_facets(content, view), list_body_facets(content, view)
    found = (*bodies, *measures) if len(content.policies) > 1 else (*measures, *bodies)
    return (*found, *(list_state_facets(content, view) if content.reported else ()))


def _title(view: View) -> Bilingual:
    if view.network != "shared":
        return texts()[f"view_{view.network}"]
    if view.level == ALL:
        return texts()["view_all"]
    return filled(f"view_{view.kind}", level=named("level", view.level))


def _table(content: Content, view: View, colours: tuple[Facet, ...], title: Bilingual) -> dict[str, Any]:
    borne: Mapping[str, list[str]] = {
        each: content.measures_of(each) if each in content.bodies else content.bodies_of(each) for each in view.bodies
    }
    sharing: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for pair in view.pairs:
        sharing[pair.a].append((pair.b, len(pair.measures)))
        sharing[pair.b].append((pair.a, len(pair.measures)))
    parted = len(view.bodies) > LARGEST
    rows = _ROWS_PARTED if parted else _ROWS
    most = max(len(measures) for measures in borne.values())
    strongest = max((len(pair.measures) for pair in view.pairs), default=0)
    size = choose_size(len(view.bodies), view.network == "vertical")
    return {
        "view": view,
        "title": title,
        "phrase": Bilingual(title.zh, title.en[:1].lower() + title.en[1:]),
        "borne": borne,
        "sharing": sharing,
        "bodies": [each for each in view.bodies if each in content.bodies][:rows],
        "pairs": view.pairs[:rows],
        "at_once": _AT_ONCE,
        "parted": parted,
        "more": max(len(view.bodies), len(view.pairs)) > rows,
        "sizes": [(value, compute_radius(value, most, size)) for value in _samples(most)],
        "widths": [(value, compute_width(value, strongest, size)) for value in _samples(strongest)]
        if strongest
        else [],
        "facets": [(facet.name, list(zip(facet.keys, _legend(content, facet), strict=True))) for facet in colours],
        "outsiders": find_outsiders(content, view),
    }


def _samples(most: int) -> list[int]:
    return sorted({1, max(1, round(most / 2)), most})


def _legend(content: Content, facet: Facet) -> Iterator[Bilingual]:
    for key in facet.keys:
        if facet.name == "state":
            yield content.reported.name(key)
        elif facet.name == "sharing":
            yield texts()[f"key_{key}"]
        elif not key:
            yield texts()["key_rest"]
        elif facet.name == "level":
            yield named("level", key)
        elif facet.name == "function":
            yield content.name_function(key)
        elif facet.name == "community":
            most = Counter(facet.colour.values())[facet.keys.index(key)] - 1
            yield filled("key_community", name=content.names[key], n=most)
        elif facet.name == "document":
            yield Bilingual(*[content.policies[key].heading] * 2)
        else:
            category = content.categories[key]
            yield Bilingual(*[add_number(category.number, category.label)] * 2)


# --- views too large for one drawing: their communities first, each opened on demand -------------------------


@dataclass(frozen=True, slots=True)
class Divided:
    """A view in parts: ``top`` has the busiest body of each part for a dot, ``parts`` are the parts in that order."""

    top: View
    parts: tuple[View, ...]


def divide(view: View) -> Divided | None:
    """Divide a view that is too large for one drawing.

    Parts are Louvain's communities of the ties, weighted by measures; one that is itself too large is divided again,
    and at last cut in the order of its bodies. Bodies with hardly a tie are put together.

    Args:
        view: The view.

    Returns:
        The view in parts of at most ``LARGEST`` bodies; ``None`` where it is small enough.
    """
    if len(view.bodies) <= LARGEST:
        return None
    rank = {body: at for at, body in enumerate(view.bodies)}
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(view.bodies)
    graph.add_weighted_edges_from((pair.a, pair.b, len(pair.measures)) for pair in view.pairs)
    sets = [sorted(part, key=rank.__getitem__) for part in _communities(graph)]
    kept = sorted((part for part in sets if len(part) >= _SMALL), key=lambda part: (-len(part), rank[part[0]]))
    rest = sorted((body for part in sets if len(part) < _SMALL for body in part), key=rank.__getitem__)
    rest += [body for part in kept[_MOST_GROUPS:] for body in part]
    rest.sort(key=rank.__getitem__)
    kept = [*kept[:_MOST_GROUPS], *(rest[at : at + LARGEST] for at in range(0, len(rest), LARGEST))]
    part_of = {body: at for at, part in enumerate(kept) for body in part}
    inside: list[list[Pair]] = [[] for _ in kept]
    across: Counter[tuple[int, int]] = Counter()
    for pair in view.pairs:
        a, b = part_of[pair.a], part_of[pair.b]
        if a == b:
            inside[a].append(pair)
        else:
            across[min(a, b), max(a, b)] += len(pair.measures)
    heads = [part[0] for part in kept]
    ties = tuple(
        Pair(heads[a], heads[b], ("",) * n) for (a, b), n in sorted(across.items(), key=lambda i: (-i[1], i[0]))
    )
    parts = tuple(
        replace(view, bodies=tuple(part), pairs=tuple(pairs)) for part, pairs in zip(kept, inside, strict=True)
    )
    return Divided(replace(view, bodies=tuple(heads), pairs=ties), parts)


def _communities(graph: nx.Graph) -> Iterator[Sequence[str]]:
    found = [sorted(map(str, group)) for group in communities(graph, "weight")]
    for part in found:
        if len(part) <= LARGEST:
            yield part
        elif len(found) > 1:
            yield from _communities(graph.subgraph(part))
        else:
            yield from (part[at : at + LARGEST] for at in range(0, len(part), LARGEST))
