"""A store that has moved, or answers byte by byte."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest

from policygraph.errors import PublishError
from policygraph.publish import Remote

OLD, NEW = "http://old.example/db", "http://new.example/db"
GRAPH = "https://w3id.org/policygraph/id/graph/a"


def remote(answer: httpx.MockTransport, store: str | None = "fuseki", timeout: float = 5) -> Remote:
    return Remote(OLD, store, timeout=timeout, tries=2, wait=0, transport=answer)


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_that_keeps_the_request_is_followed(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYGRAPH_TOKEN", "s3cr3t")
    seen: list[tuple[str, str, bytes, str | None]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "old.example":
            return httpx.Response(status, headers={"Location": str(request.url).replace("old", "new")})
        seen.append((request.method, str(request.url), request.read(), request.headers.get("Authorization")))
        return httpx.Response(204)

    with remote(httpx.MockTransport(answer)) as store:
        store.put(GRAPH, b"<http://a> <http://b> <http://c> .\n")
        store.update("DROP ALL")
    assert [(method, body, token) for method, _, body, token in seen] == [
        ("PUT", b"<http://a> <http://b> <http://c> .\n", None),
        ("POST", b"DROP ALL", None),
    ]
    assert seen[0][1].startswith(NEW + "/data?graph=") and seen[1][1] == NEW + "/update"


@pytest.mark.parametrize("status", [301, 302, 303])
def test_no_other_redirect_counts_as_done(status: int) -> None:
    """Followed as HTTP has it these end in a GET that succeeds, and nothing would have been written."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "old.example":
            return httpx.Response(status, headers={"Location": NEW})
        return httpx.Response(200)

    with remote(httpx.MockTransport(answer)) as store, pytest.raises(PublishError) as caught:
        store.put(GRAPH, b"")
    assert str(caught.value).endswith(f"moved to {NEW} ({status}); use that address")


def test_a_store_is_known_by_what_answers_at_its_new_address() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "old.example":
            return httpx.Response(301, headers={"Location": NEW, "Server": "nginx"})
        return httpx.Response(200, headers={"Server": "Apache Jena Fuseki (5.1)"})

    with remote(httpx.MockTransport(answer), store=None) as store:
        assert store.preset.name == "fuseki"


class Drops(httpx.SyncByteStream):
    def __iter__(self) -> Iterator[bytes]:
        for _ in range(100):
            time.sleep(0.05)
            yield b" "


@pytest.mark.parametrize("store", ["fuseki", None])
def test_the_time_limit_is_for_the_whole_answer(store: str | None) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=Drops()))
    began = time.monotonic()
    with pytest.raises(PublishError, match=r"no response within 0\.4 s; allow more with --timeout"):
        remote(transport, store, timeout=0.4).counts([GRAPH])
    assert time.monotonic() - began < 3


def test_credentials_that_are_refused_in_digest_authentication_are_no_move(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"USER": "dba", "PASSWORD": "wrong", "AUTH": "digest"}.items():
        monkeypatch.setenv(f"POLICYGRAPH_{name}", value)
    challenge = 'Digest realm="SPARQL", nonce="5f1a", qop="auth", algorithm=MD5'
    answer = httpx.MockTransport(lambda _: httpx.Response(401, headers={"WWW-Authenticate": challenge}))
    with remote(answer) as store, pytest.raises(PublishError, match="rejects the credentials") as caught:
        store.put(GRAPH, b"")
    assert "moved" not in str(caught.value)
