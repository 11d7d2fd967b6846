"""Limits: they hold, and others go on."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from .conftest import Served, started

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.nt"
    path.write_text("".join(f'<http://e/{n}> <http://e/p> "{n}" .\n' for n in range(3000)))
    return path


def children(server: Served) -> list[psutil.Process]:
    return psutil.Process(server.pid).children(recursive=True)


def test_endless_queries_end_and_others_go_on(large: Path) -> None:
    with started(large, "--timeout", "3", "--workers", "2") as server, ThreadPoolExecutor(50) as crowd:
        begin = time.monotonic()
        endless = [crowd.submit(server.ask, query=ENDLESS) for _ in range(50)]
        time.sleep(0.5)
        others = [server.ask(query="ASK {}").status for _ in range(3)]
        took = [(each.result().status, time.monotonic() - begin) for each in endless]
        assert others == [200] * 3
        assert {status for status, _ in took} <= {503, 504}
        time.sleep(0.5)
        busy = [each for each in children(server) if each.cpu_percent(0.2) > 30]
        assert not busy
        assert server.ask(query="ASK {}").status == 200


def test_an_answer_too_large_is_refused_whole(large: Path) -> None:
    with started(large, "--max-rows", "100") as server:
        for accept in ("text/csv", "application/sparql-results+json", "application/sparql-results+xml"):
            answer = server.ask(query="SELECT * { ?s ?p ?o }", Accept=accept)
            assert (answer.status, "more than 100 rows" in answer.text) == (422, True)
            assert server.ask(query="SELECT * { ?s ?p ?o } LIMIT 101", Accept=accept).status == 422
            assert server.ask(query="SELECT * { ?s ?p ?o } LIMIT 100", Accept=accept).status == 200


def test_a_query_that_breaks_its_worker_breaks_nothing_else(server: Served) -> None:
    deep = "SELECT * { FILTER(" + "(" * 20000 + "1" + ")" * 20000 + ") }"
    assert server.ask(data=deep.encode(), Content_Type="application/sparql-query").status == 422
    assert server.ask(query="ASK {}").status == 200


def test_a_full_queue_says_when_to_try_again(large: Path) -> None:
    with (
        started(large, "--timeout", "2", "--max-concurrent", "1", "--max-waiting", "0") as server,
        ThreadPoolExecutor(1) as crowd,
    ):
        crowd.submit(server.ask, query=ENDLESS)
        time.sleep(0.5)
        refused = server.ask(query="ASK {}")
        assert (refused.status, refused.headers["Retry-After"]) == (503, "5")


def test_no_query_outlives_a_killed_server(large: Path) -> None:
    with started(large) as server, ThreadPoolExecutor(1) as crowd:
        asked = crowd.submit(server.ask, query=ENDLESS)
        time.sleep(0.7)
        below = children(server)
        assert len(below) >= 2
        os.kill(server.pid, signal.SIGKILL)
        assert asked.exception(10) is not None
        assert psutil.wait_procs(below, 5)[1] == []
