"""What a remote endpoint may do to us: each fault is one clear line; credentials go where they belong alone."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

import servers
from commands import run_command
from competency import dataset
from policygraph.errors import EndpointError, UsageError
from policygraph.sparql import Endpoint, run
from policygraph.sparql.network import find_credentials
from policygraph.sparql.results import Value
from policygraph.store import dump

ROWS = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}}]}}'
YES = b'{"head":{},"boolean":true}'
JSON = "application/sparql-results+json"
Answer = Callable[[BaseHTTPRequestHandler, dict[str, list[str]]], None]


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """A server on the loopback that answers each POST as told."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer(self, parse_qs(body, keep_blank_values=True))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, kind: str = JSON, **headers: str) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", headers.pop("length", str(len(body))))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def good(handler: BaseHTTPRequestHandler, form: dict[str, list[str]]) -> None:
    send(handler, 200, YES if form["query"][0].startswith("ASK") else ROWS)


def asked(url: str, timeout: float = 5, store: str | None = "rdf4j") -> list[dict[str, Value]]:
    return list(run(Endpoint(url, store, timeout), "SELECT ?n WHERE { ?n a pg:Measure }").rows)


def test_the_request_is_as_the_protocol_says() -> None:
    seen: dict[str, object] = {}

    def answer(handler: BaseHTTPRequestHandler, form: dict[str, list[str]]) -> None:
        seen.update(
            form=form, accept=handler.headers["Accept"], type=handler.headers["Content-Type"], path=handler.path
        )
        good(handler, form)

    with serving(answer) as url:
        assert asked(url, store="fuseki") == [{"n": "1"}]
    assert seen["accept"] == JSON and seen["type"] == "application/x-www-form-urlencoded" and seen["path"] == "/sparql"
    form = seen["form"]
    assert isinstance(form, dict) and set(form) == {"query", "default-graph-uri"}, "no vendor parameters"
    assert form["default-graph-uri"] == ["urn:x-arq:UnionGraph"]
    assert form["query"][0].startswith("PREFIX pg: <https://w3id.org/policygraph/def/> SELECT")


def status(code: int, text: bytes = b"", kind: str = "text/plain") -> Answer:
    return lambda handler, _: send(handler, code, text, kind)


def slow(handler: BaseHTTPRequestHandler, _: object) -> None:
    time.sleep(3)


def cut(handler: BaseHTTPRequestHandler, _: object) -> None:
    send(handler, 200, ROWS[:20], length=str(len(ROWS)))


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (status(400, b"Parse error: line 1"), "as invalid SPARQL (400): Parse error: line 1"),
        (status(401), "requires credentials; set POLICYGRAPH_USER"),
        (status(403), "does not allow this with these credentials"),
        (status(404, b"<html>"), "there is no endpoint or database at this address (404)"),
        (status(500, b"Traceback of theirs"), "returns status 500"),
        (status(503), "returns status 503"),
        (status(200, b"<html>Welcome</html>", "text/html; charset=utf-8"), "is an HTML page, not"),
        (status(200, b"n\n1\n", "text/csv"), "the response is text/csv, not application/sparql-"),
        (status(200, ROWS[:30], JSON), "was interrupted or is malformed"),
        (cut, "was interrupted"),
        (slow, "no response within 0.5 s; allow more with --timeout"),
    ],
)
def test_each_fault_is_one_clear_line(answer: Answer, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETRC", "/dev/null")
    with serving(answer) as url, pytest.raises(EndpointError) as caught:
        asked(url, timeout=0.5 if answer is slow else 30)
    assert message in str(caught.value) and str(caught.value).startswith(url) and "\n" not in str(caught.value)


def test_nobody_there() -> None:
    with pytest.raises(EndpointError, match=r"cannot connect: .*refused"):
        asked(f"http://127.0.0.1:{servers.free_port()}/sparql")


@pytest.mark.parametrize("url", ["ftp://localhost/", "localhost:3030", "http://me:secret@localhost/"])
def test_an_address_that_cannot_be_right(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        asked(url)
    assert "secret" not in str(caught.value).replace("a password", "")


def test_an_unknown_store() -> None:
    with pytest.raises(UsageError, match="use one of oxigraph, fuseki"):
        Endpoint("http://localhost/", store="nosuch")


# --- credentials -----------------------------------------------------------------------------------------


def test_basic_and_bearer_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str | None] = []

    def answer(handler: BaseHTTPRequestHandler, form: dict[str, list[str]]) -> None:
        seen.append(handler.headers["Authorization"])
        good(handler, form)

    monkeypatch.setenv("POLICYGRAPH_USER", "ying")
    monkeypatch.setenv("POLICYGRAPH_PASSWORD", "密码")
    with serving(answer) as url:
        asked(url)
        monkeypatch.setenv("POLICYGRAPH_TOKEN", "t0ken")
        asked(url)
    assert seen == ["Basic " + base64.b64encode("ying:密码".encode()).decode(), "Bearer t0ken"]


def test_netrc(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ying password secret\n")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    seen: list[str | None] = []

    def answer(handler: BaseHTTPRequestHandler, form: dict[str, list[str]]) -> None:
        seen.append(handler.headers["Authorization"])
        good(handler, form)

    with serving(answer) as url:
        asked(url)
    assert seen == ["Basic " + base64.b64encode(b"ying:secret").decode()]


def test_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    def md5(text: str) -> str:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    def answer(handler: BaseHTTPRequestHandler, form: dict[str, list[str]]) -> None:
        given = dict(re.findall(r'(\w+)="?([^",]+)', handler.headers["Authorization"] or ""))
        if not given:
            send(handler, 401, b"", WWW_Authenticate='Digest realm="any realm", nonce="n1", qop="auth"')
            return
        first, second = md5(f"ying:any realm:{'secret'}"), md5("POST:/sparql")
        wanted = md5(f"{first}:n1:{given['nc']}:{given['cnonce']}:auth:{second}")
        if given["response"] == wanted:
            good(handler, form)
        else:
            send(handler, 403, b"")

    monkeypatch.setenv("POLICYGRAPH_USER", "ying")
    monkeypatch.setenv("POLICYGRAPH_PASSWORD", "secret")
    monkeypatch.setenv("POLICYGRAPH_AUTH", "digest")
    with serving(answer) as url:
        assert asked(url) == [{"n": "1"}]


def test_secrets_are_in_no_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYGRAPH_USER", "ying")
    monkeypatch.setenv("POLICYGRAPH_PASSWORD", "s3cr3t")
    with serving(status(403)) as url, pytest.raises(EndpointError) as caught:
        asked(url)
    assert "s3cr3t" not in str(caught.value) + repr(Endpoint(url, "rdf4j")) + repr(find_credentials(url))


# --- from the command line, against a real server -----------------------------------------------------------------


def test_the_command_line(tmp_path: Path) -> None:
    def command(*words: str) -> subprocess.CompletedProcess[str]:
        return run_command(["query", *words], env={**os.environ, "LC_ALL": "en_GB.UTF-8"})

    data = dump(dataset("fujian"), tmp_path / "fujian.nq")
    with servers.oxigraph(data, tmp_path / "store") as url:
        done = command("measures-of-body", "--endpoint", url, "--param", "body=省财政厅", "--format", "csv")
        assert done.returncode == 0, done.stderr
        assert len(done.stdout.splitlines()) == 3
        wrong = command("measures-of-body", "--endpoint", url, "--param", "body=省财政局", "--lang", "zh")
        assert wrong.returncode == 2 and len(wrong.stderr.splitlines()) == 1
        assert "没有叫“省财政局”的机构；相近的名称：" in wrong.stderr and "省财政厅" in wrong.stderr
    gone = command("workload", "--endpoint", url)
    assert gone.returncode == 2 and "cannot connect" in gone.stderr and len(gone.stderr.splitlines()) == 1
    both = command("workload", str(data), "--endpoint", url)
    assert both.returncode == 2 and "either graphs or --endpoint" in both.stderr
