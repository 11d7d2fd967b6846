"""What is kept for one state of the graph is made once in that state, whoever asks, and anew in the next."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from asynchronous import complete
from policygraph import build
from policygraph.server.graph_cache import GraphCache, read_names
from policygraph.server.limits import Limits
from policygraph.server.pool import Pool
from policygraph.store import dump
from policygraph.web.refusals import RefusedError


class Maker:
    """Counts how often it makes something; refuses the first time if it is told to."""

    def __init__(self, *, refuse: bool = False) -> None:
        self.count, self.refuse = 0, refuse
        self.go_on = asyncio.Event()

    async def __call__(self, pool: Pool) -> tuple[int, int]:
        self.count += 1
        await self.go_on.wait()
        if self.refuse:
            self.refuse = False
            raise RefusedError(503, "too_many_queries")
        return pool.generation, self.count


def test_it_is_made_once_for_each_state_of_the_graph() -> None:
    async def run() -> None:
        pool, maker = Pool(Limits(), [Path("never-opened")]), Maker()
        cache = GraphCache(pool, maker)
        waiting = [asyncio.create_task(cache.get()) for _ in range(5)]
        await asyncio.sleep(0)
        # One who goes away does not take it from the others.
        waiting[0].cancel()
        maker.go_on.set()
        assert await asyncio.gather(*waiting[1:]) == [(0, 1)] * 4 and waiting[0].cancelled()
        pool.renew_workers(7)
        assert [await cache.get(), await cache.get()] == [(1, 2)] * 2

    complete(run())


def test_after_a_refusal_it_is_made_again() -> None:
    async def run() -> None:
        maker = Maker(refuse=True)
        maker.go_on.set()
        cache = GraphCache(Pool(Limits(), [Path("never-opened")]), maker)
        with pytest.raises(RefusedError):
            await cache.get()
        assert await cache.get() == (0, 2)

    complete(run())


def test_a_request_waits_no_longer_than_it_may_and_a_later_one_gets_the_value() -> None:
    async def run() -> None:
        maker = Maker()
        cache = GraphCache(Pool(Limits(timeout=0.05), [Path("never-opened")]), maker)
        for _ in range(2):
            with pytest.raises(RefusedError) as refused:
                await cache.get()
            assert refused.value.status == 503
        maker.go_on.set()
        assert await cache.get() == (0, 1)

    complete(run())


def test_who_is_patient_waits_longer_than_a_request_may() -> None:
    async def run() -> tuple[int, int]:
        maker = Maker()
        cache = GraphCache(Pool(Limits(timeout=0.01), [Path("never-opened")]), maker)
        waiting = asyncio.create_task(cache.get(patient=True))
        await asyncio.sleep(0.1)
        maker.go_on.set()
        return await waiting

    assert complete(run()) == (0, 1)


def test_a_value_of_a_former_generation_is_computed_only_for_those_who_wait() -> None:
    async def run() -> None:
        started: list[asyncio.Task[None] | None] = []
        go_on = asyncio.Event()

        async def make(pool: Pool) -> int:
            generation = pool.generation
            started.append(asyncio.current_task())
            await go_on.wait()
            return generation

        pool = Pool(Limits(timeout=0.05), [Path("never-opened")])
        cache = GraphCache(pool, make)
        for _ in range(3):
            with pytest.raises(RefusedError):
                await cache.get()
            pool.renew_workers(7)
        waiting = asyncio.create_task(cache.get(patient=True))
        await asyncio.sleep(0.01)
        pool.renew_workers(7)
        last = asyncio.create_task(cache.get(patient=True))
        await asyncio.sleep(0.01)
        assert [task is not None and task.cancelled() for task in started] == [True, True, True, False, False]
        go_on.set()
        assert (await waiting, await last) == (3, 4)

    complete(run())


def test_an_own_query_that_takes_too_long_is_no_fault_of_the_request() -> None:
    async def run() -> RefusedError:
        async def make(_: Pool) -> int:
            raise RefusedError(504, "query_too_long", seconds="60")

        with pytest.raises(RefusedError) as refused:
            await GraphCache(Pool(Limits(), [Path("never-opened")]), make).get()
        return refused.value

    refused = complete(run())
    assert (refused.status, refused.headers["Retry-After"], "60 s" in refused.names.en) == (503, "5", False)


def test_the_names_of_a_served_graph_are_read(example: Path, tmp_path: Path) -> None:
    dump(build(example).dataset, tmp_path / "graph.ttl")

    async def run() -> list[str]:
        # A limit that no query can keep: the names are the server's own question.
        pool = Pool(Limits(timeout=0.000_1), [tmp_path / "graph.ttl"])
        try:
            await pool.reload()
            return [found.body.en for found in (await read_names(pool)).find("省财政厅")]
        finally:
            pool.stop()

    assert complete(run()) == ["Fujian Provincial Department of Finance"]
