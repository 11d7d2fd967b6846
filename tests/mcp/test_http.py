"""Streamable HTTP: the limits of the server hold, pages of other sites get nothing, and it stops at once."""

from __future__ import annotations

import asyncio
import json
import signal
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from asynchronous import complete

from .conftest import Connect, Served, call, over_http, refused, serving

# Each starts processes of its own.
pytestmark = pytest.mark.slow


PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
HEADERS = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}


def post(served: Served, data: bytes | None = None, method: str = "POST", **headers: str) -> tuple[int, Any]:
    body = json.dumps(PING).encode() if data is None else data
    request = urllib.request.Request(
        served.address, body if method == "POST" else None, HEADERS | headers, method=method
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, json.loads(response.read() or b"null")
    except urllib.error.HTTPError as error:
        text = error.read()
        # The SDK itself answers in plain text.
        return error.code, json.loads(text) if text.startswith(b"{") else text


def test_pages_of_other_sites_are_refused(served: Served) -> None:
    assert post(served)[0] == 200
    # A name that leads here (DNS rebinding), a page of another site, a file.
    assert post(served, Host="evil.example")[0] == 421
    for origin in ("http://evil.example", "https://evil.example:8000", "null", "http://127.0.0.1.evil.example"):
        status, answer = post(served, Origin=origin)
        assert status == 403 and origin in answer["title"]
    assert post(served, Origin=served.url)[0] == post(served, Origin="http://localhost:6274")[0] == 200


def test_only_post_is_answered(served: Served) -> None:
    for method in ("GET", "DELETE", "PUT"):
        status, answer = post(served, method=method)
        assert status == 405 and method in answer["title"]


def test_bodies_have_limits(served: Served) -> None:
    assert post(served, b"x" * ((1 << 20) + 1))[0] == 413
    assert post(served, b"{}", **{"Content-Encoding": "gzip"})[0] == 415
    assert post(served, b"no json")[0] == 400
    assert post(served, b"{}", **{"Content-Type": "text/plain"})[0] == 400


@pytest.mark.slow
def test_a_name_that_the_owner_gives_is_answered(graph: Path, tmp_path: Path) -> None:
    with serving(graph, "--mcp-host", "data.example.org", "--atlas", str(tmp_path / "atlas")) as served:
        assert post(served, Host="data.example.org")[0] == 200
        assert post(served, Host="data.example.org", Origin="https://data.example.org")[0] == 200
        assert post(served, Host="other.example.org")[0] == 421

        async def run() -> None:
            async with over_http(served)() as client:
                given = {"question": "measures-of-body", "parameters": {"body": "福建省财政厅"}}
                row = (await call(client, "ask", **given))["rows"][0]
                link = row["evidence"][0]["link"]
                # A page of the atlas, or the plain page of the responsibility.
                assert link.startswith(served.url)
                body = (await call(client, "find_body", name="福建省财政厅"))["bodies"][0]
                assert "/atlas/body/350000/finance.html" in body["link"]
                for address in (link, body["link"]):
                    with urllib.request.urlopen(address, timeout=60) as response:
                        assert response.status == 200

        complete(run())


def test_without_the_option_there_is_no_such_address(example: Path, tmp_path: Path) -> None:
    from policygraph import build
    from policygraph.store import dump
    from server.conftest import started

    dump(build(example).dataset, tmp_path / "graph.ttl")
    with started(tmp_path / "graph.ttl") as server:
        assert server.ask("/mcp", data=b"{}", Content_Type="application/json").status in (404, 405)


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_a_query_that_takes_too_long_is_stopped(graph: Path) -> None:
    # Time enough for all else on a busy machine; the query would take days.
    with serving(graph, "--timeout", "10") as served:

        async def run() -> None:
            async with over_http(served)() as client:
                await call(client, "find_body", name="福建省财政厅")
                began = time.monotonic()
                slow = asyncio.create_task(refused(client, "sparql", query=ENDLESS, lang="en"))
                await asyncio.sleep(0.3)
                # Others are answered meanwhile.
                assert await call(client, "find_body", name="福建省财政厅") and not slow.done()
                assert time.monotonic() - began < 5
                assert "10 s" in await slow and time.monotonic() - began < 30

        complete(run())


def test_it_stops_at_once_while_clients_are_connected(graph: Path) -> None:
    with serving(graph) as served:

        async def run() -> float:
            async with over_http(served, "legacy")() as client:
                await call(client, "find_body", name="福建省财政厅")
                began = time.monotonic()
                served.process.send_signal(signal.SIGINT)
                await asyncio.to_thread(served.process.wait, 30)
                return time.monotonic() - began

        assert complete(run()) < 8


@pytest.mark.slow
def test_fifty_sessions_at_once(graph: Path) -> None:
    """All are answered, rightly; processes stay few; what exceeds the queue is refused and told so."""
    with serving(graph, "--timeout", "60", "--max-waiting", "300", "--max-concurrent", "8") as served:
        most = 0

        async def watch() -> None:
            nonlocal most
            while True:
                most = max(most, served.processes())
                await asyncio.sleep(0.2)

        async def session(connect: Connect) -> list[str]:
            async with connect() as client:
                answers = []
                for _ in range(4):
                    found = await call(client, "find_question", text="福建省财政厅和谁一起承担任务？")
                    question = found["questions"][0]
                    answer = await call(
                        client, "ask", question=question["name"], parameters=question["parameters"], lang="zh"
                    )
                    answers.append(json.dumps(answer, sort_keys=True))
                    assert (await call(client, "find_body", name="省财政厅"))["found"] == "several"
                return answers

        async def run() -> None:
            watching = asyncio.create_task(watch())
            connects = [over_http(served, "legacy" if number % 2 else "auto") for number in range(50)]
            found = await asyncio.gather(*(session(each) for each in connects))
            watching.cancel()
            assert len({answer for answers in found for answer in answers}) == 1 and len(found) == 50

        complete(run())
        # The graph process, at most as many workers as may run at once, and one that is being replaced each.
        assert 0 < most <= 2 * 8 + 2


@pytest.mark.slow
def test_fifty_sessions_with_endless_queries(graph: Path) -> None:
    """They are stopped at the limit, those beyond the queue are refused, and others are answered."""
    with serving(graph, "--timeout", "8", "--max-waiting", "20", "--max-concurrent", "8") as served:

        async def session() -> str:
            async with over_http(served)() as client:
                return await refused(client, "sparql", query=ENDLESS, lang="en")

        async def run() -> list[str]:
            async with over_http(served)() as client:
                await call(client, "find_body", name="福建省财政厅")
                crowd = asyncio.gather(*(session() for _ in range(50)))
                await asyncio.sleep(1)
                # Names need no worker.
                began = time.monotonic()
                assert (await call(client, "find_body", name="福建省财政厅"))["found"] == "one" and not crowd.done()
                assert time.monotonic() - began < 4
                return await crowd

        said = complete(run())
        assert all("8 s" in each or "too many queries" in each for each in said) and len(said) == 50
        assert served.processes() <= 10
