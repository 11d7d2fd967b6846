"""From RDF back to the model: what ``write`` writes, this reads.

``policies(to_dataset([policy]))`` gives the policy again, but for what the graph does not hold: the tables and the
file's own metadata of its document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from ..errors import StoreError
from ..model import (
    Basis,
    BasisDocument,
    Body,
    Category,
    Corrections,
    Document,
    Evidence,
    Item,
    Level,
    Measure,
    Place,
    Policy,
    Responsibility,
    Role,
    Unread,
    UnreadReason,
)
from ..namespaces import CV, DCTERMS, ELI, FOAF, FUNCTION, LEVEL, OA, PG, PLACE, PROV, RDF, RDFS, ROLE, SKOS
from ..texts import named

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.graph import Dataset
    from rdflib.term import Node

__all__ = ["policies", "union_triples"]


def union_triples(graph: Graph) -> Iterable[tuple[Node, Node, Node]]:
    """All triples of a graph; of a ``Dataset``, the triples of all its graphs, whatever its default graph is."""
    from rdflib import Dataset

    if isinstance(graph, Dataset):
        # The store itself: a dataset gives its default graph alone unless it was told to give the union.
        return (triple for triple, _ in graph.store.triples((None, None, None), context=None))
    return graph.triples((None, None, None))


class _Facts:
    """The statements of a graph by subject and predicate, as strings with their language."""

    def __init__(self, graph: Graph) -> None:
        from rdflib import Literal

        self.of: dict[str, dict[str, list[tuple[str, str | None]]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in union_triples(graph):
            language = value.language if isinstance(value, Literal) else None
            self.of[str(subject)][str(predicate)].append((str(value), language))

    def all(self, subject: str, predicate: str, language: str | None = None) -> list[str]:
        """Every value, sorted; of one language where it is given."""
        found = self.of[subject].get(predicate, []) if subject in self.of else []
        return sorted(value for value, tag in found if language is None or tag == language)

    def one(self, subject: str, predicate: str, language: str | None = None) -> str | None:
        """The value, or ``None``."""
        return next(iter(self.all(subject, predicate, language)), None)

    def text(self, subject: str, predicate: str, language: str | None = None) -> str:
        """The value, or an empty string."""
        return self.one(subject, predicate, language) or ""

    def word(self, subject: str, predicate: str, namespace: str, words: Any) -> Any:
        """The value, which is one of the words of a ``Literal``, without its namespace."""
        found = self.text(subject, predicate).removeprefix(namespace)
        if found not in get_args(words):
            known = get_args(words)
            raise StoreError("graph_odd_word", subject=subject, predicate=predicate, value=found, known=known)
        return found

    def day(self, subject: str, predicate: str) -> date | None:
        """The value as a date."""
        value = self.one(subject, predicate)
        return date.fromisoformat(value) if value else None

    def ordered(self, subject: str, predicate: str) -> list[str]:
        """The nodes that are its values, by their ``pg:position``."""
        return sorted(self.all(subject, predicate), key=lambda node: int(self.text(node, PG + "position") or 0))


def policies(dataset: Dataset) -> Iterator[Policy]:
    """The policies of a dataset, by identifier.

    Raises:
        StoreError: a level, role or basis is none of the words that the ontology has for it.

    >>> from policygraph import build
    >>> from policygraph.resources import examples_dir
    >>> made = build(examples_dir() / "fujian-relocation-2020.txt")
    >>> [policy.id for policy in policies(made.dataset)]
    ['fujian-relocation-2020']
    """
    facts = _Facts(dataset)
    found = [subject for subject in facts.of if PG + "Policy" in facts.all(subject, RDF + "type")]
    for node in sorted(found, key=lambda node: facts.text(node, DCTERMS + "identifier")):
        yield _policy(facts, node)


def _policy(facts: _Facts, node: str) -> Policy:
    source = facts.text(node, DCTERMS + "source")
    text = next((s for s in facts.of if source in facts.all(s, PROV + "wasDerivedFrom")), "")
    document = Document(
        facts.text(source, DCTERMS + "identifier"),
        facts.text(text, PG + "textContent"),
        facts.text(source, DCTERMS + "format"),
        facts.text(text, PG + "sha256"),
    )
    measures = tuple(_measure(facts, node, measure) for measure in facts.ordered(node, PG + "hasMeasure"))
    scheme = f"{node}/categories"
    categories = [s for s in facts.of if scheme in facts.all(s, SKOS + "inScheme")]
    unread = [s for s in facts.of if node in facts.all(s, PG + "inPolicy")]
    activity = next((s for s in facts.of if text in facts.all(s, PROV + "used")), "")
    followed = next((used for used in facts.all(activity, PROV + "used") if "/corrections/" in used), None)
    return Policy(
        id=facts.text(node, DCTERMS + "identifier"),
        heading=facts.text(node, RDFS + "label", "zh"),
        document=document,
        categories=tuple(sorted((_category(facts, c) for c in categories), key=lambda category: category.path)),
        measures=measures,
        issuers=tuple(_body(facts, body) for body in facts.all(node, ELI + "passed_by")),
        based_on=tuple(
            BasisDocument(
                facts.text(basis, DCTERMS + "title"),
                facts.text(basis, PG + "issuerText"),
                facts.text(basis, ELI + "id_local"),
            )
            for basis in facts.ordered(node, ELI + "based_on")
        ),
        title=facts.one(node, DCTERMS + "title"),
        number=facts.one(node, ELI + "id_local"),
        dated=facts.day(node, ELI + "date_document"),
        issued=facts.day(node, DCTERMS + "issued"),
        source_name=facts.one(source, PG + "sourceName"),
        source_url=facts.one(source, FOAF + "page"),
        place=_place(facts, facts.one(node, DCTERMS + "spatial")),
        unread=tuple(
            sorted(
                (Unread(_evidence(facts, facts.text(u, PG + "evidence")), *_reason(facts, u)) for u in unread),
                key=lambda entry: entry.passage.start,
            )
        ),
        corrections=Corrections(facts.text(followed, RDFS + "label"), facts.text(followed, PG + "sha256"))
        if followed
        else None,
    )


def _measure(facts: _Facts, policy: str, node: str) -> Measure:
    category = facts.one(node, PG + "inCategory")
    abstracts = {
        language: abstract for language in ("zh", "en") if (abstract := facts.one(node, DCTERMS + "abstract", language))
    }
    return Measure(
        key=node.rsplit("/", 1)[1],
        number=facts.text(node, ELI + "number"),
        title=facts.text(node, DCTERMS + "title"),
        text=facts.text(node, DCTERMS + "description"),
        category=_category(facts, category) if category else None,
        responsibilities=tuple(_responsibility(facts, r) for r in facts.ordered(node, PG + "hasResponsibility")),
        span=_evidence(facts, facts.text(node, PG + "evidence")),
        open_ended=facts.text(node, PG + "openEnded") == "true",
        abstracts=abstracts,
        deadline=facts.day(node, PG + "deadline"),
        deadline_text=facts.text(node, PG + "deadlineText"),
        item=_item(facts, facts.one(node, PG + "inItem")),
    )


def _item(facts: _Facts, node: str | None) -> Item | None:
    if node is None:
        return None
    span = _evidence(facts, facts.text(node, PG + "evidence"))
    return Item(node.rsplit("/", 1)[1], facts.text(node, ELI + "number"), facts.text(node, DCTERMS + "title"), span)


def _category(facts: _Facts, node: str) -> Category:
    path = tuple(int(part) for part in node.rsplit("/", 1)[1].split("."))
    number, title = facts.text(node, SKOS + "notation"), facts.text(node, SKOS + "prefLabel", "zh")
    return Category(path, number, "" if title == number else title)


def _responsibility(facts: _Facts, node: str) -> Responsibility:
    return Responsibility(
        body=_body(facts, facts.text(node, CV + "hasParticipant")),
        role=facts.word(node, CV + "role", ROLE, Role),
        basis=facts.word(node, PG + "roleBasis", "", Basis),
        name=facts.text(node, PG + "nameInText"),
        surface=facts.text(node, PG + "surface"),
        evidence=_evidence(facts, facts.text(node, PG + "evidence")),
        deadline=facts.day(node, PG + "deadline"),
    )


def _evidence(facts: _Facts, node: str) -> Evidence:
    return Evidence(
        facts.text(f"{node}/quote", OA + "exact"),
        int(facts.text(f"{node}/position", OA + "start")),
        int(facts.text(f"{node}/position", OA + "end")),
    )


def _reason(facts: _Facts, node: str) -> tuple[UnreadReason, str]:
    """The code and the detail of a reason that the graph has in words; one in other words is the general one."""
    said = facts.text(node, PG + "reason", "zh")
    for code in get_args(UnreadReason):
        before, about, after = named("unread", code).zh.partition("{detail}")
        if said == before if not about else said.startswith(before) and said.endswith(after):
            return code, said.removeprefix(before).removesuffix(after)
    return "rest", ""


def _place(facts: _Facts, node: str | None) -> Place | None:
    if node is None:
        return None
    return Place(
        facts.text(node, SKOS + "notation"),
        facts.text(node, SKOS + "prefLabel", "zh"),
        facts.text(node, SKOS + "prefLabel", "en"),
        facts.word(node, PG + "level", LEVEL, Level),
        (facts.one(node, SKOS + "broader") or "").removeprefix(PLACE) or None,
    )


def _body(facts: _Facts, node: str) -> Body:
    types = {kind.removeprefix(PG) for kind in facts.all(node, RDF + "type") if kind.startswith(PG)}
    group = "DepartmentGroup" in types
    main = facts.all(node, PG + "mainFunction")
    slugs = main + [slug for slug in facts.all(node, PG + "function") if slug not in main]
    key = node[node.index("/group/" if group else "/body/") + 1 :]
    return Body(
        key=key,
        type=next(iter(sorted(types - {"Body"})), "Body"),
        label=facts.text(node, SKOS + "prefLabel", "zh"),
        label_en=facts.text(node, SKOS + "prefLabel", "en"),
        level=facts.word(node, PG + "level", LEVEL, Level),
        kind="class" if group else "named",
        place=_place(facts, facts.one(node, DCTERMS + "spatial")),
        functions=tuple(slug.removeprefix(FUNCTION) for slug in slugs),
        aliases=tuple(facts.all(node, SKOS + "altLabel", "zh")),
    )
