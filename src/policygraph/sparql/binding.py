"""From what a user gives for a parameter to RDF terms. A value is always a term, never a piece of query text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..errors import QueryError
from ..model import LEVELS, ROLES
from ..namespaces import LEVEL, ROLE, XSD, expand
from ..texts import Names, filled
from .header import CatalogueQuery, Parameter
from .syntax import fill

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

__all__ = ["bind", "iri_of", "parse_iri", "undeclared_term"]

#: From the name of a body to the IRIs that it may stand for.
Resolver = Callable[[str], Sequence[str]]

_TOKENS = {"level": (LEVEL, LEVELS), "role": (ROLE, ROLES)}
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S*")
_LITERAL = re.compile(r'"(?P<text>.*)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^(?P<datatype>\S+))?', re.DOTALL)


def bind(query: CatalogueQuery, values: Mapping[str, str], resolve: Resolver) -> str:
    """The text of a query with the values of its parameters in it.

    Args:
        query: a query. Without a header its parameters have no types, see ``undeclared_term``.
        values: what the user gives, by parameter.
        resolve: finds the IRIs of a body by its name; called for parameters of type ``body``.

    Raises:
        QueryError: a parameter is unknown, missing or of the wrong type.
    """
    if not query.has_header:
        return fill(query.text, {_checked(name): [str(undeclared_term(value))] for name, value in values.items()})
    known = [parameter.name for parameter in query.parameters]
    for name in values:
        if name not in known:
            if known:
                raise QueryError("unknown_parameter", query=query.name, name=name, known=known)
            raise QueryError("no_parameters", query=query.name, name=name)
    terms = {}
    for parameter in query.parameters:
        if parameter.name in values:
            terms[parameter.name] = [str(term) for term in _terms(parameter, values[parameter.name], resolve)]
        elif parameter.required:
            described = Names(parameter.description["zh"], parameter.description["en"])
            raise QueryError("missing_parameter", query=query.name, name=parameter.name, description=described)
    return fill(query.text, terms)


def _checked(name: str) -> str:
    if not _VARIABLE.fullmatch(name):
        raise QueryError("bad_parameter_name", name=name)
    return name


def _terms(parameter: Parameter, value: str, resolve: Resolver) -> Sequence[NamedNode | Literal]:
    from pyoxigraph import Literal, NamedNode

    def wrong(wanted: Names) -> QueryError:
        return QueryError("wrong_parameter", name=parameter.name, wanted=wanted, value=value)

    if parameter.values and value not in parameter.values:
        raise wrong(filled("wanted_one_of", values=parameter.values))
    if parameter.type == "body":
        iri = parse_iri(value)
        return [iri_of(iri)] if iri else [iri_of(found) for found in resolve(value)]
    if parameter.type == "iri":
        iri = parse_iri(value)
        if iri is None:
            raise wrong(filled("wanted_iri"))
        return [iri_of(iri)]
    if parameter.type in _TOKENS:
        namespace, tokens = _TOKENS[parameter.type]
        token = value.removeprefix(namespace).removeprefix(f"{parameter.type}:")
        if token not in tokens:
            raise wrong(filled("wanted_one_of", values=tokens))
        return [NamedNode(namespace + token)]
    if parameter.type == "integer":
        if not re.fullmatch(r"[+-]?[0-9]+", value, re.ASCII):
            raise wrong(filled("wanted_whole"))
        return [Literal(value, datatype=NamedNode(XSD + "integer"))]
    if parameter.type == "date":
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise wrong(filled("wanted_date")) from None
        return [Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))]
    return [_text(value)]


def parse_iri(value: str) -> str | None:
    """Read an IRI that a user wrote as ``https://…``, ``<https://…>`` or ``prefix:…``.

    Args:
        value: what the user gave.

    Returns:
        the whole IRI; ``None`` where the value is none.

    >>> parse_iri("level:county"), parse_iri("省教育厅")
    ('https://w3id.org/policygraph/def/level/county', None)
    """
    if value.startswith("<") and value.endswith(">"):
        return value[1:-1]
    return expand(value) or (value if _ABSOLUTE.fullmatch(value) and not value.startswith("_:") else None)


def iri_of(iri: str) -> NamedNode:
    """A checked IRI term.

    Raises:
        QueryError: the text is not an absolute IRI.
    """
    from pyoxigraph import NamedNode

    try:
        return NamedNode(iri)
    except ValueError as error:
        raise QueryError("not_iri", iri=iri, reason=error) from None


def _text(value: str, *, datatype: NamedNode | None = None, language: str | None = None) -> Literal:
    from pyoxigraph import Literal

    try:
        return Literal(value, datatype=datatype, language=language)
    except (ValueError, UnicodeError) as error:
        raise QueryError("not_term", value=repr(value), reason=error) from None


def undeclared_term(value: str) -> NamedNode | Literal:
    """The term of a parameter that no header describes, by how it is written.

    ``<…>`` is an IRI; ``"…"``, ``"…"@zh`` and ``"…"^^<…>`` are literals; anything else is a plain string.

    >>> str(undeclared_term("省教育厅")), str(undeclared_term('"2020-05-11"^^xsd:date'))
    ('"省教育厅"', '"2020-05-11"^^<http://www.w3.org/2001/XMLSchema#date>')
    """
    if value.startswith("<") and value.endswith(">"):
        return iri_of(value[1:-1])
    written = _LITERAL.fullmatch(value)
    if not written:
        return _text(value)
    if written["language"]:
        return _text(written["text"], language=written["language"])
    if written["datatype"]:
        return _text(written["text"], datatype=iri_of(parse_iri(written["datatype"]) or written["datatype"]))
    return _text(written["text"])
