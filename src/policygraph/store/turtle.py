"""Write Turtle and TriG, with the same bytes for the same graph.

The serialisers of libraries are not used: Oxigraph's orders prefixes differently from run to run and escapes every
slash of a local name; rdflib's takes a minute for a hundred thousand triples.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ..namespaces import ID, LOCAL_NAME, PREFIXES, RDF, XSD, compact

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["Group", "Terms", "natural_key", "write_groups", "write_turtle"]

#: The relative forms of an IRI below the base: no scheme, no dot segments, nothing that a parser would resolve.
_BELOW_BASE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*")
_TYPE, _WHOLE, _TRUTH = RDF + "type", XSD + "integer", XSD + "boolean"
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DIGITS = re.compile(r"([0-9]+)")


def natural_key(iri: str) -> tuple[str | int, ...]:
    """Make a key that sorts numbers in IRIs as numbers: measure 10 after measure 9."""
    return tuple(int(part) if at % 2 else part for at, part in enumerate(_DIGITS.split(iri)))


# A site has thousands of small files with the same properties in each.
@lru_cache(maxsize=1 << 14)
def _written(iri: str) -> tuple[str, bool, str]:
    """Return the prefix of an IRI, whether it is written below the base, and how it is written."""
    if name := compact(iri, LOCAL_NAME):
        return name.partition(":")[0], False, name
    if iri.startswith(ID) and _BELOW_BASE.fullmatch(iri, len(ID)):
        return "", True, f"<{iri[len(ID) :]}>"
    return "", False, f"<{iri}>"


class Terms:
    """Writes terms, and records which prefixes are used.

    Attributes:
        prefixes: The prefixes that are used.
        base: Whether an IRI below the base is used.
    """

    def __init__(self) -> None:
        from pyoxigraph import NamedNode

        self._named = NamedNode
        self.prefixes: set[str] = set()
        self.base = False
        self._iris: dict[str, str] = {}

    def iri(self, iri: str) -> str:
        """Write an IRI: prefixed, below the base, or whole.

        Args:
            iri: The IRI.

        Returns:
            Its text.

        Example:
            >>> Terms().iri("http://www.w3.org/2004/02/skos/core#prefLabel")
            'skos:prefLabel'
            >>> Terms().iri("https://w3id.org/policygraph/id/policy/a/measure/1")
            '<policy/a/measure/1>'
        """
        written = self._iris.get(iri)
        if written is None:
            written = self._iris[iri] = self._write(iri)
        return written

    def _write(self, iri: str) -> str:
        prefix, below, written = _written(iri)
        if prefix:
            self.prefixes.add(prefix)
        self.base |= below
        return written

    def verb(self, iri: str) -> str:
        """Write a predicate; ``a`` for the type."""
        return "a" if iri == _TYPE else self.iri(iri)

    def term(self, term: Any) -> str:
        """Write any term of pyoxigraph."""
        return self.iri(term.value) if isinstance(term, self._named) else self.text(str(term))

    def text(self, term: str) -> str:
        """Write any term of N-Triples.

        Args:
            term: The term in N-Triples.

        Returns:
            Its text.

        Example:
            >>> terms = Terms()
            >>> terms.text('"3"^^<http://www.w3.org/2001/XMLSchema#integer>'), terms.text('"三"@zh')
            ('3', '"三"@zh')
            >>> terms.text('"2020"^^<http://www.w3.org/2001/XMLSchema#gYear>')
            '"2020"^^xsd:gYear'
        """
        if term[0] == "<" and term[1] != "<":
            return self.iri(term[1:-1])
        if term[0] != '"' or term[-1] != ">":
            return term
        value, _, datatype = term.rpartition("^^")
        kind, bare = datatype[1:-1], value[1:-1]
        if (kind == _WHOLE and _INTEGER.fullmatch(bare)) or (kind == _TRUTH and bare in ("true", "false")):
            return bare
        return f"{value}^^{self.iri(kind)}"

    def head(self) -> str:
        """Write the ``@base`` and ``@prefix`` lines for what was used so far."""
        lines = [f"@base <{ID}> .\n"] if self.base else []
        lines += [f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(self.prefixes)]
        return "".join(lines)


#: The text of a subject with its predicates, and of each of these with its objects.
Group = tuple[str, Iterable[tuple[str, Iterable[str]]]]


def write_turtle(quads: Iterable[Quad]) -> Iterator[str]:
    """Write sorted quads as TriG, which is Turtle if all are in the default graph.

    Args:
        quads: The quads.

    Yields:
        The text, in pieces.
    """
    from pyoxigraph import DefaultGraph

    terms = Terms()
    body: list[str] = []
    for graph, members in groupby(quads, key=lambda quad: quad.graph_name):
        if isinstance(graph, DefaultGraph):
            body.extend(write_groups(_groups(members, terms)))
        else:
            body.append(f"\n{terms.term(graph)} {{\n")
            body.extend(write_groups(_groups(members, terms), "  "))
            body.append("}\n")
    yield terms.head()
    yield from body


def _groups(quads: Iterable[Quad], terms: Terms) -> Iterator[Group]:
    for subject, of_subject in groupby(quads, key=lambda quad: quad.subject):
        predicates = (
            (terms.verb(predicate.value), [terms.term(quad.object) for quad in of_predicate])
            for predicate, of_predicate in groupby(of_subject, key=lambda quad: quad.predicate)
        )
        yield terms.term(subject), predicates


def write_groups(groups: Iterable[Group], indent: str = "") -> Iterator[str]:
    """Write a subject, and below it each of its predicates with the objects.

    Args:
        groups: The subjects.
        indent: What each line begins with.

    Yields:
        The text of each subject.

    Example:
        >>> print(*write_groups([("<a>", [("a", ["pg:Policy"]), ("pg:position", ["1", "2"])])]))
        <BLANKLINE>
        <a>
            a pg:Policy ;
            pg:position 1 , 2 .
        <BLANKLINE>
    """
    joint = f" ;\n{indent}    "
    for subject, predicates in groups:
        lines = joint.join(f"{verb} {' , '.join(objects)}" for verb, objects in predicates)
        yield f"\n{indent}{subject}\n{indent}    {lines} .\n"
