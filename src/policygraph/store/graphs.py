"""Take a graph in whatever form a caller has it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, Union

from ..errors import UsageError
from ..graph import policy_quads
from ..graph.engine import dataset_on, engine
from ..model import Policy
from ..namespaces import PG, RDF
from .opening import add_vocabulary, open_graph

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store
    from rdflib import Dataset, Graph

__all__ = ["AnyGraph", "HasDataset", "as_dataset", "find_policy_graphs"]


class HasDataset(Protocol):
    """An object with a graph, such as the result of ``build``."""

    @property
    def dataset(self) -> Dataset:
        """The graph."""
        ...


_Path: TypeAlias = str | os.PathLike[str]
#: A graph in any form that ``as_dataset`` takes.
AnyGraph: TypeAlias = Union["_Path | Graph | Store | HasDataset | Policy | Iterable[_Path] | Iterable[Policy]"]


def as_dataset(graph: AnyGraph) -> Dataset:
    """Return a graph as a dataset, whatever its form.

    Args:
        graph: A path or several (files and store directories, see ``open_graph``), an rdflib ``Dataset`` or ``Graph``,
            a ``Store`` of pyoxigraph, what ``build`` returns, or one or several policies that ``read`` returns.

    Returns:
        The dataset. A dataset is returned as it is; files are loaded anew by each call.

    Raises:
        UsageError: The value is none of these; the message says what to pass.
        StoreError: A path is missing or unreadable, or a file is not what its suffix says.

    Example:
        >>> from policygraph.resources import ontology_dir
        >>> dataset = as_dataset(ontology_dir() / "places.ttl")
        >>> as_dataset(dataset) is dataset
        True
        >>> as_dataset(7)
        Traceback (most recent call last):
        policygraph.errors.UsageError: int is no graph: pass a path, several paths, a dataset, or what build, read or \
open_graph returns
    """
    if isinstance(graph, (str, os.PathLike)):
        return open_graph(graph)
    if isinstance(graph, Policy):
        return _write([graph])
    from pyoxigraph import Store
    from rdflib import Dataset, Graph

    if isinstance(graph, Dataset):
        return graph
    if isinstance(graph, Graph):
        return dataset_on(engine(graph))
    if isinstance(graph, Store):
        return dataset_on(graph)
    held = getattr(graph, "dataset", None)
    if isinstance(held, Dataset):
        return held
    return _join(graph)


def _join(graph: Any) -> Dataset:
    """Join several paths or several policies to one dataset."""
    # Not any iterable: the keys of a dictionary or the nodes of a network would be taken for paths.
    several = isinstance(graph, (Sequence, Set, Iterator)) and not isinstance(graph, bytes)
    parts = list(graph) if several else []
    paths = [part for part in parts if isinstance(part, (str, os.PathLike))]
    policies = [part for part in parts if isinstance(part, Policy)]
    if paths and len(paths) == len(parts):
        return open_graph(*paths)
    if policies and len(policies) == len(parts):
        return _write(policies)
    given = type(graph).__name__
    kinds = sorted({type(part).__name__ for part in parts})
    raise UsageError("no_graph", given=f"{given}[{', '.join(kinds)}]" if isinstance(graph, (list, tuple)) else given)


def _write(policies: Sequence[Policy]) -> Dataset:
    """Write policies to a dataset in memory."""
    from pyoxigraph import Store

    store = Store()
    for policy in policies:
        store.bulk_extend(policy_quads(policy))
    add_vocabulary(store, several=len(policies) > 1)
    return dataset_on(store)


def find_policy_graphs(store: Store) -> list[NamedNode | BlankNode | DefaultGraph]:
    """Find the graphs that hold policies.

    Args:
        store: The store.

    Returns:
        The names of the graphs, each once, sorted.
    """
    from pyoxigraph import NamedNode

    quads = store.quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(PG + "Policy"))
    return sorted({quad.graph_name for quad in quads}, key=str)
