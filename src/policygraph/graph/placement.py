"""Which graph a fact stands in.

A policy is a named graph. Several policies describe the same bodies and places, and a store's union of graphs gives a
fact once for each graph that states it: counts would be too high and joins too large. So each fact stands in one graph
only. Builds, stores, corpora and publications all follow this rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..namespaces import VOCABULARY_GRAPH

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["graph_for", "place"]


def graph_for(first: str, statements: int) -> str:
    """The graph of a fact that ``statements`` graphs state, ``first`` among them.

    A fact of one graph stays there. A fact of several goes to the graph of shared descriptions.

    >>> graph_for("https://example.org/graph/a", 1)
    'https://example.org/graph/a'
    >>> graph_for("https://example.org/graph/a", 2) == VOCABULARY_GRAPH
    True
    """
    return first if statements == 1 else VOCABULARY_GRAPH


def place(quads: Iterable[Quad]) -> list[Quad]:
    """The quads with each triple in one graph, by ``graph_for``; the union of the graphs has the same triples.

    >>> from pyoxigraph import RdfFormat, parse
    >>> stated = [f"<urn:s> <urn:{p}> <urn:o> <urn:{graph}> ." for p, graph in ("pa", "pb", "qb")]
    >>> placed = place(parse("\\n".join(stated), RdfFormat.N_QUADS))
    >>> [quad.graph_name.value for quad in placed] == [VOCABULARY_GRAPH, "urn:b"]
    True
    """
    from pyoxigraph import NamedNode, Quad

    stated: dict[tuple[object, object, object], set[Quad]] = defaultdict(set)
    for quad in quads:
        stated[quad.subject, quad.predicate, quad.object].add(quad)
    placed: list[Quad] = []
    for copies in stated.values():
        quad = next(iter(copies))
        if len(copies) > 1:
            graph = NamedNode(graph_for(str(quad.graph_name), len(copies)))
            quad = Quad(quad.subject, quad.predicate, quad.object, graph)
        placed.append(quad)
    return placed
