"""The bodies of a graph with all their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..graph.engine import local_name
from ..texts import Bilingual

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

__all__ = ["BODIES", "NAMES_IN_TEXTS", "KnownBody", "Select", "gather_bodies", "read_bodies"]

Select = Callable[[str], "QuerySolutions"]

#: The queries whose rows ``gather_bodies`` takes, for callers that run them asynchronously.
BODIES = """
SELECT ?body ?property ?value WHERE {
  { ?body a pg:Body } UNION { ?body a pg:DepartmentGroup }
  {
    VALUES ?property { skos:prefLabel skos:altLabel skos:hiddenLabel pg:level pg:function }
    ?body ?property ?value
  } UNION {
    ?body dcterms:spatial ?place . ?place skos:prefLabel ?value
    BIND(dcterms:spatial AS ?property)
  }
}"""
NAMES_IN_TEXTS = "SELECT DISTINCT ?body ?name WHERE { ?part cv:hasParticipant ?body ; pg:nameInText ?name }"


@dataclass(slots=True)
class KnownBody:
    """A body or a class of bodies of a graph.

    Attributes:
        iri: Its IRI.
        zh: Its label in Chinese.
        en: Its label in English.
        level: The token of its level.
        places: Labels of its place in both languages.
        functions: The slugs of its functions.
        names: All its names in the graph.
    """

    iri: str
    zh: str = ""
    en: str = ""
    level: str = ""
    places: list[str] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    @property
    def label(self) -> Bilingual:
        """Its label in both languages."""
        return Bilingual(self.zh, self.en)

    @property
    def is_group(self) -> bool:
        """Whether it is a class of bodies, such as every county's education department."""
        return "/group/" in self.iri

    def lies_in(self, place: str) -> bool:
        """Tell whether the body belongs to a place.

        Args:
            place: The place's label, in full or in short.

        Returns:
            Whether its place or its own name contains the label, or the label contains one of them.
        """
        return any(place in name or name in place for name in (*self.places, self.zh) if name)


def read_bodies(select: Select) -> dict[str, KnownBody]:
    """Read the bodies and classes of bodies of a graph.

    Args:
        select: Runs a SELECT query on the union of the graphs.

    Returns:
        The bodies by IRI, sorted.
    """
    return gather_bodies(select(BODIES), select(NAMES_IN_TEXTS))


def gather_bodies(statements: Iterable[Any], names: Iterable[Any]) -> dict[str, KnownBody]:
    """Collect the bodies from the rows of the two queries.

    Args:
        statements: The rows of ``BODIES``.
        names: The rows of ``NAMES_IN_TEXTS``.

    Returns:
        The bodies by IRI, sorted.
    """
    found: dict[str, KnownBody] = {}
    for body, kind, value in statements:
        known = found.setdefault(body.value, KnownBody(body.value))
        match local_name(kind.value):
            case "prefLabel":
                setattr(known, "zh" if value.language == "zh" else "en", value.value)
                known.names.add(value.value)
            case "level":
                known.level = local_name(value.value)
            case "function":
                known.functions.append(local_name(value.value))
            case "spatial":
                known.places.append(value.value)
            case _:
                known.names.add(value.value)
    for body, name in names:
        if body.value in found:
            found[body.value].names.add(name.value)
    for known in found.values():
        known.zh, known.en = known.zh or known.en or known.iri, known.en or known.zh or known.iri
    return dict(sorted(found.items()))
