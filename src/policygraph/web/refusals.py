"""Refusals: a request gets a status of 400 or above and one line in both languages that says why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import PolicyGraphError
from ..texts import Bilingual

__all__ = ["RefusedError"]


class RefusedError(Exception):
    """A request is refused.

    Attributes:
        status: The HTTP status of the response.
        names: The reason in both languages.
        headers: Headers of the response.
    """

    def __init__(
        self, status: int, key: str | Bilingual, /, headers: Mapping[str, str] | None = None, **values: Any
    ) -> None:
        """Create a refusal.

        Args:
            status: The HTTP status.
            key: The key of a text in ``texts.json``, or a finished text.
            headers: Headers of the response.
            **values: The values for the places of the text, as in a ``PolicyGraphError``.
        """
        self.status, self.headers = status, headers or {}
        self.names = PolicyGraphError(key, **values).names if isinstance(key, str) else key
        super().__init__(self.names.en)

    def __reduce__(self) -> tuple[Any, ...]:
        """Carry both languages from one process to another."""
        return type(self), (self.status, self.names, self.headers)
