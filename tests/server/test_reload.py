"""A graph built anew is served, and a server stops, while clients go on asking."""

from __future__ import annotations

import http.client
import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

import psutil
import pytest

from policygraph.store import dump, open_graph

from .conftest import TOKEN, Served, child, started

WHICH = quote("SELECT ?o (COUNT(*) AS ?n) { ?s <http://e/p> ?o } GROUP BY ?o")
ROWS = 500


def written(folder: Path, version: int) -> Path:
    path = folder / "data.nt"
    path.write_text("".join(f'<http://e/{n}> <http://e/p> "{version}" .\n' for n in range(ROWS)))
    return path


def rebuilt(folder: Path, version: int) -> Path:
    return dump(open_graph(written(folder, version)), folder / "store")


@contextmanager
def clients(server: Served, count: int = 6) -> Iterator[list[tuple[int, str]]]:
    """Clients that ask without a pause, half of them over one connection; what they were answered."""
    answers: list[tuple[int, str]] = []
    stop = threading.Event()
    host = urlsplit(server.url).netloc

    def ask(keep: bool) -> None:
        connection = http.client.HTTPConnection(host, timeout=60)
        while not stop.is_set():
            try:
                connection.request("GET", f"/sparql?query={WHICH}", headers={"Accept": "text/csv"})
                response = connection.getresponse()
                answers.append((response.status, response.read().decode()))
            except (OSError, http.client.HTTPException) as error:
                answers.append((0, repr(error)))
                connection = http.client.HTTPConnection(host, timeout=60)
            if not keep:
                connection.close()

    crowd = [threading.Thread(target=ask, args=[bool(n % 2)]) for n in range(count)]
    for each in crowd:
        each.start()
    try:
        yield answers
    finally:
        stop.set()
        for each in crowd:
            each.join()


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def version(server: Served) -> str:
    return server.ask(query="SELECT DISTINCT ?o { ?s <http://e/p> ?o }", Accept="text/csv").text.splitlines()[-1]


def serves(server: Served, wanted: str) -> bool:
    return version(server) == wanted


@pytest.mark.parametrize(
    "way",
    [
        "a store put in its place",
        pytest.param("a signal", marks=pytest.mark.slow),
        pytest.param("a store put in its place of one that writes", marks=pytest.mark.slow),
    ],
)
def test_no_request_is_dropped_while_the_graph_is_reloaded(tmp_path: Path, way: str) -> None:
    make = written if way == "a signal" else rebuilt
    token = TOKEN if "writes" in way else None
    with started(make(tmp_path, 0), token=token) as server, clients(server) as answers:
        for turn in range(1, 4):
            make(tmp_path, turn)
            if way == "a signal":
                os.kill(server.pid, signal.SIGHUP)
            until(partial(serves, server, str(turn)))
        if token:
            assert server.update("INSERT DATA { <http://e/more> <http://e/q> 1 }").status == 204
            assert server.true("ASK { <http://e/more> <http://e/q> 1 }")
        holding = [
            each
            for each in psutil.Process(server.pid).children()
            if each.status() != psutil.STATUS_ZOMBIE and "policygraph.server.graph_process" in each.cmdline()
        ]
    assert len(answers) > 20
    assert {status for status, _ in answers} == {200}, [each for each in answers if each[0] != 200][:3]
    assert {text for _, text in answers} <= {f"o,n\r\n{turn},{ROWS}\r\n" for turn in range(4)}
    assert len({text for _, text in answers}) > 1
    # The former ones have ended, but perhaps the last, whose workers were at work just now.
    assert len(holding) <= 2


def test_a_graph_that_cannot_be_opened_does_not_take_the_place_of_one_that_can(tmp_path: Path) -> None:
    path = written(tmp_path, 0)
    with started(path) as server:
        path.write_text("<broken")
        os.kill(server.pid, signal.SIGHUP)
        time.sleep(1.5)
        assert version(server) == "0"
        written(tmp_path, 7)
        os.kill(server.pid, signal.SIGHUP)
        until(lambda: version(server) == "7")
        assert json.loads(server.ask("/health").body) == {"status": "ok", "quads": ROWS}


def test_a_query_at_work_ends_on_the_graph_it_began_with(tmp_path: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a <http://e/p> ?x . ?b <http://e/p> ?y . FILTER(?x = ?y) } "
    slow = slow.replace("FILTER", "?c <http://e/p> ?z . FILTER(CONCAT(?x, ?z) = CONCAT(?y, ?z)) FILTER")
    path = written(tmp_path, 0)
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:150]))
    with started(path, "--timeout", "60") as server:
        found: list[str] = []
        asking = threading.Thread(target=lambda: found.append(server.ask(query=slow, Accept="text/csv").text))
        asking.start()
        time.sleep(0.4)
        assert not found, "still at work"
        written(tmp_path, 1)
        os.kill(server.pid, signal.SIGHUP)
        asking.join()
    assert found == [f"n\r\n{150**3}\r\n"]


def test_a_stop_waits_for_the_queries_at_work_and_takes_no_more(tmp_path: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a <http://e/p> ?x . ?b <http://e/p> ?y . ?c <http://e/p> ?z }"
    path = written(tmp_path, 0)
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:200]))
    with started(path, "--timeout", "60") as server:
        found: list[int] = []
        asking = [
            threading.Thread(target=lambda: found.append(server.ask(query=slow, Accept="text/csv").status))
            for _ in range(3)
        ]
        for each in asking:
            each.start()
        time.sleep(0.4)
        assert not found, "still at work"
        below = psutil.Process(server.pid).children(recursive=True)
        os.kill(server.pid, signal.SIGTERM)
        for each in asking:
            each.join()
        assert found == [200] * 3
        with pytest.raises(OSError, match="refused"):
            server.ask("/health")
        assert psutil.wait_procs(below, 20)[1] == []


@pytest.mark.parametrize("token", [None, TOKEN])
def test_a_graph_whose_process_was_killed_is_opened_again(tmp_path: Path, token: str | None) -> None:
    with started(rebuilt(tmp_path, 3), token=token) as server:
        holder = child(server, "graph_process")
        holder.kill()
        assert server.ask(query="ASK {}").status in (200, 503)
        # Until the graph is open again a query can be refused with 503.
        until(lambda: serves(server, "3"))
        if token:
            assert server.update("INSERT DATA { <http://e/more> <http://e/q> 1 }").status == 204
            assert server.true("ASK { <http://e/more> <http://e/q> 1 }")


def test_things_are_found_below_the_base_of_the_graph_that_is_served(tmp_path: Path) -> None:
    path = tmp_path / "data.nt"

    def write(iri: str) -> None:
        kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
        path.write_text(f"<{iri}> <{kind}> <https://w3id.org/policygraph/def/Policy> .\n")

    write("http://one.example/a/policy/p")
    with started(path) as server:
        assert server.ask(path="/id/policy/p.nt").status == 200
        write("http://two.example/b/policy/q")
        os.kill(server.pid, signal.SIGHUP)
        until(lambda: server.ask(path="/id/policy/q.nt").status == 200)
        assert server.ask(path="/id/policy/p.nt").status == 404
