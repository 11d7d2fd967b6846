"""Open graphs: files are loaded by Oxigraph's parsers; a directory is a store and is opened where it is."""

from __future__ import annotations

import hashlib
import os
import re
from codecs import BOM_UTF8
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import StoreError
from ..formats import GRAPH_SUFFIXES, format_of
from ..graph import (
    CONCEPT_PREDICATES,
    SUCCESSION_PREDICATES,
    Iris,
    concept_quads,
    rename_former,
    share,
    succession_quads,
)
from ..graph.engine import dataset_on, select
from ..namespaces import FOAF, SKOS

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store
    from rdflib import Dataset

__all__ = ["add_vocabulary", "open_graph"]


def open_graph(*paths: str | os.PathLike[str], vocabulary: bool = True) -> Dataset:
    """Open RDF files, or a store directory, as one dataset that is queried as the union of its graphs.

    Args:
        *paths: Files (.ttl .nt .nq .trig .jsonld .rdf) or store directories. One directory alone is opened read-only
            where it lies; anything else is loaded into memory. A format without named graphs goes into the graph of
            the policy it describes, or, where it describes none or several, into one named after its content.
        vocabulary: Add labels and notations of levels, roles, functions and places that the data use and do not
            describe, and keep what several graphs say of one body or concept once, in the vocabulary's graph, so that
            nothing is counted twice. Names of earlier versions of the ontology become the present ones. Without it the
            graphs are as the files have them. A store directory that is opened where it lies is never changed; ``dump``
            has laid it out this way.

    Returns:
        An ``rdflib.Dataset`` on Oxigraph, its default graph the union of all graphs.

    Raises:
        StoreError: A path is missing or unreadable, or a file is not what its suffix says.

    Example:
        >>> from policygraph.resources import ontology_dir
        >>> len(open_graph(ontology_dir() / "places.ttl")) > 300
        True
    """
    from pyoxigraph import Store

    places = [Path(path) for path in paths]
    if len(places) == 1 and places[0].is_dir():
        return dataset_on(_directory(places[0]))
    store = Store()
    for path in places:
        if path.is_dir():
            store.bulk_extend(_directory(path))
        else:
            _load(store, path)
    if vocabulary:
        add_vocabulary(store, several=len(places) > 1)
    return dataset_on(store)


def add_vocabulary(store: Store, *, several: bool) -> None:
    """Describe the concepts that a store uses under their present names, and keep shared facts once.

    Args:
        store: The graphs; changed.
        several: Whether they come from several sources, so that predecessors and successors are to be joined.
    """
    rename_former(store)
    _describe_concepts(store)
    share(store)
    if several:
        _join_successors(store)


def _directory(path: Path) -> Store:
    from pyoxigraph import Store

    if not (path / "CURRENT").exists():
        raise StoreError("folder_no_store", path=path)
    try:
        return Store.read_only(str(path))
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError("store_not_opened", path=path, reason=_line(error)) from error


def _load(store: Store, path: Path) -> None:
    """Load one file; the store is the caller's to throw away where this fails."""
    if path.suffix.lower() not in GRAPH_SUFFIXES:
        raise StoreError("graph_file_format", path=path, suffix=path.suffix, known=" ".join(GRAPH_SUFFIXES))
    syntax = format_of(path)
    try:
        target = None if syntax.supports_datasets else _content_graph(path)
        with path.open("rb") as file:
            marked = file.read(len(BOM_UTF8)) == BOM_UTF8
            if marked:
                # The engine's parsers take a byte order mark for text. Its line numbers stay right without it.
                store.bulk_load(input=file, format=syntax, to_graph=target)
        if not marked:
            store.bulk_load(path=path, format=syntax, to_graph=target)
    except FileNotFoundError:
        raise StoreError("graph_file_missing", path=path) from None
    except SyntaxError as error:
        key = "graph_invalid_at" if error.lineno else "graph_invalid"
        at = {"line": str(error.lineno), "column": error.offset} if error.lineno else {}
        raise StoreError(key, path=path, format=syntax.name, reason=_line(error), **at) from error
    except OSError as error:
        raise StoreError("path_unreadable", path=path, reason=error) from error
    if target is not None:
        _name_after_policy(store, target)


def _content_graph(path: Path) -> NamedNode:
    """A graph name that depends on the file's content alone, so that the same file is one graph on every machine."""
    from pyoxigraph import NamedNode

    with path.open("rb") as file:
        return NamedNode(Iris().graph(f"file-{hashlib.file_digest(file, 'sha256').hexdigest()[:16]}"))


def _name_after_policy(store: Store, graph: NamedNode) -> None:
    """Give a file's triples the name of the policy graph that they describe, where they describe exactly one."""
    from pyoxigraph import NamedNode, Quad

    topic = NamedNode(FOAF + "primaryTopic")
    names = {quad.subject for quad in store.quads_for_pattern(None, topic, None, graph)}
    name = names.pop() if len(names) == 1 else None
    if not isinstance(name, NamedNode):
        return
    quads = list(store.quads_for_pattern(None, None, None, graph))
    store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object, name) for quad in quads)
    store.remove_graph(graph)


#: Concepts that are used and have no label: each of these properties points at concepts only.
_UNLABELLED = f"""
SELECT DISTINCT ?concept WHERE {{
  VALUES ?property {{ {" ".join(f"<{predicate}>" for predicate in CONCEPT_PREDICATES)} }}
  ?thing ?property ?concept
  MINUS {{ ?concept <{SKOS}prefLabel> ?label }}
}}"""


def _describe_concepts(store: Store) -> None:
    """Add what the vocabularies say of the concepts that the data use and nobody describes; nothing otherwise."""
    if missing := {row[0].value for row in select(store, _UNLABELLED)}:
        store.bulk_extend(concept_quads(missing))


def _join_successors(store: Store) -> None:
    """Join predecessors and successors that came in different files."""
    from pyoxigraph import NamedNode

    facts = (quad for name in SUCCESSION_PREDICATES for quad in store.quads_for_pattern(None, NamedNode(name), None))
    store.bulk_extend(list(succession_quads(facts)))


def _line(error: Exception) -> str:
    """An error of the engine as one line, without the place, which the message has already."""
    text = " ".join((getattr(error, "msg", None) or str(error) or type(error).__name__).split())
    return re.sub(r"^Parser error (?:at|between) .*?: ", "", text)
