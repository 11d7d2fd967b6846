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
