"""Annotations say what the reading says, and a program measured by its own reading is right."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from policygraph import build, query, read
from policygraph.annotation import ParsedNotice, annotate, export_annotations
from policygraph.errors import UsageError
from policygraph.model import Policy
from policygraph.scoring import score

FIELDS = {"doc", "category", "number", "title", "responsibilities", "deadline", "open_ended", "statement"}


def rows_of(source: Path) -> list[dict[str, str]]:
    data = query(build(source), "responsibilities").serialize("csv") or b""
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_the_fields_are_those_of_the_format(notice: ParsedNotice) -> None:
    records = list(annotate(notice.read()))
    assert all(set(record) == FIELDS for record in records)
    assert [(record["number"], record["title"], record["category"]) for record in records] == [
        ("1.", "修路", "道路"),
        ("2.", "植树", "道路"),
        ("3.", "办学", "道路"),
    ]
    assert records[0]["responsibilities"][0] == {
        "surface": "市交通局",
        "normalized": "市交通局",
        "role": "lead",
        "level": "municipal",
        "kind": "named",
        "review": "unseen",
    }
    assert "市教育局负责" in records[2]["statement"]


def test_every_responsibility_of_the_graph_is_in_the_annotations(example: Path) -> None:
    """A check of our own, without the scorer: measure, name and role agree row by row, so F1 is 1."""
    gold = {
        (record["category"], record["number"], record["title"], unit["normalized"], unit["role"])
        for record in annotate(read(example))
        for unit in record["responsibilities"]
    }
    found = {
        (row["category"], row["number"], row["measure"], row["name"], row["role"].replace("joint", "responsible"))
        for row in rows_of(example)
    }
    assert len(gold) > 100
    assert gold == found


def test_bodies_within_their_remit_are_marked(tmp_path: Path) -> None:
    source = tmp_path / "notice.txt"
    source.write_text("（一）修路。加强道路建设。（省财政厅、省林业局按职责分工负责）", encoding="utf-8")
    [record] = annotate(read(source))
    assert [(unit["role"], unit["joint"]) for unit in record["responsibilities"]] == [("responsible", True)] * 2


def test_deadlines_are_their_words(tmp_path: Path) -> None:
    source = tmp_path / "notice.txt"
    text = "（一）修路。（责任单位：市财政局；完成时限：2025年6月底前）\n"
    text += "（二）植树。（责任单位：市财政局（2025年3月底前）、市水利局（2025年5月底前））"
    source.write_text(text, encoding="utf-8")
    deadlines = [record["deadline"] for record in annotate(read(source))]
    assert deadlines == ["2025年6月底前", "2025年3月底前；2025年5月底前"]


def with_reviews(policy: Policy) -> Policy:
    """The same with the first body of the first measure accepted."""
    first, *rest = policy.measures
    part, *parts = first.responsibilities
    return replace(
        policy, measures=(replace(first, responsibilities=(part._replace(review="accepted"), *parts)), *rest)
    )


def test_what_nobody_reviewed_can_be_left_out(notice: ParsedNotice, tmp_path: Path) -> None:
    policy = with_reviews(notice.read())
    [record] = annotate(policy, reviewed_only=True)
    assert [(unit["normalized"], unit["review"]) for unit in record["responsibilities"]] == [("市交通局", "accepted")]
    assert export_annotations([policy], tmp_path / "all.jsonl") == (6, 5)
    assert export_annotations([policy], tmp_path / "seen.jsonl", reviewed_only=True) == (1, 0)
    assert len((tmp_path / "seen.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_a_file_or_a_folder(notice: ParsedNotice, tmp_path: Path) -> None:
    policies = [notice.read(), replace(notice.read(), id="other")]
    export_annotations(policies, tmp_path / "gold.jsonl")
    export_annotations(policies, tmp_path / "gold")
    lines = (tmp_path / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["doc"] for line in lines] == ["notice"] * 3 + ["other"] * 3
    assert sorted(path.name for path in (tmp_path / "gold").iterdir()) == ["notice.jsonl", "other.jsonl"]
    with pytest.raises(UsageError, match=r"gold\.json: annotations go to a file \.jsonl"):
        export_annotations(policies, tmp_path / "gold.json")


@pytest.mark.parametrize("number", ["00", "09", "104", "149"])
def test_the_scorer_finds_the_reading_right(number: str, shared: Path, tmp_path: Path) -> None:
    [document] = (shared / "documents").glob(f"{number}-*")
    export_annotations([read(document)], tmp_path / "gold.jsonl")
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows_of(document))), encoding="utf-8")
    scores = score(tmp_path / "gold.jsonl", predictions=tmp_path / "rows.jsonl").scores
    counts = scores.role.counts
    assert counts.wanted == counts.wanted_right == counts.found == scores.level.right > 10
