"""From the model to RDF: one named graph per policy, and one of the concepts they use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .. import __version__
from ..model import Body, Evidence, Item, Measure, Place, Policy, Responsibility
from ..namespaces import (
    CV,
    DCAT,
    DCTERMS,
    ELI,
    FOAF,
    FUNCTION,
    ID,
    LEVEL,
    OA,
    ORG,
    PG,
    PLACE,
    PROV,
    RDFS,
    ROLE,
    SKOS,
    VOID,
)
from ..texts import unread_reason
from .concepts import vocabulary_quads
from .iris import Iris
from .placement import place
from .successions import succession_quads
from .writers import LineWriter, QuadWriter, Writer

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from rdflib import Dataset

__all__ = ["policy_lines", "policy_quads", "to_dataset"]

_BODY_TYPES_PUBLIC = ("Department", "Government")


def policy_quads(policy: Policy, base: str = ID) -> list[Quad]:
    """All quads of one policy, in its own named graph; no blank nodes, no clock."""
    return [quad for quads in _quads(policy, Iris(base)).values() for quad in quads]


def _quads(policy: Policy, iris: Iris) -> dict[str, list[Quad]]:
    out = QuadWriter(iris.graph(policy.id))
    _write(out, iris, policy)
    return out.quads


def policy_lines(policy: Policy, base: str = ID) -> dict[str, list[str]]:
    """The same as lines of N-Quads without their graph, by subject: a third of the time, and nothing to serialise.

    A line lacks its graph and full stop, so that one fact is one text whichever notice states it:
    ``f"{line} <{graph}> .\\n"`` makes it whole.

    >>> from policygraph import read
    >>> from policygraph.resources import examples_dir
    >>> policy = read(examples_dir() / "fujian-relocation-2020.txt", id="demo")
    >>> lines = policy_lines(policy)
    >>> sum(map(len, lines.values())) == len(policy_quads(policy))
    True
    """
    iris = Iris(base)
    out = LineWriter(iris.graph(policy.id))
    _write(out, iris, policy)
    return out.lines


def _write(out: Writer, iris: Iris, policy: Policy) -> None:
    _policy(out, iris, policy)
    _origin(out, iris, policy)
    scheme = iris.scheme(policy.id)
    if policy.categories:
        out.types(scheme, SKOS + "ConceptScheme")
        out.text(scheme, RDFS + "label", f"《{policy.heading}》的类别", "zh")
        out.text(scheme, RDFS + "label", f"Headings of {policy.id}", "en")
    known = {category.path for category in policy.categories}
    for position, category in enumerate(policy.categories, 1):
        node = iris.category(policy.id, category)
        out.types(node, PG + "Category", SKOS + "Concept")
        out.text(node, SKOS + "prefLabel", category.title or category.number, "zh")
        out.text(node, SKOS + "notation", category.number)
        out.iri(node, SKOS + "inScheme", scheme)
        out.typed(node, PG + "position", position, "integer")
        if category.path[:-1] in known:
            above = f"{iris.policy(policy.id)}/category/{'.'.join(map(str, category.path[:-1]))}"
            out.iri(node, SKOS + "broader", above)
    for position, measure in enumerate(policy.measures, 1):
        _measure(out, iris, policy, measure, position)
    for entry in policy.unread:
        node = iris.unread(policy.id, entry.passage)
        out.types(node, PG + "UnreadPassage")
        out.text(node, RDFS + "label", entry.passage.quote, "zh")
        reason = unread_reason(entry.reason, entry.detail)
        out.text(node, PG + "reason", reason.zh, "zh")
        out.text(node, PG + "reason", reason.en, "en")
        out.iri(node, PG + "inPolicy", iris.policy(policy.id))
        out.iri(node, PG + "evidence", _evidence(out, iris, policy, entry.passage))


def _policy(out: Writer, iris: Iris, policy: Policy) -> None:
    node = iris.policy(policy.id)
    out.types(node, PG + "Policy", ELI + "LegalResource")
    out.text(node, DCTERMS + "identifier", policy.id)
    out.text(node, RDFS + "label", policy.heading, "zh")
    out.text(node, DCTERMS + "title", policy.title, "zh")
    out.text(node, ELI + "id_local", policy.number)
    out.typed(node, ELI + "date_document", policy.dated, "date")
    out.typed(node, DCTERMS + "issued", policy.issued, "date")
    out.iri(node, DCTERMS + "source", iris.source(policy))
    if policy.place:
        out.iri(node, DCTERMS + "spatial", _place(out, iris, policy.place))
    for body in policy.issuers:
        out.iri(node, ELI + "passed_by", _body(out, iris, body))
    for position, basis in enumerate(policy.based_on, 1):
        other = iris.basis(policy.id, position)
        out.iri(node, ELI + "based_on", other)
        out.types(other, ELI + "LegalResource")
        out.text(other, RDFS + "label", basis.title, "zh")
        out.text(other, DCTERMS + "title", basis.title, "zh")
        out.text(other, PG + "issuerText", basis.issuers, "zh")
        out.text(other, ELI + "id_local", basis.number)
        out.typed(other, PG + "position", position, "integer")


def _origin(out: Writer, iris: Iris, policy: Policy) -> None:
    """Where the text comes from, and the run that made the graph."""
    source, text, graph = iris.source(policy), iris.text(policy), iris.graph(policy.id)
    out.types(source, FOAF + "Document", PROV + "Entity")
    out.text(source, DCTERMS + "title", policy.heading, "zh")
    out.text(source, DCTERMS + "identifier", policy.document.name)
    out.text(source, DCTERMS + "format", policy.document.media_type)
    out.text(source, PG + "sourceName", policy.source_name, "zh")
    if policy.source_url:
        out.iri(source, FOAF + "page", policy.source_url)
    out.types(text, PG + "SourceText", PROV + "Entity")
    out.text(text, PG + "textContent", policy.document.text)
    out.text(text, PG + "sha256", policy.document.sha256)
    out.iri(text, PROV + "wasDerivedFrom", source)
    activity, agent = iris.activity(policy.id), iris.agent(__version__)
    out.types(activity, PROV + "Activity")
    out.text(activity, RDFS + "label", f"从文本提取《{policy.heading}》", "zh")
    out.text(activity, RDFS + "label", f"Extraction of {policy.id} from its text", "en")
    out.iri(activity, PROV + "used", text)
    out.iri(activity, PROV + "generated", graph)
    if policy.corrections:
        corrections = iris.corrections(policy.corrections)
        out.types(corrections, PROV + "Entity")
        out.text(corrections, RDFS + "label", policy.corrections.name)
        out.text(corrections, PG + "sha256", policy.corrections.sha256)
        out.iri(activity, PROV + "used", corrections)
    out.iri(activity, PROV + "wasAssociatedWith", agent)
    out.types(agent, PROV + "SoftwareAgent")
    out.text(agent, RDFS + "label", f"policygraph {__version__}")
    out.types(graph, VOID + "Dataset", DCAT + "Dataset")
    out.text(graph, DCTERMS + "title", f"{policy.heading}:知识图谱", "zh")
    out.text(graph, DCTERMS + "title", f"Knowledge graph of {policy.id}", "en")
    out.iri(graph, FOAF + "primaryTopic", iris.policy(policy.id))
    out.iri(graph, PROV + "wasGeneratedBy", activity)


def _measure(out: Writer, iris: Iris, policy: Policy, measure: Measure, position: int) -> None:
    node = iris.measure(policy.id, measure)
    above = iris.policy(policy.id)
    out.iri(above, PG + "hasMeasure", node)
    out.types(node, PG + "Measure", ELI + "LegalResourceSubdivision")
    out.iri(node, ELI + "is_part_of", above)
    out.text(node, ELI + "number", measure.number)
    out.text(node, DCTERMS + "title", measure.title, "zh")
    out.text(node, DCTERMS + "description", measure.text, "zh")
    for language, abstract in sorted(measure.abstracts.items()):
        out.text(node, DCTERMS + "abstract", abstract, language)
    out.typed(node, PG + "position", position, "integer")
    if measure.category:
        out.iri(node, PG + "inCategory", iris.category(policy.id, measure.category))
    if measure.item:
        out.iri(node, PG + "inItem", _item(out, iris, policy, measure.item))
    if measure.open_ended:
        out.typed(node, PG + "openEnded", True, "boolean")
    out.typed(node, PG + "deadline", measure.deadline, "date")
    out.text(node, PG + "deadlineText", measure.deadline_text, "zh")
    out.iri(node, PG + "evidence", _evidence(out, iris, policy, measure.span))
    for number, responsibility in enumerate(measure.responsibilities, 1):
        _responsibility(out, iris, policy, measure, responsibility, number)


def _item(out: Writer, iris: Iris, policy: Policy, item: Item) -> str:
    node = iris.item(policy.id, item)
    if out.once(node):
        out.types(node, PG + "NumberedItem", ELI + "LegalResourceSubdivision")
        out.iri(node, ELI + "is_part_of", iris.policy(policy.id))
        out.text(node, ELI + "number", item.number)
        out.text(node, DCTERMS + "title", item.title, "zh")
        out.iri(node, PG + "evidence", _evidence(out, iris, policy, item.span))
    return node


def _responsibility(
    out: Writer, iris: Iris, policy: Policy, measure: Measure, responsibility: Responsibility, number: int
) -> None:
    node = iris.responsibility(policy.id, measure, number)
    above = iris.measure(policy.id, measure)
    body = _body(out, iris, responsibility.body)
    out.iri(above, PG + "hasResponsibility", node)
    out.iri(above, PG + "responsibleBody", body)
    out.types(node, PG + "Responsibility", CV + "Participation")
    out.iri(node, PG + "ofMeasure", above)
    out.iri(node, CV + "hasParticipant", body)
    out.iri(node, CV + "role", ROLE + responsibility.role)
    out.text(node, PG + "roleBasis", responsibility.basis)
    out.text(node, PG + "nameInText", responsibility.name, "zh")
    out.text(node, PG + "surface", responsibility.surface, "zh")
    out.typed(node, PG + "position", number, "integer")
    out.typed(node, PG + "deadline", responsibility.deadline, "date")
    out.iri(node, PG + "evidence", _evidence(out, iris, policy, responsibility.evidence))


def _evidence(out: Writer, iris: Iris, policy: Policy, evidence: Evidence) -> str:
    node = iris.evidence(policy.id, evidence)
    if out.once(node):
        out.types(node, OA + "SpecificResource")
        out.iri(node, OA + "hasSource", iris.text(policy))
        out.iri(node, OA + "hasSelector", f"{node}/position")
        out.iri(node, OA + "hasSelector", f"{node}/quote")
        out.types(f"{node}/position", OA + "TextPositionSelector")
        out.typed(f"{node}/position", OA + "start", evidence.start, "nonNegativeInteger")
        out.typed(f"{node}/position", OA + "end", evidence.end, "nonNegativeInteger")
        out.types(f"{node}/quote", OA + "TextQuoteSelector")
        out.text(f"{node}/quote", OA + "exact", evidence.quote)
    return node


def _place(out: Writer, iris: Iris, place: Place) -> str:
    """A place's node. One that the vocabulary does not hold is described here, in the policy's own graph."""
    node = iris.place(place)
    if not place.code.isdigit() and out.once(node):
        out.types(node, PG + "Place", SKOS + "Concept")
        out.text(node, SKOS + "prefLabel", place.name, "zh")
        out.text(node, SKOS + "prefLabel", place.label_en or place.name, "en")
        out.text(node, SKOS + "notation", place.code)
        out.iri(node, SKOS + "inScheme", PLACE.rstrip("/"))
        out.iri(node, PG + "level", LEVEL + place.level)
        if place.parent:
            out.iri(node, SKOS + "broader", PLACE + place.parent)
    return node


def _body(out: Writer, iris: Iris, body: Body) -> str:
    node = iris.body(body)
    if out.once(node):
        if body.kind == "class":
            out.types(node, PG + "DepartmentGroup", FOAF + "Group")
        else:
            out.types(node, *dict.fromkeys((PG + body.type, PG + "Body", ORG + "Organization")))
            if body.type in _BODY_TYPES_PUBLIC:
                out.types(node, CV + "PublicOrganisation")
        out.text(node, SKOS + "prefLabel", body.label, "zh")
        out.text(node, SKOS + "prefLabel", body.label_en, "en")
        out.iri(node, PG + "level", LEVEL + body.level)
        for position, slug in enumerate(body.functions):
            out.iri(node, PG + "function", FUNCTION + slug)
            if position == 0 and len(body.functions) > 1:
                out.iri(node, PG + "mainFunction", FUNCTION + slug)
        if body.place:
            out.iri(node, DCTERMS + "spatial", _place(out, iris, body.place))
    for alias in body.aliases:
        if out.once(f"{node} {alias}"):
            out.text(node, SKOS + "altLabel", alias, "zh")
    return node


def to_dataset(policies: Iterable[Policy], base: str = ID) -> Dataset:
    """The policies as an rdflib ``Dataset`` on an Oxigraph store in memory: their graphs and the vocabulary's.

    What several policies say of one body or place stands in the vocabulary's graph (``placement``).
    """
    from oxrdflib import OxigraphStore
    from pyoxigraph import Store
    from rdflib import Dataset

    iris = Iris(base)
    quads: list[Quad] = []
    described: list[Quad] = []
    for policy in policies:
        for subject, facts in _quads(policy, iris).items():
            (quads if iris.is_own(policy.id, subject) else described).extend(facts)
    quads += place(described)
    store = Store()
    store.bulk_extend(quads)
    store.bulk_extend(vocabulary_quads(quads))
    store.bulk_extend(succession_quads(quads))
    return Dataset(store=OxigraphStore(store=store), default_union=True)
