"""Formats of graphs and of query results: which ones the project reads, writes and offers.

pyoxigraph knows the name, the media type and the extension of each format. This module chooses among them, once for
files, the command line, the server and publications.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .errors import StoreError

if TYPE_CHECKING:
    from pyoxigraph import QueryResultsFormat, RdfFormat

__all__ = [
    "GRAPH_SUFFIXES",
    "QUERY_MEDIA_TYPE",
    "ROW_FORMATS",
    "TRIPLE_FORMATS",
    "UPDATE_MEDIA_TYPE",
    "format_of",
    "media_type",
    "rdf_format",
    "row_format",
]

#: Suffixes of files that hold a graph.
GRAPH_SUFFIXES = (".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf")
#: Formats of rows and of ASK's answer, by extension.
ROW_FORMATS = ("csv", "tsv", "json", "xml")
#: Formats of the triples of CONSTRUCT and DESCRIBE, by extension.
TRIPLE_FORMATS = ("ttl", "nt", "jsonld")
#: Media types of the text of a query and of an update.
QUERY_MEDIA_TYPE, UPDATE_MEDIA_TYPE = "application/sparql-query", "application/sparql-update"


def rdf_format(extension: str) -> RdfFormat:
    """Return the format of triples in pyoxigraph for an extension.

    Args:
        extension: Without the dot, as in ``TRIPLE_FORMATS``.

    Returns:
        The format.

    Example:
        >>> rdf_format("rdf").name, rdf_format("trig").supports_datasets
        ('RDF/XML', True)
    """
    from pyoxigraph import RdfFormat

    found = RdfFormat.from_extension(extension)
    if found is None:
        raise KeyError(extension)
    return found


def row_format(extension: str) -> QueryResultsFormat:
    """Return the format of rows in pyoxigraph for an extension.

    Args:
        extension: One of ``ROW_FORMATS``.

    Returns:
        The format.
    """
    from pyoxigraph import QueryResultsFormat

    found = QueryResultsFormat.from_extension(extension)
    if found is None:
        raise KeyError(extension)
    return found


def media_type(extension: str) -> str:
    """Return the media type of a format of rows or of triples.

    Args:
        extension: Without the dot.

    Returns:
        The media type, without parameters.

    Example:
        >>> media_type("csv"), media_type("jsonld")
        ('text/csv', 'application/ld+json')
    """
    found = row_format(extension) if extension in ROW_FORMATS else rdf_format(extension)
    return found.media_type.partition(";")[0]


def format_of(path: Path) -> RdfFormat:
    """Return the format of a graph file, by its suffix.

    Args:
        path: The file; it need not exist.

    Returns:
        The format.

    Raises:
        StoreError: The suffix is unknown.

    Example:
        >>> format_of(Path("notice.TTL")).name
        'Turtle'
    """
    suffix = path.suffix.lower()
    if suffix not in GRAPH_SUFFIXES:
        raise StoreError("no_graph_format", path=path, suffix=path.suffix, known=" ".join(GRAPH_SUFFIXES))
    return rdf_format(suffix[1:])
