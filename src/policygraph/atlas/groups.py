"""Group the bodies and ties of a view: communities, levels and functions for colours, and the backbone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import networkx as nx

from ..analysis.metrics import backbone, communities
from ..model import level_rank
from .content import Content
from .views import COLOURS, Facet, View, number_keys

__all__ = ["list_body_facets", "list_state_facets", "order_ties"]

#: Communities smaller than this share the colour of the rest. A view with fewer bodies, or with more, has none: few are
#: seen at a glance, many take long to divide and have more communities than colours.
_SMALLEST, _FEWEST, _MOST = 3, 12, 500
#: A view begins with its backbone if it has more ties for each body than this, and at most this number in all.
_DENSE, _MOST_TIES = 2.0, 5000


def list_body_facets(content: Content, view: View) -> tuple[Facet, ...]:
    """List the ways to colour bodies as a whole.

    Args:
        content: The content of the atlas.
        view: The view.

    Returns:
        Communities (Louvain's, of ties weighted by measures; the key is the body with most measures), levels and
        functions, each if it has more than one colour. ``colour`` has the bodies.
    """
    bodies = [body for body in view.bodies if body in content.bodies]
    found = []
    if _FEWEST <= len(view.bodies) <= _MOST and view.network != "measures":
        rank = {body: at for at, body in enumerate(view.bodies)}
        heads = {}
        for group in communities(_make_network(view), "measures"):
            members = sorted(map(str, group), key=rank.__getitem__)
            heads.update(dict.fromkeys(members, members[0] if len(members) >= _SMALLEST else ""))
        found.append(_make_facet("community", heads, rank))
    levels = {body: content.bodies[body].level for body in bodies}
    found.append(_make_facet("level", levels, {level: level_rank(level) for level in levels.values()}))
    functions = {body: next(iter(sorted(content.bodies[body].functions)), "") for body in bodies}
    found.append(_make_facet("function", functions, {slug: at for at, slug in enumerate(sorted(functions.values()))}))
    return tuple(facet for facet in found if len(facet.keys) > 1)


def list_state_facets(content: Content, view: View) -> tuple[Facet, ...]:
    """List the way to colour bodies by the states that were reported of their tasks.

    Args:
        content: The content of the atlas.
        view: The view.

    Returns:
        One way, with the tokens of the states that occur, not reported last; empty if no body of the view reported.
    """
    found = {each.state for body in view.bodies for each in content.reported.of_body(body)}
    keys = tuple(token for token in content.reported.tokens if token in found) if any(found) else ()
    return (Facet("state", keys, {}),) if keys else ()


def _make_facet(name: str, key_of: Mapping[str, str], order: Mapping[str, int]) -> Facet:
    """Give each of the commonest keys a colour; the rest shares the last one."""
    keys = number_keys(key_of.values(), order, by_count=name != "level")
    colours = {body: keys[key] if key and key in keys else COLOURS - 1 for body, key in key_of.items()}
    return Facet(name, tuple(keys), colours)


def _make_network(view: View) -> nx.Graph:
    """Make the network of a view, each tie weighted by its measures."""
    graph: nx.Graph = nx.DiGraph() if view.directed else nx.Graph()
    graph.add_nodes_from(view.bodies)
    graph.add_weighted_edges_from(((pair.a, pair.b, len(pair.measures)) for pair in view.pairs), "measures")
    return graph


def order_ties(view: View) -> tuple[Sequence[int], int] | None:
    """Put the ties in the order in which a dense drawing shows them.

    Args:
        view: The view.

    Returns:
        The place of each tie in that order, and how many are shown at first: the backbone (``analysis.backbone``, the
        disparity filter with the alpha it chooses) and the best tie of each body. ``None`` if all are shown.
    """
    if not _DENSE * len(view.bodies) < len(view.pairs) <= _MOST_TIES or view.network in ("measures", "vertical"):
        return None
    kept = backbone(_make_network(view))
    p = [kept.p[pair.a, pair.b] if (pair.a, pair.b) in kept.p else kept.p[pair.b, pair.a] for pair in view.pairs]
    order = sorted(range(len(p)), key=lambda at: (p[at], at))
    seen: set[str] = set()
    first = []
    for at in order:
        pair = view.pairs[at]
        if p[at] <= kept.alpha or not {pair.a, pair.b} <= seen:
            first.append(at)
        seen |= {pair.a, pair.b}
    chosen = set(first)
    places = [0] * len(p)
    for place, at in enumerate([*first, *(at for at in order if at not in chosen)]):
        places[at] = place
    return places, len(first)
