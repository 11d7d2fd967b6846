"""Requests that mean no good, byte for byte: each gets a status of 400 to 499 or no answer, and others are served."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from .conftest import TOKEN, Served, started, store_of

HEAD = b"Host: 127.0.0.1\r\nConnection: close\r\n"
BEARER = f"Authorization: Bearer {TOKEN}\r\n".encode()
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
DIRECT = b"Content-Type: application/sparql-query\r\n"
TURTLE = b"Content-Type: text/turtle\r\n"


def line(method: bytes, path: bytes, *headers: bytes, body: bytes = b"") -> bytes:
    return method + b" " + path + b" HTTP/1.1\r\n" + HEAD + b"".join(headers) + b"\r\n" + body


def length(size: int) -> bytes:
    return b"Content-Length: %d\r\n" % size


def sized(method: bytes, path: bytes, *headers: bytes, body: bytes) -> bytes:
    return line(method, path, *headers, length(len(body)), body=body)


REQUESTS = {
    # What is no HTTP
    "nothing of HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)),
    "no version": b"GET /\r\n\r\n",
    "an unknown version": b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
    "an unknown method": line(b"STEAL", b"/sparql"),
    "bytes in the path": line(b"GET", b"/\xff\xfe\x00"),
    "a space in the path": line(b"GET", b"/sparql?query=ASK {}"),
    "a header without a colon": line(b"GET", b"/nothing", b"nonsense\r\n"),
    "a header name with bytes": line(b"GET", b"/nothing", b"\xff: x\r\n"),
    "a null in a header": line(b"GET", b"/nothing", b"X: a\x00b\r\n"),
    "two lengths": line(b"POST", b"/sparql", DIRECT, length(6), length(60), body=b"ASK {}"),
    "a length and chunks": line(
        b"POST", b"/sparql", DIRECT, length(6), b"Transfer-Encoding: chunked\r\n",
        body=b"0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    ),
    "a negative length": line(b"POST", b"/sparql", DIRECT, b"Content-Length: -1\r\n"),
    "a length beyond all numbers": line(b"POST", b"/sparql", DIRECT, b"Content-Length: 99999999999999999999999\r\n"),
    "a chunk of no size": line(b"POST", b"/sparql", DIRECT, b"Transfer-Encoding: chunked\r\n", body=b"zz\r\nASK {}"),
    "a great many headers": line(b"GET", b"/nothing", b"X: y\r\n" * 5000),
    # Bodies
    "a length beyond the limit": line(b"POST", b"/sparql", DIRECT, length(10**12)),
    "a graph beyond the limit": line(b"PUT", b"/graphs?default", BEARER, TURTLE, length(10**12)),
    "a body beyond the limit in chunks": line(
        b"POST", b"/sparql", DIRECT, b"Transfer-Encoding: chunked\r\n",
        body=(b"10000\r\n" + b" " * 65536 + b"\r\n") * 20,
    ),
    "no body": line(b"POST", b"/sparql", DIRECT),
    "an empty form": line(b"POST", b"/sparql", FORM, length(0)),
    "a query in UTF-16": sized(b"POST", b"/sparql", DIRECT, body="ASK {}".encode("utf-16")),
    "a query in GB2312": sized(b"POST", b"/sparql", DIRECT, body='ASK { ?s ?p "\u6559" }'.encode("gb2312")),
    "a form in GB2312": sized(b"POST", b"/sparql", FORM, body="query=\u7701".encode("gb2312")),
    "percent signs of GB2312": sized(b"POST", b"/sparql", FORM, body=b"query=ASK+%7B+%3Fs+%3Fp+%22%BD%CC%22+%7D"),
    "half a surrogate": sized(b"POST", b"/sparql", FORM, body=b"query=ASK+%7B%7D%ED%A0%80"),
    "a null in a query": sized(b"POST", b"/sparql", DIRECT, body=b"ASK { ?s ?p '\x00\x00' } \x00"),
    "a compressed query": sized(b"POST", b"/sparql", DIRECT, b"Content-Encoding: gzip\r\n", body=b"\x1f\x8b\x08\x00"),
    "a compressed graph": sized(
        b"PUT", b"/graphs?default", BEARER, TURTLE, b"Content-Encoding: br\r\n", body=b"\x1f\x8b\x08\x00"
    ),
    "a graph that is not Turtle": sized(b"PUT", b"/graphs?default", BEARER, TURTLE, body=b"\x89PNG\r\n\x1a\n" * 100),
    "a graph nested without end": sized(
        b"PUT", b"/graphs?default", BEARER, TURTLE, body=b"<a:a> <a:b> " + b"[<a:c> " * 50_000
    ),
    "lists without end": sized(b"PUT", b"/graphs?default", BEARER, TURTLE, body=b"<a:a> <a:b> " + b"(" * 10_000),
    "XML that grows": sized(
        b"PUT", b"/graphs?default", BEARER, b"Content-Type: application/rdf+xml\r\n",
        body=b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY a%d "%s">' % (n, (b"&a%d;" % (n - 1) if n > 1 else b"&a;") * 10) for n in range(1, 12))
        + b']><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&a11;</r:RDF>',
    ),
    "XML that reads a file": sized(
        b"PUT", b"/graphs?default", BEARER, b"Content-Type: application/rdf+xml\r\n",
        body=b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r:RDF xmlns:e="http://e/" xmlns:r="http://www.w3.org/'
        b'1999/02/22-rdf-syntax-ns#"><r:Description r:about="http://e/x"><e:p>&x;</e:p></r:Description></r:RDF>',
    ),
    "JSON-LD with a context elsewhere": sized(
        b"PUT", b"/graphs?default", BEARER, b"Content-Type: application/ld+json\r\n",
        body=b'{"@context": "http://127.0.0.1:9/context", "@id": "http://e/x", "p": 1}',
    ),
    "a form of many parts": sized(
        b"POST", b"/graphs?default", BEARER, b"Content-Type: multipart/form-data; boundary=x\r\n",
        body=b"--x\r\n\r\n" * 20_000,
    ),
    # Paths
    "up the tree": line(b"GET", b"/../../../../etc/passwd"),
    "up the tree, encoded": line(b"GET", b"/%2e%2e/%2e%2e/%2e%2e/etc/passwd"),
    "up the tree, encoded twice": line(b"GET", b"/%252e%252e/%252e%252e/etc/passwd"),
    "up the tree, from within": line(b"GET", b"/graphs/../../../etc/passwd"),
    "up the tree, with backslashes": line(b"GET", b"/..\\..\\..\\etc\\passwd"),
    "a null in the path": line(b"GET", b"/graphs/a%00b"),
    "a path of bytes": line(b"GET", b"/api/queries/%ff%fe"),
    "a question up the tree": line(b"GET", b"/api/queries/..%2f..%2fREADME"),
    "another address": line(b"GET", b"http://169.254.169.254/latest/meta-data"),
    # Headers
    "a new line in a field": line(b"GET", b"/graphs?graph=http://e/%0d%0aX-Evil:%20yes"),
    "a new line in a path": line(b"GET", b"/graphs/a%0d%0aX-Evil:%20yes"),
    "a new line in a type": line(b"GET", b"/sparql?query=ASK%7B%7D", b"Accept: text/turtle%0d%0aX-Evil: yes\r\n"),
    "a new line in a language": line(b"GET", b"/api/queries/workload?lang=zh%0d%0aX-Evil:%20yes"),
    "a host that is no host": b"GET /graphs/a HTTP/1.1\r\nHost: a b<>\"{}\r\nConnection: close\r\n\r\n",
    "a type that is no type": line(b"PUT", b"/graphs?default", BEARER, b"Content-Type: ;;;=\xff\r\n", length(0)),
    "a boundary that is none": sized(
        b"POST", b"/graphs?default", BEARER, b"Content-Type: multipart/form-data; boundary=\"\xff\r\n", body=b"--\xff--"
    ),
    "a token of bytes": line(b"DELETE", b"/graphs?default", b"Authorization: Bearer \xff\xfe\r\n"),
    "weights that are none": line(b"GET", b"/sparql?query=ASK%7B%7D", b"Accept: text/html;q=nan, a/b;q=1e999\r\n"),
    "a page without end": line(b"GET", b"/api/queries/workload?limit=99999999999999999999"),
    "a number of other digits": line(b"GET", "/api/queries/workload?limit=\u0663".encode()),
    "fields without end": line(b"GET", b"/sparql?" + b"a=b&" * 5000),
    "a graph that closes its brackets": line(
        b"DELETE", b"/graphs?graph=http://e/a%3E;CLEAR%20ALL;DROP%20GRAPH%20%3Chttp://e/b", BEARER
    ),
    "a dataset that closes its brackets": sized(
        b"POST", b"/sparql?using-graph-uri=http://e/a%3E%20WHERE%7B%7D;CLEAR%20ALL;", BEARER,
        b"Content-Type: application/sparql-update\r\n", body=b"INSERT { <a:a> <a:a> 1 } WHERE { ?s ?p ?o }",
    ),
}  # fmt: skip

#: HTTP of 1991, answered as such.
HARMLESS = {"no version"}


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with started(store_of(tmp_path_factory.mktemp("hostile") / "store"), "--timeout", "2", token=TOKEN) as found:
        yield found


def told(server: Served, data: bytes, half: bool = False) -> bytes:
    """What a server answers to bytes; ``half`` closes our side after them."""
    port = int(server.url.rpartition(":")[2])
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as sock:
        try:
            sock.sendall(data)
            if half:
                sock.shutdown(socket.SHUT_WR)
            while piece := sock.recv(65536):
                answer += piece
        except ConnectionError:
            pass
    return answer


def test_they_are_many() -> None:
    assert len(REQUESTS) >= 55


@pytest.mark.parametrize("name", REQUESTS)
def test_a_hostile_request_is_the_clients_fault(victim: Served, name: str) -> None:
    answer = told(victim, REQUESTS[name])
    status = int(answer.split(b" ", 2)[1]) if answer else None
    assert status is None or 400 <= status < 500 or (name in HARMLESS and status < 400), answer[:500]
    lines = answer.partition(b"\r\n\r\n")[0].lower().split(b"\r\n")
    assert not any(each.startswith(b"x-evil") for each in lines)
    assert b"Traceback" not in answer
    assert b"root:" not in answer
    assert victim.true('ASK { <http://e/a> <http://e/p> "a" }')
    assert victim.ask("/health").status == 200


BROKEN_OFF = [
    line(b"POST", b"/sparql", DIRECT, length(100), body=b"ASK {}"),
    line(b"POST", b"/sparql", BEARER, b"Content-Type: application/sparql-update\r\n", length(99), body=b"CLEAR ALL"),
    line(b"PUT", b"/graphs?default", BEARER, TURTLE, length(99), body=b"<http://e/x> <http://e/y> 1 ."),
    line(b"POST", b"/sparql", DIRECT, b"Transfer-Encoding: chunked\r\n", body=b"6\r\nASK {}\r\n"),
    b"POST /spar",
]


@pytest.mark.parametrize("half", [True, False])
def test_requests_that_break_off_do_nothing(victim: Served, half: bool) -> None:
    """Whether the client closes its side, or says no more: then it is told so when its time is over."""
    with ThreadPoolExecutor(len(BROKEN_OFF)) as crowd:  # they wait together
        answers = list(crowd.map(lambda data: told(victim, data, half), BROKEN_OFF))
    statuses = [int(answer.split(b" ", 2)[1]) if answer else None for answer in answers]
    assert set(statuses) <= {None, 400, 408}, dict(zip(BROKEN_OFF, answers, strict=True))
    assert victim.true('ASK { <http://e/a> <http://e/p> "a" }')
    assert not victim.true("ASK { <http://e/x> ?p ?o }")


@pytest.mark.parametrize(
    ("begin", "status"), [(b"GET /sparql HTTP/1.1\r\nX-Long: ", b"431"), (b"GET /sparql?query=", b"414")]
)
def test_a_head_without_end_is_cut_off(victim: Served, begin: bytes, status: bytes) -> None:
    before = psutil.Process(victim.pid).memory_info().rss
    answer = told(victim, begin + b"x" * (30 << 20))
    assert not answer or answer.startswith(b"HTTP/1.1 " + status)
    assert psutil.Process(victim.pid).memory_info().rss - before < 20 << 20


def test_slow_clients_do_not_keep_others_waiting(victim: Served) -> None:
    """Two hundred that send a byte now and then, and never end."""
    port = int(victim.url.rpartition(":")[2])
    slow = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(200)]
    begin = time.monotonic()
    try:
        for number, sock in enumerate(slow):
            sock.sendall(
                b"GET /sparql HTTP/1.1\r\nHost: a\r\n" if number % 2 else line(b"POST", b"/sparql", DIRECT, length(9))
            )
        with ThreadPoolExecutor(4) as crowd:
            assert all(crowd.map(lambda _: victim.true("ASK {}"), range(20)))
        ended = 0
        for sock in slow:
            answer = sock.recv(65536)
            assert not answer or answer.startswith(b"HTTP/1.1 408")
            ended += 1
        assert ended == len(slow)
        assert time.monotonic() - begin < 60
    finally:
        for sock in slow:
            sock.close()
