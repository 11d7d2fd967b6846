"""Read the words that make bodies responsible for measures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING

from .engine import engine, select

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["read_quotes"]

_QUOTES = """SELECT DISTINCT ?measure ?body ?quote {
  VALUES ?measure { %s }
  ?responsibility pg:ofMeasure ?measure ; cv:hasParticipant ?body ; pg:evidence/oa:hasSelector/oa:exact ?quote
}"""
_AT_ONCE = 500


def read_quotes(dataset: Graph, measures: Collection[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Read the words that make bodies responsible for some measures, and for no others.

    Args:
        dataset: The graph.
        measures: IRIs of measures.

    Returns:
        (measure, body) → the quotes, sorted; pairs without evidence are left out. Cost: one look-up a measure.

    Example:
        >>> from policygraph.store import open_graph
        >>> read_quotes(open_graph(), ["https://example.org/measure/1"])
        {}
    """
    from pyoxigraph import NamedNode

    store, found = engine(dataset), defaultdict[tuple[str, str], set[str]](set)
    wanted = sorted(set(measures))
    for at in range(0, len(wanted), _AT_ONCE):
        terms = " ".join(str(NamedNode(iri)) for iri in wanted[at : at + _AT_ONCE])
        for row in select(store, _QUOTES % terms):
            measure, body, quote = (term.value for term in row)
            found[measure, body].add(quote)
    return {pair: tuple(sorted(words)) for pair, words in sorted(found.items())}
