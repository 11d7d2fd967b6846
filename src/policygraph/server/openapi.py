"""The description of the API in OpenAPI 3.1, made from the headers of the questions."""

from __future__ import annotations

from functools import cache
from typing import Any

from .. import __version__
from ..formats import QUERY_MEDIA_TYPE, ROW_FORMATS, TRIPLE_FORMATS, media_type
from ..model import LEVELS, ROLES
from ..sparql import CatalogueQuery, catalogue
from ..sparql.header import AUDIENCES, Parameter
from .api import FORMATS
from .formats import GRAPHS, RESULTS

__all__ = ["openapi"]

_PROBLEMS = {
    400: "The request or a parameter is wrong.",
    403: "The query asks another host, or is an update.",
    404: "There is nothing of this name.",
    406: "There is no answer in the form that is wanted.",
    413: "The request is too large.",
    422: "The query takes too long or too much.",
    408: "The request did not come to its end in time.",
    504: "The query was stopped at its limit of time.",
    503: "Too many queries at once; Retry-After says when to come again.",
}
_TYPES: dict[str, dict[str, Any]] = {
    "iri": {"type": "string", "format": "iri"},
    "body": {"type": "string", "minLength": 1},
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "date": {"type": "string", "format": "date"},
    "level": {"type": "string", "enum": list(LEVELS)},
    "role": {"type": "string", "enum": list(ROLES)},
}
#: Form of a query to the values of ``format`` that it answers in.
_ANSWERS = {"SELECT": (*ROW_FORMATS, "rq"), "ASK": ("json", "xml", "rq")}
_TRIPLES = (*TRIPLE_FORMATS, "rq")
_LANGUAGES = {"type": "string", "enum": ["zh", "en"]}
_LANGUAGE = {**_LANGUAGES, "default": "zh"}


@cache
def openapi() -> dict[str, Any]:
    """The whole description, as JSON has it.

    >>> openapi()["paths"]["/api/queries/workload"]["get"]["operationId"]
    'workload'
    """
    paths: dict[str, Any] = {f"/api/queries/{query.name}": {"get": _asking(query)} for query in catalogue().values()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "policygraph",
            "version": __version__,
            "summary": "Who must do what, with whom, at which level and by when.",
            "description": "The questions of the catalogue, each at an address of its own, and SPARQL.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": f"{each['en']} · {each['zh']}"} for name, each in AUDIENCES.items()],
        "paths": {**paths, **_others()},
        "components": {"schemas": _SCHEMAS},
    }


def _asking(query: CatalogueQuery) -> dict[str, Any]:
    """The operation that asks one question."""
    formats = _ANSWERS.get(query.form, _TRIPLES)
    fields = [_parameter(each) for each in query.parameters]
    if query.parameter("lang") is None:
        fields.append(_field("lang", _LANGUAGE, "The language of labels · 名称所用的语言"))
    told = f"The form of the answer, before what Accept says; rq is the SPARQL itself. One of {', '.join(formats)}."
    fields.append(_field("format", {"type": "string", "enum": list(formats)}, told))
    if query.form == "SELECT":
        whole = {"type": "integer", "maximum": 999_999_999}
        fields.append(_field("limit", {**whole, "minimum": 1}, "The rows of a page; Link leads to the other pages."))
        fields.append(_field("offset", {**whole, "minimum": 0}, "The rows before the page; needs a limit."))
    offered = list(dict.fromkeys([*(RESULTS if query.form in _ANSWERS else GRAPHS), *(FORMATS[f] for f in formats)]))
    found: dict[str, Any] = {"description": "The answer.", "content": {kind: _content(kind) for kind in offered}}
    if query.form == "SELECT":
        found["headers"] = {"Link": {"description": "The pages next and prev.", "schema": {"type": "string"}}}
    return {
        "operationId": query.name,
        "summary": f"{query.summary['en']} · {query.summary['zh']}",
        "description": f"{query.description['en'].strip()}\n\n{query.description['zh'].strip()}",
        "tags": [query.audience],
        "parameters": fields,
        "responses": {"200": found, **_problems(400, 406, 408, 422, 503, 504)},
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = dict(_TYPES[parameter.type])
    if parameter.values:
        schema["enum"] = list(parameter.values)
    if parameter.default is not None:
        schema["default"] = int(parameter.default) if parameter.type == "integer" else parameter.default
    told = f"{parameter.description['en'].strip()} · {parameter.description['zh'].strip()}"
    return {**_field(parameter.name, schema, told), "required": parameter.required}


def _field(name: str, schema: dict[str, Any], told: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": told}


def _content(kind: str) -> dict[str, Any]:
    if kind == media_type("json"):
        return {"schema": {"$ref": "#/components/schemas/Results"}}
    # No schema says more of the others than their media type does.
    return {}


def _problems(*statuses: int) -> dict[str, Any]:
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        str(status): {
            "description": _PROBLEMS[status],
            "headers": {"Content-Language": {"description": "The language of the title.", "schema": _LANGUAGES}},
            "content": {"application/problem+json": schema},
        }
        for status in statuses
    }


def _others() -> dict[str, Any]:
    """Operations beside the questions."""
    anything = {kind: _content(kind) for kind in dict.fromkeys([*RESULTS, *GRAPHS])}
    answers = {
        "200": {"description": "The answer.", "content": anything},
        **_problems(400, 403, 406, 408, 413, 422, 503, 504),
    }
    text = {"type": "string", "description": "SPARQL 1.1"}
    graphs = [
        {"name": name, "in": "query", "schema": {"type": "array", "items": {"type": "string", "format": "iri"}}}
        for name in ("default-graph-uri", "named-graph-uri")
    ]
    asked = {"name": "query", "in": "query", "required": True, "schema": text}
    return {
        "/api/queries": {
            "get": {
                "operationId": "questions",
                "summary": "The questions of the catalogue, with their parameters and columns",
                "responses": {"200": _json("The questions.", {"type": "array", "items": _ref("Question")})},
            }
        },
        "/health": {
            "get": {
                "operationId": "health",
                "summary": "Does the server live?",
                "responses": {
                    "200": _json("It lives.", _ref("Health")),
                    "503": _json("The process that holds the graph is gone.", _ref("Health")),
                },
            }
        },
        "/sparql": {
            "get": {
                "operationId": "query",
                "summary": "SPARQL 1.1 Protocol",
                "parameters": [asked, *graphs],
                "responses": answers,
            },
            "post": {
                "operationId": "queryByPost",
                "summary": "SPARQL 1.1 Protocol, with the query in the body",
                "parameters": graphs,
                "requestBody": {"required": True, "content": {QUERY_MEDIA_TYPE: {"schema": text}}},
                "responses": {**answers, "415": _problems(400)["400"]},
            },
        },
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(told: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": told, "content": {"application/json": {"schema": schema}}}


_WORDS = {"type": "object", "required": ["zh", "en"], "additionalProperties": {"type": "string"}}
_SCHEMAS: dict[str, Any] = {
    "Problem": {
        "type": "object",
        "description": "A problem as RFC 9457 has it; its title is in the language of the field lang, else of "
        "Accept-Language, else in English.",
        "required": ["title", "status"],
        "properties": {"title": {"type": "string"}, "status": {"type": "integer"}},
    },
    "Health": {
        "type": "object",
        "required": ["status", "quads"],
        "properties": {"status": {"enum": ["ok", "failing"]}, "quads": {"type": "integer", "minimum": 0}},
    },
    "Results": {
        "type": "object",
        "description": "SPARQL 1.1 Query Results JSON",
        "required": ["head"],
        "properties": {
            "head": {"type": "object"},
            "boolean": {"type": "boolean"},
            "results": {
                "type": "object",
                "required": ["bindings"],
                "properties": {"bindings": {"type": "array", "items": {"type": "object"}}},
            },
        },
    },
    "Question": {
        "type": "object",
        "required": ["name", "address", "summary", "description", "form", "audience", "parameters", "columns"],
        "properties": {
            "name": {"type": "string"},
            "address": {"type": "string"},
            "summary": _WORDS,
            "description": _WORDS,
            "form": {"enum": ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]},
            "audience": {"enum": list(AUDIENCES)},
            "parameters": {"type": "array", "items": {"type": "object"}},
            "columns": {"type": "object", "additionalProperties": _WORDS},
        },
    },
}
