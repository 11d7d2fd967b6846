"""Write graphs atomically; the same graph gives the same bytes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import StoreError
from ..files import replace_folder, write_atomically
from ..formats import format_of
from ..graph import share
from ..graph.engine import engine
from ..namespaces import PREFIXES, RDF
from ..wellformed import wellformed
from .graphs import AnyGraph, as_dataset
from .turtle import natural_key, write_turtle

if TYPE_CHECKING:
    from pyoxigraph import Quad, RdfFormat

__all__ = ["canonicalise", "check_target", "dump", "names_directory", "serialise"]


def dump(graph: AnyGraph, path: str | os.PathLike[str]) -> Path:
    """Write a graph to a file, its format by suffix, or to a store directory.

    Args:
        graph: What to write: a dataset, or any other form that ``as_dataset`` takes. Formats without named graphs get
            the union of its graphs.
        path: A file with a known suffix, or a name without suffix: an Oxigraph store in a directory of that name.
            What is there already is replaced as a whole, once the new one is complete.

    Returns:
        The path.

    Raises:
        StoreError: The suffix is unknown, the folder is missing, the disk is full or the like; what was at the path is
            unchanged.

    Example:
        >>> import tempfile
        >>> from policygraph.store import open_graph
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     dump(open_graph(), Path(folder) / "empty.nt").stat().st_size
        0
    """
    path = Path(path)
    check_target(path)
    try:
        if names_directory(path):
            _write_directory(engine(as_dataset(graph)), path)
        else:
            syntax = format_of(path)
            write_atomically(path, serialise(engine(as_dataset(graph)), syntax))
    except OSError as error:
        raise StoreError("path_unwritable", path=path, reason=error) from error
    return path


def check_target(path: str | os.PathLike[str]) -> None:
    """Check that ``dump`` can write to a path, before long work is done for it.

    Args:
        path: The target.

    Raises:
        StoreError: The suffix is unknown, the folder is missing, or something else than a store is at the path.

    Example:
        >>> check_target("graph.xyz")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        policygraph.errors.StoreError: graph.xyz: unknown graph format '.xyz'; use one of .ttl .nt ...
    """
    path = Path(path)
    target = path.resolve()
    if not target.parent.is_dir():
        raise StoreError("target_folder_missing", path=path, name=path.parent)
    if not names_directory(path):
        format_of(path)
    elif target.is_file():
        raise StoreError("target_is_file", path=path)
    elif target.is_dir() and any(target.iterdir()) and not (target / "CURRENT").exists():
        raise StoreError("target_not_store", path=path)


def serialise(quads: Iterable[Quad], syntax: RdfFormat) -> Iterator[bytes]:
    """Serialise quads in one order.

    Args:
        quads: The quads.
        syntax: The format; one without named graphs gets the union of the graphs.

    Yields:
        The bytes, in pieces.
    """
    yield from _serialise_sorted(_sorted_quads(quads, syntax), syntax)


def names_directory(path: Path) -> bool:
    """Tell whether a target stands for a store directory, not for a file.

    Args:
        path: The target; it need not exist.

    Returns:
        Whether it is a directory, or has no suffix that could name the format of a file.

    Example:
        >>> names_directory(Path("no-such-store")), names_directory(Path("graph.ttl"))
        (True, False)
    """
    return path.is_dir() or not path.suffix


# --- order ------------------------------------------------------------------------------------------------


def canonicalise(quads: Iterable[Quad]) -> list[Quad]:
    """Give blank nodes the labels of W3C RDFC-1.0, which do not change from load to load.

    Args:
        quads: Any quads; our own data have no blank nodes.

    Returns:
        The quads.
    """
    from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset

    found = list(quads)
    if not any(isinstance(term, BlankNode) for quad in found for term in (quad.subject, quad.object, quad.graph_name)):
        return found
    dataset = Dataset(found)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return list(dataset)


def _sorted_quads(quads: Iterable[Quad], syntax: RdfFormat) -> list[Quad]:
    """Sort quads in an order that depends on the graph alone; drop their graphs if the format has none."""
    from pyoxigraph import DefaultGraph, Quad

    found = canonicalise(quads)
    if not syntax.supports_datasets:
        union = DefaultGraph()
        found = list({Quad(quad.subject, quad.predicate, quad.object, union) for quad in found})
    natural = cache(natural_key)
    rdf_type = f"<{RDF}type>"

    def order(quad: Quad) -> tuple[object, ...]:
        predicate = str(quad.predicate)
        return (
            natural(str(quad.graph_name)),
            natural(str(quad.subject)),
            "" if predicate == rdf_type else predicate,
            str(quad.object),
        )

    found.sort(key=order)
    return found


# --- formats ----------------------------------------------------------------------------------------------


def _serialise_sorted(quads: Sequence[Quad], syntax: RdfFormat) -> Iterator[bytes]:
    from pyoxigraph import RdfFormat, serialize

    if syntax in (RdfFormat.TURTLE, RdfFormat.TRIG):
        yield from (text.encode() for text in write_turtle(quads))
    elif syntax == RdfFormat.JSON_LD:
        expanded = json.loads(serialize(quads, format=syntax) or b"[]")
        yield (json.dumps(expanded, ensure_ascii=False, indent=1) + "\n").encode()
    elif syntax == RdfFormat.RDF_XML:
        written = serialize((quad.triple for quad in quads), format=syntax, prefixes=_prefixes_used(quads))
        # The engine writes namespace declarations in random order.
        head, opening, rest = wellformed(written or b"").partition(b"<rdf:RDF ")
        declared, closing, body = rest.partition(b">")
        yield head + opening + b" ".join(sorted(declared.split(b" "))) + closing + body
    elif syntax.supports_datasets:
        yield serialize(quads, format=syntax) or b""
    else:
        yield serialize((quad.triple for quad in quads), format=syntax) or b""


def _prefixes_used(quads: Iterable[Quad]) -> dict[str, str]:
    predicates = {quad.predicate.value for quad in quads}
    return {
        prefix: namespace
        for prefix, namespace in PREFIXES.items()
        if any(predicate.startswith(namespace) for predicate in predicates)
    }


# --- atomic writes ----------------------------------------------------------------------------------------


def _write_directory(quads: Iterable[Quad], path: Path) -> None:
    """Replace a store directory atomically."""
    from pyoxigraph import Store

    with replace_folder(path) as new:
        try:
            store = Store(str(new))
            store.bulk_extend(quads)
            # Optimised for queries: a store that is opened read-only cannot be optimised later.
            share(store)
            store.optimize()
            store.flush()
            del store
        except (RuntimeError, ValueError) as error:
            raise StoreError("store_not_made", path=path, reason=error) from error
