"""The one place where an rdflib ``Dataset`` and its Oxigraph store are exchanged."""

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
    """Make an rdflib ``Dataset`` on an Oxigraph store.

    Args:
        store: the store.

    Returns:
        the dataset; its default graph is the union, the project's prefixes are bound.
    """
    from oxrdflib import OxigraphStore
    from rdflib import Dataset, URIRef

    inner = OxigraphStore(store=store)
    dataset = Dataset(store=inner, default_union=True)
    for prefix, namespace in PREFIXES.items():
        inner.bind(prefix, URIRef(namespace))
    return dataset


def dataset_of(quads: Iterable[Quad]) -> Dataset:
    """Make a dataset in memory.

    Args:
        quads: what it holds.

    Returns:
        the dataset.
    """
    from pyoxigraph import Store

    store = Store()
    store.bulk_extend(quads)
    return dataset_on(store)


def engine(graph: Graph) -> Store:
    """Take the Oxigraph store that holds a graph.

    Args:
        graph: any graph of rdflib.

    Returns:
        the store of a ``Dataset`` on Oxigraph itself; of anything else a copy in memory.

    Example:
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
    """Run a SELECT over the union of the graphs.

    Args:
        store: the graphs.
        query: the query; the project's prefixes are known.

    Returns:
        the rows, as the engine's terms.

    Raises:
        TypeError: the query is of another form.

    Example:
        >>> from pyoxigraph import Store
        >>> len(list(select(Store(), "SELECT ?s { ?s a pg:Measure }")))
        0
    """
    from pyoxigraph import QuerySolutions

    found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    if not isinstance(found, QuerySolutions):
        raise TypeError("only a SELECT has rows")
    return found
