"""Work in a turn runs one call at a time, and too many calls are refused."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from asynchronous import complete
from policygraph.server.turn import Turn
from policygraph.web.refusals import RefusedError


def test_one_call_runs_at_a_time() -> None:
    running, most, lock = 0, 0, threading.Lock()

    def work(number: int) -> int:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1
        return number

    async def run() -> list[int]:
        turn = Turn(5)
        return await asyncio.gather(*(turn.run(work, number) for number in range(5)))

    assert (complete(run()), most) == ([0, 1, 2, 3, 4], 1)


def test_too_many_calls_are_refused_and_later_ones_are_not() -> None:
    async def run() -> int:
        turn, go_on = Turn(1), threading.Event()
        first = asyncio.create_task(turn.run(go_on.wait))
        await asyncio.sleep(0)
        with pytest.raises(RefusedError) as refused:
            await turn.run(len, "")
        assert refused.value.status == 503
        go_on.set()
        await first
        return await turn.run(len, "ab")

    assert complete(run()) == 2


def test_a_call_whose_caller_is_gone_keeps_its_turn_until_it_ends() -> None:
    async def run() -> tuple[list[str], int]:
        turn, go_on, done = Turn(2), threading.Event(), list[str]()

        def slow() -> None:
            go_on.wait(30)
            done.append("first")

        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await turn.run(slow)
        second = asyncio.create_task(turn.run(done.append, "second"))
        await asyncio.sleep(0.05)
        # Both count until they end.
        with pytest.raises(RefusedError):
            await turn.run(len, "")
        go_on.set()
        await second
        return done, await turn.run(len, "ab")

    assert complete(run()) == (["first", "second"], 2)


def test_an_error_of_the_work_reaches_the_caller_and_frees_the_turn() -> None:
    async def run() -> int:
        turn = Turn(1)
        with pytest.raises(ZeroDivisionError):
            await turn.run(divmod, 1, 0)
        return await turn.run(len, "ab")

    assert complete(run()) == 2
