"""What is published: the named graphs of a dataset, and the ontology in a graph of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..namespaces import PG, RDF, VOCABULARY_GRAPH
from ..resources import ontology_dir
from ..store import dataset_of, engine

if TYPE_CHECKING:
    from pyoxigraph import Quad, Triple
    from rdflib import Dataset

__all__ = ["ONTOLOGY_GRAPH", "Fingerprint", "Source", "fingerprint"]

#: The ontology's own IRI names its graph.
ONTOLOGY_GRAPH = PG


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How many triples a graph has, and the SHA-256 of its canonical N-Triples (W3C RDFC-1.0), in hexadecimal."""

    count: int
    sha256: str


def fingerprint(triples: Iterable[Triple]) -> Fingerprint:
    """The fingerprint of a graph: the same for the same graph, whatever the order of triples or names of blank nodes.

    Cost: sorting; graphs with very many interchangeable blank nodes may take long (ours have none in data).

    >>> fingerprint([]).sha256 == hashlib.sha256(b"").hexdigest()
    True
    """
    from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, serialize

    quads = {Quad(triple.subject, triple.predicate, triple.object) for triple in triples}
    if any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object)):
        named = Dataset(quads)
        named.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        quads = set(named)
    written = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""
    # Line breaks within literals are escaped, so a line is a triple.
    lines = sorted(written.splitlines(keepends=True))
    return Fingerprint(len(quads), hashlib.sha256(b"".join(lines)).hexdigest())


class Source:
    """A dataset as it is published.

    Args:
        dataset: what ``open_graph`` or ``build`` gives. It is not changed.
        ontology: publish the ontology too, in the graph of its own IRI.

    >>> from policygraph.store import open_graph
    >>> source = Source(open_graph())
    >>> source.graphs() == [ONTOLOGY_GRAPH], source.fingerprint(ONTOLOGY_GRAPH).count > 300
    (True, True)
    """

    def __init__(self, dataset: Dataset, ontology: bool = True) -> None:
        self._store = engine(dataset)
        self._ontology = list(_ontology()) if ontology else []
        self._known: dict[str, Fingerprint] = {}

    def graphs(self) -> list[str]:
        """The names of the graphs: vocabulary and ontology first, then policies, in order."""
        from pyoxigraph import NamedNode

        found = {graph.value for graph in self._store.named_graphs() if isinstance(graph, NamedNode)}
        first = [name for name in (VOCABULARY_GRAPH,) if name in found]
        if self._ontology:
            first.append(ONTOLOGY_GRAPH)
        return first + sorted(found - set(first))

    def triples(self, graph: str) -> Iterator[Triple]:
        """The triples of one graph."""
        from pyoxigraph import NamedNode

        quads = self._store.quads_for_pattern(None, None, None, NamedNode(graph))
        yield from (quad.triple for quad in quads)
        if graph == ONTOLOGY_GRAPH:
            yield from (quad.triple for quad in self._ontology)

    def serialised(self, graph: str) -> bytes:
        """One graph as N-Triples, written by the engine itself: ten times as fast as triple by triple."""
        from pyoxigraph import NamedNode, RdfFormat, serialize

        written = self._store.dump(format=RdfFormat.N_TRIPLES, from_graph=NamedNode(graph)) or b""
        if graph == ONTOLOGY_GRAPH:
            written += serialize((quad.triple for quad in self._ontology), format=RdfFormat.N_TRIPLES) or b""
        return written

    def fingerprint(self, graph: str) -> Fingerprint:
        """The fingerprint of one graph, worked out once."""
        if graph not in self._known:
            self._known[graph] = fingerprint(self.triples(graph))
        return self._known[graph]

    def policies(self) -> set[str]:
        """The names of the graphs that hold a policy."""
        from pyoxigraph import NamedNode

        quads = self._store.quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(PG + "Policy"))
        return {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)}

    def dataset(self) -> Dataset:
        """All of it as a dataset: what the catalogue is asked of, for comparison."""
        from pyoxigraph import NamedNode, Quad

        graph = NamedNode(ONTOLOGY_GRAPH)
        named = (Quad(quad.subject, quad.predicate, quad.object, graph) for quad in self._ontology)
        return dataset_of([*self._store, *named])


def _ontology() -> Iterator[Quad]:
    from pyoxigraph import parse

    yield from parse(path=str(ontology_dir() / "policygraph.ttl"))
