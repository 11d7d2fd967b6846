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
