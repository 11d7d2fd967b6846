"""Every shape on a valid and an invalid example: what is found, word for word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from competency import dataset
from policygraph.graph.validate import validate
from policygraph.resources import ontology_dir
from policygraph.store import dump
from shape_cases import cases, found_in, graph

CASES = cases()
SHAPES = re.findall(
    r"^shape:([\w-]+) a sh:(\w+)", (ontology_dir() / "shapes.ttl").read_text(encoding="utf-8"), re.MULTILINE
)
#: Node shapes that only hold property shapes find nothing of their own.
HOLDERS = {name for name, kind in SHAPES if kind == "NodeShape"} - {
    "Named", "DepartmentGroup", "TextHash", "EvidenceQuote", "Unread",
}  # fmt: skip


def test_the_base_conforms() -> None:
    assert validate(graph()) == []


@pytest.mark.parametrize("case", CASES, ids=[case["shape"] for case in CASES])
def test_the_invalid_example_is_found_and_nothing_else(case: dict[str, object]) -> None:
    assert found_in(case) == case["finds"]
    findings = validate(graph(str(case.get("add", "")), str(case.get("remove", ""))))
    assert any(finding.shape.endswith(f"/{case['shape']}") for finding in findings), "the shape itself must speak"


@pytest.mark.parametrize("case", [case for case in CASES if "valid" in case], ids=lambda case: case["shape"])
def test_the_valid_example_is_not_found(case: dict[str, str]) -> None:
    findings = validate(graph(case["valid"]))
    assert [finding.line() for finding in findings if finding.shape.endswith(f"/{case['shape']}")] == []
    assert not [finding for finding in findings if finding.severity == "violation"]


def test_every_shape_has_its_example() -> None:
    assert len(SHAPES) >= 129
    assert {case["shape"] for case in CASES} == {name for name, _ in SHAPES} - HOLDERS


def test_each_finding_names_its_place_in_the_source() -> None:
    """All but those about what stands in no text: concepts, the run, a text's own description."""
    placeless = [
        case["shape"]
        for case in CASES
        for line in case["finds"]
        if " of demo" not in line and "policy demo" not in line and " line " not in line
    ]
    apart: tuple[str, ...] = (
        "Named",
        "StatusReport",
        "Submission",
        "Level",
        "Role",
        "Function",
        "Place",
        "Run",
        "ProcessingStep",
        "Review-",
        "PolicyGraph",
        "Recognition-",
    )
    # Nothing leads from these to a text: the link itself is what is missing.
    apart += ("SharedResponsibility-measure", "SourceText-source")
    assert [shape for shape in placeless if not shape.startswith(apart)] == []


def test_findings_come_in_one_order_whatever_the_order_of_triples() -> None:
    from rdflib import Graph

    wrong = graph(remove='<policy/demo> dcterms:identifier "demo" . <body/350000/education> a pg:Body .')
    turned = Graph()
    for triple in sorted(wrong, reverse=True):
        turned.add(triple)
    assert validate(wrong) == validate(turned) != []


def test_the_graph_is_not_changed() -> None:
    given = graph()
    before = set(given)
    validate(given)
    assert set(given) == before


def test_a_plain_shacl_engine_agrees(tmp_path: Path) -> None:
    """The shapes are SHACL Core: another engine's verdict on the example is the same, our two own checks apart."""
    from pyshacl import validate as run

    data = dump(dataset("fujian"), tmp_path / "graph.ttl")
    conforms, _, text = run(str(data), shacl_graph=str(ontology_dir() / "shapes.ttl"), inference="none")
    assert conforms, text[:2000]
