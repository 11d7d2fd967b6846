"""Five tasks as assistants carry them out, from the words of a person to an answer with quotes, over each transport."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from asynchronous import complete
from policygraph.sparql import run as run_query
from policygraph.store import open_graph

from .conftest import Connect, call, read_json

# Each starts processes of its own.
pytestmark = pytest.mark.slow


ID = "https://w3id.org/policygraph/id/"


async def texts_of(client: Any) -> dict[str, str]:
    """The stored texts by IRI, from the resources."""
    found = {}
    for notice in (await read_json(client, "policygraph://notices"))["notices"]:
        read = await read_json(client, f"policygraph://notice/{notice['name']}")
        assert not read["more"] and read["length"] == len(read["text"])
        found[read["stored"]] = read["text"]
    return found


def test_five_tasks(each_connect: Connect, graph: Path) -> None:
    async def run() -> None:
        async with each_connect() as client:
            texts = await texts_of(client)
            await brief_on_a_body(client, texts)
            await who_leads(client, texts, graph)
            await what_is_overdue(client, texts)
            await who_works_with_whom(client, texts)
            await is_it_complete(client, texts)

    complete(run())


def check(rows: list[dict[str, Any]], texts: dict[str, str]) -> None:
    """Every row has words, and they stand where the row says."""
    assert rows
    for row in rows:
        assert row["evidence"], row
        for quote in row["evidence"]:
            assert quote["quote"] == texts[quote["text"]][quote["start"] : quote["end"]]


async def brief_on_a_body(client: Any, texts: dict[str, str]) -> None:
    """给我一份福建省教育厅的责任简报"""
    prompt = await client.get_prompt("brief_body", {"body": "福建教育厅"})
    assert "find_body" in prompt.messages[0].content.text
    found = await call(client, "find_body", name="福建教育厅")
    assert found["found"] == "one"
    iri = found["bodies"][0]["iri"]
    duties = await call(client, "ask", question="measures-of-body", parameters={"body": iri}, limit=100)
    check(duties["rows"], texts)
    assert duties["labels"][iri] == "福建省教育厅" and duties["lang"] == "zh"
    first = duties["rows"][0]["evidence"][0]
    shown = await call(client, "evidence", iri=first["thing"], around=30)
    assert first["quote"] in [each["words"]["quote"] for each in shown["statements"]]
    statement = shown["statements"][0]
    whole = texts[statement["words"]["text"]]
    assert statement["before"] + statement["words"]["quote"] + statement["after"] in whole
    assert shown["notice"]["heading"] and shown["measure"] and len(statement["before"]) <= 30
    dossier = await read_json(client, f"policygraph://body/{iri.removeprefix(ID)}")
    assert {row["values"]["measure_iri"] for row in dossier["responsibilities"]} == {
        row["values"]["measure_iri"] for row in duties["rows"]
    }


async def who_leads(client: Any, texts: dict[str, str], graph: Path) -> None:
    """Which body leads which measure?"""
    found = await call(client, "find_question", text="Which body leads which measure?")
    question = found["questions"][0]
    assert question["name"] == "leads" and found["lang"] == "en"
    rows: list[dict[str, Any]] = []
    offset: int | None = 0
    while offset is not None:
        page = await call(client, "ask", question="leads", parameters=question["parameters"], offset=offset, limit=7)
        rows += page["rows"]
        offset = page["next_offset"]
    check(rows, texts)
    expected = [dict(row) for row in run_query(open_graph(graph), "leads").rows]
    assert [row["values"]["measure_iri"] for row in rows] == [row["measure_iri"] for row in expected]
    if page["rows"]:
        assert all(name.isascii() for name in (await english_labels(client)).values())


async def english_labels(client: Any) -> dict[str, str]:
    page = await call(client, "ask", question="leads", lang="en", limit=3)
    return {iri: name for iri, name in page["labels"].items() if "/body/" in iri}


async def what_is_overdue(client: Any, texts: dict[str, str]) -> None:
    """到2023年6月1日，哪些任务的期限已过？"""
    prompt = await client.get_prompt("what_is_overdue", {"day": "2023-06-01", "lang": "zh"})
    assert "2023-06-01" in prompt.messages[0].content.text and "status-overdue" in prompt.messages[0].content.text
    found = await call(client, "find_question", text="到2023年6月1日，哪些任务的期限已过？")
    question = found["questions"][0]
    assert question["name"] == "overdue" and question["parameters"] == {"day": ["2023-06-01"]}
    late = await call(client, "ask", question="overdue", parameters=question["parameters"], limit=100)
    # Nobody has reported what is done, so that all of it is open.
    reported = await call(client, "ask", question="status-overdue", parameters=question["parameters"], limit=100)
    check(reported["rows"], texts)
    assert {row["values"]["measure_iri"] for row in reported["rows"]} >= {
        row["values"]["measure_iri"] for row in late["rows"]
    }
    check(late["rows"], texts)
    assert all(row["values"]["deadline"] < "2023-06-01" for row in late["rows"])


async def who_works_with_whom(client: Any, texts: dict[str, str]) -> None:
    """省财政厅和省教育厅一起做什么？"""
    several = await call(client, "find_body", name="省财政厅")
    assert several["found"] == "several"
    finance = next(each["iri"] for each in several["bodies"] if "福建省" in each["places"])
    others = await call(client, "ask", question="partners", parameters={"body": finance}, limit=100)
    education = next(iri for iri, name in others["labels"].items() if name == "福建省教育厅")
    linked = await call(client, "ask", question="why-linked", parameters={"body": finance, "other": education})
    check(linked["rows"], texts)
    assert (await call(client, "ask", question="are-linked", parameters={"body": finance, "other": education}))[
        "boolean"
    ]


async def is_it_complete(client: Any, texts: dict[str, str]) -> None:
    """Is anything missing, and how many measures has each notice?"""
    unread = await call(client, "unread", policy="hefei-cold-chain-2022", lang="en")
    assert unread["passages"] and not unread["more"]
    whole = next(text for text in texts.values() if unread["passages"][0]["passage"] in text)
    for passage in unread["passages"]:
        assert whole[passage["start"] : passage["end"]] == passage["passage"] and passage["reason"].isascii()
    model = await call(client, "describe_model", lang="en")
    assert any(each["term"] == "pg:Measure" for each in model["classes"])
    query = "SELECT ?policy (COUNT(?m) AS ?n) { ?policy pg:hasMeasure ?m } GROUP BY ?policy"
    counted = await call(client, "sparql", query=query)
    policies = await call(client, "ask", question="policies", limit=100)
    assert {row["policy"]: row["n"] for row in counted["rows"]} == {
        row["values"]["policy"]: row["values"]["measures"] for row in policies["rows"]
    }
