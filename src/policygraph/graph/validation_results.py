"""Hold results of validation, and find the place of each in the source.

A node seldom has a passage of its own: a body is named in a measure, a position belongs to a quote. ``Passages`` walks
from any node to the nearest passage by the routes below, each of which leads towards evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..namespaces import compact
from ..tabular import shorten
from ..texts import text
from .engine import uri

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["Passages", "Severity", "SourcePlace", "ValidationResult"]

Severity = Literal["violation", "warning", "info"]


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """A place in a source. ``start`` and ``end`` count code points of its text from 0, ``line`` counts from 1.

    ``policy`` is the identifier of the policy and ``heading`` what is printed on top of it; ``measure`` is the number
    of the measure as printed. What is not known is ``None``.
    """

    policy: str | None = None
    heading: str | None = None
    measure: str | None = None
    start: int | None = None
    end: int | None = None
    line: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """One result of validation (SHACL's ``sh:ValidationResult``): what a shape finds in a graph.

    ``focus`` is the IRI of the node it is about (``_:`` for a blank node); ``path`` the property path it goes by, in
    SPARQL's syntax with the project's prefixes (``eli:number``, ``^pg:hasMeasure``), empty where it is about the node
    itself; ``value`` the value that is wrong, empty where one is missing; ``shape`` the IRI of the shape; ``place``
    where in the source the node comes from, ``None`` where nothing leads there.
    """

    severity: Severity
    message_zh: str
    message_en: str
    focus: str
    path: str
    value: str
    shape: str
    place: SourcePlace | None = None

    def line(self, lang: str = "en") -> str:
        """Show the result as one line.

        Args:
            lang: ``en`` or ``zh``.

        Returns:
            The line.

        Example:
            >>> place = SourcePlace("demo", "通知", "(三)", 812, 840, 35, "责任单位:省教育厅")
            >>> node = "https://w3id.org/policygraph/id/x"
            >>> result = ValidationResult("warning", "请核对。", "Look again.", node, "", "", "", place)
            >>> print(result.line())
            WARNING measure (三) of demo, line 35, characters 812–840 “责任单位:省教育厅”: Look again. [id:x]
            >>> print(result.line("zh"))
            警告 demo 措施(三)，第35行，字符812–840“责任单位:省教育厅”：请核对。〔id:x〕
        """
        about = " ".join(filter(None, (_name(self.focus), self.path, shorten(_name(self.value), 40))))
        return text(
            "check_line",
            lang,
            severity=text(f"severity_{self.severity}", lang),
            where=_where(self.place, lang) if self.place else "",
            message=self.message_zh if lang == "zh" else self.message_en,
            about=about,
        )


def _where(place: SourcePlace, lang: str) -> str:
    parts = []
    if place.policy is not None:
        key = "check_measure" if place.measure else "check_policy"
        parts.append(text(key, lang, policy=place.policy, measure=place.measure))
    # Numbers of lines and characters are addresses: no separators in them.
    if place.line is not None:
        parts.append(text("check_row", lang, line=str(place.line)))
    if place.start is not None:
        parts.append(text("check_characters", lang, start=str(place.start), end=str(place.end)))
    found = text("check_separator", lang).join(parts)
    if place.quote:
        found += text("check_quote", lang, quote=shorten(place.quote, 40))
    return text("check_where", lang, place=found) if found else ""


def _name(value: str) -> str:
    """Write a value for people: an IRI in a known namespace is compact."""
    return compact(value) or value


# --- the way from a node to its passage -----------------------------------------------------------------------------

#: From a node towards its passage, best route first; ``^`` is against the arrow.
_TO_PASSAGE = (
    "pg:evidence ^oa:hasSelector pg:ofMeasure pg:sharesMeasure pg:hasResponsibility ^pg:hasResponsibility"
    " ^cv:hasParticipant ^pg:inItem ^pg:inCategory ^skos:broader ^pg:function ^pg:mainFunction ^cv:role"
    " ^pg:level ^dcterms:spatial"
)
#: From a node, or its passage, to the measure.
_TO_MEASURE = "pg:ofMeasure pg:sharesMeasure ^oa:hasSelector ^pg:evidence ^pg:hasResponsibility ^pg:inItem"
#: To the policy, from anything.
_TO_POLICY = (
    f"eli:is_part_of pg:inPolicy {_TO_MEASURE}"
    " ^pg:hasMeasure ^pg:inCategory ^skos:broader foaf:primaryTopic prov:generated ^eli:based_on"
    " ^eli:passed_by ^dcterms:source prov:wasDerivedFrom ^cv:hasParticipant ^dcterms:spatial ^pg:function"
    " ^pg:level ^cv:role"
)
#: The most neighbours of one node that are visited: all bodies of a corpus are neighbours of a level; one is enough.
_ENOUGH = 50


class Passages:
    """Finds the place in the source for the nodes of one graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def place(self, node: Node) -> SourcePlace | None:
        """Find the place a node comes from.

        Args:
            node: Any node of the graph.

        Returns:
            The place; ``None`` if no route leads to a policy or a text.
        """
        passage = self._follow(node, _TO_PASSAGE, "oa:SpecificResource")
        measure = self._follow(node, _TO_MEASURE, "pg:Measure")
        if measure is None and passage is not None:
            measure = self._follow(passage, _TO_MEASURE, "pg:Measure")
        # The policy is that of the measure or the passage: a body may issue one policy and be named in another.
        policy = self._follow(measure or passage or node, _TO_POLICY, "pg:Policy")
        if passage is None and measure is None and policy is None:
            return None
        start, end, quote = self.selection(passage) if passage is not None else (None, None, None)
        return SourcePlace(
            policy=(self._text(policy, "dcterms:identifier") or str(policy).rsplit("/", 1)[-1]) if policy else None,
            heading=self._text(policy, "rdfs:label") if policy else None,
            measure=(self._text(measure, "eli:number") or str(measure).rsplit("/", 1)[-1]) if measure else None,
            start=start,
            end=end,
            line=self._line(passage, start),
            quote=quote,
        )

    def selection(self, passage: Node) -> tuple[int | None, int | None, str | None]:
        """Read start, end and quote of a passage, as its selectors have them.

        Args:
            passage: An ``oa:SpecificResource``.

        Returns:
            The three; ``None`` for what is not stated.
        """
        selectors = sorted(self._graph.objects(passage, uri("oa:hasSelector")), key=str)
        values = [
            next((value for s in selectors if (value := self._text(s, f"oa:{name}")) is not None), None)
            for name in ("start", "end", "exact")
        ]
        start, end = (int(v) if v is not None and v.isdecimal() else None for v in values[:2])
        return start, end, values[2]

    def content(self, passage: Node) -> str | None:
        """Read the text that a passage was taken from.

        Args:
            passage: An ``oa:SpecificResource``.

        Returns:
            The text; ``None`` if it is not stated.
        """
        texts = sorted(self._graph.objects(passage, uri("oa:hasSource")), key=str)
        return self._text(texts[0], "pg:textContent") if texts else None

    # --- walking ---------------------------------------------------------------------------------------------------

    def _follow(self, node: Node, routes: str, kind: str) -> Node | None:
        """Find the nearest node of a class; among equally near ones the first in its text."""
        reached, seen = [node], {node}
        target, is_a = uri(kind), uri("rdf:type")
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

    def _neighbours(self, node: Node, routes: str) -> list[Node]:
        """Return the nodes at the end of the first route that has any."""
        for route in routes.split():
            name = uri(route.removeprefix("^"))
            found = self._graph.subjects(name, node) if route[0] == "^" else self._graph.objects(node, name)
            if neighbours := sorted(found, key=str)[:_ENOUGH]:
                return neighbours
        return []

    def _order(self, node: Node) -> tuple[int, str]:
        start = self.selection(node)[0]
        return (0 if start is None else start, str(node))

    # --- reading ---------------------------------------------------------------------------------------------------

    def _text(self, node: Node, name: str) -> str | None:
        return min(map(str, self._graph.objects(node, uri(name))), default=None)

    def _line(self, passage: Node | None, start: int | None) -> int | None:
        content = self.content(passage) if passage is not None else None
        if content is None or start is None or start > len(content):
            return None
        return content.count("\n", 0, start) + 1
