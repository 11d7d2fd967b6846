"""Read RDF into the model: the policies of a graph, with all that ``write`` writes of them.

A policy that was written is read as it was, but for what the graph does not hold: the tables and the
file's own metadata of its document. ``incidence`` reads who bears what as columns, for networks of any size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_args

from ..model import (
    NO_EVIDENCE,
    Basis,
    BasisDocument,
    Category,
    Corrections,
    Document,
    Evidence,
    Measure,
    NumberedItem,
    Policy,
    Responsibility,
    ReviewStatus,
    Role,
    Unread,
    UnreadReason,
)
from ..texts import named
from .bodies import BodyReader, read_word
from .engine import Facts, engine, local_name, read_facts
from .recognitions import read_recognitions
from .reviews import read_reviews
from .steps import owner, read_steps

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Graph

__all__ = ["POLICY", "make_policy", "parse_path", "read_policies"]

#: What is read of a policy itself.
POLICY = (
    "dcterms:identifier rdfs:label dcterms:title eli:id_local eli:date_document dcterms:issued eli:passed_by"
    " eli:based_on dcterms:source dcterms:spatial"
)


def read_policies(dataset: Graph, *, strict: bool = True) -> list[Policy]:
    """Read the policies of a graph.

    Args:
        dataset: What ``open_graph`` or ``build`` gives.
        strict: Refuse levels, roles and bases that the ontology does not have; else they are taken as they are.

    Returns:
        The policies in the order of their IRIs.

    Raises:
        StoreError: A level, role or basis is none of the words that the ontology has for it.

    Example:
        >>> from policygraph import build
        >>> from policygraph.resources import examples_dir
        >>> made = build(examples_dir() / "fujian-relocation-2020.txt")
        >>> [policy.id for policy in read_policies(made.dataset)]
        ['fujian-relocation-2020']
    """
    store = engine(dataset)
    policies = read_facts(store, "?s a pg:Policy", POLICY)
    parts = _Parts(store, policies, strict)
    return [parts.policy(iri) for iri in sorted(policies)]


def make_policy(iri: str, facts: Facts, bodies: BodyReader, **parts: Any) -> Policy:
    """Make a policy of its facts.

    Args:
        iri: The policy.
        facts: What is stated of it: ``POLICY``.
        bodies: The bodies of the graph.
        **parts: What it has beside its facts: document, categories, measures …

    Returns:
        The policy.
    """
    title = facts.names("dcterms:title").zh
    return Policy(
        id=facts.one("dcterms:identifier") or local_name(iri),
        heading=facts.names("rdfs:label").zh or title or local_name(iri),
        issuers=tuple(map(bodies.body, facts.all("eli:passed_by"))),
        title=title or None,
        number=facts.one("eli:id_local") or None,
        dated=facts.day("eli:date_document"),
        issued=facts.day("dcterms:issued"),
        place=bodies.place(facts.one("dcterms:spatial")),
        iri=iri,
        **parts,
    )


def parse_path(iri: str) -> tuple[int, ...]:
    """Take the path of a heading from its IRI.

    Args:
        iri: The heading.

    Returns:
        The path; empty where the IRI does not have it.

    Example:
        >>> parse_path("https://w3id.org/policygraph/id/policy/a/category/3.1")
        (3, 1)
    """
    steps = local_name(iri).split(".")
    return tuple(map(int, steps)) if all(map(str.isdecimal, steps)) else ()


class _Parts:
    """All that is stated of the parts of policies, and the objects made of it."""

    def __init__(self, store: Store, policies: Mapping[str, Facts], strict: bool) -> None:
        self._policies, self._strict = policies, strict
        self._bodies = BodyReader(store, strict=strict)
        self._sources = read_facts(
            store, "?policy dcterms:source ?s", "dcterms:identifier dcterms:format pg:sourceName foaf:page"
        )
        self._steps = read_steps(store, policies)
        self._bases = read_facts(
            store, "?policy eli:based_on ?s", "dcterms:title rdfs:label pg:issuerText eli:id_local pg:position"
        )
        used, text = "?graph foaf:primaryTopic ?s ; prov:wasGeneratedBy/prov:used ?used . ", "pg:textContent pg:sha256"
        self._texts = read_facts(store, used + "?used a pg:SourceText", text, of="?used")
        if not policies.keys() <= self._texts.keys():
            # A graph that describes no run: the text is that of the measures.
            of_measures = "?measure eli:is_part_of ?s ; pg:evidence/oa:hasSource ?text"
            self._texts |= read_facts(store, of_measures, text, of="?text")
        others = used + "MINUS { ?used a pg:SourceText }"
        self._corrections = read_facts(store, others, "rdfs:label pg:sha256", of="?used")
        self._passages = read_facts(
            store, "?thing pg:evidence ?s . ?s oa:hasSelector ?selector", "oa:exact oa:start oa:end", of="?selector"
        )
        self._items = read_facts(store, "?s a pg:NumberedItem", "eli:number dcterms:title pg:evidence")
        self._headings = read_facts(store, "?s a pg:Category", "skos:prefLabel skos:notation skos:broader pg:position")
        self._measures = read_facts(
            store,
            "?s a pg:Measure",
            "eli:is_part_of eli:number dcterms:title dcterms:description dcterms:abstract pg:inCategory pg:inItem"
            " pg:position pg:openEnded pg:deadline pg:deadlineText pg:evidence",
        )
        self._responsibilities = read_facts(
            store,
            "?s a pg:Responsibility",
            "cv:hasParticipant cv:role pg:roleBasis pg:ofMeasure pg:nameInText pg:surface pg:evidence pg:position"
            " pg:deadline pg:deadlineText pg:reviewStatus pg:reviewedIn",
        )
        self._reviews = read_reviews(store)
        self._unread = read_facts(store, "?s a pg:UnreadPassage", "pg:inPolicy pg:reason pg:evidence")
        self._recognitions = read_recognitions(store, policies, self._evidence)
        self._categories: dict[str, Category | None] = {}
        self._measures_of = _grouped(self._measures, "eli:is_part_of")
        self._responsibilities_of = _grouped(self._responsibilities, "pg:ofMeasure")
        self._unread_of = _grouped(self._unread, "pg:inPolicy")
        self._headings_of = defaultdict[str, list[str]](list)
        for heading in sorted(self._headings, key=lambda iri: (self._headings[iri].number("pg:position"), iri)):
            self._headings_of[owner(heading, policies)].append(heading)

    def policy(self, iri: str) -> Policy:
        """A policy with everything that is stated of it."""
        facts = self._policies[iri]
        source, text = self._sources.get(facts.one("dcterms:source"), Facts()), self._texts.get(iri, Facts())
        bases = (self._bases.get(node, Facts()) for node in facts.all("eli:based_on"))
        followed = self._corrections.get(iri)
        return make_policy(
            iri,
            facts,
            self._bodies,
            document=Document(
                source.one("dcterms:identifier"),
                text.one("pg:textContent"),
                source.one("dcterms:format"),
                text.one("pg:sha256"),
                steps=self._steps[iri],
                recognition=self._recognitions.get(iri),
            ),
            categories=tuple(filter(None, map(self._category, self._headings_of[iri]))),
            measures=tuple(self._measure(node, iri) for node in self._measures_of[iri]),
            based_on=tuple(
                BasisDocument(
                    basis.names("dcterms:title").zh or basis.names("rdfs:label").zh,
                    basis.names("pg:issuerText").zh,
                    basis.one("eli:id_local"),
                )
                for basis in sorted(bases, key=lambda basis: basis.number("pg:position"))
            ),
            source_name=source.names("pg:sourceName").zh or None,
            source_url=source.one("foaf:page") or None,
            unread=tuple(sorted(map(self._unread_passage, self._unread_of[iri]), key=lambda each: each.passage.start)),
            corrections=followed and Corrections(followed.one("rdfs:label"), followed.one("pg:sha256")),
        )

    def _category(self, iri: str) -> Category | None:
        if iri not in self._headings:
            return None
        if iri in self._categories:
            return self._categories[iri]
        # A heading that stands under itself stands under none.
        self._categories[iri] = None
        facts = self._headings[iri]
        above = self._category(facts.one("skos:broader"))
        path = parse_path(iri) or (facts.number("pg:position"),)
        if above and path[:-1] != above.path:
            path = (*above.path, path[-1])
        number, title = facts.one("skos:notation"), facts.names("skos:prefLabel", local_name(iri)).zh
        made = self._categories[iri] = Category(path, number, "" if title == number else title, above, iri)
        return made

    def _measure(self, iri: str, policy: str) -> Measure:
        facts = self._measures[iri]
        return Measure(
            key=local_name(iri),
            number=facts.one("eli:number"),
            title=facts.names("dcterms:title").zh,
            text=facts.names("dcterms:description").zh,
            category=self._category(facts.one("pg:inCategory")),
            responsibilities=tuple(
                self._responsibility(node)
                for node in self._responsibilities_of[iri]
                if "cv:hasParticipant" in self._responsibilities[node]
            ),
            span=self._evidence(facts),
            open_ended=facts.flag("pg:openEnded"),
            abstracts={lang: said for lang in ("zh", "en") if (said := facts.text("dcterms:abstract", lang))},
            deadline=facts.deadline.day,
            deadline_text=facts.deadline.words,
            item=self._item(facts.one("pg:inItem")),
            policy=policy,
            iri=iri,
        )

    def _item(self, iri: str) -> NumberedItem | None:
        facts = self._items.get(iri)
        if facts is None:
            return None
        title = facts.names("dcterms:title").zh
        return NumberedItem(local_name(iri), facts.one("eli:number"), title, self._evidence(facts))

    def _responsibility(self, iri: str) -> Responsibility:
        facts = self._responsibilities[iri]
        body, said = facts.one("cv:hasParticipant"), facts.one("pg:nameInText")
        review = "pg:reviewStatus" in facts and read_word(
            facts, "pg:reviewStatus", ReviewStatus, iri, strict=self._strict
        )
        reviewer, reviewed = self._reviews.get(facts.one("pg:reviewedIn"), ("", ""))
        return Responsibility(
            body=self._bodies.body(body, said),
            role=read_word(facts, "cv:role", Role, iri, strict=self._strict) or "responsible",
            basis=read_word(facts, "pg:roleBasis", Basis, iri, strict=self._strict) or "default",
            name=said or local_name(body),
            surface=facts.one("pg:surface"),
            evidence=self._evidence(facts),
            deadline=facts.deadline.day,
            deadline_text=facts.deadline.words,
            iri=iri,
            review=review or "unseen",
            reviewer=reviewer,
            reviewed=reviewed,
        )

    def _evidence(self, facts: Facts) -> Evidence:
        """A passage; without offsets where they are not whole numbers."""
        found = self._passages.get(facts.one("pg:evidence"))
        if found is None:
            return NO_EVIDENCE
        start, end = found.one("oa:start"), found.one("oa:end")
        span = (int(start), int(end)) if start.isdecimal() and end.isdecimal() else (0, 0)
        return Evidence(found.one("oa:exact"), *span)

    def _unread_passage(self, iri: str) -> Unread:
        """The code and the detail of a reason that the graph has in words; one in other words is the general one."""
        facts = self._unread[iri]
        passage, said = self._evidence(facts), facts.text("pg:reason", "zh")
        for code in get_args(UnreadReason):
            before, about, after = named("unread", code).zh.partition("{detail}")
            if said == before if not about else said.startswith(before) and said.endswith(after):
                return Unread(passage, code, said.removeprefix(before).removesuffix(after))
        return Unread(passage, "rest")


def _grouped(table: Mapping[str, Facts], name: str) -> defaultdict[str, list[str]]:
    """The subjects by the thing that they are a part of, in their order there."""
    found = defaultdict[str, list[str]](list)
    for iri in sorted(table, key=lambda iri: (table[iri].number("pg:position"), iri)):
        found[table[iri].one(name)].append(iri)
    return found
