"""What follows from all documents together: shared descriptions, successors, what rests on what, duplicates.

The SELECTs are plain SQL that SQLite and Spark both run, so that one machine and a cluster find the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from ..graph import Iris, graph_for, succession_quads, vocabulary_quads
from ..model import Policy
from ..namespaces import DCTERMS, ELI, OWL, PG, PROV, RDF, VOCABULARY_GRAPH
from .record import Record, note_joints
from .state import State

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = [
    "DUPLICATES",
    "RESOLVED",
    "TOLD",
    "link_facts",
    "links_between",
    "placed_facts",
    "vocabulary_lines",
]

#: Each document that another rests on, found by its number or else by its title.
RESOLVED = """
SELECT DISTINCT b.document AS document, b.position AS position, d.id AS other, b.implements AS implements
FROM basis b JOIN document d ON d.number = b.number
WHERE b.number <> '' AND d.failure = '' AND d.id <> b.document
UNION
SELECT DISTINCT b.document AS document, b.position AS position, t.document AS other, b.implements AS implements
FROM basis b JOIN title t ON t.title = b.title
WHERE b.number = '' AND t.document <> b.document
"""

#: Pairs of documents that are one notice: four in five of their measures have the same words, three at least; or they
#: have one number and a measure in common. Measures that stand word by word in more than 200 documents do not count.
DUPLICATES = """
WITH rare AS (
    SELECT mark FROM mark GROUP BY mark HAVING COUNT(*) BETWEEN 2 AND 200
), size AS (
    SELECT document, COUNT(*) AS n FROM mark GROUP BY document
), shared AS (
    SELECT a.document AS document, b.document AS other, COUNT(*) AS n
    FROM rare JOIN mark a ON a.mark = rare.mark JOIN mark b ON b.mark = rare.mark AND a.document < b.document
    GROUP BY a.document, b.document
)
SELECT shared.document AS document, shared.other AS other
FROM shared JOIN size s ON s.document = shared.document JOIN size t ON t.document = shared.other
JOIN document x ON x.id = shared.document JOIN document y ON y.id = shared.other
WHERE (shared.n >= 3 AND 5 * shared.n >= 4 * (s.n + t.n - shared.n)) OR (x.number <> '' AND x.number = y.number)
"""


def placed_facts(state: State, base: str) -> Iterator[tuple[str, str]]:
    """All facts that more than one document bears on, each a line of N-Quads with its graph.

    ``graph.placement`` says which graph: what ``build`` and ``open_graph`` make of the same documents.
    """
    concepts = set(state.concepts())
    told: list[str] = []
    vocabulary = f" <{VOCABULARY_GRAPH}> ."
    for _, descriptions in groupby(state.described(), key=lambda row: row[0]):
        count: Counter[str] = Counter()
        first: dict[str, str] = {}
        for _, lines, documents, document in descriptions:
            for line in lines.split("\n"):
                count[line] += documents
                first[line] = document
        for line, documents in count.items():
            graph = graph_for(Iris(base).graph(first[line]), documents)
            yield f"{line} <{graph}> .", graph
            if line.endswith(">"):
                concepts.add(line[line.rindex("<") + 1 : -1])
            if any(predicate in line for predicate in TOLD):
                told.append(line + vocabulary)
    yield from ((line, VOCABULARY_GRAPH) for line in vocabulary_lines(concepts, told))
    yield from _links(state, base)


def _links(state: State, base: str) -> Iterator[tuple[str, str]]:
    return link_facts(state.db.execute(RESOLVED), stars(state.db.execute(DUPLICATES)), base)


def links_between(policies: Sequence[Policy], base: str) -> list[Quad]:
    """The links between some policies in memory: what ``placed_facts`` finds in the record of a corpus."""
    from pyoxigraph import RdfFormat, parse

    if len(policies) < 2:
        return []
    records = [Record(policy.id, "", "") for policy in policies]
    for record, policy in zip(records, policies, strict=True):
        note_joints(record, policy)
    with State(None) as state:
        state.add(0, records, "read")
        lines = "\n".join(line for line, _ in _links(state, base))
    return list(parse(lines, RdfFormat.N_QUADS))


TOLD = (f"<{PG}function>", f"<{PG}level>", f"<{DCTERMS}spatial>", f"<{RDF}type> <{PG}Body>")


def vocabulary_lines(concepts: Iterable[str], told: Iterable[str]) -> Iterator[str]:
    """What the vocabularies say of the concepts, and the reforms that join the bodies that ``told`` tells of."""
    from pyoxigraph import NamedNode, Quad, RdfFormat, parse

    node = NamedNode(VOCABULARY_GRAPH)
    used = [Quad(node, node, NamedNode(iri), node) for iri in sorted(concepts)]
    yield from (f"{quad} ." for quad in vocabulary_quads(used))
    bodies = parse("\n".join(told).encode(), format=RdfFormat.N_QUADS)
    yield from (f"{quad} ." for quad in succession_quads(bodies))


def link_facts(
    resolved: Iterable[tuple[str, int, str, int]], duplicates: Iterable[tuple[str, str]], base: str
) -> Iterator[tuple[str, str]]:
    """Links between documents as facts: what is cited is that document; which carries out which; which are one.

    ``duplicates`` are stars: the first of some documents that are one notice, with each of the others.
    """
    iris = Iris(base)
    graph = iris.graph("links")
    for document, position, other, implements in resolved:
        if implements:
            yield f"<{iris.policy(document)}> <{ELI}implements> <{iris.policy(other)}> <{graph}> .", graph
        else:
            yield f"<{iris.basis(document, position)}> <{OWL}sameAs> <{iris.policy(other)}> <{graph}> .", graph
    for document, other in duplicates:
        yield f"<{iris.policy(other)}> <{PROV}alternateOf> <{iris.policy(document)}> <{graph}> .", graph


def stars(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pairs as stars: each member of a connected component with the component's first.

    >>> stars([("b", "c"), ("a", "b"), ("x", "y")])
    [('a', 'b'), ('a', 'c'), ('x', 'y')]
    """
    edges = list(pairs)
    if not edges:
        return []  # and a slow import is spared
    import networkx as nx

    components = nx.connected_components(nx.Graph(edges))
    return sorted((min(members), other) for members in components for other in members if other != min(members))
