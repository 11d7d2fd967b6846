"""What is sent to stores that are not run here, request by request, against what their documentation asks for."""

from __future__ import annotations

import json
import threading
import time

import httpx
import pytest

from policygraph.errors import PublishError
from policygraph.publish import Remote
from policygraph.sparql.presets import PRESETS, derive_addresses, detect

GRAPH = "https://w3id.org/policygraph/id/graph/one"
DATA = '<https://example.org/a> <https://example.org/b> "省教育厅"@zh .\n'.encode()
QUOTED = "https%3A%2F%2Fw3id.org%2Fpolicygraph%2Fid%2Fgraph%2Fone"
TRIPLES, UPDATE, FORM = "application/n-triples", "application/sparql-update", "application/x-www-form-urlencoded"
COPY = f"COPY GRAPH <{GRAPH}#staging> TO <{GRAPH}>"
DROP = f"DROP SILENT GRAPH <{GRAPH}#staging>"

#: Kind, address given, and the requests that replace one graph: method, address, content type, words of the body.
CASES = {
    "graphdb": (
        "http://localhost:7200/repositories/notices",
        [("PUT", f"/repositories/notices/rdf-graphs/service?graph={QUOTED}", TRIPLES, "省教育厅")],
    ),
    "stardog": (
        "http://localhost:5820/notices",
        [("PUT", f"/notices?graph={QUOTED}", TRIPLES, "省教育厅")],
    ),
    "qlever": (
        "http://localhost:7019",
        [
            ("PUT", f"/?graph={QUOTED}%23staging", TRIPLES, "省教育厅"),
            ("POST", "/", UPDATE, COPY),
            ("POST", "/", UPDATE, DROP),
        ],
    ),
    "blazegraph": (
        "http://localhost:9999/blazegraph/namespace/kb/sparql",
        [
            ("POST", "/blazegraph/namespace/kb/sparql", UPDATE, DROP),
            ("POST", "/blazegraph/namespace/kb/sparql", UPDATE, f"INSERT DATA {{ GRAPH <{GRAPH}#staging>"),
            ("POST", "/blazegraph/namespace/kb/sparql", UPDATE, COPY),
            ("POST", "/blazegraph/namespace/kb/sparql", UPDATE, DROP),
        ],
    ),
}


def recorded(answers: list[httpx.Response] | None = None) -> tuple[httpx.MockTransport, list[httpx.Request]]:
    seen: list[httpx.Request] = []
    waiting = list(answers or [])

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return waiting.pop(0) if waiting else httpx.Response(204)

    return httpx.MockTransport(answer), seen


@pytest.mark.parametrize("kind", CASES)
def test_a_first_graph_goes_straight_to_its_place(kind: str) -> None:
    transport, seen = recorded()
    with Remote(CASES[kind][0], kind, transport=transport) as remote:
        remote.put(GRAPH, DATA, staged=False)
    assert len([request for request in seen if "省教育厅" in request.content.decode()]) == 1
    assert all(QUOTED in str(request.url) or f"GRAPH <{GRAPH}>" in request.content.decode() for request in seen)


@pytest.mark.parametrize("kind", CASES)
def test_a_graph_is_replaced(kind: str) -> None:
    url, wanted = CASES[kind]
    transport, seen = recorded()
    with Remote(url, kind, transport=transport) as remote:
        remote.put(GRAPH, DATA)
    assert len(seen) == len(wanted)
    for request, (method, path, content, words) in zip(seen, wanted, strict=True):
        assert (request.method, request.url.raw_path.decode()) == (method, path)
        assert request.headers["content-type"] == content
        assert words in request.content.decode()


def test_every_store_that_is_not_run_has_its_case() -> None:
    assert set(CASES) == {preset.name for preset in PRESETS.values() if not preset.tried}


def test_a_large_graph_goes_in_several_updates() -> None:
    line = b'<https://example.org/a> <https://example.org/b> "%d" .\n'
    data = b"".join(line % number for number in range(60_000))
    transport, seen = recorded()
    with Remote(CASES["blazegraph"][0], "blazegraph", transport=transport) as remote:
        remote.put(GRAPH, data)
    batches = [request.content for request in seen if b"INSERT DATA" in request.content]
    assert len(batches) > 2 and max(map(len, batches)) < 1_100_000
    assert sum(batch.count(b" .\n") for batch in batches) == 60_000


@pytest.mark.parametrize("kind", CASES)
def test_a_graph_is_dropped_and_counted(kind: str) -> None:
    rows = {"head": {"vars": ["g", "n"]}, "results": {"bindings": []}}
    result = httpx.Response(200, json=rows, headers={"content-type": "application/sparql-results+json"})
    transport, seen = recorded([httpx.Response(404), result] if kind != "blazegraph" else [httpx.Response(200), result])
    with Remote(CASES[kind][0], kind, transport=transport) as remote:
        remote.drop(GRAPH)
        assert remote.counts([GRAPH]) == {}
    assert seen[0].method == ("POST" if kind == "blazegraph" else "DELETE")
    assert seen[1].headers["accept"] == "application/sparql-results+json"
    assert "GRAPH+%3Fg" in seen[1].content.decode() and seen[1].headers["content-type"] == FORM


@pytest.mark.parametrize(
    ("url", "headers", "kind"),
    [
        ("http://x:7200/repositories/a", {"Server": "GraphDB/10.8 RDF4J/4.3"}, "graphdb"),
        ("http://x:7200/repositories/a", {}, "graphdb"),
        ("http://x:8080/rdf4j-server/repositories/a", {"Server": "Jetty(9.4)"}, "rdf4j"),
        ("http://x:9999/blazegraph/namespace/kb/sparql", {"Server": "Jetty(9.4)"}, "blazegraph"),
        ("http://x:3030/ds", {"Fuseki-Request-Id": "7"}, "fuseki"),
        ("http://x:8890", {"Server": "Virtuoso/07.20.3229 (Linux)"}, "virtuoso"),
        ("http://x:5820/db", {"Server": "Stardog/9"}, "stardog"),
        ("http://x:7878", {"Server": "Oxigraph/0.5.13"}, "oxigraph"),
        ("http://x:80", {"Server": "nginx"}, None),
    ],
)
def test_a_store_is_known_by_its_answer_or_its_address(url: str, headers: dict[str, str], kind: str | None) -> None:
    found = detect(url, headers)
    assert (found.name if found else None) == kind


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_any_of_a_databases_addresses_will_do(preset) -> None:  # type: ignore[no-untyped-def]
    base = "http://localhost:1234" + (preset.path.rstrip("/") or "") + "/notices"
    found = derive_addresses(preset, base)
    for url in {found.query, found.update, found.graphs or found.query, base + "/"}:
        assert derive_addresses(preset, url) == found


def test_what_a_server_asks_to_wait_is_waited(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    ours, sleep = threading.get_ident(), time.sleep

    def waits(seconds: float) -> None:
        # Servers of other tests may sleep in threads of theirs.
        if threading.get_ident() == ours:
            waited.append(seconds)
        else:
            sleep(seconds)

    monkeypatch.setattr("policygraph.sparql.http.time.sleep", waits)
    busy = [
        httpx.Response(503, headers={"Retry-After": "7"}),
        httpx.Response(503),
        httpx.Response(429),
        httpx.Response(204),
    ]
    transport, seen = recorded(busy)
    with Remote("http://localhost:7878", "oxigraph", transport=transport) as remote:
        remote.put(GRAPH, DATA)
    assert waited == [7.0, 1.0, 2.0] and len(seen) == 4
    assert [request.content for request in seen] == [DATA] * 4, "the whole of it each time"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "status 400: no good"),
        (401, "POLICYGRAPH_USER"),
        (404, "no endpoint or database"),
        (413, "too large"),
        (507, "no space"),
    ],
)
def test_a_refusal_is_one_line_and_not_tried_again(status: int, words: str) -> None:
    transport, seen = recorded([httpx.Response(status, text="no\ngood")])
    with (
        Remote("http://localhost:7878", "oxigraph", transport=transport) as remote,
        pytest.raises(PublishError, match=words) as caught,
    ):
        remote.put(GRAPH, DATA)
    assert len(seen) == 1 and len(str(caught.value).splitlines()) == 1


def test_other_credentials_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYGRAPH_USER", "u")
    monkeypatch.setenv("POLICYGRAPH_PASSWORD", "s3cret")
    transport, _ = recorded([httpx.Response(401)])
    with (
        Remote("http://localhost:7878", "oxigraph", transport=transport) as remote,
        pytest.raises(PublishError, match="rejects the credentials") as caught,
    ):
        remote.put(GRAPH, DATA)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("answer", [b"<html>", b"{", json.dumps({"head": {}}).encode()])
def test_an_answer_that_is_no_result(answer: bytes) -> None:
    transport, _ = recorded([httpx.Response(200, content=answer)])
    with (
        Remote("http://localhost:7878", "oxigraph", transport=transport) as remote,
        pytest.raises(PublishError, match=r"malformed|does not state"),
    ):
        remote.counts([GRAPH])


@pytest.mark.parametrize(
    ("given", "header"),
    [
        ({"POLICYGRAPH_USER": "u", "POLICYGRAPH_PASSWORD": "p"}, "Basic dTpw"),
        ({"POLICYGRAPH_TOKEN": "t"}, "Bearer t"),
    ],
)
def test_credentials_go_in_the_header_alone(
    given: dict[str, str], header: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    transport, seen = recorded()
    with Remote("http://localhost:7878", "oxigraph", transport=transport) as remote:
        remote.put(GRAPH, DATA)
    assert seen[0].headers["authorization"] == header and "u:p" not in str(seen[0].url)
