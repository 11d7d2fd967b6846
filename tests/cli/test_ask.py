"""``policygraph ask``: the question, its parameters, the answer, and what else may have been asked."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from commands import run_command
from policygraph.corpus import build


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory, example: Path) -> Path:
    target = tmp_path_factory.mktemp("ask") / "notice.ttl"
    build(example, target)
    return target


def ask(words: str, graph: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return run_command(["ask", words, graph, *more])


def test_the_first_lines_are_the_question_and_its_parameters(graph: Path) -> None:
    done = ask("省财政厅和谁一起承担任务？", graph, "--lang", "zh")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[:2] == ["partners  某个机构和谁一起承担措施？", "body=福建省财政厅"]
    assert "福建省教育厅" in done.stdout
    at = lines.index("也可能想问：")
    assert len(lines[at + 1 :]) == 2 and all(line.startswith("  ") for line in lines[at + 1 :])
    assert done.stderr.strip() == "1 行"


def test_a_question_in_english_without_parameters(graph: Path) -> None:
    done = ask("who leads what?", graph, "--lang", "en")
    assert done.stdout.splitlines()[:2] == ["leads  Who leads each measure?", "(no parameters)"]


def test_today_is_the_day_that_is_given(graph: Path) -> None:
    done = ask("到今天哪些任务的期限已过", graph, "--lang", "zh", "--date", "2019-01-02")
    assert done.stdout.splitlines()[1] == "day=2019-01-02"


@pytest.mark.parametrize(
    ("words", "lang", "begins"),
    [
        ("明天下雨吗", "zh", "没有"),
        ("江西省教育厅要做什么", "zh", "没有"),
        ("who won the tender", "en", "no question"),
        ("", "en", "no question"),
    ],
)
def test_nothing_is_guessed(words: str, lang: str, begins: str, graph: Path) -> None:
    done = ask(words, graph, "--lang", lang)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(begins) and done.stdout.count("\n") == 1


def test_a_graph_that_is_missing_is_one_line(tmp_path: Path) -> None:
    done = ask("who leads what?", tmp_path / "absent.ttl", "--lang", "en")
    assert done.returncode == 2 and done.stdout == "" and done.stderr.count("\n") == 1
