"""Parameters of queries: the values of a user become RDF terms, never a piece of query text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING, Any

from ..errors import QueryError
from ..model import LEVELS, ROLES
from ..namespaces import LEVEL, ROLE, XSD, expand
from ..texts import Bilingual, filled
from .header import CatalogueQuery, Parameter
from .syntax import fill

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, QuerySolutions
    from rdflib import Dataset

__all__ = ["bind", "find_bodies", "find_one_body", "parse_iri", "parse_term"]

#: Runs a SELECT query, on a local store or a remote endpoint.
Select = Callable[[str], "QuerySolutions"]

_TOKENS = {"level": (LEVEL, LEVELS), "role": (ROLE, ROLES)}
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S*")
_LITERAL = re.compile(r'"(?P<text>.*)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^(?P<datatype>\S+))?', re.DOTALL)
#: One query for one kind of name, best kind first.
_BODY_BY_NAME = (
    "SELECT DISTINCT ?body WHERE { VALUES ?name { UNDEF } ?body skos:prefLabel ?name ; pg:level ?level }",
    "SELECT DISTINCT ?body WHERE { VALUES ?name { UNDEF }"
    " { ?body skos:altLabel ?name ; pg:level ?level }"
    " UNION { ?responsibility pg:nameInText ?name ; cv:hasParticipant ?body } }",
)
_BODY_NAMES = """
SELECT DISTINCT ?name WHERE {
  { ?body a pg:Body } UNION { ?body a pg:DepartmentGroup }
  { ?body skos:prefLabel ?name } UNION { ?body skos:altLabel ?name }
  UNION { ?responsibility cv:hasParticipant ?body ; pg:nameInText ?name }
}"""


def bind(query: CatalogueQuery, values: Mapping[str, str | Sequence[str]], select: Select) -> str:
    """Put the values of parameters into a query.

    Args:
        query: A query. Without a header its parameters have no types, see ``parse_term``.
        values: The user's values by parameter; several values mean any of them.
        select: Runs a query, to find bodies by their names.

    Returns:
        The text of the query.

    Raises:
        QueryError: A parameter is unknown, missing or of the wrong type.
    """
    known = [parameter.name for parameter in query.parameters]
    for name in values:
        if not query.has_header:
            if not _VARIABLE.fullmatch(name):
                raise QueryError("bad_parameter_name", name=name)
        elif name not in known:
            raise QueryError(
                "unknown_parameter" if known else "no_parameters", query=query.name, name=name, known=known
            )
    terms: dict[str, Sequence[Any]] = {}
    for parameter in query.parameters:
        if parameter.name in values:
            terms[parameter.name] = [
                term for value in _each(values[parameter.name]) for term in _terms(parameter, value, select)
            ]
        elif parameter.required:
            described = Bilingual(parameter.description["zh"], parameter.description["en"])
            raise QueryError("missing_parameter", query=query.name, name=parameter.name, description=described)
    if not query.has_header:
        terms = {name: [parse_term(value) for value in _each(given)] for name, given in values.items()}
    return fill(query.text, {name: [str(term) for term in found] for name, found in terms.items()})


def _each(values: str | Sequence[str]) -> Sequence[str]:
    return [values] if isinstance(values, str) else values


def _terms(parameter: Parameter, value: str, select: Select) -> Sequence[NamedNode | Literal]:
    from pyoxigraph import Literal, NamedNode

    def wrong(wanted: str, **more: Any) -> QueryError:
        return QueryError("wrong_parameter", name=parameter.name, wanted=filled(wanted, **more), value=value)

    if parameter.values and value not in parameter.values:
        raise wrong("wanted_one_of", values=parameter.values)
    if parameter.type in ("body", "iri"):
        iri = parse_iri(value)
        if iri is None and parameter.type == "iri":
            raise wrong("wanted_iri")
        return [_named_node(each) for each in ([iri] if iri else find_bodies(value, select))]
    if parameter.type in _TOKENS:
        namespace, tokens = _TOKENS[parameter.type]
        token = value.removeprefix(namespace).removeprefix(f"{parameter.type}:")
        if token not in tokens:
            raise wrong("wanted_one_of", values=tokens)
        return [NamedNode(namespace + token)]
    if parameter.type == "integer":
        if not re.fullmatch(r"[+-]?[0-9]+", value, re.ASCII):
            raise wrong("wanted_whole")
        return [Literal(value, datatype=NamedNode(XSD + "integer"))]
    if parameter.type == "date":
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise wrong("wanted_date") from None
        return [Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))]
    return [_literal(value)]


def parse_iri(value: str) -> str | None:
    """Read an IRI that a user wrote as ``https://…``, ``<https://…>`` or ``prefix:…``.

    Args:
        value: The text that the user gave.

    Returns:
        The whole IRI; ``None`` if the value is not an IRI.

    Example:
        >>> parse_iri("level:county"), parse_iri("省教育厅")
        ('https://w3id.org/policygraph/def/level/county', None)
    """
    if value.startswith("<") and value.endswith(">"):
        return value[1:-1]
    return expand(value) or (value if _ABSOLUTE.fullmatch(value) and not value.startswith("_:") else None)


def parse_term(value: str) -> NamedNode | Literal:
    """Read the value of a parameter that no header declares.

    Args:
        value: ``<…>`` is an IRI; ``"…"``, ``"…"@zh`` and ``"…"^^<…>`` are literals; anything else is a plain string.

    Returns:
        The term.

    Raises:
        QueryError: The value is not a valid RDF term.

    Example:
        >>> str(parse_term("省教育厅")), str(parse_term('"2020-05-11"^^xsd:date'))
        ('"省教育厅"', '"2020-05-11"^^<http://www.w3.org/2001/XMLSchema#date>')
    """
    if value.startswith("<") and value.endswith(">"):
        return _named_node(value[1:-1])
    written = _LITERAL.fullmatch(value)
    if not written:
        return _literal(value)
    datatype = written["datatype"]
    node = _named_node(parse_iri(datatype) or datatype) if datatype else None
    return _literal(written["text"], datatype=node, language=written["language"])


def _named_node(iri: str) -> NamedNode:
    from pyoxigraph import NamedNode

    try:
        return NamedNode(iri)
    except ValueError as error:
        raise QueryError("not_iri", iri=iri, reason=error) from None


def _literal(value: str, *, datatype: NamedNode | None = None, language: str | None = None) -> Literal:
    from pyoxigraph import Literal

    try:
        return Literal(value, datatype=datatype, language=language)
    except (ValueError, UnicodeError) as error:
        raise QueryError("not_term", value=repr(value), reason=error) from None


def find_bodies(name: str, select: Select) -> Sequence[str]:
    """Find the bodies and classes of bodies that have a name.

    Bodies with this full name take precedence; aliases and names in texts are searched only if there are none.

    Args:
        name: A full name, an alias or a name from a text.
        select: Runs a query.

    Returns:
        Their IRIs, sorted.

    Raises:
        QueryError: No body has that name; the message suggests similar names.
    """
    from pyoxigraph import Literal, NamedNode

    name = name.strip()
    try:
        name.encode()
    except UnicodeEncodeError:
        raise QueryError("name_not_unicode", name=repr(name)) from None
    spellings = [str(Literal(name, language="zh")), str(Literal(name, language="en")), str(Literal(name))]
    for query in _BODY_BY_NAME:
        found = {row[0].value for row in select(fill(query, {"name": spellings})) if isinstance(row[0], NamedNode)}
        if found:
            return sorted(found)
    # Short names count as similar when half their characters agree.
    near = get_close_matches(name, {row[0].value for row in select(_BODY_NAMES)}, 3, 0.5)
    raise QueryError("near_body", name=name, near=near) if near else QueryError("no_such_body", name=name)


def find_one_body(dataset: Dataset, name: str) -> str:
    """Find the one body of a dataset that has a name.

    Args:
        dataset: The dataset.
        name: An IRI, a name or an alias.

    Returns:
        Its IRI.

    Raises:
        QueryError: No body has the name, or several have it; the message lists these.
    """
    from ..store import engine, select

    if iri := parse_iri(name):
        return iri
    found = find_bodies(name, partial(select, engine(dataset)))
    if len(found) > 1:
        raise QueryError("several_bodies", name=name, n=len(found), iris=list(found))
    return found[0]
