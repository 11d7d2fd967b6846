"""What the graph says of one policy or one body, as Turtle and JSON-LD beside its page, and a summary for search."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from ..namespaces import CV, ELI, PG, PREFIXES, RDF, ROLE, XSD
from ..store import engine
from ..store.turtle import Group, turtle
from .content import Body, Policy
from .lookup import Lookup

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from rdflib import Dataset

__all__ = ["body_quads", "described", "files_beside", "policy_graphs", "policy_quads"]


def policy_graphs(dataset: Dataset) -> list[Any]:
    """The names of the graphs that hold policies, each once."""
    from pyoxigraph import NamedNode

    kind, policy_class = NamedNode(RDF + "type"), NamedNode(PG + "Policy")
    return sorted({q.graph_name for q in engine(dataset).quads_for_pattern(None, kind, policy_class, None)}, key=str)


def policy_quads(dataset: Dataset, policies: set[str], graph: Any) -> list[tuple[str, list[Quad]]]:
    """Each policy of a graph with what that says of it and all below it; the whole text is left to the graph itself.

    The graph is walked once, so that many policies in one take no more than their own triples.
    """
    found: dict[str, list[Quad]] = defaultdict(list)
    for quad in engine(dataset).quads_for_pattern(None, None, None, graph):
        subject = getattr(quad.subject, "value", "")
        owner = subject if subject in policies else _owner(subject, policies)
        if owner:
            found[owner].append(quad)
    return sorted(found.items())


def _owner(subject: str, policies: set[str]) -> str:
    """The policy that a part of it belongs to: the longest beginning of its IRI that is a policy."""
    end = subject.rfind("/")
    while end > 0:
        if subject[:end] in policies:
            return subject[:end]
        end = subject.rfind("/", 0, end)
    return ""


def body_quads(dataset: Dataset, lookup: Lookup, body: str) -> list[Quad]:
    """What the graphs say of a body itself, and its part in each measure."""
    from pyoxigraph import NamedNode, Quad

    store, node = engine(dataset), NamedNode(body)
    found = [
        Quad(quad.subject, quad.predicate, quad.object) for quad in store.quads_for_pattern(node, None, None, None)
    ]
    participant, role, measure = (NamedNode(name) for name in (CV + "hasParticipant", CV + "role", PG + "ofMeasure"))
    kind, duty_class = NamedNode(RDF + "type"), NamedNode(PG + "Responsibility")
    for duty in lookup.of_body[body]:
        subject = NamedNode(duty.iri)
        found += [
            Quad(subject, kind, duty_class),
            Quad(subject, participant, node),
            Quad(subject, role, NamedNode(ROLE + duty.role)),
            Quad(subject, measure, NamedNode(duty.measure)),
        ]
    found += [Quad(NamedNode(policy.iri), NamedNode(ELI + "passed_by"), node) for policy in lookup.issued.get(body, ())]
    return found


def files_beside(path: str, quads: Iterable[Quad]) -> Iterator[tuple[str, bytes]]:
    """The two files beside a page: their paths and contents. Both are made from triples put in order once."""
    groups = _ordered(quads)
    yield f"{path}.ttl", "".join(turtle(groups)).encode()
    yield f"{path}.jsonld", _linked(groups)


def _ordered(quads: Iterable[Quad]) -> list[Group]:
    """Triples by subject, predicate and object, each once: put together first, so that few things are compared."""
    found: dict[Any, dict[Any, set[Any]]] = {}
    for quad in quads:
        found.setdefault(quad.subject, {}).setdefault(quad.predicate, set()).add(quad.object)
    return [
        (
            subject,
            [
                # Nearly always there is one: not asked for its text.
                (predicate, sorted(objects, key=str) if len(objects) > 1 else list(objects))
                for predicate, objects in sorted(predicates.items(), key=_by_predicate)
            ],
        )
        for subject, predicates in sorted(found.items(), key=_by_subject)
    ]


def _by_subject(item: tuple[Any, object]) -> tuple[str | int, ...]:
    return _natural(str(item[0]))


def _by_predicate(item: tuple[Any, object]) -> str:
    return str(item[0].value)


@cache
def _short(iri: str) -> tuple[str, str]:
    """An IRI with a prefix of the context, where what is left of it is plain; and that prefix."""
    for prefix, namespace in _PREFIXES:
        if iri.startswith(namespace) and _PLAIN.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}", prefix
    return iri, ""


_PREFIXES = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))
_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_./-]*")


def _natural(text: str) -> tuple[str | int, ...]:
    """Numbers in IRIs sort as numbers: measure 10 after measure 9."""
    return tuple(int(part) if at % 2 else part for at, part in enumerate(_DIGITS.split(text)))


_DIGITS = re.compile(r"([0-9]+)")


def _linked(groups: Iterable[Group]) -> bytes:
    """JSON-LD with the project's prefixes: a third of the length of the expanded form."""
    from pyoxigraph import Literal, NamedNode

    nodes: list[dict[str, Any]] = []
    used: set[str] = set()

    def short(term: Any) -> str:
        if not isinstance(term, NamedNode):
            return f"_:{term.value}"
        written, prefix = _short(term.value)
        used.add(prefix)
        return written

    def said(value: Any) -> Any:
        if not isinstance(value, Literal):
            return {"@id": short(value)}
        if language := value.language:
            return {"@value": value.value, "@language": language}
        if (kind := value.datatype).value == _TEXT:
            return value.value
        return {"@value": value.value, "@type": short(kind)}

    for subject, predicates in groups:
        node: dict[str, Any] = {"@id": short(subject)}
        for predicate, objects in predicates:
            if predicate.value == _TYPE:
                node["@type"] = list(map(short, objects))
            else:
                node[short(predicate)] = list(map(said, objects))
        nodes.append(node)
    context = {prefix: PREFIXES[prefix] for prefix in sorted(used - {""})}
    made = {"@context": context, "@graph": nodes}
    return (json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "replace")


_TYPE, _TEXT = RDF + "type", XSD + "string"


def described(lookup: Lookup, thing: Policy | Body) -> str:
    """A summary in schema.org's words, for the page's own script element of type ``application/ld+json``."""
    if isinstance(thing, Policy):
        about: dict[str, Any] = {
            "@type": "Legislation",
            "@id": thing.iri,
            "name": thing.title or thing.heading,
            "inLanguage": "zh",
            "legislationIdentifier": thing.number,
            "legislationDate": thing.dated,
            "datePublished": thing.issued,
            "legislationPassedBy": [_organisation(lookup.content.bodies[body]) for body in thing.issuers],
        }
    else:
        about = _organisation(thing)
    kept = {key: value for key, value in about.items() if value not in ("", [], None)}
    text = json.dumps({"@context": "https://schema.org", **kept}, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _organisation(body: Body) -> dict[str, Any]:
    kind = "GovernmentOrganization" if body.kind == "named" else "Organization"
    names = list(dict.fromkeys([body.label.en, *body.aliases]))
    return {"@type": kind, "@id": body.iri, "name": body.label.zh, "alternateName": names}
