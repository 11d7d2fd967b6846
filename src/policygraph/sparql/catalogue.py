"""The catalogue: every ``.rq`` file of the ``queries`` folder, by name, and the catalogue itself as RDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from ..errors import QueryError
from ..namespaces import DCTERMS, PG, RDF, RDFS, SCHEMA, SH
from ..resources import queries_dir
from ..store import serialise
from ..tabular import write_html_table
from .header import CatalogueQuery, read_query

__all__ = ["NAME", "Catalogue", "catalogue", "executables", "find", "load"]

#: Names of queries. A name is a single word, and a SPARQL query never is.
NAME = re.compile(r"[A-Za-z0-9_-]+")
#: The namespace of the IRIs of queries; like those of the ontology they are names, not addresses.
_QUERY = PG + "query/"


class Catalogue(Mapping[str, CatalogueQuery]):
    """Queries by name, in alphabetical order; in a notebook a table of their questions."""

    def __init__(self, queries: Mapping[str, CatalogueQuery]) -> None:
        self._queries = queries

    def __getitem__(self, name: str) -> CatalogueQuery:
        return self._queries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._queries)

    def __len__(self) -> int:
        return len(self._queries)

    def __repr__(self) -> str:
        return f"<Catalogue of {len(self)} queries>"

    def _repr_html_(self) -> str:
        rows = (
            (name, each.summary.get("zh"), each.summary.get("en"), [parameter.name for parameter in each.parameters])
            for name, each in self.items()
        )
        return write_html_table(repr(self)[1:-1], ("name", "zh", "en", "parameters"), rows, most=len(self))


@cache
def catalogue(folder: Path | None = None) -> Catalogue:
    """Read all queries of a folder.

    Args:
        folder: The folder; by default the project's own.

    Returns:
        The queries by name, in alphabetical order; ``query`` takes these names.

    Raises:
        QueryError: A header is missing or wrong; the message has file and line.

    Example:
        >>> catalogue()["responsibilities"].summary["en"]
        'Who must do what, in which role, and where does the text say so?'
    """
    folder = folder or queries_dir()
    return Catalogue({path.stem: _with_header(path) for path in sorted(folder.glob("*.rq"))})


@cache
def _with_header(path: Path) -> CatalogueQuery:
    query = load(path)
    if not query.has_header:
        raise QueryError("query_without_header", path=path.name, line=1)
    return query


def load(path: Path) -> CatalogueQuery:
    """Read one query file, a catalogue's or a user's own.

    Args:
        path: The file.

    Returns:
        The query.

    Raises:
        QueryError: The file is missing, unreadable or not UTF-8, or its header is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise QueryError("query_missing", path=path) from None
    except UnicodeDecodeError as error:
        raise QueryError("query_not_utf8", path=path, at=error.start) from None
    except OSError as error:
        raise QueryError("path_unreadable", path=path, reason=error) from error
    return read_query(text, name=path.stem, origin=path.name)


def find(name: str) -> CatalogueQuery:
    """Find a query of the catalogue by its name.

    Args:
        name: The name.

    Returns:
        The query.

    Raises:
        QueryError: No query has this name; the message suggests similar names.
    """
    path = queries_dir() / f"{name}.rq"
    if NAME.fullmatch(name) and path.is_file():
        return _with_header(path)
    near = get_close_matches(name, sorted(path.stem for path in queries_dir().glob("*.rq")), 3, 0.5)
    if near:
        raise QueryError("near_query", name=name, near=near)
    raise QueryError("no_such_query", name=name)


def executables(queries: Iterable[CatalogueQuery] | None = None, endpoint: str | None = None) -> str:
    """Write queries as Turtle, in the form in which other catalogues of SPARQL examples are published.

    Each is a ``sh:SPARQLExecutable`` (by its form also ``sh:SPARQLSelectExecutable`` …) with its question as
    ``rdfs:comment`` in both languages, its text as ``sh:select``, ``sh:ask``, ``sh:construct`` or ``sh:describe``, and
    its tags as ``schema:keywords``. DESCRIBE has no property in SHACL; ``sh:describe`` is the one that published
    catalogues of examples use.

    Args:
        queries: The queries; by default the catalogue.
        endpoint: The address at which they can be run, their ``schema:target``.

    Returns:
        The Turtle.

    Example:
        >>> "sh:SPARQLAskExecutable" in executables()
        True
    """
    from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

    quads = []
    for query in catalogue().values() if queries is None else queries:
        form = query.form.lower()
        facts: list[tuple[str, NamedNode | Literal]] = [
            (RDF + "type", NamedNode(SH + "SPARQLExecutable")),
            (DCTERMS + "identifier", Literal(query.name)),
            (SH + form, Literal(query.body + "\n")),
            *((SCHEMA + "keywords", Literal(tag)) for tag in query.tags),
        ]
        if endpoint is not None:
            facts.append((SCHEMA + "target", NamedNode(endpoint)))
        if form != "describe":
            facts.append((RDF + "type", NamedNode(f"{SH}SPARQL{form.capitalize()}Executable")))
        for language in ("zh", "en"):
            description = " ".join(query.description[language].split())
            facts.append((RDFS + "comment", Literal(query.summary[language], language=language)))
            facts.append((DCTERMS + "description", Literal(description, language=language)))
        subject = NamedNode(_QUERY + query.name)
        quads += [Quad(subject, NamedNode(predicate), value) for predicate, value in facts]
    return b"".join(serialise(quads, RdfFormat.TURTLE)).decode()
