"""Find where in the source a node of the graph comes from: its policy, its measure, its line and its quote.

A node seldom has a passage of its own: a body is named in a measure, a position belongs to a quote. ``Passages`` walks
from any node to the nearest passage by the routes below, each of which leads towards evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..namespaces import CV, DCTERMS, ELI, FOAF, OA, PG, PROV, RDF, RDFS, SKOS
from .findings import SourcePlace

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["Passages"]


#: From a node towards its passage, best route first; ``^`` is against the arrow.
_TO_PASSAGE = (
    PG + "evidence",
    "^" + OA + "hasSelector",
    PG + "ofMeasure",
    PG + "sharesMeasure",
    PG + "hasResponsibility",
    "^" + PG + "hasResponsibility",
    "^" + CV + "hasParticipant",
    "^" + PG + "inItem",
    "^" + PG + "inCategory",
    "^" + SKOS + "broader",
    "^" + PG + "function",
    "^" + PG + "mainFunction",
    "^" + CV + "role",
    "^" + PG + "level",
    "^" + DCTERMS + "spatial",
)
#: From a node, or its passage, to the measure.
_TO_MEASURE = (
    PG + "ofMeasure",
    PG + "sharesMeasure",
    "^" + OA + "hasSelector",
    "^" + PG + "evidence",
    "^" + PG + "hasResponsibility",
    "^" + PG + "inItem",
)
#: To the policy, from anything.
_TO_POLICY = (
    ELI + "is_part_of",
    PG + "inPolicy",
    *_TO_MEASURE,
    "^" + PG + "hasMeasure",
    "^" + PG + "inCategory",
    "^" + SKOS + "broader",
    FOAF + "primaryTopic",
    PROV + "generated",
    "^" + ELI + "based_on",
    "^" + ELI + "passed_by",
    "^" + DCTERMS + "source",
    PROV + "wasDerivedFrom",
    "^" + CV + "hasParticipant",
    "^" + DCTERMS + "spatial",
    "^" + PG + "function",
    "^" + PG + "level",
    "^" + CV + "role",
)
#: How many neighbours of one node are looked at: a level has all bodies of a corpus for neighbours; one is enough.
_ENOUGH = 50


class Passages:
    """Finds the place in the source for the nodes of one graph."""

    def __init__(self, graph: Graph) -> None:
        from rdflib import URIRef

        self._graph = graph
        self._iri = URIRef

    def place(self, node: Node) -> SourcePlace | None:
        """Find the place a node comes from.

        Args:
            node: any node of the graph.

        Returns:
            the place; ``None`` where nothing leads to a policy or a text.
        """
        passage = self._follow(node, _TO_PASSAGE, OA + "SpecificResource")
        measure = self._follow(node, _TO_MEASURE, PG + "Measure")
        if measure is None and passage is not None:
            measure = self._follow(passage, _TO_MEASURE, PG + "Measure")
        # The policy is that of the measure or the passage: a body may issue one policy and be named in another.
        policy = self._follow(measure or passage or node, _TO_POLICY, PG + "Policy")
        if passage is None and measure is None and policy is None:
            return None
        start, end, quote = self.selection(passage) if passage is not None else (None, None, None)
        return SourcePlace(
            policy=(self._text(policy, DCTERMS + "identifier") or str(policy).rsplit("/", 1)[-1]) if policy else None,
            heading=self._text(policy, RDFS + "label") if policy else None,
            measure=(self._text(measure, ELI + "number") or str(measure).rsplit("/", 1)[-1]) if measure else None,
            start=start,
            end=end,
            line=self._line(passage, start),
            quote=quote,
        )

    def selection(self, passage: Node) -> tuple[int | None, int | None, str | None]:
        """Read start, end and quote of a passage, as its selectors have them.

        Args:
            passage: an ``oa:SpecificResource``.

        Returns:
            the three; ``None`` for what is not stated.
        """
        selectors = sorted(self._graph.objects(passage, self._iri(OA + "hasSelector")), key=str)
        values = [
            next((value for s in selectors if (value := self._text(s, OA + name)) is not None), None)
            for name in ("start", "end", "exact")
        ]
        start, end = (int(v) if v is not None and v.isdecimal() else None for v in values[:2])
        return start, end, values[2]

    def content(self, passage: Node) -> str | None:
        """Read the text that a passage was taken from.

        Args:
            passage: an ``oa:SpecificResource``.

        Returns:
            the text; ``None`` where it is not stated.
        """
        texts = sorted(self._graph.objects(passage, self._iri(OA + "hasSource")), key=str)
        return self._text(texts[0], PG + "textContent") if texts else None

    # --- walking ---------------------------------------------------------------------------------------------------

    def _follow(self, node: Node, routes: tuple[str, ...], kind: str) -> Node | None:
        """The nearest node of a class; among equally near ones the first in its text."""
        reached, seen = [node], {node}
        target, is_a = self._iri(kind), self._iri(RDF + "type")
        while reached:
            found = [n for n in reached if (n, is_a, target) in self._graph]
            if found:
                return min(found, key=self._order)
            following: list[Node] = []
            for current in reached:
                for neighbour in self._neighbours(current, routes):
                    if neighbour not in seen:
                        seen.add(neighbour)
                        following.append(neighbour)
            reached = following
        return None

    def _neighbours(self, node: Node, routes: tuple[str, ...]) -> list[Node]:
        """What the first route that leads anywhere leads to."""
        for route in routes:
            property_ = self._iri(route.removeprefix("^"))
            found = (
                self._graph.subjects(property_, node) if route.startswith("^") else self._graph.objects(node, property_)
            )
            neighbours = sorted(found, key=str)[:_ENOUGH]
            if neighbours:
                return neighbours
        return []

    def _order(self, node: Node) -> tuple[int, str]:
        start = self.selection(node)[0]
        return (0 if start is None else start, str(node))

    # --- reading ---------------------------------------------------------------------------------------------------

    def _text(self, node: Node, predicate: str) -> str | None:
        return min(map(str, self._graph.objects(node, self._iri(predicate))), default=None)

    def _line(self, passage: Node | None, start: int | None) -> int | None:
        content = self.content(passage) if passage is not None else None
        if content is None or start is None or start > len(content):
            return None
        return content.count("\n", 0, start) + 1
