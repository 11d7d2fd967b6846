"""The file formats of graphs, by suffix."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import StoreError

if TYPE_CHECKING:
    from pyoxigraph import RdfFormat

__all__ = ["FORMATS", "Format", "format_of"]


@dataclass(frozen=True, slots=True)
class Format:
    """One syntax of RDF: ``engine`` is its name in pyoxigraph; ``graphs`` whether it can hold named graphs."""

    name: str
    engine: str
    graphs: bool

    def syntax(self) -> RdfFormat:
        """The format as pyoxigraph has it."""
        from pyoxigraph import RdfFormat

        found: RdfFormat = getattr(RdfFormat, self.engine)
        return found


#: Suffix to format.
FORMATS: dict[str, Format] = {
    ".ttl": Format("Turtle", "TURTLE", graphs=False),
    ".nt": Format("N-Triples", "N_TRIPLES", graphs=False),
    ".nq": Format("N-Quads", "N_QUADS", graphs=True),
    ".trig": Format("TriG", "TRIG", graphs=True),
    ".jsonld": Format("JSON-LD", "JSON_LD", graphs=True),
    ".rdf": Format("RDF/XML", "RDF_XML", graphs=False),
}


def format_of(path: Path) -> Format:
    """The format that a file's suffix stands for.

    Raises:
        StoreError: the suffix is none of those known.

    >>> format_of(Path("notice.TTL")).name
    'Turtle'
    """
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        known = " ".join(FORMATS)
        raise StoreError("no_graph_format", path=path, suffix=path.suffix, known=known) from None
