"""Heads that are too long or too late are refused with a problem document, in the language that is asked for."""

from __future__ import annotations

import http.client
import json
import socket
from pathlib import Path
from urllib.parse import quote

import pytest

from .conftest import Served, started

QUERY = "/sparql?query=ASK%7B%7D%23"
#: What the parser of addresses takes.
LIMIT = 65_535
ASCII, CHINESE = "a", quote("省")


def address(length: int, letter: str = ASCII, end: str = "") -> str:
    """An address of so many bytes: a query with a long comment."""
    room = length - len(QUERY) - len(end)
    return QUERY + letter * (room // len(letter)) + "x" * (room % len(letter)) + end


def port_of(server: Served) -> int:
    return int(server.url.rpartition(":")[2])


def problem(answer: http.client.HTTPResponse) -> tuple[int, str, str]:
    """Status, language and reason of a refusal."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    found = json.loads(answer.read())
    assert found["status"] == answer.status
    return answer.status, answer.headers["Content-Language"], found["title"]


def ask(server: Served, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port_of(server), timeout=30)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    return connection.getresponse()


def send(server: Served, data: bytes) -> http.client.HTTPResponse:
    """What a server answers to bytes."""
    sock = socket.create_connection(("127.0.0.1", port_of(server)), timeout=30)
    sock.sendall(data)
    answer = http.client.HTTPResponse(sock)
    answer.begin()
    return answer


@pytest.mark.parametrize("letter", [ASCII, CHINESE])
def test_an_address_up_to_the_limit_is_answered(server: Served, letter: str) -> None:
    path = address(LIMIT, letter)
    assert len(path) == LIMIT
    assert ask(server, path).status == 200


@pytest.mark.parametrize("letter", [ASCII, CHINESE])
@pytest.mark.parametrize("length", [LIMIT + 1, 70_000, 140_000, 1 << 20, 3 << 20])
def test_a_longer_address_is_refused_in_both_languages(server: Served, length: int, letter: str) -> None:
    zh = (414, "zh", f"请求地址超过 {LIMIT:,} 字节；较长的查询请用 POST 发送")
    en = (414, "en", f"the address of the request is longer than {LIMIT:,} bytes; send a long query with POST")
    path = address(length, letter)
    assert problem(ask(server, path, Accept_Language="zh-CN")) == zh
    assert problem(ask(server, path)) == en
    assert problem(ask(server, address(length, letter, "&lang=zh"), Accept_Language="en")) == zh
    assert problem(ask(server, path.replace("?", "?lang=zh&", 1))) == zh
    assert server.true("ASK {}")


def test_the_query_of_a_long_address_can_be_posted(server: Served) -> None:
    query = "ASK {} # " + "省" * 200_000
    assert server.ask(data=query.encode(), Content_Type="application/sparql-query").status == 200


def test_a_refused_address_is_counted_and_its_connection_goes_on(server: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port_of(server), timeout=30)
    for _ in range(2):
        connection.request(
            "GET", address(200_000, CHINESE), headers={"Origin": "http://elsewhere", "X-Request-ID": "x1"}
        )
        answer = connection.getresponse()
        assert problem(answer)[0] == 414
        assert (answer.headers["X-Request-ID"], answer.headers["Access-Control-Allow-Origin"]) == ("x1", "*")
        connection.request("GET", QUERY)
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["boolean"]) == (200, True)
    assert 'policygraph_requests_total{method="GET",place="/sparql",status="414"}' in server.ask("/metrics").text


@pytest.mark.parametrize(
    "path", ["/id/" + "a" * 100_000, "/" + CHINESE * 300_000, "/api/queries/workload?a=" + "b" * 70_000]
)
def test_every_address_has_the_limit(server: Served, path: str) -> None:
    assert problem(ask(server, path, Accept_Language="zh"))[:2] == (414, "zh")


def test_a_smaller_limit_of_requests_is_one_of_addresses(graph: Path) -> None:
    with started(graph, "--max-request", "2") as server:
        assert ask(server, address(2048, CHINESE)).status == 200
        assert problem(ask(server, address(2049, CHINESE)))[2].startswith(
            "the address of the request is longer than 2,048 b"
        )
        direct = "application/sparql-query"
        assert server.ask(data=b"ASK {}".ljust(2048), Content_Type=direct).status == 200
        refused = server.ask(data=b"ASK {}".ljust(2049), Content_Type=direct)
        assert (refused.status, "the body of the request is larger than 2,048 bytes" in refused.text) == (413, True)


def test_headers_beyond_the_limit_are_refused_with_it(server: Served) -> None:
    # All that is sent is read before the answer: the client of a server that closes early may not get it.
    with socket.create_connection(("127.0.0.1", port_of(server)), timeout=30) as sock:
        sock.sendall(b"GET / HTTP/1.1\r\nAccept-Language: zh\r\nX: " + b"y" * 70_000)
        answer = http.client.HTTPResponse(sock)
        answer.begin()
        assert problem(answer) == (431, "zh", "请求头超过 65,536 字节")


def test_what_is_no_http_gets_a_problem_document(server: Served) -> None:
    head = b"GET / HTTP/1.1\r\nHost: a\r\nAccept-Language: zh\r\nX: y\r\n"
    assert problem(send(server, head + b"nonsense\r\n\r\n")) == (400, "zh", "收到的不是有效的 HTTP 请求")
    assert problem(send(server, b"\x16\x03\x01\r\n\r\n")) == (400, "en", "received an invalid HTTP request")


def test_a_late_head_gets_a_problem_document(graph: Path) -> None:
    with started(graph, "--timeout", "1") as server:
        late = send(server, b"GET /?lang=zh HTTP/1.1\r\nHost: a\r\n")
        assert problem(late) == (408, "zh", "请求在 1 秒内没有发完")


def test_a_body_is_no_part_of_the_next_head(server: Served) -> None:
    body = b"ASK {}".ljust(200_000)
    post = (
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\nContent-Length: 200000\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port_of(server)), timeout=30) as sock:
        sock.sendall(post + body + b"GET /health HTTP/1.1\r\nHost: a\r\n")
        for end, wanted in ((b"", b'"boolean":true'), (b"\r\n", b'"status":"ok"')):
            sock.sendall(end)
            answer = http.client.HTTPResponse(sock)
            answer.begin()
            assert (answer.status, wanted in answer.read()) == (200, True)
