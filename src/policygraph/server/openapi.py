"""The description of the API in OpenAPI 3.1: ``openapi.json``, and an operation for each question of the catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from .. import __version__
from ..formats import ROW_FORMATS, TRIPLE_FORMATS, media_type
from ..model import LEVELS, ROLES
from ..sparql import CatalogueQuery, Parameter, catalogue
from ..sparql.header import AUDIENCES
from .catalogue import FORMATS
from .negotiation import GRAPHS, RESULTS

__all__ = ["describe_api"]

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
_LANGUAGE = {"type": "string", "enum": ["zh", "en"], "default": "zh"}
#: What all problems have in common.
_PROBLEM = {
    "headers": {
        "Content-Language": {
            "description": "The language of the title.",
            "schema": {"type": "string", "enum": ["zh", "en"]},
        }
    },
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


@cache
def describe_api() -> dict[str, Any]:
    """Write the whole description.

    Returns:
        The description, as JSON has it.

    Example:
        >>> describe_api()["paths"]["/api/queries/workload"]["get"]["operationId"]
        'workload'
    """
    found: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    found["info"]["version"] = __version__
    found["tags"] = [{"name": name, "description": f"{each['en']} · {each['zh']}"} for name, each in AUDIENCES.items()]
    components = found["components"]
    components["schemas"]["Question"]["properties"]["audience"] = {"enum": list(AUDIENCES)}
    for problem in components["responses"].values():
        problem.update(_PROBLEM)
    components["responses"]["Answer"] = _answer([*RESULTS, *GRAPHS])
    questions = {f"/api/queries/{query.name}": {"get": _operation(query)} for query in catalogue().values()}
    found["paths"] = questions | found["paths"]
    return found


def _operation(query: CatalogueQuery) -> dict[str, Any]:
    """Describe the operation that asks one question."""
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
    offered = RESULTS if query.form in _ANSWERS else GRAPHS
    found = _answer([*offered, *(FORMATS[each] for each in formats)])
    if query.form == "SELECT":
        found["headers"] = {"Link": {"description": "The pages next and prev.", "schema": {"type": "string"}}}
    codes = ("400", "406", "408", "414", "422", "503", "504")
    refused = {code: {"$ref": f"#/components/responses/{code}"} for code in codes}
    return {
        "operationId": query.name,
        "summary": f"{query.summary['en']} · {query.summary['zh']}",
        "description": f"{query.description['en'].strip()}\n\n{query.description['zh'].strip()}",
        "tags": [query.audience],
        "parameters": fields,
        "responses": {"200": found, **refused},
    }


def _answer(media_types: Iterable[str]) -> dict[str, Any]:
    # No schema says more of the others than their media type does.
    schema = {media_type("json"): _schema("Results")}
    return {"description": "The answer.", "content": {each: schema.get(each, {}) for each in media_types}}


def _schema(name: str) -> dict[str, Any]:
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = dict(_TYPES[parameter.type])
    if parameter.values:
        schema["enum"] = list(parameter.values)
    if parameter.default is not None:
        schema["default"] = int(parameter.default) if parameter.type == "integer" else parameter.default
    if parameter.type == "body":
        # The field is repeated: any of them will do.
        schema = {"type": "array", "items": schema, "minItems": 1}
    told = f"{parameter.description['en'].strip()} · {parameter.description['zh'].strip()}"
    return {**_field(parameter.name, schema, told), "required": parameter.required}


def _field(name: str, schema: dict[str, Any], told: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": told}
