"""A process pool: each process is forked with everything that the work needs, and returns finished results.

Where processes cannot be forked safely the same work is done in this one.
"""

from __future__ import annotations

import gc
import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from ..cores import count_cores

__all__ = ["map_in_processes"]

_Job = TypeVar("_Job")
_Made = TypeVar("_Made")

_work: Callable[[object], object]


def map_in_processes(
    work: Callable[[_Job], _Made], jobs: Sequence[_Job], processes: int | None = None
) -> Iterator[_Made]:
    """Apply a function to each job, on several processes.

    Args:
        work: The function. It reads what was there when this began and changes nothing that others read. Nor may it
            call a library that keeps threads (rustworkx does): they are missing in a forked process, which then hangs.
        jobs: What it is applied to; they are begun in this order.
        processes: How many processes; by default as many as there are processors for this one.

    Yields:
        The results, as soon as each is there.

    Example:
        >>> sorted(map_in_processes(str.upper, ["a", "b"]))
        ['A', 'B']
    """
    if processes is None:
        processes = count_cores() if sys.platform == "linux" else 1
    if processes < 2:
        yield from map(work, jobs)
        return
    # Passed on by the fork itself, never pickled: it holds the graph.
    with multiprocessing.get_context("fork").Pool(processes, _begin, (work,)) as pool:
        yield from pool.imap_unordered(_one, jobs)


def _begin(work: Callable[[object], object]) -> None:
    global _work
    _work = work
    # Collecting what the parent made would copy every page of it.
    gc.freeze()
    # A page is made of thousands of short-lived objects, with hardly a reference cycle among them.
    gc.set_threshold(100_000, 20, 20)


def _one(job: object) -> object:
    return _work(job)
