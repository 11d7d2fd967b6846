"""Query Oxigraph, and exchange graphs between it and rdflib.

A flat query (subject, property, value) takes the same time on every engine; a query with an ``OPTIONAL`` for each
property does not. Oxigraph is asked directly: rdflib terms would take four times as long as the query.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from ..deadline import Deadline
from ..namespaces import PREFIXES, expand
from ..texts import Bilingual

if TYPE_CHECKING:
    from pyoxigraph import Quad, QuerySolutions, Store
    from rdflib import Dataset, Graph, URIRef

__all__ = ["Facts", "dataset_of", "dataset_on", "engine", "local_name", "read_facts", "select", "uri"]


def dataset_on(store: Store) -> Dataset:
    """Make an rdflib ``Dataset`` on an Oxigraph store.

    Args:
        store: The store.

    Returns:
        The dataset; its default graph is the union, the project's prefixes are bound.
    """
    from oxrdflib import OxigraphStore
    from rdflib import Dataset, URIRef

    inner = OxigraphStore(store=store)
    dataset = Dataset(store=inner, default_union=True)
    for prefix, namespace in PREFIXES.items():
        inner.bind(prefix, URIRef(namespace))
    return dataset


def dataset_of(quads: Iterable[Quad]) -> Dataset:
    """Make a dataset in memory.

    Args:
        quads: The content.

    Returns:
        The dataset.
    """
    from pyoxigraph import Store

    store = Store()
    store.bulk_extend(quads)
    return dataset_on(store)


def engine(graph: Graph) -> Store:
    """Take the Oxigraph store that holds a graph.

    Args:
        graph: Any graph of rdflib.

    Returns:
        The store of a ``Dataset`` on Oxigraph itself; of anything else a copy in memory.

    Example:
        >>> from policygraph.store import open_graph
        >>> len(engine(open_graph()))
        0
    """
    from oxrdflib import OxigraphStore
    from pyoxigraph import RdfFormat, Store
    from rdflib import Dataset
    from rdflib import Graph as RdfGraph
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    if not isinstance(graph, Dataset):
        copy = Store()
        copy.load(graph.serialize(format="nt11", encoding="utf-8"), RdfFormat.N_TRIPLES)
        return copy
    held = graph.store
    if not isinstance(held, OxigraphStore):
        # rdflib's own writer of N-Quads calls what rdflib 8 removes.
        named = cache(lambda name: RdfGraph(identifier=name or DATASET_DEFAULT_GRAPH_ID))
        held = OxigraphStore()
        held.addN((subject, predicate, value, named(name)) for subject, predicate, value, name in graph.quads())
    # oxrdflib has no public name for it.
    store: Store = held._inner
    return store


def select(store: Store, query: str) -> QuerySolutions:
    """Run a SELECT over the union of the graphs.

    Args:
        store: The graphs.
        query: The query; the project's prefixes are known.

    Returns:
        The rows, as the engine's terms.

    Raises:
        TypeError: The query is of another form.

    Example:
        >>> from pyoxigraph import Store
        >>> len(list(select(Store(), "SELECT ?s { ?s a pg:Measure }")))
        0
    """
    from pyoxigraph import QuerySolutions

    found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    if not isinstance(found, QuerySolutions):
        raise TypeError("only a SELECT has rows")
    return found


@cache
def uri(name: str) -> URIRef:
    """Make a term of rdflib of a name with a prefix.

    Args:
        name: The name: ``eli:number``.

    Returns:
        The term.
    """
    from rdflib import URIRef

    return URIRef(expand(name) or name)


# --- flat queries -----------------------------------------------------------------------------------------------------


class Facts(dict[str, list[tuple[str, str]]]):
    """What is stated of one subject: values with their languages, sorted, by property (``eli:number``).

    Example:
        >>> facts = Facts({"skos:prefLabel": [("Finance", "en"), ("财政", "zh")]})
        >>> facts.one("skos:prefLabel"), facts.names("skos:prefLabel"), facts.one("pg:level")
        ('Finance', Bilingual(zh='财政', en='Finance'), '')
    """

    __slots__ = ()

    def one(self, name: str) -> str:
        """Return the first value of a property, or an empty string."""
        found = self.get(name)
        return found[0][0] if found else ""

    def all(self, name: str) -> list[str]:
        """Return the distinct values of a property."""
        return list(dict.fromkeys(value for value, _ in self.get(name, ())))

    def text(self, name: str, language: str) -> str:
        """Return the first value in a language or one of its variants; ``""`` is a value without a language."""
        return next((v for v, tag in self.get(name, ()) if tag.split("-")[0].lower() == language), "")

    def names(self, name: str, otherwise: str = "") -> Bilingual:
        """Return the value in both languages; if one is missing, the other stands in."""
        if name not in self:
            return Bilingual(otherwise, otherwise)
        zh, en, bare = (self.text(name, language) for language in ("zh", "en", ""))
        return Bilingual(zh or bare or en or otherwise, en or bare or zh or otherwise)

    def number(self, name: str) -> int:
        """Return the value as a whole number; 0 if it is not a number."""
        value = self.one(name)
        return int(value) if value.isdecimal() else 0

    def day(self, name: str) -> date | None:
        """Return the value as a date; ``None`` if it is not a date."""
        try:
            return date.fromisoformat(self.one(name)[:10])
        except ValueError:
            return None

    @property
    def deadline(self) -> Deadline:
        """The deadline of the subject. A value that is not a date is kept as text."""
        day = self.day("pg:deadline")
        return Deadline(day, self.one("pg:deadlineText") or ("" if day else self.one("pg:deadline")))

    def flag(self, name: str) -> bool:
        """Tell whether the value is true."""
        return self.one(name) in ("true", "True", "1")


def read_facts(store: Store, pattern: str, properties: str, of: str = "?s") -> dict[str, Facts]:
    """Read properties of things, in one query.

    Args:
        store: The graphs; their union is asked.
        pattern: A graph pattern that binds ``?s``, the subject of the result.
        properties: Names with prefixes, separated by spaces.
        of: The variable whose properties are read, if it is not ``?s``.

    Returns:
        The facts by subject.

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


def local_name(iri: str) -> str:
    """Take the last step of an IRI.

    Args:
        iri: Any IRI, or another text.

    Returns:
        The part after its last slash or hash.

    Example:
        >>> local_name("https://w3id.org/policygraph/def/role/lead"), local_name("http://example.org/terms#lead")
        ('lead', 'lead')
    """
    return iri.rstrip("/#").rpartition("/")[2].rpartition("#")[2]
