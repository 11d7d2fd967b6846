"""Write RDF beside the detail pages: the facts about a policy or a body in Turtle and JSON-LD, and a summary."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..graph.steps import owner
from ..model import Body, Policy
from ..namespaces import CV, ELI, PG, PREFIXES, RDF, ROLE, compact
from ..store import engine
from ..store.turtle import Terms, natural_key, write_groups
from ..web.html import dump_json
from .content import Content

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = [
    "collect_body_lines",
    "collect_policy_lines",
    "summarise",
    "write_json_ld",
    "write_rdf_files",
]


#: A subject with its predicates, and each of these with its objects: all as N-Triples writes them.
Triples = tuple[str, Sequence[tuple[str, Sequence[str]]]]

_TYPE = f"<{RDF}type>"
_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_./-]*")


def collect_policy_lines(dataset: Dataset, policies: set[str], graph: Any) -> list[tuple[str, list[str]]]:
    """Collect the N-Triples of each policy of a graph and of all below it, without the whole text.

    The graph is walked once, so that many policies in one take no more than their own triples.

    Args:
        dataset: The dataset.
        policies: The IRIs of policies.
        graph: The name of the graph.

    Returns:
        Each policy with its lines.
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
    # Not splitlines: a literal may contain any line break of Unicode but this one.
    return written.decode().split("\n")[:-1]


def collect_body_lines(dataset: Dataset, content: Content, body: str) -> list[str]:
    """Collect the N-Triples of a body and of its part in each measure.

    Args:
        dataset: The dataset.
        content: The content of the atlas.
        body: The IRI of the body.

    Returns:
        The lines.
    """
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
    """Write an IRI, or in graphs of other programs a blank node, whose name has no colon."""
    return f"<{name}>" if ":" in name else f"_:{name}"


def write_rdf_files(path: str, lines: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Write the two files beside a page, both from the same ordered triples.

    Args:
        path: The path of the page.
        lines: N-Triples.

    Yields:
        Path and content of each file.
    """
    groups = _ordered(lines)
    terms = Terms()
    written = (
        (terms.text(subject), [(terms.verb(verb[1:-1]), map(terms.text, objects)) for verb, objects in predicates])
        for subject, predicates in groups
    )
    body = "".join(write_groups(written))
    yield f"{path}.ttl", f"{terms.head()}{body}".encode()
    yield f"{path}.jsonld", write_json_ld(groups).encode()


def _ordered(lines: Iterable[str]) -> list[Triples]:
    """Sort N-Triples by subject, predicate and object, each once: grouped first, so that fewer strings are compared."""
    found: dict[str, dict[str, list[str]]] = {}
    for line in dict.fromkeys(lines):
        subject, predicate, rest = line.split(" ", 2)
        found.setdefault(subject, {}).setdefault(predicate, []).append(rest[:-2])
    return [
        (subject, [(predicate, sorted(objects)) for predicate, objects in sorted(predicates.items())])
        for subject, predicates in sorted(found.items(), key=lambda item: natural_key(item[0]))
    ]


def write_json_ld(subjects: Iterable[Triples]) -> str:
    """Write JSON-LD with the project's prefixes: a third of the length of the expanded form.

    Terms are converted as text: JSON escapes the same characters as N-Triples, in the same way.

    Args:
        subjects: The triples.

    Returns:
        The document.

    Example:
        >>> print(write_json_ld([("<https://w3id.org/policygraph/id/a>", [("<urn:b>", ['"c"@zh'])])]))
        {"@context":{"id":"https://w3id.org/policygraph/id/"},"@graph":[{"@id":"id:a","urn:b":[{"@value":"c","@language":"zh"}]}]}
        <BLANKLINE>
    """
    used: set[str] = set()

    def name(term: str) -> str:
        written, prefix = _name(term)
        used.add(prefix)
        return written

    def said(term: str) -> str:
        if term[0] != '"':
            return f'{{"@id":{name(term)}}}'
        if term[-1] == '"':
            return term
        value, tag = term[: (end := term.rindex('"') + 1)], term[end:]
        if tag[0] == "^":
            # What follows the last quote is ``^^<IRI>``: no IRI holds one.
            return f'{{"@value":{value},"@type":{name(tag[2:])}}}'
        language, _, direction = tag[1:].partition("--")
        way = f',"@direction":"{direction}"' if direction else ""
        return f'{{"@value":{value},"@language":"{language}"{way}}}'

    nodes = []
    for subject, predicates in subjects:
        fields = [f'{{"@id":{name(subject)}']
        for predicate, objects in predicates:
            if predicate == _TYPE:
                fields.append(f'"@type":[{",".join(map(name, objects))}]')
            else:
                fields.append(f"{name(predicate)}:[{','.join(map(said, objects))}]")
        nodes.append(",".join(fields) + "}")
    context = json.dumps({prefix: PREFIXES[prefix] for prefix in sorted(used - {""})}, separators=(",", ":"))
    return f'{{"@context":{context},"@graph":[{",".join(nodes)}]}}\n'


# A site has thousands of small files with the same terms in each.
@lru_cache(maxsize=1 << 14)
def _name(term: str) -> tuple[str, str]:
    """Write an IRI as a JSON string, with a prefix of the context if the rest is plain; return that prefix too."""
    iri = term[1:-1] if term[0] == "<" else term
    if short := compact(iri, _PLAIN):
        return f'"{short}"', short.partition(":")[0]
    return json.dumps(iri, ensure_ascii=False), ""


def summarise(thing: Policy | Body) -> str:
    """Summarise a policy or a body with schema.org, for the page's script of type ``application/ld+json``.

    Args:
        thing: The policy or the body.

    Returns:
        JSON that is safe in HTML.
    """
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
    return dump_json({"@context": "https://schema.org", **kept})


def _organisation(body: Body) -> dict[str, Any]:
    kind = "GovernmentOrganization" if body.kind == "named" else "Organization"
    names = list(dict.fromkeys([body.names.en, *body.aliases]))
    return {"@type": kind, "@id": body.iri, "name": body.names.zh, "alternateName": names}
