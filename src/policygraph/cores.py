"""Count the processor cores that this process may use."""

from __future__ import annotations

import os

__all__ = ["count_cores"]


def count_cores() -> int:
    """Count the cores that this process may use.

    Returns:
        At least 1; fewer than the machine has where a container or ``taskset`` allows fewer.

    Example:
        >>> count_cores() >= 1
        True
    """
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
