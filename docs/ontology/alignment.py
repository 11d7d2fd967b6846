"""How the terms are aligned with other vocabularies, as the Turtle states it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from docs.ontology.facts import PG, Facts, compact
from docs.ontology.pages import words

#: What is stated, in this order, and what it claims.
CLAIMS = {
    "rdfs:subClassOf": {"zh": "每个实例都是对方的实例", "en": "every instance is one of theirs"},
    "rdfs:subPropertyOf": {"zh": "每条陈述都蕴含对方的陈述", "en": "every statement implies theirs"},
    "skos:closeMatch": {"zh": "含义相近，部分用途可互换", "en": "close in meaning, interchangeable for some uses"},
    "rdfs:seeAlso": {"zh": "仅供参考，不作推论", "en": "for reference; nothing follows from it"},
}


@dataclass(frozen=True, slots=True)
class Alignment:
    """One statement that links a term with one of another vocabulary.

    Attributes:
        term: The IRI of the term.
        claim: The predicate, compact.
        other: The IRI of the other term.
    """

    term: str
    claim: str
    other: str


def alignments(facts: Facts) -> dict[str, list[Alignment]]:
    """Collect the alignments of classes and properties.

    Args:
        facts: The statements of the ontology.

    Returns:
        Prefix of the other vocabulary → its alignments, both in the order of ``labels.yaml`` and of the file.
    """
    found: dict[str, list[Alignment]] = defaultdict(list)
    for term, source in facts.source.items():
        if source != "policygraph":
            continue
        for claim in CLAIMS:
            for other in facts.iris(term, claim):
                if not other.startswith(PG):
                    found[compact(other).partition(":")[0]].append(Alignment(term, claim, other))
    unknown = set(found) - set(words()["vocabularies"])
    if unknown:
        raise ValueError(f"labels.yaml does not name the vocabularies {', '.join(sorted(unknown))}")
    return {prefix: found[prefix] for prefix in words()["vocabularies"] if prefix in found}


def reused(facts: Facts) -> dict[str, list[str]]:
    """List the terms of other vocabularies that the shapes expect in data.

    Args:
        facts: The statements of the shapes.

    Returns:
        Prefix → compact IRIs, sorted.
    """
    found: dict[str, set[str]] = defaultdict(set)
    places = {"sh:path", "sh:class", "sh:targetClass", "sh:targetObjectsOf", "sh:targetSubjectsOf", "sh:hasValue"}
    inner = places | {"sh:inversePath", "sh:alternativePath", "rdf:first"}
    for node, incoming in facts.incoming.items():
        iri = getattr(node, "value", "")
        prefix = compact(iri).partition(":")[0]
        if prefix in words()["vocabularies"] and any(compact(name) in inner for name, _ in incoming):
            found[prefix].add(compact(iri))
    return {prefix: sorted(found[prefix]) for prefix in words()["vocabularies"] if prefix in found}
