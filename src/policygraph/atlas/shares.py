"""Work shared among processes: each is forked with everything the pages are made of, and gives back finished files.

Where processes cannot be forked safely the same work is done in this one.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

__all__ = ["shared"]

_Job = TypeVar("_Job")
_Made = TypeVar("_Made")

_work: Callable[[object], object]


def shared(work: Callable[[_Job], _Made], jobs: Sequence[_Job], processes: int | None = None) -> Iterator[_Made]:
    """What ``work`` makes of each job, as soon as it is made, whoever did it. The jobs are begun in their order.

    ``work`` reads what was there when this began and changes nothing that others read. Nor may it ask a library that
    keeps threads (rustworkx does): they are not there in a forked process, which then waits for them for ever.
    ``processes`` is by default the number of processors this process may use.

    >>> sorted(shared(str.upper, ["a", "b"]))
    ['A', 'B']
    """
    if processes is None:
        processes = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    if processes < 2:
        yield from map(work, jobs)
        return
    # Passed on by the fork itself, never pickled: it holds the graph.
    with multiprocessing.get_context("fork").Pool(processes, _begin, (work,)) as pool:
        yield from pool.imap_unordered(_one, jobs)


def _begin(work: Callable[[object], object]) -> None:
    global _work
    _work = work
    # What the parent made stays: looking through it for garbage would copy every page of it.
    gc.freeze()
    # A page is made of thousands of small things and soon gone; looking for cycles among them finds next to none.
    gc.set_threshold(100_000, 20, 20)


def _one(job: object) -> object:
    return _work(job)
