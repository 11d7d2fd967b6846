"""Open and write graphs, in files, in store directories and in memory; each is an rdflib ``Dataset`` on Oxigraph."""

from __future__ import annotations

from ..graph.engine import dataset_of, dataset_on, engine, select
from .graphs import AnyGraph, as_dataset, find_policy_graphs
from .opening import open_graph
from .writing import canonicalise, check_target, dump, names_directory, serialise

__all__ = [
    "AnyGraph",
    "as_dataset",
    "canonicalise",
    "check_target",
    "dataset_of",
    "dataset_on",
    "dump",
    "engine",
    "find_policy_graphs",
    "names_directory",
    "open_graph",
    "select",
    "serialise",
]
