"""What the graph says of one policy or one body, as Turtle and JSON-LD beside its page, and a summary for search."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ..graph.read import owner
from ..model import Body, Policy
from ..namespaces import CV, ELI, PG, RDF, ROLE
from ..store import engine
from ..store.turtle import Terms, write_groups
from ..web.html import json_in_html
from .content import Content
from .linked import Triples, linked

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["body_lines", "described", "files_beside", "policy_graphs", "policy_lines"]


def policy_graphs(dataset: Dataset) -> list[Any]:
    """The names of the graphs that hold policies, each once."""
    from pyoxigraph import NamedNode

    kind, policy_class = NamedNode(RDF + "type"), NamedNode(PG + "Policy")
    return sorted({q.graph_name for q in engine(dataset).quads_for_pattern(None, kind, policy_class, None)}, key=str)


def policy_lines(dataset: Dataset, policies: set[str], graph: Any) -> list[tuple[str, list[str]]]:
    """Each policy of a graph with the N-Triples of it and all below it; the whole text is left to the graph itself.

    The graph is walked once, so that many policies in one take no more than their own triples.
    """
    from pyoxigraph import RdfFormat

    written = engine(dataset).dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""
    owners: dict[str, str] = {}
    found: dict[str, list[str]] = defaultdict(list)
    for line in _lines(written):
        subject = line[1 : line.index(" ") - 1]
        policy = owners.get(subject)
        if policy is None:
            policy = owners[subject] = owner(subject, policies)
        if policy:
            found[policy].append(line)
    return sorted(found.items())


def _lines(written: bytes) -> list[str]:
    # Not splitlines: a literal may hold any of the breaks that Unicode knows, but for this one.
    return written.decode().split("\n")[:-1]


def body_lines(dataset: Dataset, content: Content, body: str) -> list[str]:
    """The N-Triples of what the graphs say of a body itself, and its part in each measure."""
    from pyoxigraph import NamedNode, RdfFormat, serialize

    quads = engine(dataset).quads_for_pattern(NamedNode(body), None, None, None)
    found = _lines(serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b"")
    for measure, part in content.of_body[body]:
        node = _node(part.iri)
        found += [
            f"{node} <{RDF}type> <{PG}Responsibility> .",
            f"{node} <{CV}hasParticipant> <{body}> .",
            f"{node} <{CV}role> <{ROLE}{part.role}> .",
            f"{node} <{PG}ofMeasure> {_node(measure.iri)} .",
        ]
    return found + [f"{_node(policy.iri)} <{ELI}passed_by> <{body}> ." for policy in content.issued.get(body, ())]


def _node(name: str) -> str:
    """An IRI, or in graphs made elsewhere a blank node, whose name has no colon."""
    return f"<{name}>" if ":" in name else f"_:{name}"


def files_beside(path: str, lines: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The two files beside a page: their paths and contents. Both are made from triples put in order once."""
    groups = _ordered(lines)
    terms = Terms()
    written = (
        (terms.text(subject), [(terms.verb(verb[1:-1]), map(terms.text, objects)) for verb, objects in predicates])
        for subject, predicates in groups
    )
    body = "".join(write_groups(written))
    yield f"{path}.ttl", f"{terms.head()}{body}".encode()
    yield f"{path}.jsonld", linked(groups).encode()


def _ordered(lines: Iterable[str]) -> list[Triples]:
    """N-Triples by subject, predicate and object, each once: put together first, so that few things are compared."""
    found: dict[str, dict[str, list[str]]] = {}
    for line in dict.fromkeys(lines):
        subject, predicate, rest = line.split(" ", 2)
        found.setdefault(subject, {}).setdefault(predicate, []).append(rest[:-2])
    return [
        (subject, [(predicate, sorted(objects)) for predicate, objects in sorted(predicates.items())])
        for subject, predicates in sorted(found.items(), key=_by_subject)
    ]


def _by_subject(item: tuple[str, object]) -> tuple[str | int, ...]:
    """Numbers in IRIs sort as numbers: measure 10 after measure 9."""
    return tuple(int(part) if at % 2 else part for at, part in enumerate(_DIGITS.split(item[0])))


_DIGITS = re.compile(r"([0-9]+)")


def described(thing: Policy | Body) -> str:
    """A summary in schema.org's words, for the page's own script element of type ``application/ld+json``."""
    if isinstance(thing, Policy):
        about: dict[str, Any] = {
            "@type": "Legislation",
            "@id": thing.iri,
            "name": thing.title or thing.heading,
            "inLanguage": "zh",
            "legislationIdentifier": thing.number,
            "legislationDate": thing.dated and thing.dated.isoformat(),
            "datePublished": thing.issued and thing.issued.isoformat(),
            "legislationPassedBy": list(map(_organisation, thing.issuers)),
        }
    else:
        about = _organisation(thing)
    kept = {key: value for key, value in about.items() if value not in ("", [], None)}
    return json_in_html({"@context": "https://schema.org", **kept})


def _organisation(body: Body) -> dict[str, Any]:
    kind = "GovernmentOrganization" if body.kind == "named" else "Organization"
    names = list(dict.fromkeys([body.names.en, *body.aliases]))
    return {"@type": kind, "@id": body.iri, "name": body.names.zh, "alternateName": names}
