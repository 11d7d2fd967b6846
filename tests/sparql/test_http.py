"""HTTP to other servers: proxies of the environment, redirects, time limits; from the command line too."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx
import pytest

import servers
from commands import run_command
from policygraph.errors import EndpointError, PublishError, UsageError
from policygraph.publish import Remote
from policygraph.sparql.http import REFUSALS, explain_fault, run_within
from policygraph.sparql.network import find_proxy, normalise_address

from .test_endpoint import JSON, ROWS, Answer, asked, good, send, serving

QUESTION = "SELECT ?n WHERE { ?n a pg:Measure }"
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def command(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return run_command(words, env={**os.environ, "LC_ALL": "en_GB.UTF-8", **env})


def query(url: str, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return command("query", "workload", "--endpoint", url, "--store", "rdf4j", "--format", "csv", *words, **env)


# --- proxies ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("env", "url", "expected"),
    [
        ({}, "http://store.example/", None),
        ({"http_proxy": "http://p:1"}, "http://store.example/", "http://p:1"),
        ({"http_proxy": "p:1"}, "http://store.example/", "http://p:1"),
        ({"http_proxy": "http://p:1"}, "https://store.example/", None),
        ({"all_proxy": "http://p:1"}, "https://store.example/", "http://p:1"),
        ({"all_proxy": "socks5://p:1", "http_proxy": "http://p:2"}, "http://store.example/", "http://p:2"),
        ({"all_proxy": "http://p:1"}, "http://localhost:3030/", None),
        ({"all_proxy": "socks5://p:1"}, "http://127.0.0.1:3030/", None),
        ({"all_proxy": "http://p:1"}, "http://[::1]:3030/", None),
        ({"all_proxy": "http://p:1", "no_proxy": "::1/128,10.0.0.0/8"}, "http://10.1.2.3/", None),
        ({"all_proxy": "http://p:1", "no_proxy": "::1/128,10.0.0.0/8"}, "http://11.1.2.3/", "http://p:1"),
        ({"all_proxy": "http://p:1", "no_proxy": "[fd00::]/8"}, "http://[fd00::7]:80/", "http://p:1"),
        ({"all_proxy": "http://p:1", "no_proxy": "fd00::/8"}, "http://[fd00::7]:80/", None),
        ({"all_proxy": "http://p:1", "no_proxy": ".example"}, "http://store.example:3030/", None),
        ({"all_proxy": "http://p:1", "no_proxy": "*"}, "http://store.example/", None),
        ({"all_proxy": "http://p:1", "no_proxy": "[::1], a b,,"}, "http://store.example/", "http://p:1"),
    ],
)
def test_the_proxy_for_an_address(
    env: dict[str, str], url: str, expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert find_proxy(url) == expected


@pytest.mark.parametrize("value", ["socks5://p:1", "nonsense://p", "http://[::bad", "http://p:port", "http://"])
@pytest.mark.parametrize("name", ["ALL_PROXY", "http_proxy"])
@pytest.mark.parametrize("verb", ["query", "publish"])
def test_a_proxy_that_cannot_be_used_is_one_line(verb: str, name: str, value: str, tmp_path: Path) -> None:
    url = "http://store.example/sparql"
    (tmp_path / "graph.ttl").write_text("<http://a> <http://b> <http://c> .")
    graph = str(tmp_path / "graph.ttl")
    done = query(url, **{name: value}) if verb == "query" else command("publish", graph, "--to", url, **{name: value})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"policygraph: {name.upper()} ") and done.stderr.count("\n") == 1, done.stderr


def test_a_query_goes_through_the_proxy() -> None:
    paths: list[str] = []

    def answer(handler: BaseHTTPRequestHandler, form: dict[str, list[str]]) -> None:
        paths.append(handler.path)
        good(handler, form)

    with serving(answer) as url:
        place = url.removesuffix("/sparql")
        done = query("http://store.example/sparql", ALL_PROXY=place, NO_PROXY="::1/128,localhost")
    assert done.returncode == 0, done.stderr
    assert paths == ["http://store.example/sparql"]


# --- addresses and secrets ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://h:port/", "http://h:99999/", "http:///x", "http://" + "a" * 300]
)
@pytest.mark.parametrize("verb", ["query", "publish"])
def test_what_is_no_address_is_one_line(verb: str, url: str, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text("<http://a> <http://b> <http://c> .")
    done = query(url) if verb == "query" else command("publish", str(tmp_path / "graph.ttl"), "--to", url)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"policygraph: '{url}' is not an address: ") and done.stderr.count("\n") == 1


def test_an_address_may_be_in_any_script() -> None:
    paths: list[str] = []

    def answer(handler: BaseHTTPRequestHandler, form: dict[str, list[str]]) -> None:
        paths.append(handler.path)
        good(handler, form)

    with serving(answer) as url:
        assert asked(url + "/数据 库") == [{"n": "1"}]
    assert paths == ["/sparql/%E6%95%B0%E6%8D%AE%20%E5%BA%93"]
    with pytest.raises(UsageError):
        normalise_address("http://h/\udcff")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("POLICYGRAPH_TOKEN", "令牌秘密".encode()),
        *((f"POLICYGRAPH_{name}", value) for name in ("TOKEN", "USER", "PASSWORD") for value in (b"abc\n", b"abc\xff")),
    ],
)
@pytest.mark.parametrize("verb", ["query", "publish"])
def test_a_secret_that_cannot_be_sent_is_one_line_without_it(
    verb: str, name: str, value: bytes, tmp_path: Path
) -> None:
    (tmp_path / "graph.ttl").write_text("<http://a> <http://b> <http://c> .")
    env = {"POLICYGRAPH_USER": "ying", name: os.fsdecode(value)}
    url = "http://127.0.0.1:9/"
    words = ("publish", str(tmp_path / "graph.ttl"), "--store", "fuseki", "--to", url)
    done = query(url, **env) if verb == "query" else command(*words, **env)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"policygraph: {name} has a character that cannot be sent")
    assert "abc" not in done.stderr and "令牌" not in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize("status", [*REFUSALS, 418])
def test_a_refusal_is_explained_alike_to_queries_and_to_publishing(status: int) -> None:
    with serving(lambda handler, _: send(handler, status, b"no tea", "text/plain")) as url:
        with pytest.raises(EndpointError) as asking:
            asked(url)
        with Remote(url, "rdf4j") as remote, pytest.raises(PublishError) as publishing:
            remote.query("ASK {}")
    assert asking.value.names.zh == publishing.value.names.zh and f"{status}" in str(asking.value)


# --- redirects ----------------------------------------------------------------------------------------------------


@contextmanager
def moved(status: int, to: Answer) -> Iterator[tuple[str, str]]:
    """A server that has moved with a status, and the address of the one that has its place."""
    with (
        serving(to) as new,
        serving(lambda handler, _: send(handler, status, b"", Location=new)) as old,
    ):
        yield old, new


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_that_keeps_the_request_is_followed(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str | None, str]] = []

    def answer(handler: BaseHTTPRequestHandler, form: dict[str, list[str]]) -> None:
        seen.append((handler.headers["Authorization"], form["query"][0]))
        good(handler, form)

    monkeypatch.setenv("POLICYGRAPH_TOKEN", "s3cr3t")
    with moved(status, answer) as (old, _):
        assert asked(old) == [{"n": "1"}]
    # Another port is another server: it is not told the token.
    assert len(seen) == 1 and seen[0][0] is None and QUESTION in seen[0][1]


def test_a_redirect_within_a_server_keeps_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(handler: BaseHTTPRequestHandler, form: dict[str, list[str]]) -> None:
        if handler.path == "/sparql":
            send(handler, 308, b"", Location="/new")
        else:
            assert handler.headers["Authorization"] == "Bearer s3cr3t"
            good(handler, form)

    monkeypatch.setenv("POLICYGRAPH_TOKEN", "s3cr3t")
    with serving(answer) as url:
        assert asked(url) == [{"n": "1"}]


@pytest.mark.parametrize("status", [301, 302, 303])
def test_other_redirects_name_the_new_address(status: int) -> None:
    with moved(status, good) as (old, new):
        done, in_chinese = query(old), query(old, "--lang", "zh")
    assert (done.returncode, done.stderr) == (
        2,
        f"policygraph: {old}: moved to {new} ({status}); use that address\n",
    )
    assert in_chinese.stderr == f"policygraph: {old}：已迁至 {new}（{status}），请改用该地址\n"


def test_redirects_without_end() -> None:
    with serving(lambda handler, _: send(handler, 307, b"", Location="/sparql")) as url:
        done = query(url)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "redirects in a circle" in done.stderr


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (socket.gaierror(-2, "Name or service not known"), "找不到这个主机，请检查网址和网络"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), "对方拒绝连接"),
        (ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"), "对方中断了连接"),
    ],
)
def test_a_common_fault_is_known_beneath_what_a_library_says(fault: OSError, said: str) -> None:
    told = httpx.ConnectError(str(fault))
    told.__cause__ = fault
    assert explain_fault(told).zh == explain_fault(fault).zh == said
    assert explain_fault(httpx.ConnectError("odd")).zh == "odd"


def test_a_common_fault_is_known_beneath_what_httpx_raises() -> None:
    with pytest.raises(httpx.ConnectError) as caught:
        httpx.get(f"http://127.0.0.1:{servers.free_port()}/")
    assert explain_fault(caught.value).zh == "对方拒绝连接"


# --- time ---------------------------------------------------------------------------------------------------------


def drip(handler: BaseHTTPRequestHandler, form: object) -> None:
    """An answer that comes byte by byte, head and all, and would take a minute."""
    head = f"HTTP/1.0 200 OK\r\nContent-Type: {JSON}\r\nContent-Length: {len(ROWS)}\r\n\r\n".encode()
    _drop(handler, head + ROWS)


def drip_body(handler: BaseHTTPRequestHandler, form: object) -> None:
    send(handler, 200, b"", length=str(len(ROWS)))
    _drop(handler, ROWS)


def drip_refusal(handler: BaseHTTPRequestHandler, form: object) -> None:
    send(handler, 400, b"", length="2000")
    _drop(handler, b"x" * 2000)


def _drop(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    try:
        for place in range(len(data)):
            handler.wfile.write(data[place : place + 1])
            handler.wfile.flush()
            time.sleep(0.4)
    except OSError:
        pass


@pytest.mark.parametrize("answer", [drip, drip_body, drip_refusal])
def test_the_time_limit_is_for_the_whole_answer(answer: Answer) -> None:
    with serving(answer) as url:
        began = time.monotonic()
        done = query(url, "--timeout", "1.5")
        took = time.monotonic() - began
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"policygraph: {url}: no response within 1.5 s; allow more with --timeout\n"
    assert took < 12


def test_an_interruption_is_passed_on_and_a_late_fault_is_nobodys() -> None:
    gone = threading.Event()

    def work() -> None:
        gone.wait(5)
        raise OSError("too late")

    with pytest.raises(TimeoutError):
        run_within(0.05, work)
    gone.set()
    with pytest.raises(EndpointError, match="mine"):
        run_within(5, lambda: (_ for _ in ()).throw(EndpointError("verbatim", message="mine")))


@pytest.mark.parametrize("value", ["0", "-1", "inf", "soon"])
def test_a_time_that_is_none_is_refused(value: str) -> None:
    done = query("http://127.0.0.1:9/", "--timeout", value)
    assert done.returncode == 2 and "Traceback" not in done.stderr and "--timeout" in done.stderr


# --- answers ------------------------------------------------------------------------------------------------------

TWO = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}},'


@pytest.mark.parametrize(
    "body",
    [
        TWO,
        TWO + b'{"n":{"type":"literal"}}]}}',
        TWO + b'{"n":{"type":"uri","value":"no IRI"}}]}}',
        TWO + b'{"n":{"type":"literal","value":"\xff"}}]}}',
        TWO + b'{"n":5}]}}',
        b"",
        b"[]",
        b'{"head":{}}',
        b'{"head":{},"boolean":true}',
    ],
)
def test_a_malformed_answer_is_one_line(body: bytes) -> None:
    with serving(lambda handler, _: send(handler, 200, body)) as url:
        for format_ in ("csv", "json", "table"):
            done = command("query", "workload", "--endpoint", url, "--store", "rdf4j", "--format", format_)
            assert done.returncode == 2 and done.stdout == "" and done.stderr.count("\n") == 1, done.stderr
            assert "was interrupted or is malformed" in done.stderr
