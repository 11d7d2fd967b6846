"""What a description is written to: quads of the engine, or lines of N-Quads where there are too many for that.

Both are given the same calls and hold the same facts in the same order; a test compares them.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from ..namespaces import RDF, XSD

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, Quad

__all__ = ["LineWriter", "QuadWriter", "Writer"]


class Writer(ABC):
    """Collects the facts of one graph. Which call is made says what the value is: an IRI, a text, a typed value."""

    def __init__(self, graph: str) -> None:
        self.graph = graph
        self._seen: set[str] = set()

    def once(self, subject: str) -> bool:
        """Is this the first time that the subject is described?"""
        first = subject not in self._seen
        self._seen.add(subject)
        return first

    def types(self, subject: str, *types: str) -> None:
        """One ``rdf:type`` or more."""
        for value in types:
            self.iri(subject, RDF + "type", value)

    @abstractmethod
    def iri(self, subject: str, predicate: str, value: str) -> None:
        """A fact whose value is an IRI."""

    @abstractmethod
    def text(self, subject: str, predicate: str, value: str | None, language: str | None = None) -> None:
        """A fact whose value is a text; nothing where it is empty."""

    @abstractmethod
    def typed(self, subject: str, predicate: str, value: object, datatype: str) -> None:
        """A fact whose value has a datatype of XML Schema; nothing where it is ``None``."""


class QuadWriter(Writer):
    """Facts as quads of pyoxigraph, by subject."""

    def __init__(self, graph: str) -> None:
        from pyoxigraph import Literal, NamedNode, Quad

        super().__init__(graph)
        self._literal, self._node, self._quad = Literal, NamedNode, Quad
        self._graph = NamedNode(graph)
        self.quads: dict[str, list[Quad]] = {}

    def _add(self, subject: str, predicate: str, value: NamedNode | Literal) -> None:
        quad = self._quad(self._node(subject), self._node(predicate), value, self._graph)
        self.quads.setdefault(subject, []).append(quad)

    def iri(self, subject: str, predicate: str, value: str) -> None:
        """A fact whose value is an IRI."""
        self._add(subject, predicate, self._node(value))

    def text(self, subject: str, predicate: str, value: str | None, language: str | None = None) -> None:
        """A fact whose value is a text."""
        if value:
            self._add(subject, predicate, self._literal(value, language=language) if language else self._literal(value))

    def typed(self, subject: str, predicate: str, value: object, datatype: str) -> None:
        """A fact whose value has a datatype."""
        if value is not None:
            self._add(subject, predicate, self._literal(_lexical(value), datatype=self._node(XSD + datatype)))


class LineWriter(Writer):
    """Facts as lines of N-Quads up to the object, by subject."""

    def __init__(self, graph: str) -> None:
        super().__init__(graph)
        self.lines: dict[str, list[str]] = {}

    def _add(self, subject: str, line: str) -> None:
        lines = self.lines.get(subject)
        if lines is None:
            self.lines[subject] = [line]
        else:
            lines.append(line)

    def iri(self, subject: str, predicate: str, value: str) -> None:
        """A fact whose value is an IRI."""
        self._add(subject, f"<{subject}> <{predicate}> <{value}>")

    def text(self, subject: str, predicate: str, value: str | None, language: str | None = None) -> None:
        """A fact whose value is a text."""
        if value:
            quoted = _SPECIAL.sub(_escaped, value)  # a tenth of the time of translate, which looks at every character
            self._add(subject, f'<{subject}> <{predicate}> "{quoted}"' + (f"@{language}" if language else ""))

    def typed(self, subject: str, predicate: str, value: object, datatype: str) -> None:
        """A fact whose value has a datatype."""
        if value is not None:
            self._add(subject, f'<{subject}> <{predicate}> "{_lexical(value)}"^^<{XSD}{datatype}>')


#: Canonical N-Quads escape these and no others that a text can hold.
_SPECIAL = re.compile(r'[\x00-\x1f"\\\x7f]')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}"


def _lexical(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
