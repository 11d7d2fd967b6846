"""The API does what its description says, whatever is asked of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from jsonschema_rs import Draft202012Validator
from schemathesis.specs.openapi.checks import positive_data_acceptance

from policygraph import build
from policygraph.server.openapi import describe_api
from policygraph.sparql import catalogue
from policygraph.store import dump

from .conftest import Served, started


@pytest.fixture(scope="module")
def api(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("openapi") / "graph.ttl"
    dump(build(example).dataset, path)
    with started(path) as server:
        yield server


@schemathesis.serializer("application/sparql-query")
def _written(_: Any, value: Any) -> bytes:
    return str(value).encode("utf-8", "surrogatepass")


schema = schemathesis.openapi.from_dict(describe_api())


@schema.parametrize()
@settings(max_examples=8, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_api_keeps_its_word(api: Served, case: Any) -> None:
    # A name that no body has, or a text that is no SPARQL, fits the schema and is refused all the same.
    case.call_and_validate(base_url=api.url, timeout=60, excluded_checks=[positive_data_acceptance])


def test_every_question_is_described(api: Served) -> None:
    told = json.loads(api.ask("/openapi.json").body)
    assert told == describe_api()
    operations = {path: each["get"] for path, each in told["paths"].items() if path.startswith("/api/queries/")}
    assert list(operations) == [f"/api/queries/{name}" for name in catalogue()]
    body = next(each for each in operations["/api/queries/measures-of-body"]["parameters"] if each["name"] == "body")
    assert body["required"] and body["schema"]["items"]["type"] == "string"
    kinds = {each["schema"].get("type") for operation in operations.values() for each in operation["parameters"]}
    assert {"string", "integer"} <= kinds


def test_answers_have_the_form_that_is_described(api: Served) -> None:
    schemas = {"components": describe_api()["components"]}
    for path, name in (("/api/queries/workload", "Results"), ("/health", "Health")):
        validator = Draft202012Validator({"$ref": f"#/components/schemas/{name}", **schemas})
        validator.validate(json.loads(api.ask(path).body))
