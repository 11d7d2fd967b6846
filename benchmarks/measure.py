"""Shared by the measurements: processor time, and processor time and memory of a process with its children."""

from __future__ import annotations

import gc
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

__all__ = ["Memory", "Used", "best", "run"]


def best(*works: Callable[[], object], turns: int = 3, least: float = 0.0) -> list[float]:
    """The best processor seconds of each work, run by turns, because others may use the machine as well.

    At least ``turns`` turns are taken, and as many as it takes to spend ``least`` seconds on each work. The search for
    reference cycles is off.
    """
    found, spent, taken = [float("inf")] * len(works), 0.0, 0
    gc.collect()
    gc.disable()
    while taken < turns or spent < least * len(works):
        taken += 1
        for index, work in enumerate(works):
            start = time.process_time()
            work()
            seconds = time.process_time() - start
            found[index], spent = min(found[index], seconds), spent + seconds
    gc.enable()
    return found


class Memory:
    """The most memory in bytes of a process with its children; what they share counts once."""

    def __init__(self, process: psutil.Process) -> None:
        self.most, self.processes, self._process = 0, 0, process
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        pages = 0
        while not self._stop.wait(0.2):
            try:
                alive = [self._process, *self._process.children(recursive=True)]
            except psutil.Error:
                continue
            # Asking for what is shared stops a process for a moment, so it is asked for near the highest only.
            if (now := sum(map(_resident, alive))) > 0.98 * pages:
                pages = max(pages, now)
                self.most = max(self.most, sum(map(_proportional, alive)))
            self.processes = max(self.processes, len(alive))


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _proportional(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0


@dataclass(frozen=True, slots=True)
class Used:
    """Wall and processor seconds, and the most memory in MB."""

    wall: float
    cpu: float
    memory: float


def run(command: Sequence[str | Path], cores: int) -> Used:
    """Run a command on so many cores, and on no others."""
    import os
    import resource

    allowed = sorted(os.sched_getaffinity(0))[:cores]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command, preexec_fn=lambda: os.sched_setaffinity(0, allowed))
    with Memory(psutil.Process(process.pid)) as memory:
        code = process.wait()
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code:
        raise SystemExit(f"{command[0]} failed with {code}")
    return Used(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, memory.most / 1e6)
