"""Write the model as RDF: one named graph per policy, and one of the concepts they use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import __version__
from ..model import (
    Body,
    Evidence,
    Measure,
    NumberedItem,
    Place,
    Policy,
    ProcessingStep,
    Responsibility,
)
from ..namespaces import (
    FUNCTION,
    ID,
    LEVEL,
    PLACE,
    ROLE,
)
from ..texts import unread_reason
from .iris import Iris
from .nquads import Lines
from .recognitions import write_recognition
from .reviews import write_corrections, write_review_status

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["policy_lines", "policy_quads"]


def policy_lines(policy: Policy, base: str = ID) -> dict[str, list[str]]:
    r"""Write a policy as lines of N-Quads without their graph, by subject; no blank nodes, no clock.

    Args:
        policy: The policy.
        base: The beginning of the IRIs of data.

    Returns:
        The lines; ``f"{line} <{graph}> .\n"`` makes one whole.

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
        policy: The policy.
        base: The beginning of the IRIs of data.

    Returns:
        The quads.
    """
    iris = Iris(base)
    return _PolicyLines(policy, iris).to_quads(iris.graph(policy.id))


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
            self.add_types(scheme, "skos:ConceptScheme")
            self.add_text(scheme, "rdfs:label", f"《{policy.heading}》的类别", "zh")
            self.add_text(scheme, "rdfs:label", f"Headings of {policy.id}", "en")
        known = {category.path for category in policy.categories}
        for position, category in enumerate(policy.categories, 1):
            node = iris.category(policy.id, category.path)
            self.add_types(node, "pg:Category", "skos:Concept")
            self.add_text(node, "skos:prefLabel", category.title or category.number, "zh")
            self.add_text(node, "skos:notation", category.number)
            self.add_iri(node, "skos:inScheme", scheme)
            self.add_typed(node, "pg:position", position, "integer")
            if category.path[:-1] in known:
                self.add_iri(node, "skos:broader", iris.category(policy.id, category.path[:-1]))
        for position, measure in enumerate(policy.measures, 1):
            self._measure(measure, position)
        for entry in policy.unread:
            node = iris.unread(policy.id, entry.passage)
            self.add_types(node, "pg:UnreadPassage")
            self.add_text(node, "rdfs:label", entry.passage.quote, "zh")
            reason = unread_reason(entry.reason, entry.detail)
            self.add_text(node, "pg:reason", reason.zh, "zh")
            self.add_text(node, "pg:reason", reason.en, "en")
            self.add_iri(node, "pg:inPolicy", iris.policy(policy.id))
            self.add_iri(node, "pg:evidence", self._evidence(entry.passage))
        if policy.document.recognition:
            write_recognition(self, iris, policy, self._evidence)

    def _policy(self) -> None:
        iris, policy = self.iris, self.policy
        node = iris.policy(policy.id)
        self.add_types(node, "pg:Policy", "eli:LegalResource")
        self.add_text(node, "dcterms:identifier", policy.id)
        self.add_text(node, "rdfs:label", policy.heading, "zh")
        self.add_text(node, "dcterms:title", policy.title, "zh")
        self.add_text(node, "eli:id_local", policy.number)
        self.add_typed(node, "eli:date_document", policy.dated, "date")
        self.add_typed(node, "dcterms:issued", policy.issued, "date")
        self.add_iri(node, "dcterms:source", iris.source(policy))
        if policy.place:
            self.add_iri(node, "dcterms:spatial", self._place(policy.place))
        for body in policy.issuers:
            self.add_iri(node, "eli:passed_by", self._body(body))
        for position, basis in enumerate(policy.based_on, 1):
            other = iris.basis(policy.id, position)
            self.add_iri(node, "eli:based_on", other)
            self.add_types(other, "eli:LegalResource")
            self.add_text(other, "rdfs:label", basis.title, "zh")
            self.add_text(other, "dcterms:title", basis.title, "zh")
            self.add_text(other, "pg:issuerText", basis.issuers, "zh")
            self.add_text(other, "eli:id_local", basis.number)
            self.add_typed(other, "pg:position", position, "integer")

    def _origin(self) -> None:
        """Write the source of the text, and the run that made the graph."""
        iris, policy = self.iris, self.policy
        source, text, graph = iris.source(policy), iris.text(policy), iris.graph(policy.id)
        self.add_types(source, "foaf:Document", "prov:Entity")
        self.add_text(source, "dcterms:title", policy.heading, "zh")
        self.add_text(source, "dcterms:identifier", policy.document.name)
        self.add_text(source, "dcterms:format", policy.document.media_type)
        self.add_text(source, "pg:sourceName", policy.source_name, "zh")
        if policy.source_url:
            self.add_iri(source, "foaf:page", policy.source_url)
        self.add_types(text, "pg:SourceText", "prov:Entity")
        self.add_text(text, "pg:textContent", policy.document.text)
        self.add_text(text, "pg:sha256", policy.document.sha256)
        self.add_iri(text, "prov:wasDerivedFrom", source)
        for position, step in enumerate(policy.document.steps, 1):
            self._step(step, position)
        activity, agent = iris.activity(policy.id), iris.agent(__version__)
        self.add_types(activity, "prov:Activity")
        self.add_text(activity, "rdfs:label", f"从文本提取《{policy.heading}》", "zh")
        self.add_text(activity, "rdfs:label", f"Extraction of {policy.id} from its text", "en")
        self.add_iri(activity, "prov:used", text)
        self.add_iri(activity, "prov:generated", graph)
        if policy.corrections:
            self.add_iri(activity, "prov:used", write_corrections(self, iris, policy, policy.corrections))
        self.add_iri(activity, "prov:wasAssociatedWith", agent)
        self.add_types(agent, "prov:SoftwareAgent")
        self.add_text(agent, "rdfs:label", f"policygraph {__version__}")
        self.add_types(graph, "void:Dataset", "dcat:Dataset")
        self.add_text(graph, "dcterms:title", f"{policy.heading}:知识图谱", "zh")
        self.add_text(graph, "dcterms:title", f"Knowledge graph of {policy.id}", "en")
        self.add_iri(graph, "foaf:primaryTopic", iris.policy(policy.id))
        self.add_iri(graph, "prov:wasGeneratedBy", activity)

    def _step(self, step: ProcessingStep, position: int) -> None:
        """Write what another program did before the text could be read."""
        iris = self.iris
        node, file = iris.step(self.policy.id, position), iris.file(step)
        agent = iris.agent(step.version, step.software)
        self.add_types(node, f"pg:{step.kind.capitalize()}", "pg:ProcessingStep", "prov:Activity")
        self.add_iri(iris.activity(self.policy.id), "prov:wasInformedBy", node)
        self.add_typed(node, "pg:position", position, "integer")
        self.add_iri(node, "prov:used", file)
        self.add_iri(node, "prov:wasAssociatedWith", agent)
        if self.is_new(agent):
            self.add_types(agent, "prov:SoftwareAgent")
            self.add_text(agent, "rdfs:label", f"{step.software} {step.version}")
        self.add_file(file, step.file, step.sha256)

    def _measure(self, measure: Measure, position: int) -> None:
        iris, policy = self.iris, self.policy
        node, above = iris.measure(policy.id, measure), iris.policy(policy.id)
        self.add_iri(above, "pg:hasMeasure", node)
        self.add_types(node, "pg:Measure", "eli:LegalResourceSubdivision")
        self.add_iri(node, "eli:is_part_of", above)
        self.add_text(node, "eli:number", measure.number)
        self.add_text(node, "dcterms:title", measure.title, "zh")
        self.add_text(node, "dcterms:description", measure.text, "zh")
        for language, abstract in sorted(measure.abstracts.items()):
            self.add_text(node, "dcterms:abstract", abstract, language)
        self.add_typed(node, "pg:position", position, "integer")
        if measure.category:
            self.add_iri(node, "pg:inCategory", iris.category(policy.id, measure.category.path))
        if measure.item:
            self.add_iri(node, "pg:inItem", self._item(measure.item))
        if measure.open_ended:
            self.add_typed(node, "pg:openEnded", True, "boolean")
        self.add_typed(node, "pg:deadline", measure.deadline, "date")
        self.add_text(node, "pg:deadlineText", measure.deadline_text, "zh")
        self.add_iri(node, "pg:evidence", self._evidence(measure.span))
        for number, responsibility in enumerate(measure.responsibilities, 1):
            self._responsibility(measure, responsibility, number)

    def _item(self, item: NumberedItem) -> str:
        node = self.iris.item(self.policy.id, item)
        if self.is_new(node):
            self.add_types(node, "pg:NumberedItem", "eli:LegalResourceSubdivision")
            self.add_iri(node, "eli:is_part_of", self.iris.policy(self.policy.id))
            self.add_text(node, "eli:number", item.number)
            self.add_text(node, "dcterms:title", item.title, "zh")
            self.add_iri(node, "pg:evidence", self._evidence(item.span))
        return node

    def _responsibility(self, measure: Measure, responsibility: Responsibility, number: int) -> None:
        iris, policy = self.iris, self.policy
        node, above = iris.responsibility(policy.id, measure, number), iris.measure(policy.id, measure)
        body = self._body(responsibility.body)
        self.add_iri(above, "pg:hasResponsibility", node)
        self.add_iri(above, "pg:responsibleBody", body)
        self.add_types(node, "pg:Responsibility", "cv:Participation")
        self.add_iri(node, "pg:ofMeasure", above)
        self.add_iri(node, "cv:hasParticipant", body)
        self.add_iri(node, "cv:role", ROLE + responsibility.role)
        self.add_text(node, "pg:roleBasis", responsibility.basis)
        write_review_status(self, iris, node, responsibility, policy.corrections)
        self.add_text(node, "pg:nameInText", responsibility.name, "zh")
        self.add_text(node, "pg:surface", responsibility.surface, "zh")
        self.add_typed(node, "pg:position", number, "integer")
        self.add_typed(node, "pg:deadline", responsibility.deadline, "date")
        self.add_text(node, "pg:deadlineText", responsibility.deadline_text, "zh")
        self.add_iri(node, "pg:evidence", self._evidence(responsibility.evidence))

    def _evidence(self, evidence: Evidence) -> str:
        node = self.iris.evidence(self.policy.id, evidence)
        if self.is_new(node):
            self.add_types(node, "oa:SpecificResource")
            self.add_iri(node, "oa:hasSource", self.iris.text(self.policy))
            self.add_iri(node, "oa:hasSelector", f"{node}/position")
            self.add_iri(node, "oa:hasSelector", f"{node}/quote")
            self.add_types(f"{node}/position", "oa:TextPositionSelector")
            self.add_typed(f"{node}/position", "oa:start", evidence.start, "nonNegativeInteger")
            self.add_typed(f"{node}/position", "oa:end", evidence.end, "nonNegativeInteger")
            self.add_types(f"{node}/quote", "oa:TextQuoteSelector")
            self.add_text(f"{node}/quote", "oa:exact", evidence.quote)
        return node

    def _place(self, place: Place) -> str:
        """Return the node of a place. One that the vocabulary lacks is described here, in the policy's own graph."""
        node = self.iris.place(place)
        if not place.code.isdigit() and self.is_new(node):
            self.add_types(node, "pg:Place", "skos:Concept")
            self.add_text(node, "skos:prefLabel", place.name, "zh")
            self.add_text(node, "skos:prefLabel", place.label_en or place.name, "en")
            self.add_text(node, "skos:notation", place.code)
            self.add_iri(node, "skos:inScheme", PLACE.rstrip("/"))
            self.add_iri(node, "pg:level", LEVEL + place.level)
            if place.parent:
                self.add_iri(node, "skos:broader", PLACE + place.parent)
        return node

    def _body(self, body: Body) -> str:
        node = self.iris.body(body)
        if self.is_new(node):
            if body.kind == "class":
                self.add_types(node, "pg:DepartmentGroup", "foaf:Group")
            else:
                self.add_types(node, *dict.fromkeys((f"pg:{body.type}", "pg:Body", "org:Organization")))
                if body.type in ("Department", "Government"):
                    self.add_types(node, "cv:PublicOrganisation")
            self.add_text(node, "skos:prefLabel", body.label, "zh")
            self.add_text(node, "skos:prefLabel", body.label_en, "en")
            self.add_iri(node, "pg:level", LEVEL + body.level)
            for position, slug in enumerate(body.functions):
                self.add_iri(node, "pg:function", FUNCTION + slug)
                if position == 0 and len(body.functions) > 1:
                    self.add_iri(node, "pg:mainFunction", FUNCTION + slug)
            if body.place:
                self.add_iri(node, "dcterms:spatial", self._place(body.place))
        for alias in body.aliases:
            if self.is_new(f"{node} {alias}"):
                self.add_text(node, "skos:altLabel", alias, "zh")
        return node
