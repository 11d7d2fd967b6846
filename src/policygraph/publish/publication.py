"""Select what is published: the named graphs of a dataset, and the ontology in a graph of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..namespaces import PG, VOCABULARY_GRAPH
from ..resources import ontology_dir
from ..store import canonicalise, dataset_of, engine, find_policy_graphs

if TYPE_CHECKING:
    from pyoxigraph import Triple
    from rdflib import Dataset

__all__ = ["ONTOLOGY_GRAPH", "Fingerprint", "Publication", "fingerprint", "split_batches"]

#: The ontology's own IRI names its graph.
ONTOLOGY_GRAPH = PG


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The number of triples of a graph, and the SHA-256 of its canonical N-Triples (W3C RDFC-1.0), in hexadecimal."""

    count: int
    sha256: str


def fingerprint(triples: Iterable[Triple]) -> Fingerprint:
    """Compute the fingerprint of a graph: the same whatever the order of triples or the names of blank nodes.

    Cost: sorting; graphs with very many interchangeable blank nodes may take long (ours have none in data).

    Args:
        triples: The graph.

    Returns:
        The fingerprint.

    Example:
        >>> fingerprint([]).sha256 == hashlib.sha256(b"").hexdigest()
        True
    """
    from pyoxigraph import Quad, RdfFormat, serialize

    quads = set(canonicalise(Quad(*triple) for triple in triples))
    written = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""
    # Line breaks within literals are escaped, so a line is a triple.
    lines = sorted(written.splitlines(keepends=True))
    return Fingerprint(len(quads), hashlib.sha256(b"".join(lines)).hexdigest())


class Publication:
    """A dataset as it is published.

    Args:
        dataset: What ``open_graph`` or ``build`` returns. It is not changed.
        ontology: Publish the ontology too, in the graph of its own IRI.

    Example:
        >>> from policygraph.store import open_graph
        >>> source = Publication(open_graph())
        >>> source.graphs() == [ONTOLOGY_GRAPH], source.fingerprint(ONTOLOGY_GRAPH).count > 300
        (True, True)
    """

    def __init__(self, dataset: Dataset, ontology: bool = True) -> None:
        from pyoxigraph import parse

        self._store = engine(dataset)
        path = ontology_dir() / "policygraph.ttl"
        self._ontology = [quad.triple for quad in parse(path=path)] if ontology else []
        self._fingerprints: dict[str, Fingerprint] = {}

    def graphs(self) -> list[str]:
        """List the names of the graphs: vocabulary and ontology first, then policies, in order."""
        from pyoxigraph import NamedNode

        found = {graph.value for graph in self._store.named_graphs() if isinstance(graph, NamedNode)}
        first = [name for name in (VOCABULARY_GRAPH,) if name in found]
        if self._ontology:
            first.append(ONTOLOGY_GRAPH)
        return first + sorted(found - set(first))

    def triples(self, graph: str) -> Iterator[Triple]:
        """Yield the triples of one graph."""
        from pyoxigraph import NamedNode

        yield from (quad.triple for quad in self._store.quads_for_pattern(None, None, None, NamedNode(graph)))
        if graph == ONTOLOGY_GRAPH:
            yield from self._ontology

    def serialise(self, graph: str) -> bytes:
        """Write one graph as N-Triples, by the engine itself: ten times as fast as triple by triple."""
        from pyoxigraph import NamedNode, RdfFormat, serialize

        written = self._store.dump(format=RdfFormat.N_TRIPLES, from_graph=NamedNode(graph)) or b""
        if graph == ONTOLOGY_GRAPH:
            written += serialize(self._ontology, format=RdfFormat.N_TRIPLES) or b""
        return written

    def fingerprint(self, graph: str) -> Fingerprint:
        """Compute the fingerprint of one graph, once."""
        if graph not in self._fingerprints:
            self._fingerprints[graph] = fingerprint(self.triples(graph))
        return self._fingerprints[graph]

    def policies(self) -> set[str]:
        """List the names of the graphs that hold a policy."""
        from pyoxigraph import NamedNode

        return {graph.value for graph in find_policy_graphs(self._store) if isinstance(graph, NamedNode)}

    def dataset(self) -> Dataset:
        """Copy all of it into one dataset, for queries."""
        from pyoxigraph import NamedNode, Quad

        ontology = NamedNode(ONTOLOGY_GRAPH)
        return dataset_of(
            [*self._store, *(Quad(each.subject, each.predicate, each.object, ontology) for each in self._ontology)]
        )


def split_batches(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    r"""Cut lines into batches.

    Args:
        pieces: Whole lines.
        size: Bytes of a batch at most, unless one line has more.

    Yields:
        The batches; one empty batch if there are no lines.

    Example:
        >>> list(split_batches([b"one\ntwo\n", b"three\n"], 8))
        [b'one\ntwo\n', b'three\n']
    """
    batch: list[bytes] = []
    held = 0
    for piece in pieces:
        for line in piece.splitlines(keepends=True):
            if batch and held + len(line) > size:
                yield b"".join(batch)
                batch, held = [], 0
            batch.append(line)
            held += len(line)
    yield b"".join(batch)
