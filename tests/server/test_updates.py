"""SPARQL Update over HTTP: who may, what is seen when, and what is not lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import psutil
import pytest
from pyoxigraph import Store

from .conftest import TOKEN, Served, child, started, store_of

ONE = "INSERT DATA { GRAPH <http://e/g> { <http://e/s> <http://e/p> 1 } }"


def count(server: Served, pattern: str) -> int:
    answer = server.ask(query=f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    assert answer.status == 200, answer.text
    return int(json.loads(answer.body)["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer x{TOKEN}"]
)
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/sparql"), ("PUT", "/graphs?default"), ("DELETE", "/graphs?default")]
)
def test_only_those_with_the_token_change_anything(writable: Served, given: str, method: str, path: str) -> None:
    kind = "application/sparql-update" if method == "POST" else "text/turtle"
    answer = writable.ask(path, method=method, data=b"CLEAR ALL", Content_Type=kind, Authorization=given)
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert count(writable, "?s ?p ?o") > 3


def test_a_server_without_a_token_takes_nothing(server: Served) -> None:
    assert server.update(ONE, Authorization=f"Bearer {TOKEN}").status == 403
    for method in ("PUT", "POST", "DELETE"):
        assert server.ask("/graphs?default", method=method, data=b"", Content_Type="text/turtle").status == 403
    assert server.ask("/graphs?graph=http://e/graph/a", Accept="application/n-triples").text == (
        '<http://e/a> <http://e/p> "a" .\n'
    )


@pytest.mark.parametrize(
    ("what", "token", "problem"), [("file", TOKEN, "one store directory"), ("store", "short", "16")]
)
def test_a_server_that_cannot_take_changes_does_not_start(tmp_path: Path, what: str, token: str, problem: str) -> None:
    place = store_of(tmp_path / "store") if what == "store" else tmp_path / "data.nt"
    (tmp_path / "data.nt").write_text("<http://e/a> <http://e/b> 1 .")
    command = [sys.executable, "-m", "policygraph.cli.main", "serve", str(place), "--lang", "en"]
    environment = os.environ | {"POLICYGRAPH_SERVE_TOKEN": token}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
    assert (done.returncode, problem in done.stderr, len(done.stderr.splitlines())) == (2, True, 1)


def test_a_change_is_seen_by_every_query_after_it(writable: Served) -> None:
    for number in range(15):
        text = f"INSERT DATA {{ GRAPH <http://e/seen> {{ <http://e/seen> <http://e/n> {number} }} }}"
        assert writable.update(text).status == 204
        assert writable.true(f"ASK {{ <http://e/seen> <http://e/n> {number} }}")
    assert writable.update("DELETE WHERE { GRAPH ?g { <http://e/seen> ?p ?o } }").status == 204
    assert not writable.true("ASK { <http://e/seen> ?p ?o }")
    assert json.loads(writable.ask("/health").body)["status"] == "ok"


def test_a_query_sees_the_state_before_a_change_or_after_it(writable: Served) -> None:
    """Each change moves all from one graph to another; whoever counts finds all in one of them."""
    rows = " ".join(f"<http://e/moved> <http://e/n> {n} ." for n in range(200))
    assert writable.update(f"INSERT DATA {{ GRAPH <http://e/m0> {{ {rows} }} }}").status == 204
    done, seen = threading.Event(), set()

    def watch() -> None:
        while not done.is_set():
            found = tuple(count(writable, f"GRAPH <http://e/m{n}> {{ ?s ?p ?o }}") for n in (0, 1))
            one = json.loads(
                writable.ask(
                    query="SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { <http://e/moved> ?p ?o } } GROUP BY ?g"
                ).body
            )["results"]["bindings"]
            seen.add(tuple(row["n"]["value"] for row in one))
            assert len(found) == 2

    with ThreadPoolExecutor(3) as crowd:
        watching = [crowd.submit(watch) for _ in range(3)]
        for turn in range(12):
            a, b = turn % 2, 1 - turn % 2
            assert writable.update(f"MOVE <http://e/m{a}> TO <http://e/m{b}>").status == 204
        done.set()
        for each in watching:
            each.result()
    assert seen == {("200",)}


def test_an_update_is_made_as_a_whole_or_not_at_all(writable: Served) -> None:
    before = count(writable, "?s ?p ?o")
    answer = writable.update(f"{ONE.replace('/s>', '/half>')} ; CREATE GRAPH <http://e/graph/a>")
    assert answer.status == 400
    assert not writable.true("ASK { <http://e/half> ?p ?o }")
    assert count(writable, "?s ?p ?o") == before


def test_changes_at_once_come_one_after_the_other(writable: Served) -> None:
    text = (
        "DELETE { GRAPH <http://e/c> { <http://e/c> <http://e/n> ?n } } "
        "INSERT { GRAPH <http://e/c> { <http://e/c> <http://e/n> ?m } } "
        "WHERE { GRAPH <http://e/c> { <http://e/c> <http://e/n> ?n } BIND(?n + 1 AS ?m) }"
    )
    writable.update("INSERT DATA { GRAPH <http://e/c> { <http://e/c> <http://e/n> 0 } }")
    with ThreadPoolExecutor(6) as crowd:
        assert {each.status for each in crowd.map(lambda _: writable.update(text), range(18))} == {204}
    assert writable.true("ASK { GRAPH <http://e/c> { <http://e/c> <http://e/n> 18 } }")


class _Elsewhere(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/turtle")
        content = b'<http://e/loaded> <http://e/p> "loaded" .'
        # The engine takes an answer without its length for an empty one.
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


def test_other_hosts_are_asked_only_where_they_are_allowed_by_name(tmp_path: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere) as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{elsewhere.server_port}"
        with started(store_of(tmp_path / "store"), "--allow-service", f"{url}/yes", token=TOKEN) as server:
            for text in (
                f"LOAD <{url}/no>",
                f"load silent <{url}/no> into graph <http://e/l>",
                f"PREFIX n: <{url}/> INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE n:no {{ ?s ?p ?o }} }}",
                f"PREFIX e: <http://e/> INSERT DATA {{ e:a\\# e:b 1 }} ; LOAD <{url}/no>",
                "LOAD <file:///etc/passwd>",
            ):
                assert server.update(text).status == 403, text
            assert _Elsewhere.asked == []
            assert server.update(f"LOAD <{url}/yes> INTO GRAPH <http://e/l>").status == 204
            assert server.true('ASK { GRAPH <http://e/l> { ?s ?p "loaded" } }')
        elsewhere.shutdown()
    assert _Elsewhere.asked == ["/yes"]


def test_an_endless_update_is_stopped_and_the_next_is_made(tmp_path: Path) -> None:
    data = "".join(f'<http://e/{n}> <http://e/p> "{n}" .\n' for n in range(2000))
    endless = (
        "INSERT { <http://e/> <http://e/q> ?n } WHERE { SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }"
    )
    with started(store_of(tmp_path / "store", data), "--timeout", "3", token=TOKEN) as server:
        assert server.update(endless).status == 504
        assert server.update(ONE).status == 204
        assert count(server, "?s ?p ?o") == 2001
        deep = "INSERT { ?s ?p 1 } WHERE { FILTER(" + "(" * 20000 + "1" + ")" * 20000 + ") }"
        assert server.update(deep).status == 422
        assert server.update(ONE.replace("/s>", "/t>")).status == 204
        assert count(server, "?s ?p ?o") == 2002


@pytest.mark.parametrize("times", [2, pytest.param(6, marks=pytest.mark.slow)])
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(times: int, tmp_path: Path) -> None:
    """Each time: a stream of changes from three clients, ``kill -9`` to all processes of the server at any moment."""
    store = store_of(tmp_path / "store", "")
    acknowledged: set[int] = set()
    sent: set[int] = set()
    chance = random.Random(6)
    for turn in range(times):
        with started(store, token=TOKEN) as server:
            assert {int(n) for n in _numbers(server)} >= acknowledged
            stop = threading.Event()

            def stream(client: int, server: Served = server, turn: int = turn, stop: threading.Event = stop) -> None:
                number = (turn * 10 + client) * 10_000
                while not stop.is_set():
                    number += 1
                    sent.add(number)
                    try:
                        pair = f"<http://e/n{number}> <http://e/n> {number} ; <http://e/twice> {number} ."
                        if server.update(f"INSERT DATA {{ GRAPH <http://e/c{client}> {{ {pair} }} }}").status != 204:
                            return
                    except OSError:
                        return
                    acknowledged.add(number)

            clients = [threading.Thread(target=stream, args=[n]) for n in range(3)]
            for client in clients:
                client.start()
            before = len(acknowledged)
            while len(acknowledged) < before + 3:
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 1))
            process = psutil.Process(server.pid)
            below = process.children(recursive=True)
            os.kill(server.pid, signal.SIGKILL)
            if turn % 2:
                for each in below:
                    each.kill()
            stop.set()
            for client in clients:
                client.join()
            assert psutil.wait_procs(below, 10)[1] == []
    assert len(acknowledged) >= 3 * times
    found = {int(quad.object.value) for quad in Store.read_only(str(store)) if quad.predicate.value == "http://e/n"}
    twice = {int(quad.object.value) for quad in Store.read_only(str(store)) if quad.predicate.value == "http://e/twice"}
    assert acknowledged <= found <= sent
    # No change was made by half.
    assert found == twice


def _numbers(server: Served) -> list[str]:
    rows = json.loads(server.ask(query="SELECT ?n { ?s <http://e/n> ?n }").body)["results"]["bindings"]
    return [row["n"]["value"] for row in rows]


def test_a_writer_that_ends_is_begun_anew(tmp_path: Path) -> None:
    with started(store_of(tmp_path / "store"), token=TOKEN) as server:
        writer = child(server, "update.writer")
        writer.kill()
        # A kill is not at once: a change may still meet the one that ends.
        met = server.update(ONE)
        assert met.status == 204 or (met.status == 503 and "send the change again" in met.body.decode())
        assert server.update(ONE).status == 204
        assert server.true("ASK { <http://e/s> <http://e/p> 1 }")


def test_a_change_that_meets_the_end_of_the_writer_is_not_said_to_be_too_large(tmp_path: Path) -> None:
    with started(store_of(tmp_path / "store"), token=TOKEN) as server:
        writer = child(server, "update.writer")
        # Stopped, it has the change before it and is killed with it.
        writer.suspend()
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(server.update, ONE)
            while not waiting.running():
                time.sleep(0.01)
            time.sleep(0.3)
            writer.kill()
            met = waiting.result()
        assert met.status == 503
        assert "send the change again" in met.body.decode()
        assert server.update(ONE).status == 204


def test_a_disk_that_takes_no_more_ends_the_writer_and_not_the_server(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    with started(store_of(tmp_path / "store"), token=TOKEN) as server:
        writer = child(server, "update.writer")
        resource.prlimit(writer.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        met = server.update(ONE, Accept_Language="zh")
        assert (met.status, json.loads(met.body)["title"][:11]) == (503, "更改途中写入进程停止了")
        assert server.update(ONE).status == 204
        assert server.true("ASK { <http://e/s> <http://e/p> 1 }")


def test_a_second_server_on_the_same_store_says_why_it_does_not_start(tmp_path: Path) -> None:
    store = store_of(tmp_path / "store")
    with started(store, token=TOKEN):
        command = [sys.executable, "-m", "policygraph.cli.main", "serve", str(store), "--port", "1", "--lang", "en"]
        environment = os.environ | {"POLICYGRAPH_SERVE_TOKEN": TOKEN}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
    assert (done.returncode, "another process has it open" in done.stderr, len(done.stderr.splitlines())) == (
        2,
        True,
        1,
    )
