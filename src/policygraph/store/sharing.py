"""Facts that several graphs of a store state, kept once by the rule of ``graph.placement``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..graph import place
from ..graph.engine import select

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["share"]

#: What several graphs describe; an engine that merges the graphs of a union finds nothing, and nothing is to be done.
_DESCRIBED_AGAIN = "SELECT DISTINCT ?thing WHERE { ?thing a ?type } GROUP BY ?thing ?type HAVING (COUNT(*) > 1)"


def share(store: Store) -> None:
    """Put each fact that several graphs state about the same typed thing into one graph.

    The union of the graphs is the same set of triples as before.
    """
    for (thing,) in list(select(store, _DESCRIBED_AGAIN)):
        before = set(store.quads_for_pattern(thing, None, None))
        after = set(place(before))
        for quad in before - after:
            store.remove(quad)
        store.extend(after - before)
