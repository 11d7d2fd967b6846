"""What one request may cost."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..cores import count_cores

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a server; each is an option of ``policygraph serve``.

    Attributes:
        timeout: Seconds for a request from its arrival, waiting included.
        max_rows: Rows of an answer.
        max_page_rows: Statements in each list of a detail page; a longer list says that there are more.
        max_response: Bytes of an answer.
        max_request: Bytes of a request's body, and of its address where that is less than 64 KiB.
        max_upload: Bytes of a body that is a graph.
        max_memory: Bytes that a query may allocate.
        max_waiting: Queries that may wait.
        max_concurrent: Queries at once where many are slow.
        workers: Queries at once; a slow one no longer counts.
        services: URLs that SERVICE and LOAD may call.

    Example:
        >>> Limits(timeout=5).timeout
        5
    """

    timeout: float = 30
    max_rows: int = 1_000_000
    max_page_rows: int = 1_000
    max_response: int = 64 << 20
    max_request: int = 1 << 20
    max_upload: int = 64 << 20
    max_memory: int = 1 << 30
    max_waiting: int = 1_000
    max_concurrent: int = 64
    workers: int = field(default_factory=lambda: 2 * count_cores())
    services: tuple[str, ...] = ()
