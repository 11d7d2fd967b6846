"""Sentences over HTTP: the question, its parameters and the address of the answer; nothing where nothing fits."""

from __future__ import annotations

import csv
import io
import json
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from policygraph.server.asking import LONGEST
from policygraph.server.openapi import describe_api

from .conftest import TOKEN, Served, started, store_of

ASKED = Draft202012Validator({"$ref": "#/components/schemas/Asked", "components": describe_api()["components"]})
PARTNERS = "省财政厅和谁一起承担任务？"


def ask(server: Served, sentence: str, **fields: str) -> dict[str, Any]:
    answer = server.ask("/api/ask", more=[("q", sentence), *fields.items()])
    assert answer.status == 200, answer.text
    found: dict[str, Any] = json.loads(answer.body)
    ASKED.validate(found)
    return found


def test_a_sentence_gets_its_question_with_all_that_a_name_may_mean(provinces: Served) -> None:
    found = ask(provinces, PARTNERS)
    assert found["question"]["name"] == "partners"
    assert found["question"]["shared"][0] == "省财政厅" and "一起" in found["question"]["shared"]
    assert [each["label"] for each in found["parameters"]["body"]] == ["安徽省财政厅", "福建省财政厅"]
    assert len(found["candidates"]) == 2 and (found["absent"], found["hint"]) == ([], None)
    scores = [each["question"]["score"] for each in (found, *found["candidates"])]
    assert scores == sorted(scores, reverse=True)


def test_its_link_answers_for_every_body_that_is_meant(provinces: Served) -> None:
    found = ask(provinces, PARTNERS)
    assert found["link"].startswith("/graph/api/queries/partners?body=")

    def rows(link: str) -> set[str]:
        answer = provinces.ask(link.removeprefix("/graph") + "&format=csv&limit=1000")
        assert answer.status == 200, answer.text
        return {json.dumps(row) for row in csv.DictReader(io.StringIO(answer.text))}

    both = rows(found["link"])
    each = [
        rows(f"/api/queries/partners?lang=zh&body={urllib.parse.quote(value['value'], safe='')}")
        for value in found["parameters"]["body"]
    ]
    assert all(each) and both == each[0] | each[1]
    for candidate in found["candidates"]:
        assert rows(candidate["link"]), candidate


def test_the_pages_of_an_answer_for_several_bodies_keep_them_all(provinces: Served) -> None:
    link = ask(provinces, PARTNERS)["link"].removeprefix("/graph")
    page = provinces.ask(f"{link}&limit=1&offset=1")
    assert page.headers["Link"].count("/body/".replace("/", "%2F")) == 4


@pytest.mark.parametrize(
    ("sentence", "lang", "label", "date"),
    [
        ("who works with the Fujian finance department?", "en", "Fujian Provincial Department of Finance", None),
        ("who works with the Fujian finance department?", "zh", "福建省财政厅", "2023-01-02"),
    ],
)
def test_it_answers_in_the_language_that_is_wanted(
    provinces: Served, sentence: str, lang: str, label: str, date: str | None
) -> None:
    fields = {"lang": lang, "date": date} if date else {}
    found = ask(provinces, sentence, **fields)
    assert found["lang"] == lang and found["parameters"]["body"][0]["label"] == label
    assert f"lang={lang}" in found["link"] and (date is None or found["date"] == date)


def test_the_day_on_which_it_is_asked_counts(provinces: Served) -> None:
    found = [ask(provinces, "今天有哪些任务逾期了", date=day) for day in ("2022-06-30", "2023-06-30")]
    assert [each["question"]["name"] for each in found] == ["status-overdue"] * 2
    assert [each["parameters"]["day"][0]["value"] for each in found] == ["2022-06-30", "2023-06-30"]


@pytest.mark.parametrize(
    ("sentence", "absent", "hint"),
    [
        ("今天天气怎么样", [], "没有能回答这句话的问题"),
        ("Which films are on tonight?", [], "no question of the catalogue answers this"),
        ("广东省教育厅牵头哪些任务", ["广东省教育厅"], "图谱中没有广东省教育厅"),
        ("<script>alert(1)</script>\x00‮", [], "no question"),
    ],
)
def test_nothing_is_guessed(provinces: Served, sentence: str, absent: list[str], hint: str) -> None:
    found = ask(provinces, sentence)
    assert (found["question"], found["link"], found["parameters"], found["candidates"]) == (None, None, {}, [])
    assert found["absent"] == absent and hint in found["hint"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ([], "q must be a sentence"),
        ([("q", " \n")], "q must be a sentence"),
        ([("q", "一" * (LONGEST + 1))], f"at most {LONGEST} characters"),
        ([("q", "a"), ("q", "b")], "'q' occurs twice"),
        ([("q", "a"), ("lang", "fr")], "lang must be"),
        ([("q", "a"), ("date", "20220630")], "date must be"),
        ([("q", "a"), ("date", "2022-02-30")], "date must be"),
        ([("q", "a"), ("date", "0001-01-01")], "date must be"),
        ([("q", "a"), ("day", "2022-06-30")], "no field 'day'"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(provinces: Served, fields: list[tuple[str, str]], reason: str) -> None:
    answer = provinces.ask("/api/ask", more=fields)
    assert answer.status == 400
    told = json.loads(answer.body)["title"]
    assert reason in told and "\n" not in told


def test_the_longest_sentence_and_the_ends_of_time_are_taken(provinces: Served) -> None:
    for day in ("1900-01-01", "2199-12-31"):
        for sentence in ("一" * LONGEST, "哪些单位最近没有上报", "未来九千年内到期的任务"):
            ask(provinces, sentence, date=day)


def test_many_ask_at_once(provinces: Served) -> None:
    with ThreadPoolExecutor(20) as crowd:
        found = list(crowd.map(lambda n: ask(provinces, f"{PARTNERS}{'吗' * (n % 3)}"), range(40)))
    assert {each["question"]["name"] for each in found} == {"partners"}


@pytest.mark.slow
def test_names_are_those_of_the_graph_that_is_served(tmp_path: Path) -> None:
    """A change makes a new state of the graph; its bodies are known from then on."""

    def body(name: str, label: str) -> str:
        iri = f"<https://w3id.org/policygraph/id/body/350000/{name}>"
        kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/policygraph/def/Body>"
        return f'{iri} {kind} ; <http://www.w3.org/2004/02/skos/core#prefLabel> "{label}"@zh'

    with started(store_of(tmp_path / "store"), token=TOKEN) as server:
        assert ask(server, "福建省财政厅承担哪些任务")["question"] is None
        assert server.update(f"INSERT DATA {{ {body('finance', '福建省财政厅')} }}").status in (200, 204)
        found = ask(server, "福建省财政厅承担哪些任务")
        assert [each["label"] for each in found["parameters"]["body"]] == ["福建省财政厅"]
