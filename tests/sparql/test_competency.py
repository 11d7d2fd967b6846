"""Every question of the catalogue has its exact answer on every example."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from competency import ANSWERS, answer_file, ask, asked, cases, parameters, written
from policygraph.corpus import build
from policygraph.sparql import catalogue, run

CASES = cases()


@pytest.mark.parametrize(("example", "name"), CASES)
def test_the_answer_is_exact(example: str, name: str) -> None:
    query = catalogue()[name]
    file = answer_file(example, query)
    assert file.is_file(), f"no expected answer {file.name}: write it with python tests/competency.py, and read it"
    assert ask(example, query) == file.read_text(encoding="utf-8")


def test_no_answer_is_left_over_and_all_were_asked() -> None:
    kept = {path.relative_to(ANSWERS) for path in ANSWERS.glob("*/*")}
    wanted = {answer_file(example, catalogue()[name]).relative_to(ANSWERS) for example, name in CASES}
    assert kept == wanted
    assert {name for _, name in CASES} == set(catalogue()) and len(CASES) >= 100


def test_every_answer_says_something_somewhere() -> None:
    """A question that finds nothing on any example is not tested."""
    for name, query in catalogue().items():
        answers = [
            answer_file(example, query).read_text(encoding="utf-8") for example, question in CASES if question == name
        ]
        if query.form == "ASK":
            assert any("true" in answer for answer in answers), name
        else:
            assert any(len(answer.splitlines()) > (query.form == "SELECT") for answer in answers), name


def rows(name: str) -> list[dict[str, str]]:
    text = answer_file("fujian", catalogue()[name]).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_facts_of_the_notice_that_were_found_by_hand() -> None:
    duties = rows("responsibilities")
    named = [row for row in duties if row["kind"] == "named"]
    assert (len(duties), len(named), len({row["body"] for row in named})) == (106, 36, 14)
    assert len([row for row in duties if row["kind"] == "class" and row["level"] in ("municipal", "county")]) == 70
    pairs = rows("body-pairs")
    assert len(pairs) == 11
    strongest = [row for row in pairs if row["measures"] == "5"]
    assert [(row["label"], row["other_label"]) for row in strongest] == [
        ("福建省发展和改革委员会", "福建省扶贫开发办公室")
    ]
    assert [row["label"] for row in rows("issuers-without-task")] == ["福建省人民政府国有资产监督管理委员会"]
    assert [row["label"] for row in rows("bearers-not-issuing")] == ["福建省扶贫开发办公室"]
    assert [row["number"] for row in rows("open-ended-measures")] == ["(十九)"]
    assert [(row["number"], row["name"]) for row in rows("missing-local-counterpart")] == [("(三)", "省财政厅")]
    shared = answer_file("fujian", catalogue()["shared-responsibility"]).read_text(encoding="utf-8")
    assert len(set(re.findall(r"<([^>]+/shared)>", shared))) == 10


#: What is asked of the text itself, whose prose the bundled example does not have.
OF_THE_TEXT = {"evidence", "provenance"}


@pytest.mark.parametrize("name", sorted({query.name for query in asked("fujian")} - OF_THE_TEXT))
def test_the_published_notice_gives_the_same_answers(name: str, shared: Path) -> None:
    query = catalogue()[name]
    source = shared / "documents" / "00-fujian-relocation-2020.txt"
    made = build(source, id="fujian-relocation-2020")
    found = written(run(made.dataset, query, parameters("fujian", name), lang="zh"))
    assert answers_alike(found) == answers_alike(answer_file("fujian", query).read_text(encoding="utf-8"))


def answers_alike(text: str) -> list[str]:
    """Lines without hashes of texts and places in them: the bundled example has abstracts in place of the prose."""
    return sorted(re.sub(r"(?:text|source|evidence)/[0-9a-f-]+", "…", line) for line in text.splitlines())
