"""The rule for facts that several graphs state: each stands in one graph only.

A policy is a named graph. Several policies describe the same bodies and places, and a store's union of graphs gives a
fact once for each graph that states it: counts would be too high and joins too large. Builds, stores, corpora and
publications all follow this rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..namespaces import VOCABULARY_GRAPH
from .engine import select

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

__all__ = ["graph_for", "share", "share_quads"]


def graph_for(first: str, statements: int) -> str:
    """Find the graph of a fact: its own where one graph states it, that of shared descriptions where several do.

    Args:
        first: A graph that states it.
        statements: How many do.

    Returns:
        The IRI of the graph.

    Example:
        >>> graph_for("https://example.org/graph/a", 1)
        'https://example.org/graph/a'
        >>> graph_for("https://example.org/graph/a", 2) == VOCABULARY_GRAPH
        True
    """
    return first if statements == 1 else VOCABULARY_GRAPH


def share_quads(quads: Iterable[Quad]) -> list[Quad]:
    r"""Put each triple into one graph, by ``graph_for``.

    Args:
        quads: The statements.

    Returns:
        The quads; the union of the graphs has the same triples.

    Example:
        >>> from pyoxigraph import RdfFormat, parse
        >>> stated = [f"<urn:s> <urn:{p}> <urn:o> <urn:{graph}> ." for p, graph in ("pa", "pb", "qb")]
        >>> placed = share_quads(parse("\n".join(stated), RdfFormat.N_QUADS))
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


#: What several graphs describe; an engine that merges the graphs of a union finds nothing, and nothing is to be done.
_DESCRIBED_AGAIN = "SELECT DISTINCT ?thing WHERE { ?thing a ?type } GROUP BY ?thing ?type HAVING (COUNT(*) > 1)"


def share(store: Store) -> None:
    """Put each fact that several graphs state about the same typed thing into one graph, as ``share_quads`` does.

    The union of the graphs is the same set of triples as before.

    Args:
        store: The store to change.
    """
    for (thing,) in list(select(store, _DESCRIBED_AGAIN)):
        before = set(store.quads_for_pattern(thing, None, None))
        after = set(share_quads(before))
        for quad in before - after:
            store.remove(quad)
        store.extend(after - before)
