"""What the atlas shows, fetched from a graph: who bears which measure, in which role, in which words.

One flat query per kind of thing (subject, property, value) and the joining in Python: such queries take the same time
on every engine, while a query with an OPTIONAL for each property does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from ..analysis import incidence
from ..errors import StoreError
from ..model import level_rank
from ..namespaces import PG, PREFIXES, expand
from ..store import engine, select
from ..texts import Names
from .content import Body, Category, Content, Duty, Measure, Policy
from .numbering import numbered

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Dataset

__all__ = ["fetch"]

Language = Literal["zh", "en", ""]


#: subject IRI -> property IRI -> [(value, language)]
_Table = dict[str, dict[str, list[tuple[str, str]]]]


def fetch(dataset: Dataset) -> Content:
    """The bodies, measures and responsibilities of a graph.

    Args:
        dataset: policy graphs and vocabulary, as ``open_graph`` gives them (the default graph is the union).

    Returns:
        everything the atlas shows, in an order that depends on the data alone.

    Raises:
        StoreError: no policy is in the graph.
    """
    store = engine(dataset)
    policies = _table(
        store,
        "?s a pg:Policy",
        "rdfs:label dcterms:title eli:id_local eli:date_document dcterms:issued eli:passed_by eli:based_on"
        " dcterms:source",
    )
    if not policies:
        raise StoreError("no_policy")
    sources = _table(store, "?policy a pg:Policy ; dcterms:source ?s", "pg:sourceName foaf:page")
    bases = _table(store, "?policy a pg:Policy ; eli:based_on ?s", "rdfs:label")
    measures = _table(
        store,
        "?s a pg:Measure",
        "eli:is_part_of eli:number dcterms:title dcterms:abstract pg:inCategory pg:inItem pg:position pg:openEnded"
        " pg:deadline pg:deadlineText pg:evidence",
    )
    items = _table(store, "?s a pg:NumberedItem", "eli:number dcterms:title")
    categories = _table(store, "?s a pg:Category", "skos:prefLabel skos:notation skos:broader pg:position")
    duties = _table(
        store,
        "?s a pg:Responsibility",
        "cv:hasParticipant cv:role pg:ofMeasure pg:nameInText pg:evidence pg:position pg:deadline",
    )
    properties = "rdf:type skos:prefLabel skos:altLabel pg:level pg:function dcterms:spatial"
    bodies = _table(store, "?duty cv:hasParticipant ?s", properties)
    bodies.update(_table(store, "?policy eli:passed_by ?s", properties))
    concepts = _table(store, "VALUES ?c { pg:function dcterms:spatial } ?body ?c ?s", "skos:prefLabel")
    passages = _table(
        store, "?duty pg:evidence ?s . ?s oa:hasSelector ?selector", "oa:exact oa:start oa:end", of="?selector"
    )
    # From the measure to the text: a page without the whole text shows the quotes alone.
    texts = _table(store, "?measure eli:is_part_of ?s ; pg:evidence/oa:hasSource ?text", "pg:textContent", of="?text")
    ordered = {
        iri: _measure(iri, values, passages, items)
        for iri, values in sorted(
            measures.items(), key=lambda item: (_one(item[1], "eli:is_part_of"), _position(item[1]), item[0])
        )
    }
    found = tuple(_duties(duties, ordered, passages))
    names: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for duty in found:
        names[duty.body][duty.name] += 1
    described = [_body(iri, values, concepts, names[iri]) for iri, values in bodies.items()]
    return Content(
        policies=tuple(_policy(iri, values, sources, bases, texts) for iri, values in sorted(policies.items())),
        categories={iri: _category(iri, values) for iri, values in sorted(categories.items())},
        measures=ordered,
        bodies={body.iri: body for body in sorted(described, key=lambda body: (level_rank(body.level), body.iri))},
        duties=found,
        incidence=incidence(dataset),
    )


# --- from the graph ---------------------------------------------------------------------------------------


def _iri(name: str) -> str:
    return expand(name) or name


def _table(store: Store, pattern: str, properties: str, *, of: str = "?s") -> _Table:
    """The values of some properties, for every ``?s`` that the pattern finds, sorted."""
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    # The subjects first, each once: joined with the properties, a body of a thousand duties came a thousand times.
    subjects = f"{{ SELECT DISTINCT ?s {'' if of == '?s' else of} WHERE {{ {pattern} }} }}"
    query = f"{prefixes}SELECT DISTINCT ?s ?p ?o WHERE {{ {subjects} VALUES ?p {{ {properties} }} {of} ?p ?o }}"
    table: _Table = defaultdict(lambda: defaultdict(list))
    # Asked of Oxigraph itself: making Python terms of rdflib of every value takes four times as long as the query.
    for subject, predicate, value in select(store, query):
        table[subject.value][predicate.value].append((value.value, getattr(value, "language", None) or ""))
    for values in table.values():
        for each in values.values():
            each.sort()
    return dict(table)


# --- one thing from its row -------------------------------------------------------------------------------


def _one(values: Mapping[str, list[tuple[str, str]]], name: str) -> str:
    found = values.get(_iri(name))
    return found[0][0] if found else ""


def _all(values: Mapping[str, list[tuple[str, str]]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value, _ in values.get(_iri(name), ())))


def _in(values: Mapping[str, list[tuple[str, str]]], name: str, language: Language) -> str:
    return next((value for value, tag in values.get(_iri(name), ()) if tag.split("-")[0].lower() == language), "")


def _names(values: Mapping[str, list[tuple[str, str]]], name: str, otherwise: str = "") -> Names:
    zh, en, bare = (_in(values, name, tag) for tag in ("zh", "en", ""))
    return Names(zh or bare or en or otherwise, en or bare or zh or otherwise)


def _position(values: Mapping[str, list[tuple[str, str]]]) -> int:
    text = _one(values, "pg:position")
    return int(text) if text.isdecimal() else 0


def _tail(iri: str) -> str:
    return iri.rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def _policy(
    iri: str,
    values: Mapping[str, list[tuple[str, str]]],
    sources: _Table,
    bases: _Table,
    texts: _Table,
) -> Policy:
    title = _names(values, "dcterms:title").zh
    source = sources.get(_one(values, "dcterms:source"), {})
    return Policy(
        iri=iri,
        heading=_names(values, "rdfs:label").zh or title or _tail(iri),
        title=title,
        number=_one(values, "eli:id_local"),
        dated=_one(values, "eli:date_document")[:10],
        issued=_one(values, "dcterms:issued")[:10],
        source=_names(source, "pg:sourceName").zh,
        url=_one(source, "foaf:page"),
        issuers=_all(values, "eli:passed_by"),
        basis=tuple(
            label for node in _all(values, "eli:based_on") if (label := _names(bases.get(node, {}), "rdfs:label").zh)
        ),
        text=_one(texts.get(iri, {}), "pg:textContent"),
    )


def _category(iri: str, values: Mapping[str, list[tuple[str, str]]]) -> Category:
    return Category(
        iri=iri,
        number=_one(values, "skos:notation"),
        label=_names(values, "skos:prefLabel", _tail(iri)).zh,
        position=_position(values),
        parent=_one(values, "skos:broader"),
    )


def _span(values: Mapping[str, list[tuple[str, str]]]) -> tuple[int, int]:
    start, end = _one(values, "oa:start"), _one(values, "oa:end")
    return (int(start), int(end)) if start.isdecimal() and end.isdecimal() else (0, 0)


def _measure(iri: str, values: Mapping[str, list[tuple[str, str]]], passages: _Table, items: _Table) -> Measure:
    start, end = _span(passages.get(_one(values, "pg:evidence"), {}))
    item = items.get(_one(values, "pg:inItem"), {})
    return Measure(
        iri=iri,
        policy=_one(values, "eli:is_part_of"),
        number=_one(values, "eli:number"),
        title=_names(values, "dcterms:title", _tail(iri)).zh,
        abstract=_names(values, "dcterms:abstract"),
        category=_one(values, "pg:inCategory"),
        position=_position(values),
        open_ended=_one(values, "pg:openEnded") in ("true", "True", "1"),
        deadline=_one(values, "pg:deadlineText") or _one(values, "pg:deadline"),
        due=_one(values, "pg:deadline")[:10],
        start=start,
        end=end,
        item=numbered(_one(item, "eli:number"), _names(item, "dcterms:title").zh),
    )


def _body(iri: str, values: Mapping[str, list[tuple[str, str]]], concepts: _Table, names: Mapping[str, int]) -> Body:
    label = _names(values, "skos:prefLabel", next(iter(sorted(names)), _tail(iri)))
    return Body(
        iri=iri,
        kind="class" if PG + "DepartmentGroup" in _all(values, "rdf:type") else "named",
        label=label,
        aliases=tuple(name for name in _all(values, "skos:altLabel") if name not in (label.zh, label.en)),
        names_in_text=tuple(sorted(names, key=lambda name: (-names[name], len(name), name))),
        level=_tail(_one(values, "pg:level")) or "other",
        place=_names(concepts.get(_one(values, "dcterms:spatial"), {}), "skos:prefLabel"),
        functions=tuple(
            _names(concepts.get(function, {}), "skos:prefLabel", _tail(function))
            for function in _all(values, "pg:function")
        ),
        type=next(
            (each.removeprefix(PG) for each in _all(values, "rdf:type") if each.startswith(PG) and each != PG + "Body"),
            "",
        ),
    )


def _duties(table: _Table, measures: Iterable[str], passages: _Table) -> Iterator[Duty]:
    rank = {iri: index for index, iri in enumerate(measures)}
    rows = [
        (rank[_one(values, "pg:ofMeasure")], _position(values), iri, values)
        for iri, values in table.items()
        if _one(values, "pg:ofMeasure") in rank and _one(values, "cv:hasParticipant")
    ]
    for _, _, iri, values in sorted(rows, key=lambda row: row[:3]):
        body = _one(values, "cv:hasParticipant")
        passage = passages.get(_one(values, "pg:evidence"), {})
        start, end = _span(passage)
        yield Duty(
            body=body,
            measure=_one(values, "pg:ofMeasure"),
            role=_tail(_one(values, "cv:role")) or "responsible",
            name=_one(values, "pg:nameInText") or _tail(body),
            quote=_one(passage, "oa:exact"),
            deadline=_one(values, "pg:deadline")[:10],
            iri=iri,
            start=start,
            end=end,
        )
