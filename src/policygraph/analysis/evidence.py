"""The words of the documents that findings rest on, fetched for the measures that are spoken of and no others."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from ..store import engine, select

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["quotes"]

_QUOTES = """
PREFIX cv: <http://data.europa.eu/m8g/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX pg: <https://w3id.org/policygraph/def/>
SELECT DISTINCT ?task ?body ?quote WHERE {
  VALUES ?task { %s }
  ?part pg:ofMeasure ?task ; cv:hasParticipant ?body ; pg:evidence ?evidence .
  ?evidence oa:hasSelector ?selector .
  ?selector oa:exact ?quote
}"""
_AT_ONCE = 500


def quotes(dataset: Dataset, measures: Collection[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Which words make a body responsible for a measure.

    Args:
        dataset: the graph.
        measures: IRIs of measures.

    Returns:
        (measure, body) → the quotes, sorted; pairs without evidence are left out. Cost: one look-up a measure.

    >>> from policygraph.store import open_graph
    >>> quotes(open_graph(), ["https://example.org/measure/1"])
    {}
    """
    from pyoxigraph import NamedNode

    store, found = engine(dataset), dict[tuple[str, str], set[str]]()
    wanted = sorted(set(measures))
    for at in range(0, len(wanted), _AT_ONCE):
        terms = " ".join(str(NamedNode(iri)) for iri in wanted[at : at + _AT_ONCE])
        for row in select(store, _QUOTES % terms):
            task, body, quote = (term.value for term in row)
            found.setdefault((task, body), set()).add(quote)
    return {pair: tuple(sorted(words)) for pair, words in sorted(found.items())}
