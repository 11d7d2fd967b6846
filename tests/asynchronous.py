"""Run coroutines in tests: in a thread of their own, because Playwright keeps an event loop running in the main one."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

__all__ = ["complete"]

T = TypeVar("T")


def complete(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine until it is complete and return its value."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()
