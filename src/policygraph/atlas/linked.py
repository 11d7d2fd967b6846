"""JSON-LD from N-Triples, term by term as text: what escapes a character in the one escapes it in the other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ..namespaces import PREFIXES, RDF, compact

__all__ = ["Triples", "linked"]

#: A subject with its predicates, and each of these with its objects: all as N-Triples writes them.
Triples = tuple[str, Sequence[tuple[str, Sequence[str]]]]

_TYPE = f"<{RDF}type>"
_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_./-]*")


def linked(subjects: Iterable[Triples]) -> str:
    """JSON-LD with the project's prefixes: a third of the length of the expanded form.

    >>> print(linked([("<https://w3id.org/policygraph/id/a>", [("<urn:b>", ['"c"@zh'])])]))
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
    """An IRI with a prefix of the context, where what is left of it is plain, as a JSON string; and that prefix."""
    iri = term[1:-1] if term[0] == "<" else term
    if short := compact(iri, _PLAIN):
        return f'"{short}"', short.partition(":")[0]
    return json.dumps(iri, ensure_ascii=False), ""
