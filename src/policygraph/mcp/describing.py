"""The model of the graph in brief: classes and properties from the shapes, an example from the graph itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from ..formats import media_type
from ..model import LEVELS, ROLES
from ..namespaces import PREFIXES, compact
from ..resources import ontology_dir
from ..server.messages import Query
from ..server.terms import read_labels
from ..sparql import find
from ..texts import text
from .results import Lang, Model, ModelClass
from .source import Source, clean, read_rows

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["EXAMPLES", "describe_model"]

#: Catalogue queries that show how the graph is asked, small ones.
EXAMPLES = ("leads", "undated-measures")
#: Classes that questions are about, in this order; others are left out so that the answer stays small.
_CLASSES = (
    "pg:Policy", "pg:Category", "pg:Measure", "pg:NumberedItem", "pg:Responsibility", "pg:Body", "pg:DepartmentGroup",
    "pg:Place", "pg:Function", "pg:UnreadPassage", "pg:StatusReport", "pg:SourceText", "oa:SpecificResource",
    "oa:TextPositionSelector", "oa:TextQuoteSelector",
)  # fmt: skip
#: Prefixes that only the shapes and the descriptions of files use.
_UNUSED = {"dqv", "owl", "sh", "void", "dcat", "schema", "foaf"}
#: Properties that every class has, or that only writers of the graph need.
_LEFT_OUT = {"rdf:type", "pg:reviewedIn", "dcterms:identifier", "prov:wasGeneratedBy", "pg:confidence"}
_SHAPES = """
SELECT DISTINCT ?class ?path ?type ?kind ?min ?max WHERE {
  ?shape sh:targetClass ?class ; sh:property ?property .
  ?property sh:path ?path . FILTER(isIRI(?path))
  OPTIONAL { ?property sh:datatype ?type }
  OPTIONAL { ?property sh:class ?kind }
  OPTIONAL { ?property sh:minCount ?min }
  OPTIONAL { ?property sh:maxCount ?max }
}"""
_COUNTS = "SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) { VALUES ?class { %s } ?thing a ?class } GROUP BY ?class"
_EXAMPLE = """
CONSTRUCT { ?measure ?p ?o . ?part ?q ?v . ?evidence ?r ?w . ?selector ?s ?x } WHERE {
  {
    SELECT ?measure ?part ?evidence WHERE { ?measure pg:hasResponsibility ?part . ?part pg:evidence ?evidence } LIMIT 1
  }
  { ?measure ?p ?o FILTER(?p NOT IN (dcterms:description, dcterms:abstract, pg:hasResponsibility, pg:responsibleBody)) }
  UNION { ?part ?q ?v } UNION { ?evidence ?r ?w }
  UNION { ?evidence oa:hasSelector ?selector . ?selector ?s ?x FILTER(STRLEN(STR(?x)) < 200) }
}"""
_MOST_EXAMPLE = 3_000


async def describe_model(source: Source, lang: Lang) -> Model:
    """Describe the model of the graph.

    Args:
        source: The graph.
        lang: The language of labels.

    Returns:
        The description, some 10 KB.
    """
    counts = {
        compact(str(row["class"])): int(str(row["count"]))
        for row in read_rows(("class", "count"), await source.select(_COUNTS % " ".join(_CLASSES)))
    }
    answer = await source.pool.ask(Query(_EXAMPLE, media_type("ttl"), sorted=True, limit=60))
    # Prefixes are in the answer already.
    example = "\n".join(line for line in answer.content.decode().splitlines() if not line.startswith("@"))
    return Model(
        lang=lang,
        summary=text("assist_model", lang),
        prefixes={name: iri for name, iri in PREFIXES.items() if name not in _UNUSED},
        classes=[
            ModelClass(term=name, label=_label(name, lang), count=counts.get(name, 0), properties=properties)
            for name, properties in _describe_classes().items()
        ],
        tokens={"level": list(LEVELS), "role": list(ROLES)},
        example=clean(example.strip())[:_MOST_EXAMPLE],
        queries=[find(name).body for name in EXAMPLES],
    )


def _label(name: str, lang: Lang) -> str:
    prefix, _, local = name.partition(":")
    names = read_labels().get(PREFIXES[prefix] + local)
    return names.of(lang) if names else local


@cache
def _shapes() -> Store:
    from pyoxigraph import RdfFormat, Store

    store = Store()
    store.load(path=ontology_dir() / "shapes.ttl", format=RdfFormat.TURTLE)
    return store


@cache
def _describe_classes() -> Mapping[str, list[str]]:
    """List the properties of each class: ``eli:number → xsd:string, 0..1``."""
    found: dict[str, dict[str, dict[str, str]]] = {name: {} for name in _CLASSES}
    solutions: Any = _shapes().query(_SHAPES, prefixes=PREFIXES)
    for class_, path, type_, kind, least, most in solutions:
        properties = found.get(compact(class_.value) or "")
        name = compact(path.value) or path.value
        if properties is None or name in _LEFT_OUT:
            continue
        # Several shapes may say something of one property.
        known = properties.setdefault(name, {"value": "", "min": "0", "max": "*"})
        value = type_ or kind
        if value is not None:
            known["value"] = compact(value.value) or value.value
        if least is not None:
            known["min"] = least.value
        if most is not None:
            known["max"] = most.value
    return {
        class_: [
            f"{name}{' → ' + each['value'] if each['value'] else ''}, {each['min']}..{each['max']}"
            for name, each in sorted(properties.items())
        ]
        for class_, properties in found.items()
    }
