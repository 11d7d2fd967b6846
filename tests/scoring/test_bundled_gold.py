"""The bundled annotation: valid, true to its documents, and described by its data card."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from policygraph import read
from policygraph.annotation import annotate
from policygraph.documents import read as read_document
from policygraph.resources import examples_dir, ontology_dir
from policygraph.scoring import score
from policygraph.scoring.readings import find_documents

GOLD = examples_dir() / "gold"
NAMES = sorted(path.stem for path in GOLD.glob("*.jsonl"))
SCHEMA = Draft202012Validator(json.loads((ontology_dir() / "annotation.schema.json").read_text(encoding="utf-8")))
#: What the data card lists.
FORMS = {"label", "bracket", "sentence", "duty-list", "table"}


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA.schema)


@pytest.mark.parametrize("name", NAMES)
def test_annotation_is_valid_and_in_the_words_of_its_document(name: str) -> None:
    path = find_documents([name], [examples_dir()])[name]
    text = read_document(path).text
    for record in records(GOLD / f"{name}.jsonl"):
        assert not [error.message for error in SCHEMA.iter_errors(record)]
        assert record["doc"] == name and record["form"] in FORMS
        words = [record["title"], record["number"], *record["category"].split(" / "), record["deadline"] or ""]
        cells = record["statement"].split(" | ")
        surfaces = [unit["surface"] for unit in record["responsibilities"]]
        assert [each for each in (*words, *cells, *surfaces) if each not in text] == []
        assert len({(u["normalized"], u["role"]) for u in record["responsibilities"]}) == len(surfaces)


def test_every_file_of_annotation_of_the_collection_is_valid(shared: Path) -> None:
    faults = [
        f"{path.name}: {error.message}"
        for path in sorted((shared / "gold").glob("*.jsonl"))
        for record in records(path)
        for error in SCHEMA.iter_errors(record)
    ]
    assert faults == []


def test_what_review_exports_is_valid() -> None:
    policy = read(examples_dir() / "hefei-cold-chain-2022.txt")
    assert [error.message for record in annotate(policy) for error in SCHEMA.iter_errors(record)] == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"responsibilities": None}, "None is not of type 'array'"),
        ({"deadline": 3}, "3 is not of type"),
        ({"responsibilities": [{"normalized": "甲", "role": "joint", "level": "other", "kind": "named"}]}, "'joint'"),
    ],
)
def test_wrong_annotation_is_invalid(change: dict[str, Any], message: str) -> None:
    record = {**records(GOLD / "hefei-cold-chain-2022.jsonl")[0], **change}
    assert any(message in error.message for error in SCHEMA.iter_errors(record))


def test_the_data_card_has_the_right_figures() -> None:
    card = (GOLD / "README.md").read_text(encoding="utf-8")
    counted: Counter[str] = Counter()
    for name in NAMES:
        found = records(GOLD / f"{name}.jsonl")
        units = [unit for record in found for unit in record["responsibilities"]]
        assert re.search(rf"^\| `{name}\.\w+` \|.*\| {len(found)} \| {len(units)} \|$", card, re.MULTILINE), name
        counted.update({"documents": 1, "measures": len(found), "responsibilities": len(units)})
        counted.update(f"form {record['form']}" for record in found for _ in record["responsibilities"])
        counted.update(f"role {unit['role']}" for unit in units)
    said = ", ".join(f"{counted[what]} {what}" for what in ("documents", "measures", "responsibilities"))
    assert f"{said}." in " ".join(card.split())
    for kind in ("form", "role"):
        for key, number in counted.items():
            if key.startswith(f"{kind} "):
                assert f"`{key.removeprefix(kind + ' ')}` {number}" in card, key


def test_two_annotations_of_fujian_agree(shared: Path, tmp_path: Path) -> None:
    """The notice was annotated twice, independently; the data card has the result."""
    second = tmp_path / "second.jsonl"
    lines = [{**record, "doc": "fujian-relocation-2020"} for record in records(shared / "gold" / "00.jsonl")]
    second.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    scores = score(GOLD / "fujian-relocation-2020.jsonl", predictions=second).scores
    card = (GOLD / "README.md").read_text(encoding="utf-8")
    assert f"F1 {scores.who.f1:.3f} for who, {scores.role.f1:.3f} for who and role" in " ".join(card.split())


def test_the_reading_of_the_bundled_documents_gets_no_worse() -> None:
    """True mistakes remain in the county notice; raise the floors when its reading improves."""
    scores = score(GOLD, [examples_dir()], by="form").scores
    assert scores.role.f1 >= 0.988 and scores.who.precision == 1
    floors = {"label": 1.0, "bracket": 1.0, "duty-list": 1.0, "table": 1.0, "sentence": 0.769}
    assert {group.name: group.role.f1 for group in scores.groups if group.role.f1 < floors[group.name]} == {}
