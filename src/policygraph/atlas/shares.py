"""Work shared among processes: each is forked with everything the pages are made of, and gives back finished files.

Where processes cannot be forked safely, or there is little to do, the same work is done in this one.
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

#: Below so many jobs, starting processes takes longer than they save.
_FEW = 40
_work: Callable[[object], object]


def shared(work: Callable[[_Job], _Made], jobs: Sequence[_Job], processes: int | None = None) -> Iterator[_Made]:
    """What ``work`` makes of each job, in the order of the jobs, whoever did it.

    ``work`` reads what was there when this began and changes nothing that others read. ``processes`` is by default the
    number of processors this process may use.

    >>> list(shared(str.upper, ["a", "b"]))
    ['A', 'B']
    """
    if processes is None:
        few = len(jobs) < _FEW or sys.platform != "linux"
        processes = 1 if few else len(os.sched_getaffinity(0))
    if processes < 2:
        yield from map(work, jobs)
        return
    # Passed on by the fork itself, never pickled: it holds the graph.
    with multiprocessing.get_context("fork").Pool(processes, _begin, (work,)) as pool:
        yield from pool.imap(_one, jobs, chunksize=8)


def _begin(work: Callable[[object], object]) -> None:
    global _work
    _work = work
    # What the parent made stays: looking through it for garbage would copy every page of it.
    gc.freeze()


def _one(job: object) -> object:
    return _work(job)
