"""What is on its way at a time, and what is not begun: against a transport that notes when requests overlap."""

from __future__ import annotations

import threading
import time

import httpx
import pytest

from policygraph.namespaces import VOCABULARY_GRAPH
from policygraph.publish import Action, Publication, Remote, Step, transfer

from .conftest import notices

URL = "http://localhost:7200/repositories/notices"
VIRTUOSO = "http://localhost:8890/sparql"


class Noting(httpx.BaseTransport):
    """Takes a moment for each request; knows the order, and the most that were under way together."""

    def __init__(self, refused: str = "nothing") -> None:
        self.order: list[str] = []
        self.most, self._now, self._lock, self._refused = 0, 0, threading.Lock(), refused

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
            named = next(iter(request.url.params.values()), None)
            self.order.append(f"{request.method} {named or request.content.decode()}")
        time.sleep(0.02)
        with self._lock:
            self._now -= 1
        return httpx.Response(403 if self._refused in str(request.url) else 204)


def planned(source: Publication, action: Action = Action.ADD) -> list[Step]:
    return [Step(graph, action, source.fingerprint(graph)) for graph in source.graphs()]


@pytest.fixture(scope="module")
def source() -> Publication:
    return Publication(notices())


@pytest.mark.parametrize(("kind", "url", "scheme", "most"), [
    ("graphdb", URL, "basic", 2),
    ("graphdb", URL, "digest", 1),
    ("virtuoso", VIRTUOSO, "basic", 1),
])  # fmt: skip
def test_several_at_a_time_where_each_is_a_transaction(
    kind: str, url: str, scheme: str, most: int, source: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"USER": "us", "PASSWORD": "secret", "AUTH": scheme}.items():
        monkeypatch.setenv(f"POLICYGRAPH_{name}", value)
    noting = Noting()
    with Remote(url, kind, transport=noting) as remote:
        assert remote.max_concurrent == most
        outcome = transfer(planned(source), source, remote)
    assert noting.most == most
    assert set(outcome.done) == set(source.graphs()) and not outcome.failed and not outcome.left
    assert VOCABULARY_GRAPH in noting.order[0], "what policies share is there before them"


def test_removing_begins_when_all_is_sent(source: Publication) -> None:
    noting = Noting()
    plan = [*planned(source), Step("urn:gone", Action.REMOVE, None), Step("urn:stays", Action.STALE, None)]
    with Remote(URL, "graphdb", transport=noting) as remote:
        assert "urn:gone" in transfer(plan, source, remote).done
    assert noting.order[-1] == "DELETE urn:gone" and not any("urn:stays" in each for each in noting.order)


def test_after_a_refusal_nothing_more_is_begun(source: Publication) -> None:
    names = [graph for graph in source.graphs() if graph != VOCABULARY_GRAPH]
    noting = Noting("vocabulary")
    with Remote(URL, "graphdb", transport=noting) as remote:
        outcome = transfer(planned(source), source, remote)
    assert [state.graph for state in outcome.failed] == [VOCABULARY_GRAPH]
    assert outcome.done == () and outcome.left == tuple(names)
    assert {each.split()[1] for each in noting.order} == {VOCABULARY_GRAPH}


def test_an_interruption_leaves_the_rest(source: Publication) -> None:
    def interrupted(_: Step) -> None:
        raise KeyboardInterrupt

    noting = Noting()
    with Remote(URL, "graphdb", transport=noting) as remote, pytest.raises(KeyboardInterrupt):
        transfer(planned(source), source, remote, interrupted)
    assert len(noting.order) == 1, "the vocabulary, and none of the policies"


def test_an_interruption_leaves_what_waits(source: Publication) -> None:
    def interrupted(_: Step) -> None:
        raise KeyboardInterrupt

    noting = Noting()
    plan = [Step(f"urn:gone:{n}", Action.REMOVE, None) for n in range(50)]
    with Remote(URL, "graphdb", transport=noting) as remote, pytest.raises(KeyboardInterrupt):
        transfer(plan, source, remote, interrupted)
    assert len(noting.order) < 25, "those on their way end; the others are not begun"
