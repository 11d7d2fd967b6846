"""Parts into the output, beside the pool that writes them: some together, a few at a time.

A bulk load sorts its facts into six tables, in memory that grows with them; afterwards the engine merges the tables of
different loads. So loads are as large as memory allows. Where several cores work, small corpora are cut into a few
loads, so that the last one does not keep them waiting.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Self

from .outputs import Output
from .state import State
from .work import part_path

__all__ = ["Loading"]

#: Bytes of N-Quads of one load at most; it takes five to six times as much memory.
_LOAD_BYTES = 64_000_000
#: Loads at a time at most.
_LOADERS = 2


class Loading:
    """``with Loading(…) as loading: loading.take(…)``; at its end everything taken is loaded, and errors are raised."""

    def __init__(self, state: State, output: Output, folder: Path, jobs: int, documents: int) -> None:
        loaders = min(jobs, _LOADERS)
        self._state, self._output, self._folder = state, output, folder
        self._most = documents if loaders == 1 else -(-documents // (2 * loaders))
        self._pool = ThreadPoolExecutor(loaders)
        self._slots = threading.Semaphore(2 * loaders)
        self._parts: list[int] = []
        self._bytes = self._documents = 0
        self._running: list[Future[None]] = []

    def take(self, part: int, documents: int) -> None:
        """One more part is written; waits where too much waits already."""
        path = part_path(self._folder, part, self._output.packed)
        self._parts.append(part)
        self._bytes += path.stat().st_size if path.exists() else 0
        self._documents += documents
        if self._bytes >= _LOAD_BYTES or self._documents >= self._most:
            self._start()

    def _start(self) -> None:
        self._slots.acquire()
        self._running.append(self._pool.submit(self._load, self._parts))
        self._parts, self._bytes, self._documents = [], 0, 0
        while self._running and self._running[0].done():
            self._running.pop(0).result()

    def _load(self, parts: list[int]) -> None:
        try:
            self._output.load([part_path(self._folder, part, self._output.packed) for part in parts])
            # A part that is loaded twice after a stop in between changes nothing.
            self._state.stage(parts, "loaded")
        finally:
            self._slots.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None and self._parts:
            self._start()
        if kind is not None:
            self._output.give_up()
        self._pool.shutdown(wait=True, cancel_futures=kind is not None)
        if kind is None:
            for future in self._running:
                future.result()
