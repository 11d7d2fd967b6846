"""Facts that several graphs state, kept once.

A body that many notices name is described in the graph of each. Oxigraph does not merge the graphs of a union: it gives
such a fact once per graph, so that counts would be too high and joins too large. SPARQL wants the union to be a set.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ..namespaces import VOCABULARY_GRAPH
from .engine import select

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["share"]

#: What is typed alike in several graphs; an engine that does merge them finds nothing, and nothing is to be done.
_DESCRIBED_AGAIN = "SELECT ?thing WHERE { ?thing a ?type } GROUP BY ?thing ?type HAVING (COUNT(*) > 1)"


def share(store: Store) -> None:
    """Move each fact that several graphs state about the same typed thing to the graph of shared descriptions.

    What one graph alone says stays there. The union of the graphs is the same set of triples as before.
    """
    from pyoxigraph import NamedNode, Quad

    graph = NamedNode(VOCABULARY_GRAPH)
    things = {row[0] for row in select(store, _DESCRIBED_AGAIN)}
    for thing in things:
        copies = defaultdict(list)
        for quad in store.quads_for_pattern(thing, None, None):
            copies[quad.predicate, quad.object].append(quad)
        for (predicate, value), quads in copies.items():
            if len(quads) > 1:
                for quad in quads:
                    store.remove(quad)
                store.add(Quad(thing, predicate, value, graph))
