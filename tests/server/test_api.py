"""The catalogue over HTTP, on the bundled example."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from policygraph import build
from policygraph.sparql import catalogue
from policygraph.store import dump

from .conftest import Served, started


@pytest.fixture(scope="module")
def api(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    store = tmp_path_factory.mktemp("api") / "store"
    dump(build(example).dataset, store)
    with started(store) as server:
        yield server


def test_every_question_answers(api: Served) -> None:
    listed = json.loads(api.ask("/api/queries").body)
    assert [each["name"] for each in listed] == list(catalogue())
    free = [each for each in listed if not any(parameter["required"] for parameter in each["parameters"])]
    assert len(free) > 30
    for each in free:
        assert api.ask(each["address"]).status == 200, each["name"]


def test_the_text_of_a_question_gives_the_same_answer(api: Served) -> None:
    path = "/api/queries/measures-of-body"
    text = api.ask(path, more=[("body", "省教育厅"), ("format", "rq")])
    assert text.headers["Content-Type"] == "application/sparql-query"
    assert "#+" not in text.text and "/body/350000/education>" in text.text
    run = api.ask(query=text.text, Accept="text/csv")
    assert run.body == api.ask(path, more=[("body", "省教育厅"), ("format", "csv")]).body
    by_header = api.ask(path, more=[("body", "省教育厅")], Accept="application/sparql-query")
    assert by_header.text == text.text


def test_pages_end(api: Served) -> None:
    path = "/api/queries/responsibilities?format=csv&limit=7"
    whole = api.ask("/api/queries/responsibilities", more=[("format", "csv")]).text.splitlines()[1:]
    pages, rows = 0, []
    address: str | None = path
    while address:
        answer = api.ask(address)
        rows += answer.text.splitlines()[1:]
        links = dict(re.findall('<([^>]+)>; rel="(next|prev)"', answer.headers.get("Link", "")))
        address = next((url for url, rel in links.items() if rel == "next"), None)
        pages += 1
        assert pages <= len(whole)
    assert rows == whole and pages == -(-len(whole) // 7)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_a_page_has_the_rows_as_the_whole_has_them(api: Served, form: str) -> None:
    path = "/api/queries/responsibilities"
    pages = [api.ask(path, more=[("format", form), ("limit", "53"), ("offset", str(at))]) for at in (0, 53)]
    whole = api.ask(path, more=[("format", form)])
    assert ["next" in page.headers["Link"] for page in pages] == [True, False]
    begin, end = {
        "json": (b'"bindings":[', b"]}}"),
        "xml": (b"<results>", b"</results></sparql>"),
        "csv": (b"quote\r\n", b""),
        "tsv": (b"?quote\n", b""),
    }[form]
    rows = [page.body[page.body.index(begin) + len(begin) :].removesuffix(end) for page in pages]
    joint = b"," if form == "json" else b""
    head = pages[0].body[: pages[0].body.index(begin) + len(begin)]
    assert head + joint.join(rows) + end == whole.body


def test_parameters_pages_and_formats(api: Served) -> None:
    path = "/api/queries/responsibilities"
    whole = list(csv.DictReader(io.StringIO(api.ask(path, more=[("format", "csv")]).text)))
    paged = api.ask(path, more=[("format", "csv"), ("limit", "5"), ("offset", "5")])
    assert list(csv.DictReader(io.StringIO(paged.text))) == whole[5:10]
    assert 'offset=10>; rel="next"' in paged.headers["Link"]
    assert 'offset=0>; rel="prev"' in paged.headers["Link"]
    one = api.ask(path, more=[("body", "省教育厅"), ("format", "csv")])
    rows = list(csv.DictReader(io.StringIO(one.text)))
    assert 0 < len(rows) < len(whole)


@pytest.mark.parametrize(
    ("status", "path", "fields"),
    [
        (404, "/api/queries/nothing", []),
        (400, "/api/queries/responsibilities", [("nothing", "1")]),
        (400, "/api/queries/responsibilities", [("body", "没有这个机构")]),
        (400, "/api/queries/measures-of-body", []),
        (400, "/api/queries/workload", [("limit", "-1")]),
        (400, "/api/queries/workload", [("offset", "1")]),
        (400, "/api/queries/workload", [("format", "exe")]),
        (400, "/api/queries/workload", [("lang", "fr")]),
        (400, "/api/queries/workload", [("lang", "zh"), ("lang", "en")]),
        (406, "/api/queries/workload", [("format", "ttl")]),
    ],
)
def test_wrong_requests(api: Served, status: int, path: str, fields: list[tuple[str, str]]) -> None:
    assert api.ask(path, more=fields).status == status


def test_a_page_can_be_cut_from_every_question() -> None:
    """What cuts it is put at the end of the question's text."""
    from policygraph.sparql.syntax import TOKEN

    assert len(catalogue()) > 40
    for question in catalogue().values():
        depth, outside = 0, []
        for found in TOKEN.finditer(question.text):
            depth += {"{": 1, "}": -1}.get(found.group(), 0)
            if depth == 0 and found.lastgroup == "word":
                outside.append(found.group().upper())
        assert question.form in outside
        assert not {"LIMIT", "OFFSET"} & set(outside), question.name
