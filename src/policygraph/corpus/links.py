"""Derive facts from all documents together: shared descriptions of bodies and concepts, and links between documents.

The SELECTs are plain SQL that both SQLite and Spark support, so that one machine and a cluster find the same links.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ..folding import fold_width, keep_letters
from ..graph import SUCCESSION_PREDICATES, Iris, concept_quads, graph_for, succession_quads
from ..model import Policy
from ..namespaces import ELI, OWL, PROV, VOCABULARY_GRAPH

if TYPE_CHECKING:
    from .state import BuildState

__all__ = [
    "DUPLICATES",
    "RESOLVED",
    "Citation",
    "LinkKeys",
    "find_link_keys",
    "find_shared_facts",
    "find_stars",
    "write_link_facts",
    "write_vocabulary_lines",
]

#: The documents on which others are based, found by number or else by title.
RESOLVED = """
SELECT DISTINCT c.document AS document, c.position AS position, d.id AS other, c.implements AS implements
FROM citation c JOIN document d ON d.number = c.number
WHERE c.number <> '' AND d.failure = '' AND d.id <> c.document
UNION
SELECT DISTINCT c.document AS document, c.position AS position, t.document AS other, c.implements AS implements
FROM citation c JOIN title t ON t.title = c.title
WHERE c.number = '' AND t.document <> c.document
"""

#: Pairs of documents that are the same notice: they share at least three measures, and four in five of all their
#: measures; or they share their number and a measure. Measures in more than 200 documents do not count.
DUPLICATES = """
WITH rare AS (
    SELECT hash FROM measure_hash GROUP BY hash HAVING COUNT(*) BETWEEN 2 AND 200
), size AS (
    SELECT document, COUNT(*) AS n FROM measure_hash GROUP BY document
), shared AS (
    SELECT a.document AS document, b.document AS other, COUNT(*) AS n
    FROM rare JOIN measure_hash a ON a.hash = rare.hash
    JOIN measure_hash b ON b.hash = rare.hash AND a.document < b.document
    GROUP BY a.document, b.document
)
SELECT shared.document AS document, shared.other AS other
FROM shared JOIN size s ON s.document = shared.document JOIN size t ON t.document = shared.other
JOIN document x ON x.id = shared.document JOIN document y ON y.id = shared.other
WHERE (shared.n >= 3 AND 5 * shared.n >= 4 * (s.n + t.n - shared.n)) OR (x.number <> '' AND x.number = y.number)
"""

#: 关于印发《某规划》的通知 may be cited by its own title or by that of 某规划.
_ISSUED_WITH = re.compile("(?:印发|转发)(.+)的通知$")
#: A title with fewer letters (实施方案) does not identify a document.
_SHORTEST_TITLE = 6
#: A title that says that the notice implements another: 关于贯彻落实《…》的实施意见, 转发…的通知, 《…》实施细则.
_IMPLEMENTS = re.compile(
    "(?:贯彻|落实|转发)《(?P<quoted>[^《》]{6,80})》"
    "|(?:贯彻落实|贯彻|落实|转发)(?P<named>[^《》]{6,80}?)的?(?:实施|若干|具体|通知|分工)"
    "|《(?P<detailed>[^《》]{6,80})》的?实施"
)


class Citation(NamedTuple):
    """A document on which another is based: its position there, number and title, and whether that implements it."""

    position: int
    number: str
    title: str
    implements: bool


class LinkKeys(NamedTuple):
    """The keys for finding links, normalised for comparison.

    Attributes:
        number: The notice's own number.
        titles: Its titles.
        citations: The documents on which it is based.
        measure_hashes: Hashes of the texts of its measures.
    """

    number: str
    titles: list[str]
    citations: list[Citation]
    measure_hashes: list[int]


def find_link_keys(policy: Policy) -> LinkKeys:
    """Find the keys for the links of a policy.

    Args:
        policy: The policy.

    Returns:
        Its keys.
    """
    titles = {normalise(policy.title or "")}
    if issued := _ISSUED_WITH.search(policy.title or ""):
        titles.add(normalise(issued[1]))
    citations = [
        Citation(position, normalise(basis.number), normalise(basis.title), False)
        for position, basis in enumerate(policy.based_on, 1)
    ]
    # A document named in the title is not a basis document in the graph: it has the position 0.
    if carried := _IMPLEMENTS.search(policy.heading):
        citations.append(Citation(0, "", normalise(carried[carried.lastgroup or 0]), True))
    return LinkKeys(
        normalise(policy.number or ""),
        sorted(title for title in titles if len(title) >= _SHORTEST_TITLE),
        citations,
        sorted({_hash(measure.span.quote) for measure in policy.measures}),
    )


def normalise(text: str) -> str:
    """Remove width, brackets, spaces and signs of a number or title, for comparison.

    Args:
        text: A number or title.

    Returns:
        Its letters and digits.

    Example:
        >>> normalise("闽政办〔2020〕３号") == normalise("闽政办[2020]3号")
        True
    """
    return keep_letters(fold_width(text)).lower()


def _hash(text: str) -> int:
    digest = hashlib.blake2b(normalise(text).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def find_shared_facts(state: BuildState, base: str) -> Iterator[tuple[str, str]]:
    """Find all facts that more than one document can state.

    Args:
        state: The state of the build with the data of all documents.
        base: The base of the IRIs of data.

    Yields:
        Lines of N-Quads, each with its graph, as ``graph.sharing`` places them.
    """
    concepts = set(state.concepts())
    bodies: list[str] = []
    of_bodies = [f"<{predicate}>" for predicate in SUCCESSION_PREDICATES]
    for _, descriptions in groupby(state.descriptions(), key=lambda row: row[0]):
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
            if any(predicate in line for predicate in of_bodies):
                bodies.append(line)
    yield from ((line, VOCABULARY_GRAPH) for line in write_vocabulary_lines(concepts, bodies))
    yield from write_link_facts(state.db.execute(RESOLVED), find_stars(state.db.execute(DUPLICATES)), base)


def write_vocabulary_lines(concepts: Iterable[str], bodies: Iterable[str]) -> Iterator[str]:
    """Write the facts of the vocabularies about concepts, and the reforms that connect predecessors and successors.

    Args:
        concepts: IRIs that documents use.
        bodies: Facts with one of ``graph.SUCCESSION_PREDICATES``, without graph and full stop.

    Yields:
        Lines of N-Quads.
    """
    from pyoxigraph import RdfFormat, parse

    yield from (f"{quad} ." for quad in concept_quads(concepts))
    stated = parse("".join(f"{line} .\n" for line in bodies).encode(), format=RdfFormat.N_QUADS)
    yield from (f"{quad} ." for quad in succession_quads(stated))


def write_link_facts(
    resolved: Iterable[tuple[str, int, str, int]], duplicates: Iterable[tuple[str, str]], base: str
) -> Iterator[tuple[str, str]]:
    """Write links as facts: which documents are cited, implemented or copies of each other.

    Args:
        resolved: The rows of ``RESOLVED``.
        duplicates: The first of several copies with each of the others, see ``find_stars``.
        base: The base of the IRIs of data.

    Yields:
        Lines of N-Quads, each with its graph.
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


def find_stars(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Turn pairs into stars: the first member of each connected component with each of the others.

    Args:
        pairs: Edges.

    Returns:
        The stars' edges, sorted.

    Example:
        >>> find_stars([("b", "c"), ("a", "b"), ("x", "y")])
        [('a', 'b'), ('a', 'c'), ('x', 'y')]
    """
    edges = list(pairs)
    if not edges:
        return []  # avoids a slow import
    import networkx as nx

    components = nx.connected_components(nx.Graph(edges))
    return sorted((min(members), other) for members in components for other in members if other != min(members))
