"""The statements of a graph by subject: one flat query for each kind of thing, joined in Python.

Flat queries (subject, property, value) take the same time on every engine; a query with an ``OPTIONAL`` for each
property does not. Oxigraph is asked directly: rdflib terms would take four times as long as the query.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ..namespaces import expand
from ..texts import Names
from .engine import select

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["Facts", "read_facts", "tail"]


class Facts(dict[str, list[tuple[str, str]]]):
    """What is stated of one subject: values with their languages, sorted, by property (``eli:number``).

    Example:
        >>> facts = Facts({"skos:prefLabel": [("Finance", "en"), ("财政", "zh")]})
        >>> facts.one("skos:prefLabel"), facts.names("skos:prefLabel"), facts.one("pg:level")
        ('Finance', Names(zh='财政', en='Finance'), '')
    """

    __slots__ = ()

    def one(self, name: str) -> str:
        """The first value of a property, or an empty string."""
        found = self.get(name)
        return found[0][0] if found else ""

    def all(self, name: str) -> list[str]:
        """The distinct values of a property."""
        return list(dict.fromkeys(value for value, _ in self.get(name, ())))

    def text(self, name: str, language: str) -> str:
        """The first value in a language or one of its variants; ``""`` is a value without a language."""
        return next((v for v, tag in self.get(name, ()) if tag.split("-")[0].lower() == language), "")

    def names(self, name: str, otherwise: str = "") -> Names:
        """The value in both languages; each stands in for the other where there is only one."""
        if name not in self:
            return Names(otherwise, otherwise)
        zh, en, bare = (self.text(name, language) for language in ("zh", "en", ""))
        return Names(zh or bare or en or otherwise, en or bare or zh or otherwise)

    def number(self, name: str) -> int:
        """The value as a whole number; 0 where it is none."""
        value = self.one(name)
        return int(value) if value.isdecimal() else 0

    def day(self, name: str) -> date | None:
        """The value as a date; ``None`` where it is none."""
        try:
            return date.fromisoformat(self.one(name)[:10])
        except ValueError:
            return None

    def flag(self, name: str) -> bool:
        """Whether the value is true."""
        return self.one(name) in ("true", "True", "1")


def read_facts(store: Store, pattern: str, properties: str, of: str = "?s") -> dict[str, Facts]:
    """Read properties of things, in one query.

    Args:
        store: the graphs; their union is asked.
        pattern: a graph pattern that binds ``?s``, the subject of the result.
        properties: names with prefixes, separated by spaces.
        of: the variable whose properties are read, where it is another than ``?s``.

    Returns:
        the facts by subject.

    Example:
        >>> from pyoxigraph import Store
        >>> read_facts(Store(), "?s a pg:Measure", "eli:number")
        {}
    """
    names = {expand(name) or name: name for name in properties.split()}
    # The subjects first, each once: joined with the properties, a body of a thousand measures came a thousand times.
    subjects = f"{{ SELECT DISTINCT ?s {'' if of == '?s' else of} WHERE {{ {pattern} }} }}"
    query = f"SELECT ?s ?p ?o WHERE {{ {subjects} VALUES ?p {{ {properties} }} {of} ?p ?o }}"
    found: dict[str, Facts] = {}
    for subject, predicate, value in select(store, query):
        facts = found.get(subject.value)
        if facts is None:
            facts = found[subject.value] = Facts()
        pair = (value.value, getattr(value, "language", None) or "")
        facts.setdefault(names[predicate.value], []).append(pair)
    for facts in found.values():
        for values in facts.values():
            if len(values) > 1:
                # Two graphs may state the same.
                values[:] = sorted(set(values))
    return found


def tail(iri: str) -> str:
    """Take the last step of an IRI.

    Args:
        iri: any IRI, or another text.

    Returns:
        what is behind its last slash or hash.

    Example:
        >>> tail("https://w3id.org/policygraph/def/role/lead"), tail("http://example.org/terms#lead")
        ('lead', 'lead')
    """
    return iri.rstrip("/#").rpartition("/")[2].rpartition("#")[2]
