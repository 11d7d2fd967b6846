"""``review`` without a page, as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

NOTICE = """关于印发工作要点的通知

一、道路

1.修路。加强道路建设。（牵头单位：市交通局，责任单位：市财政局、市公安局）

2.办学。新建学校。（市教育局负责）
"""
FIRST = """version: 2
statements:
- words: 市教育局负责
  reviewer: 甲
- words: 牵头单位：市交通局，责任单位：市财政局、市公安局
  bodies: [{name: 市交通局, role: lead}, {name: 市财政局, role: support}]
  reviewer: 甲
"""
SECOND = """version: 2
statements:
- words: 市教育局负责
  reviewer: 乙
- words: 牵头单位：市交通局，责任单位：市财政局、市公安局
  bodies: [{name: 市交通局, role: lead}, {name: 市财政局, role: responsible}]
  reviewer: 乙
"""


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> None:
    for name, text in (("notice.txt", NOTICE), ("a.corrections.yaml", FIRST), ("b.corrections.yaml", SECOND)):
        (tmp_path / name).write_text(text, encoding="utf-8")


def test_compare_and_decide(run: Run, tmp_path: Path) -> None:
    words = ("review", "notice.txt", "--compare", "a.corrections.yaml", "b.corrections.yaml")
    done = run(*words, "--decide", "c.corrections.yaml", "-o", "d.json", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "notice.txt: 2 measures" in done.stdout
    [row] = [line.split("  ") for line in done.stdout.splitlines() if "support" in line]
    assert [cell.strip() for cell in row if cell.strip()][:6] == [
        "1. 修路",
        "市财政局",
        "role",
        "responsible",
        "support",
        "responsible",
    ]
    assert "left open: “牵头单位：" in done.stdout
    assert done.stderr.splitlines() == [
        "1 difference",
        "wrote d.json",
        "wrote c.corrections.yaml: 1 entry on which both agree; 1 left open",
    ]
    [record] = json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))
    assert (record["body"], record["first"], record["second"]) == ("市财政局", "support", "responsible")
    decided = (tmp_path / "c.corrections.yaml").read_text(encoding="utf-8")
    assert decided == "version: 2\nstatements:\n- words: 市教育局负责\n  reviewer: 甲、乙\n"


def test_both_languages_say_the_same(run: Run) -> None:
    words = ("review", "notice.txt", "--compare", "a.corrections.yaml", "a.corrections.yaml")
    assert "the two reviews do not differ" in run(*words, "--lang", "en").stdout
    assert "两人的复核结果没有不同" in run(*words, "--lang", "zh").stdout


def test_export(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.corrections.yaml").rename(tmp_path / "notice.corrections.yaml")
    done = run("review", "notice.txt", "--export", "gold.jsonl", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("wrote gold.jsonl: 3 responsibilities")
    first, second = map(json.loads, (tmp_path / "gold.jsonl").read_text(encoding="utf-8").splitlines())
    assert [unit["role"] for unit in first["responsibilities"]] == ["lead", "support"]
    assert second["title"] == "办学"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--export", "gold.jsonl"], "name the documents: policygraph review SOURCE --export …"),
        (["notice.txt", "--decide", "c"], "give --decide only together with --compare"),
        (["notice.txt", "--reviewed-only"], "give --reviewed-only only together with --export"),
        (["notice.txt", "--export", "g", "--compare", "a", "b"], "--export and --compare cannot be given together"),
        (["notice.txt", "--export", "g.txt"], "g.txt: annotations go to a file .jsonl"),
        (["notice.txt", "--compare", "no.yaml", "no.yaml"], "no.yaml"),
        (
            ["notice.txt", "notice.txt", "--compare", "a.corrections.yaml", "b.corrections.yaml"],
            "--compare takes two reviews of one document, not of 2",
        ),
        (
            ["notice.txt", "--compare", *["a.corrections.yaml"] * 2, "--decide", "b.corrections.yaml"],
            "b.corrections.yaml exists",
        ),
        (["notice.txt", "--compare", *["a.corrections.yaml"] * 2, "--decide", "c"], "ends in .corrections.yaml"),
        (["notice.txt", "--compare", *["a.corrections.yaml"] * 2, "-o", "d.txt"], "d.txt: differences go to"),
    ],
)
def test_wrong_use_is_one_line(run: Run, words: list[str], said: str) -> None:
    done = run("review", *words, "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert said in line


WORDS = """version: 2
statements:
- words: 市教育局负责
  bodies: [{name: 广安市体育局, role: responsible}]
"""


def test_words_are_proposed_and_added(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notice.corrections.yaml").write_text(WORDS, encoding="utf-8")
    done = run("review", "notice.txt", "--propose-words", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[2].split() == ["市教育局", "alias", "广安市体育局", "1", "1", "1"]
    words = ("review", "notice.txt", "--add-word", "市教育局=广安市体育局", "--lexicon", "words.yaml", "--lang", "en")
    refused = run(*words, stdin="n\n")
    assert (refused.returncode, (tmp_path / "words.yaml").exists()) == (0, False)
    assert "words.yaml is unchanged" in refused.stderr
    assert "adding “市教育局” changes 1 statement in 1 document" in refused.stdout
    done = run(*words, "--yes")
    assert (done.returncode, done.stderr) == (0, "added “市教育局” to words.yaml\n")
    assert (tmp_path / "words.yaml").read_text(encoding="utf-8") == "aliases:\n  市教育局: 广安市体育局\n"
    assert run(*words).stderr == "words.yaml has “市教育局” already\n"
    done = run("review", "notice.txt", "--propose-words", "--lexicon", "words.yaml", "--lang", "en")
    assert (done.stdout, done.stderr) == ("", "no words for the lexicon were found in the corrections\n")


def test_a_word_needs_a_lexicon(run: Run) -> None:
    done = run("review", "notice.txt", "--add-word", "市局=市公安局", "--lang", "en")
    assert (done.returncode, done.stderr) == (2, "policygraph: give --add-word only together with --lexicon\n")
