"""A client lists and calls every tool, resource and prompt, over each transport."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema

from asynchronous import complete
from policygraph.sparql import catalogue

from .conftest import Connect, call, read_json, refused

ID = "https://w3id.org/policygraph/id/"
FINANCE = f"{ID}body/350000/finance"
#: A call of each tool that succeeds.
CALLS: dict[str, dict[str, Any]] = {
    "find_question": {"text": "省财政厅和谁一起承担任务？"},
    "ask": {"question": "measures-of-body", "parameters": {"body": "福建省财政厅"}, "limit": 2},
    "find_body": {"name": "Fujian Provincial Department of Finance"},
    "evidence": {"iri": f"{ID}policy/fujian-relocation-2020/measure/3", "around": 10},
    "describe_model": {"lang": "en"},
    "sparql": {"query": "SELECT ?policy { ?policy a pg:Policy }"},
    "unread": {},
}
CHINESE, ENGLISH = re.compile("[一-鿿]{2}"), re.compile("[a-z]{3}")


def is_bilingual(text: str | None) -> bool:
    return bool(text and CHINESE.search(text) and ENGLISH.search(text))


def test_a_client_lists_and_calls_everything(each_connect: Connect) -> None:
    async def run() -> None:
        async with each_connect() as client:
            assert client.instructions and "只是数据" in client.instructions and "are data" in client.instructions
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert set(tools) == set(CALLS)
            for name, tool in tools.items():
                assert is_bilingual(tool.title) and is_bilingual(tool.description), name
                assert tool.annotations and tool.annotations.read_only_hint and not tool.annotations.open_world_hint
                for argument in tool.input_schema["properties"].values():
                    assert is_bilingual(argument["description"]) or "lang" in argument["title"].lower(), name
                answer = await call(client, name, **CALLS[name])
                assert answer["lang"] in ("zh", "en")
                assert tool.output_schema is not None
                jsonschema.validate(answer, tool.output_schema)
            uris = [resource.uri for resource in (await client.list_resources()).resources]
            assert uris == ["policygraph://questions", "policygraph://model"]
            templates = (await client.list_resource_templates()).resource_templates
            assert len(templates) == 4
            assert all(is_bilingual(template.description) for template in templates)
            for uri in (
                *uris,
                "policygraph://question/overdue",
                "policygraph://notices",
                "policygraph://notice/fujian-relocation-2020",
                "policygraph://body/body/350000/finance",
            ):
                assert await read_json(client, uri), uri
            prompts = (await client.list_prompts()).prompts
            assert [prompt.name for prompt in prompts] == ["brief_body", "who_leads", "what_is_overdue"]
            for lang, word in (("zh", "引文"), ("en", "quote")):
                for prompt in prompts:
                    given = {"lang": lang} | ({"body": "省财政厅"} if prompt.name == "brief_body" else {})
                    [message] = (await client.get_prompt(prompt.name, given)).messages
                    assert word in getattr(message.content, "text", ""), prompt.name

    complete(run())


def test_a_question_is_found_with_its_parameters_and_why(connect: Connect) -> None:
    async def run() -> None:
        async with connect() as client:
            found = await call(client, "find_question", text="福建省财政厅和谁一起承担任务？")
            first = found["questions"][0]
            assert first["name"] == "partners" and first["parameters"] == {"body": [FINANCE]}
            assert first["score"] > 0.9 and first["wording"] and "一起" in first["shared"]
            assert len(found["questions"]) > 1 and not found["catalogue"]
            assert found["labels"] == {FINANCE: "福建省财政厅"}
            day = await call(client, "find_question", text="哪些任务逾期了？", today="2023-05-01")
            assert day["questions"][0]["parameters"]["day"] == ["2023-05-01"] and day["today"] == "2023-05-01"

    complete(run())


def test_where_no_question_fits_nothing_is_guessed(connect: Connect) -> None:
    async def run() -> None:
        async with connect() as client:
            none = await call(client, "find_question", text="明天北京会下雨吗")
            assert none["questions"] == [] and len(none["catalogue"]) == len(catalogue()) and none["note"]
            absent = await call(client, "find_question", text="What does Guangdong lead?")
            assert absent["questions"] == [] and absent["unknown"] == ["guangdong"] and absent["lang"] == "en"

    complete(run())


def test_bodies_are_found_by_any_name(connect: Connect) -> None:
    async def run() -> None:
        async with connect() as client:
            for name in ("福建省财政厅", "福建财政厅", "fujianshengcaizhengting", "fjsczt", FINANCE):
                found = await call(client, "find_body", name=name)
                assert (found["found"], found["bodies"][0]["iri"]) == ("one", FINANCE), name
            english = await call(client, "find_body", name="Fujian Provincial Department of Finance")
            body = english["bodies"][0]
            assert (body["level"], body["kind"], body["how"]) == ("provincial", "body", "name")
            assert "福建省" in body["places"] and english["lang"] == "en"
            several = await call(client, "find_body", name="省财政厅")
            assert several["found"] == "several" and len(several["bodies"]) == 3 and "3" in several["note"]
            similar = await call(client, "find_body", name="省财务厅")
            assert similar["found"] == "similar" and FINANCE in [each["iri"] for each in similar["bodies"]]
            nothing = await call(client, "find_body", name="火星探测中心")
            assert nothing["found"] == "none" and nothing["bodies"] == []

    complete(run())


def test_errors_suggest_the_next_step(connect: Connect) -> None:
    async def run() -> None:
        async with connect() as client:
            said = await refused(client, "ask", question="measure-of-body", lang="en")
            assert "did you mean measures-of-body" in said and "find_question" in said
            said = await refused(client, "ask", question="partners", lang="en")
            assert "needs the parameter 'body'" in said
            said = await refused(client, "ask", question="partners", parameters={"body": "省财务厅"})
            assert "福建省财政厅" in said and "find_body" in said
            said = await refused(client, "ask", question="overdue", parameters={"day": "yesterday"}, lang="en")
            assert "yesterday" in said
            said = await refused(client, "evidence", iri=FINANCE, lang="en")
            assert "is a body" in said and "measure_iri" in said
            said = await refused(client, "evidence", iri="measure three", lang="en")
            assert "no IRI" in said
            said = await refused(client, "unread", policy="no-such-notice", lang="en")
            assert "anhui-cold-chain-2020" in said and "policygraph://notices" in said
            said = await refused(client, "sparql", query="SELECT * {\n ?s ?p }", lang="en")
            assert "line 2" in said and "describe_model" in said
            # What does not fit the schema is refused before anything runs.
            said = await refused(client, "find_body", name="长" * 201)
            assert "200" in said

    complete(run())


def test_the_model_is_small_and_true(connect: Connect) -> None:
    async def run() -> None:
        async with connect() as client:
            for lang in ("zh", "en"):
                model = await call(client, "describe_model", lang=lang)
                assert 4_000 < len(json.dumps(model, ensure_ascii=False).encode()) < 12_288
                counts = {each["term"]: each["count"] for each in model["classes"]}
                assert counts["pg:Policy"] == 5 and counts["pg:Responsibility"] > 150
                assert any(line.startswith("cv:role") for each in model["classes"] for line in each["properties"])
                assert "cv:hasParticipant" in model["example"] and "oa:exact" in model["example"]
                for query in model["queries"]:
                    assert (await call(client, "sparql", query=query))["form"] == "rows"

    complete(run())


def test_an_answer_comes_in_pages(connect: Connect) -> None:
    async def run() -> None:
        async with connect() as client:
            whole = await call(client, "ask", question="responsibilities", limit=200)
            rows, page = [], await call(client, "ask", question="responsibilities", limit=60)
            rows += page["rows"]
            while page["more"]:
                following = {"limit": 60, "offset": page["next_offset"]}
                page = await call(client, "ask", question="responsibilities", **following)
                rows += page["rows"]
            assert whole["rows"] == rows[: whole["count"]] and len(rows) > 150
            assert page["next_offset"] is None

    complete(run())


def test_answers_that_are_no_rows(connect: Connect) -> None:
    async def run() -> None:
        async with connect() as client:
            given = {"body": "福建省财政厅", "other": "福建省教育厅"}
            linked = await call(client, "ask", question="are-linked", parameters=given)
            assert (linked["form"], linked["boolean"]) == ("boolean", True)
            body = await call(client, "ask", question="describe-body", parameters={"body": "福建省财政厅"}, limit=50)
            assert body["form"] == "triples" and "福建省财政厅" in body["turtle"] and not body["more"]
            network = await call(client, "ask", question="collaboration-network", limit=5)
            assert network["more"] and network["count"] == 5 and network["note"]

    complete(run())


def test_sparql_of_every_form(connect: Connect) -> None:
    async def run() -> None:
        async with connect() as client:
            rows = await call(client, "sparql", query="SELECT ?m { ?m a pg:Measure }", limit=3)
            assert rows["count"] == len(rows["rows"]) == 3 and rows["more"] and rows["note"]
            number = await call(client, "sparql", query="SELECT (COUNT(*) AS ?n) { ?m a pg:Measure }")
            assert isinstance(number["rows"][0]["n"], int)
            yes = await call(client, "sparql", query="ASK { ?m a pg:Measure }")
            assert (yes["form"], yes["boolean"]) == ("boolean", True)
            query = "CONSTRUCT { ?m a pg:Measure } WHERE { ?m a pg:Measure }"
            graph = await call(client, "sparql", query=query, limit=4)
            assert graph["count"] == 4 and graph["more"] and "pg:Measure" in graph["turtle"]

    complete(run())
