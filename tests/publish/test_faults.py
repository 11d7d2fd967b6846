"""Faults on the way: what was there stays whole, or it is said what is not; and running again mends it."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import psutil
import pytest

import servers
from policygraph.errors import PublishError, UsageError
from policygraph.namespaces import ID
from policygraph.publish import Action, Outcome, Publication, Remote, is_first, make_plan, transfer, verify
from policygraph.publish.publication import fingerprint
from policygraph.resources import examples_dir

from .conftest import STORES, built, emptied, notices
from .proxy import Plan, Proxy, proxy

pytestmark = pytest.mark.usefixtures("credentials")
GRAPH = f"{ID}graph/hefei-cold-chain-2022"


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Proxy]]:
    """One store that replaces a graph in one transaction, one that does so by way of a staging graph."""
    with STORES[request.param](tmp_path_factory.mktemp("faults")) as url, proxy(url) as between:
        yield request.param, between


@cache
def unchanged() -> Publication:
    return Publication(notices())


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    folder = tmp_path_factory.mktemp("changed")
    for name in ("anhui-cold-chain-2020", "hefei-cold-chain-2022", "wuhu-cold-chain-2023"):
        text = (examples_dir() / f"{name}.txt").read_text(encoding="utf-8")
        (folder / f"{name}.txt").write_text(text + "\n附件：略。\n", encoding="utf-8")
    return Publication(built(folder=folder))


def remote_of(kind: str, between: Proxy, timeout: float = 20) -> Remote:
    return Remote(between.url, kind, tries=2, wait=0.01, timeout=timeout)


def attempt(kind: str, between: Proxy, changed: Publication, faults: Plan, timeout: float = 20) -> Outcome:
    """The old graphs whole, then the new ones through the faults."""
    between.plan = lambda *_: None
    with remote_of(kind, between) as remote:
        old = unchanged()
        assert not transfer(make_plan(old, emptied(remote), prune=True), old, remote).failed
        plan = make_plan(changed, remote)
    between.seen.clear()
    between.plan = faults
    with remote_of(kind, between, timeout) as remote:
        outcome = transfer(plan, changed, remote)
    between.plan = lambda *_: None
    told = {*outcome.done, *(state.graph for state in outcome.failed), *outcome.left}
    assert told == {step.graph for step in plan if step.action is not Action.KEEP}, "each is named"
    return outcome


def state_of(kind: str, between: Proxy, changed: Publication) -> str:
    with remote_of(kind, between) as remote:
        there = fingerprint(remote.triples(GRAPH))
    old, new = unchanged().fingerprint(GRAPH), changed.fingerprint(GRAPH)
    return "old" if there == old else "new" if there == new else "neither"


def mended(kind: str, between: Proxy, changed: Publication) -> bool:
    with remote_of(kind, between) as remote:
        plan = make_plan(changed, remote)
        assert not transfer(plan, changed, remote).failed
        left = [name for name in remote.policy_graphs() if name.endswith("#staging")]
        # A plan reads every graph there is and compares its canonical hash.
        return {step.action for step in make_plan(changed, remote)} == {Action.KEEP} and not left


FOR_GOOD: dict[str, int | str] = {
    "500": 500,
    "503": 503,
    "507": 507,
    "other credentials": 401,
    "forbidden": 403,
    "cut": "cut",
    "slow": "slow",
}


@pytest.mark.parametrize(
    "fault", [fault if fault in ("507", "cut") else pytest.param(fault, marks=pytest.mark.slow) for fault in FOR_GOOD]
)
def test_a_lasting_fault_leaves_the_old_graph_whole(fault: str, store: tuple[str, Proxy], changed: Publication) -> None:
    kind, between = store

    def faults(method: str, path: str, before: int) -> int | str | None:
        # One graph's writing fails for ever; the others and all reading go through.
        return FOR_GOOD[fault] if method != "READ" and "hefei" in path else None

    outcome = attempt(kind, between, changed, faults, timeout=0.7 if fault == "slow" else 20)
    assert [state.graph for state in outcome.failed] == [GRAPH]
    if fault == "slow":
        # The server may still do what was not waited for; it is never half of it.
        assert outcome.failed[0].found in ("old", "new", "unknown")
        time.sleep(2.5)
    else:
        assert outcome.failed[0].found == state_of(kind, between, changed) == "old"
    assert len(outcome.failed[0].reason.en.splitlines()) == 1
    assert mended(kind, between, changed)


@pytest.mark.parametrize(
    "fault", [503, *(pytest.param(each, marks=pytest.mark.slow) for each in (500, "cut")), "cut after"]
)
def test_a_passing_fault_is_waited_out(fault: int | str, store: tuple[str, Proxy], changed: Publication) -> None:
    kind, between = store
    outcome = attempt(kind, between, changed, lambda method, path, before: fault if before == 1 else None)
    assert not outcome.failed
    assert state_of(kind, between, changed) == "new" and mended(kind, between, changed)


def test_half_of_what_was_sent(store: tuple[str, Proxy], changed: Publication) -> None:
    """The connection breaks in the middle of the triples, every time: what is there is said as it is."""
    kind, between = store

    def faults(method: str, path: str, before: int) -> str | None:
        return "half" if method != "READ" and "hefei" in path else None

    outcome = attempt(kind, between, changed, faults)
    assert outcome.failed[0].found == state_of(kind, between, changed)
    assert mended(kind, between, changed)


@pytest.mark.parametrize("fault", ["half", *(pytest.param(each, marks=pytest.mark.slow) for each in ("cut", 507))])
@pytest.mark.parametrize("store", ["virtuoso"], indirect=True)
def test_a_first_publication_that_is_cut_off(store: tuple[str, Proxy], changed: Publication, fault: int | str) -> None:
    """Graphs go straight to their places: the one that is not whole is named, and the next run takes up from there."""
    kind, between = store
    between.plan = lambda *_: None
    with remote_of(kind, between) as remote:
        plan = make_plan(changed, emptied(remote))
    assert is_first(plan)
    between.seen.clear()
    between.plan = lambda method, path, before: fault if method != "READ" and "hefei" in path else None
    with remote_of(kind, between) as remote:
        outcome = transfer(plan, changed, remote)
    between.plan = lambda *_: None
    assert not any("staging" in path for _, path in between.seen)
    assert [state.graph for state in outcome.failed] == [GRAPH]
    with remote_of(kind, between) as remote:
        there = remote.counts([GRAPH])
        assert outcome.failed[0].found == ("neither" if there else "old")
        assert not is_first(make_plan(changed, remote))
    assert mended(kind, between, changed)


@pytest.mark.parametrize("store", ["virtuoso"], indirect=True)
def test_copying_over_that_fails_leaves_the_old_graph(changed: Publication, store: tuple[str, Proxy]) -> None:
    kind, between = store
    outcome = attempt(
        kind, between, changed, lambda method, path, before: 500 if path.endswith("sparql-auth") else None
    )
    assert outcome.failed
    assert state_of(kind, between, changed) == "old" and mended(kind, between, changed)


def test_a_server_that_dies_half_way(tmp_path: Path, changed: Publication) -> None:
    port = servers.free_port()
    with servers.empty_oxigraph(tmp_path, port) as url, Remote(url, tries=2, wait=0.01) as remote:
        old = unchanged()
        assert not transfer(make_plan(old, remote), old, remote).failed
        plan = make_plan(changed, remote)
        assert sum(step.action is Action.REPLACE for step in plan) >= 2

        first = next(step.graph for step in plan if step.action is Action.REPLACE)
        put, arrived = remote.put, threading.Event()

        def dying(graph: str, data: bytes, *, staged: bool = True) -> None:
            if graph != first:
                assert arrived.wait(20)
                for process in psutil.process_iter(["cmdline"]):
                    # Both that are on the way come by here.
                    if f"127.0.0.1:{port}" in (process.info["cmdline"] or ()):
                        with suppress(psutil.NoSuchProcess):
                            process.kill()
            put(graph, data, staged=staged)
            arrived.set()

        remote.put = dying  # type: ignore[method-assign]
        outcome = transfer(plan, changed, remote)
        assert outcome.done == (first,) and outcome.failed
        for state in outcome.failed:
            assert state.found == "unknown" and "connection" in state.reason.en
    with servers.empty_oxigraph(tmp_path, port) as url, Remote(url) as remote:
        again = make_plan(changed, remote)
        assert {step.graph for step in again if step.action is Action.KEEP} >= set(outcome.done), "what was done stays"
        assert not transfer(again, changed, remote).failed and verify(again, changed, remote).holds


def test_nobody_there() -> None:
    with pytest.raises(PublishError, match="cannot connect"):
        Remote(f"http://127.0.0.1:{servers.free_port()}")


def test_a_page_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>welcome</p>", encoding="utf-8")
    port = servers.free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(tmp_path)]
    with servers.running(command, f"http://127.0.0.1:{port}", tmp_path / "log"):
        with pytest.raises(UsageError, match="cannot detect the store type"):
            Remote(f"http://127.0.0.1:{port}")
        with Remote(f"http://127.0.0.1:{port}", "fuseki", tries=1) as remote, pytest.raises(PublishError, match="501"):
            make_plan(unchanged(), remote)
