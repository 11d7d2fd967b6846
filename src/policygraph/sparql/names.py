"""Bodies by name: a full name, an alias or a name as a text has it, and near names for one that is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from functools import partial
from typing import TYPE_CHECKING

from ..errors import QueryError
from .syntax import fill

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions
    from rdflib import Dataset

__all__ = ["body_iris", "one_body"]

#: Runs a SELECT query: on a store here, on an endpoint elsewhere.
Ask = Callable[[str], "QuerySolutions"]

#: One query for one kind of name, best kind first.
_BY_NAME = (
    "SELECT DISTINCT ?body WHERE { VALUES ?name { UNDEF } ?body skos:prefLabel ?name ; pg:level ?level }",
    "SELECT DISTINCT ?body WHERE { VALUES ?name { UNDEF }"
    " { ?body skos:altLabel ?name ; pg:level ?level }"
    " UNION { ?responsibility pg:nameInText ?name ; cv:hasParticipant ?body } }",
)
_ALL_NAMES = """
SELECT DISTINCT ?name WHERE {
  { ?body a pg:Body } UNION { ?body a pg:DepartmentGroup }
  { ?body skos:prefLabel ?name } UNION { ?body skos:altLabel ?name }
  UNION { ?responsibility cv:hasParticipant ?body ; pg:nameInText ?name }
}"""


def body_iris(name: str, ask: Ask) -> Sequence[str]:
    """The bodies and classes of bodies that a name stands for, sorted.

    A full name stands for what bears it; else every body that has the name as an alias, or goes by it in a text.

    Raises:
        QueryError: no body has that name; the message suggests near names.
    """
    from pyoxigraph import Literal, NamedNode

    name = name.strip()
    try:
        name.encode()
    except UnicodeEncodeError:
        raise QueryError("name_not_unicode", name=repr(name)) from None
    spellings = [str(Literal(name, language="zh")), str(Literal(name, language="en")), str(Literal(name))]
    for query in _BY_NAME:
        found = {row[0].value for row in ask(fill(query, {"name": spellings})) if isinstance(row[0], NamedNode)}
        if found:
            return sorted(found)
    near = _near(name, (row[0].value for row in ask(_ALL_NAMES)))
    if near:
        raise QueryError("near_body", name=name, near=near)
    raise QueryError("no_such_body", name=name)


def one_body(dataset: Dataset, name: str) -> str:
    """The one body that an IRI, a name or an alias stands for in a dataset.

    Raises:
        QueryError: there is none, or there are several; the message names them.
    """
    from ..store import engine, select
    from .binding import parse_iri

    if iri := parse_iri(name):
        return iri
    found = body_iris(name, partial(select, engine(dataset)))
    if len(found) > 1:
        raise QueryError("several_bodies", name=name, n=len(found), iris=list(found))
    return found[0]


def _near(name: str, known: Iterable[str]) -> list[str]:
    """The names most like this one; short names count as near when half their characters agree."""
    rated = sorted(
        ((SequenceMatcher(None, name, other).ratio(), other) for other in set(known)),
        key=lambda pair: (-pair[0], pair[1]),
    )
    return [other for ratio, other in rated[:3] if ratio >= 0.5]
