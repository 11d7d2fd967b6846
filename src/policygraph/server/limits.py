"""What one request may cost."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a server; every one can be set on the command line.

    ``timeout`` is in seconds from the arrival of a request, waiting included; ``rows`` and ``result`` (bytes) bound an
    answer, ``request`` the bytes of a request's body, ``upload`` those of a graph that is put, ``memory`` (bytes) what
    a query may allocate; ``workers`` queries run at once, up to ``most`` where they are slow, and ``queue`` wait.

    >>> Limits(timeout=5).timeout
    5
    """

    timeout: float = 30
    rows: int = 1_000_000
    result: int = 64 << 20
    request: int = 1 << 20
    upload: int = 64 << 20
    memory: int = 1 << 30
    queue: int = 1_000
    most: int = 64
    workers: int = field(default_factory=lambda: 2 * (os.cpu_count() or 1))
    services: tuple[str, ...] = ()

    def written(self) -> str:
        """As text, for another process.

        >>> Limits.read(Limits(timeout=5, services=("http://a/",)).written()).services
        ('http://a/',)
        """
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Limits:
        """What ``written`` wrote."""
        given = json.loads(text)
        return cls(**{**given, "services": tuple(given["services"])})
