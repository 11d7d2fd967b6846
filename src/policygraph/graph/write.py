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
from .engine import dataset_of
from .iris import Iris
from .nquads import Lines
from .vocabulary import place, succession_quads, vocabulary_quads

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from rdflib import Dataset

__all__ = ["policy_lines", "policy_quads", "to_dataset"]


def policy_lines(policy: Policy, base: str = ID) -> dict[str, list[str]]:
    r"""Write a policy as lines of N-Quads without their graph, by subject; no blank nodes, no clock.

    Args:
        policy: what is written.
        base: the beginning of the IRIs of data.

    Returns:
        the lines; ``f"{line} <{graph}> .\n"`` makes one whole.

    Example:
        >>> from policygraph import read
        >>> from policygraph.resources import examples_dir
        >>> policy = read(examples_dir() / "fujian-relocation-2020.txt", id="demo")
        >>> lines = policy_lines(policy)
        >>> sum(map(len, lines.values())) == len(policy_quads(policy))
        True
    """
    return _PolicyLines(policy, Iris(base)).lines


def policy_quads(policy: Policy, base: str = ID) -> list[Quad]:
    """Write a policy as quads of Oxigraph, in its own named graph.

    Args:
        policy: what is written.
        base: the beginning of the IRIs of data.

    Returns:
        the quads.
    """
    iris = Iris(base)
    return _PolicyLines(policy, iris).to_quads(iris.graph(policy.id))


def to_dataset(policies: Iterable[Policy], base: str = ID) -> Dataset:
    """Write policies into a dataset in memory: their graphs and the vocabulary's.

    What several policies say of one body or place stands in the vocabulary's graph (``place``).

    Args:
        policies: what is written.
        base: the beginning of the IRIs of data.

    Returns:
        the dataset.
    """
    iris = Iris(base)
    own: list[Quad] = []
    described: list[Quad] = []
    for policy in policies:
        for quad in policy_quads(policy, base):
            (own if iris.is_own(policy.id, str(quad.subject).strip("<>")) else described).append(quad)
    quads = [*own, *place(described)]
    return dataset_of([*quads, *vocabulary_quads(quads), *succession_quads(quads)])


class _PolicyLines(Lines):
    """The lines of one policy."""

    def __init__(self, policy: Policy, iris: Iris) -> None:
        super().__init__()
        self.policy, self.iris = policy, iris
        self._write()

    def _write(self) -> None:
        iris, policy = self.iris, self.policy
        self._policy()
        self._origin()
        scheme = iris.scheme(policy.id)
        if policy.categories:
            self.add_types(scheme, SKOS + "ConceptScheme")
            self.add_text(scheme, RDFS + "label", f"《{policy.heading}》的类别", "zh")
            self.add_text(scheme, RDFS + "label", f"Headings of {policy.id}", "en")
        known = {category.path for category in policy.categories}
        for position, category in enumerate(policy.categories, 1):
            node = iris.category(policy.id, category.path)
            self.add_types(node, PG + "Category", SKOS + "Concept")
            self.add_text(node, SKOS + "prefLabel", category.title or category.number, "zh")
            self.add_text(node, SKOS + "notation", category.number)
            self.add_iri(node, SKOS + "inScheme", scheme)
            self.add_typed(node, PG + "position", position, "integer")
            if category.path[:-1] in known:
                self.add_iri(node, SKOS + "broader", iris.category(policy.id, category.path[:-1]))
        for position, measure in enumerate(policy.measures, 1):
            self._measure(measure, position)
        for entry in policy.unread:
            node = iris.unread(policy.id, entry.passage)
            self.add_types(node, PG + "UnreadPassage")
            self.add_text(node, RDFS + "label", entry.passage.quote, "zh")
            reason = unread_reason(entry.reason, entry.detail)
            self.add_text(node, PG + "reason", reason.zh, "zh")
            self.add_text(node, PG + "reason", reason.en, "en")
            self.add_iri(node, PG + "inPolicy", iris.policy(policy.id))
            self.add_iri(node, PG + "evidence", self._evidence(entry.passage))

    def _policy(self) -> None:
        iris, policy = self.iris, self.policy
        node = iris.policy(policy.id)
        self.add_types(node, PG + "Policy", ELI + "LegalResource")
        self.add_text(node, DCTERMS + "identifier", policy.id)
        self.add_text(node, RDFS + "label", policy.heading, "zh")
        self.add_text(node, DCTERMS + "title", policy.title, "zh")
        self.add_text(node, ELI + "id_local", policy.number)
        self.add_typed(node, ELI + "date_document", policy.dated, "date")
        self.add_typed(node, DCTERMS + "issued", policy.issued, "date")
        self.add_iri(node, DCTERMS + "source", iris.source(policy))
        if policy.place:
            self.add_iri(node, DCTERMS + "spatial", self._place(policy.place))
        for body in policy.issuers:
            self.add_iri(node, ELI + "passed_by", self._body(body))
        for position, basis in enumerate(policy.based_on, 1):
            other = iris.basis(policy.id, position)
            self.add_iri(node, ELI + "based_on", other)
            self.add_types(other, ELI + "LegalResource")
            self.add_text(other, RDFS + "label", basis.title, "zh")
            self.add_text(other, DCTERMS + "title", basis.title, "zh")
            self.add_text(other, PG + "issuerText", basis.issuers, "zh")
            self.add_text(other, ELI + "id_local", basis.number)
            self.add_typed(other, PG + "position", position, "integer")

    def _origin(self) -> None:
        """Where the text comes from, and the run that made the graph."""
        iris, policy = self.iris, self.policy
        source, text, graph = iris.source(policy), iris.text(policy), iris.graph(policy.id)
        self.add_types(source, FOAF + "Document", PROV + "Entity")
        self.add_text(source, DCTERMS + "title", policy.heading, "zh")
        self.add_text(source, DCTERMS + "identifier", policy.document.name)
        self.add_text(source, DCTERMS + "format", policy.document.media_type)
        self.add_text(source, PG + "sourceName", policy.source_name, "zh")
        if policy.source_url:
            self.add_iri(source, FOAF + "page", policy.source_url)
        self.add_types(text, PG + "SourceText", PROV + "Entity")
        self.add_text(text, PG + "textContent", policy.document.text)
        self.add_text(text, PG + "sha256", policy.document.sha256)
        self.add_iri(text, PROV + "wasDerivedFrom", source)
        activity, agent = iris.activity(policy.id), iris.agent(__version__)
        self.add_types(activity, PROV + "Activity")
        self.add_text(activity, RDFS + "label", f"从文本提取《{policy.heading}》", "zh")
        self.add_text(activity, RDFS + "label", f"Extraction of {policy.id} from its text", "en")
        self.add_iri(activity, PROV + "used", text)
        self.add_iri(activity, PROV + "generated", graph)
        if policy.corrections:
            corrections = iris.corrections(policy.corrections)
            self.add_types(corrections, PROV + "Entity")
            self.add_text(corrections, RDFS + "label", policy.corrections.name)
            self.add_text(corrections, PG + "sha256", policy.corrections.sha256)
            self.add_iri(activity, PROV + "used", corrections)
        self.add_iri(activity, PROV + "wasAssociatedWith", agent)
        self.add_types(agent, PROV + "SoftwareAgent")
        self.add_text(agent, RDFS + "label", f"policygraph {__version__}")
        self.add_types(graph, VOID + "Dataset", DCAT + "Dataset")
        self.add_text(graph, DCTERMS + "title", f"{policy.heading}:知识图谱", "zh")
        self.add_text(graph, DCTERMS + "title", f"Knowledge graph of {policy.id}", "en")
        self.add_iri(graph, FOAF + "primaryTopic", iris.policy(policy.id))
        self.add_iri(graph, PROV + "wasGeneratedBy", activity)

    def _measure(self, measure: Measure, position: int) -> None:
        iris, policy = self.iris, self.policy
        node, above = iris.measure(policy.id, measure), iris.policy(policy.id)
        self.add_iri(above, PG + "hasMeasure", node)
        self.add_types(node, PG + "Measure", ELI + "LegalResourceSubdivision")
        self.add_iri(node, ELI + "is_part_of", above)
        self.add_text(node, ELI + "number", measure.number)
        self.add_text(node, DCTERMS + "title", measure.title, "zh")
        self.add_text(node, DCTERMS + "description", measure.text, "zh")
        for language, abstract in sorted(measure.abstracts.items()):
            self.add_text(node, DCTERMS + "abstract", abstract, language)
        self.add_typed(node, PG + "position", position, "integer")
        if measure.category:
            self.add_iri(node, PG + "inCategory", iris.category(policy.id, measure.category.path))
        if measure.item:
            self.add_iri(node, PG + "inItem", self._item(measure.item))
        if measure.open_ended:
            self.add_typed(node, PG + "openEnded", True, "boolean")
        self.add_typed(node, PG + "deadline", measure.deadline, "date")
        self.add_text(node, PG + "deadlineText", measure.deadline_text, "zh")
        self.add_iri(node, PG + "evidence", self._evidence(measure.span))
        for number, responsibility in enumerate(measure.responsibilities, 1):
            self._responsibility(measure, responsibility, number)

    def _item(self, item: Item) -> str:
        node = self.iris.item(self.policy.id, item)
        if self.is_new(node):
            self.add_types(node, PG + "NumberedItem", ELI + "LegalResourceSubdivision")
            self.add_iri(node, ELI + "is_part_of", self.iris.policy(self.policy.id))
            self.add_text(node, ELI + "number", item.number)
            self.add_text(node, DCTERMS + "title", item.title, "zh")
            self.add_iri(node, PG + "evidence", self._evidence(item.span))
        return node

    def _responsibility(self, measure: Measure, responsibility: Responsibility, number: int) -> None:
        iris, policy = self.iris, self.policy
        node, above = iris.responsibility(policy.id, measure, number), iris.measure(policy.id, measure)
        body = self._body(responsibility.body)
        self.add_iri(above, PG + "hasResponsibility", node)
        self.add_iri(above, PG + "responsibleBody", body)
        self.add_types(node, PG + "Responsibility", CV + "Participation")
        self.add_iri(node, PG + "ofMeasure", above)
        self.add_iri(node, CV + "hasParticipant", body)
        self.add_iri(node, CV + "role", ROLE + responsibility.role)
        self.add_text(node, PG + "roleBasis", responsibility.basis)
        self.add_text(node, PG + "nameInText", responsibility.name, "zh")
        self.add_text(node, PG + "surface", responsibility.surface, "zh")
        self.add_typed(node, PG + "position", number, "integer")
        self.add_typed(node, PG + "deadline", responsibility.deadline, "date")
        self.add_iri(node, PG + "evidence", self._evidence(responsibility.evidence))

    def _evidence(self, evidence: Evidence) -> str:
        node = self.iris.evidence(self.policy.id, evidence)
        if self.is_new(node):
            self.add_types(node, OA + "SpecificResource")
            self.add_iri(node, OA + "hasSource", self.iris.text(self.policy))
            self.add_iri(node, OA + "hasSelector", f"{node}/position")
            self.add_iri(node, OA + "hasSelector", f"{node}/quote")
            self.add_types(f"{node}/position", OA + "TextPositionSelector")
            self.add_typed(f"{node}/position", OA + "start", evidence.start, "nonNegativeInteger")
            self.add_typed(f"{node}/position", OA + "end", evidence.end, "nonNegativeInteger")
            self.add_types(f"{node}/quote", OA + "TextQuoteSelector")
            self.add_text(f"{node}/quote", OA + "exact", evidence.quote)
        return node

    def _place(self, place: Place) -> str:
        """A place's node. One that the vocabulary does not hold is described here, in the policy's own graph."""
        node = self.iris.place(place)
        if not place.code.isdigit() and self.is_new(node):
            self.add_types(node, PG + "Place", SKOS + "Concept")
            self.add_text(node, SKOS + "prefLabel", place.name, "zh")
            self.add_text(node, SKOS + "prefLabel", place.label_en or place.name, "en")
            self.add_text(node, SKOS + "notation", place.code)
            self.add_iri(node, SKOS + "inScheme", PLACE.rstrip("/"))
            self.add_iri(node, PG + "level", LEVEL + place.level)
            if place.parent:
                self.add_iri(node, SKOS + "broader", PLACE + place.parent)
        return node

    def _body(self, body: Body) -> str:
        node = self.iris.body(body)
        if self.is_new(node):
            if body.kind == "class":
                self.add_types(node, PG + "DepartmentGroup", FOAF + "Group")
            else:
                self.add_types(node, *dict.fromkeys((PG + body.type, PG + "Body", ORG + "Organization")))
                if body.type in ("Department", "Government"):
                    self.add_types(node, CV + "PublicOrganisation")
            self.add_text(node, SKOS + "prefLabel", body.label, "zh")
            self.add_text(node, SKOS + "prefLabel", body.label_en, "en")
            self.add_iri(node, PG + "level", LEVEL + body.level)
            for position, slug in enumerate(body.functions):
                self.add_iri(node, PG + "function", FUNCTION + slug)
                if position == 0 and len(body.functions) > 1:
                    self.add_iri(node, PG + "mainFunction", FUNCTION + slug)
            if body.place:
                self.add_iri(node, DCTERMS + "spatial", self._place(body.place))
        for alias in body.aliases:
            if self.is_new(f"{node} {alias}"):
                self.add_text(node, SKOS + "altLabel", alias, "zh")
        return node
