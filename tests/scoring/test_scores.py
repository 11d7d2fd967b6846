"""Figures, groups, mistakes and their places."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from policygraph.annotation import export_annotations, parse_notices
from policygraph.errors import PolicyGraphError, SourceError, UsageError
from policygraph.scoring import Scored, list_figures, list_mistakes, score

from .annotations import record, rows_of, unit, write_csv, write_lines

Scorer = Callable[[Iterable[Mapping[str, Any]], Iterable[Mapping[str, str]]], Scored]

NOTICE = """关于印发工作要点的通知

1.修路。加强道路建设。（牵头单位：市交通局，责任单位：市财政局）

2.植树。开展绿化。（责任单位：市林业局）
"""
ROAD = record("修路", unit("市交通局", "lead"), unit("市财政局"), deadline="2025年", form="bracket")
TREES = record("植树", unit("市林业局", level_alt=["county"], role_alt=["lead"]), number="2.", form="sentence")


@pytest.fixture
def scored(tmp_path: Path) -> Scorer:
    def run(records: Iterable[Mapping[str, Any]], rows: Iterable[Mapping[str, str]]) -> Scored:
        gold = write_lines(tmp_path / "gold.jsonl", records)
        return score(gold, predictions=write_csv(tmp_path / "rows.csv", rows), by="role")

    return run


def test_what_is_counted(scored: Scorer) -> None:
    road, *_ = rows = rows_of([ROAD, TREES])
    rows[1] |= {"role": "lead"}
    rows[2] |= {"role": "lead", "level": "county"}
    rows.append({**road, "name": "市公安局"})
    rows.append({**road, "measure": "办学", "number": "3.", "measure_iri": "other"})
    scores = scored([ROAD, TREES], rows).scores
    assert scores.who.counts == (3, 3, 5, 3)
    assert (scores.who.precision, scores.who.recall, scores.who.f1) == (0.6, 1.0, 0.75)
    # The third has a role and a level that are as right.
    assert scores.role.counts == (3, 2, 5, 2)
    assert scores.measures.counts == (2, 2, 3, 2)
    assert (scores.level.right, scores.level.of) == (3, 3)
    assert (scores.deadlines.right, scores.deadlines.of) == (1, 1)
    assert [(each.error, each.name, each.annotated, each.found) for each in list_mistakes(scores)] == [
        ("role", "市财政局", "responsible", "lead"),
        ("invented", "市公安局", "", "lead"),
        ("invented", "市交通局", "", "lead"),
    ]
    # By role: precision counts what was found as a lead, recall what is one; an accepted role counts as the wanted one.
    groups = {group.name: group.role.counts for group in scores.groups}
    assert groups == {"lead": (1, 1, 4, 1), "responsible": (2, 1, 1, 1)}


def test_joint_duties_are_responsible(scored: Scorer) -> None:
    rows = rows_of([ROAD])
    rows[1]["role"] = "joint"
    assert scored([ROAD], rows).scores.role.f1 == 1


def test_what_a_sentence_for_the_whole_document_implies_is_neither_wanted_nor_wrong(scored: Scorer) -> None:
    implied = {**ROAD, "implicit": [unit("各县（市、区）人民政府", level="county", kind="class")]}
    rows = rows_of([ROAD])
    for extra in ([], [{**rows[0], "name": "县(市、区)人民政府"}]):
        scores = scored([implied], [*rows, *extra]).scores
        assert scores.who.counts == (2, 2, 2, 2)


def test_kappa_of_two_annotators(scored: Scorer) -> None:
    rows = rows_of([ROAD, TREES])
    assert scored([ROAD, TREES], rows).scores.kappa == 1
    rows[0]["role"] = "responsible"
    # Of 3 units 2 agree; by chance (0·1 + 2·3 …)/9: first lead, responsible, responsible; second three times the last.
    assert scored([ROAD, TREES], rows).scores.kappa == 0


def test_intervals_contain_f1_and_can_be_repeated(scored: Scorer) -> None:
    records = [record(f"措施{at}", unit("市财政局"), unit("市教育局"), number=f"{at}.") for at in range(30)]
    rows = [row for at, row in enumerate(rows_of(records)) if at % 5]
    first, second = (scored(records, rows).scores for _ in range(2))
    assert first.drawn == "measures" and first.who.interval == second.who.interval
    low, high = first.who.interval or (0.0, 0.0)
    assert 0 < low < first.who.f1 < high < 1
    # The spread of a share of 0.8 of 60 in 30 pairs: about ±0.06.
    assert 0.03 < high - low < 0.15


def test_ten_documents_are_drawn_as_documents(scored: Scorer) -> None:
    records = [record("修路", unit("市财政局"), doc=f"d{at}") for at in range(10)]
    scores = scored(records, rows_of(records)[:5]).scores
    assert scores.drawn == "documents" and scores.documents == 10
    low, high = scores.who.interval or (0.0, 0.0)
    assert low < scores.who.f1 < high


def test_documents_without_rows_count_as_missed(scored: Scorer) -> None:
    other = record("修路", unit("市财政局"), doc="b")
    found = scored([ROAD, other], rows_of([ROAD]))
    assert found.scores.documents == 2 and found.scores.who.counts == (3, 2, 2, 2)


def test_documents_without_annotation_do_not_count(scored: Scorer) -> None:
    other = record("修路", unit("市财政局"), doc="b")
    found = scored([ROAD], rows_of([ROAD, other]))
    assert found.strangers == 1 and found.scores.who.f1 == 1


def test_a_document_in_which_nobody_is_responsible(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    write_lines(tmp_path / "gold" / "a.jsonl", [ROAD])
    (tmp_path / "gold" / "b.jsonl").write_text("", encoding="utf-8")
    rows = rows_of([ROAD, record("修路", unit("市财政局"), doc="b")])
    scores = score(tmp_path / "gold", predictions=write_csv(tmp_path / "rows.csv", rows)).scores
    assert scores.documents == 2 and scores.who.counts == (2, 2, 3, 2)


@pytest.mark.parametrize("columns", [("measure", "name"), ("policy", "number", "measure", "name", "role")])
def test_fewer_columns_are_enough(columns: tuple[str, ...], tmp_path: Path) -> None:
    gold = write_lines(tmp_path / "gold.jsonl", [ROAD, TREES])
    scores = score(gold, predictions=write_csv(tmp_path / "rows.csv", rows_of([ROAD, TREES]), columns)).scores
    assert scores.who.f1 == 1
    assert scores.role.f1 == ("role" in columns)
    # Levels that a system does not say are no mistakes.
    assert {each.error for each in list_mistakes(scores)} == (set() if "role" in columns else {"role"})


def test_documents_are_read_and_mistakes_have_their_lines(tmp_path: Path) -> None:
    source = tmp_path / "texts" / "a-2025.txt"
    source.parent.mkdir()
    source.write_text(NOTICE, encoding="utf-8")
    (tmp_path / "texts" / "a-2025.corrections.yaml").write_text(
        "version: 2\nstatements:\n- words: 责任单位：市林业局\n  bodies: []\n", encoding="utf-8"
    )
    missed = record("植树", unit("市林业局"), unit("市水利局"), number="2.", statement="责任单位：市林业局")
    scored = score(write_lines(tmp_path / "gold.jsonl", [ROAD, missed]), [tmp_path / "texts"], by="form")
    # The corrections beside the document are not applied: its own reading is measured.
    assert scored.scores.who.counts == (4, 3, 3, 3)
    [mistake] = list_mistakes(scored.scores)
    assert (mistake.error, mistake.name, mistake.line, mistake.number) == ("missed", "市水利局", 5, "2.")
    assert scored.scores.quotes == (3, 3)
    assert [group.name for group in scored.scores.groups] == ["", "bracket"]


def test_what_review_exports_belongs_to_the_documents_of_a_folder(tmp_path: Path) -> None:
    """Identifiers are made from the names of files and folders, Chinese ones too."""
    folder = tmp_path / "texts"
    for name in ("通知.txt", "福建/通知.txt", "fujian/notice 2.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(NOTICE, encoding="utf-8")
    export_annotations((notice.read() for notice in parse_notices([folder])), tmp_path / "gold")
    scored = score(tmp_path / "gold", [folder])
    assert scored.missing == () and scored.scores.documents == 3 and scored.scores.role.f1 == 1


def test_columns_of_task_tables_are_beside_the_annotation(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("甲,乙\n修路,市交通局\n", encoding="utf-8")
    gold = write_lines(tmp_path / "gold.jsonl", [record("修路", unit("市交通局", "lead"), number="")])
    assert score(gold, [table]).scores.who.f1 == 0
    (tmp_path / "columns.json").write_text(json.dumps({"a": "measure=甲,lead=乙"}), encoding="utf-8")
    assert score(gold, [table]).scores.role.f1 == 1


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(NOTICE, encoding="utf-8")
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4 broken")
    gold = write_lines(tmp_path / "gold.jsonl", [ROAD, TREES, {**ROAD, "doc": "b"}, {**ROAD, "doc": "c"}])
    found = score(gold, [tmp_path])
    assert found.missing == ("b",) and found.scores.documents == 2
    assert len(found.failures) == 1 and "c.pdf" in str(found.failures[0])
    # A document that cannot be read is one in which nothing was found.
    assert found.scores.who.counts == (5, 3, 3, 3)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[]", "line 1: the line is no JSON object"),
        ('{"title": "修路"}', "line 1: 'responsibilities' is missing"),
        ('{"responsibilities": [{"role": "lead"}]}', "'normalized' is missing"),
        ('{"responsibilities": [{"normalized": "甲", "role": "boss"}]}', "'role' cannot be 'boss': use one of lead"),
        (
            '{"responsibilities": [{"normalized": "甲", "role": "lead", "level": "town", "kind": "named"}]}',
            "'level' cannot be 'town': use one of national",
        ),
        ('{"title": 3, "responsibilities": []}', "'title' is missing or has a wrong type"),
        ('{"responsibilities": [], "implicit": [3]}', "'implicit' is missing or has a wrong type"),
    ],
)
def test_broken_annotation_is_named_with_its_line(line: str, message: str, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(SourceError, match=message) as caught:
        score(gold, [tmp_path])
    assert caught.value.line == 1 and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("rows.xlsx", "", r"a file \.csv or \.jsonl"),
        ("rows.csv", "name,role\n", "has no column measure"),
        ("rows.csv", "name,measure,role\n甲,修路,牵头\n", "line 2: 'role' cannot be '牵头': use one of lead"),
        ("rows.csv", "name,measure\n,修路\n", "line 2: 'name' is missing"),
        ("rows.csv", "policy,name,measure\nx,甲,修路\n", "policy is 'x', for example, and should be 'a'"),
        ("rows.jsonl", '{"name": "甲", "measure": 3}', "line 1: 'measure' is missing or has a wrong type"),
        ("rows.jsonl", "\udcff", "must be UTF-8"),
        ("missing.csv", None, "there is no such file"),
    ],
)
def test_broken_rows_are_named_with_their_line(name: str, content: str | None, message: str, tmp_path: Path) -> None:
    rows = tmp_path / name
    if content is not None:
        rows.write_text(content, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(PolicyGraphError, match=message):
        score(write_lines(tmp_path / "gold.jsonl", [ROAD]), predictions=rows)


def test_what_cannot_be_scored(tmp_path: Path) -> None:
    gold = write_lines(tmp_path / "gold.jsonl", [ROAD])
    with pytest.raises(UsageError, match="give the annotated documents"):
        score(gold)
    with pytest.raises(UsageError, match="none of the documents is annotated"):
        score(gold, [tmp_path])
    with pytest.raises(SourceError, match="does not exist"):
        score(gold, [tmp_path / "nowhere"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="the folder has no annotation"):
        score(tmp_path / "empty", [tmp_path])
    for name in ("a-1.txt", "a-2.txt"):
        (tmp_path / name).write_text(NOTICE, encoding="utf-8")
    with pytest.raises(UsageError, match="two documents belong to the annotation a"):
        score(gold, [tmp_path])


def test_rows_have_the_fields_of_the_format() -> None:
    from policygraph.resources import examples_dir

    scores = score(examples_dir() / "gold", [examples_dir()], by="level").scores
    rows = list(list_figures(scores, "level"))
    assert [row.metric for row in rows[:7]] == ["who", "role", "measures", "level", "kind", "deadlines", "quotes"]
    assert {row.group for row in rows[7:]} >= {"national", "provincial", "municipal", "county", "township", "other"}
    whole = sum(row.gold for row in rows[7:] if row.metric == "who")
    assert whole == rows[0].gold > 200
