"""``policygraph score``: output in both languages and three formats, exit codes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from policygraph.resources import examples_dir

from .conftest import Run

GOLD, EXAMPLES = str(examples_dir() / "gold"), str(examples_dir())


def test_a_table_in_each_language(run: Run) -> None:
    for lang, words in (
        ("en", ("7 documents:", "who and role", "precision", "bracket", "missed", "meitan-tea-2023:")),
        ("zh", ("7 份文件", "由谁以什么角色负责", "精确率", "bracket", "漏识", "meitan-tea-2023:")),
    ):
        done = run("score", GOLD, EXAMPLES, "--lang", lang, "--by", "form", "--errors", "2")
        assert (done.returncode, done.stderr) == (0, "")
        assert all(word in done.stdout for word in words), done.stdout
        assert done.stdout.count("meitan-tea-2023:") == 2


def test_csv_and_json_have_the_same_figures(run: Run) -> None:
    table = run("score", GOLD, EXAMPLES, "--by", "role", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(table)))
    whole = json.loads(run("score", GOLD, EXAMPLES, "--by", "role", "--errors", "3", "--format", "json").stdout)
    assert [
        {key: "" if value is None else str(value) for key, value in row.items()} for row in whole["figures"]
    ] == rows
    assert {row["group"] for row in rows if row["by"] == "role"} == {"lead", "responsible", "support"}
    assert len(whole["errors"]) == 3 and whole["errors"][0]["line"] > 0
    assert whole["interval"] == {"level": 0.95, "over": "measures"}


def test_the_rows_of_a_query_are_scored_like_the_documents(run: Run, tmp_path: Path) -> None:
    """A store's answer is what another system hands in: the graph and its query lose nothing."""
    names = ("fujian-relocation-2020.txt", "anhui-cold-chain-2020.txt", "gold/yichang-tasks-2024.csv")
    run("build", *(f"{EXAMPLES}/{name}" for name in names), "-o", "all.nq")
    rows = run("query", "responsibilities", "all.nq", "--format", "csv").stdout
    (tmp_path / "rows.csv").write_text(rows, encoding="utf-8")
    gold = tmp_path / "gold"
    gold.mkdir()
    for name in names:
        annotation = f"{Path(name).stem}.jsonl"
        (gold / annotation).write_bytes((Path(GOLD) / annotation).read_bytes())
    read, given = (
        json.loads(run("score", gold, *words, "--format", "json").stdout)["figures"][:6]
        for words in ((EXAMPLES,), ("--predictions", "rows.csv"))
    )
    assert read == given and read[0]["gold"] == 169


def test_the_exit_code_is_1_below_a_limit(run: Run) -> None:
    fujian = f"{GOLD}/fujian-relocation-2020.jsonl"
    assert run("score", fujian, EXAMPLES, "--min-f1", "1").returncode == 0
    done = run("score", f"{GOLD}/meitan-tea-2023.jsonl", EXAMPLES, "--min-f1", "0.99", "--lang", "en")
    assert done.returncode == 1
    assert done.stderr.startswith("F1 of who and role is 0.") and done.stderr.endswith("below 0.99\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((GOLD,), "policygraph: give the annotated documents, or the rows of another system with --predictions\n"),
        (("nowhere.jsonl", EXAMPLES), "policygraph: nowhere.jsonl: cannot read: there is no such file or folder\n"),
        ((GOLD, "nowhere"), "policygraph: nowhere does not exist: check the name\n"),
        ((GOLD, EXAMPLES, "--format", "csv", "--errors", "3"), "policygraph: --errors needs --format table or json\n"),
        (
            (GOLD, "--predictions", "rows.txt"),
            "policygraph: rows.txt: the rows of a system are a file .csv or .jsonl\n",
        ),
    ],
)
def test_a_failure_is_one_line(words: tuple[str, ...], told: str, run: Run) -> None:
    done = run("score", *words, "--lang", "en")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


def test_what_was_not_scored_is_told(run: Run) -> None:
    done = run("score", GOLD, f"{EXAMPLES}/fujian-relocation-2020.txt", "--lang", "en")
    assert done.returncode == 0
    assert done.stderr.startswith("not scored: 6 annotated documents were not given (anhui-cold-chain-2020, ")
    assert done.stdout.startswith("1 document: 106 responsibilities in 24 measures annotated, 106 found")
