"""The one place where an rdflib ``Dataset`` and its Oxigraph store change hands."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from ..namespaces import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Quad, QuerySolutions, Store
    from rdflib import Dataset, Graph

__all__ = ["dataset_of", "dataset_on", "engine", "select"]


def dataset_on(store: Store) -> Dataset:
    """An rdflib ``Dataset`` on an Oxigraph store: its default graph is the union, the project's prefixes are bound."""
    from oxrdflib import OxigraphStore
    from rdflib import Dataset, URIRef

    inner = OxigraphStore(store=store)
    dataset = Dataset(store=inner, default_union=True)
    for prefix, namespace in PREFIXES.items():
        inner.bind(prefix, URIRef(namespace))
    return dataset


def dataset_of(quads: Iterable[Quad]) -> Dataset:
    """A dataset in memory with these quads."""
    from pyoxigraph import Store

    store = Store()
    store.extend(quads)
    return dataset_on(store)


def engine(graph: Graph) -> Store:
    """The Oxigraph store that holds a graph.

    A ``Dataset`` on Oxigraph gives its own store, without a copy; anything else that rdflib can hold is copied into a
    new one in memory, and the caller's graph stays as it is.

    >>> from policygraph.store import open_graph
    >>> len(engine(open_graph()))
    0
    """
    from oxrdflib import OxigraphStore
    from pyoxigraph import RdfFormat, Store
    from rdflib import Dataset
    from rdflib import Graph as RdfGraph
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    if not isinstance(graph, Dataset):
        copy = Store()
        copy.load(graph.serialize(format="nt11", encoding="utf-8"), RdfFormat.N_TRIPLES)
        return copy
    held = graph.store
    if not isinstance(held, OxigraphStore):
        # rdflib's own writer of N-Quads calls what rdflib 8 removes.
        named = cache(lambda name: RdfGraph(identifier=name or DATASET_DEFAULT_GRAPH_ID))
        held = OxigraphStore()
        held.addN((subject, predicate, value, named(name)) for subject, predicate, value, name in graph.quads())
    # oxrdflib has no public name for it.
    store: Store = held._inner
    return store


def select(store: Store, query: str) -> QuerySolutions:
    """The rows of a SELECT over the union of the graphs, as the engine's terms; ``TypeError`` for other forms.

    The project's prefixes are known.

    >>> from pyoxigraph import Store
    >>> len(list(select(Store(), "SELECT ?s { ?s a pg:Measure }")))
    0
    """
    from pyoxigraph import QuerySolutions

    found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    if not isinstance(found, QuerySolutions):
        raise TypeError("only a SELECT has rows")
    return found
