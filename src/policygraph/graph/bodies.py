"""Read the bodies of a graph, with their places and functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from ..errors import StoreError
from ..model import Body, Level, Place
from ..namespaces import FUNCTION, PG, PLACE, expand
from ..texts import Bilingual
from .engine import Facts, engine, local_name, read_facts

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Graph

__all__ = ["BodyReader", "read_function_names", "read_word"]


def read_function_names(dataset: Graph) -> dict[str, Bilingual]:
    """Read the names of the functions of government that bodies have.

    Args:
        dataset: What ``open_graph`` or ``build`` gives.

    Returns:
        The names by slug, as ``Body.functions`` has it.
    """
    facts = read_facts(engine(dataset), "?body pg:function ?s", "skos:prefLabel")
    return {iri.removeprefix(FUNCTION): each.names("skos:prefLabel", local_name(iri)) for iri, each in facts.items()}


def read_word(facts: Facts, name: str, words: Any, subject: str, *, strict: bool) -> Any:
    """Read the value of a property that is one of the words of a ``Literal``, without its namespace.

    Args:
        facts: What is stated of the subject.
        name: The property.
        words: The type that lists the words.
        subject: Whose value it is, for the message.
        strict: Refuse other words.

    Returns:
        The word; empty where nothing is stated.

    Raises:
        StoreError: The value is none of the words.
    """
    value, known = local_name(facts.one(name)), get_args(words)
    if strict and value not in known:
        raise StoreError("graph_odd_word", subject=subject, predicate=expand(name), value=value, known=known)
    return value


class BodyReader:
    """The bodies of a graph that bear or issue something; each is made once.

    A body about which the graph states nothing has its IRI alone.
    """

    def __init__(self, store: Store, *, strict: bool = False) -> None:
        """Read all that is stated of bodies and places; ``strict`` is as in ``read_policies``."""
        properties = "rdf:type skos:prefLabel skos:altLabel pg:level pg:function pg:mainFunction dcterms:spatial"
        self._strict = strict
        self._facts = read_facts(store, "?responsibility cv:hasParticipant ?s", properties)
        self._facts.update(read_facts(store, "?policy eli:passed_by ?s", properties))
        self._places = read_facts(
            store, "?thing dcterms:spatial ?s", "skos:prefLabel skos:notation pg:level skos:broader"
        )
        self._made: dict[str, Body] = {}

    def bodies(self) -> list[Body]:
        """All bodies, in the order of their IRIs."""
        return [self.body(iri) for iri in sorted({*self._facts, *self._made})]

    def body(self, iri: str, name: str = "") -> Body:
        """A body by its IRI; ``name`` is what the text calls it, for one without a label."""
        made = self._made.get(iri)
        if made is None:
            made = self._made[iri] = self._body(iri, name)
        return made

    def _body(self, iri: str, name: str) -> Body:
        facts = self._facts.get(iri, Facts())
        types = {each.removeprefix(PG) for each in facts.all("rdf:type") if each.startswith(PG)}
        group = "DepartmentGroup" in types
        at = iri.find("/group/" if group else "/body/")
        functions = dict.fromkeys((*facts.all("pg:mainFunction"), *facts.all("pg:function")))
        label, label_en = facts.names("skos:prefLabel", name or local_name(iri)).zh, facts.text("skos:prefLabel", "en")
        return Body(
            key=iri[at + 1 :] if at >= 0 else iri,
            type=min(types - {"Body"}, default="Body"),
            label=label,
            label_en=label_en,
            level=read_word(facts, "pg:level", Level, iri, strict=self._strict) or "other",
            kind="class" if group else "named",
            place=self.place(facts.one("dcterms:spatial")),
            functions=tuple(slug.removeprefix(FUNCTION) for slug in functions),
            aliases=tuple(alias for alias in facts.all("skos:altLabel") if alias not in (label, label_en)),
            iri=iri,
        )

    def place(self, iri: str) -> Place | None:
        """A place by its IRI; ``None`` where the IRI is empty."""
        if not iri:
            return None
        facts = self._places.get(iri, Facts())
        names = facts.names("skos:prefLabel")
        return Place(
            facts.one("skos:notation") or iri.removeprefix(PLACE),
            names.zh,
            names.en,
            read_word(facts, "pg:level", Level, iri, strict=self._strict) or "other",
            facts.one("skos:broader").removeprefix(PLACE) or None,
        )
