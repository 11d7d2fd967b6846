"""What the page of one thing has: names, notes, rows of statements, uses in shapes, and a drawing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox
from docs.ontology import history
from docs.ontology.diagram import Link, Node, draw
from docs.ontology.facts import ID, PG, SHAPES, Facts, compact, expand, is_own
from docs.ontology.pages import Page, Row, Use, Value, Words, path_of, relative, words

PROPERTIES = frozenset({"owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty"})
#: A class with more instances than this leads to their scheme in place of a list.
MOST_INSTANCES = 60


class Writer:
    """Makes the pages of things from the facts."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def page(self, iri: str) -> Page:
        """Return the page of a thing.

        Args:
            iri: A thing that the facts describe.

        Returns:
            What its page shows.
        """
        kinds = self.facts.kinds(iri)
        page = Page(
            iri=iri,
            path=path_of(iri),
            name=compact(iri),
            kind=next(
                (label for kind, label in words()["kinds"].items() if kind in kinds), {"zh": "资源", "en": "resource"}
            ),
            labels={lang: self.facts.label(iri, lang) for lang in ("zh", "en")},
            since=self._since(iri),
            deprecated=any(
                value.value == "true"
                for value in self.facts.objects(iri, "owl:deprecated")
                if isinstance(value, ox.Literal)
            ),
        )
        for name in ("skos:definition", "skos:example", "sh:message", "skos:historyNote"):
            if found := self._texts(iri, name):
                page.notes[name.partition(":")[2]] = found
        page.rows = [*self._outgoing(iri, page.path), *self._incoming(iri, page.path, kinds)]
        if kinds & PROPERTIES or "owl:Class" in kinds:
            page.uses = list(self._uses(iri, page.path))
        page.crumbs = self._crumbs(iri, page.path, kinds)
        page.drawing = self._drawing(iri, kinds)
        return page

    def _since(self, iri: str) -> str:
        """Return the first version with a thing: of the ontology, or of the file named with it."""
        source = self.facts.source[iri]
        first = history.since(source).get(iri, "") if source in history.VERSIONED else ""
        return first if source == "policygraph" else f"{source} {first}".strip() if first else ""

    def value(self, iri: str, page: str) -> Value:
        """Return a link to a thing: to its page, or to its own address."""
        labels = {lang: self.facts.label(iri, lang) for lang in ("zh", "en")}
        name = compact(iri)
        if set(labels.values()) == {name}:
            labels, name = {"": name}, ""
        return Value(labels, self._address(iri, page), name)

    def _address(self, iri: str, page: str) -> str:
        if not is_own(iri) or iri not in self.facts.source:
            return iri
        if self.is_county(iri):
            (wider,) = self.facts.iris(iri, "skos:broader")
            return f"{relative(path_of(wider) + '.html', page)}#{iri.rpartition('/')[2]}"
        return relative(path_of(iri) + ".html", page)

    def is_county(self, iri: str) -> bool:
        """Return whether a place is on the page of the one above it: 2,800 pages of their own would say little."""
        return self.facts.source.get(iri) == "counties"

    def counties(self, iri: str) -> list[str]:
        """Return the counties on the page of a place."""
        return [each for each in self.facts.subjects(iri, "skos:broader") if self.is_county(each)]

    def _texts(self, iri: str, name: str) -> Words:
        """Return the literals of each language, joined; under "" what has no language."""
        found: dict[str, list[str]] = defaultdict(list)
        for value in self.facts.objects(iri, name):
            if isinstance(value, ox.Literal):
                found[value.language or ""].append(value.value)
        if len(found) == 1:
            # An example in one language alone is for all readers.
            return {"": "\n".join(*found.values())}
        return {lang: "\n".join(texts) for lang, texts in found.items()}

    def _outgoing(self, iri: str, page: str) -> Iterable[Row]:
        grouped: dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]] = defaultdict(list)
        for predicate, value in self.facts.outgoing[ox.NamedNode(iri)]:
            if compact(predicate) not in words()["hidden"]:
                grouped[compact(predicate)].append(value)
        for name, values in grouped.items():
            known = words()["predicates"].get(name, {})
            labels = {lang: known.get(lang) or self.facts.label(expand(name), lang) for lang in ("zh", "en")}
            yield Row(labels, self._values(values, page), name)

    def _values(self, values: list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple], page: str) -> list[Value]:
        languages = {value.language for value in values if isinstance(value, ox.Literal)}
        shown = []
        for value in values:
            if isinstance(value, ox.NamedNode):
                shown.append(self.value(value.value, page))
            elif isinstance(value, ox.Literal) and {"zh", "en"} <= languages and value.language:
                shown.append(Value({value.language: value.value}))
            elif isinstance(value, ox.Literal):
                shown.append(Value({"": value.value}, lang=value.language or ""))
            elif isinstance(value, ox.BlankNode):
                shown.append(Value({"": self._expression(value)}))
        return shown

    def _expression(self, node: ox.BlankNode) -> str:
        """Write a blank node as Turtle does: a list in parentheses, anything else in brackets."""
        stated = self.facts.outgoing.get(node, [])
        first = [value for name, value in stated if name == expand("rdf:first")]
        if first:
            items, rest = [self._term(first[0])], [value for name, value in stated if name == expand("rdf:rest")]
            while rest and isinstance(rest[0], ox.BlankNode):
                following = self.facts.outgoing[rest[0]]
                items += [self._term(value) for name, value in following if name == expand("rdf:first")]
                rest = [value for name, value in following if name == expand("rdf:rest")]
            return f"( {' '.join(items)} )"
        return f"[ {' ; '.join(f'{compact(name)} {self._term(value)}' for name, value in stated)} ]"

    def _term(self, value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
        if isinstance(value, ox.BlankNode):
            return self._expression(value)
        return compact(value.value) if isinstance(value, ox.NamedNode) else str(value)

    def _incoming(self, iri: str, page: str, kinds: set[str]) -> Iterable[Row]:
        for name, labels in words()["predicates"].items():
            found = [each for each in self.facts.subjects(iri, name) if not self.is_county(each)]
            if "inverse" in labels and found:
                yield Row(labels["inverse"], [self.value(each, page) for each in dict.fromkeys(found)])
        instances = self.facts.subjects(iri, "rdf:type") if "owl:Class" in kinds else []
        if 0 < len(instances) <= MOST_INSTANCES:
            yield Row({"zh": "实例", "en": "instances"}, [self.value(each, page) for each in instances])
        elif instances:
            schemes = dict.fromkeys(scheme for each in instances for scheme in self.facts.iris(each, "skos:inScheme"))
            yield Row({"zh": "实例见", "en": "instances are in"}, [self.value(each, page) for each in schemes])

    def _uses(self, iri: str, page: str) -> Iterable[Use]:
        """Yield the shapes that check a term, also those that name it within a path or a choice."""
        found = dict.fromkeys(owner for owner in self.facts.owners(ox.NamedNode(iri)) if owner.startswith(SHAPES))
        for shape in found:
            messages = {lang: self.facts.text(shape, "sh:message", lang) for lang in ("zh", "en")}
            severity = next(iter(self.facts.iris(shape, "sh:severity")), "")
            yield Use(self.value(shape, page), messages, compact(severity).partition(":")[2])

    def _crumbs(self, iri: str, page: str, kinds: set[str]) -> list[Value]:
        """Return what a thing is in, the widest first."""
        above = [PG]
        schemes = self.facts.iris(iri, "skos:inScheme")
        if iri.startswith(SHAPES) and iri != SHAPES:
            above.append(SHAPES)
        elif schemes:
            above.append(schemes[0])
        elif "pg:Reform" in kinds or "pg:FunctionCollection" in kinds:
            above.append(PG + ("Reform" if "pg:Reform" in kinds else "FunctionCollection"))
        broader: list[str] = []
        step = iri
        while (wider := self.facts.iris(step, "skos:broader")) and wider[0] not in broader:
            step = wider[0]
            broader.insert(0, step)
        return [self.value(each, page) for each in [*above, *broader] if each in self.facts.source and each != iri]

    def _node(self, iri: str) -> Node:
        own = iri in self.facts.source
        return Node(compact(iri), *((self.facts.label(iri, lang) if own else "") for lang in ("zh", "en")))

    def _links(self, name: str, iris: Iterable[str]) -> list[Link]:
        return [Link(name, self._node(each)) for each in iris]

    def _drawing(self, iri: str, kinds: set[str]) -> str:
        if iri.startswith((ID, SHAPES)) or "foaf:Document" in kinds:
            return ""
        facts, links, before, after = self.facts, self._links, list[Link](), list[Link]()
        if "owl:Class" in kinds:
            after = links("rdfs:subClassOf", facts.iris(iri, "rdfs:subClassOf"))
            for each in facts.subjects(iri, "rdfs:domain"):
                after += links(compact(each), facts.iris(each, "rdfs:range")) or [Link(compact(each), Node("…"))]
            before = links("rdfs:subClassOf", facts.subjects(iri, "rdfs:subClassOf"))
            for each in facts.subjects(iri, "rdfs:range"):
                before += links(compact(each), facts.iris(each, "rdfs:domain")) or [Link(compact(each), Node("…"))]
        elif kinds & PROPERTIES:
            before, after = links("", facts.iris(iri, "rdfs:domain")), links("", facts.iris(iri, "rdfs:range"))
            if before or after:
                before, after = (
                    before or links("", [expand("rdfs:Resource")]),
                    after or links("", [expand("rdfs:Resource")]),
                )
            after += links("rdfs:subPropertyOf", facts.iris(iri, "rdfs:subPropertyOf"))
        elif "pg:Reform" in kinds:
            before, after = links("", facts.iris(iri, "pg:fromFunction")), links("", facts.iris(iri, "pg:toFunction"))
        elif "skos:Concept" in kinds:
            for name in ("skos:broader", "dcterms:isReplacedBy", "pg:nextState", "skos:closeMatch"):
                after += links(name, facts.iris(iri, name))
                before += links(name, facts.subjects(iri, name))
        else:
            after = links("skos:member", facts.iris(iri, "skos:member"))
        label = f"{self.facts.label(iri, 'zh')} · {self.facts.label(iri, 'en')}"
        return draw(self._node(iri), before, after, label=label)
