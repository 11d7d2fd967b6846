"""Memory that a load has done with, given back: the C library keeps it for each thread that ever loaded.

Each bulk load starts threads of its own, and glibc gives every thread a heap that stays when the thread ends:
after some loads most of the memory of a build is such leftovers. Other C libraries do not do so, and nothing is done.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress

__all__ = ["few_heaps", "give_back"]

_M_ARENA_MAX = -8  # mallopt(3)


def few_heaps() -> None:
    """Two heaps for all threads that begin from now on, for as long as the process lives.

    >>> few_heaps(), give_back()
    (None, None)
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


def give_back() -> None:
    """Return what is free to the system; takes some milliseconds."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
