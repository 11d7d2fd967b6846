"""Collect facts as lines of N-Quads, in a third of the time that quads of the engine take."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from ..namespaces import PREFIXES, XSD

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["Lines", "parse_lines"]


def parse_lines(lines: Iterable[str], graph: str) -> list[Quad]:
    """Make quads of lines.

    Args:
        lines: What ``Lines`` holds.
        graph: The IRI of the graph that states them.

    Returns:
        The quads, in the order of the lines.
    """
    from pyoxigraph import RdfFormat, parse

    return list(parse("".join(f"{line} <{graph}> .\n" for line in lines), RdfFormat.N_QUADS))


class Lines:
    """Facts by subject. Properties and classes are given by their names with prefixes: ``eli:number``.

    A line ends before the graph and the full stop, so that a fact is one text whichever graph states it.
    """

    def __init__(self) -> None:
        self.lines: defaultdict[str, list[str]] = defaultdict(list)
        self._seen: set[str] = set()

    def is_new(self, subject: str) -> bool:
        """Return whether the subject is described for the first time."""
        first = subject not in self._seen
        self._seen.add(subject)
        return first

    def add_types(self, subject: str, *types: str) -> None:
        """Add one ``rdf:type`` or more."""
        self.lines[subject] += [f"<{subject}> <{_TYPE}> <{_full(value)}>" for value in types]

    def add_iri(self, subject: str, predicate: str, value: str) -> None:
        """Add a fact whose value is an IRI."""
        self.lines[subject].append(f"<{subject}> <{_full(predicate)}> <{value}>")

    def add_text(self, subject: str, predicate: str, value: str | None, language: str | None = None) -> None:
        """Add a fact whose value is a text; an empty text is left out."""
        if value:
            quoted = _SPECIAL.sub(_escaped, value)  # a tenth of the time of translate, which looks at every character
            tag = f"@{language}" if language else ""
            self.lines[subject].append(f'<{subject}> <{_full(predicate)}> "{quoted}"{tag}')

    def add_typed(self, subject: str, predicate: str, value: object, datatype: str) -> None:
        """Add a fact whose value has a datatype of XML Schema; ``None`` is left out."""
        if value is not None:
            lexical = str(value).lower() if isinstance(value, bool) else str(value)
            self.lines[subject].append(f'<{subject}> <{_full(predicate)}> "{lexical}"^^<{XSD}{datatype}>')

    def add_file(self, iri: str, name: str, sha256: str) -> None:
        """Describe a file by its name and hash, once."""
        if self.is_new(iri):
            self.add_types(iri, "foaf:Document", "prov:Entity")
            self.add_text(iri, "dcterms:title", name, "zh")
            self.add_text(iri, "dcterms:identifier", name)
            self.add_text(iri, "pg:sha256", sha256)

    def to_quads(self, graph: str) -> list[Quad]:
        """Make quads of all facts, in a graph."""
        return parse_lines(chain.from_iterable(self.lines.values()), graph)


@cache
def _full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


_TYPE = _full("rdf:type")
#: Canonical N-Quads escape these characters and no others.
_SPECIAL = re.compile(r'[\x00-\x1f"\\\x7f]')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}"
