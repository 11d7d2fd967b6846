"""Wrong calls are answered in the language of the command, by the parser as by the program."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from policygraph.cli.main import RENAMED, _policygraph

from .conftest import Run

WRONG = (
    ("bild",),
    ("no-command-like-it",),
    ("build",),
    ("build", "--jbs", "2", "a.txt"),
    ("build", "--quite-another", "a.txt"),
    ("build", "--jobs"),
    ("build", "--jobs", "x", "a.txt"),
    ("build", "--jobs", "0", "a.txt"),
    ("build", "--resume=1", "a.txt"),
    ("query", "--lang", "fr", "no-lead"),
    ("publish", "a.nq"),
    ("version", "more"),
    ("version", "a", "b"),
    ("why", "a.nq", "甲"),
    ("whatif", "a.nq", "--merge", "甲"),
    ("analyze", "a.nq", "--since", "2023-13-01"),
    ("analyze", "a.nq", "--figure-width", "single"),
    ("compare", "a.nq", "b.nq", "--by", "function", "-o", "c.xlsx"),
    ("compare", "a.xlsx", "b.xlsx", "--by", "function"),
)
#: Words of English that are no option, command or value.
SENTENCE = re.compile(r"(?<![\w/.'<{-])[a-z]{2,}(?: [a-z]{2,})+")


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_wrong_call_is_told_in_one_language(run: Run, words: tuple[str, ...]) -> None:
    chinese, english = run(*words, LC_ALL="zh_CN.UTF-8"), run(*words, LC_ALL="en_GB.UTF-8")
    assert chinese.returncode == english.returncode == 2
    assert not re.search("[\u4e00-\u9fff]", english.stderr.replace("甲", ""))
    problem = chinese.stderr.splitlines()[-1]
    assert re.search("[\u4e00-\u9fff]", problem) and not SENTENCE.search(problem)


def test_the_option_counts_though_the_call_is_wrong(run: Run) -> None:
    assert "Error: No such option" in run("build", "--no-such", "--lang", "en").stderr
    assert "错误：没有选项" in run("build", "--no-such", "--lang=zh", LC_ALL="en_GB.UTF-8").stderr


@pytest.mark.parametrize("command", RENAMED)
def test_a_former_name_of_an_option_is_that_of_no_other(command: str) -> None:
    found = _policygraph.get_command(click.Context(_policygraph), command)
    assert found is not None
    options = {name for parameter in found.params for name in parameter.opts}
    assert set(RENAMED[command].values()) <= options and not options & RENAMED[command].keys()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "note: the option --crowd is now --crowd-size; the next release no longer accepts --crowd\n"),
        ("zh", "提示：选项 --crowd 已改名为 --crowd-size，下一版起不再支持原名\n"),
    ],
)
def test_a_former_name_of_an_option_still_works_with_a_notice(run: Run, graph: Path, lang: str, said: str) -> None:
    new = run("analyze", graph, "--lang", lang, "--crowd-size", "3")
    assert new.returncode == 0 and new.stderr == ""
    for words in (("--crowd", "3"), ("--crowd=3",)):
        old = run("analyze", graph, "--lang", lang, *words)
        assert (old.returncode, old.stdout, old.stderr) == (0, new.stdout, said)
